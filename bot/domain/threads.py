"""A long answer as an ordered thread: cut where a careful editor would cut it."""

from collections.abc import Callable, Iterable
from dataclasses import replace
from functools import cache, partial

import budoux
import regex

from bot.domain.compose import (
    SENTENCE_END,
    WIDE,
    Limits,
    cut_points,
    fit,
    fits,
    length,
    link_spans,
)
from bot.domain.facets import TAG
from bot.domain.mentions import NAME

PARAGRAPH_END = regex.compile(r"\n\s*\n")
LINE_END = regex.compile(r"\n")
WORD_END = regex.compile(r"\s+|[、,，;；]")
SPACE = regex.compile(r"\s+")
CALM = 0.5
"""How much of its room a part must fill before a cut of a calmer kind is preferred."""
TINY = 0.2
"""A last part below this share of the one before it takes some of its words."""

Cuts = Callable[[str], Iterable[int]]


def parts_of(
    text: str, limits: Limits, *, numbered: bool, pictured: bool = False, most: int = 25
) -> list[str]:
    """The text in parts that each fit, in order, with nothing lost but the space at the cuts.

    `numbered` ends each with its place, such as 2/3; `pictured` says that the first one stands
    under a picture. A text that needs more than `most` parts is shortened to one.
    """
    if fits(text, limits, pictured=pictured):
        return [text]
    if _far_too_long(text, limits, most):
        return [fit(text, limits, pictured=pictured)]
    for digits in (1, 2, 3) if numbered else (0,):
        parts = _cut(text.strip(), limits, _number_room(digits), pictured=pictured, most=most)
        if parts is not None and (not numbered or len(str(len(parts))) <= digits):
            return _numbered(parts) if numbered else parts
    return [fit(text, limits, pictured=pictured)]


def _far_too_long(text: str, limits: Limits, most: int) -> bool:
    """Whether it surely needs more parts, seen without trying: a text of that size would take
    seconds to cut. Space may be lost at the cuts, so it hardly counts."""
    room = max(limits.characters, limits.with_picture or 0)
    return length(SPACE.sub(" ", text), limits) > 2 * most * room


def parts_within(
    text: str,
    limits: Limits,
    room: int,
    *,
    numbered: bool,
    pictured: bool = False,
    permalink: str | None = None,
) -> list[str]:
    """At most `room` parts; the last one is shortened where the text needs more."""
    one = fit(text, limits, permalink=permalink, pictured=pictured)
    tail = _number_room(len(str(room)) if numbered else 0)
    parts = _cut(text.strip(), limits, tail, pictured=pictured, most=len(text))
    if room == 1 or one == text or parts is None:
        return [one]
    if len(parts) > room:
        narrow = replace(
            limits,
            characters=limits.characters - len(tail),
            text_bytes=limits.text_bytes and limits.text_bytes - len(tail),
        )
        rest = fit("\n".join(parts[room - 1 :]), narrow, permalink=permalink)
        parts = [*parts[: room - 1], rest]
    return _numbered(parts) if numbered else parts


def _number_room(digits: int) -> str:
    """What stands behind a part at most, as a stand-in for its number; nothing for no digits."""
    return f" {'9' * digits}/{'9' * digits}" if digits else ""


def _numbered(parts: list[str]) -> list[str]:
    if len(parts) == 1:
        return parts
    return [f"{part} {place}/{len(parts)}" for place, part in enumerate(parts, 1)]


def _cut(text: str, limits: Limits, tail: str, *, pictured: bool, most: int) -> list[str] | None:
    starts: list[int] = []
    ends: list[int] = []
    place = 0
    while place < len(text):
        fitting = partial(_fits_behind, limits, tail, pictured and not starts)
        size = _end_of_part(text[place:], limits, fitting)
        if not size or len(starts) == most:
            return None
        starts.append(place)
        ends.append(place + size)
        place += size + len(text[place + size :]) - len(text[place + size :].lstrip())
    if len(starts) > 1:
        cut = _fairer_cut(text, starts[-2:], ends[-2], limits, tail)
        starts[-1] = ends[-2] = cut
    return [text[start:end].strip() for start, end in zip(starts, ends, strict=True)]


def _fits_behind(limits: Limits, tail: str, pictured: bool, piece: str) -> bool:
    return fits(piece + tail, limits, pictured=pictured)


def _end_of_part(text: str, limits: Limits, fitting: Callable[[str], bool]) -> int:
    """Where the first part ends; 0 where not even one sign fits."""
    if fitting(text):
        return len(text)
    ends = _possible(text, limits)
    low, high = 0, len(ends)
    while low < high:
        middle = (low + high) // 2
        if fitting(text[: ends[middle]].rstrip()):
            low = middle + 1
        else:
            high = middle
    ends = ends[:low]
    while ends:
        cut = _calmest(text, ends)
        # What looked like one long word may be a link, once nothing stands behind it.
        if fitting(text[:cut].rstrip()):
            return cut
        ends = [end for end in ends if end < cut]
    return 0


def _possible(text: str, limits: Limits) -> list[int]:
    """Every place between two signs that is not inside a link, a tag or a name."""
    named = [match.span() for one in (TAG, NAME) for match in one.finditer(text)]
    return cut_points(text, [*link_spans(text, limits), *named])


def _calmest(text: str, ends: list[int]) -> int:
    """The last cut of the calmest kind that still fills half of the room."""
    longest, possible = ends[-1], set(ends)
    window = text[: longest + 1]
    for kind in KINDS:
        calm = [end for end in kind(window) if end in possible]
        if calm and calm[-1] >= longest * CALM:
            return calm[-1]
    return longest


def _fairer_cut(text: str, starts: list[int], end: int, limits: Limits, tail: str) -> int:
    """Where the last part begins: earlier than it fell, if it would have a few signs only and
    the one before it can give some of its words."""
    before, last = text[starts[0] : end], text[starts[1] :]
    if len(last) >= len(before) * TINY:
        return starts[1]
    possible = set(_possible(before, limits))
    fitting = partial(_fits_behind, limits, tail, False)
    for kind in KINDS:
        for cut in sorted(set(kind(before)) & possible, reverse=True):
            fair = len(before) * CALM <= cut < len(before.rstrip())
            rest = text[starts[0] + cut :].strip()
            if fair and fitting(rest) and fitting(before[:cut].rstrip()):
                return starts[0] + cut
    return starts[1]


def _matches(pattern: "regex.Pattern[str]") -> Cuts:
    return lambda text: [match.end() for match in pattern.finditer(text)]


def _phrases(text: str) -> list[int]:
    """Ends of Japanese phrases, and of words elsewhere."""
    ends = set(_matches(WORD_END)(text))
    if WIDE.search(text):
        place = 0
        for phrase in _japanese().parse(text):
            place += len(phrase)
            ends.add(place)
    return sorted(ends)


@cache
def _japanese() -> budoux.Parser:
    return budoux.load_default_japanese_parser()


KINDS: tuple[Cuts, ...] = (
    _matches(PARAGRAPH_END),
    _matches(LINE_END),
    _matches(SENTENCE_END),
    _phrases,
)
"""From the calmest cut to the last resort before one between two signs."""
