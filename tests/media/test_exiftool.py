"""What an outside reader of hidden details finds in the pictures that leave: nothing.

exiftool knows thousands of them, where our own tests look for what we thought of.
"""

import json
import shutil
import subprocess
from pathlib import Path
from typing import Any

import pytest

from bot.media.decoding import MAX_PIXELS, Decoder
from bot.networks import NETWORKS
from bot.networks.base import Network
from bot.pictures.text_card import TextCard, draw_text_card
from bot.services.outgoing import FETCHED, UPLOADED
from tests.machine.children import missing
from tests.media.samples import SECRET, encoded, notes, scene

# About the file itself, its pixels and its colours.
SILENT = {"ExifTool", "System", "File", "JFIF", "PNG", "Composite", "SourceFile"}
COLOURS = "ICC"
WRITTEN = (
    "-GPSLatitude=35.6895",
    "-GPSLatitudeRef=N",
    f"-Artist={SECRET}",
    f"-UserComment={SECRET}",
    f"-XMP:Creator={SECRET}",
    "-XMP:GPSLongitude=139.69",
    f"-IPTC:By-line={SECRET}",
    "-SerialNumber=12345",
)


@pytest.fixture(scope="session")
def exiftool() -> str:
    return shutil.which("exiftool") or missing("exiftool")


def told(exiftool: str, data: bytes, folder: Path) -> dict[str, Any]:
    """Everything that exiftool finds, by group and name."""
    file = folder / "picture"
    file.write_bytes(data)
    done = subprocess.run(
        [exiftool, "-json", "-G1", "-a", "-u", "-U", file],
        capture_output=True,
        check=True,
        timeout=60,
    )
    found: dict[str, Any] = json.loads(done.stdout)[0]
    return found


def hidden(found: dict[str, Any]) -> dict[str, Any]:
    """What says more than how the file is made."""
    return {
        name: value
        for name, value in found.items()
        if (group := name.split(":")[0]) not in SILENT and not group.startswith(COLOURS)
    }


def full(exiftool: str, form: str, folder: Path) -> bytes:
    """A picture with a place, a name and a number in every block that its format has."""
    file = folder / f"full.{form.lower()}"
    file.write_bytes(encoded(scene(), form, exif=notes().tobytes()))
    subprocess.run(
        [exiftool, "-q", "-m", "-overwrite_original", *WRITTEN, file],
        capture_output=True,
        check=True,
        timeout=60,
    )
    return file.read_bytes()


@pytest.mark.parametrize("form", ["JPEG", "PNG", "WEBP", "HEIF"])
async def test_a_picture_that_is_kept_tells_nothing(
    exiftool: str, form: str, tmp_path: Path
) -> None:
    data = full(exiftool, form, tmp_path)

    kept = await Decoder().clean(data)

    assert len(hidden(told(exiftool, data, tmp_path))) >= 5
    found = told(exiftool, kept.data, tmp_path)
    assert hidden(found) == {}
    assert SECRET not in str(found)


@pytest.mark.parametrize("name", NETWORKS)
async def test_a_picture_that_leaves_tells_nothing(
    exiftool: str, networks: dict[str, Network], name: str, tmp_path: Path
) -> None:
    network = networks[name]
    formats = FETCHED if network.fetches_pictures else UPLOADED

    fitted = await Decoder().fit(
        full(exiftool, "JPEG", tmp_path),
        max_bytes=min(network.limits.picture_bytes, 9_000),
        max_pixels=network.limits.picture_pixels or MAX_PIXELS,
        formats=formats,
    )

    assert hidden(told(exiftool, fitted.data, tmp_path)) == {}


def test_words_on_a_card_tell_nothing_else(exiftool: str, tmp_path: Path) -> None:
    card = draw_text_card(TextCard(text="海を見た。"))

    assert hidden(told(exiftool, card, tmp_path)) == {}
