"""What is in a recording, as ffprobe tells it; and whether it is nothing but that."""

import json
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

MAX_PIXELS = 4096 * 2304
MAX_SECONDS = 3600
DRIFT_S = 2
"""By how much the length may change: the tracks of a recording seldom end together."""

# By what a file begins with, never by its name. What is not listed is not read.
DEMUXERS = {"mov": ("-enable_drefs", "0"), "ogg": (), "matroska": (), "mp3": ()}
# What muxers write by themselves; https://ffmpeg.org/doxygen/5.1/movenc_8c.html (2026-11-28)
OWN_TAGS = {
    "major_brand": None,
    "minor_version": None,
    "compatible_brands": None,
    "language": {"und"},
    "handler_name": {"VideoHandler", "SoundHandler"},
    "vendor_id": {"[0][0][0][0]"},
    "encoder": {"Lavf", "Lavc", "Lavc libopus", "Lavc libx264", "Lavc aac"},
}
TURN = "Display Matrix"
OWN_SIDES = {TURN, "CPB properties"}


class Fault(StrEnum):
    """Why a recording stays as it came; stable, to be put into words elsewhere."""

    NO_FFMPEG = "no_ffmpeg"
    NOT_ONE = "not_a_recording"
    BROKEN = "broken"
    TOO_BIG = "too_big"
    TOO_SLOW = "too_slow"
    CRASHED = "crashed"
    NOT_CLEAN = "not_clean"


class BadRecording(Exception):
    """This recording cannot be cleaned; `fault` says why, `detail` is for the log."""

    def __init__(self, fault: Fault, detail: str = "") -> None:
        super().__init__(f"{fault}: {detail}" if detail else fault)
        self.fault = fault
        self.detail = detail


@dataclass(frozen=True, slots=True, kw_only=True)
class Found:
    """A file as it was found: its first video and first sound by codec and place, or nothing."""

    video: str
    video_index: int
    sound: str
    sound_index: int
    pixels: str
    width: int
    height: int
    turned: bool
    seconds: float
    tracks: int
    spoken_tags: frozenset[str]
    """Whatever is said about it that no muxer of ours writes."""

    @property
    def shown_size(self) -> tuple[int, int]:
        return (self.height, self.width) if self.turned else (self.width, self.height)


def demuxer_of(data: bytes) -> str:
    """How to read it, by its first bytes. Raises BadRecording for everything else."""
    if data[4:8] == b"ftyp":
        return "mov"
    if data.startswith(b"OggS"):
        return "ogg"
    if data.startswith(b"\x1a\x45\xdf\xa3"):
        return "matroska"
    if data.startswith(b"ID3") or (data[:1] == b"\xff" and data[1:2] in {b"\xfb", b"\xf3"}):
        return "mp3"
    raise BadRecording(Fault.NOT_ONE)


def read_probe(out: bytes) -> Found:
    """Raises BadRecording for what says nothing, and for what is beyond all bounds."""
    try:
        told = json.loads(out)
        found = _found(told["streams"], told["format"], told.get("chapters", []))
    except (ValueError, KeyError, TypeError, AttributeError, OverflowError) as error:
        raise BadRecording(Fault.BROKEN, type(error).__name__) from None
    if found.width * found.height > MAX_PIXELS:
        raise BadRecording(Fault.TOO_BIG, f"{found.width} by {found.height}")
    if not 0 < found.seconds <= MAX_SECONDS:
        raise BadRecording(Fault.TOO_BIG if found.seconds > 0 else Fault.BROKEN, "its length")
    return found


def _found(streams: list[dict[str, Any]], whole: dict[str, Any], chapters: list[Any]) -> Found:
    pictures = [
        one
        for one in streams
        if one.get("codec_type") == "video" and not one.get("disposition", {}).get("attached_pic")
    ]
    sounds = [one for one in streams if one.get("codec_type") == "audio"]
    video = pictures[0] if pictures else {}
    heard = sounds[0] if sounds else {}
    sides = [side for one in streams for side in one.get("side_data_list", [])]
    turn = next((side.get("rotation", 0) for side in video.get("side_data_list", [])), 0)
    odd = {str(side.get("side_data_type")) for side in sides} - OWN_SIDES
    said = [one.get("tags", {}) for one in [*streams, whole]]
    odd |= {name for tags in said for name, value in tags.items() if not _own(name, str(value))}
    return Found(
        video=str(video.get("codec_name", "")),
        video_index=int(video.get("index", -1)),
        sound=str(heard.get("codec_name", "")),
        sound_index=int(heard.get("index", -1)),
        pixels=str(video.get("pix_fmt", "")),
        width=int(video.get("width", 0)),
        height=int(video.get("height", 0)),
        turned=abs(int(turn)) % 180 == 90,
        seconds=float(whole.get("duration", 0)),
        tracks=len(streams) + len(chapters),
        spoken_tags=frozenset(odd),
    )


def _own(name: str, value: str) -> bool:
    allowed = OWN_TAGS.get(name, set())
    return allowed is None or value in allowed


def check_clean(made: Found, source: Found, *, video: bool) -> None:
    """Raises BadRecording unless it holds the tracks that were wanted, whole, and nothing else."""
    wanted = ("h264" if video else "", {"aac"} if video else {"aac", "opus"})
    right = made.video == wanted[0] and (made.sound in wanted[1] or (video and not source.sound))
    if not right or made.tracks != bool(made.video) + bool(made.sound):
        raise BadRecording(Fault.NOT_CLEAN, "other tracks")
    if made.spoken_tags:
        raise BadRecording(Fault.NOT_CLEAN, ", ".join(sorted(made.spoken_tags))[:200])
    if abs(made.seconds - source.seconds) > DRIFT_S:
        raise BadRecording(Fault.BROKEN, "another length")
