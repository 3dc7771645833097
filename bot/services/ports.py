"""The only ways in which inward code may speak to Telegram."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta
from typing import Protocol

from bot.networks.telegram import ChannelPoster
from bot.services.notices import Notice

__all__ = [
    "AnswerLost",
    "CannotReach",
    "ChannelPoster",
    "Messenger",
    "PersonGone",
    "Prompt",
    "TelegramBusy",
    "TooLarge",
]


class CannotReach(Exception):
    """Telegram did not take a message; each kind says what to do next."""


class PersonGone(CannotReach):
    """The person has blocked the bot or left Telegram: stop at once, keep everything."""


class TelegramBusy(CannotReach):
    """Nothing was sent; it may work after `wait`."""

    def __init__(self, wait: timedelta) -> None:
        super().__init__()
        self.wait = wait


class AnswerLost(CannotReach):
    """The message left and the answer was lost: it may stand in the chat."""


class TooLarge(CannotReach):
    """Telegram does not hand over files of more than 20 MB."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Prompt:
    """One question as one person reads it."""

    person_id: int
    nudge_id: int
    language: str
    question: str
    example: str
    taps: Sequence[str] = ()
    late: bool = False


class Messenger(Protocol):
    """Speaks to people in their chat. Raises only CannotReach."""

    async def ask(self, prompt: Prompt, *, awaited: bool = False) -> int:
        """Sends a question and returns its message id; `awaited` if the person waits for it."""
        ...

    async def tell(self, notice: Notice) -> None:
        """Says what happened, in the person's language."""
        ...

    async def fetch(self, file_id: str) -> bytes:
        """Fetches a file's bytes, at most 20 MB."""
        ...
