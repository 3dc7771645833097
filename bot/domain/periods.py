"""Stretches of days in a person's own words: lengths ("3 days") and named times (来週, お盆)."""

import re
from datetime import date

from bot.domain.named_days import date_or_none, month_end, shifted

Period = tuple[date, date]

_LENGTH = re.compile(
    r"(?:for )?(?:about )?(?:the )?(?:next |coming )?(?:これから|今から|あと|約|次の)?"
    r"(?P<count>\d{1,3}|an?|a couple of|a few|数|半)? ?"
    r"(?P<unit>days?|d|weeks?|w|fortnights?|months?|日|週|[かヶカヵケ箇]月|月(?=間)|(?<=半)月)"
    r"間?(?:ほど|くらい)?"
)
_COUNTS = {"a": 1, "an": 1, "a couple of": 2, "a few": 3, "数": 3}
_DAYS_IN = {"d": 1, "日": 1, "w": 7, "週": 7, "f": 14}


def read_length(text: str) -> tuple[int, int] | None:
    """The months and the days that an already plain text counts, at most 999 of each."""
    match = _LENGTH.fullmatch(text)
    if not match or (match["count"] is None and match["unit"] != "fortnight"):
        return None
    if match["count"] == "半":
        return (0, 15) if match["unit"] == "月" else None
    count = _COUNTS.get(match["count"] or "a") or int(match["count"])
    days = _DAYS_IN.get(match["unit"][0])
    return (0, count * days) if days else (count, 0)


def last_day(first_on: date, length: tuple[int, int]) -> date | None:
    """The last of so many months or days that begin with the first; a month ends on the eve."""
    months, days = length
    if not months:
        return shifted(first_on, days - 1) if days else None
    year, month = divmod(first_on.year * 12 + first_on.month - 1 + months, 12)
    same_date = date_or_none(year, month + 1, first_on.day)
    return shifted(same_date, -1) if same_date else month_end(first_on, months)


# Weeks from this one, first weekday and last, 0 is Monday.
_WEEKS = {
    (0, 0, 6): ["this week", "the week", "week", "今週"],
    (1, 0, 6): ["next week", "来週"],
    (2, 0, 6): ["the week after next", "再来週"],
    (0, 5, 6): ["this weekend", "the weekend", "weekend", "今週末", "週末", "土日", "今度の土日"],
    (1, 5, 6): ["next weekend", "来週末", "来週の土日"],
}
_WEEK_NAMED = {name: week for week, names in _WEEKS.items() for name in names}
_MONTHS_AHEAD = {
    "this month": 0,
    "the month": 0,
    "今月": 0,
    "next month": 1,
    "来月": 1,
    "再来月": 2,
}
# Month and day of the first and the last, every year; Japanese holidays as most keep them.
_SEASONS = {
    ((1, 1), (12, 31)): ["this year", "the year", "year", "今年", "年内", "今年中"],
    ((12, 29), (1, 3)): ["年末年始"],
    ((1, 1), (1, 3)): ["正月", "お正月", "三が日", "正月三が日"],
    ((4, 29), (5, 5)): ["golden week", "gw", "ゴールデンウィーク", "ゴールデンウイーク"],
    ((8, 13), (8, 16)): ["お盆", "お盆休み", "obon"],
}
_SEASON_NAMED = {name: season for season, names in _SEASONS.items() for name in names}
_ENGLISH_MONTHS = (
    "january february march april may june july august september october november december"
)
_MONTH_NAMED = {name: value for value, name in enumerate(_ENGLISH_MONTHS.split(), start=1)}
_MONTH_NAMED |= {f"{value}月": value for value in range(1, 13)}
_ALL_OF = re.compile(
    r"^(?:all (?:of )?|the whole (?:of )?|whole )|(?:の間|中|じゅう|丸々|まるまる|ずっと)$"
)


def read_period(text: str, today: date) -> Period | None:
    """The first and the last day of a named time that is not over yet."""
    text = text if text in _SEASON_NAMED else _ALL_OF.sub("", text)
    if text in _WEEK_NAMED:
        week, first, last = _WEEK_NAMED[text]
        monday = week * 7 - today.weekday()
        return _between(shifted(today, monday + first), shifted(today, monday + last))
    if text in _MONTHS_AHEAD:
        return _month(today, _MONTHS_AHEAD[text])
    if text in _MONTH_NAMED:
        return _month(today, (_MONTH_NAMED[text] - today.month) % 12)
    if text in _SEASON_NAMED:
        return _season(*_SEASON_NAMED[text], today)
    return None


def _month(today: date, months: int) -> Period | None:
    last = month_end(today, months)
    return (last.replace(day=1), last) if last else None


def _season(start: tuple[int, int], end: tuple[int, int], today: date) -> Period | None:
    last = date_or_none(today.year, *end)
    if last and last < today:
        last = date_or_none(today.year + 1, *end)
    return _between(last and date_or_none(last.year - (start > end), *start), last)


def _between(first: date | None, last: date | None) -> Period | None:
    return (first, last) if first and last else None
