"""Starts a child, hands it a picture, takes its answer, and sees to its end."""

import contextlib
import os
import subprocess
import threading
from collections.abc import Sequence
from dataclasses import dataclass

MAX_BYTES_OUT = 40_000_000


@dataclass(frozen=True, slots=True)
class Answer:
    """What a child said until its end; `late` or `endless` if that end was our doing."""

    out: bytes
    code: int
    late: bool
    endless: bool


class Conversation:
    """One child from start to end, in a thread of its own.

    Not asyncio's own subprocesses: their `wait` never comes back while unread output is left
    (seen on Python 3.11), and starting one holds up the loop.
    """

    def __init__(self, command: Sequence[str], data: bytes, wall_s: float) -> None:
        self._command = command
        self._data = data
        self._wall_s = wall_s
        self._lock = threading.Lock()
        self._child: subprocess.Popen[bytes] | None = None
        self._stopped = False
        self._late = False

    def run(self) -> Answer:
        """Blocks until the child has ended, at most `wall_s`. Raises OSError if none can start."""
        child = self._start()
        watch = threading.Timer(self._wall_s, self._end_late)
        feeder = threading.Thread(target=self._feed, args=(child,), daemon=True)
        try:
            watch.start()
            feeder.start()
            assert child.stdout is not None
            out = child.stdout.read(MAX_BYTES_OUT + 1)
            endless = len(out) > MAX_BYTES_OUT
            if endless:
                child.kill()
            return Answer(out, child.wait(), self._late, endless)
        finally:
            watch.cancel()
            self._clear_away(child, feeder)

    def stop(self) -> None:
        """Ends the child, from any thread; one that has not started yet ends at once."""
        with self._lock:
            self._stopped = True
            if self._child is not None:
                self._child.kill()

    def _start(self) -> subprocess.Popen[bytes]:
        child = subprocess.Popen(  # noqa: S603 - our own command; the picture comes on stdin
            self._command,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            env=bare_environment(),
        )
        with self._lock:
            self._child = child
            if self._stopped:
                child.kill()
        return child

    def _feed(self, child: subprocess.Popen[bytes]) -> None:
        assert child.stdin is not None
        # A child that has died or answered early needs no more; its answer tells.
        with contextlib.suppress(OSError):
            child.stdin.write(self._data)
        with contextlib.suppress(OSError):
            child.stdin.close()

    def _end_late(self) -> None:
        self._late = True
        self.stop()

    def _clear_away(self, child: subprocess.Popen[bytes], feeder: threading.Thread) -> None:
        child.kill()
        child.wait()
        if feeder.ident is not None:
            feeder.join()
        assert child.stdout is not None
        child.stdout.close()


def bare_environment() -> dict[str, str]:
    """No secret of ours; one malloc arena, because each takes 64 MB of address space."""
    kept = {name: os.environ[name] for name in ("LD_LIBRARY_PATH",) if name in os.environ}
    return kept | {"MALLOC_ARENA_MAX": "1"}
