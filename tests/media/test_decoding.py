import asyncio
import zlib

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from PIL import Image, ImageCms, ImageOps

from bot.media.decoding import Allowance, BadPicture, CleanPicture, Decoder, Rule
from tests.media.samples import (
    SECRET,
    color_at,
    encoded,
    notes,
    opened,
    photoshop_file,
    png_chunk,
    png_header,
    scene,
    talkative,
)

FORMATS = ("JPEG", "PNG", "WEBP", "GIF", "HEIF", "AVIF")


async def rule_of(data: bytes, decoder: Decoder | None = None) -> Rule:
    with pytest.raises(BadPicture) as told:
        await (decoder or Decoder()).clean(data)
    return told.value.rule


@pytest.mark.parametrize("form", FORMATS)
async def test_every_kind_of_photo_becomes_a_clean_one(form: str) -> None:
    picture = await Decoder().clean(encoded(scene(), form))

    assert (picture.width, picture.height) == (320, 200) == opened(picture.data).size
    assert picture.mime == f"image/{str(opened(picture.data).format).lower()}"
    near = color_at(scene().resize((1, 1)), 0, 0)
    kept = color_at(opened(picture.data).convert("RGB").resize((1, 1)), 0, 0)
    assert all(abs(a - b) <= 6 for a, b in zip(near, kept, strict=True))


@pytest.mark.parametrize("form", FORMATS)
async def test_no_word_of_the_metadata_is_left(form: str) -> None:
    data = talkative(form)
    assert SECRET.encode() in data

    picture = await Decoder().clean(data)

    again = opened(picture.data)
    assert SECRET.encode() not in picture.data
    assert b"xmpmeta" not in picture.data
    assert b"Exif" not in picture.data
    assert dict(again.getexif()) == {}
    assert not {"icc_profile", "exif", "xmp", "comment", "photoshop"} & set(again.info)


@pytest.mark.parametrize("orientation", range(1, 9))
async def test_a_photo_stands_as_it_was_held(orientation: int) -> None:
    data = encoded(scene(), "JPEG", exif=notes(orientation), quality=95)

    picture = await Decoder().clean(data)

    upright = ImageOps.exif_transpose(opened(data))
    small = (8, 8)
    wanted = upright.resize(small).tobytes()
    kept = opened(picture.data).resize(small).tobytes()
    assert (picture.width, picture.height) == upright.size
    assert max(abs(a - b) for a, b in zip(wanted, kept, strict=True)) <= 12


@pytest.mark.parametrize("form", ["HEIF", "AVIF", "WEBP", "PNG"])
async def test_every_kind_of_photo_is_turned_once(form: str) -> None:
    image = Image.new("RGB", (64, 32), "black")
    image.paste("white", (0, 0, 32, 32))

    picture = await Decoder().clean(encoded(image, form, exif=notes(6).tobytes()))

    # Held with its left side up: what was left is now at the top.
    assert (picture.width, picture.height) == (32, 64)
    assert min(color_at(opened(picture.data), 16, 8)) > 240
    assert max(color_at(opened(picture.data), 16, 56)) < 15


async def test_pictures_hidden_behind_the_first_are_dropped() -> None:
    data = encoded(scene(), "MPO", save_all=True, append_images=[scene(), scene()])

    picture = await Decoder().clean(data)

    assert opened(picture.data).format == "JPEG"
    assert len(picture.data) < len(data) / 2


async def test_the_first_frame_of_an_animation_is_kept() -> None:
    frames = [Image.new("RGB", (40, 30), color) for color in ("red", "lime", "blue")]
    data = encoded(frames[0], "GIF", save_all=True, append_images=frames[1:], duration=50)

    picture = await Decoder().clean(data)

    again = opened(picture.data).convert("RGB")
    assert getattr(again, "n_frames", 1) == 1
    assert again.getpixel((20, 15)) == (255, 0, 0)


async def test_the_long_edge_is_at_most_2560_and_small_pictures_stay_small() -> None:
    decoder = Decoder()

    wide = await decoder.clean(encoded(scene(4000, 1000), "JPEG"))
    tiny = await decoder.clean(encoded(scene(3, 2), "PNG"))

    assert (wide.width, wide.height) == (2560, 640)
    assert (tiny.width, tiny.height) == (3, 2)


async def test_see_through_and_drawn_pictures_stay_png_and_photos_do_not() -> None:
    decoder = Decoder()
    glass = Image.new("RGBA", (64, 64), (200, 30, 30, 128))
    drawing = Image.new("RGB", (300, 200), "white")
    drawing.paste("navy", (20, 20, 100, 90))

    assert (await decoder.clean(encoded(glass, "PNG"))).mime == "image/png"
    assert (await decoder.clean(encoded(glass, "WEBP", lossless=True))).mime == "image/png"
    assert (await decoder.clean(encoded(drawing, "PNG"))).mime == "image/png"
    assert (await decoder.clean(encoded(scene(800, 600), "PNG"))).mime == "image/jpeg"
    # Opaque in truth: an alpha channel that says nothing is no reason for a large file.
    assert (await decoder.clean(encoded(scene().convert("RGBA"), "WEBP"))).mime == "image/jpeg"


