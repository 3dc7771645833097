"""Which question next: what suits the person and the day, facets in turn, the longest unasked."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, time, timedelta
from random import Random

from bot.domain.questions import (
    CUSTOMERS,
    EVENING,
    FIRST,
    MORNING,
    WEEKDAY,
    WEEKEND,
    Facet,
    Question,
)

_REST = timedelta(days=21)
_ONE_SEASON = timedelta(days=200)
_PROFILE_DAYS = 10
_MORNING = (time(4), time(11))
_EVENING = (time(16), time(4))
_NEVER = date.min
_FACETS = tuple(Facet)  # an enum is slow to walk

Asked = Mapping[str, date]
"""The last date that a person was asked each question, by its id."""


class NoQuestion(LookupError):
    """Not one question suits this person."""


@dataclass(frozen=True, slots=True)
class Traits:
    """What is known of a person, of their own saying.

    ``known_lines`` are the lines of "Who you are" that are filled, ``country`` is ISO 3166.
    """

    has_customers: bool = False
    known_lines: frozenset[str] = frozenset()
    country: str | None = None
    days_since_start: int = 0


def choose(
    questions: Iterable[Question],
    *,
    asked: Asked,
    on: date,
    recent_facets: Sequence[Facet],
    traits: Traits,
    language: str,
    rng: Random,
    at: time | None = None,
) -> Question:
    """The next question for this person on that date (and, where given, at that hour).

    ``recent_facets`` is what was asked, oldest first. A question rests for 21 days; where all
    that suit were asked within them, the one asked longest ago comes. Facets take turns, never
    one twice running while another has a question; within one, the longest unasked comes, by
    chance among equals. Two exceptions: the lines of "Who you are" have every second of the
    first ten days, and what fits only this season comes in half of its facet's turns.
    """
    occasion = occasion_of(on, language, traits, at)
    return Pool(questions, occasion).choose(asked, recent_facets, traits, rng)


@dataclass(frozen=True, slots=True)
class Occasion:
    """What decides which questions suit, for everybody whom it describes alike."""

    on: date
    language: str
    has_customers: bool
    country: str | None
    not_at: frozenset[str]
    """The tags of other hours and other days of the week."""


def occasion_of(on: date, language: str, traits: Traits, at: time | None) -> Occasion:
    not_at = {WEEKDAY if on.weekday() >= 5 else WEEKEND}
    if at is not None and not _MORNING[0] <= at < _MORNING[1]:
        not_at.add(MORNING)
    if at is not None and not (at >= _EVENING[0] or at < _EVENING[1]):
        not_at.add(EVENING)
    return Occasion(on, language, traits.has_customers, traits.country, frozenset(not_at))


class Pool:
    """The questions that suit an occasion, sorted out once for all who share it."""

    def __init__(self, questions: Iterable[Question], occasion: Occasion) -> None:
        questions = tuple(questions)
        suiting = [each for each in questions if _suits(each, occasion)]
        lines = [(each, line) for each in suiting if (line := each.profile_line)]
        others = [each for each in suiting if not each.profile_line]
        self._on = occasion.on
        self._language = occasion.language
        self._profile_ids = [each.id for each in questions if each.profile_line]
        self._lines = lines
        self._first = [each for each in others if FIRST in each.tags]
        self._shelves = _Shelves([each for each in others if FIRST not in each.tags])

    def choose(
        self, asked: Asked, recent_facets: Sequence[Facet], traits: Traits, rng: Random
    ) -> Question:
        """As the function of that name; of the traits only what the occasion does not hold."""
        if not asked and self._first:
            return rng.choice(self._first)
        shelves, lines = self._shelves, self._open_lines(asked, traits)
        if not shelves.questions and not lines:
            shelves = _Shelves(self._first)
            if not shelves.questions:
                raise NoQuestion(f"no question suits in {self._language!r}")
        rested = shelves.rested(asked, self._on)
        if lines and (not rested or self._has_profile_turn(lines, asked, recent_facets)):
            shelves, rested = _Shelves(lines), {each.facet for each in lines}
        if not rested:
            return _longest_unasked(shelves.questions, asked, rng)
        facet = _next_facet(rested, recent_facets, rng)
        seasonal = [each for each in shelves.seasonal(facet) if self._is_new(each, asked)]
        if seasonal and rng.random() < 0.5:
            return _longest_unasked(seasonal, asked, rng)
        # What is longest unasked has rested, because something of this facet has.
        return _longest_unasked(shelves.of(facet), asked, rng)

    def _open_lines(self, asked: Asked, traits: Traits) -> list[Question]:
        if traits.days_since_start >= _PROFILE_DAYS:
            return []
        return [
            each
            for each, line in self._lines
            if line not in traits.known_lines and each.id not in asked
        ]

    def _has_profile_turn(
        self, lines: list[Question], asked: Asked, recent_facets: Sequence[Facet]
    ) -> bool:
        """Every second day, and only if another facet than the last has a line."""
        last_on = max((asked.get(each, _NEVER) for each in self._profile_ids), default=_NEVER)
        is_due = self._on - last_on > timedelta(days=1)
        return is_due and any(each.facet not in recent_facets[-1:] for each in lines)

    def _is_new(self, seasonal: Question, asked: Asked) -> bool:
        return self._on - asked.get(seasonal.id, _NEVER) > _ONE_SEASON


class _Shelves:
    """Questions by their facet."""

    def __init__(self, questions: Sequence[Question]) -> None:
        self.questions = questions
        self._facet_of = {each.id: each.facet for each in questions}
        self._by_facet: dict[Facet, list[Question]] = {}
        for each in questions:
            self._by_facet.setdefault(each.facet, []).append(each)
        self._seasonal = {
            facet: [each for each in of_facet if each.season is not None]
            for facet, of_facet in self._by_facet.items()
        }

    def of(self, facet: Facet) -> Sequence[Question]:
        return self._by_facet[facet]

    def seasonal(self, facet: Facet) -> Sequence[Question]:
        return self._seasonal[facet]

    def rested(self, asked: Asked, on: date) -> set[Facet]:
        """The facets with a question that was not asked within the days of rest."""
        since, facet_of = on - _REST, self._facet_of
        awake = {facet: len(questions) for facet, questions in self._by_facet.items()}
        for each, last_on in asked.items():
            if last_on >= since and each in facet_of:
                awake[facet_of[each]] -= 1
        return {facet for facet, left in awake.items() if left}


def _suits(question: Question, occasion: Occasion) -> bool:
    season = question.season
    return (
        occasion.language in question.texts
        and (season is None or season.holds(occasion.on, occasion.country))
        and (CUSTOMERS not in question.tags or occasion.has_customers)
        and not question.tags & occasion.not_at
    )


def _next_facet(facets: set[Facet], recent_facets: Sequence[Facet], rng: Random) -> Facet:
    last_turn = {facet: turn for turn, facet in enumerate(recent_facets)}
    others = facets - set(recent_facets[-1:]) or facets
    earliest = min(last_turn.get(facet, -1) for facet in others)
    return rng.choice(
        [each for each in _FACETS if each in others and last_turn.get(each, -1) == earliest]
    )


def _longest_unasked(questions: Sequence[Question], asked: Asked, rng: Random) -> Question:
    if never := [each for each in questions if each.id not in asked]:
        return rng.choice(never)
    earliest = min(asked[each.id] for each in questions)
    return rng.choice([each for each in questions if asked[each.id] == earliest])
