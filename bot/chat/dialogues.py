"""What the chat has just asked for: one small row a person, so a restart forgets nothing."""

import secrets
from collections.abc import Awaitable, Callable, Mapping
from datetime import datetime, timedelta
from typing import Any

from telegram import InlineKeyboardButton, Update

from bot.chat.context import Context
from bot.chat.speaking import button, say
from bot.db import nudges, people
from bot.db.tables import Dialogue
from bot.domain.snippets import OPEN_FOR
from bot.locales import mark

_ = mark

FOR_MY_DIARY = _("It was for my diary")
LASTS = timedelta(minutes=15)
LONGEST_MISREAD = 40
"""A longer text is hardly a time or a city; it goes into the diary."""

Reader = Callable[[Update, Context, Mapping[str, Any]], Awaitable[bool]]
"""Reads a message for its dialogue; False when it was not meant for it."""


async def ask_for(context: Context, kind: str, message_id: int | None = None, **about: Any) -> None:
    """From now on the next fitting message is read by `kind`, until any command or time."""
    now = context.ground.now()
    # The turn tells one asking from the next of the same kind.
    about = {**about, "asked_at": now.isoformat(), "turn": secrets.token_hex(4)}
    async with context.ground.database.writing() as session:
        await session.merge(
            Dialogue(
                person_id=context.person.id,
                kind=kind,
                about=about,
                message_id=message_id,
                expires_at=now + LASTS,
            )
        )


async def end(context: Context) -> bool:
    """Ends what was asked for; says whether there was anything."""
    async with context.ground.database.writing() as session:
        return await people.end_dialogue(session, context.person.id)


async def read(update: Update, context: Context, readers: Mapping[str, Reader]) -> bool:
    """Hands a message to the dialogue that waits for it; False if it is for the diary."""
    dialogue = await _waiting(update, context)
    if dialogue is None or (reader := readers.get(dialogue.kind)) is None:
        return False
    if not await reader(update, context, dialogue.about):
        return False
    await _finish(context, dialogue)
    return True


async def not_understood(
    update: Update,
    context: Context,
    sentence: str,
    kind: str,
    *,
    longest: int = LONGEST_MISREAD,
    **about: Any,
) -> bool:
    """Says so and asks on, with a way into the diary; False for what is too long to be meant."""
    message = update.effective_message
    if message is None or len(message.text or "") > longest:
        return False
    said = context.words(sentence)
    sent = await say(update, context, said, [into_diary(context)], reply_to=message.message_id)
    async with context.ground.database.reading() as session:
        before = await people.dialogue_of(session, context.person.id, context.ground.now())
    # An answer to the first asking is still one.
    earlier = [] if before is None else [*before.about.get("earlier", ()), before.message_id]
    await ask_for(context, kind, sent.message_id, **{**about, "earlier": earlier})
    return True


def into_diary(context: Context) -> list[InlineKeyboardButton]:
    """The way into the diary, for a message that answers what the person has written."""
    return [button(context.words(FOR_MY_DIARY), "answer:diary")]


async def _waiting(update: Update, context: Context) -> Dialogue | None:
    """The dialogue, unless this message is clearly for something else."""
    message = update.effective_message
    ground, who = context.ground, context.person.id
    async with ground.database.reading() as session:
        dialogue = await people.dialogue_of(session, who, ground.now())
        if dialogue is None or message is None:
            return None
        if message.reply_to_message is not None:
            answered = message.reply_to_message.message_id
            ours = (dialogue.message_id, *dialogue.about.get("earlier", ()))
            return dialogue if answered in ours else None
        nudge = await nudges.open_nudge(session, who, ground.now() - OPEN_FOR)
    asked_at = datetime.fromisoformat(dialogue.about["asked_at"])
    # A question that came after ours is what people answer.
    newer = nudge is not None and nudge.sent_at is not None and nudge.sent_at > asked_at
    return None if newer else dialogue


async def _finish(context: Context, read: Dialogue) -> None:
    """Ends the dialogue that was read, but not one that its reader has just begun."""
    async with context.ground.database.writing() as session:
        current = await session.get(Dialogue, read.person_id)
        if current is not None and current.about == read.about:
            await session.delete(current)
