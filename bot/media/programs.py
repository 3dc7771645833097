"""Runs another program as a group of processes of its own, within limits, to its end."""

import json
import os
import signal
import subprocess
import sys
import threading
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

from bot.media.parent import bare_environment

LIMITED = Path(__file__).with_name("limited.py")
LONGEST_ANSWER = 1_000_000


@dataclass(frozen=True, slots=True, kw_only=True)
class Bounds:
    """What one program may use up: bytes and seconds."""

    memory: int
    file_size: int
    cpu_s: float
    wall_s: float


@dataclass(frozen=True, slots=True)
class Ended:
    """How a program ended; `late` if that was our doing. `out` is what it said."""

    out: bytes
    code: int
    late: bool


class Program:
    """One program from start to end, in a thread of its own (why: see `bot.media.parent`)."""

    def __init__(self, command: Sequence[str], folder: Path, bounds: Bounds) -> None:
        self._job = {
            "command": list(command),
            "memory": bounds.memory,
            "file_size": bounds.file_size,
            "cpu_s": max(1, round(bounds.cpu_s)),
            "wall_s": max(1, round(bounds.wall_s)) + 1,
        }
        self._folder = folder
        self._wall_s = bounds.wall_s
        self._lock = threading.Lock()
        self._child: subprocess.Popen[bytes] | None = None
        self._stopped = False
        self._late = False

    def run(self) -> Ended:
        """Blocks until all of it has ended, at most `wall_s`. Raises OSError if it cannot start."""
        child = self._start()
        watch = threading.Timer(self._wall_s, self._end_late)
        try:
            watch.start()
            assert child.stdout is not None
            out = child.stdout.read(LONGEST_ANSWER)
            if len(out) == LONGEST_ANSWER:
                self.stop()
            return Ended(out, child.wait(), self._late)
        finally:
            watch.cancel()
            self.stop()
            child.wait()
            assert child.stdout is not None
            child.stdout.close()

    def stop(self) -> None:
        """Ends it with all that it started, from any thread; not started yet, it never will."""
        with self._lock:
            self._stopped = True
            # Once waited for, its number may be somebody else's.
            if self._child is not None and self._child.returncode is None:
                with suppress(ProcessLookupError):
                    os.killpg(self._child.pid, signal.SIGKILL)

    def _start(self) -> subprocess.Popen[bytes]:
        starter = (sys.executable, "-I", "-S", "-B", str(LIMITED), json.dumps(self._job))
        with self._lock:
            if self._stopped:
                raise OSError("stopped before it began")
            self._child = subprocess.Popen(  # noqa: S603 - our own command, no shell
                starter,
                stdin=subprocess.DEVNULL,
                stdout=subprocess.PIPE,
                stderr=subprocess.DEVNULL,
                env=bare_environment(),
                cwd=self._folder,
                start_new_session=True,
            )
            return self._child

    def _end_late(self) -> None:
        self._late = True
        self.stop()
