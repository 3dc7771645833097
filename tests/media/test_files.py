import asyncio
import errno
import hashlib
import os
import resource
import subprocess
import sys
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from bot.media.files import Damaged, MediaFiles, NotStored, StorageFull, media_address

KEY = bytes(32)
# Ends itself at the n-th call that reaches the disk, as a power cut would.
CRASH = """
import asyncio, os, signal, sys
from pathlib import Path
from bot.media.files import MediaFiles
left = int(sys.argv[2])
def counted(call):
    def wrapped(*args):
        global left
        left -= 1
        if left < 0:
            os.kill(os.getpid(), signal.SIGKILL)
        return call(*args)
    return wrapped
os.fsync = counted(os.fsync)
Path.replace = counted(Path.replace)
asyncio.run(MediaFiles(Path(sys.argv[1])).store(b"a picture" * 1000, ".jpg"))
"""


@pytest.fixture
def files(tmp_path: Path) -> MediaFiles:
    return MediaFiles(tmp_path / "media")


def visible(folder: Path) -> Iterator[Path]:
    return (path for path in folder.rglob("[!.]*") if path.is_file())


def left_over(folder: Path) -> list[Path]:
    return [path for path in folder.rglob("*") if path.is_file()]


async def test_what_is_stored_is_read_back_and_deleted(files: MediaFiles) -> None:
    stored = await files.store(b"picture", ".jpg")

    sha256 = hashlib.sha256(b"picture").hexdigest()
    assert stored.name == f"{sha256[:2]}/{sha256[2:4]}/{sha256}.jpg"
    assert (stored.sha256, stored.size) == (sha256, 7)
    assert await files.read(stored.name) == b"picture"
    await files.delete(stored.name)
    await files.delete(stored.name)
    with pytest.raises(NotStored):
        await files.read(stored.name)


async def test_the_same_content_is_one_file_but_owners_do_not_share(
    files: MediaFiles, tmp_path: Path
) -> None:
    together = await asyncio.gather(*(files.store(b"same", ".png") for _ in range(8)))
    hers = await files.store(b"same", ".png", owner=5_000_000_000)

    assert {stored.name for stored in together} == {together[0].name}
    assert hers.name != together[0].name
    assert len(list(visible(tmp_path))) == 2
    await files.delete(together[0].name)
    assert await files.read(hers.name) == b"same"


async def test_only_the_bot_may_read_the_files(files: MediaFiles, tmp_path: Path) -> None:
    stored = await files.store(b"private", ".jpg")

    assert files.path_of(stored.name).stat().st_mode & 0o777 == 0o600
    assert (tmp_path / "media").stat().st_mode & 0o777 == 0o700


@pytest.mark.parametrize(
    "name",
    [
        "../../../etc/passwd",
        "/etc/passwd",
        "",
        "ab/cd/../../../secret.key",
        f"ab/cd/{'a' * 64}.jpg",
        f"aa/aa/{'a' * 64}.jpg\n",
        f"aa/aa/{'a' * 64}.jpg\0.png",
        f"aa/aa/{'A' * 64}.jpg",
        f"aa/aa/.{'a' * 64}.jpg.0123456789abcdef.part",
    ],
)
async def test_no_name_leads_out_of_the_folder(files: MediaFiles, name: str) -> None:
    with pytest.raises(NotStored):
        await files.read(name)
    with pytest.raises(NotStored):
        await files.delete(name)


@pytest.mark.parametrize("suffix", ["", "jpg", "./../x", ".jpg/", ".JPG", ".toolong"])
async def test_no_suffix_leads_out_of_the_folder(files: MediaFiles, suffix: str) -> None:
    with pytest.raises(ValueError, match="suffix"):
        await files.store(b"picture", suffix)


async def test_a_flipped_bit_is_found_and_healed_by_storing_again(files: MediaFiles) -> None:
    stored = await files.store(b"picture", ".jpg")
    files.path_of(stored.name).write_bytes(b"pictura")

    with pytest.raises(Damaged):
        await files.read(stored.name)
    await files.store(b"picture", ".jpg")

    assert await files.read(stored.name) == b"picture"


@pytest.mark.parametrize("number", [errno.ENOSPC, errno.EDQUOT])
async def test_a_full_disk_keeps_nothing_and_says_so(
    files: MediaFiles, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, number: int
) -> None:
    def full(_handle: int) -> None:
        raise OSError(number, os.strerror(number))

    monkeypatch.setattr(os, "fsync", full)

    with pytest.raises(StorageFull):
        await files.store(b"picture", ".jpg")
    assert left_over(tmp_path) == []


async def test_a_bound_of_the_system_keeps_nothing_and_heals(
    files: MediaFiles, tmp_path: Path
) -> None:
    soft, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (10_000, hard))
    try:
        with pytest.raises(StorageFull):
            await files.store(bytes(20_000), ".jpg")
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, (soft, hard))

    assert left_over(tmp_path) == []
    assert (await files.store(bytes(20_000), ".jpg")).size == 20_000


async def test_other_troubles_of_the_disk_are_told_as_they_are(
    files: MediaFiles, monkeypatch: pytest.MonkeyPatch
) -> None:
    def worn(_handle: int) -> None:
        raise OSError(errno.EIO, os.strerror(errno.EIO))

    monkeypatch.setattr(os, "fsync", worn)

    with pytest.raises(OSError, match="Input/output error"):
        await files.store(b"picture", ".jpg")


async def test_killed_anywhere_there_is_a_whole_file_or_none(tmp_path: Path) -> None:
    whole = b"a picture" * 1000
    seen = []
    for calls in range(8):
        folder = tmp_path / str(calls)
        ended = subprocess.run(  # noqa: ASYNC221 - one after the other on purpose
            [sys.executable, "-c", CRASH, str(folder), str(calls)], check=False
        )
        seen.append([path.read_bytes() for path in visible(folder)])
        if ended.returncode == 0:
            break

    assert all(contents in ([], [whole]) for contents in seen)
    assert seen[0] == []
    assert seen[-1] == [whole]
    assert ended.returncode == 0


async def test_strays_are_swept_after_an_hour_and_nothing_else(
    files: MediaFiles, tmp_path: Path
) -> None:
    stored = await files.store(b"picture", ".jpg")
    folder = files.path_of(stored.name).parent
    stray = folder / f".{'a' * 64}.jpg.0123456789abcdef.part"
    stray.write_bytes(b"half")
    now = datetime.fromtimestamp(stray.stat().st_mtime, UTC)

    assert await files.sweep(now + timedelta(minutes=59)) == 0
    assert await files.sweep(now + timedelta(minutes=61)) == 1

    assert not stray.exists()
    assert await files.read(stored.name) == b"picture"


async def test_sweeping_before_anything_was_stored_is_fine(files: MediaFiles) -> None:
    assert await files.sweep(datetime(2026, 11, 24, tzinfo=UTC)) == 0


def test_an_address_is_lasting_and_fits_one_picture_of_one_snippet() -> None:
    address = media_address(KEY, 12, "3abc", "f" * 64)

    others = {
        media_address(bytes(31) + b"1", 12, "3abc", "f" * 64),
        media_address(KEY, 123, "abc", "f" * 64),
        media_address(KEY, 12, "3abd", "f" * 64),
        media_address(KEY, 12, "3abc", "e" * 64),
    }
    assert address == media_address(KEY, 12, "3abc", "f" * 64)
    assert address not in others
    assert len(others) == 4
    assert len(address) == 24
    assert set(address) <= set("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_")
