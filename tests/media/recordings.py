"""Small recordings that ffmpeg makes of its own test picture and tone."""

import shutil
import subprocess
from collections.abc import Sequence
from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest

from bot.media.probing import BadRecording, Fault
from bot.media.remuxing import Remuxer
from tests.machine.children import missing

SECRET = "SecretPlace"
PLACE = "+35.6895+139.6917/"
SCENE = ("-f", "lavfi", "-i", "testsrc=size=160x120:rate=10:duration=2")
TONE = ("-f", "lavfi", "-i", "sine=duration=2")
H264 = ("-c:v", "libx264", "-pix_fmt", "yuv420p")
TOLD = (
    "-metadata", f"title={SECRET}", "-metadata", f"comment={SECRET}", "-metadata",
    f"location={PLACE}", "-metadata", f"com.apple.quicktime.location.ISO6709={PLACE}",
    "-metadata", "creation_time=2026-11-20T09:00:00Z", "-metadata:s", f"title={SECRET}",
    "-metadata:s", f"handler_name={SECRET}",
)  # fmt: skip


@cache
def made(name: str, *arguments: str) -> bytes:
    """What ffmpeg writes into a file of that name; `{words}` is a file of words to put in."""
    ffmpeg = shutil.which("ffmpeg") or missing("ffmpeg")
    with TemporaryDirectory() as folder:
        words = Path(folder, "words.srt")
        words.write_text(f"1\n00:00:00,000 --> 00:00:01,000\n{SECRET} {PLACE}\n")
        told = [argument.replace("{words}", str(words)) for argument in arguments]
        run([ffmpeg, "-v", "error", *told, str(Path(folder, name))])
        return Path(folder, name).read_bytes()


def run(command: Sequence[str]) -> bytes:
    return subprocess.run(command, capture_output=True, check=True, timeout=60).stdout


def video() -> bytes:
    """As a telephone sends it: with place, moment and names in every box."""
    return made("a.mp4", *SCENE, *TONE, *H264, "-c:a", "aac", *TOLD)


def clean_video() -> bytes:
    """As it leaves us, its index before its pictures."""
    plain = ("-map_metadata", "-1", "-fflags", "+bitexact", "-movflags", "+faststart")
    return made("b.mp4", *SCENE, *TONE, *H264, "-c:a", "aac", *plain)


def voice() -> bytes:
    return made("a.ogg", *TONE, "-c:a", "libopus", *TOLD)


def tracked() -> bytes:
    """With a track of words and one of time codes beside picture and sound, and a chapter."""
    return made(
        "a.mov", *SCENE, *TONE, "-i", "{words}", *H264, "-c:a", "aac", "-c:s", "mov_text",
        "-map", "0", "-map", "1", "-map", "2", "-timecode", "01:00:00:00", *TOLD,
    )  # fmt: skip


def attached() -> bytes:
    """A Matroska file with another file inside it."""
    return made(
        "a.mkv", *SCENE, *TONE, "-c:v", "libvpx-vp9", "-c:a", "libopus", "-attach", "{words}",
        "-metadata:s:t", "mimetype=text/plain", "-metadata:s:t", f"filename={SECRET}.txt",
    )  # fmt: skip


def song() -> bytes:
    """An MP3 with names and a picture."""
    return made(
        "a.mp3", *TONE, *SCENE, "-map", "0", "-map", "1", "-frames:v", "1", "-c:v", "mjpeg",
        "-pix_fmt", "yuvj420p", "-disposition:v", "attached_pic", *TOLD,
    )  # fmt: skip


async def fault_of(data: bytes, remuxer: Remuxer | None = None, *, video: bool = True) -> Fault:
    with pytest.raises(BadRecording) as told:
        await (remuxer or Remuxer()).clean(data, video=video)
    return told.value.fault


def programs(folder: Path, line: str) -> str:
    """A PATH on which both programs do that."""
    for name in ("ffmpeg", "ffprobe"):
        file = folder / name
        file.write_text(f"#!/bin/sh\nPATH=/usr/bin:/bin\ncd {folder}\n{line}\n")
        file.chmod(0o755)
    return str(folder)
