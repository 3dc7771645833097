"""Networks that tell what others say under a post: the values, and one verb more."""

import re
from dataclasses import dataclass
from typing import Protocol, TypeGuard

from bot.networks.base import Account, Copy, Network

MOST = 100
"""Echoes that one look brings home; a flood beyond them stays where it is."""

NAMES_BEFORE = re.compile(r"\A(?:@[\w.-]{1,64}(?:@[\w.:-]{1,255})?\s+)+")


@dataclass(frozen=True, slots=True, kw_only=True)
class Echo:
    """What somebody else said under a post. All of it is a stranger's word.

    `remote_id` is what a post of ours may answer; `url` is where people read it, or "".
    """

    remote_id: str
    author: str
    text: str
    url: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Heard:
    """How a post stands: counters, and the echoes that its account may see, oldest first."""

    likes: int = 0
    boosts: int = 0
    echoes: tuple[Echo, ...] = ()


class Listening(Protocol):
    """A network that can be asked what came back. What is not public is left out, and so is
    what the account's owner has muted or blocked, as far as the network says so.

    `Refused` means that there is nothing to hear: the post is gone, or nobody tells here.
    """

    answers: bool
    """Whether `publish` may answer an echo, by `Attempt.reply_to`."""

    async def listen(self, account: Account, copy: Copy) -> Heard: ...


def hears(network: Network | None) -> TypeGuard[Listening]:
    """Whether this network can be asked what came back."""
    return hasattr(network, "listen")


def without_names(text: str) -> str:
    """The words behind the names with which an answer in the Fediverse begins."""
    return NAMES_BEFORE.sub("", text.strip())


def as_text(value: object) -> str:
    return value if isinstance(value, str) else ""


def counted(*values: object) -> int:
    """The sum of what a server counts; nonsense counts nothing."""
    known = (one for one in values if isinstance(one, int) and not isinstance(one, bool))
    return sum(min(one, 1_000_000_000) for one in known if one > 0)
