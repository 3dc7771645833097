import time
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.domain.days import parse_day
from bot.domain.moments import parse_times
from bot.domain.pauses import FURTHEST, Pause, in_pause, parse_pause

WEDNESDAY = date(2026, 11, 25)

# Month and day, of the autumn and winter around that Wednesday; "…" is open.
PAUSES = [
    ("3 days", "11-25 11-27"),
    ("three days", "11-25 11-27"),
    ("/pause 3 days", "11-25 11-27"),
    ("for 3 days please", "11-25 11-27"),
    ("3 days from now", "11-25 11-27"),
    ("3", "11-25 11-27"),
    ("1 day", "11-25 11-25"),
    ("a couple of days", "11-25 11-26"),
    ("a few days", "11-25 11-27"),
    ("a week", "11-25 12-01"),
    ("2 weeks", "11-25 12-08"),
    ("a fortnight", "11-25 12-08"),
    ("a month", "11-25 12-24"),
    ("until 5 Dec", "11-25 12-05"),
    ("until 5 December.", "11-25 12-05"),
    ("I'm away until 5 Dec", "11-25 12-05"),
    ("until the 10th", "11-25 12-10"),
    ("until Friday 4 Dec", "11-25 12-04"),
    ("till Friday", "11-25 11-27"),
    ("until wednesday", "11-25 12-02"),
    ("until tomorrow", "11-25 11-26"),
    ("until 2026-12-05", "11-25 12-05"),
    ("until 5 Jan", "11-25 01-05"),
    ("until christmas", "11-25 12-25"),
    ("until the end of the month", "11-25 11-30"),
    ("until the end of next week", "11-25 12-06"),
    ("until next week", "11-25 11-29"),
    ("until the weekend", "11-25 11-27"),
    ("through next week", "11-25 12-06"),
    ("12/5-12/10", "12-05 12-10"),
    ("12/5 - 12/10", "12-05 12-10"),
    ("12/5–12/10", "12-05 12-10"),
    ("12/5-10", "12-05 12-10"),
    ("2026-12-05 - 2026-12-10", "12-05 12-10"),
    ("5 Dec to 10 Dec", "12-05 12-10"),
    ("5-10 dec", "12-05 12-10"),
    ("Dec 5-10", "12-05 12-10"),
    ("from 5 to 10 December", "12-05 12-10"),
    ("from the 5th to the 10th", "12-05 12-10"),
    ("between 5 Dec and 10 Dec", "12-05 12-10"),
    ("12/28-1/3", "12-28 01-03"),
    ("11/20-11/30", "11-25 11-30"),
    ("from tomorrow to Sunday", "11-26 11-29"),
    ("monday to friday", "11-30 12-04"),
    ("from monday for 2 weeks", "11-30 12-13"),
    ("2 weeks from monday", "11-30 12-13"),
    ("starting 12/5 for a few days", "12-05 12-07"),
    ("this weekend", "11-28 11-29"),
    ("next week", "11-30 12-06"),
    ("today", "11-25 11-25"),
    ("tomorrow", "11-26 11-26"),
    ("friday", "11-27 11-27"),
    ("the 10th", "12-10 12-10"),
    ("until I come back", "11-25 …"),
    ("until i'm back", "11-25 …"),
    ("until further notice", "11-25 …"),
    ("indefinitely", "11-25 …"),
    ("from tomorrow until I come back", "11-26 …"),
    ("from monday", "11-30 …"),
    ("3日間", "11-25 11-27"),
    ("３日間", "11-25 11-27"),
    ("三日間", "11-25 11-27"),
    ("3日休む", "11-25 11-27"),
    ("3日間お休みします", "11-25 11-27"),
    ("数日", "11-25 11-27"),
    ("1週間", "11-25 12-01"),
    ("二週間ほど", "11-25 12-08"),
    ("1か月", "11-25 12-24"),
    ("一ヶ月間", "11-25 12-24"),
    ("半月", "11-25 12-09"),
    ("来週月曜まで", "11-25 11-30"),
    ("来週の月曜日まで休みたい", "11-25 11-30"),
    ("金曜まで", "11-25 11-27"),
    ("明日まで", "11-25 11-26"),
    ("10日まで", "11-25 12-10"),
    ("12月5日まで", "11-25 12-05"),
    ("12月5日(土)まで", "11-25 12-05"),
    ("年末まで", "11-25 12-31"),
    ("月末まで", "11-25 11-30"),
    ("来月末まで", "11-25 12-31"),
    ("来週まで", "11-25 12-06"),
    ("来週いっぱい", "11-25 12-06"),
    ("今週いっぱい休みます", "11-25 11-29"),
    ("今月いっぱい", "11-25 11-30"),
    ("12月いっぱい", "11-25 12-31"),
    ("年内", "11-25 12-31"),
    ("12/5〜12/10", "12-05 12-10"),
    ("12/5～12/10", "12-05 12-10"),
    ("１２／５～１２／１０", "12-05 12-10"),
    ("12/5ー12/10", "12-05 12-10"),
    ("12/5から12/10まで", "12-05 12-10"),
    ("12/5(土)〜12/10(木)", "12-05 12-10"),
    ("12月5日から10日まで", "12-05 12-10"),
    ("12月5日〜10日", "12-05 12-10"),
    ("12月5日から10日", "12-05 12-10"),
    ("12月5日から3日間", "12-05 12-07"),
    ("10日から15日", "12-10 12-15"),
    ("10-15日", "12-10 12-15"),
    ("28日から3日まで", "11-28 12-03"),
    ("明日から1週間", "11-26 12-02"),
    ("明日から10日", "11-26 12-05"),
    ("今日から3日間", "11-25 11-27"),
    ("月曜から金曜まで", "11-30 12-04"),
    ("来週から2週間", "11-30 12-13"),
    ("来週から再来週まで", "11-30 12-13"),
    ("来週", "11-30 12-06"),
    ("来週は休みます", "11-30 12-06"),
    ("週末", "11-28 11-29"),
    ("明日", "11-26 11-26"),
    ("年末年始", "12-29 01-03"),
    ("戻るまで", "11-25 …"),
    ("帰ってくるまで", "11-25 …"),
    ("当分の間", "11-25 …"),
    ("無期限", "11-25 …"),
    ("明日から", "11-26 …"),
    ("明日から戻るまで", "11-26 …"),
]
NO_PAUSES = ["", "hello", "0 days", "0日間", "500 days", "until yesterday", "until 5 Jan 2028"]
NO_PAUSES += ["until 5pm", "12/10-12/5", "I read until 5", "5-10", "until", "まで", "から", "-"]
NO_PAUSES += [
    "昨日まで",
    "来年の話をした",
    "12/5-",
    "until 2/30",
    "9" * 300,
    "12/5/2020-12/10/2020",
]


