"""Days in, summary out: the numbers and the year of /stats."""

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta

from bot.domain.questions import Facet
from bot.domain.streaks import Day, DayState, Outcome, Streak, outcomes, streak

_RATE_DAYS = timedelta(days=30)
_WEEKS = 53
# The score of Loop Habit Tracker (github.com/iSoron/uhabits): missing 13 days halves it.
_HALVING_DAYS = 13


@dataclass(frozen=True, slots=True)
class YearGrid:
    """Answers per date, 53 whole weeks up to the end of this one; zeros where there were none."""

    first_on: date
    counts: tuple[int, ...]
    today: date

    def weeks(self) -> tuple[tuple[int | None, ...], ...]:
        """A column a week, seven rows; None for the days that are still to come."""
        lived = (self.today - self.first_on).days + 1
        days = [*self.counts[:lived], *[None] * (len(self.counts) - lived)]
        return tuple(tuple(days[start : start + 7]) for start in range(0, len(days), 7))


@dataclass(frozen=True, slots=True, kw_only=True)
class Summary:
    """``rate`` is answered of asked in the last 30 days, None where nothing was asked."""

    streak: Streak
    rate: float | None
    strength: float
    facets: Mapping[Facet, int]
    networks: Mapping[str, int]
    year: YearGrid


def summarize(
    days: Iterable[Day],
    facet_counts: Mapping[str, int],
    network_counts: Mapping[str, int],
    today: date,
    *,
    week_start: int = 0,
) -> Summary:
    """The numbers as of today; several answered days on one date are as many answers.

    ``week_start`` is the first weekday of the grid's columns, 0 is Monday.
    """
    days = tuple(days)
    weighed = tuple(outcomes(days, today))
    return Summary(
        streak=streak(days, today),
        rate=_rate(weighed, today),
        strength=_strength(weighed),
        facets={facet: facet_counts.get(facet, 0) for facet in Facet},
        networks=dict(sorted(network_counts.items(), key=lambda item: (-item[1], item[0]))),
        year=_year(days, today, week_start),
    )


def _rate(weighed: Iterable[tuple[date, Outcome]], today: date) -> float | None:
    recent = Counter(outcome for on, outcome in weighed if today - _RATE_DAYS < on <= today)
    asked = recent[Outcome.TAKEN] + recent[Outcome.LOST]
    return recent[Outcome.TAKEN] / asked if asked else None


def _strength(weighed: Iterable[tuple[date, Outcome]], frequency: float = 1.0) -> float:
    """From 0 to 1; each opportunity moves it a little towards 1 or 0, neutral days do not."""
    kept = 0.5 ** (frequency**0.5 / _HALVING_DAYS)
    score = 0.0
    for _, outcome in weighed:
        if outcome is not Outcome.NEUTRAL:
            score = score * kept + (outcome is Outcome.TAKEN) * (1 - kept)
    return score


def _year(days: Iterable[Day], today: date, week_start: int) -> YearGrid:
    last_on = today + timedelta(days=6 - (today.weekday() - week_start) % 7)
    first_on = last_on - timedelta(days=_WEEKS * 7 - 1)
    answers = Counter(day.on for day in days if day.state is DayState.ANSWERED)
    dates = (first_on + timedelta(days=count) for count in range(_WEEKS * 7))
    return YearGrid(first_on, tuple(answers[on] for on in dates), today)
