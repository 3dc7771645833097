"""What an incoming message means, and what its parts add up to."""

import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

OPEN_FOR = timedelta(hours=48)
"""How long a question waits for an answer that replies to nothing."""

ALBUM_PAUSE = timedelta(seconds=1)
"""An album's parts come as separate messages; this long after the last it is complete."""

LONGEST_DOWNLOAD = 20_000_000
"""Bytes that Telegram hands over (https://core.telegram.org/bots/api#getfile, 2026-11-20)."""

LONGEST_TEXT = 10_000


class Kind(StrEnum):
    """What a message carries."""

    TEXT = "text"
    PHOTO = "photo"
    VOICE = "voice"
    VIDEO = "video"
    PLACE = "place"


@dataclass(frozen=True, slots=True, kw_only=True)
class Incoming:
    """One message of one person, as far as the diary cares. A place is a city's name."""

    person_id: int
    message_id: int
    sent_at: datetime
    kind: Kind
    text: str = ""
    place: str | None = None
    file_id: str | None = None
    file_size: int | None = None
    media_group_id: str | None = None
    reply_to: int | None = None
    reply_to_nudge: int | None = None
    """The question that the replied message shows, by its buttons."""
    forwarded: bool = False

    @property
    def too_large(self) -> bool:
        return (self.file_size or 0) > LONGEST_DOWNLOAD


def clean(text: str) -> str:
    """A person's words without what no database, feed or page can carry.

    NUL and other control characters go, and lone surrogates; new lines, tabs and the marks
    that Arabic and Hebrew need stay. The form is NFC, so that two spellings are one.
    """
    kept = "".join(
        character
        for character in text
        if character in "\n\t" or unicodedata.category(character) not in {"Cc", "Cs"}
    )
    return unicodedata.normalize("NFC", kept).strip()[:LONGEST_TEXT]


def joined(texts: Iterable[str]) -> str:
    """The words of a snippet: its parts' words in order, one paragraph each."""
    return "\n".join(text for text in texts if text)


def excerpt(text: str, most: int = 60) -> str:
    """The beginning of a text on one line."""
    line = " ".join(text.split())
    return line if len(line) <= most else line[: most - 1].rstrip() + "…"
