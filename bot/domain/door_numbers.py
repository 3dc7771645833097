"""Numbers that are somebody's own, told from others by their check digits."""

import hashlib
from collections.abc import Collection, Iterable, Iterator

import regex

from bot.domain.door_kinds import Detail, Kind

DIGITS = regex.compile(r"(?<![\d.,+])\d++(?:[ -]\d++)*+")
CARD_STARTS = regex.compile(r"4|5[1-5]|2(?:22[1-9]|2[3-9]|[3-6]|7[01]|720)|3[04-9]|6")
# Exactly twelve, plain or in fours; a thirteenth digit beside them makes it something else.
TWELVE = regex.compile(
    r"(?<![\d.,+])(?<!\d[ -])(?<!\d \+)(?:\d{12}|\d{4}([ -])\d{4}\1\d{4})(?![ -]?\d)"
)
# What stands before a number of twelve digits that counts parcels, orders or money.
COUNTS_OTHER = regex.compile(
    r"(?:注文|受注|伝票|追跡|荷物|送り状|問い?合わ?せ|予約|会員|受付|型番|品番|口座|法人)[^\n\d]{0,8}$"
    r"|(?:order|tracking|parcel|invoice|booking|reference|model|ref|isbn|jan|sku)[^\n\d]{0,12}$",
    regex.IGNORECASE,
)
NAMES_IT = regex.compile(r"(?:マイナンバー|個人番号|my number)[^\n\d]{0,12}$", regex.IGNORECASE)
TIMESTAMP = regex.compile(
    r"(?:19|20)\d\d(?:0[1-9]|1[0-2])(?:0[1-9]|[12]\d|3[01])(?:[01]\d|2[0-4])[0-5]\d"
)
SHORTEST_CARD = 13
CARD_GROUPS = regex.compile(r"\d{13,19}|\d{4}(?: \d{4}){2,3}(?: \d{1,4})?|\d{4} \d{6} \d{4,5}")


def cards(text: str) -> Iterator[Detail]:
    for run in DIGITS.finditer(text):
        if len(run.group()) < SHORTEST_CARD:
            continue
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
    if not SHORTEST_CARD <= len(number) <= 19 or not CARD_STARTS.match(number):
        return False
    if len(number) == SHORTEST_CARD and _checks(number, weight=3):
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


def my_numbers(text: str, *, phones: Collection[str] = ()) -> Iterator[Detail]:
    """Japan's individual numbers: twelve digits of which the last is right.

    One number in eleven is so by chance, so words around it and other ways to count decide too.
    `phones` holds the `normal` of the phone numbers that were seen in the same text.
    """
    for match in TWELVE.finditer(text):
        number = regex.sub(r"\D", "", match.group())
        if f"phone:+{number}" in phones:
            continue
        before = text[max(0, match.start() - 24) : match.start()]
        if _is_my_number(number) and (NAMES_IT.search(before) or not _counts_other(number, before)):
            # So short that thousands of numbers share it: nobody can work the number out from it.
            digest = hashlib.sha256(number.encode()).hexdigest()
            yield Detail(Kind.MY_NUMBER, f"…{number[-4:]}", f"{Kind.MY_NUMBER}:{digest[:5]}")


def _is_my_number(number: str) -> bool:
    """Article 5 of the Ministry of Internal Affairs and Communications' ordinance 85 of 2014.

    https://laws.e-gov.go.jp/law/426M60000008085 (as of 2026-11): the digits before the last,
    counted from the right, weigh 2 to 7 and again 2 to 6; the last is 11 less what their sum
    leaves over 11, and 0 where that leaves 0 or 1.
    """
    if len(set(number)) == 1:
        return False  # 0000 0000 0000 passes, and is a form that nobody has filled in
    digits = [int(digit) for digit in reversed(number[:-1])]
    left = sum(digit * (place % 6 + 2) for place, digit in enumerate(digits)) % 11
    return int(number[-1]) == (0 if left <= 1 else 11 - left)


def _counts_other(number: str, before: str) -> bool:
    if COUNTS_OTHER.search(before) or TIMESTAMP.fullmatch(number):
        return True
    return _checks(number, weight=3)  # the bar code of an American product
