"""The question of today: asked now, swapped, put off, passed, or already answered."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import update
from sqlmodel import col
from sqlmodel.ext.asyncio.session import AsyncSession

from bot.db import nudges, people, snippets
from bot.db.tables import Nudge, NudgeOutcome, NudgeState, Person, Snippet
from bot.domain.later import Later, LaterKind, later_choices
from bot.domain.questions import Question
from bot.domain.schedule import logical_day
from bot.domain.snippets import OPEN_FOR
from bot.domain.streaks import skip_costs
from bot.services.choosing import choose_now
from bot.services.ground import LEASE, Ground
from bot.services.history import days_of
from bot.services.nudging import prompt_of
from bot.services.planning import slot_of
from bot.services.ports import AnswerLost, CannotReach, Prompt


@dataclass(frozen=True, slots=True, kw_only=True)
class Today:
    """What /today shows: the open question, or what was kept, or neither."""

    prompt: Prompt | None
    nudge_id: int | None
    kept: Sequence[Snippet]
    on: date


async def look(ground: Ground, person_id: int) -> Today:
    now = ground.now()
    async with ground.database.reading() as session:
        person = await _person(session, person_id)
        nudge = await nudges.open_nudge(session, person_id, now - OPEN_FOR)
        on = logical_day(now, person.zone)
        kept = await snippets.kept_on(session, person_id, on)
    question = ground.questions.get(nudge.question_id) if nudge else None
    found = nudge is not None and question is not None
    return Today(
        prompt=prompt_of(question, person_id, nudge.id, person.language)
        if nudge is not None and question is not None
        else None,
        nudge_id=nudge.id if nudge is not None and found else None,
        kept=kept,
        on=on,
    )


async def ask_now(ground: Ground, person_id: int) -> None:
    """Asks a question at once. It is no slot's delivery, so leaving it open costs nothing."""
    now = ground.now()
    async with ground.database.writing() as session:
        person = await _person(session, person_id)
        on = logical_day(now, person.zone)
        question = await choose_now(session, ground.questions, ground.chance, person, on, now)
        nudge = Nudge(
            person_id=person_id,
            on=on,
            question_id=question.id,
            state=NudgeState.ARMED,
            # Asked on a tap: should it get lost, the person taps again.
            attempt=2,
            due_at=now,
            lease_until=now + LEASE,
        )
        session.add(nudge)
        await session.flush()
        prompt = prompt_of(question, person_id, nudge.id, person.language)
    await _show(ground, prompt)


async def ask_again(ground: Ground, person_id: int) -> bool:
    """Shows the open question once more, lower in the chat; False where there is none."""
    today = await look(ground, person_id)
    if today.prompt is None:
        return False
    await _show(ground, today.prompt)
    return True


async def _show(ground: Ground, prompt: Prompt) -> None:
    try:
        message_id = await ground.messenger.ask(prompt, awaited=True)
    except AnswerLost:
        return
    except CannotReach:
        await _never_shown(ground, prompt.nudge_id)
        raise
    async with ground.database.writing() as session:
        nudge = await nudges.nudge_of(session, prompt.person_id, prompt.nudge_id)
        assert nudge is not None
        nudge.message_id = message_id
        nudge.state = NudgeState.SENT
        nudge.sent_at = nudge.sent_at or ground.now()
        nudge.lease_until = None
        session.add(nudge)


async def _never_shown(ground: Ground, nudge_id: int) -> None:
    """Nobody can answer it, so it must not be taken for the open question."""
    async with ground.database.writing() as session:
        await session.exec(
            update(Nudge)
            .where(col(Nudge.id) == nudge_id, col(Nudge.state) == NudgeState.ARMED)
            .values(state=NudgeState.SKIPPED, lease_until=None)
        )


async def swap(ground: Ground, person_id: int, nudge_id: int) -> Prompt | None:
    """Another question in the place of this one; None if this one is closed."""
    now = ground.now()
    async with ground.database.writing() as session:
        person = await _person(session, person_id)
        old = await _open(session, person_id, nudge_id)
        if old is None:
            return None
        question = await choose_now(session, ground.questions, ground.chance, person, old.on, now)
        new = await _follow(session, old, NudgeOutcome.SWAPPED, question.id, now, now)
        new.state = NudgeState.SENT
        new.sent_at = old.sent_at
        new.message_id = old.message_id
        session.add(new)
        await session.flush()
        return prompt_of(question, person_id, new.id, person.language)


