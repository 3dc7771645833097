"""Honest stand-ins for the edges: small, real behaviour, and a memory of what happened."""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from typing import Any

from bot.domain.compose import Limits
from bot.networks.base import (
    Account,
    Attempt,
    Copy,
    Linking,
    NetworkError,
    Refused,
    Secret,
    Unsure,
)
from bot.services.notices import Notice
from bot.services.ports import CannotReach, Prompt

NOW = datetime(2026, 11, 23, 12, 0, tzinfo=UTC)


class Killed(BaseException):
    """The worker dies here: nothing after it runs, and nobody catches it."""


class FakeClock:
    """Time that stands until it is told to pass."""

    def __init__(self, now: datetime = NOW) -> None:
        self.now = now

    def __call__(self) -> datetime:
        return self.now

    def passes(self, wait: timedelta | None = None, **units: float) -> None:
        self.now += wait or timedelta(**units)


class FakeMessenger:
    """Remembers what was said. `unreachable` is raised instead of saying anything."""

    def __init__(self) -> None:
        self.said: list[Notice] = []
        self.asked: list[Prompt] = []
        self.files: dict[str, bytes] = {}
        self.unreachable: CannotReach | None = None

    async def ask(self, prompt: Prompt, *, awaited: bool = False) -> int:
        self._reach()
        self.asked.append(prompt)
        return 1000 + len(self.asked)

    async def tell(self, notice: Notice) -> None:
        self._reach()
        self.said.append(notice)

    async def fetch(self, file_id: str) -> bytes:
        self._reach()
        return self.files[file_id]

    def heard(self, kind: type) -> list[Any]:
        """Everything of one kind that was said."""
        return [notice for notice in self.said if isinstance(notice, kind)]

    def _reach(self) -> None:
        if self.unreachable is not None:
            raise self.unreachable


@dataclass(frozen=True, slots=True)
class Standing:
    """One post as everybody sees it on the fake network."""

    remote_id: str
    account: str
    text: str
    pictures: int
    key: str
    alts: tuple[str, ...] = ()
    reply_to: str = ""
    recordings: int = 0


Deed = Callable[[], Awaitable[None]]


@dataclass(slots=True, kw_only=True)
class FakeNetwork:
    """A network in memory that posts, forgets keys, loses answers and fails on demand.

    `fails` are raised one by one instead of acting, `loses` so many answers after acting.
    `before` and `after` run inside the call, around the deed: a test can wait there, or kill.
    """

    clock: FakeClock
    name: str = "mastodon"
    title: str = "Mastodon"
    linking: Linking = Linking.OAUTH
    limits: Limits = field(default_factory=lambda: Limits(characters=500))
    repeatable_for: timedelta = timedelta(0)
    can_edit: bool = True
    can_delete: bool = True
    can_find: bool = False
    threads: bool = False
    linkable: bool = True
    own_keys: bool = False
    keys_end: bool = True
    fetches_pictures: bool = False
    needs_picture: bool = False
    fails: list[BaseException] = field(default_factory=list)
    fails_to_prepare: list[BaseException] = field(default_factory=list)
    loses: int = 0
    before: Deed | None = None
    after: Deed | None = None
    before_prepare: Deed | None = None
    renews: list[Secret | BaseException | None] = field(default_factory=list)
    standing: dict[str, Standing] = field(default_factory=dict)
    calls: list[tuple[str, str]] = field(default_factory=list)
    revoked: list[str] = field(default_factory=list)
    _keys: dict[str, tuple[str, datetime]] = field(default_factory=dict)
    _count: int = 0

    @property
    def texts(self) -> list[str]:
        """What stands there now, oldest first."""
        return [post.text for post in self.standing.values()]

    async def limits_of(self, account: Account) -> Limits:
        self.calls.append(("limits_of", account.handle))
        return self.limits

    async def renew(self, account: Account) -> Secret | None:
        self.calls.append(("renew", account.handle))
        fresh = self.renews.pop(0) if self.renews else None
        if isinstance(fresh, BaseException):
            raise fresh
        return fresh

    async def prepare(self, account: Account, attempt: Attempt) -> dict[str, Any]:
        self.calls.append(("prepare", attempt.key))
        if self.before_prepare:
            await self.before_prepare()
        if self.fails_to_prepare:
            raise self.fails_to_prepare.pop(0)
        return {"uploads": len(attempt.post.pictures)}

    async def publish(self, account: Account, attempt: Attempt) -> Copy:
        async def post() -> Copy:
            known = self._keys.get(attempt.key)
            if known and self.clock.now - known[1] < self.repeatable_for:
                return Copy(known[0], self._url(known[0]))
            self._count += 1
            remote_id = f"post-{self._count}"
            self.standing[remote_id] = Standing(
                remote_id,
                account.handle,
                attempt.post.text,
                len(attempt.post.pictures),
                attempt.key,
                tuple(picture.alt for picture in attempt.post.pictures),
                attempt.reply_to.remote_id if attempt.reply_to else "",
                len(attempt.post.recordings),
            )
            self._keys[attempt.key] = (remote_id, self.clock.now)
            return Copy(remote_id, self._url(remote_id))

        return await self._act("publish", attempt.key, post)

    async def find(self, account: Account, attempt: Attempt) -> Copy | None:
        self.calls.append(("find", attempt.key))
        if self.fails:
            raise self.fails.pop(0)
        for post in self.standing.values():
            if post.key == attempt.key:
                return Copy(post.remote_id, self._url(post.remote_id))
        return None

    async def edit(self, account: Account, copy: Copy, attempt: Attempt) -> Copy:
        async def change() -> Copy:
            if copy.remote_id not in self.standing:
                raise Refused("not_there")
            known = self.standing[copy.remote_id]
            self.standing[copy.remote_id] = replace(
                known,
                text=attempt.post.text,
                pictures=len(attempt.post.pictures),
                recordings=len(attempt.post.recordings),
            )
            return copy

        return await self._act("edit", copy.remote_id, change)

    async def delete(self, account: Account, copy: Copy) -> None:
        async def remove() -> None:
            self.standing.pop(copy.remote_id, None)

        await self._act("delete", copy.remote_id, remove)

    async def revoke(self, account: Account) -> None:
        self.revoked.append(account.handle)

    async def _act(self, verb: str, about: str, deed: Callable[[], Awaitable[Any]]) -> Any:
        self.calls.append((verb, about))
        if self.before:
            await self.before()
        if self.fails:
            raise self.fails.pop(0)
        done = await deed()
        if self.after:
            await self.after()
        if self.loses:
            self.loses -= 1
            raise Unsure("answer_lost")
        return done

    def made(self, verb: str) -> list[str]:
        """What a verb was called about, in order."""
        return [about for name, about in self.calls if name == verb]

    def _url(self, remote_id: str) -> str:
        return f"https://{self.name}.example/{remote_id}"


async def die() -> None:
    """A deed for `before` and `after`."""
    raise Killed


__all__ = ["NOW", "FakeClock", "FakeMessenger", "FakeNetwork", "Killed", "NetworkError", "die"]
