"""Share buttons: picked in /networks, pressed on a card, and told of what was posted."""

from collections.abc import Mapping
from typing import Any

from telegram import ForceReply, Update
from telegram.ext import BaseHandler, CallbackQueryHandler

from bot.chat import dialogues, door_face
from bot.chat.assist_face import look_face, needs_page_face, place_title, places_face
from bot.chat.context import Context
from bot.chat.door_words import OWN
from bot.chat.link_words import CANNOT as CANNOT_LINK
from bot.chat.speaking import Line, argument, button, id_in, say, show, toast
from bot.domain.door import SHOPS
from bot.domain.post_addresses import NotAPost, looks_like_an_address
from bot.domain.share_links import PLACES
from bot.locales import mark
from bot.services import assisting, cards, linking, picking, sharing
from bot.services.assisting import Look, NeedsPage, ShareButton
from bot.services.picking import CannotPick, Picked
from bot.services.sharing import AtTheDoor, NotAllowed

_ = mark

BACK = _("Back")
WHICH_SERVER = _("On which server are you? It looks like misskey.io or mastodon.social.")
NOT_A_SERVER = _("That is not a server's name. It looks like misskey.io or mastodon.social.")
NO_ADDRESS_YET = _("This Hibi has no public address yet, so there is no link to share there.")
UNKNOWN = _("I don't know that place.")
WHERE = _(
    "Send me the address of your post on {network}, so that your card and your page lead to it."
)
HAS_NONE = _("It has none")
NOTED = _("Noted. Your card shows it.")
WHY_NOT = {
    NotAPost.NO_ADDRESS: _("I could not read an address there. It begins with https://"),
    NotAPost.NOT_HTTPS: _("I can only take an address that begins with https://"),
    NotAPost.OTHER_PLACE: _(
        "That leads somewhere else. Please send the address of your post there."
    ),
    NotAPost.FRONT_PAGE: _(
        "That is the front page. Your post has an address of its own: open it and copy its link."
    ),
    NotAPost.TOO_LONG: _("That address is too long for me."),
}
LONGEST_PASTED = 4096
LONGEST_SERVER = 200


def handlers() -> list[BaseHandler[Update, Context, None]]:
    deeds = {
        "pick": pick,
        "unpick": unpick,
        "look": look,
        "pass": pass_door,
        "mine": mine,
        "take": take,
        "done": ask_address,
        "bare": without_address,
        "gone": gone,
    }
    found: list[BaseHandler[Update, Context, None]] = [
        CallbackQueryHandler(show_places, r"^assist:places$")
    ]
    found += [CallbackQueryHandler(deed, rf"^assist:{verb}:") for verb, deed in deeds.items()]
    return found


# Which ones.


async def show_places(update: Update, context: Context) -> None:
    await toast(update)
    if context.person.diary_only:
        await show(update, context, context.words(CANNOT_LINK[linking.Why.DIARY_ONLY]))
        return
    found = await picking.picked(context.ground, context.person.id)
    await show(update, context, *places_face(context.words, found))


async def pick(update: Update, context: Context) -> None:
    place = argument(update)
    match await picking.pick(context.ground, context.person.id, place):
        case Picked():
            await show_places(update, context)
        case CannotPick.WHICH_SERVER:
            await toast(update)
            sent = await say(update, context, context.words(WHICH_SERVER), reply=ForceReply())
            await dialogues.ask_for(context, "assist-server", sent.message_id, place=place)
        case CannotPick.DIARY_ONLY:
            await show_places(update, context)
        case CannotPick.NO_PUBLIC_ADDRESS:
            await toast(update, context.words(NO_ADDRESS_YET), alert=True)
        case _:
            await toast(update, context.words(UNKNOWN))


async def unpick(update: Update, context: Context) -> None:
    await picking.unpick(context.ground, context.person.id, argument(update))
    await show_places(update, context)


async def read_server(update: Update, context: Context, about: Mapping[str, Any]) -> bool:
    message = update.effective_message
    if message is None or not message.text or len(message.text) > LONGEST_SERVER:
        return False
    place = str(about["place"])
    done = await picking.pick(context.ground, context.person.id, place, message.text)
    if done in (CannotPick.BAD_SERVER, CannotPick.WHICH_SERVER):
        return await dialogues.not_understood(
            update, context, NOT_A_SERVER, "assist-server", place=place
        )
    await show_places(update, context)
    return True


# One answer.


async def look(update: Update, context: Context) -> None:
    """A tap on a share button: what is handed over, or what comes before it."""
    await _look(update, context, id_in(update), argument(update, 1))


