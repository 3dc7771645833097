"""`make machine` asks apt for what is missing, and only then."""

import os
import subprocess
from pathlib import Path

import pytest

SCRIPT = Path(__file__).parent / "install.sh"
PRESENT = ("make", "g++", "initdb", "redis-server", "chromium", "exiftool", "ffmpeg", "python3")


@pytest.fixture
def programs(tmp_path: Path) -> Path:
    """A PATH on which everything is there, and apt-get and id only say what they were asked."""
    folder = tmp_path / "bin"
    folder.mkdir()
    for name in PRESENT:
        _program(folder / name, "exit 0")
    _program(folder / "dpkg-query", "echo 'install ok installed'")
    _program(folder / "grep", 'exec /usr/bin/env -i PATH=/usr/bin:/bin grep "$@"')
    _program(folder / "apt-get", f'echo "$@" >> {tmp_path}/asked')
    _program(folder / "id", "echo 0")
    return folder


def _program(path: Path, line: str) -> None:
    path.write_text(f"#!/bin/sh\n{line}\n")
    path.chmod(0o755)


def _install(programs: Path) -> tuple[int, str, list[str]]:
    done = subprocess.run(
        ["/bin/sh", str(SCRIPT)],
        env={"PATH": str(programs), "HOME": os.devnull},
        capture_output=True,
        text=True,
    )
    asked = programs.parent / "asked"
    return done.returncode, done.stderr, asked.read_text().splitlines() if asked.exists() else []


def test_nothing_is_asked_where_nothing_is_missing(programs: Path) -> None:
    assert _install(programs) == (0, "", [])


def test_apt_brings_what_is_missing(programs: Path) -> None:
    (programs / "redis-server").unlink()
    (programs / "chromium").unlink()

    status, _, asked = _install(programs)

    assert status == 0
    assert asked == ["update -qq", "install -y -qq --no-install-recommends redis-server chromium"]


def test_whoever_is_not_root_is_told_what_to_run(programs: Path) -> None:
    (programs / "redis-server").unlink()
    _program(programs / "id", "echo 1000")

    assert _install(programs) == (1, "Please run first: sudo apt-get install redis-server\n", [])


def test_a_system_without_apt_is_told_what_is_missing(programs: Path) -> None:
    (programs / "redis-server").unlink()
    (programs / "apt-get").unlink()

    status, told, _ = _install(programs)

    assert (status, "redis-server" in told) == (1, True)
