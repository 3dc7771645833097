from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.domain.streaks import (
    Day,
    DayState,
    Run,
    Streak,
    by_date,
    milestone,
    run,
    skip_costs,
    streak,
)

FIRST = date(2026, 11, 1)
LETTERS = {
    "a": DayState.ANSWERED,
    "o": DayState.OPEN,
    "s": DayState.SKIPPED,
    "m": DayState.MISSED,
    "n": DayState.NEUTRAL,
}


def days(letters: str) -> list[Day]:
    return [
        Day(FIRST + timedelta(days=count), LETTERS[letter])
        for count, letter in enumerate(letters)
        if letter != "."
    ]


def last(letters: str) -> date:
    return FIRST + timedelta(days=len(letters) - 1)


# One letter a date, "." is a date without a row; then current, best and total.
STREAKS = [
    ("", 0, 0, 0),
    ("a", 1, 1, 1),
    ("aaa", 3, 3, 3),
    ("aaao", 3, 3, 3),
    ("aaam.", 0, 3, 3),
    ("aaamaa", 2, 3, 5),
    ("aannaa", 4, 4, 4),
    ("aa....aa", 4, 4, 4),
    ("aasaa", 4, 4, 4),
    ("aassaa", 4, 4, 4),
    ("aasssaa", 2, 2, 4),
    ("asnsnnas", 0, 2, 2),
    ("asaaaaaasa", 8, 8, 8),
    ("sasaaaaasa", 7, 7, 7),
    ("m", 0, 0, 0),
    ("mo", 0, 0, 0),
]


@pytest.mark.parametrize(("letters", "current", "best", "total"), STREAKS)
def test_only_opportunities_not_taken_end_a_streak(
    letters: str, current: int, best: int, total: int
) -> None:
    found = streak(days(letters), last(letters) if letters else FIRST)

    assert (found.current, found.best, found.total) == (current, best, total)


def test_today_is_not_missed_before_it_is_over() -> None:
    assert streak(days("aam"), last("aam")).current == 2
    assert streak(days("aam"), last("aam") + timedelta(days=1)).current == 0


def test_several_answers_on_a_date_count_once() -> None:
    assert streak(days("aa") + days("aa") + days("m"), last("aa")) == Streak(2, 2, 2, last("aa"))


def test_a_note_on_a_paused_day_continues_the_streak() -> None:
    assert streak(days("aan") + days("..a"), last("aan")).current == 3


@pytest.mark.parametrize(
    ("letters", "expected"),
    [("a", False), ("as", False), ("ass", True), ("mss", False), ("assaaaaa", False)],
)
def test_a_skip_says_beforehand_whether_it_would_cost(letters: str, expected: bool) -> None:
    assert skip_costs(days(letters), last(letters) + timedelta(days=1)) == expected


def test_milestones_are_few_and_then_yearly() -> None:
    assert [number for number in range(1200) if milestone(number)] == [
        *(3, 7, 14, 30, 50, 100, 200, 365, 730, 1095)
    ]


some_days = st.lists(
    st.builds(
        Day,
        st.integers(0, 60).map(lambda count: FIRST + timedelta(days=count)),
        st.sampled_from(DayState),
    ),
    max_size=80,
)
TODAY = FIRST + timedelta(days=55)


@given(some_days, st.randoms(use_true_random=False))
def test_the_order_of_the_facts_does_not_matter(given_days, rng) -> None:
    shuffled = list(given_days)
    rng.shuffle(shuffled)

    assert streak(shuffled, TODAY) == streak(given_days, TODAY)


@given(some_days)
def test_day_by_day_equals_recomputed(given_days) -> None:
    so_far = Run()
    for day in by_date(given_days, TODAY):
        so_far = so_far.after(day)

    assert so_far == run(given_days, TODAY)
    assert so_far.streak == streak(given_days, TODAY)


@given(some_days, st.sets(st.integers(0, 60), max_size=20))
def test_a_day_without_delivery_changes_nothing(given_days, more) -> None:
    neutral = [Day(FIRST + timedelta(days=count), DayState.NEUTRAL) for count in more]

    assert streak([*given_days, *neutral], TODAY) == streak(given_days, TODAY)


@given(some_days, st.integers(0, 60))
def test_one_more_answer_never_shortens_anything(given_days, count) -> None:
    before = streak(given_days, TODAY)
    after = streak([*given_days, Day(FIRST + timedelta(days=count), DayState.ANSWERED)], TODAY)

    assert after.total - before.total in {0, 1}
    assert after.best >= before.best


@given(some_days)
def test_the_numbers_fit_together(given_days) -> None:
    found = streak(given_days, TODAY)
    answered = {day.on for day in given_days if day.state is DayState.ANSWERED}

    assert 0 <= found.current <= found.best <= found.total == len(answered)
    assert found.last_answered_on == max(answered, default=None)
