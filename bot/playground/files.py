"""Files that were sent, kept in memory or in a folder."""

import os
import secrets
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from bot.playground.chats import Counter

Json = dict[str, Any]

LINK_LIFE = 3600.0
"""Seconds for which a download path is good (https://core.telegram.org/bots/api#getfile)."""


@dataclass(slots=True)
class StoredFile:
    file_id: str
    unique_id: str
    path: str
    """Where the Bot API offers it, such as `photos/file_7.jpg`."""
    size: int
    content_type: str
    name: str
    linked_until: float = 0.0
    kind: str = ""
    shown: Any = None
    """What the Bot API showed when it was first sent, so that its file_id can be sent again."""

    @property
    def seen_at(self) -> str:
        """Where the chat page finds it."""
        return f"/playground/files/{self.unique_id}{Path(self.path).suffix}"

    def reference(self) -> Json:
        return {
            "file_id": self.file_id,
            "file_unique_id": self.unique_id,
            "file_size": self.size,
        }


class Shelf:
    """Every file that was sent; with a folder the bytes survive a restart."""

    def __init__(self, folder: Path | None, numbers: Counter) -> None:
        self._folder = folder
        self._numbers = numbers
        self._contents: dict[str, bytes] = {}
        self._by_id: dict[str, StoredFile] = {}
        self._by_path: dict[str, StoredFile] = {}
        self._by_unique_id: dict[str, StoredFile] = {}

    def put(self, content: bytes, *, room: str, name: str, content_type: str) -> StoredFile:
        """Keeps a file; `room` is the first part of its path (photos, voice, …)."""
        number = self._numbers.next()
        suffix = Path(name).suffix.lower()[:12]
        stored = StoredFile(
            file_id=f"Ag{secrets.token_urlsafe(24)}",
            unique_id=f"AQ{number}",
            path=f"{room}/file_{number}{suffix}",
            size=len(content),
            content_type=content_type,
            name=name,
        )
        self._write(stored, content)
        self._remember(stored)
        return stored

    def describe(self, file_id: str, kind: str, shown: Any) -> None:
        stored = self._by_id[file_id]
        stored.kind, stored.shown = kind, shown

    def by_id(self, file_id: str) -> StoredFile | None:
        return self._by_id.get(file_id)

    def by_path(self, path: str) -> StoredFile | None:
        return self._by_path.get(path)

    def by_unique_id(self, unique_id: str) -> StoredFile | None:
        return self._by_unique_id.get(unique_id)

    def read(self, stored: StoredFile) -> bytes:
        if self._folder is None:
            return self._contents[stored.unique_id]
        return (self._folder / stored.unique_id).read_bytes()

    def clear(self) -> None:
        for stored in self._by_id.values():
            if self._folder is not None:
                (self._folder / stored.unique_id).unlink(missing_ok=True)
        for index in (self._contents, self._by_id, self._by_path, self._by_unique_id):
            index.clear()

    def dump(self) -> list[Json]:
        return [asdict(stored) for stored in self._by_id.values()]

    def load(self, rows: list[Json]) -> None:
        for row in rows:
            self._remember(StoredFile(**row))

    def _remember(self, stored: StoredFile) -> None:
        self._by_id[stored.file_id] = stored
        self._by_path[stored.path] = stored
        self._by_unique_id[stored.unique_id] = stored

    def _write(self, stored: StoredFile, content: bytes) -> None:
        if self._folder is None:
            self._contents[stored.unique_id] = content
            return
        self._folder.mkdir(parents=True, exist_ok=True)
        unfinished = self._folder / f"{stored.unique_id}.part"
        with unfinished.open("wb") as out:
            out.write(content)
            out.flush()
            os.fsync(out.fileno())
        unfinished.replace(self._folder / stored.unique_id)
