"""How to reach somebody: phone numbers and e-mail addresses."""

from collections.abc import Iterator

import phonenumbers
import regex
from phonenumbers import Leniency, PhoneMetadata, PhoneNumberFormat, PhoneNumberMatcher

from bot.domain.door_kinds import Detail, Kind

HOME = "JP"
FEWEST_DIGITS = 6
"""Of any number in the library that says its country; at home numbers are longer still."""

# Only ASCII, because Japanese goes on without a space; bounded, so that no input takes long.
EMAIL = regex.compile(
    r"(?<![a-z0-9_.+%@/-])[a-z0-9_.+%-]{1,64}@(?:[a-z0-9-]{1,63}\.){1,8}[a-z]{2,24}(?![a-z0-9@-])",
    regex.IGNORECASE,
)
# Mobile and IP numbers glued to a word, or spoken with の, which the library leaves out.
JAPANESE_MOBILE = regex.compile(r"(?<!\d)0[5789]0(?:[-\s./・の()]{0,2}\d{4}){2}(?!\d)")


def phones(text: str, country: str) -> Iterator[Detail]:
    digits = sum(map(text.count, "0123456789"))
    if digits < _fewest_digits(country):
        return
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


def _fewest_digits(country: str) -> int:
    """Some small countries have numbers of four digits that people there call without a code."""
    plan = PhoneMetadata.metadata_for_region(country) if country != HOME else None
    lengths = plan.general_desc.possible_length if plan and plan.general_desc else ()
    return min([FEWEST_DIGITS, *lengths])


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


def emails(text: str) -> Iterator[Detail]:
    for match in EMAIL.finditer(text):
        address = match.group().casefold().lstrip(".")
        name, _, host = address.rpartition("@")
        yield Detail(Kind.EMAIL, f"{name[:1]}…@{host}", f"email:{address}")
