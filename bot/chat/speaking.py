"""How the bot speaks: silently, without previews, editing in place, never by parse_mode."""

import logging
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from telegram import (
    CallbackQuery,
    ForceReply,
    InlineKeyboardButton,
    InlineKeyboardMarkup,
    LinkPreviewOptions,
    Message,
    MessageEntity,
    ReplyKeyboardMarkup,
    ReplyKeyboardRemove,
    ReplyParameters,
    Update,
)
from telegram.error import BadRequest

from bot.chat.context import Context

logger = logging.getLogger(__name__)

NO_PREVIEW = LinkPreviewOptions(is_disabled=True)
LONGEST = 4096

Rows = Sequence[Sequence[InlineKeyboardButton]]
Reply = ForceReply | ReplyKeyboardMarkup | ReplyKeyboardRemove


@dataclass(slots=True)
class Line:
    """A text under way, with the links that stand in it."""

    text: str = ""
    entities: list[MessageEntity] = field(default_factory=list)

    def add(self, text: str, *, url: str | None = None, kind: str | None = None) -> "Line":
        """Appends words, as a link to `url` or as an entity of that kind where one is given."""
        if url or kind:
            # Telegram counts entities in UTF-16 units.
            offset = len(self.text.encode("utf-16-le")) // 2
            length = len(text.encode("utf-16-le")) // 2
            sort = MessageEntity.TEXT_LINK if url else kind or ""
            self.entities.append(MessageEntity(sort, offset, length, url=url))
        self.text += text
        return self


def button(label: str, data: str) -> InlineKeyboardButton:
    """A button of ours; `data` is `feature:verb:…`, at most 64 bytes."""
    if len(data.encode()) > 64:
        raise ValueError("callback data is longer than 64 bytes")
    return InlineKeyboardButton(label, callback_data=data)


def link(label: str, url: str) -> InlineKeyboardButton:
    return InlineKeyboardButton(label, url=url)


def in_rows(
    buttons: Iterable[InlineKeyboardButton], width: int
) -> list[list[InlineKeyboardButton]]:
    """Buttons in rows of that width."""
    all_ = list(buttons)
    return [all_[start : start + width] for start in range(0, len(all_), width)]


def markup(rows: Rows | None) -> InlineKeyboardMarkup | None:
    filled = [list(row) for row in rows or () if row]
    return InlineKeyboardMarkup(filled) if filled else None


async def say(
    update: Update,
    context: Context,
    said: str | Line,
    rows: Rows | None = None,
    *,
    reply: Reply | None = None,
    reply_to: int | None = None,
) -> Message:
    """Sends a new message, silently."""
    line = said if isinstance(said, Line) else Line(said)
    return await context.bot.send_message(
        context.person.id,
        line.text[:LONGEST],
        entities=line.entities or None,
        reply_markup=reply or markup(rows),
        reply_parameters=_reply_to(reply_to),
        link_preview_options=NO_PREVIEW,
        disable_notification=True,
    )


def _reply_to(message_id: int | None) -> ReplyParameters | None:
    if message_id is None:
        return None
    return ReplyParameters(message_id, allow_sending_without_reply=True)


async def show(update: Update, context: Context, said: str | Line, rows: Rows | None = None) -> int:
    """Edits the message whose button was pressed; without one, sends a new message.

    Returns the id of the message in which it can be read now.
    """
    line = said if isinstance(said, Line) else Line(said)
    query = update.callback_query
    if query is None or not isinstance(query.message, Message):
        return (await say(update, context, line, rows)).message_id
    try:
        if query.message.photo or query.message.caption:
            await query.edit_message_caption(
                line.text[:1024], caption_entities=line.entities, reply_markup=markup(rows)
            )
        else:
            await query.edit_message_text(
                line.text[:LONGEST],
                entities=line.entities,
                reply_markup=markup(rows),
                link_preview_options=NO_PREVIEW,
            )
    except BadRequest as error:
        if is_beyond_edit(error):
            return (await say(update, context, line, rows)).message_id
        if not is_unchanged(error):
            raise
    return query.message.message_id


async def keyboard(update: Update, rows: Rows | None) -> None:
    """Changes only the buttons under the message that was pressed."""
    query = update.callback_query
    if query is None or not isinstance(query.message, Message):
        return
    try:
        await query.edit_message_reply_markup(markup(rows))
    except BadRequest as error:
        if not (is_unchanged(error) or is_beyond_edit(error)):
            raise


async def toast(update: Update, text: str | None = None, *, alert: bool = False) -> None:
    """Answers a press; one that is too old to be answered is no trouble."""
    query: CallbackQuery | None = update.callback_query
    if query is None:
        return
    try:
        await query.answer(text[:200] if text else None, show_alert=alert)
    except BadRequest as error:
        logger.debug("a press was too old to be answered: %s", error.message)


def is_unchanged(error: BadRequest) -> bool:
    """Whether Telegram merely says that an edit changed nothing."""
    return "not modified" in error.message.lower()


def is_beyond_edit(error: BadRequest) -> bool:
    """Whether the message is gone from the chat, or too old to be changed."""
    said = error.message.lower()
    return "not found" in said or "can't be edited" in said


def argument(update: Update, position: int = 0) -> str:
    """One of the words behind `feature:verb:` in the pressed button's data; "" without it."""
    data = update.callback_query.data if update.callback_query else None
    found = (data or "").split(":")[2:]
    return found[position] if position < len(found) else ""


def id_in(update: Update, position: int = 0) -> int:
    """An id out of the pressed button's data; -1, which nothing has, where there is none."""
    text = argument(update, position)
    return int(text) if text.isascii() and text.isdigit() and len(text) < 19 else -1
