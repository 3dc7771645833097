"""Where pictures and sound lie: whole or not at all, found by what is in them."""

import asyncio
import base64
import contextlib
import errno
import hashlib
import hmac
import os
import re
import secrets
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path
from typing import NoReturn

NAME = re.compile(r"(?a:([0-9a-f]{2})/([0-9a-f]{2})/(\1\2[0-9a-f]{60})(-\d{1,20})?\.[a-z0-9]{1,5})")
SUFFIX = re.compile(r"(?a:\.[a-z0-9]{1,5})")
PART = ".part"
NO_ROOM = {errno.ENOSPC, errno.EDQUOT, errno.EFBIG}
STRAY_AFTER = timedelta(hours=1)


class StorageError(Exception):
    """A stored file could not be kept or given."""


class StorageFull(StorageError):
    """The disk, or our share of it, is full: nothing was kept; try again later."""


class NotStored(StorageError):
    """No file has this name."""


class Damaged(StorageError):
    """The file's content is no longer what was stored; it must not be sent."""


@dataclass(frozen=True, slots=True)
class StoredFile:
    """A file that is on the disk for good. `name` is its path below the media folder."""

    name: str
    sha256: str
    size: int


class MediaFiles:
    """The media folder. The same content of the same owner is one file: who deletes must first
    count who else uses the name."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    async def store(self, data: bytes, suffix: str, *, owner: int = 0) -> StoredFile:
        """Keeps `data`, and comes back when it would survive a power cut.

        `suffix` is like ".jpg". With an `owner`, nobody else's equal file has the same name, so
        that no deletion of theirs can race with this. Raises StorageFull, or another OSError.
        """
        if not SUFFIX.fullmatch(suffix):
            raise ValueError("a suffix is a dot and up to five letters or digits")
        return await asyncio.to_thread(self._store, data, suffix, owner)

    async def read(self, name: str) -> bytes:
        """The content, checked against its name. Raises NotStored or Damaged."""
        return await asyncio.to_thread(self._read, name)

    async def delete(self, name: str) -> None:
        """Removes the file; one that is not there is fine."""
        await asyncio.to_thread(self._delete, name)

    async def sweep(self, now: datetime) -> int:
        """Removes what a crash left half written over an hour ago; says how many."""
        return await asyncio.to_thread(self._sweep, (now - STRAY_AFTER).timestamp())

    def path_of(self, name: str) -> Path:
        """Where that file lies. A name that `store` cannot have given raises NotStored."""
        if not NAME.fullmatch(name):
            raise NotStored("no such name")
        return self._folder / name

    def _store(self, data: bytes, suffix: str, owner: int) -> StoredFile:
        sha256 = hashlib.sha256(data).hexdigest()
        mark = f"-{owner}" if owner else ""
        name = f"{sha256[:2]}/{sha256[2:4]}/{sha256}{mark}{suffix}"
        path = self.path_of(name)
        try:
            self._make_folder(path.parent)
            write_whole(path, data)
        except OSError as error:
            raise_kindly(error)
        return StoredFile(name, sha256, len(data))

    def _make_folder(self, folder: Path) -> None:
        """Every new folder is also made known to its parent on the disk."""
        if folder.is_dir():
            return
        self._make_folder(folder.parent)
        folder.mkdir(mode=0o700, exist_ok=True)
        sync_folder(folder.parent)

    def _read(self, name: str) -> bytes:
        path = self.path_of(name)
        try:
            data = path.read_bytes()
        except FileNotFoundError:
            raise NotStored(name) from None
        if hashlib.sha256(data).hexdigest() != path.name[:64]:
            raise Damaged(name)
        return data

    def _delete(self, name: str) -> None:
        path = self.path_of(name)
        path.unlink(missing_ok=True)
        if path.parent.is_dir():
            sync_folder(path.parent)

    def _sweep(self, before: float) -> int:
        swept = 0
        for stray in self._strays():
            with contextlib.suppress(FileNotFoundError):  # another machine may sweep as well
                if stray.stat().st_mtime < before:
                    stray.unlink()
                    swept += 1
        return swept

    def _strays(self) -> Iterator[Path]:
        return self._folder.glob(f"??/??/.*{PART}")


def write_whole(path: Path, data: bytes) -> None:
    """Writes beside, syncs, then renames: nobody ever sees half of it."""
    part = path.with_name(f".{path.name}.{secrets.token_hex(8)}{PART}")
    try:
        handle = os.open(part, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        with os.fdopen(handle, "wb") as file:
            file.write(data)
            file.flush()
            os.fsync(file.fileno())
        part.replace(path)
    except BaseException:
        part.unlink(missing_ok=True)
        raise
    sync_folder(path.parent)


def sync_folder(folder: Path) -> None:
    handle = os.open(folder, os.O_RDONLY | os.O_DIRECTORY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def raise_kindly(error: OSError) -> NoReturn:
    if error.errno in NO_ROOM:
        raise StorageFull(os.strerror(error.errno)) from error
    raise error


def media_address(key: bytes, person_id: int, snippet_public_id: str, sha256: str) -> str:
    """The unguessable last part of a picture's public address.

    It says nothing about the content: the same picture in two snippets has two addresses, and who
    has the file cannot tell whether it is shown anywhere.
    """
    told = f"media address\n{person_id}\n{snippet_public_id}\n{sha256}".encode()
    digest = hmac.digest(key, told, "sha256")
    return base64.urlsafe_b64encode(digest[:18]).decode()
