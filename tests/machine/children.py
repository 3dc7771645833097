"""Server processes that end with the test run, also when the run itself is killed."""

import ctypes
import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import NoReturn

import pytest

PR_SET_PDEATHSIG = 1
START_SECONDS = 30
STOP_SECONDS = 20


class DidNotStart(Exception):
    """The server ended, or was not ready in time; carries the end of its log."""


@dataclass(frozen=True, slots=True)
class Child:
    """One running server."""

    process: subprocess.Popen[bytes]
    stop_signal: signal.Signals

    def stop(self) -> None:
        if self.process.poll() is None:
            self.process.send_signal(self.stop_signal)
        try:
            self.process.wait(STOP_SECONDS)
        except subprocess.TimeoutExpired:
            self.process.kill()
            self.process.wait()


def start(
    command: Sequence[str],
    *,
    log: Path,
    ready: Callable[[], bool],
    stop_signal: signal.Signals = signal.SIGTERM,
    user: str | None = None,
    stdin: bytes = b"",
) -> Child:
    """Starts a server and waits until it is ready; raises DidNotStart with its last words."""
    with log.open("ab") as output:
        process = subprocess.Popen(
            command,
            stdin=subprocess.PIPE,
            stdout=output,
            stderr=output,
            cwd=log.parent,
            user=user,
            group=user,
            extra_groups=None if user is None else [],
            preexec_fn=_end_with_parent(stop_signal),
        )
    assert process.stdin is not None
    process.stdin.write(stdin)
    process.stdin.close()
    child = Child(process, stop_signal)
    _wait(child, ready, log)
    return child


def _wait(child: Child, ready: Callable[[], bool], log: Path) -> None:
    until = time.monotonic() + START_SECONDS
    while not ready():
        if child.process.poll() is not None or time.monotonic() > until:
            child.stop()
            raise DidNotStart(log.read_text(errors="replace")[-2000:])
        time.sleep(0.02)


def _end_with_parent(stop_signal: signal.Signals) -> Callable[[], object] | None:
    if sys.platform != "linux":
        return None
    libc = ctypes.CDLL(None)
    # Runs after the change of user, which would take the wish back.
    return lambda: libc.prctl(PR_SET_PDEATHSIG, int(stop_signal))


def free_port() -> int:
    """A loopback port that nobody uses right now."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port


def answers(port: int) -> bool:
    """Whether something listens on this loopback port."""
    with socket.socket() as probe:
        return probe.connect_ex(("127.0.0.1", port)) == 0


def missing(what: str) -> NoReturn:
    """Skips where a developer lacks a program; fails where CI should have brought it."""
    reason = f"{what} is missing on this machine; `make machine` installs it"
    if os.environ.get("CI") == "true":
        pytest.fail(reason)
    pytest.skip(reason)
