"""Times of day in a person's own words, English and Japanese.

Only a text that is nothing but a time counts: "I met Ken at 8pm" is a diary text and gives
nothing. Every pattern is anchored and free of nested repeats, and at most ``LONGEST``
characters are looked at, so reading costs the same little for any text.
"""

import re
import unicodedata
from collections.abc import Callable
from datetime import time

LONGEST = 200

_STOP_WORDS = {
    *("stop", "stop it", "stop please", "please stop", "stop this", "stop asking", "quit"),
    *("stop messaging me", "unsubscribe", "opt out", "no more questions"),
    *("やめて", "もうやめて", "やめてください", "やめて下さい", "もうやめてください", "やめたい"),
    *("止めて", "とめて", "止めてください", "やめます", "送らないで", "送らないでください"),
    *("停止", "停止して", "停止してください", "配信停止", "ストップ", "ストップして"),
    *("中止", "中止して", "解除", "退会", "退会したい", "退会します"),
}

_DASHES = str.maketrans(dict.fromkeys("~〜∼–—―−‐‑‒﹣→", "-") | dict.fromkeys("’‘`´", "'"))
_KANJI_DIGITS = {sign: value for value, sign in enumerate("〇一二三四五六七八九")}
_KANJI_NUMBER = re.compile(
    r"([一二三四五六七八九]?)(十)([一二三四五六七八九]?)(?=[時分日週月年かヶカヵケ箇泊])"
    r"|([〇一二三四五六七八九]{1,4})(?=[時分日週月年かヶカヵケ箇泊])"
)
_ONES = "one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen"
_NUMBER_WORDS = {word: value for value, word in enumerate(_ONES.split(), start=1)} | {
    word: value * 10 for value, word in enumerate(["twenty", "thirty", "forty", "fifty"], start=2)
}
_NUMBER_WORD = re.compile(
    r"\b(twenty|thirty|forty|fifty)[ -](one|two|three|four|five|six|seven|eight|nine)\b"
    rf"|\b({'|'.join(sorted(_NUMBER_WORDS, key=len, reverse=True))})\b"
)


def plain(text: str) -> str:
    """One spelling for what people type: NFKC, small letters, plain dashes, numbers as digits."""
    text = unicodedata.normalize("NFKC", text[:LONGEST]).casefold()[:LONGEST].translate(_DASHES)
    text = re.sub(r"(?<=[\d日])ー(?=[\d来明])", "-", " ".join(text.split()))
    return _NUMBER_WORD.sub(_digits_of_words, _KANJI_NUMBER.sub(_digits_of_kanji, text))


def _digits_of_kanji(match: re.Match[str]) -> str:
    tens, ten, ones, row = match.groups()
    if ten:
        return str(_KANJI_DIGITS.get(tens, 1) * 10 + _KANJI_DIGITS.get(ones, 0))
    return "".join(str(_KANJI_DIGITS[sign]) for sign in row)


def _digits_of_words(match: re.Match[str]) -> str:
    tens, ones, alone = match.groups()
    return str(_NUMBER_WORDS[alone] if alone else _NUMBER_WORDS[tens] + _NUMBER_WORDS[ones])


def is_stop_word(text: str) -> bool:
    """Whether the message says nothing but "stop", so that it may not be meant for the diary."""
    words = " ".join(unicodedata.normalize("NFKC", text[:LONGEST]).casefold().split())
    return words.strip(" 「」『』\"'/.!?。、,…~ー") in _STOP_WORDS


# -- the part of the day turns a spoken hour into an hour of the clock, or into nothing ------


def _morning(hour: int) -> int | None:
    return hour % 12 if hour <= 12 else None


def _afternoon(hour: int) -> int | None:
    if hour <= 12:
        return hour % 12 + 12
    return hour if hour < 24 else None


def _evening(hour: int) -> int | None:
    return hour % 24 if hour >= 12 else hour + 12


def _night(hour: int) -> int | None:
    """The small hours stay: 夜2時 is two in the morning, 夜9時 is twenty-one."""
    if hour == 12:
        return 0
    return hour + 12 if 5 <= hour < 12 else hour


def _daytime(hour: int) -> int | None:
    return hour + 12 if hour <= 6 else hour


_Reading = Callable[[int], int | None]
_SPOKEN_PARTS: tuple[tuple[_Reading, tuple[str, ...]], ...] = (
    (_morning, ("am", "morning", "午前", "朝", "毎朝", "早朝", "明け方")),
    (_afternoon, ("pm", "afternoon", "午後")),
    (_evening, ("evening", "夕方", "夕")),
    (_night, ("night", "tonight", "夜", "毎晩", "毎夜", "晩", "今夜", "今晩", "深夜", "夜中")),
    (_daytime, ("昼", "お昼", "日中")),
)
_PARTS = {word: reading for reading, words in _SPOKEN_PARTS for word in words}
# Written law calls noon 午前12時, clocks and people call it 午後12時: both are offered.
_HALVES_OF_TWELVE = frozenset(["午前", "午後"])

