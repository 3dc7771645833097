"""What a subject measures of itself: its acts, by the CPU time of its own process."""

import asyncio
import json
import time
from collections.abc import Awaitable, Callable, Iterable
from typing import TypeVar

Item = TypeVar("Item")
AT_ONCE = 50


class Stopwatch:
    """Counts the CPU time of this process, all its threads and none of its children."""

    def __init__(self) -> None:
        self._begun_at = time.process_time()
        self._cpu = 0.0

    def stop(self) -> None:
        self._cpu = time.process_time() - self._begun_at

    def tell(self, acts: int) -> None:
        """Tells the process that asked how many acts there were in a CPU second."""
        print(json.dumps(acts / self._cpu), flush=True)


async def each_of(
    items: Iterable[Item], act: Callable[[Item], Awaitable[object]], at_once: int = AT_ONCE
) -> None:
    """Acts on every item, so many at a time."""
    left = iter(items)

    async def hand() -> None:
        for item in left:
            await act(item)

    await asyncio.gather(*(hand() for _ in range(at_once)))
