"""Whatever a person sends, kept: words, photos, albums, voice, video, places."""

import logging
import re
from datetime import UTC

from telegram import Message, MessageOriginUser, Update
from telegram.error import TelegramError
from telegram.ext import BaseHandler, CallbackQueryHandler

from bot.chat import dialogues
from bot.chat.context import Context
from bot.chat.speaking import button, keyboard, say, toast
from bot.domain.moments import is_stop_word
from bot.domain.places import City, nearest_city
from bot.domain.snippets import Incoming, Kind, clean
from bot.locales import mark
from bot.services import cards
from bot.services.capturing import Captured, capture, edit_part

logger = logging.getLogger(__name__)
_ = mark

NOT_KEPT = _("I can keep words, photos, voice, video and places. This kind I cannot keep yet.")
WORDS_KEPT = _("I kept your words. The file I cannot keep yet: only photos, voice and video.")
STOP_OR_DIARY = _("Shall I pause the questions, or is this a line for your diary?")
PAUSE = _("Pause")
DIARY = _("Keep as diary")
NOT_FOUND = _("I can no longer see that message. Please send it once more.")
ANOTHER_ZONE = _("{city} has another time than your questions.")
USE_THE_TIME = _("Use the time in {city}")
KEPT_REACTION = "✍"
QUESTION_BUTTON = re.compile(r"q:(?!more)[a-z]+:(\d{1,18})(?::|$)")


def handlers() -> list[BaseHandler[Update, Context, None]]:
    return [
        CallbackQueryHandler(was_for_diary, r"^answer:diary$"),
    ]


def incoming_of(message: Message, language: str) -> Incoming | None:
    """The message as the diary sees it; None for a kind that it cannot keep.

    Of a location only the city goes on from here.
    """
    found = _carried(message)
    if found is None:
        return None
    kind, file_id, size = found
    city = city_of(message)
    place = city.title(language) if city else None
    return Incoming(
        person_id=message.chat_id,
        message_id=message.message_id,
        sent_at=message.date.astimezone(UTC),
        kind=kind,
        text=message.text or message.caption or place or "",
        place=place,
        file_id=file_id,
        file_size=size,
        media_group_id=message.media_group_id,
        reply_to=message.reply_to_message.message_id if message.reply_to_message else None,
        reply_to_nudge=_question_in(message.reply_to_message),
        forwarded=_is_forwarded(message),
    )


def _question_in(message: Message | None) -> int | None:
    """The question that a message of ours shows, as its buttons name it."""
    rows = message.reply_markup.inline_keyboard if message and message.reply_markup else ()
    found = (QUESTION_BUTTON.match(str(each.callback_data)) for row in rows for each in row)
    return next((int(match[1]) for match in found if match), None)


def _carried(message: Message) -> tuple[Kind, str | None, int | None] | None:
    if message.photo:
        largest = message.photo[-1]
        return Kind.PHOTO, largest.file_id, largest.file_size
    document = message.document
    if document and (document.mime_type or "").startswith("image/"):
        return Kind.PHOTO, document.file_id, document.file_size
    for kind, held in (
        (Kind.VOICE, message.voice or message.audio),
        (Kind.VIDEO, message.video or message.video_note or message.animation),
    ):
        if held:
            return kind, held.file_id, held.file_size
    if message.location:
        return Kind.PLACE, None, None
    if clean(message.text or message.caption or ""):
        return Kind.TEXT, None, None
    return None


def city_of(message: Message) -> City | None:
    """The city nearest to the location that a message carries, if it carries one."""
    if message.location is None:
        return None
    try:
        return nearest_city(message.location.latitude, message.location.longitude)
    except ValueError:
        return None


def _is_forwarded(message: Message) -> bool:
    origin = message.forward_origin
    own = isinstance(origin, MessageOriginUser) and origin.sender_user.id == message.chat_id
    return origin is not None and not own


async def keep(update: Update, context: Context) -> None:
    """Keeps a message and shows its card; an album's card comes with its last part."""
    message = update.effective_message
    if message is None:
        return
    if message.text and is_stop_word(message.text) and not message.reply_to_message:
        await _ask_what_stop_means(update, context, message)
        return
    await keep_as_diary(update, context, message)


async def keep_as_diary(update: Update, context: Context, message: Message) -> None:
    incoming = incoming_of(message, context.person.language)
    if incoming is None:
        await say(update, context, context.words(NOT_KEPT))
        return
    captured = await capture(context.ground, incoming)
    await _acknowledge(context, message, captured)
    if incoming.kind is Kind.TEXT and message.effective_attachment and not captured.duplicate:
        await say(update, context, context.words(WORDS_KEPT), reply_to=message.message_id)
    if captured.complete:
        await cards.show(context.ground, context.person.id, captured.snippet_id)
    city = city_of(message)
    if city is not None and city.zone != context.person.zone and captured.new:
        await _offer_zone(update, context, city)


async def _offer_zone(update: Update, context: Context, city: City) -> None:
    words = context.words
    name = city.title(context.person.language)
    rows = [[button(words(USE_THE_TIME, city=name), f"zone:use:{city.zone}")]]
    await say(update, context, words(ANOTHER_ZONE, city=name), rows)


async def _acknowledge(context: Context, message: Message, captured: Captured) -> None:
    """One reaction says that it is kept; a failure to react is no error."""
    if captured.duplicate:
        return
    try:
        await context.bot.set_message_reaction(
            message.chat_id, message.message_id, reaction=KEPT_REACTION
        )
    except TelegramError as error:
        logger.info("no reaction: %s", type(error).__name__)


async def _ask_what_stop_means(update: Update, context: Context, message: Message) -> None:
    words = context.words
    await say(
        update,
        context,
        words(STOP_OR_DIARY),
        [
            [
                button(words(PAUSE), "pause:menu"),
                button(words(DIARY), "answer:diary"),
            ]
        ],
        reply_to=message.message_id,
    )


async def was_for_diary(update: Update, context: Context) -> None:
    """What looked like a wish or an answer to us was a line for the diary after all."""
    pressed = update.callback_query.message if update.callback_query else None
    if not isinstance(pressed, Message) or pressed.reply_to_message is None:
        await toast(update, context.words(NOT_FOUND))
        return
    await toast(update)
    await dialogues.end(context)
    await keyboard(update, None)
    await keep_as_diary(update, context, pressed.reply_to_message)


async def edited(update: Update, context: Context) -> bool:
    """An edited message edits its snippet; False where nothing was kept of it before."""
    message, who = update.effective_message, context.person.id
    if message is None:
        return True
    if message.location is not None:
        # A live location moves on by edits; what was kept is where it began.
        return await cards.was_kept(context.ground, who, message.message_id)
    text = message.text or message.caption or ""
    snippet = await edit_part(context.ground, who, message.message_id, text)
    if snippet is None:
        return await cards.was_kept(context.ground, who, message.message_id)
    await cards.refresh(context.ground, who, snippet.id)
    return True
