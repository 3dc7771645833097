"""Foreign pictures in, clean pictures out; every decoding happens in a child process."""

import asyncio
import json
import signal
import sys
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import timedelta
from enum import StrEnum
from pathlib import Path
from typing import Any

from bot.media.parent import Answer, Conversation

CHILD = Path(__file__).with_name("child.py")
# -I: no user site, no PYTHON* variables. -B: the child may write no file.
CHILD_COMMAND = (sys.executable, "-I", "-B", str(CHILD))

MAX_PIXELS = 50_000_000
MAX_BYTES_IN = 25_000_000  # Telegram hands over at most 20 MB
LONG_EDGE = 2560
QUALITY = 88
SUFFIXES = {"image/jpeg": ".jpg", "image/png": ".png", "image/webp": ".webp"}
BEGINNINGS = {"image/jpeg": b"\xff\xd8\xff", "image/png": b"\x89PNG\r\n", "image/webp": b"RIFF"}


class Rule(StrEnum):
    """Why a picture was not taken; stable, to be put into words elsewhere."""

    NOT_A_PICTURE = "not_a_picture"
    BROKEN = "broken"
    TOO_BIG = "too_big"
    TOO_SLOW = "too_slow"
    CRASHED = "crashed"
    CANNOT_FIT = "cannot_fit"


class BadPicture(Exception):
    """This picture is not taken and never will be; `rule` says why, `detail` is for the log."""

    def __init__(self, rule: Rule, detail: str = "") -> None:
        super().__init__(f"{rule}: {detail}" if detail else rule)
        self.rule = rule
        self.detail = detail


@dataclass(frozen=True, slots=True)
class CleanPicture:
    """A picture that holds nothing but pixels: upright, sRGB, first frame, no metadata."""

    data: bytes = field(repr=False)
    mime: str
    width: int
    height: int

    @property
    def suffix(self) -> str:
        return SUFFIXES[self.mime]


@dataclass(frozen=True, slots=True, kw_only=True)
class Allowance:
    """What one child may use up.

    512 MB of address space: the interpreter with Pillow takes 36 MB, with libheif 62 MB; a 48
    megapixel photo of a telephone (JPEG, HEIC, AVIF, PNG) then still fits, one as WEBP does not.
    """

    memory: int = 512 * 1024 * 1024
    cpu: timedelta = timedelta(seconds=10)
    wall: timedelta = timedelta(seconds=20)


class Decoder:
    """Cleans and fits pictures, a few at a time, each in a child process of its own.

    A fresh child costs about 80 ms and no trust: whatever a picture does to it, the next picture
    meets another one. Both verbs raise BadPicture, and OSError when no child can be started.
    """

    def __init__(
        self,
        *,
        at_once: int = 2,
        allowance: Allowance | None = None,
        command: Sequence[str] = CHILD_COMMAND,
    ) -> None:
        self._free = asyncio.Semaphore(at_once)
        self._allowance = allowance or Allowance()
        self._command = command

    async def clean(self, data: bytes) -> CleanPicture:
        """The picture as we keep it: re-made from its pixels, at most 2,560 on the long edge."""
        job = {"verb": "clean", "max_pixels": MAX_PIXELS, "long_edge": LONG_EDGE}
        return await self._ask(job | {"quality": QUALITY}, data)

    async def fit(
        self,
        data: bytes,
        *,
        max_bytes: int,
        max_pixels: int = MAX_PIXELS,
        long_edge: int = LONG_EDGE,
        formats: Collection[str] = ("image/jpeg", "image/png"),
        narrowest: float = 0,
        widest: float = 0,
    ) -> CleanPicture:
        """The picture within a network's bounds, width times height and bytes included.

        One that fits comes back byte for byte; none is ever blown up. `formats` are mime types
        and must hold JPEG or PNG; where PNG is not wanted, see-through parts become white. Shapes
        (width by height) beyond `narrowest` and `widest` get a white margin; 0 bounds nothing.
        """
        if not {"image/jpeg", "image/png"} & set(formats):
            raise ValueError("a picture can be fitted only into JPEG or PNG")
        job = {
            "verb": "fit",
            "max_bytes": max_bytes,
            "max_pixels": max_pixels,
            "max_pixels_read": MAX_PIXELS,
            "long_edge": long_edge,
            "formats": sorted(formats),
            "narrowest": narrowest,
            "widest": widest,
        }
        return await self._ask(job, data)

    async def _ask(self, job: Mapping[str, Any], data: bytes) -> CleanPicture:
        if len(data) > MAX_BYTES_IN:
            raise BadPicture(Rule.TOO_BIG, f"{len(data)} bytes")
        async with self._free:
            answer = await self._run(json.dumps({**job, **self._limits()}), data)
        check_end(answer)
        return read_answer(answer.out)

    def _limits(self) -> dict[str, int]:
        return {
            "memory": self._allowance.memory,
            "cpu_s": max(1, round(self._allowance.cpu.total_seconds())),
            "wall_s": max(1, round(self._allowance.wall.total_seconds()) + 1),
        }

    async def _run(self, job: str, data: bytes) -> Answer:
        wall_s = self._allowance.wall.total_seconds()
        conversation = Conversation((*self._command, job), data, wall_s)
        try:
            return await asyncio.to_thread(conversation.run)
        except asyncio.CancelledError:
            conversation.stop()
            raise


def check_end(answer: Answer) -> None:
    """Raises BadPicture unless the child came to a good end."""
    if answer.late:
        raise BadPicture(Rule.TOO_SLOW, "wall time")
    if answer.endless:
        raise BadPicture(Rule.CRASHED, "endless answer")
    if -answer.code in {signal.SIGXCPU, signal.SIGALRM}:
        raise BadPicture(Rule.TOO_SLOW, f"signal {-answer.code}")
    if answer.code < 0:
        raise BadPicture(Rule.CRASHED, f"signal {-answer.code}")
    if answer.code > 0:
        raise BadPicture(Rule.CRASHED, f"exit code {answer.code}")


def read_answer(out: bytes) -> CleanPicture:
    """The child's answer; not believed where it can be checked."""
    line, _, body = out.partition(b"\n")
    try:
        header = json.loads(line)
        if "rule" in header:
            raise BadPicture(Rule(header["rule"]))
        picture = CleanPicture(body, header["mime"], int(header["width"]), int(header["height"]))
        begins_well = body.startswith(BEGINNINGS[picture.mime])
    except (ValueError, KeyError, TypeError):
        raise BadPicture(Rule.CRASHED, "garbled answer") from None
    if not begins_well:
        raise BadPicture(Rule.CRASHED, "garbled answer")
    return picture
