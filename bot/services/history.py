"""A person's days as the streak sees them, recomputed from what is stored."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from sqlmodel.ext.asyncio.session import AsyncSession

from bot.db import nudges, people, snippets
from bot.db.tables import NudgeOutcome, NudgeState, Person, Snippet
from bot.domain.pauses import in_pause
from bot.domain.schedule import logical_day
from bot.domain.snippets import OPEN_FOR
from bot.domain.stats import Summary, summarize
from bot.domain.streaks import Day, DayState, Streak, milestone, streak
from bot.services.ground import Ground
from bot.services.planning import pause_of


@dataclass(frozen=True, slots=True, kw_only=True)
class History:
    days: Sequence[Day]
    today: date
    streak: Streak


async def days_of(session: AsyncSession, person: Person, now: datetime) -> History:
    """Every day that counts: answers, and what became of each delivered question."""
    today = logical_day(now, person.zone)
    pauses = [pause_of(row) for row in await people.all_pauses(session, person.id)]
    kept = await snippets.days_kept(session, person.id)
    days = [Day(on, DayState.ANSWERED) for on, count in kept.items() for _ in range(count)]
    for on, state, outcome, sent_at in await nudges.opportunities(session, person.id):
        if in_pause(pauses, on):
            days.append(Day(on, DayState.NEUTRAL))
        else:
            days.append(Day(on, _state(state, outcome, sent_at, now)))
    return History(days=days, today=today, streak=streak(days, today))


def _state(state: str, outcome: str | None, sent_at: datetime | None, now: datetime) -> DayState:
    if state != NudgeState.SENT or sent_at is None:
        return DayState.NEUTRAL
    if outcome == NudgeOutcome.PASSED:
        return DayState.SKIPPED
    if outcome == NudgeOutcome.ANSWERED:
        # The answer itself counts as long as it is kept; deleting it costs nothing.
        return DayState.NEUTRAL
    return DayState.OPEN if now - sent_at < OPEN_FOR else DayState.MISSED


@dataclass(frozen=True, slots=True, kw_only=True)
class Stats:
    """What /stats shows."""

    summary: Summary
    language: str
    joined_on: date


async def stats(ground: Ground, person_id: int) -> Stats:
    async with ground.database.reading() as session:
        person = await people.person_by_id(session, person_id)
        if person is None:
            raise LookupError("nobody of that id has joined")
        history = await days_of(session, person, ground.now())
        facets = await snippets.facet_counts(session, person_id)
        networks = await snippets.network_counts(session, person_id)
    summary = summarize(
        history.days,
        facets,
        networks,
        history.today,
        # Japanese calendars begin on Sunday.
        week_start=6 if person.language == "ja" else 0,
    )
    return Stats(summary=summary, language=person.language, joined_on=person.joined_at.date())


@dataclass(frozen=True, slots=True, kw_only=True)
class Standing:
    """Where a person stands after keeping something today."""

    total: int
    current: int
    celebrate: int | None
    first_words: str
    came_back: bool


async def standing(
    session: AsyncSession, person: Person, snippet: Snippet, now: datetime
) -> Standing:
    """`celebrate` is a milestone that this snippet's day has just reached."""
    after = await days_of(session, person, now)
    first_of_day = (
        sum(1 for day in after.days if day.on == snippet.on and day.state is DayState.ANSWERED) == 1
    )
    before = streak([day for day in after.days if day.on != snippet.on], after.today)
    reached = milestone(after.streak.current) if first_of_day else None
    if reached is not None and before.current >= reached:
        reached = None
    first = None
    if reached:
        start = _first_day(after, reached)
        first = await snippets.first_snippet_on(session, person.id, start) if start else None
    return Standing(
        total=after.streak.total,
        current=after.streak.current,
        celebrate=reached,
        first_words=first.text if first else "",
        came_back=first_of_day
        and before.current == 0
        and before.best >= 3
        and after.streak.current == 1,
    )


def _first_day(history: History, length: int) -> date | None:
    answered = sorted({day.on for day in history.days if day.state is DayState.ANSWERED})
    return answered[-length] if len(answered) >= length else None
