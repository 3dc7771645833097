"""Keeps what people send: finds where it belongs, and loses nothing."""

from dataclasses import dataclass, replace
from datetime import date, datetime

from sqlmodel.ext.asyncio.session import AsyncSession

from bot.db import nudges, people, snippets
from bot.db.tables import (
    Media,
    MediaState,
    Nudge,
    NudgeOutcome,
    NudgeState,
    Person,
    Snippet,
    SnippetPart,
)
from bot.domain.questions import Facet
from bot.domain.schedule import logical_day
from bot.domain.snippets import ALBUM_PAUSE, OPEN_FOR, Incoming, Kind, clean, joined
from bot.services.addresses import new_public_id
from bot.services.ground import LEASE, Ground
from bot.services.sharing import snippet_changed, snippet_deleted

FILES = {Kind.PHOTO, Kind.VOICE, Kind.VIDEO}


@dataclass(frozen=True, slots=True, kw_only=True)
class Captured:
    """Where a message went. `new` is a snippet of its own, else it was added to one."""

    snippet_id: int
    new: bool
    answered: bool
    complete: bool
    duplicate: bool = False


async def capture(ground: Ground, incoming: Incoming) -> Captured:
    """Keeps one message as a snippet or as part of one; the same message twice is kept once."""
    incoming = replace(incoming, text=clean(incoming.text))
    async with ground.database.writing() as session:
        known = await snippets.part_by_message(session, incoming.person_id, incoming.message_id)
        if known is not None:
            return _seen(known)
        person = await people.person_by_id(session, incoming.person_id)
        assert person is not None
        person.seen_at = ground.now()
        snippet, nudge = await _place_for(session, incoming)
        new = snippet is None
        if snippet is None:
            snippet = await _start(session, person, incoming, nudge, ground.now())
        await _add_part(session, snippet, incoming, ground.now())
        _schedule_card(snippet, incoming, ground.now())
        if not new:
            await snippet_changed(session, snippet, ground.now())
        await session.flush()
        return Captured(
            snippet_id=snippet.id,
            new=new,
            answered=nudge is not None and new,
            complete=incoming.media_group_id is None,
        )


def _seen(part: SnippetPart) -> Captured:
    """Its card was shown, or is due as a row: a second one now could stand beside it."""
    return Captured(
        snippet_id=part.snippet_id, new=False, answered=False, complete=False, duplicate=True
    )


async def _place_for(
    session: AsyncSession, incoming: Incoming
) -> tuple[Snippet | None, Nudge | None]:
    """The snippet that this message adds to, or the open question that it answers."""
    who = incoming.person_id
    if incoming.media_group_id:
        part = await snippets.part_by_group(session, who, incoming.media_group_id)
        if part is not None:
            return await _kept(session, who, part.snippet_id), None
    if incoming.reply_to is not None:
        found = await _replied_to(session, who, incoming.reply_to, incoming.reply_to_nudge)
        if found != (None, None):
            return found
    return None, await nudges.open_nudge(
        session, who, incoming.sent_at - OPEN_FOR, before_message=incoming.message_id
    )


async def _replied_to(
    session: AsyncSession, who: int, message_id: int, nudge_id: int | None
) -> tuple[Snippet | None, Nudge | None]:
    # A question may stand in the chat twice; its buttons know it, its message only the last.
    nudge = await nudges.nudge_of(session, who, nudge_id) if nudge_id else None
    nudge = nudge or await nudges.nudge_by_message(session, who, message_id)
    if nudge is not None:
        return await snippets.snippet_of_nudge(session, who, nudge.id), nudge
    part = await snippets.part_by_message(session, who, message_id)
    if part is not None:
        return await _kept(session, who, part.snippet_id), None
    return await snippets.snippet_by_card(session, who, message_id), None


async def _kept(session: AsyncSession, who: int, snippet_id: int) -> Snippet | None:
    snippet = await snippets.snippet_of(session, who, snippet_id)
    if snippet is None or snippet.deleted_at or snippet.undone_at:
        return None
    return snippet


async def _start(
    session: AsyncSession, person: Person, incoming: Incoming, nudge: Nudge | None, now: datetime
) -> Snippet:
    snippet = Snippet(
        public_id=new_public_id(),
        person_id=person.id,
        on=nudge.on if nudge else logical_day(incoming.sent_at, person.zone),
        nudge_id=nudge.id if nudge else None,
        question_id=nudge.question_id if nudge else None,
        facet=nudge.question_id.partition("-")[0] if nudge else Facet.DAY,
        language=person.language,
        forwarded=incoming.forwarded,
        kept_at=now,
    )
    session.add(snippet)
    await session.flush()
    if nudge is not None:
        await _close(session, nudge, now)
    return snippet


async def _close(session: AsyncSession, nudge: Nudge, now: datetime) -> None:
    """Also a question that was passed before: an answer is always welcome."""
    nudge.outcome = NudgeOutcome.ANSWERED
    nudge.closed_at = nudge.closed_at or now
    if nudge.state != NudgeState.SENT:
        # We never heard that it arrived, and yet here is its answer.
        nudge.state, nudge.lease_until = NudgeState.SENT, None
        nudge.sent_at = nudge.sent_at or now
    session.add(nudge)
    await nudges.cancel_repeats(session, nudge, now)