_LEAD = (
    r"(?:(?:at|around|about|from|every ?day|daily|each day|make it|let's say|say|maybe|please|@|-"
    r"|毎日|いつも|だいたい|大体)[ ,、]*)*"
)
_TAIL = (
    r"(?:[ ,、]*(?:please|o'?clock|sharp|every ?day|daily|ish|ごろ|頃|ころ|くらい|ぐらい|位"
    r"|ちょうど|に|で|を|は|が|も|いい|よい|良い|です|ます|して|ください|下さい|お願い|おねがい|します"
    r"|希望|かな|[.!?。]))*"
)
_BEFORE = rf"(?:(?P<before>{'|'.join(sorted(_PARTS, key=len, reverse=True))})[ の,]*(?:at )?)?"
_AFTER = (
    r"(?: ?(?:o'?clock )?(?:in the |at |this |every )?"
    r"(?P<after>am|pm|a\.m\.?|p\.m\.?|a|p|morning|afternoon|evening|night|tonight))?"
)


def _whole(clock: str) -> re.Pattern[str]:
    return re.compile(_LEAD + _BEFORE + clock + _AFTER + _TAIL)


_NAMED = _whole(r"(?:12 ?)?(?:(?P<noon>noon|midday|mid-day|正午|お昼|昼)|(?:midnight|真夜中|零時))")
# "exact" forms are read on the 24-hour clock; the spoken ones may mean either half of the day.
_EXACT = _whole(r"(?P<hour>\d{1,2})(?:[:.h](?P<minute>\d{2})|h)")
_PADDED = _whole(r"(?P<hour>0\d|[01]\d(?=[0-5]\d)|2\d(?=[0-5]\d))(?P<minute>[0-5]\d)?")
_SPOKEN = _whole(r"(?P<hour>\d{1,2})(?: (?P<minute>[0-5]\d))?")
_TOGETHER = _whole(r"(?P<hour>\d)(?P<minute>[0-5]\d)")
_JAPANESE = _whole(
    r"(?P<hour>\d{1,2}) ?時(?: ?(?:(?P<half>半)|(?P<minute>\d{1,2}) ?分?(?P<to>前)?))?"
)
_PAST = _whole(
    r"(?P<minute>half|(?:a )?quarter|\d{1,2})(?: minutes?)? (?:(?P<to>to|before|till|of)|past"
    r"|after) (?P<hour>\d{1,2})"
)
_HALF_SEVEN = _whole(r"(?P<half>half) (?P<hour>\d{1,2})")


def parse_times(text: str) -> list[time]:
    """The times that the text may mean: none, one, or two where a bare hour fits twice a day.

    ``7:30`` and ``08`` are read on the 24-hour clock; ``8``, ``8時半`` and "half past seven"
    give the morning and the evening, in this order. Hours up to 29 are the night after
    (25時 is 01:00), as Japanese timetables write them.
    """
    text = plain(text)
    if named := _NAMED.fullmatch(text):
        return [time(12 if named["noon"] else 0)]
    for pattern in (_EXACT, _PADDED):
        if match := pattern.fullmatch(text):
            return _candidates(match, exact=True)
    for pattern in (_TOGETHER, _SPOKEN, _JAPANESE, _PAST, _HALF_SEVEN):
        if match := pattern.fullmatch(text):
            return _candidates(match, exact=False)
    return []


def _candidates(match: re.Match[str], *, exact: bool) -> list[time]:
    found = match.groupdict()
    hour, minute = int(found["hour"]), _minute(found)
    if hour > 29 or minute > 59:
        return []
    if found.get("to"):
        hour, minute = ((hour - 1) % 24 or 12, 60 - minute) if minute else (hour, 0)
    return [time(hour % 24, minute) for hour in _hours(hour, _part(found), exact=exact)]


def _minute(found: dict[str, str | None]) -> int:
    minute = found.get("minute") or "0"
    if found.get("half") or minute == "half":
        return 30
    return 15 if minute.endswith("quarter") else int(minute)


def _part(found: dict[str, str | None]) -> str:
    part = (found["after"] or found["before"] or "").replace(".", "")
    return f"{part}m" if part in {"a", "p"} else part


def _hours(hour: int, part: str, *, exact: bool) -> list[int]:
    if part in _HALVES_OF_TWELVE and hour == 12:
        return [0, 12] if part == "午前" else [12, 0]
    if part:
        spoken = _PARTS[part](hour)
        return [] if spoken is None else [spoken]
    if exact or not 1 <= hour <= 12:
        return [hour]
    return [12, 0] if hour == 12 else [hour, hour + 12]
