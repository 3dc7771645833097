"""Processes that the measuring starts, asks and ends, each by its own id."""

import json
import os
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

ROOT = Path(__file__).parent.parent
LONGEST = 600
SEND_RATE = "100000"


def _environment() -> dict[str, str]:
    """Without anybody's own settings, and with the pace lifted."""
    kept = {name: value for name, value in os.environ.items() if not name.startswith("HIBI_")}
    return kept | {"HIBI_SEND_RATE": SEND_RATE}


def _command(subject: str, *arguments: object) -> list[str]:
    return [sys.executable, "-m", f"bench.{subject}", *map(str, arguments)]


def ask(subject: str, *arguments: object) -> float:
    """Runs one subject to its end and returns the figure that it prints."""
    done = subprocess.run(
        _command(subject, *arguments),
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        cwd=ROOT,
        env=_environment(),
        timeout=LONGEST,
        check=True,
    )
    return float(json.loads(done.stdout))


def ask_both(subject: str, *both: tuple[object, ...]) -> list[float]:
    """The same at once, for what is no matter of time."""
    running = [_started(_command(subject, *arguments)) for arguments in both]
    try:
        return [float(json.loads(each.communicate(timeout=LONGEST)[0])) for each in running]
    finally:
        for each in running:
            each.kill()
            each.wait()


@contextmanager
def stand_in(name: str = "stub") -> Iterator[str]:
    """A stand-in by the name of its module, Telegram's if none is said; its address."""
    process = _started(_command(name))
    assert process.stdin is not None
    assert process.stdout is not None
    try:
        yield f"http://127.0.0.1:{int(process.stdout.readline())}"
    finally:
        process.stdin.close()
        try:
            process.wait(10)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()


def _started(command: list[str]) -> "subprocess.Popen[Any]":
    return subprocess.Popen(
        command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, cwd=ROOT, env=_environment()
    )