async def test_the_colours_are_those_that_the_profile_meant() -> None:
    profile = ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes()
    swapped = profile.replace(b"rXYZ", b"?").replace(b"bXYZ", b"rXYZ").replace(b"?", b"bXYZ")
    red = Image.new("RGB", (32, 32), (255, 0, 0))

    picture = await Decoder().clean(encoded(red, "JPEG", icc_profile=swapped))

    r, g, b = color_at(opened(picture.data), 16, 16)
    assert b > 240
    assert max(r, g) < 15
    assert "icc_profile" not in opened(picture.data).info


async def test_a_damaged_profile_costs_no_picture() -> None:
    data = encoded(scene(), "JPEG", icc_profile=b"not a profile" * 20)

    assert (await Decoder().clean(data)).width == 320


@pytest.mark.parametrize("mode", ["1", "L", "LA", "P", "RGB", "RGBA", "I;16", "CMYK"])
async def test_every_way_of_storing_colours_is_understood(mode: str) -> None:
    if mode == "I;16":
        image = Image.new(mode, (32, 32), 128 * 256)
    else:
        image = Image.new("RGB", (32, 32), (128, 128, 128)).convert(mode)

    picture = await Decoder().clean(encoded(image, "JPEG" if mode == "CMYK" else "PNG"))

    average = opened(picture.data).convert("L").resize((1, 1), Image.Resampling.BOX)
    assert average.getpixel((0, 0)) == pytest.approx(128, abs=6)


async def test_a_picture_too_large_is_refused_before_it_is_decoded() -> None:
    bomb = encoded(Image.new("1", (13_000, 13_000)), "PNG")
    assert len(bomb) < 25_000

    assert await rule_of(bomb) == Rule.TOO_BIG
    # Nothing follows this header: whoever tried to decode would say "broken".
    assert await rule_of(png_header(13_000, 13_000)) == Rule.TOO_BIG
    assert await rule_of(png_header(8_000, 6_000)) == Rule.BROKEN


async def test_more_memory_than_allowed_is_too_big() -> None:
    decoder = Decoder(allowance=Allowance(memory=96 * 1024 * 1024))

    assert await rule_of(encoded(Image.new("RGB", (6000, 5000)), "PNG"), decoder) == Rule.TOO_BIG


async def test_too_many_bytes_reach_no_child() -> None:
    no_child = Decoder(command=("/nonexistent",))

    assert await rule_of(bytes(25_000_001), no_child) == Rule.TOO_BIG


@pytest.mark.parametrize(
    "data",
    [
        b"",
        b"hello",
        photoshop_file(),  # as holiday.jpg: CVE-2026-25990
        b'<svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>',
        b"%!PS-Adobe-3.0 EPSF-3.0\n%%BoundingBox: 0 0 9 9\n",
        b"II*\0" + bytes(64),
        b"BM" + bytes(64),
        bytes(4) + b"ftypheic" + bytes(64),
        encoded(scene(), "TIFF"),
        encoded(scene(), "ICO"),
    ],
    ids=["empty", "words", "psd", "svg", "eps", "tiff head", "bmp", "heic head", "tiff", "ico"],
)
async def test_what_is_no_photo_is_not_taken(data: bytes) -> None:
    assert await rule_of(data) == Rule.NOT_A_PICTURE


@pytest.mark.parametrize("form", ["JPEG", "PNG", "WEBP", "HEIF", "AVIF"])
async def test_half_a_picture_is_not_taken(form: str) -> None:
    data = encoded(scene(), form)

    assert await rule_of(data[: len(data) // 2]) in {Rule.BROKEN, Rule.NOT_A_PICTURE}


async def test_a_bomb_in_a_text_chunk_does_not_go_off() -> None:
    data = encoded(scene(), "PNG")
    packed = zlib_bomb(200_000_000)
    bomb = data[:33] + png_chunk(b"zTXt", b"Comment\0\0" + packed) + data[33:]

    assert await rule_of(bomb) in {Rule.BROKEN, Rule.TOO_BIG}


def zlib_bomb(size: int) -> bytes:
    packer = zlib.compressobj(9)
    million = bytes(1_000_000)
    pieces = [packer.compress(million) for _ in range(size // 1_000_000)]
    return b"".join([*pieces, packer.flush()])


@settings(max_examples=8, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(st.binary(max_size=200))
async def test_any_bytes_get_a_rule_or_a_picture(noise: bytes) -> None:
    assert await rule_of(noise) in set(Rule) - {Rule.CRASHED, Rule.TOO_SLOW}


@settings(max_examples=20, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(
    form=st.sampled_from(FORMATS),
    places=st.lists(st.tuples(st.floats(0, 1), st.integers(0, 255)), min_size=1, max_size=6),
)
async def test_flipped_bytes_get_a_rule_or_a_picture(
    form: str, places: list[tuple[float, int]]
) -> None:
    data = bytearray(talkative(form))
    for place, value in places:
        data[int(place * (len(data) - 1))] = value

    [answer] = await asyncio.gather(Decoder().clean(bytes(data)), return_exceptions=True)

    if isinstance(answer, CleanPicture):
        assert SECRET.encode() not in answer.data
    else:
        assert isinstance(answer, BadPicture)
        assert answer.rule in {Rule.BROKEN, Rule.NOT_A_PICTURE, Rule.TOO_BIG}
