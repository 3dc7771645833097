"""The log of what a bot asked: the last ten thousand calls, oldest first."""

from collections import deque
from dataclasses import dataclass
from typing import Any

Json = dict[str, Any]

KEPT = 10_000


@dataclass(slots=True)
class Call:
    n: int
    method: str
    parameters: Json
    at: float
    status: int | None = None
    """None while the call is under way."""

    def seen(self) -> Json:
        return {
            "n": self.n,
            "method": self.method,
            "parameters": self.parameters,
            "status": self.status,
            "at": round(self.at, 3),
        }


class CallLog:
    def __init__(self) -> None:
        self._calls: deque[Call] = deque(maxlen=KEPT)
        self._count = 0

    def note(self, method: str, parameters: Json, at: float) -> Call:
        self._count += 1
        call = Call(self._count, method, parameters, at)
        self._calls.append(call)
        return call

    def seen(self, method: str | None = None, after: int = 0) -> list[Json]:
        wanted = method.lower() if method else None
        return [
            call.seen()
            for call in self._calls
            if call.n > after and (wanted is None or call.method.lower() == wanted)
        ]

    def clear(self) -> None:
        """Forgets the calls; numbers go on, so that nobody's `after` hides new ones."""
        self._calls.clear()
