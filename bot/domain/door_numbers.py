"""Numbers that are somebody's own, told from others by their check digits."""

import hashlib
from collections.abc import Iterable, Iterator

import regex

from bot.domain.door_kinds import Detail, Kind

DIGITS = regex.compile(r"(?<![\d.,+])\d++(?:[ -]\d++)*+")
CARD_STARTS = regex.compile(r"4|5[1-5]|2(?:22[1-9]|2[3-9]|[3-6]|7[01]|720)|3[04-9]|6")
CARD_GROUPS = regex.compile(r"\d{13,19}|\d{4}(?: \d{4}){2,3}(?: \d{1,4})?|\d{4} \d{6} \d{4,5}")


def cards(text: str) -> Iterator[Detail]:
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
