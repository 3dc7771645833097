from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.domain.questions import Facet
from bot.domain.stats import Summary, summarize
from bot.domain.streaks import Day, DayState

WEDNESDAY = date(2026, 11, 25)


def ago(count: int, state: DayState = DayState.ANSWERED) -> Day:
    return Day(WEDNESDAY - timedelta(days=count), state)


def of(days: list[Day], week_start: int = 0) -> Summary:
    return summarize(days, {}, {}, WEDNESDAY, week_start=week_start)


def test_the_rate_is_of_the_last_thirty_days() -> None:
    answered = [ago(count) for count in range(0, 60, 2)]
    missed = [ago(count, DayState.MISSED) for count in range(1, 60, 4)]

    assert of([*answered, *missed]).rate == pytest.approx(15 / 23)


def test_nothing_asked_has_no_rate() -> None:
    assert of([ago(3, DayState.NEUTRAL), ago(0, DayState.OPEN)]).rate is None


def test_strength_grows_with_answers_and_sinks_little_with_a_miss() -> None:
    steady = [ago(count) for count in range(1, 91)]
    missed = [ago(count) for count in range(2, 91)] + [ago(1, DayState.MISSED)]

    assert of(steady).strength == pytest.approx(1 - 0.5 ** (90 / 13))
    assert of(steady).strength - of(missed).strength == pytest.approx(0.0519, abs=0.001)
    assert of([*missed, ago(0, DayState.NEUTRAL)]).strength == of(missed).strength


def test_the_year_counts_the_answers_of_each_date() -> None:
    year = of([ago(0), ago(0), ago(1), ago(2, DayState.MISSED), ago(900)]).year
    this_week = year.weeks()[-1]

    assert len(year.weeks()) == 53
    assert this_week == (0, 1, 2, None, None, None, None)
    assert sum(year.counts) == 3


@given(st.dates(date(2000, 1, 1), date(2100, 1, 1)), st.integers(0, 6))
def test_the_year_is_whole_weeks_that_end_with_this_one(today: date, week_start: int) -> None:
    year = summarize([], {}, {}, today, week_start=week_start).year
    last_on = year.first_on + timedelta(days=len(year.counts) - 1)

    assert year.first_on.weekday() == week_start
    assert 0 <= (last_on - today).days <= 6
    assert sum(count is not None for week in year.weeks() for count in week) >= 52 * 7 + 1


def test_each_facet_is_counted_and_networks_stand_by_number() -> None:
    found = summarize([], {"work": 2, Facet.DAY: 1}, {"bluesky": 1, "page": 3}, WEDNESDAY)

    assert list(found.facets.values()) == [2, 0, 0, 0, 0, 1]
    assert list(found.networks) == ["page", "bluesky"]