async def _add_part(
    session: AsyncSession, snippet: Snippet, incoming: Incoming, now: datetime
) -> None:
    parts = list(await snippets.parts_of(session, snippet.id))
    part = SnippetPart(
        snippet_id=snippet.id,
        person_id=snippet.person_id,
        position=len(parts),
        message_id=incoming.message_id,
        media_group_id=incoming.media_group_id,
        kind=incoming.kind.value,
        text=incoming.text,
        place=incoming.place,
    )
    session.add(part)
    await session.flush()
    if incoming.kind in FILES and incoming.file_id:
        session.add(_media(snippet, part, incoming, now))
    snippet.text = joined(part.text for part in [*parts, part])
    snippet.forwarded = snippet.forwarded or incoming.forwarded
    session.add(snippet)


def _media(snippet: Snippet, part: SnippetPart, incoming: Incoming, now: datetime) -> Media:
    return Media(
        person_id=snippet.person_id,
        snippet_id=snippet.id,
        part_id=part.id,
        kind=incoming.kind.value,
        file_id=incoming.file_id or "",
        size=incoming.file_size,
        state=MediaState.REFUSED if incoming.too_large else MediaState.WAITING,
        rule="too large" if incoming.too_large else None,
        due_at=now,
        kept_at=now,
    )


def _schedule_card(snippet: Snippet, incoming: Incoming, now: datetime) -> None:
    """A single message's card is shown by its handler; the row shows it should that one die."""
    snippet.card_due_at = now + (ALBUM_PAUSE if incoming.media_group_id else LEASE)


async def edit_part(ground: Ground, person_id: int, message_id: int, text: str) -> Snippet | None:
    """Takes over an edited message; None if we keep no snippet of it (any more)."""
    async with ground.database.writing() as session:
        part = await snippets.part_by_message(session, person_id, message_id)
        snippet = await _kept(session, person_id, part.snippet_id) if part else None
        if part is None or snippet is None:
            return None
        if part.text != clean(text):
            part.text = clean(text)
            session.add(part)
            await _reword(session, snippet, ground.now())
        return snippet


async def edit_text(ground: Ground, person_id: int, snippet_id: int, text: str) -> Snippet | None:
    """Sets all words of a snippet at once; its pictures keep their places."""
    async with ground.database.writing() as session:
        snippet = await _kept(session, person_id, snippet_id)
        if snippet is None:
            return None
        for position, part in enumerate(await snippets.parts_of(session, snippet.id)):
            part.text = clean(text) if position == 0 else ""
            session.add(part)
        await _reword(session, snippet, ground.now())
        return snippet


async def _reword(session: AsyncSession, snippet: Snippet, now: datetime) -> None:
    await session.flush()
    parts = await snippets.parts_of(session, snippet.id)
    snippet.text = joined(part.text for part in parts)
    snippet.edited_at = now
    session.add(snippet)
    await snippet_changed(session, snippet, now)


async def move_day(ground: Ground, person_id: int, snippet_id: int, on: date) -> Snippet | None:
    """Files a snippet under another day; its copies keep the date of their publication."""
    async with ground.database.writing() as session:
        snippet = await _kept(session, person_id, snippet_id)
        if snippet is not None:
            snippet.on = on
            session.add(snippet)
        return snippet


async def toggle_lead(ground: Ground, person_id: int, snippet_id: int) -> Snippet | None:
    """Puts the question's lead before the answer, or leaves it out; copies follow."""
    async with ground.database.writing() as session:
        snippet = await _kept(session, person_id, snippet_id)
        if snippet is not None:
            snippet.with_lead = not snippet.with_lead
            session.add(snippet)
            await snippet_changed(session, snippet, ground.now())
        return snippet


async def answer_by_tap(
    ground: Ground, person_id: int, nudge_id: int, choice: int, message_id: int
) -> Captured | None:
    """A one-tap answer is a full answer; None when the question has no such choice any more."""
    async with ground.database.reading() as session:
        nudge = await nudges.nudge_of(session, person_id, nudge_id)
        person = await people.person_by_id(session, person_id)
    question = ground.questions.get(nudge.question_id) if nudge else None
    if nudge is None or person is None or question is None or nudge.closed_at is not None:
        return None
    taps = question.texts[person.language].taps
    if not 0 <= choice < len(taps):
        return None
    return await capture(
        ground,
        Incoming(
            person_id=person_id,
            # A tap is no message of its own; it is filed under the question's, negated.
            message_id=-message_id,
            sent_at=ground.now(),
            kind=Kind.TEXT,
            text=taps[choice],
            reply_to=message_id,
            reply_to_nudge=nudge_id,
        ),
    )


async def add_to_answer(ground: Ground, person_id: int, snippet_id: int) -> Snippet | None:
    """Moves a free note into the answer that was kept before it on the same day."""
    async with ground.database.writing() as session:
        note = await _kept(session, person_id, snippet_id)
        if note is None or note.nudge_id is not None:
            return None
        answer = await snippets.newest_answer_on(session, person_id, note.on)
        if answer is None:
            return None
        before = len(await snippets.parts_of(session, answer.id))
        for offset, part in enumerate(await snippets.parts_of(session, note.id)):
            part.snippet_id = answer.id
            part.position = before + offset
            session.add(part)
        for media in await snippets.media_of(session, note.id):
            media.snippet_id = answer.id
            session.add(media)
        note.deleted_at = ground.now()
        note.card_due_at = None
        session.add(note)
        await snippet_deleted(session, note, ground.now())
        answer.forwarded = answer.forwarded or note.forwarded
        await _reword(session, answer, ground.now())
        return answer