async def _look(update: Update, context: Context, sid: int, place: str) -> None:
    match await assisting.offer(context.ground, context.person.id, sid, place):
        case Look() as found:
            await toast(update)
            await show(update, context, *look_face(context.words, found))
        case NeedsPage() as needs:
            await toast(update)
            await show(update, context, *needs_page_face(context.words, needs))
        case AtTheDoor() as door:
            await _door(update, context, door, place)
        case NotAllowed() as refused:
            await _not_allowed(update, context, refused)


async def _door(update: Update, context: Context, door: AtTheDoor, place: str) -> None:
    await toast(update)
    words, sid = context.words, door.snippet_id
    ids = f"{sid}:{place}:{door.revision}"
    no = button(words(BACK), f"card:show:{sid}")
    await show(update, context, *door_face.face(words, door, no, deed="assist", ids=ids))


async def _not_allowed(update: Update, context: Context, refused: NotAllowed) -> None:
    await toast(update, context.words(door_face.WHY[refused.why]), alert=True)


async def pass_door(update: Update, context: Context) -> None:
    await _through(update, context, own=False)


async def mine(update: Update, context: Context) -> None:
    await _through(update, context, own=True)


async def _through(update: Update, context: Context, *, own: bool) -> None:
    """The details pass for every way out; what else they had stopped goes on, too."""
    sid, place, revision = id_in(update), argument(update, 1), id_in(update, 2)
    if place not in PLACES:
        await toast(update, context.words(UNKNOWN))
        return
    ground, who = context.ground, context.person.id
    if own:
        kinds = OWN.get(argument(update, 3), SHOPS)
        choice = await sharing.mine(ground, who, sid, None, revision, kinds=kinds)
    else:
        choice = await sharing.pass_door(ground, who, sid, None, revision)
    if isinstance(choice, AtTheDoor):
        await _door(update, context, choice, place)
        return
    await _look(update, context, sid, place)


async def take(update: Update, context: Context) -> None:
    """What no button holds: the pictures, and the words in a form that one tap copies."""
    ground, who, sid = context.ground, context.person.id, id_in(update)
    found = await assisting.offer(ground, who, sid, argument(update, 1))
    if not isinstance(found, Look):
        await _look(update, context, sid, argument(update, 1))
        return
    await toast(update)
    for picture in await assisting.pictures(ground, who, sid, found.place.limits.pictures):
        await context.bot.send_photo(who, picture, disable_notification=True)
    if found.text:
        await say(update, context, Line().add(found.text, kind="pre"))


# What came of it.


async def ask_address(update: Update, context: Context) -> None:
    ground, who, sid, place = context.ground, context.person.id, id_in(update), argument(update, 1)
    found = await assisting.offer(ground, who, sid, place)
    if not isinstance(found, Look):
        await _look(update, context, sid, place)
        return
    await toast(update)
    await cards.refresh(ground, who, sid)
    words = context.words
    none = button(words(HAS_NONE), f"assist:bare:{sid}:{place}")
    sentence = words(WHERE, network=place_title(words, place))
    sent = await say(update, context, sentence, [[none]])
    await dialogues.ask_for(context, "assist-address", sent.message_id, snippet=sid, place=place)


async def read_address(update: Update, context: Context, about: Mapping[str, Any]) -> bool:
    message = update.effective_message
    if message is None or not message.text or not looks_like_an_address(message.text):
        return False
    ground, who = context.ground, context.person.id
    sid, place = int(about["snippet"]), str(about["place"])
    done = await assisting.posted(ground, who, sid, place, message.text)
    if isinstance(done, NotAPost):
        return await dialogues.not_understood(
            update,
            context,
            WHY_NOT[done],
            "assist-address",
            longest=LONGEST_PASTED,
            snippet=sid,
            place=place,
        )
    said = NOTED if isinstance(done, ShareButton) else door_face.WHY[done.why]
    await cards.refresh(ground, who, sid)
    await say(update, context, context.words(said), reply_to=message.message_id)
    return True


async def without_address(update: Update, context: Context) -> None:
    ground, who, sid = context.ground, context.person.id, id_in(update)
    done = await assisting.posted(ground, who, sid, argument(update, 1), None)
    if isinstance(done, NotAllowed):
        await _not_allowed(update, context, done)
        return
    await toast(update)
    await dialogues.end(context)
    await show(update, context, context.words(NOTED))
    await cards.refresh(ground, who, sid)


async def gone(update: Update, context: Context) -> None:
    await toast(update)
    sid = id_in(update)
    await assisting.gone(context.ground, context.person.id, sid, argument(update, 1))
    await cards.refresh(context.ground, context.person.id, sid)


DIALOGUES = {"assist-server": read_server, "assist-address": read_address}
