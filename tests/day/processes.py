"""Hibi as whoever runs it sees it: processes with settings, words on their streams, signals."""

import asyncio
import os
import signal
import sys
import time
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from pathlib import Path

from tests.machine.children import DidNotStart, free_port

ROOT = Path(__file__).parent.parent.parent
START_SECONDS = 40.0
LONGEST_END = 10.0
LOOK_AGAIN = 0.03
KNOWN_FROM_OUTSIDE = ("PATH", "HOME", "LANG", "TMPDIR", "VIRTUAL_ENV")
TOKEN = "987654321:a-token-for-tests-that-opens-nothing"


@dataclass(slots=True)
class Hibi:
    """One process, alive or over; `said` is what it printed, `log` what it noted."""

    folder: Path
    name: str
    process: asyncio.subprocess.Process = field(init=False, repr=False)

    def stream(self, kind: str) -> Path:
        self.folder.mkdir(parents=True, exist_ok=True)
        return self.folder / f"{self.name}.{kind}"

    @property
    def said(self) -> str:
        return self.stream("out").read_text("utf-8")

    @property
    def log(self) -> str:
        return self.stream("err").read_text("utf-8")

    @property
    def lines(self) -> list[str]:
        """Everything on both streams, for processes that only say a word and end."""
        return [*self.said.splitlines(), *self.log.splitlines()]

    async def greets(self) -> None:
        """Comes back when it says that it runs."""
        until = time.monotonic() + START_SECONDS
        while "Hibi runs" not in self.said:
            if self.process.returncode is not None or time.monotonic() > until:
                self.kill()
                raise DidNotStart(self.log[-3000:])
            await asyncio.sleep(LOOK_AGAIN)

    async def ends(self, within: float = START_SECONDS) -> int:
        """Waits until it ends by itself, and returns its exit code."""
        return await asyncio.wait_for(self.process.wait(), within)

    async def stops(self) -> float:
        """Asks it to end, as a machine that shuts down does; returns the seconds it took."""
        began = time.monotonic()
        self.process.terminate()
        code = await asyncio.wait_for(self.process.wait(), LONGEST_END)
        assert (code, tracebacks(self.log)) == (0, []), self.log[-3000:]
        return time.monotonic() - began

    def kill(self) -> None:
        """Ends it in the middle of whatever it does."""
        if self.process.returncode is None:
            self.process.send_signal(signal.SIGKILL)


def tracebacks(log: str) -> list[str]:
    """Each traceback with the line before it, which says where it came from; causes count once."""
    lines = ["", *log.splitlines()]
    starts = [n for n, line in enumerate(lines) if line.startswith("Traceback")]
    # Between an exception and its cause there is an empty line.
    own = [n for n in starts if n == 1 or lines[n - 1]]
    return ["\n".join(lines[n - 1 : n + 40]) for n in own]


async def begin(folder: Path, *words: str, name: str = "", **settings: object) -> Hibi:
    """Starts `python -m bot …` in a folder, with these settings and no others."""
    name = name or words[0]
    environment = {key: os.environ[key] for key in KNOWN_FROM_OUTSIDE if key in os.environ}
    environment |= {"PYTHONPATH": str(ROOT), "HIBI_DATA_DIR": str(folder / "data")}
    environment |= {f"HIBI_{key.upper()}": str(value) for key, value in settings.items()}
    hibi = Hibi(folder, name)
    with hibi.stream("out").open("wb") as out, hibi.stream("err").open("wb") as err:
        hibi.process = await asyncio.create_subprocess_exec(
            sys.executable, "-m", "bot", *words, cwd=folder, env=environment, stdout=out, stderr=err
        )
    return hibi


async def once(folder: Path, *words: str, **settings: object) -> tuple[int, list[str]]:
    """A command that ends by itself: its exit code and all that it wrote."""
    hibi = await begin(folder, *words, name=f"once-{free_port()}", **settings)
    try:
        return await hibi.ends(), hibi.lines
    finally:
        hibi.kill()


@asynccontextmanager
async def running(
    folder: Path, *words: str, name: str = "", **settings: object
) -> AsyncIterator[Hibi]:
    """A process that has said that it runs; killed at the end unless it has ended before."""
    hibi = await begin(folder, *words, name=name, **settings)
    try:
        await hibi.greets()
        yield hibi
    finally:
        hibi.kill()
        await hibi.process.wait()
