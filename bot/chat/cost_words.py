"""What posts cost whoever runs this Hibi, said where a person decides."""

from bot.chat.names import network_title
from bot.locales import Words, mark
from bot.services.allowance import link_price
from bot.services.cards import CardView
from bot.services.sharing import AllowanceSpent, TargetState

_ = mark

LINK_COSTS = _(
    "On {network}, a post with a link costs whoever runs this Hibi "
    "{with_link} instead of {without}."
)
USED_UP = _("All of this month's posts to {network} are used up. More from {day} on.")
WAS_USED_UP = _(
    "That month's posts to {network} were used up. Each month begins anew on the first."
)
DECIDING = (TargetState.OFF, TargetState.WAITING, TargetState.HELD)


def link_hint(words: Words, network: str, text: str) -> str:
    """What a link in these words costs there; "" where it costs nothing."""
    price = link_price(network, text)
    if price is None:
        return ""
    name = network_title(words, network)
    return words(LINK_COSTS, network=name, with_link=price.with_link, without=price.without)


def hints(words: Words, view: CardView) -> list[str]:
    """For each place that may still be chosen, or taken back in time."""
    said = [
        link_hint(words, target.network, view.own_words.get(target.account_id, view.text))
        for target in view.targets
        if target.state in DECIDING
    ]
    return sorted(set(filter(None, said)))


def used_up(words: Words, spent: AllowanceSpent) -> str:
    name = network_title(words, spent.network)
    return words(USED_UP, network=name, day=words.day(spent.back_on))
