"""A Redis server of the test run's own, in memory alone."""

import secrets
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from tests.machine import children


@contextmanager
def running(program: str) -> Iterator[str]:
    """A server on a random loopback port with a password; yields its address."""
    with tempfile.TemporaryDirectory(prefix="hibi-redis-") as name:
        folder, port, password = Path(name), children.free_port(), secrets.token_hex(16)
        settings = (
            "bind 127.0.0.1",
            f"port {port}",
            f"requirepass {password}",
            f"dir {folder}",
            'save ""',
            "appendonly no",
            "daemonize no",
        )
        child = children.start(
            [program, "-"],
            log=folder / "log",
            ready=lambda: children.answers(port),
            stdin="\n".join(settings).encode(),
        )
        try:
            yield f"redis://:{password}@127.0.0.1:{port}/0"
        finally:
            child.stop()
