"""What networks are called in the chat."""

from bot.db.accounts import GROUP
from bot.locales import Words, mark

_ = mark

YOUR_PAGE = _("your page")
YOUR_CHANNEL = _("your Telegram channel")
YOUR_GROUP = _("your Telegram group")
YOUR_SOFTWARE = _("your own software")
TITLES = {
    "page": YOUR_PAGE,
    "telegram": YOUR_CHANNEL,
    "webhook": YOUR_SOFTWARE,
    GROUP: YOUR_GROUP,
}
BRANDS = {"linkedin": "LinkedIn"}
"""Those whose name is not just its letters with a capital before them."""


def network_title(words: Words, network: str) -> str:
    """The person's page, channel and group by what they are, everything else by its brand."""
    known = TITLES.get(network)
    return words(known) if known else BRANDS.get(network, network.capitalize())
