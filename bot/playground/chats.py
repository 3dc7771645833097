"""People, chats, and what was said in them, in memory."""

from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any

Json = dict[str, Any]

KEPT_MESSAGES = 1_000
"""Messages remembered of one chat; the oldest make room."""


class Membership(StrEnum):
    """What the bot is in a chat; a blocked bot was kicked."""

    MEMBER = "member"
    ADMINISTRATOR = "administrator"
    LEFT = "left"
    KICKED = "kicked"


@dataclass(slots=True)
class Counter:
    """Numbers that only go up.

    Counting starts at the Unix time, so that a playground whose memory was lost does not give out
    a number again that somebody's database still remembers.
    """

    last: int

    def next(self) -> int:
        self.last += 1
        return self.last


@dataclass(slots=True)
class Person:
    user: Json
    """The Bot API's User object; every message of this person refers to this very object."""

    @property
    def id(self) -> int:
        return int(self.user["id"])


@dataclass(slots=True)
class Sent:
    """One message: what the Bot API shows of it, and what only the person's screen knows.

    `shown` is replaced by an edit, never changed in place: updates on their way keep the old one.
    """

    shown: Json
    from_bot: bool
    silent: bool = False
    edited: bool = False
    reactions: list[str] = field(default_factory=list)
    keyboard: list[list[Json]] | None = None
    """The reply keyboard that came with it; empty where it takes one away."""
    force_reply: bool = False
    placeholder: str | None = None

    @property
    def id(self) -> int:
        return int(self.shown["message_id"])


@dataclass(slots=True)
class Chat:
    shown: Json
    """The Bot API's Chat object."""
    ids: Counter
    membership: Membership = Membership.MEMBER
    owner_id: int | None = None
    owner_may_post: bool = True
    members_may_write: bool = True
    moved_to: int | None = None
    """The supergroup that a group became."""
    member_ids: list[int] = field(default_factory=list)
    messages: dict[int, Sent] = field(default_factory=dict)
    pinned: list[int] = field(default_factory=list)
    keyboard: list[list[Json]] = field(default_factory=list)
    keyboard_once: bool = False

    @property
    def id(self) -> int:
        return int(self.shown["id"])

    @property
    def kind(self) -> str:
        return str(self.shown["type"])

    @property
    def blocked(self) -> bool:
        return self.membership is Membership.KICKED

    def add(self, sent: Sent) -> None:
        self.messages[sent.id] = sent
        if len(self.messages) > KEPT_MESSAGES:
            del self.messages[next(iter(self.messages))]
