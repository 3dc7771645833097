"""Drawing beside the event loop, under a time limit."""

import asyncio
from collections.abc import Callable
from datetime import timedelta
from typing import TypeVar

Values = TypeVar("Values")
Made = TypeVar("Made")
LIMIT = timedelta(seconds=5)


class TooSlow(Exception):
    """The picture was not ready in time; the same words without it are enough."""


async def draw_in_time(
    draw: Callable[[Values], Made], values: Values, *, limit: timedelta = LIMIT
) -> Made:
    """Draws in a thread and waits no longer than `limit`; then raises TooSlow.

    A thread cannot be ended, so every drawing must also be bounded by itself.
    """
    try:
        return await asyncio.wait_for(asyncio.to_thread(draw, values), limit.total_seconds())
    except TimeoutError:
        raise TooSlow from None