@pytest.mark.parametrize(("text", "expected"), PAUSES)
def test_a_pause_in_words_is_understood(text: str, expected: str) -> None:
    found = parse_pause(text, WEDNESDAY)

    assert found is not None
    last = f"{found.last_on:%m-%d}" if found.last_on else "…"
    assert f"{found.first_on:%m-%d} {last}" == expected


@pytest.mark.parametrize("text", NO_PAUSES)
def test_what_asks_for_no_pause_gives_none(text: str) -> None:
    assert parse_pause(text, WEDNESDAY) is None


@pytest.mark.parametrize(
    ("text", "last"), [("10", 10), ("12/10", 10), ("5 Dec", 5), ("来週日曜", 6), ("until 5 Dec", 5)]
)
def test_an_answer_to_until_when_is_the_last_day(text: str, last: int) -> None:
    assert parse_pause(text, WEDNESDAY, until=True) == Pause(WEDNESDAY, date(2026, 12, last))


@given(
    st.text(max_size=500)
    | st.text("0123456789/-日週月年からまで間先来 untilfromdays", max_size=80)
    | st.lists(st.sampled_from([text for text, _ in PAUSES]), max_size=4).map(" ".join),
    st.dates(),
)
def test_any_text_gives_a_near_pause_or_none(text: str, today: date) -> None:
    pause = parse_pause(text, today)

    if pause is not None:
        assert today <= pause.first_on <= today + FURTHEST
        assert pause.last_on is None or pause.first_on <= pause.last_on <= today + FURTHEST


@given(st.dates(date(2020, 1, 1), date(2090, 12, 31)), st.integers(0, 200), st.integers(0, 100))
def test_a_written_range_is_read_back(today: date, ahead: int, length: int) -> None:
    first = today + timedelta(days=ahead)
    last = first + timedelta(days=length)
    japanese = f"{first.month}月{first.day}日から{last.month}月{last.day}日まで"
    english = f"from {first.day} {first:%B} to {last.day} {last:%B}"
    dated = f"{first:%Y-%m-%d} - {last:%Y-%m-%d}"
    leap = (2, 29) in {(first.month, first.day), (last.month, last.day)}

    for written in [dated] if leap else [dated, japanese, english, f"{first:%m/%d}-{last:%m/%d}"]:
        assert parse_pause(written, today) == Pause(first, last), written


@given(st.dates(date(2020, 1, 1), date(2090, 12, 31)), st.integers(1, 400))
def test_days_are_counted_with_today(today: date, count: int) -> None:
    expected = Pause(today, today + timedelta(days=count - 1))

    assert parse_pause(f"{count} days", today) == expected
    assert parse_pause(f"{count}日間", today) == expected


def test_a_pause_covers_its_first_and_its_last_day() -> None:
    pauses = [Pause(date(2026, 12, 5), date(2026, 12, 10)), Pause(date(2027, 1, 1), None)]
    covered = [on for on in (4, 5, 10, 11) if in_pause(pauses, date(2026, 12, on))]

    assert covered == [5, 10]
    assert in_pause(pauses, date(2028, 1, 1))


HOSTILE = [
    "1" * 200,
    "から" * 100,
    "until " * 40,
    "- " * 100,
    "a " * 100,
    "12/5-" * 50,
    "ではをに" * 50,
]


@pytest.mark.parametrize("text", [*HOSTILE, *(part * 100_000 for part in ("月", "of the ", "at "))])
def test_hostile_text_costs_little(text: str) -> None:
    begun = time.process_time()
    parse_times(text)
    parse_day(text, WEDNESDAY)
    parse_pause(text, WEDNESDAY)

    assert time.process_time() - begun < 0.05
