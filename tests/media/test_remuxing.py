import json
import shutil
from pathlib import Path
from typing import Any

import pytest

from bot.media.probing import Fault
from bot.media.programs import Bounds
from bot.media.remuxing import CleanRecording, Remuxer
from tests.machine.children import missing
from tests.media import recordings
from tests.media.recordings import H264, PLACE, SCENE, SECRET, TOLD, TONE, fault_of, made, programs

MEMORY = 1024 * 1024 * 1024
KINDS = {
    "video": (recordings.video, True),
    "voice": (recordings.voice, False),
    "tracks": (recordings.tracked, True),
    "attachment": (recordings.attached, True),
    "song": (recordings.song, False),
}


async def cleaned(kind: str) -> CleanRecording:
    make, video = KINDS[kind]
    return await Remuxer().clean(make(), video=video)


def streams(data: bytes, folder: Path) -> list[tuple[str, str]]:
    file = folder / "it"
    file.write_bytes(data)
    ffprobe = shutil.which("ffprobe") or missing("ffprobe")
    told = json.loads(
        recordings.run([ffprobe, "-v", "error", "-show_streams", "-of", "json", str(file)])
    )
    return [(one["codec_type"], one.get("codec_name", "")) for one in told["streams"]]


def told(data: bytes, folder: Path) -> dict[str, Any]:
    """Everything that exiftool finds, embedded tracks included, by group and name."""
    exiftool = shutil.which("exiftool") or missing("exiftool")
    file = folder / "recording"
    file.write_bytes(data)
    out = recordings.run([exiftool, "-json", "-G1", "-a", "-u", "-U", "-ee3", str(file)])
    found: dict[str, Any] = json.loads(out)[0]
    return found


@pytest.mark.parametrize(
    ("kind", "mime", "inside"),
    [
        ("video", "video/mp4", [("video", "h264"), ("audio", "aac")]),
        ("voice", "audio/ogg", [("audio", "opus")]),
        ("tracks", "video/mp4", [("video", "h264"), ("audio", "aac")]),
        ("attachment", "video/mp4", [("video", "h264"), ("audio", "aac")]),
        ("song", "audio/ogg", [("audio", "opus")]),
    ],
)
async def test_only_picture_and_sound_are_left_in_forms_that_everyone_plays(
    kind: str, mime: str, inside: list[tuple[str, str]], tmp_path: Path
) -> None:
    clean = await cleaned(kind)

    assert clean.mime == mime
    assert streams(clean.data, tmp_path) == inside
    assert clean.seconds == pytest.approx(2, abs=0.1)
    assert (clean.width, clean.height) == ((160, 120) if mime == "video/mp4" else (0, 0))


@pytest.mark.parametrize("kind", KINDS)
async def test_an_outside_reader_finds_no_hidden_word_in_it(kind: str, tmp_path: Path) -> None:
    before = KINDS[kind][0]()
    assert SECRET.encode() in before

    after = (await cleaned(kind)).data

    found = told(after, tmp_path)
    values = " ".join(f"{name}={value}" for name, value in found.items())
    assert SECRET.encode() not in after
    assert PLACE.encode() not in after
    assert not {name for name in found if any(sign in name for sign in ("GPS", "UserData", "XMP"))}
    assert SECRET not in values
    assert "2026:11:20" not in values


async def test_the_place_of_a_telephone_is_found_before_and_not_after(tmp_path: Path) -> None:
    data = recordings.video()
    assert any("GPS" in name for name in told(data, tmp_path))

    clean = await Remuxer().clean(data, video=True)

    assert not any("GPS" in name for name in told(clean.data, tmp_path))


async def test_what_everyone_plays_is_not_encoded_again(tmp_path: Path) -> None:
    data = recordings.voice()

    clean = await Remuxer().clean(data, video=False)

    # Packet by packet the same sound: what was encoded anew would differ.
    packets = ("-show_packets", "-show_data_hash", "md5", "-show_entries", "packet=data_hash")
    assert probed(clean.data, tmp_path, *packets) == probed(data, tmp_path, *packets)


def probed(data: bytes, folder: Path, *arguments: str) -> bytes:
    file = folder / "it"
    file.write_bytes(data)
    ffprobe = shutil.which("ffprobe") or missing("ffprobe")
    return recordings.run([ffprobe, "-v", "error", *arguments, str(file)])