async def again(ground: Ground, person_id: int, nudge_id: int) -> Prompt | None:
    """The question as it was asked; None if it is closed."""
    async with ground.database.reading() as session:
        person = await _person(session, person_id)
        nudge = await _open(session, person_id, nudge_id)
    return None if nudge is None else _prompt(ground, person, nudge)


async def later(ground: Ground, person_id: int) -> Sequence[Later]:
    """The moments to offer for being asked again."""
    async with ground.database.reading() as session:
        person = await _person(session, person_id)
        slots = await people.slots_of(session, person_id)
    at = slots[0].at if slots else "12:00"
    return later_choices(ground.now(), slot_of(at, person.zone))


async def snooze(ground: Ground, person_id: int, nudge_id: int, kind: LaterKind) -> datetime | None:
    """Asks the same question again later; it keeps its date. None if it is closed."""
    choices = {choice.kind: choice.at for choice in await later(ground, person_id)}
    if kind not in choices:
        return None
    async with ground.database.writing() as session:
        old = await _open(session, person_id, nudge_id)
        if old is None:
            return None
        new = await _follow(
            session, old, NudgeOutcome.SNOOZED, old.question_id, ground.now(), choices[kind]
        )
        session.add(new)
        return choices[kind]


async def _follow(
    session: AsyncSession,
    old: Nudge,
    outcome: NudgeOutcome,
    question_id: str,
    now: datetime,
    due_at: datetime,
) -> Nudge:
    """Closes a nudge and returns the one that takes its place, on the same date."""
    old.outcome = outcome
    old.closed_at = now
    session.add(old)
    return Nudge(
        person_id=old.person_id,
        slot_id=old.slot_id,
        on=old.on,
        sequence=await nudges.free_sequence(session, old.slot_id, old.on) if old.slot_id else 0,
        question_id=question_id,
        state=NudgeState.WAITING,
        due_at=due_at,
    )


async def skip_would_cost(ground: Ground, person_id: int) -> int:
    """The streak that skipping today's question would end; 0 where it costs nothing."""
    async with ground.database.reading() as session:
        person = await _person(session, person_id)
        history = await days_of(session, person, ground.now())
    if not skip_costs(history.days, history.today):
        return 0
    return history.streak.current


async def skip(ground: Ground, person_id: int, nudge_id: int) -> Prompt | None:
    """Passes on a question, without a word of blame; None if it is closed."""
    return await _close(ground, person_id, nudge_id, NudgeOutcome.PASSED)


async def unskip(ground: Ground, person_id: int, nudge_id: int) -> Prompt | None:
    """Opens a passed question again."""
    async with ground.database.writing() as session:
        person = await _person(session, person_id)
        nudge = await nudges.nudge_of(session, person_id, nudge_id)
        if nudge is None or nudge.outcome != NudgeOutcome.PASSED:
            return None
        nudge.outcome = None
        nudge.closed_at = None
        session.add(nudge)
        return _prompt(ground, person, nudge)


async def _close(
    ground: Ground, person_id: int, nudge_id: int, outcome: NudgeOutcome
) -> Prompt | None:
    async with ground.database.writing() as session:
        person = await _person(session, person_id)
        nudge = await _open(session, person_id, nudge_id)
        if nudge is None:
            return None
        nudge.outcome = outcome
        nudge.closed_at = ground.now()
        session.add(nudge)
        return _prompt(ground, person, nudge)


def _prompt(ground: Ground, person: Person, nudge: Nudge) -> Prompt | None:
    question: Question | None = ground.questions.get(nudge.question_id)
    return None if question is None else prompt_of(question, person.id, nudge.id, person.language)


async def _open(session: AsyncSession, person_id: int, nudge_id: int) -> Nudge | None:
    nudge = await nudges.nudge_of(session, person_id, nudge_id)
    return nudge if nudge is not None and nudge.closed_at is None else None


async def _person(session: AsyncSession, person_id: int) -> Person:
    person = await people.person_by_id(session, person_id)
    if person is None:
        raise LookupError("nobody of that id has joined")
    return person
