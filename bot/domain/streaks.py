"""Days in, streak out: consecutive opportunities taken, not consecutive calendar days.

A day without a question that arrived (a pause, a rest day, an outage, a date that a journey
skipped) is neutral: it adds nothing and breaks nothing. Everything is recomputed from stored
facts, so deleting, back-dating and moving need no repair.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import date, timedelta
from enum import StrEnum
from functools import reduce
from itertools import groupby
from operator import attrgetter

_SKIPS = 2
_SKIP_WINDOW = timedelta(days=7)
_YEAR = 365
_MILESTONES = frozenset({3, 7, 14, 30, 50, 100, 200})


class DayState(StrEnum):
    """What became of a day's question; of several on one date the first named here counts."""

    ANSWERED = "answered"  # also a free note on a day without a question
    OPEN = "open"  # undecided: it may still be answered
    SKIPPED = "skipped"
    MISSED = "missed"
    NEUTRAL = "neutral"  # nothing was delivered


_KINDNESS = {state: rank for rank, state in enumerate(DayState)}


@dataclass(frozen=True, slots=True)
class Day:
    on: date
    state: DayState


@dataclass(frozen=True, slots=True)
class Streak:
    current: int
    best: int
    total: int
    last_answered_on: date | None


class Outcome(StrEnum):
    """What a day does to the streak, once skips are weighed."""

    TAKEN = "taken"
    LOST = "lost"
    NEUTRAL = "neutral"


@dataclass(frozen=True, slots=True)
class Run:
    """A streak on its way through the days, oldest first; spare days would be counted here."""

    streak: Streak = Streak(0, 0, 0, None)
    skipped_on: tuple[date, ...] = ()
    outcome: Outcome = Outcome.NEUTRAL

    def after(self, day: Day) -> "Run":
        """The run one date later; each date once, dates in order."""
        match day.state:
            case DayState.ANSWERED:
                return replace(self, streak=_longer(self.streak, day.on), outcome=Outcome.TAKEN)
            case DayState.MISSED:
                return self._broken()
            case DayState.SKIPPED:
                return self._skipping(day.on)
            case _:
                return replace(self, outcome=Outcome.NEUTRAL)

    def skip_costs(self, on: date) -> bool:
        """Whether one more skip on that date would count as a miss: two in seven days are free."""
        return sum(on - each < _SKIP_WINDOW for each in self.skipped_on) >= _SKIPS

    def _broken(self) -> "Run":
        return replace(self, streak=replace(self.streak, current=0), outcome=Outcome.LOST)

    def _skipping(self, on: date) -> "Run":
        if self.skip_costs(on):
            return self._broken()
        recent = (*self.skipped_on, on)[-_SKIPS:]
        return replace(self, skipped_on=recent, outcome=Outcome.NEUTRAL)


def _longer(streak: Streak, on: date) -> Streak:
    current = streak.current + 1
    return Streak(current, max(streak.best, current), streak.total + 1, on)


def by_date(days: Iterable[Day], today: date) -> Iterator[Day]:
    """Each date once, in order, in its kindest reading; today is not missed before it is over."""
    for on, same in groupby(sorted(days, key=attrgetter("on")), key=attrgetter("on")):
        state = min((day.state for day in same), key=_KINDNESS.__getitem__)
        ongoing = state is DayState.MISSED and on >= today
        yield Day(on, DayState.OPEN if ongoing else state)


def run(days: Iterable[Day], today: date) -> Run:
    return reduce(Run.after, by_date(days, today), Run())


def streak(days: Iterable[Day], today: date) -> Streak:
    """The streak as of today, from the days in any order."""
    return run(days, today).streak


def skip_costs(days: Iterable[Day], today: date) -> bool:
    """Whether skipping today's question would end a streak that is alive."""
    so_far = run((day for day in days if day.on != today), today)
    return so_far.streak.current > 0 and so_far.skip_costs(today)


def outcomes(days: Iterable[Day], today: date) -> Iterator[tuple[date, Outcome]]:
    """Each date with what it did to the streak, in order."""
    so_far = Run()
    for day in by_date(days, today):
        so_far = so_far.after(day)
        yield day.on, so_far.outcome


def milestone(current: int) -> int | None:
    """The number to celebrate, where this is one: 3 to 200, then every 365."""
    yearly = current > 0 and current % _YEAR == 0
    return current if yearly or current in _MILESTONES else None
