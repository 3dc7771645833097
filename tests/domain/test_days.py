from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.domain.days import parse_day

WEDNESDAY = date(2026, 11, 25)

DAYS = [
    ("today", "2026-11-25"),
    ("yesterday", "2026-11-24"),
    ("Yesterday.", "2026-11-24"),
    ("the day before yesterday", "2026-11-23"),
    ("tomorrow", "2026-11-26"),
    ("3 days ago", "2026-11-22"),
    ("three days ago", "2026-11-22"),
    ("a week ago", "2026-11-18"),
    ("in 2 weeks", "2026-12-09"),
    ("last friday", "2026-11-20"),
    ("monday", "2026-11-23"),
    ("on Friday", "2026-11-20"),
    ("wednesday", "2026-11-25"),
    ("this friday", "2026-11-27"),
    ("next monday", "2026-11-30"),
    ("monday next week", "2026-11-30"),
    ("12/5", "2026-12-05"),
    ("5/12", "2027-05-12"),
    ("25/12", "2026-12-25"),
    ("12/5/2027", "2027-12-05"),
    ("12/5/26", "2026-12-05"),
    ("2026-12-05", "2026-12-05"),
    ("2026/12/5", "2026-12-05"),
    ("12.5", "2026-12-05"),
    ("5.12.", "2026-12-05"),
    ("31.12.2026", "2026-12-31"),
    ("5 Dec", "2026-12-05"),
    ("5 Dec.", "2026-12-05"),
    ("5th of December", "2026-12-05"),
    ("December the 5th", "2026-12-05"),
    ("dec 5th, 2025", "2025-12-05"),
    ("Sat 5 Dec", "2026-12-05"),
    ("5 December, Saturday", "2026-12-05"),
    ("20 Nov", "2026-11-20"),
    ("1 June", "2026-06-01"),
    ("5 January", "2027-01-05"),
    ("the 20th", "2026-11-20"),
    ("10th", "2026-11-10"),
    ("29 Feb", "2028-02-29"),
    ("christmas", "2026-12-25"),
    ("end of the month", "2026-11-30"),
    ("今日", "2026-11-25"),
    ("昨日", "2026-11-24"),
    ("きのうの分", "2026-11-24"),
    ("おととい", "2026-11-23"),
    ("一昨日", "2026-11-23"),
    ("明後日", "2026-11-27"),
    ("3日前", "2026-11-22"),
    ("一週間前", "2026-11-18"),
    ("先週の金曜", "2026-11-20"),
    ("先週の金曜日", "2026-11-20"),
    ("今週の月曜", "2026-11-23"),
    ("来週月曜", "2026-11-30"),
    ("再来週の月曜日", "2026-12-07"),
    ("金曜日", "2026-11-20"),
    ("この前の水曜", "2026-11-18"),
    ("12月5日", "2026-12-05"),
    ("１２月５日", "2026-12-05"),
    ("十二月五日", "2026-12-05"),
    ("12月5日(土)", "2026-12-05"),
    ("12月5日（土曜日）", "2026-12-05"),
    ("2025年12月5日", "2025-12-05"),
    ("令和8年12月5日", "2026-12-05"),
    ("20日", "2026-11-20"),
    ("二十日です", "2026-11-20"),
    ("月末", "2026-11-30"),
    ("来月末", "2026-12-31"),
    ("年末", "2026-12-31"),
]
NO_DAYS = ["", "hello", "2/30", "13/13", "0/0", "99999999", "0日", "12/5-12/10", "next", "5 foo"]
NO_DAYS += ["0000-01-01", "2026/13/40", "last", "日", "金", "32日", "9" * 400]


@pytest.mark.parametrize(("text", "expected"), DAYS)
def test_a_day_in_words_is_understood(text: str, expected: str) -> None:
    assert str(parse_day(text, WEDNESDAY)) == expected


@pytest.mark.parametrize("text", NO_DAYS)
def test_what_names_no_day_gives_none(text: str) -> None:
    assert parse_day(text, WEDNESDAY) is None


@pytest.mark.parametrize(
    ("text", "expected"), [("12/5", "2025-12-05"), ("20日", "2026-11-20"), ("明日", "None")]
)
def test_nothing_after_the_latest_day_is_meant(text: str, expected: str) -> None:
    assert str(parse_day(text, WEDNESDAY, latest=WEDNESDAY)) == expected


@given(st.text(max_size=500) | st.text("0123456789/.-年月日週前後先来曜火 agodec", max_size=60))
def test_any_text_can_be_read(text: str) -> None:
    for today in (WEDNESDAY, date.min, date.max):
        found = parse_day(text, today)
        assert found is None or isinstance(found, date)


@given(
    st.dates(date(2020, 1, 1), date(2090, 12, 31)),
    st.integers(-150, 150).map(lambda days: timedelta(days=days)),
)
def test_a_written_date_is_read_back(today: date, distance: timedelta) -> None:
    on = today + distance
    with_year = [
        f"{on:%Y-%m-%d}",
        f"{on.year}年{on.month}月{on.day}日",
        f"{on.day} {on:%b} {on.year}",
    ]
    without = [
        f"{on.month}/{on.day}",
        f"{on.month}月{on.day}日",
        f"{on.day} {on:%B}",
        f"{on:%b} {on.day}",
    ]

    for written in with_year + ([] if (on.month, on.day) == (2, 29) else without):
        assert parse_day(written, today) == on, written
