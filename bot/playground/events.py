"""What the chat page hears while it is open."""

import asyncio
from collections.abc import Callable
from typing import Any

Event = tuple[str, Any]

MOST_UNHEARD = 1_000
"""Events kept for a page that does not read; then it is let go and reads everything anew."""


class Events:
    """Open event streams by chat; telling nobody costs nothing."""

    def __init__(self) -> None:
        self._listeners: dict[int, set[asyncio.Queue[Event | None]]] = {}

    def tell(self, chat_id: int, name: str, say: Callable[[], Any]) -> None:
        """Sends an event to all who watch this chat; `say` is asked only if somebody does."""
        queues = self._listeners.get(chat_id)
        if not queues:
            return
        value = say()
        for queue in list(queues):
            self._put(chat_id, queue, (name, value))

    def watched(self) -> list[int]:
        return list(self._listeners)

    def listen(self, chat_id: int) -> asyncio.Queue[Event | None]:
        """Opens a stream; None in it means that it has ended."""
        queue: asyncio.Queue[Event | None] = asyncio.Queue()
        self._listeners.setdefault(chat_id, set()).add(queue)
        return queue

    def leave(self, chat_id: int, queue: asyncio.Queue[Event | None]) -> None:
        queues = self._listeners.get(chat_id, set())
        queues.discard(queue)
        if not queues:
            self._listeners.pop(chat_id, None)

    def end(self) -> None:
        for queues in self._listeners.values():
            for queue in queues:
                queue.put_nowait(None)

    def _put(self, chat_id: int, queue: asyncio.Queue[Event | None], event: Event) -> None:
        if queue.qsize() < MOST_UNHEARD:
            queue.put_nowait(event)
            return
        self.leave(chat_id, queue)
        queue.put_nowait(None)
