"""Days in a person's own words, English and Japanese.

A day may recur ("Friday", "the 10th", "5 Dec"); which one is meant depends on whether the
words look ahead (a pause) or back (a diary). So words are read into a named day first, and
only then looked up in a calendar.

Slashes and dots are month first (12/5 is 5 December), unless only the other order is a date
(25/12); with a dot behind the month (5.12.) the day comes first. Weeks begin on
Monday, as in 来週の月曜.
"""

import calendar
import re
from collections.abc import Callable
from datetime import date

from bot.domain.moments import plain
from bot.domain.named_days import Fixed, Monthly, NamedDay, Weekly, date_or_none, month_end, shifted

_Found = dict[str, str]
_Reader = Callable[[_Found, date], NamedDay | None]

_MONTHS = {name.casefold(): value for value, name in enumerate(calendar.month_abbr) if name}
_WEEKDAYS = {name.casefold(): value for value, name in enumerate(calendar.day_abbr)}
_WEEKDAYS |= {sign: value for value, sign in enumerate("月火水木金土日")}
_MONTH = r"(?P<month>jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)[a-z]{0,6}\.?"
_ENGLISH_WEEKDAY = r"(?:mon|tue|tues|wed|weds|wednes|thu|thur|thurs|fri|sat|satur|sun)(?:day)?\.?"
WEEKDAY = rf"(?P<weekday>{_ENGLISH_WEEKDAY}|[月火水木金土日]曜日?)"
_YEAR = r"(?P<year>\d{4}|\d{2})"
_ORDINAL = r"(?P<day>\d{1,2})(?:st|nd|rd|th)?"

_DISTANCES = {
    0: ["today", "今日", "きょう", "本日"],
    -1: ["yesterday", "昨日", "きのう"],
    -2: ["the day before yesterday", "day before yesterday", "一昨日", "おととい", "おとつい"],
    -3: ["さきおととい", "一昨昨日"],
    1: ["tomorrow", "tmrw", "明日", "あした", "あす", "翌日"],
    2: ["the day after tomorrow", "day after tomorrow", "明後日", "あさって"],
    3: ["しあさって", "明々後日", "明明後日"],
}
_RELATIVE = {word: days for days, words in _DISTANCES.items() for word in words}
_WEEKS = {"先々": -2, "先": -1, "last": -1, "今": 0, "this": 0, "来": 1, "next": 1, "再来": 2}


def _fixed(on: date | None) -> NamedDay | None:
    return Fixed(on) if on else None


def _counted(found: _Found, today: date) -> NamedDay | None:
    count = 1 if found["count"] in {"a", "an"} else int(found["count"])
    days = count * (7 if found["unit"].startswith(("w", "週")) else 1)
    return _fixed(shifted(today, -days if found.get("ago") else days))


def _weekday(found: _Found) -> int:
    name = found["weekday"]
    return _WEEKDAYS[name[:3] if name.isascii() else name[0]]


def _weekday_of_a_week(found: _Found, today: date) -> NamedDay | None:
    return _fixed(shifted(today, _weekday(found) - today.weekday() + 7 * _WEEKS[found["which"]]))


def _last_weekday(found: _Found, today: date) -> NamedDay | None:
    yesterday = shifted(today, -1)
    return _fixed(Weekly(_weekday(found)).on_or_before(yesterday)) if yesterday else None


def _some_weekday(found: _Found, _today: date) -> NamedDay:
    return Weekly(_weekday(found))


def _by_numbers(found: _Found, today: date) -> NamedDay | None:
    """Month first, unless that is no date."""
    swapped = found | {"month": found["day"], "day": found["month"]}
    return _by_name(found, today) or _by_name(swapped, today)


def _by_name(found: _Found, _today: date) -> NamedDay | None:
    month, day = _MONTHS.get(found["month"]) or int(found["month"]), int(found["day"])
    if "year" not in found:
        return Monthly(day, month) if date_or_none(2024, month, day) else None  # a leap year
    year = found["year"] if len(found["year"]) == 4 else "20" + found["year"]
    return _fixed(date_or_none(int(year), month, day))


def _by_era(found: _Found, today: date) -> NamedDay | None:
    """Reiwa 1 is 2019."""
    return _by_name(found | {"year": str(int(found["reiwa"]) + 2018)}, today)


def _day_of_the_month(found: _Found, _today: date) -> NamedDay | None:
    day = int(found["day"])
    return Monthly(day) if 1 <= day <= 31 else None


def _end_of_the_month(found: _Found, today: date) -> NamedDay | None:
    return _fixed(month_end(today, 1 if found.get("next") else 0))


def _every_year(month: int, day: int) -> _Reader:
    return lambda _found, _today: Monthly(day, month)


