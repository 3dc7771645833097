"""Foreign sound and video in, clean ones out: ffmpeg, as a child process, drops all but these."""

import asyncio
import shutil
import signal
import tempfile
from collections.abc import Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from pathlib import Path

from bot.media.probing import (
    DEMUXERS,
    BadRecording,
    Fault,
    Found,
    check_clean,
    demuxer_of,
    read_probe,
)
from bot.media.programs import Bounds, Ended, Program

MAX_BYTES_IN = 25_000_000  # Telegram hands over at most 20 MB
DEFAULT_BOUNDS = Bounds(memory=1024 * 1024 * 1024, file_size=MAX_BYTES_IN, cpu_s=40, wall_s=40)
"""The whole of one recording stays within the lease of its row."""

# No network and no other file: https://ffmpeg.org/ffmpeg-protocols.html (2026-11-28). The demuxer
# is named, never guessed, so that no playlist and no script of files is ever read as one.
OUR_INPUT = ("-protocol_whitelist", "file", "-codec_whitelist")
DECODERS = (
    "h264,hevc,vp8,libvpx,vp9,libvpx-vp9,av1,libdav1d,mpeg4,h263,"
    "aac,opus,libopus,vorbis,libvorbis,mp3,mp3float,flac,alac,amrnb,amrwb,"
    "mov_text,subrip,ass,webvtt,mjpeg,png"  # of tracks that are dropped: ffprobe opens them all
)
QUIET = ("-hide_banner", "-loglevel", "error")
# SEI carries what some cameras know, their place too; nothing of it is needed to play.
NO_SEI = ("-bsf:v", "filter_units=remove_types=6")
SMALL_VIDEO = (
    "-c:v", "libx264", "-preset", "veryfast", "-crf", "26", "-pix_fmt", "yuv420p",
    "-vf", "scale='min(1280,iw)':'min(1280,ih)':force_original_aspect_ratio=decrease:"
    "force_divisible_by=2",
)  # fmt: skip
BARE = (
    "-map_metadata", "-1", "-map_metadata:s", "-1", "-map_chapters", "-1", "-dn", "-sn",
    "-fflags", "+bitexact", "-flags:v", "+bitexact", "-flags:a", "+bitexact",
)  # fmt: skip


class Form(StrEnum):
    """What a clean recording is; the value is its mime type."""

    OGG = "audio/ogg"
    M4A = "audio/mp4"
    MP4 = "video/mp4"


SUFFIXES = {Form.OGG: ".ogg", Form.M4A: ".m4a", Form.MP4: ".mp4"}
MUXERS = {Form.OGG: "ogg", Form.M4A: "mp4", Form.MP4: "mp4"}


@dataclass(frozen=True, slots=True)
class CleanRecording:
    """Sound, or a video with or without it, and nothing else. No size where there is no video."""

    data: bytes = field(repr=False)
    mime: str
    seconds: float
    width: int
    height: int

    @property
    def suffix(self) -> str:
        return SUFFIXES[Form(self.mime)]


