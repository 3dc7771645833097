"""What a tap on a target leads to, as values; the chat finds the words and the buttons."""

from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum

from bot.domain.door import Detail
from bot.domain.preflight import Finding
from bot.services.targets import Target


class Why(StrEnum):
    """Why something cannot be shared."""

    GONE = "gone"
    DIARY_ONLY = "diary only"
    FORWARDED = "forwarded"
    NEEDS_A_LINE = "needs a line"
    NOTHING_TO_SHOW = "nothing to show"
    NOT_LINKED = "not linked"
    BLOCKED = "blocked"
    SUSPENDED = "suspended"


@dataclass(frozen=True, slots=True, kw_only=True)
class FirstTime:
    """Nothing went to this target before: show how it will look, and ask.

    `handle`, `name` and `address` are the account's; the address is empty for other networks
    and while no phone could open it. `preview` is the first post, `rest` are those behind it;
    `drawn` says that all of the words go beside it as a picture.
    """

    snippet_id: int
    account_id: int
    network: str
    title: str
    handle: str
    name: str
    address: str
    preview: str
    pictures: int
    rest: tuple[str, ...] = ()
    drawn: bool = False
    recordings: int = 0
    words: str = ""
    """All of the words, of which the preview may show the beginning."""
    findings: tuple[Finding, ...] = ()
    """What becomes of them and of the photos there."""


@dataclass(frozen=True, slots=True, kw_only=True)
class AtTheDoor:
    """These details want one more tap. `revision` says which words they were found in."""

    snippet_id: int
    account_id: int | None
    revision: int
    details: tuple[Detail, ...]


@dataclass(frozen=True, slots=True)
class NoPageYet:
    """The page has neither handle nor name: `pages.draft_page`, then choose again."""

    snippet_id: int


@dataclass(frozen=True, slots=True)
class NotAllowed:
    """This snippet cannot go there; `why` says what in words would help."""

    why: Why


@dataclass(frozen=True, slots=True, kw_only=True)
class AllowanceSpent:
    """Whoever runs this pays for that network, and this month's posts are used up."""

    network: str
    back_on: date


@dataclass(frozen=True, slots=True, kw_only=True)
class Waiting:
    """It is settled. `due_at` is when the next of the targets leaves, None if none is waiting."""

    due_at: datetime | None
    targets: tuple[Target, ...]


Choice = FirstTime | AtTheDoor | NoPageYet | NotAllowed | AllowanceSpent | Waiting
