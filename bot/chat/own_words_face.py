"""The ways to words by hand: on the first look, on the card that waits, and beside who sees it."""

from telegram import InlineKeyboardButton

from bot.chat.names import network_title
from bot.chat.speaking import button, in_rows
from bot.db.accounts import PAGE
from bot.locales import Words, mark
from bot.services.cards import CardView
from bot.services.sharing import Target, TargetState

_ = mark

OTHER_WORDS = _("Other words for {network}")
AS_IN_DIARY = _("As in the diary: {network}")
HAS_OWN = _("{networks}: words of their own.")
AHEAD = (TargetState.WAITING, TargetState.HELD)
THERE = (*AHEAD, TargetState.SHARED)

Rows = list[list[InlineKeyboardButton]]


def hints(words: Words, view: CardView) -> list[str]:
    """Which places do not get the words of the diary."""
    own = [one for one in view.targets if one.account_id in view.own_words and one.state in THERE]
    if not own:
        return []
    return [words(HAS_OWN, networks=words.listed([_name(words, one) for one in own]))]


def waiting_rows(words: Words, view: CardView) -> Rows:
    """For each place that it is still on its way to."""
    return _rows(words, view, *AHEAD)


def shared_rows(words: Words, view: CardView) -> Rows:
    """For each place where it stands."""
    return _rows(words, view, TargetState.SHARED)


def button_for(
    words: Words, snippet_id: int, account_id: int, network: str
) -> list[InlineKeyboardButton]:
    """For one place, before the first yes."""
    label = words(OTHER_WORDS, network=network_title(words, network))
    return [button(label, f"own:ask:{snippet_id}:{account_id}")]


def _rows(words: Words, view: CardView, *states: TargetState) -> Rows:
    buttons = [
        _button(words, view, target)
        for target in view.targets
        if target.state in states and target.network != PAGE
    ]
    return in_rows(buttons, 2)


def _button(words: Words, view: CardView, target: Target) -> InlineKeyboardButton:
    own = target.account_id in view.own_words
    label = words(AS_IN_DIARY if own else OTHER_WORDS, network=_name(words, target))
    verb = "back" if own else "ask"
    return button(label, f"own:{verb}:{view.snippet_id}:{target.account_id}")


def _name(words: Words, target: Target) -> str:
    return network_title(words, target.network)
