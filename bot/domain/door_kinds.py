"""The kinds of details that the door knows, and what one looks like."""

from dataclasses import dataclass
from enum import StrEnum


class Kind(StrEnum):
    """What a detail is; a person can turn the warning off for each."""

    PHONE = "phone"
    EMAIL = "email"
    CARD = "card"
    MY_NUMBER = "my_number"
    POSTAL = "postal"
    ADDRESS = "address"
    MEETING = "meeting"


@dataclass(frozen=True, slots=True)
class Detail:
    """One thing that looks private. `shown` is masked, `normal` is the same however it is typed."""

    kind: Kind
    shown: str
    normal: str


OWNABLE = frozenset({Kind.PHONE, Kind.EMAIL, Kind.POSTAL, Kind.ADDRESS})
"""Details that a shop shows everybody; a person can say once that they are their own."""
