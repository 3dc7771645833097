import pytest
from PIL import Image

from bot.media.decoding import BadPicture, Decoder, Rule
from tests.media.samples import SECRET, encoded, opened, scene, talkative

EVERYWHERE = ("image/jpeg", "image/png")


async def test_a_picture_that_fits_stays_as_it_is() -> None:
    decoder = Decoder()
    photo = await decoder.clean(encoded(scene(), "JPEG"))
    drawing = await decoder.clean(encoded(Image.new("RGB", (50, 40), "teal"), "PNG"))

    assert (await decoder.fit(photo.data, max_bytes=1_000_000)) == photo
    assert (await decoder.fit(drawing.data, max_bytes=1_000_000)) == drawing


async def test_what_was_not_cleaned_is_cleaned_even_if_it_fits() -> None:
    data = talkative("JPEG")

    picture = await Decoder().fit(data, max_bytes=1_000_000)

    assert SECRET.encode() in data
    assert SECRET.encode() not in picture.data


@pytest.mark.parametrize("max_bytes", [1_000_000, 200_000, 20_000])
async def test_a_picture_comes_below_the_bytes_and_no_smaller_than_needed(max_bytes: int) -> None:
    decoder = Decoder()
    photo = await decoder.clean(encoded(scene(2560, 1920, grain=4), "JPEG", quality=95))
    assert len(photo.data) > max_bytes

    picture = await decoder.fit(photo.data, max_bytes=max_bytes)

    assert max_bytes // 3 < len(picture.data) <= max_bytes
    assert opened(picture.data).size == (picture.width, picture.height)
    assert picture.width / picture.height == pytest.approx(4 / 3, rel=0.02)


async def test_a_picture_comes_below_the_pixels() -> None:
    data = encoded(scene(1000, 500), "JPEG")

    picture = await Decoder().fit(data, max_bytes=1_000_000, max_pixels=125_000)

    assert (picture.width, picture.height) == (500, 250)


async def test_see_through_becomes_white_where_png_is_not_taken() -> None:
    glass = encoded(Image.new("RGBA", (40, 40), (0, 0, 0, 0)), "PNG")

    picture = await Decoder().fit(glass, max_bytes=100_000, formats=("image/jpeg",))

    assert picture.mime == "image/jpeg"
    assert opened(picture.data).getpixel((20, 20)) == (255, 255, 255)


async def test_a_heavy_png_becomes_a_jpeg_or_a_smaller_png() -> None:
    decoder = Decoder()
    heavy = encoded(scene(800, 600, "RGBA"), "PNG")
    assert len(heavy) > 300_000

    jpeg = await decoder.fit(heavy, max_bytes=300_000)
    png = await decoder.fit(heavy, max_bytes=300_000, formats=("image/png",))

    assert (jpeg.mime, jpeg.width) == ("image/jpeg", 800)
    assert png.mime == "image/png"
    assert len(png.data) <= 300_000
    assert png.width < 800


async def test_bounds_that_no_picture_can_keep_are_said() -> None:
    with pytest.raises(BadPicture) as told:
        await Decoder().fit(encoded(scene(), "JPEG"), max_bytes=50)

    assert told.value.rule == Rule.CANNOT_FIT


async def test_a_format_that_we_cannot_make_is_a_mistake_of_ours() -> None:
    with pytest.raises(ValueError, match="JPEG or PNG"):
        await Decoder().fit(b"", max_bytes=1000, formats=("image/gif",))


@pytest.mark.parametrize("size", [(300, 400), (400, 300), (90, 1600), (1600, 90), (80, 100)])
@pytest.mark.parametrize("max_pixels", [1_000_000, 20_000])
async def test_a_shape_that_is_not_taken_gets_a_margin(
    size: tuple[int, int], max_pixels: int
) -> None:
    decoder = Decoder()
    photo = await decoder.clean(encoded(Image.new("RGB", size, "teal"), "JPEG"))

    fitted = await decoder.fit(
        photo.data,
        max_bytes=1_000_000,
        max_pixels=max_pixels,
        formats=("image/jpeg",),
        narrowest=0.8,
        widest=1.91,
    )

    assert 0.8 <= fitted.width / fitted.height <= 1.91
    picture = opened(fitted.data)
    assert picture.size == (fitted.width, fitted.height)
    red, _, blue = picture.convert("RGB").getpixel((fitted.width // 2, fitted.height // 2))
    assert (red < 60, blue > 90) == (True, True)
    if size in ((400, 300), (80, 100)) and max_pixels > 20_000:
        assert fitted == photo
