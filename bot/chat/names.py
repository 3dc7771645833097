"""What networks are called in the chat."""

from bot.locales import Words, mark

_ = mark

YOUR_PAGE = _("your page")
YOUR_CHANNEL = _("your Telegram channel")
YOUR_SOFTWARE = _("your own software")
TITLES = {"page": YOUR_PAGE, "telegram": YOUR_CHANNEL, "webhook": YOUR_SOFTWARE}
BRANDS = {"linkedin": "LinkedIn"}
"""Those whose name is not just its letters with a capital before them."""


def network_title(words: Words, network: str) -> str:
    """The person's page and channel by what they are, everything else by its brand."""
    known = TITLES.get(network)
    return words(known) if known else BRANDS.get(network, network.capitalize())
