"""What others say under a copy: when we look for it, when it is told, and how it is shown.

An echo is the word of a stranger. It is shown as plain text in which nothing is alive: no name of
Telegram's, no command, nothing that turns the line around or hides.
"""

from datetime import datetime, time, timedelta

import regex

from bot.domain.compose import GRAPHEME
from bot.domain.schedule import NIGHT, Slot, local, occurrences
from bot.domain.zones import UnknownZone

MONTH = timedelta(days=30)
LOOKS = (
    timedelta(minutes=10),
    timedelta(minutes=30),
    timedelta(hours=2),
    timedelta(hours=6),
    timedelta(days=1),
    timedelta(days=3),
    timedelta(days=7),
    *(MONTH * count for count in range(1, 7)),
)
"""How long after its publication a copy is looked at: often at first, then rarely, then never."""
ALIKE = timedelta(minutes=1)
"""Two looks are never closer than this."""

EVENING = time(20)
"""When the day's echoes are told, on the clock of their person."""
FORGOTTEN_AFTER = MONTH
"""How long an echo may be answered, and how long one is kept that could not be told."""

LONGEST = 300
LONGEST_READ = 20_000
POINTS = 4
"""Graphemes, and how many code points each may take on the whole: one may be made of thousands."""

JOINED = regex.compile(r"(?<=[\p{Extended_Pictographic}\uFE0F\p{EMod}])\u200D(?=\p{So})")
PERSIAN = regex.compile(r"(?<=\p{Arabic})\u200C(?=\p{Arabic})")
UNSEEN = regex.compile(r"[\p{Cf}\p{Cs}\p{Co}]|(?![\n\t])\p{Cc}|[\u115F\u1160\u3164\uFFA0]")
BREAKS = regex.compile(r"\r\n?|[\u2028\u2029\u0085\v\f]")
PILES = regex.compile(r"(\p{M}{4})\p{M}+")
GAPS = regex.compile(r"[ \t]*\n\s*")
# Names and addresses of mail, commands, schemes, hosts: all that Telegram would make a link of.
ALIVE = regex.compile(
    r"[@＠](?=\w)|(?<![\w/])/(?=[A-Za-z0-9_])|:(?=//)|(?<=\w)[.。](?=[^\W\d_]{2})"
)
KEPT_JOINER, KEPT_GAP, STILL = "\ue000", "\ue001", "\u2060"

# What Telegram surely takes as the address of a button: one odd address would spoil the message.
ADDRESS = regex.compile(
    r"https://(?:[A-Za-z0-9](?:[A-Za-z0-9-]{0,62})\.)+[A-Za-z][A-Za-z0-9-]{1,62}(?::\d{1,5})?"
    r"(?:/[\w.~:/?#@!$&'()*+,;=%-]{0,900})?",
    regex.ASCII,
)

NUMBER = regex.compile(
    r"\s*(?:[#＃№]\s?)?(\d{1,2})(?:[.)．）:：、,]\s*|\s+)(?=\S)(.*)", regex.DOTALL
)


def next_look(published_at: datetime, now: datetime) -> datetime | None:
    """When to look again; None once half a year has passed."""
    moments = (published_at + look for look in LOOKS)
    return next((moment for moment in moments if moment > now + ALIKE), None)


def next_telling(now: datetime, zone: str, told_at: datetime | None) -> datetime:
    """When what is heard now may be told: this evening, or at once while the evening lasts and
    nothing was told in it; else tomorrow. One message a day, never at night."""
    slot = _evening(zone)
    coming = next(occurrences(slot, now)).at
    began = next(occurrences(slot, now - timedelta(days=1))).at
    told = told_at is not None and told_at >= began
    if began <= now < coming and not NIGHT.covers(local(now, slot.zone).time()):
        in_time = local(began, slot.zone).date() == local(now, slot.zone).date()
        return now if in_time and not told else coming
    return coming


def _evening(zone: str) -> Slot:
    try:
        return Slot(EVENING, zone)
    except UnknownZone:
        return Slot(EVENING, "UTC")


def plain(text: str, most: int = LONGEST) -> str:
    """A stranger's words as they may be shown: at most so many graphemes, visible, on few lines.

    Of invisible characters only those stay that make one emoji of several, or that Persian needs.
    """
    text = regex.sub(r"[\uE000\uE001]", "", text[:LONGEST_READ])
    text = PERSIAN.sub(KEPT_GAP, JOINED.sub(KEPT_JOINER, BREAKS.sub("\n", text)))
    kept = {KEPT_JOINER: "\u200d", KEPT_GAP: "\u200c"}
    text = UNSEEN.sub(lambda match: kept.get(match[0], ""), text)
    text = GAPS.sub("\n", PILES.sub(r"\1", text)).strip()
    return _cut(text, most)


def _cut(text: str, most: int) -> str:
    ends = [match.end() for match in GRAPHEME.finditer(text)]
    fitting = [end for end in ends[:most] if end <= most * POINTS]
    if not ends or (fitting and fitting[-1] == ends[-1]):
        return text
    room = fitting[:-1] if len(fitting) > 1 else fitting
    return text[: room[-1] if room else 0].rstrip() + "…"


def still(text: str) -> str:
    """The same words, in which Telegram finds nothing to press: no name, command or address."""
    return str(ALIVE.sub(lambda match: match[0] + STILL, text))


def address(url: str) -> str:
    """The address of a stranger's post, if a button can hold it; else nothing."""
    return url if ADDRESS.fullmatch(url) else ""


def numbered(text: str, count: int) -> tuple[int | None, str]:
    """Which of so many echoes an answer means by the number before it, and the words behind it.

    >>> numbered("2 Thank you!", 3)
    (2, 'Thank you!')
    """
    found = NUMBER.fullmatch(text)
    if found is None or not 1 <= int(found[1]) <= count:
        return None, text
    return int(found[1]), found[2].strip()