_RULES: tuple[tuple[str, _Reader], ...] = (
    (r"(?P<count>\d{1,3}|an?) ?(?P<unit>day|week)s? (?:(?P<ago>ago|back)|from now)", _counted),
    (r"in (?P<count>\d{1,3}|an?) (?P<unit>day|week)s?", _counted),
    (r"(?P<count>\d{1,3})(?P<unit>日|週間)(?:(?P<ago>前)|後)", _counted),
    (rf"(?P<which>先々|先|今|来|再来)週の?{WEEKDAY}", _weekday_of_a_week),
    (rf"(?P<which>this|next) (?:week )?{WEEKDAY}", _weekday_of_a_week),
    (rf"{WEEKDAY} (?P<which>last|this|next) week", _weekday_of_a_week),
    (rf"(?P<which>last) week {WEEKDAY}", _weekday_of_a_week),
    (rf"(?:last |past |previous |この前の?|前の|先日の){WEEKDAY}", _last_weekday),
    (rf"(?:on |coming |今度の|次の)?{WEEKDAY}", _some_weekday),
    (r"(?P<year>\d{4})[/.](?P<month>\d{1,2})[/.](?P<day>\d{1,2})", _by_numbers),
    (rf"(?P<month>\d{{1,2}})/(?P<day>\d{{1,2}})(?:/{_YEAR})?", _by_numbers),
    (r"(?P<month>\d{1,2})\.(?P<day>\d{1,2})", _by_numbers),
    (rf"(?P<day>\d{{1,2}})\.(?P<month>\d{{1,2}})\.{_YEAR}?", _by_numbers),
    (r"(?:(?P<year>\d{4})年)?(?P<month>\d{1,2})月(?P<day>\d{1,2})日?", _by_name),
    (r"令和(?P<reiwa>\d{1,2})年(?P<month>\d{1,2})月(?P<day>\d{1,2})日?", _by_era),
    (rf"(?:on )?(?:the )?{_ORDINAL} ?(?:of )?{_MONTH}(?:,? {_YEAR})?", _by_name),
    (rf"(?:on )?{_MONTH} ?(?:the )?{_ORDINAL}(?:,? {_YEAR})?", _by_name),
    (r"(?:on )?(?:the )?(?P<day>\d{1,2})(?:st|nd|rd|th)", _day_of_the_month),
    (r"(?:on )?the (?P<day>\d{1,2})", _day_of_the_month),
    (r"(?P<day>\d{1,2})日", _day_of_the_month),
    (r"(?:the )?end of (?:the |this |(?P<next>next ))month", _end_of_the_month),
    (r"(?:今月の?|(?P<next>来月の?)|月)末", _end_of_the_month),
    (r"(?:the )?end of (?:the |this )?year|new year'?s eve|年末|大晦日", _every_year(12, 31)),
    (r"christmas(?: day)?|クリスマス", _every_year(12, 25)),
    (r"new year'?s?(?: day)?|元日|元旦", _every_year(1, 1)),
)
_GRAMMAR = tuple((re.compile(pattern), reader) for pattern, reader in _RULES)
_ISO_DASHES = re.compile(r"(\d{4})-(\d{1,2})-(\d{1,2})")
# What people add to a date: "12月5日(土)", "Sat 5 Dec", "5 Dec, Saturday", "5日の分".
_AROUND_A_DATE = re.compile(
    rf"^{_ENGLISH_WEEKDAY},? (?=(?:the )?\d|{_MONTH.replace('?P<month>', '?:')} )"
    rf"|(?<=[\d日]) ?(?:\([月火水木金土日](?:曜日?)?\)|[月火水木金土日]曜日?)$"
    rf"|(?:,| \() ?{_ENGLISH_WEEKDAY}\)?$"
    r"|(?:の?分|です|に|[.。!])$"
)


def plain_dates(text: str) -> str:
    """One spelling, as ``plain``, with ISO dates by slashes: a dash is left for ranges."""
    return _ISO_DASHES.sub(r"\1/\2/\3", plain(text))


def read_day(text: str, today: date) -> NamedDay | None:
    """The day that an already plain text names, not yet looked up where it recurs."""
    for _ in range(3):
        text = text.strip(" ,、")
        if named := _read_bare_day(text, today):
            return named
        text = _AROUND_A_DATE.sub("", text, count=1)
    return None


def _read_bare_day(text: str, today: date) -> NamedDay | None:
    if text in _RELATIVE:
        return _fixed(shifted(today, _RELATIVE[text]))
    for pattern, reader in _GRAMMAR:
        if match := pattern.fullmatch(text):
            found = {name: value for name, value in match.groupdict().items() if value}
            return reader(found, today)
    return None


def parse_day(text: str, today: date, *, latest: date | None = None) -> date | None:
    """The day that the text means, seen from ``today``, and none after ``latest``.

    A weekday alone is the last such day, today included. A date without a year (or without a
    month) is the nearest one, the earlier of two equally near.
    """
    named = read_day(plain_dates(text), today)
    if named is None:
        return None
    before, after = named.on_or_before(today), named.on_or_after(today)
    if isinstance(named, Weekly):
        after = None
    days = [on for on in (before, after) if on and (latest is None or on <= latest)]
    return min(days, key=lambda on: abs(on - today), default=None)