async def test_a_video_without_sound_is_one() -> None:
    clean = await Remuxer().clean(made("b.mp4", *SCENE, *H264), video=True)

    assert clean.mime == "video/mp4"


async def test_sound_of_a_telephone_stays_aac() -> None:
    clean = await Remuxer().clean(made("b.m4a", *TONE, "-c:a", "aac", *TOLD), video=False)

    assert (clean.mime, clean.suffix) == ("audio/mp4", ".m4a")


async def test_what_was_hung_behind_the_video_is_gone() -> None:
    data = recordings.video() + b"PK\x03\x04" + SECRET.encode() + b"<script>"

    clean = await Remuxer().clean(data, video=True)

    assert SECRET.encode() not in clean.data
    assert b"<script>" not in clean.data


async def test_words_between_the_pictures_are_dropped() -> None:
    data = made(
        "c.mp4", *SCENE, *H264, "-bsf:v", f"h264_metadata=sei_user_data={'ab' * 16}+{SECRET}"
    )
    assert SECRET.encode() in data

    clean = await Remuxer().clean(data, video=True)

    assert SECRET.encode() not in clean.data


PLAYLIST = b"#EXTM3U\n#EXT-X-TARGETDURATION:1\n#EXTINF:1,\nfile:///etc/passwd\n#EXT-X-ENDLIST\n"
SCRIPT = b"ffconcat version 1.0\nfile /etc/passwd\n"


@pytest.mark.parametrize(
    "data",
    [
        b"",
        b"hello",
        PLAYLIST,
        SCRIPT,
        b"<svg xmlns='http://www.w3.org/2000/svg'/>",
        b"RIFF\x24\0\0\0WAVEfmt ",
        b"\x89PNG\r\n\x1a\n",
    ],
)
async def test_what_begins_as_something_else_meets_no_demuxer(data: bytes, tmp_path: Path) -> None:
    untouched = Remuxer(path=programs(tmp_path, "touch ran"))

    assert await fault_of(data, untouched) == Fault.NOT_ONE


@pytest.mark.parametrize("behind", [PLAYLIST, SCRIPT])
@pytest.mark.parametrize("video", [True, False])
@pytest.mark.parametrize(
    "before", [b"\0\0\0\x10ftypisom\0\0\0\0", b"OggS\0", b"\x1a\x45\xdf\xa3", b"ID3"]
)
async def test_a_playlist_in_the_coat_of_a_recording_is_none(
    before: bytes, behind: bytes, *, video: bool
) -> None:
    assert await fault_of(before + behind, video=video) == Fault.BROKEN


async def test_half_a_video_is_none() -> None:
    data = recordings.video()

    assert await fault_of(data[: len(data) // 2]) == Fault.BROKEN


async def test_sound_alone_is_no_video_and_a_silent_video_is_no_voice() -> None:
    assert await fault_of(recordings.voice(), video=True) == Fault.NOT_ONE
    assert await fault_of(made("b.mp4", *SCENE, *H264), video=False) == Fault.NOT_ONE


async def test_a_picture_that_claims_to_be_vast_is_not_decoded() -> None:
    vast = "color=size=8000x4000:rate=1:duration=1"
    data = made("d.mp4", "-f", "lavfi", "-i", vast, "-c:v", "mpeg4")

    assert await fault_of(data) == Fault.TOO_BIG


async def test_more_bytes_than_telegram_hands_over_are_not_read() -> None:
    assert await fault_of(b"\0\0\0\x10ftyp" + bytes(25_000_001)) == Fault.TOO_BIG


async def test_nothing_longer_than_its_bounds_is_written() -> None:
    small = Bounds(memory=MEMORY, file_size=5_000, cpu_s=20, wall_s=20)
    data = made("e.webm", *SCENE, "-c:v", "libvpx", "-b:v", "2M")

    assert await fault_of(data, Remuxer(bounds=small)) == Fault.TOO_BIG


async def test_without_ffmpeg_it_says_so(tmp_path: Path) -> None:
    remuxer = Remuxer(path=str(tmp_path))

    assert not remuxer.works
    assert await fault_of(recordings.voice(), remuxer, video=False) == Fault.NO_FFMPEG
