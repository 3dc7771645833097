"""What gets one warning before it goes out: phone numbers, e-mail addresses, card numbers.

It helps a person who did not notice; it is no wall against one who wants to share a number.
"""

import hashlib
import unicodedata
from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass
from enum import StrEnum

import phonenumbers
import regex
from phonenumbers import Leniency, PhoneNumberFormat, PhoneNumberMatcher

HOME = "JP"
CHUNK = 10_000
OVERLAP = 200
"""Longer than any detail, so that none is cut in two between chunks."""

DASH = regex.compile(r"(?<=\d)\s?[‐‑‒–—―−ー－ｰ_]\s?(?=\d)")
INVISIBLE = regex.compile(r"\p{Cf}+")
# Only ASCII, because Japanese goes on without a space; bounded, so that no input takes long.
EMAIL = regex.compile(
    r"(?<![a-z0-9_.+%@/-])[a-z0-9_.+%-]{1,64}@(?:[a-z0-9-]{1,63}\.){1,8}[a-z]{2,24}(?![a-z0-9@-])",
    regex.IGNORECASE,
)
# Mobile and IP numbers glued to a word, or spoken with の, which the library leaves out.
JAPANESE_MOBILE = regex.compile(r"(?<!\d)0[5789]0(?:[-\s./・の()]{0,2}\d{4}){2}(?!\d)")
DIGITS = regex.compile(r"(?<![\d.,+])\d++(?:[ -]\d++)*+")
CARD_STARTS = regex.compile(r"4|5[1-5]|2(?:22[1-9]|2[3-9]|[3-6]|7[01]|720)|3[04-9]|6")
CARD_GROUPS = regex.compile(r"\d{13,19}|\d{4}(?: \d{4}){2,3}(?: \d{1,4})?|\d{4} \d{6} \d{4,5}")


class Kind(StrEnum):
    """What a detail is; a person can turn the warning off for each."""

    PHONE = "phone"
    EMAIL = "email"
    CARD = "card"


@dataclass(frozen=True, slots=True)
class Detail:
    """One thing that looks private. `shown` is masked, `normal` is the same however it is typed."""

    kind: Kind
    shown: str
    normal: str


def details(
    text: str,
    *,
    country: str = HOME,
    off: Collection[str] = (),
    known: Collection[str] = (),
) -> tuple[Detail, ...]:
    """What in this text deserves a warning, each once, in the order of the text by kind.

    `country` is an ISO code whose phone numbers count beside Japan's; `known` holds the `normal`
    of what the person has called their own or let pass already.
    """
    found: dict[str, Detail] = {}
    for chunk in _chunks(text):
        for detail in _look(_plain(chunk), country):
            found.setdefault(detail.normal, detail)
    return tuple(d for d in found.values() if d.kind not in off and d.normal not in known)


def _chunks(text: str) -> Iterator[str]:
    for start in range(0, len(text), CHUNK):
        yield text[max(0, start - OVERLAP) : start + CHUNK]


def _plain(text: str) -> str:
    """Full-width and foreign digits as ASCII, every dash between digits as a hyphen."""
    text = INVISIBLE.sub("", unicodedata.normalize("NFKC", text))
    text = "".join(_digit(character) for character in text)
    return str(DASH.sub("-", text))


def _digit(character: str) -> str:
    if character.isascii() or not character.isdecimal():
        return character
    return str(unicodedata.decimal(character))


def _look(text: str, country: str) -> Iterator[Detail]:
    yield from _phones(text, country)
    yield from _emails(text)
    yield from _cards(text)


def _phones(text: str, country: str) -> Iterator[Detail]:
    for match in PhoneNumberMatcher(text, HOME, leniency=Leniency.VALID):
        if _grouped_like_a_phone(match.raw_string):
            yield _phone(match.number)
    if country != HOME:
        # Abroad the grouping must be right too, or every long number would be a phone number.
        for match in PhoneNumberMatcher(text, country, leniency=Leniency.STRICT_GROUPING):
            yield _phone(match.number)
    for loose in JAPANESE_MOBILE.finditer(text):
        number = phonenumbers.parse(regex.sub(r"\D", "", loose.group()), HOME)
        yield _phone(number)


def _grouped_like_a_phone(raw: str) -> bool:
    """No Japanese number begins with a lone 0 or ends in one or two digits, unlike an ISBN."""
    groups = regex.findall(r"\d+", raw)
    return len(groups) == 1 or (groups[0] != "0" and len(groups[-1]) >= 3)


def _phone(number: phonenumbers.PhoneNumber) -> Detail:
    normal = phonenumbers.format_number(number, PhoneNumberFormat.E164)
    at_home = normal.startswith("+81")
    style = PhoneNumberFormat.NATIONAL if at_home else PhoneNumberFormat.INTERNATIONAL
    groups = regex.findall(r"\+?\d+", phonenumbers.format_number(number, style))
    first = groups[0] if len(groups) > 1 else groups[0][:3]
    return Detail(Kind.PHONE, f"{first}-…-{normal[-4:]}", f"phone:{normal}")


def _emails(text: str) -> Iterator[Detail]:
    for match in EMAIL.finditer(text):
        address = match.group().casefold().lstrip(".")
        name, _, host = address.rpartition("@")
        yield Detail(Kind.EMAIL, f"{name[:1]}…@{host}", f"email:{address}")


def _cards(text: str) -> Iterator[Detail]:
    for run in DIGITS.finditer(text):
        number = _card_in(run.group().replace("-", " ").split(" "))
        if number is not None:
            digest = hashlib.sha256(number.encode()).hexdigest()
            yield Detail(Kind.CARD, f"…{number[-4:]}", f"card:{digest[:32]}")


def _card_in(groups: list[str]) -> str | None:
    """The first card number among neighbouring groups of digits; an expiry may stand behind it."""
    for start in range(len(groups)):
        for count in range(1, min(5, len(groups) - start) + 1):
            together = groups[start : start + count]
            if sum(map(len, together)) > 19:
                break
            number = "".join(together)
            if CARD_GROUPS.fullmatch(" ".join(together)) and _is_card(number):
                return number
    return None


def _is_card(number: str) -> bool:
    if not 13 <= len(number) <= 19 or not CARD_STARTS.match(number):
        return False
    if len(number) == 13 and _checks(number, weight=3):
        return False  # the bar code of a product
    return _luhn(number)


def _luhn(number: str) -> bool:
    doubled = (int(digit) * 2 for digit in number[-2::-2])
    plain = (int(digit) for digit in number[::-2])
    return (sum(plain) + sum(d - 9 if d > 9 else d for d in doubled)) % 10 == 0


def _checks(number: str, *, weight: int) -> bool:
    """Whether the last digit is the check digit of an EAN (GS1), as on books and groceries."""
    digits: Iterable[int] = map(int, reversed(number))
    return sum(d * (weight if place % 2 else 1) for place, d in enumerate(digits)) % 10 == 0
