"""The check at the door, and why something cannot go out: the same words for every way out."""

from telegram import InlineKeyboardButton

from bot.chat.speaking import Rows, button
from bot.domain.door import Kind
from bot.locales import Words, mark
from bot.services.sharing import AtTheDoor, Why

_ = mark

DOOR = {
    Kind.PHONE: _("One check before this goes out: it seems to contain a phone number, {shown}."),
    Kind.EMAIL: _("One check before this goes out: it seems to contain an address, {shown}."),
    Kind.CARD: _("One check before this goes out: it seems to contain a card number, {shown}."),
}
EDIT, AS_IT_IS = _("Edit"), _("Share as it is")
MINE = {
    Kind.PHONE: _("It's my shop's number"),
    Kind.EMAIL: _("It's my shop's address"),
}
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
    """The warning, a no, and one more tap: `deed:pass:ids`, or `deed:mine:ids` for one's own."""
    text = "\n".join(words(DOOR[each.kind], shown=each.shown) for each in door.details)
    own = [MINE[kind] for kind in MINE if any(each.kind is kind for each in door.details)]
    return text, [
        [button(words(EDIT), f"card:edit:{door.snippet_id}"), no],
        [button(words(AS_IT_IS), f"{deed}:pass:{ids}")],
        [button(words(own[0]), f"{deed}:mine:{ids}")] if own else [],
    ]
