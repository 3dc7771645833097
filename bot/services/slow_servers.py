"""Which servers answer late or not at all, so that they do not hold all hands of a worker.

Each process learns it by itself, from its own deliveries. A server that is well is never held back.
"""

import logging
import time
from collections import defaultdict
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field

from bot.db.tables import Account

AT_ONCE = 4
"""How many deliveries try a server that is slow."""
LATE_SECONDS, LATE_WITH_MEDIA = 5.0, 60.0
"""How long words may take, and files, on which servers work for a while."""
FORGOTTEN_SECONDS = 600.0
"""A failure that is older says nothing any more."""
UNWELL = {"unreachable", "server_error", "slow", "answer_lost"}
"""The rules by which a server has failed, and not its account or the post."""

logger = logging.getLogger(__name__)


@dataclass(slots=True)
class Visit:
    """One delivery at a server; `rule` says how it failed, None that it answered."""

    late_from: float
    answered: bool = False
    rule: str | None = None


@dataclass(slots=True)
class SlowServers:
    """By names of `server_of`; `clock` is in seconds."""

    clock: Callable[[], float] = time.monotonic
    _visits: defaultdict[str, list[Visit]] = field(default_factory=lambda: defaultdict(list))
    _failed_at: dict[str, float] = field(default_factory=dict)

    @contextmanager
    def visit(self, server: str, *, media: bool = False) -> Iterator[Visit]:
        """Its user says what came of it; where nobody does, it counts for nothing."""
        one = Visit(self.clock() + (LATE_WITH_MEDIA if media else LATE_SECONDS))
        self._visits[server].append(one)
        try:
            yield one
        finally:
            self._visits[server].remove(one)
            if not self._visits[server]:
                del self._visits[server]
            self._learn(server, one)

    def slow(self) -> list[str]:
        """Those that failed last, and those that keep somebody waiting."""
        now = self.clock()
        self._failed_at = {
            server: at for server, at in self._failed_at.items() if now - at < FORGOTTEN_SECONDS
        }
        late = (
            server
            for server, visits in self._visits.items()
            if any(now > one.late_from for one in visits)
        )
        return sorted({*self._failed_at, *late})

    def room(self, server: str) -> int:
        """How many more deliveries may try it, if it is slow."""
        return max(0, AT_ONCE - len(self._visits.get(server, ())))

    def _learn(self, server: str, one: Visit) -> None:
        if one.rule in UNWELL:
            if server not in self._failed_at:
                logger.warning("%s: %s; few deliveries try it until it answers", server, one.rule)
            self._failed_at[server] = self.clock()
        elif one.answered:
            self._failed_at.pop(server, None)


def server_of(account: Account) -> str:
    """A server by its network and name; a network that has but one has no name for it."""
    return f"{account.network}:{account.server}"
