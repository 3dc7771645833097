"""What ffmpeg may take from us: a bounded time, no child left behind, no secret."""

import asyncio
import time
from pathlib import Path

import pytest

from bot.media.probing import Fault
from bot.media.programs import Bounds
from bot.media.remuxing import Remuxer
from tests.media import recordings
from tests.media.recordings import SECRET, fault_of, programs

MEMORY = 1024 * 1024 * 1024


def children() -> set[str]:
    """The numbers of all children, also of those that have ended and were not waited for."""
    lists = Path("/proc/self/task").glob("*/children")
    return {number for each in lists for number in each.read_text().split()}


def left_in(folder: Path) -> list[Path]:
    return list(folder.iterdir())


# A grandchild that would outlive its parent, and notes its number.
HANGS = "tail -f /dev/null & echo $! > child; wait"


def hasty(folder: Path, line: str, wall_s: float = 1) -> Remuxer:
    bounds = Bounds(memory=MEMORY, file_size=30_000_000, cpu_s=20, wall_s=wall_s)
    return Remuxer(bounds=bounds, path=programs(folder, line))


def appeared(file: Path) -> None:
    """Comes back when something stands in it; raises after ten seconds."""
    until = time.monotonic() + 10
    while not (file.exists() and file.read_text().strip()):
        assert time.monotonic() < until
        time.sleep(0.01)


def is_running(number: int) -> bool:
    try:
        state = Path(f"/proc/{number}/stat").read_text().rpartition(")")[2].split()[0]
    except (FileNotFoundError, ProcessLookupError):
        return False
    return state not in {"Z", "X"}


async def test_one_that_hangs_is_ended_with_all_that_it_started(tmp_path: Path) -> None:
    fault = await fault_of(recordings.video(), hasty(tmp_path, HANGS))

    assert fault == Fault.TOO_SLOW
    assert not is_running(int((tmp_path / "child").read_text()))


async def test_one_that_never_stops_talking_is_ended(tmp_path: Path) -> None:
    fault = await fault_of(recordings.video(), hasty(tmp_path, "cat /dev/zero", 20))

    assert fault == Fault.CRASHED


async def test_whoever_stops_waiting_stops_it(tmp_path: Path) -> None:
    work = asyncio.ensure_future(hasty(tmp_path, HANGS, 20).clean(recordings.video(), video=True))
    child = tmp_path / "child"
    await asyncio.to_thread(appeared, child)

    work.cancel()
    with pytest.raises(asyncio.CancelledError):
        await work

    assert not is_running(int(child.read_text()))


async def test_no_child_and_no_folder_is_left_behind(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("tempfile.tempdir", str(tmp_path))
    before = children()

    await Remuxer().clean(recordings.voice(), video=False)
    await fault_of(recordings.video()[:5000])

    assert not left_in(tmp_path)
    assert children() == before


async def test_it_sees_no_secret_of_ours(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("HIBI_TELEGRAM_TOKEN", SECRET)

    await fault_of(recordings.video(), hasty(tmp_path, "env > seen; exit 1"))

    assert SECRET not in (tmp_path / "seen").read_text()
