"""Telegram's documented pace: who sends faster is told to wait.

About one message a second to one chat with short bursts, 30 a second in all, 20 a minute to a
group (https://core.telegram.org/bots/faq#my-bot-is-hitting-limits-how-do-i-avoid-this).
"""

import math
from collections.abc import Callable
from dataclasses import dataclass

from bot.playground.errors import too_many_requests


@dataclass(slots=True)
class Bucket:
    """`size` messages at once, `rate` a second thereafter."""

    size: float
    rate: float
    filled_at: float
    level: float

    @classmethod
    def full(cls, size: float, rate: float, now: float) -> "Bucket":
        return cls(size, rate, now, size)

    def wait(self, count: int, now: float) -> float:
        """Seconds until `count` more fit; 0 when they fit now."""
        self.level = min(self.size, self.level + (now - self.filled_at) * self.rate)
        self.filled_at = now
        # A batch larger than the bucket may go once the bucket is full.
        return max(0.0, (min(count, self.size) - self.level) / self.rate)

    def take(self, count: int) -> None:
        self.level -= count


class Flood:
    def __init__(self, monotonic: Callable[[], float]) -> None:
        self._monotonic = monotonic
        self._overall = Bucket.full(30, 30, monotonic())
        self._chats: dict[str, Bucket] = {}

    def admit(self, chat_id: object, count: int) -> None:
        """Counts messages on their way to a chat; 429 with the seconds to wait if too many."""
        now = self._monotonic()
        buckets = (self._overall, self._chat(str(chat_id), now))
        wait = max(bucket.wait(count, now) for bucket in buckets)
        if wait > 0:
            raise too_many_requests(math.ceil(wait))
        for bucket in buckets:
            bucket.take(count)

    def _chat(self, chat_id: str, now: float) -> Bucket:
        bucket = self._chats.get(chat_id)
        if bucket is None:
            in_group = chat_id.startswith(("-", "@"))
            bucket = Bucket.full(20, 20 / 60, now) if in_group else Bucket.full(5, 1, now)
            self._chats[chat_id] = bucket
        return bucket
