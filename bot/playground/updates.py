"""What waits for a bot: its updates in order, and the long poll that takes them."""

import asyncio
from collections import OrderedDict
from collections.abc import Callable
from dataclasses import dataclass
from itertools import islice
from typing import Any

from bot.playground.chats import Counter
from bot.playground.errors import ApiError, conflict

Json = dict[str, Any]

LIFE = 24 * 3600.0
LONGEST_POLL = 50
MOST_UPDATES = 100
ASKED_BEFORE = frozenset({"chat_member", "message_reaction", "message_reaction_count"})
"""Kinds that come only when asked for (https://core.telegram.org/bots/api#getupdates)."""

# How Telegram's server slows down those who ask too often, and repeats of the same conflict:
# telegram-bot-api/Client.cpp, process_get_updates_query and fail_query_conflict.
_SAME_OFFSET = 3.0
_IN_A_HURRY = 0.5
_CONFLICT_PAUSE = 3.0


@dataclass(frozen=True, slots=True)
class Pending:
    update: Json
    chat_id: int
    at: float

    @property
    def id(self) -> int:
        return int(self.update["update_id"])


class Mailbox:
    """Updates of one bot, until they are confirmed or a day old."""

    def __init__(
        self, ids: Counter, clock: Callable[[], float], monotonic: Callable[[], float]
    ) -> None:
        self.ids = ids
        self.pending: OrderedDict[int, Pending] = OrderedDict()
        self.allowed: frozenset[str] | None = None
        self.on_new: Callable[[Pending], None] | None = None
        self.on_put: Callable[[Json], None] | None = None
        self._clock = clock
        self._monotonic = monotonic
        self._poller: asyncio.Future[None] | None = None
        self._ended = asyncio.Event()
        self._last_offset: int | None = None
        self._last_poll_at = 0.0
        self._next_conflict_at = 0.0

    def put(self, kind: str, content: Json, chat_id: int) -> int | None:
        """Queues an update; None when the bot does not want this kind."""
        if not self._wanted(kind):
            return None
        update_id = self.ids.next()
        update: Json = {"update_id": update_id, kind: content}
        if self.on_put is not None:
            self.on_put(update)
        self.put_raw(update, chat_id)
        return update_id

    def put_raw(self, update: Json, chat_id: int) -> None:
        """Queues an update as it stands, however odd."""
        pending = Pending(update, chat_id, self._clock())
        self.pending[pending.id] = pending
        if self.on_new is not None:
            self.on_new(pending)
        elif self._poller is not None and not self._poller.done():
            self._poller.set_result(None)

    def allow(self, kinds: list[Any] | None) -> None:
        """Sets the kinds wanted from now on; None keeps what was set, an empty list resets it."""
        if kinds is not None:
            self.allowed = frozenset(str(kind) for kind in kinds) or None

    async def poll(self, offset: int, limit: int, seconds: int) -> list[Json]:
        """Waits up to `seconds` for updates from `offset` on; confirms all before it."""
        self.end_poll("terminated by other getUpdates request; make sure that only one bot"
                      " instance is running")  # fmt: skip
        limit, seconds = self._slowed(offset, limit, seconds)
        self._confirm(offset)
        deadline = self._monotonic() + seconds
        while not (found := self._take(offset, limit)):
            left = deadline - self._monotonic()
            if left <= 0 or self._ended.is_set():
                return []
            await self._wait(left)
        return found

    def end_poll(self, why: str) -> None:
        """Ends a poll under way with 409."""
        if self._poller is not None and not self._poller.done():
            self._poller.set_exception(conflict(why))

    def end(self) -> None:
        """Lets every poll return, for good."""
        self._ended.set()
        if self._poller is not None and not self._poller.done():
            self._poller.set_result(None)

    def expire(self) -> None:
        oldest = self._clock() - LIFE
        while self.pending and next(iter(self.pending.values())).at <= oldest:
            self.pending.popitem(last=False)

    def _wanted(self, kind: str) -> bool:
        return kind in self.allowed if self.allowed is not None else kind not in ASKED_BEFORE

    def _slowed(self, offset: int, limit: int, timeout: int) -> tuple[int, int]:
        limit = min(max(limit, 1), MOST_UPDATES)
        timeout = min(max(timeout, 0), LONGEST_POLL)
        now = self._monotonic()
        since = now - self._last_poll_at if offset == self._last_offset else _SAME_OFFSET
        self._last_offset, self._last_poll_at = offset, now
        if since < _SAME_OFFSET:
            timeout = max(timeout, int(_SAME_OFFSET))
        return (1 if since < _IN_A_HURRY else limit), timeout

    def _confirm(self, offset: int) -> None:
        self.expire()
        if offset < 0:
            for update_id in list(self.pending)[:offset]:
                del self.pending[update_id]
        while self.pending and next(iter(self.pending)) < offset:
            self.pending.popitem(last=False)

    def _take(self, offset: int, limit: int) -> list[Json]:
        wanted = (p.update for p in self.pending.values() if offset <= 0 or p.id >= offset)
        return list(islice(wanted, limit))

    async def _wait(self, seconds: float) -> None:
        self._poller = poller = asyncio.get_running_loop().create_future()
        try:
            await asyncio.wait_for(poller, seconds)
        except TimeoutError:
            return
        except ApiError:
            await self._hold_back()
            raise
        finally:
            if self._poller is poller:
                self._poller = None

    async def _hold_back(self) -> None:
        now = self._monotonic()
        if now >= self._next_conflict_at:
            self._next_conflict_at = now + _CONFLICT_PAUSE
            return
        try:
            await asyncio.wait_for(self._ended.wait(), _CONFLICT_PAUSE)
        except TimeoutError:
            return
