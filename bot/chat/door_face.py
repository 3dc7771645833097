"""The check at the door, and why something cannot go out: the same words for every way out."""

from telegram import InlineKeyboardButton

from bot.chat.door_words import MINE, in_words, own_in
from bot.chat.speaking import Rows, button
from bot.locales import Words, mark
from bot.services.sharing import AtTheDoor, Why

_ = mark

EDIT, AS_IT_IS = _("Edit"), _("Share as it is")
WHY = {
    Why.GONE: _("I no longer have that one."),
    Why.DIARY_ONLY: _("Your place here is a diary; sharing is not part of it."),
    Why.FORWARDED: _("Forwarded messages stay in your diary."),
    Why.NEEDS_A_LINE: _("Answer the card with one line first, to show with the recording."),
    Why.NOTHING_TO_SHOW: _("There is nothing to show yet: a line or a photo first."),
    Why.NOT_LINKED: _("That one is not linked any more. /networks shows what is."),
    Why.BLOCKED: _("That network has closed this account."),
    Why.SUSPENDED: _("Your page is closed for now. /page says more."),
}


def face(
    words: Words, door: AtTheDoor, no: InlineKeyboardButton, *, deed: str, ids: str
) -> tuple[str, Rows]:
    """The warning, a no, and one more tap: `deed:pass:ids`, or `deed:mine:ids:what` for what is
    one's own."""
    own = [button(words(MINE[one]), f"{deed}:mine:{ids}:{one}") for one in own_in(door.details)]
    return in_words(words, door.details), [
        [button(words(EDIT), f"card:edit:{door.snippet_id}"), no],
        [button(words(AS_IT_IS), f"{deed}:pass:{ids}")],
        own,
    ]
