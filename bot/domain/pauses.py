"""A pause in a person's own words, English and Japanese.

Days are counted as people count them: "3 days" said today is today and the two days after,
a month ends on the eve of the same date, and *until* (まで) includes the day that it names.
A named time is left out after "until" (until next week: the questions are back on Monday) and
included after "through" and まで. Words that reach further than ``FURTHEST`` are not believed.
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta

from bot.domain.days import plain_dates, read_day
from bot.domain.named_days import Fixed, Monthly, NamedDay, Weekly, date_or_none, shifted
from bot.domain.periods import last_day, read_length, read_period

FURTHEST = timedelta(days=400)
# A range without years that seems longer than this was written the wrong way round.
_LONGEST_YEARLESS = timedelta(days=300)


@dataclass(frozen=True, slots=True)
class Pause:
    """Quiet days, the first and the last included; without a last one, until taken back."""

    first_on: date
    last_on: date | None

    def covers(self, on: date) -> bool:
        return self.first_on <= on and (self.last_on is None or on <= self.last_on)


def in_pause(pauses: Iterable[Pause], on: date) -> bool:
    return any(pause.covers(on) for pause in pauses)


_FILLER = re.compile(
    r"^(?:/?(?:pause|stop|break|off|away)(?: me| it)?(?: |$)|please |(?:i'm|i am|i'll be) "
    r"|お休み[:は]?|休み[:は]?|/)"
    r"|[ ,、]*(?:please|だけ|(?:お休み|休み|休止|ストップ|停止|中断)(?:です|します|する|したい"
    r"|にします|にする|にして|して|をください)?|休(?:む|もう|みたい|みます|ませて)|お願いします|ください|下さい"
    r"|(?<!ま)で|は|を|に|ね|[.!。])$"
)
_UNTIL = re.compile(
    r"(?P<word>(?:up )?until|till?|through|thru|up to|to)(?: and including)? (?P<english>.+)"
    r"|(?P<japanese>.+?)(?:の終わり)?(?:まで|(?:いっぱい|一杯)(?:まで)?)(?:の間)?"
)
_RETURN = re.compile(
    r"(?:i(?:'m| am)? )?(?:(?:come|get|am) )?back(?: home)?|i return|i resume|i say so"
    r"|further notice|(?:また|私が|自分が|家に|日本に)?(?:戻る|戻って(?:来|く)る|もどる|帰る"
    r"|帰って(?:来|く)る|帰国する|再開する|落ち着く|言う|いう)"
)
_OPEN = re.compile(
    r"indefinitely|open[- ]?end(?:ed)?|for ?ever|for now|無期限|期限なし|ずっと"
    r"|(?:当分|しばらく)(?:の間)?"
)
_LENGTH_FROM = re.compile(
    r"(?:from |starting |beginning )(?P<start>.+?),? (?P<length>for .+)"
    r"|(?P<length_first>.+?),? (?:from|starting|beginning) (?P<start_last>.+)"
)
_FROM_TO = re.compile(
    r"(?:from |starting |between )?(?P<start>.+?)"
    r"(?: ?(?P<dash>-) ?| (?:to|until|till?|through|thru|and) |(?P<kara>から)[ 、]?)"
    r"(?P<end>.+?)(?P<made>まで)?"
)
_FROM = re.compile(r"(?:from|starting|beginning) (?P<english>.+)|(?P<japanese>.+)から")
_BARE = re.compile(r"(?:the )?(?P<day>\d{1,2})(?:st|nd|rd|th|(?P<ja>日))?")


def parse_pause(text: str, today: date, *, until: bool = False) -> Pause | None:
    """The pause that the text asks for, beginning today or later; nothing where it says none.

    A day alone is that one day. With ``until``, when the text answers "until when?", it is the
    last day, and "10" is the 10th.
    """
    text = _bare_of_filler(plain_dates(text))
    pause = _until(text, today) if until else None
    return _believed(pause or _read(text, today), today)


def _bare_of_filler(text: str) -> str:
    for _ in range(4):
        text = _FILLER.sub("", text).strip(" ,、:")
    return text


def _believed(pause: Pause | None, today: date) -> Pause | None:
    if pause is None:
        return None
    first_on, last_on = max(pause.first_on, today), pause.last_on
    furthest = (last_on or first_on) - today
    if furthest > FURTHEST or (last_on and last_on < first_on):
        return None
    return Pause(first_on, last_on)


def _read(text: str, today: date) -> Pause | None:
    if _OPEN.fullmatch(text):
        return Pause(today, None)
    if match := _UNTIL.fullmatch(text):
        japanese = match["japanese"] and "から" not in match["japanese"]
        if (match["english"] or japanese) and (pause := _until_match(match, today)):
            return pause
    if match := _LENGTH_FROM.fullmatch(text):
        start = match["start"] or match["start_last"]
        if pause := _counted_from(start, match["length"] or match["length_first"], today):
            return pause
    return _stretch(text, today) or _range(text, today) or _open_from(text, today)


def _stretch(text: str, today: date) -> Pause | None:
    """A length from today, a named time, or a single day."""
    if text.isdecimal() and len(text) <= 3:
        text = f"{text} days"
    if length := read_length(text):
        last_on = last_day(today, length)
        return Pause(today, last_on) if last_on else None
    if period := read_period(text, today):
        return Pause(*period)
    alone_on = _ahead(read_day(text, today), today)
    return Pause(alone_on, alone_on) if alone_on else None


def _ahead(named: NamedDay | None, base: date) -> date | None:
    return named.on_or_after(base) if named else None


def _until_match(match: re.Match[str], today: date) -> Pause | None:
    word, text = match["word"] or "まで", match["english"] or match["japanese"]
    if _RETURN.fullmatch(text):
        return Pause(today, None)
    return _until(text, today, inclusive=not word.endswith(("until", "till", "til")))


def _until(text: str, today: date, *, inclusive: bool = True) -> Pause | None:
    ended = re.sub(r"^(?:the )?end of ", "", text)
    if period := read_period(ended, today):
        back = not inclusive and ended == text and period[0] > today
        return Pause(today, period[0] - timedelta(days=1) if back else period[1])
    named = read_day(text, today) or (Monthly(int(text)) if _is_day_of_month(text) else None)
    base = shifted(today, 1) if isinstance(named, Weekly) else today
    last_on = _ahead(named, base or today)
    return Pause(today, last_on) if last_on else None


def _is_day_of_month(text: str) -> bool:
    return text.isdecimal() and len(text) <= 2 and 1 <= int(text) <= 31


def _start(text: str, today: date) -> NamedDay | None:
    if text in {"now", "今"}:
        return Fixed(today)
    if period := read_period(text, today):
        return Fixed(max(period[0], today))
    return read_day(text, today)


def _counted_from(start: str, length_text: str, today: date) -> Pause | None:
    first_on, length = _ahead(_start(start, today), today), read_length(length_text)
    last_on = last_day(first_on, length) if first_on and length else None
    return Pause(first_on, last_on) if first_on and last_on else None


def _open_from(text: str, today: date) -> Pause | None:
    match = _FROM.fullmatch(text)
    first_on = match and _ahead(_start(match["english"] or match["japanese"], today), today)
    return Pause(first_on, None) if first_on else None


def _range(text: str, today: date) -> Pause | None:
    match = _FROM_TO.fullmatch(text)
    if not match:
        return None
    start, end = match["start"], match["end"]
    if _RETURN.fullmatch(end) or _OPEN.fullmatch(end):
        first_on = _ahead(_start(start, today), today)
        return Pause(first_on, None) if first_on else None
    if not _names_a_day(match, today) and (pause := _counted_from(start, end, today)):
        return pause
    return _between(*_borrowing(start, end, today), today)


def _names_a_day(match: re.Match[str], today: date) -> bool:
    """Whether 10日 behind から is a date (5日から10日) and not a length (明日から10日)."""
    bare = _BARE.fullmatch(match["end"])
    if not bare or match["dash"] or match["made"]:
        return bare is not None
    start = read_day(match["start"], today)
    return isinstance(start, Monthly) and int(bare["day"]) > start.day


def _borrowing(start: str, end: str, today: date) -> tuple[NamedDay | None, NamedDay | None]:
    """Both ends; a bare number takes month and year from the other one (5-10 Dec, 12/5-10)."""
    first, last = _start(start, today), _start_of_end(end, today)
    bare_first, bare_last = _BARE.fullmatch(start), _BARE.fullmatch(end)
    if bare_first and isinstance(last, Monthly) and last.month:
        first = Monthly(int(bare_first["day"]), last.month)
    elif bare_first and isinstance(last, Fixed):
        on = date_or_none(last.on.year, last.on.month, int(bare_first["day"]))
        first = Fixed(on) if on else None
    elif bare_first and isinstance(last, Monthly):
        first = Monthly(int(bare_first["day"]))
    elif bare_last and isinstance(first, Monthly):
        day = int(bare_last["day"])
        last = Monthly(day, first.month if day >= first.day else None)
    return first, last


def _start_of_end(end: str, today: date) -> NamedDay | None:
    if period := read_period(end, today):
        return Fixed(period[1])
    return read_day(end, today)


def _between(first: NamedDay | None, last: NamedDay | None, today: date) -> Pause | None:
    if first is None or last is None:
        return None
    if isinstance(first, Monthly) and not isinstance(last, Weekly):
        last_on = last.on_or_after(today)
        first_on = first.on_or_before(last_on) if last_on else None
    else:
        first_on = first.on_or_after(today) or today
        last_on = _ahead(last, first_on)
    if not first_on or not last_on or last_on - first_on > _LONGEST_YEARLESS:
        return None
    return Pause(first_on, last_on)
