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
    NAME = "name"
    HEALTH = "health"
    BELIEF = "belief"
    POLITICS = "politics"
    SEX_LIFE = "sex_life"
    UNION = "union"
    CRIME = "crime"


@dataclass(frozen=True, slots=True)
class Detail:
    """One thing that looks private. `shown` is masked, `normal` is the same however it is typed."""

    kind: Kind
    shown: str
    normal: str


SHOPS = frozenset({Kind.PHONE, Kind.EMAIL, Kind.POSTAL, Kind.ADDRESS})
"""Details that a shop shows everybody; a person can say once that they are their own."""
OWNABLE = SHOPS | {Kind.NAME}
"""What a person can say once is always fine."""

SPECIAL = frozenset(
    {Kind.HEALTH, Kind.BELIEF, Kind.POLITICS, Kind.SEX_LIFE, Kind.UNION, Kind.CRIME}
)
"""What a person is or believes: the law protects it most, and only they know who may read it."""
ASKED_ENOUGH = 3
"""So often we ask about a special kind before its person says whether we shall go on."""
