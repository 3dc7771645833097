"""What gets one warning before it goes out; the neighbours `door_…` know what it looks like.

It helps a person who did not notice; it is no wall against one who wants to share a number.
"""

import unicodedata
from collections.abc import Collection, Iterator

import regex

from bot.domain.door_addresses import postal_codes, street_addresses
from bot.domain.door_kinds import ASKED_ENOUGH, OWNABLE, SHOPS, SPECIAL, Detail, Kind
from bot.domain.door_meetings import meetings
from bot.domain.door_names import names, normals_of
from bot.domain.door_numbers import cards, my_numbers
from bot.domain.door_phones import HOME, emails, phones
from bot.domain.door_special import special_details

__all__ = [
    "ASKED_ENOUGH",
    "HOME",
    "OWNABLE",
    "SHOPS",
    "SPECIAL",
    "Detail",
    "Kind",
    "details",
    "normals_of",
]

CHUNK = 10_000
OVERLAP = 200
"""Longer than any detail, so that none is cut in two between chunks."""

DIGIT_NOT_ASCII = regex.compile(r"[^\P{Nd}0-9]")
DASH = regex.compile(r"(?<=\d)\s?[‐‑‒–—―−ー－ｰ_]\s?(?=\d)")
MARKS = regex.compile(r"\p{Mn}+")
INVISIBLE = regex.compile(r"\p{Cf}+")


def details(
    text: str,
    *,
    country: str = HOME,
    off: Collection[str] = (),
    known: Collection[str] = (),
    named: bool = False,
) -> tuple[Detail, ...]:
    """What in this text deserves a warning, each once, in the order of the text by kind.

    `country` is an ISO code whose phone numbers count beside Japan's; `known` holds the `normal`
    of what the person has called their own or let pass already. `named`: who is named counts too.
    """
    found: dict[str, Detail] = {}
    for chunk in _chunks(text):
        for detail in _look(_plain(chunk), country, named=named):
            found.setdefault(detail.normal, detail)
    return tuple(d for d in found.values() if d.kind not in off and d.normal not in known)


def _chunks(text: str) -> Iterator[str]:
    for start in range(0, len(text), CHUNK):
        yield text[max(0, start - OVERLAP) : start + CHUNK]


def _plain(text: str) -> str:
    """Full-width and foreign digits as ASCII, every dash between digits as a hyphen."""
    if not text.isascii():
        text = INVISIBLE.sub("", unicodedata.normalize("NFKC", text))
        text = DIGIT_NOT_ASCII.sub(_in_ascii, text)
    return str(DASH.sub("-", text))


def _in_ascii(digit: regex.Match[str]) -> str:
    """As it is, where Python's Unicode is older than that of the pattern."""
    return str(unicodedata.decimal(digit.group(), digit.group()))


def _look(text: str, country: str, *, named: bool) -> Iterator[Detail]:
    called = list(phones(text, country))
    yield from called
    yield from emails(text)
    yield from cards(text)
    yield from my_numbers(text, phones={phone.normal for phone in called})
    yield from postal_codes(text)
    yield from street_addresses(text)
    yield from meetings(text)
    bare = _bare(text)
    yield from special_details(bare)
    if named:
        yield from names(bare)


def _bare(text: str) -> str:
    """Words without marks that were stacked on them."""
    return text if text.isascii() else str(MARKS.sub("", text))