class Remuxer:
    """Cleans recordings, one at a time. Raises BadRecording for what is not taken, and OSError
    when nothing can be started or written."""

    def __init__(self, *, bounds: Bounds = DEFAULT_BOUNDS, path: str | None = None) -> None:
        self._free = asyncio.Semaphore(1)
        self._bounds = bounds
        self._ffmpeg = shutil.which("ffmpeg", path=path)
        self._ffprobe = shutil.which("ffprobe", path=path)

    @property
    def works(self) -> bool:
        """Whether the two programs are on this machine."""
        return self._ffmpeg is not None and self._ffprobe is not None

    async def clean(self, data: bytes, *, video: bool) -> CleanRecording:
        """The first picture track and the first sound: as they are where everyone plays them,
        else made anew and small. Neither name nor declared type is believed."""
        if not self.works:
            raise BadRecording(Fault.NO_FFMPEG)
        if len(data) > MAX_BYTES_IN:
            raise BadRecording(Fault.TOO_BIG, f"{len(data)} bytes")
        demuxer = demuxer_of(data)
        async with self._free:
            try:
                async with asyncio.timeout(self._bounds.wall_s):
                    with tempfile.TemporaryDirectory(prefix="hibi-") as name:
                        return await self._clean(Path(name), data, demuxer, video=video)
            except TimeoutError:
                raise BadRecording(Fault.TOO_SLOW, "wall time") from None

    async def _clean(
        self, folder: Path, data: bytes, demuxer: str, *, video: bool
    ) -> CleanRecording:
        source, target = folder / "in", folder / "out"
        await asyncio.to_thread(source.write_bytes, data)
        found = await self._probe(source, demuxer)
        form = form_for(found, video=video)
        await self._run([str(self._ffmpeg), *making(source, target, demuxer, found, form)], folder)
        if not target.is_file() or not target.stat().st_size:
            raise BadRecording(Fault.BROKEN, "nothing came out")
        made = await self._probe(target, "ogg" if form is Form.OGG else "mov")
        check_clean(made, found, video=form is Form.MP4)
        body = await asyncio.to_thread(target.read_bytes)
        return CleanRecording(body, form.value, made.seconds, *made.shown_size)

    async def _probe(self, file: Path, demuxer: str) -> Found:
        command = [
            str(self._ffprobe), *QUIET, *reading(file, demuxer), "-show_streams", "-show_format",
            "-show_chapters", "-of", "json",
        ]  # fmt: skip
        return read_probe((await self._run(command, file.parent)).out)

    async def _run(self, command: Sequence[str], folder: Path) -> Ended:
        program = Program(command, folder, self._bounds)
        work = asyncio.ensure_future(asyncio.to_thread(program.run))
        try:
            ended = await asyncio.shield(work)
        except asyncio.CancelledError:
            # Its folder is not taken away under it.
            program.stop()
            await asyncio.wait([work])
            raise
        check_end(ended)
        return ended


def reading(file: Path, demuxer: str) -> list[str]:
    """How a file is read, whichever program reads it."""
    return [*OUR_INPUT, DECODERS, *DEMUXERS[demuxer], "-f", demuxer, "-i", f"file:{file}"]


def form_for(found: Found, *, video: bool) -> Form:
    if video and not found.video:
        raise BadRecording(Fault.NOT_ONE, "no video in it")
    if video:
        return Form.MP4
    if not found.sound:
        raise BadRecording(Fault.NOT_ONE, "no sound in it")
    return Form.M4A if found.sound == "aac" else Form.OGG


def making(source: Path, target: Path, demuxer: str, found: Found, form: Form) -> list[str]:
    """What ffmpeg is told: which tracks, how each is written, and nothing beside them."""
    told = ["-nostdin", "-y", *QUIET, "-xerror", "-threads", "2", *reading(source, demuxer)]
    if form is Form.MP4:
        told += ["-map", f"0:{found.video_index}"]
        plain = found.video == "h264" and found.pixels in {"yuv420p", "yuvj420p"}
        told += ["-c:v", "copy", *NO_SEI] if plain else [*SMALL_VIDEO, "-threads:v", "2"]
    if found.sound:
        told += ["-map", f"0:{found.sound_index}", *sound(found.sound, form)]
    told += BARE
    if form is not Form.OGG:
        told += ["-movflags", "+faststart"]
    return [*told, "-f", MUXERS[form], f"file:{target}"]


def sound(codec: str, form: Form) -> list[str]:
    if codec == ("opus" if form is Form.OGG else "aac"):
        return ["-c:a", "copy"]
    if form is Form.OGG:
        return ["-c:a", "libopus", "-b:a", "64k", "-ac", "2"]
    return ["-c:a", "aac", "-b:a", "96k", "-ac", "2"]


def check_end(ended: Ended) -> None:
    """Raises BadRecording unless the program came to a good end."""
    if ended.late or -ended.code in {signal.SIGXCPU, signal.SIGALRM}:
        raise BadRecording(Fault.TOO_SLOW)
    if -ended.code == signal.SIGXFSZ:
        raise BadRecording(Fault.TOO_BIG, "what came out")
    if ended.code < 0:
        raise BadRecording(Fault.CRASHED, f"signal {-ended.code}")
    if ended.code > 0:
        raise BadRecording(Fault.BROKEN, f"exit code {ended.code}")
