"""Decodes one picture and ends: the only place where foreign bytes meet a decoder.

Run as a script by `bot.media.decoding`, isolated (`-I`), with an empty environment; it imports
nothing of ours. The job is JSON in the first argument, the picture comes on stdin; the answer is
one line of JSON and, if that has no `rule`, the bytes of the new picture.
"""

import io
import json
import math
import resource
import signal
import sys
import warnings
from typing import Any

from PIL import (
    AvifImagePlugin,
    GifImagePlugin,
    Image,
    ImageCms,
    JpegImagePlugin,
    PngImagePlugin,
    UnidentifiedImageError,
    WebPImagePlugin,
)

# Named one by one: with a format that is not loaded yet, Pillow would load all its decoders.
DECODERS = (GifImagePlugin, JpegImagePlugin, PngImagePlugin, WebPImagePlugin)
PLAIN_FORMATS = ("JPEG", "PNG", "WEBP", "GIF")
BOXED_FORMATS = ("AVIF", "HEIF")
MIMES = {"JPEG": "image/jpeg", "PNG": "image/png", "WEBP": "image/webp"}

ORIENTATION = 0x0112
TURNS = {
    2: Image.Transpose.FLIP_LEFT_RIGHT,
    3: Image.Transpose.ROTATE_180,
    4: Image.Transpose.FLIP_TOP_BOTTOM,
    5: Image.Transpose.TRANSPOSE,
    6: Image.Transpose.ROTATE_270,
    7: Image.Transpose.TRANSVERSE,
    8: Image.Transpose.ROTATE_90,
}
QUALITIES = (88, 80, 72)
SHRINKS = 12
WHITE = (255, 255, 255)
JFIF_ONLY = {"jfif", "jfif_version", "jfif_unit", "jfif_density", "progressive", "progression"}


class Unfit(Exception):
    """This picture is not taken; the text is the rule."""


def limit_resources(*, memory: int, cpu_s: int, wall_s: int) -> None:
    """No more memory or time than that, no file written, few files open, no core dump."""
    if sys.platform == "linux":  # elsewhere the address space cannot be bounded
        resource.setrlimit(resource.RLIMIT_AS, (memory, memory))
    resource.setrlimit(resource.RLIMIT_CPU, (cpu_s, cpu_s + 1))
    resource.setrlimit(resource.RLIMIT_FSIZE, (0, 0))
    resource.setrlimit(resource.RLIMIT_NOFILE, (32, 32))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    signal.alarm(wall_s)  # also when the parent is gone and cannot end us any more


def opened(data: bytes, max_pixels: int) -> Image.Image:
    """The picture with its header read and its size checked, nothing decoded yet."""
    Image.MAX_IMAGE_PIXELS = max_pixels
    try:
        image = Image.open(io.BytesIO(data), formats=formats_for(data))
    except Image.DecompressionBombError:
        raise Unfit("too_big") from None
    except UnidentifiedImageError:
        raise Unfit("not_a_picture") from None
    if image.width * image.height > max_pixels:
        raise Unfit("too_big")
    return image


def formats_for(data: bytes) -> tuple[str, ...]:
    if data[4:8] != b"ftyp":
        return PLAIN_FORMATS
    # 27 MB of address space that only these pictures need. One thread: each takes a stack. No
    # thumbnails: they may show what was cut away.
    from pillow_heif import register_heif_opener

    register_heif_opener(thumbnails=False, depth_images=False, aux_images=False, decode_threads=1)
    AvifImagePlugin.DEFAULT_MAX_THREADS = 1
    return BOXED_FORMATS


def prepared(image: Image.Image, long_edge: int) -> Image.Image:
    """First frame, upright, in sRGB, no longer than `long_edge`, and nothing but pixels."""
    turn = orientation_of(image)
    profile = image.info.get("icc_profile")
    if image.format == "JPEG" and max(image.size) > long_edge:
        image.draft(None, (long_edge, long_edge))  # decodes at a half or less: less memory
    image.load()
    image = with_plain_mode(image)
    image.thumbnail((long_edge, long_edge), Image.Resampling.LANCZOS, reducing_gap=3.0)
    image = in_srgb(image, profile)
    if turn is not None:
        image = image.transpose(turn)
    if image.mode == "RGBA" and image.getchannel("A").getextrema() == (255, 255):
        image = image.convert("RGB")
    image.info = {}
    return image


def orientation_of(image: Image.Image) -> Image.Transpose | None:
    try:
        return TURNS.get(image.getexif().get(ORIENTATION, 1))
    except (OSError, ValueError, SyntaxError, TypeError, LookupError):
        return None  # a damaged note about the picture is no damage to the picture


def with_plain_mode(image: Image.Image) -> Image.Image:
    """As L, RGB, RGBA or CMYK: every other mode loses shades when resized or saved."""
    if image.mode.startswith("I"):
        return image.point(lambda shade: shade * (1 / 256)).convert("L")
    if "transparency" in image.info or image.mode in {"LA", "La", "PA", "RGBa"}:
        return image.convert("RGBA")
    if image.mode == "1":
        return image.convert("L")
    return image if image.mode in {"L", "RGB", "RGBA", "CMYK"} else image.convert("RGB")


def in_srgb(image: Image.Image, profile: bytes | None) -> Image.Image:
    """The colours that the profile meant; a profile that does not fit is left aside."""
    target = "RGBA" if image.mode == "RGBA" else "RGB"
    if profile:
        try:
            meant = ImageCms.ImageCmsProfile(io.BytesIO(profile))
            srgb = ImageCms.createProfile("sRGB")
            turned = ImageCms.profileToProfile(image, meant, srgb, outputMode=target)
        except (ImageCms.PyCMSError, OSError, ValueError, TypeError):
            turned = None
        if turned is not None:
            return turned
    return image if image.mode == "L" else image.convert(target)


def as_jpeg(image: Image.Image, quality: int) -> bytes:
    return saved(on_white(image), "JPEG", quality=quality, optimize=True, progressive=True)


def as_png(image: Image.Image) -> bytes:
    return saved(image, "PNG")


def saved(image: Image.Image, form: str, **options: Any) -> bytes:
    out = io.BytesIO()
    image.save(out, form, **options)
    return out.getvalue()


def on_white(image: Image.Image) -> Image.Image:
    if image.mode != "RGBA":
        return image
    ground = Image.new("RGB", image.size, WHITE)
    ground.paste(image, mask=image.getchannel("A"))
    return ground


def clean(job: dict[str, Any], data: bytes) -> tuple[dict[str, Any], bytes]:
    """The picture as it is kept: PNG if it is see-through or drawn, else JPEG."""
    image = opened(data, job["max_pixels"])
    drawn = image.format in {"PNG", "GIF"}
    image = prepared(image, job["long_edge"])
    if image.mode == "RGBA":
        return told("PNG", image), as_png(image)
    jpeg = as_jpeg(image, job["quality"])
    if drawn:
        # Screenshots keep their sharp edges; a photo saved as PNG would be many times larger.
        png = as_png(image)
        if len(png) <= 2 * len(jpeg):
            return told("PNG", image), png
    return told("JPEG", image), jpeg


def fit(job: dict[str, Any], data: bytes) -> tuple[dict[str, Any], bytes]:
    """The picture within a network's bounds: as it is where it fits, else re-made, else smaller."""
    image = opened(data, job["max_pixels_read"])
    if fits_already(image, job, data):
        return told(str(image.format), image), data
    drawn = image.format in {"PNG", "GIF"}
    image = framed(prepared(image, job["long_edge"]), job["narrowest"], job["widest"])
    area = image.width * image.height
    if area > job["max_pixels"]:
        image = scaled(image, math.sqrt(job["max_pixels"] / area))
    if (drawn or image.mode == "RGBA") and "image/png" in job["formats"]:
        png = as_png(image)
        if len(png) <= job["max_bytes"]:
            return told("PNG", image), png
    return squeezed(image, job)


def fits_already(image: Image.Image, job: dict[str, Any], data: bytes) -> bool:
    return (
        len(data) <= job["max_bytes"]
        and image.width * image.height <= job["max_pixels"]
        and max(image.size) <= job["long_edge"]
        and margins(image, job["narrowest"], job["widest"]) == (0, 0)
        and MIMES.get(str(image.format)) in job["formats"]
        and not getattr(image, "is_animated", False)
        and is_bare(image)
    )


def framed(image: Image.Image, narrowest: float, widest: float) -> Image.Image:
    """With a white margin on two sides where its shape is too narrow or too wide."""
    left, top = margins(image, narrowest, widest)
    if not (left or top):
        return image
    whole = Image.new("RGB", (image.width + 2 * left, image.height + 2 * top), WHITE)
    whole.paste(on_white(image), (left, top))
    return whole


def margins(image: Image.Image, narrowest: float, widest: float) -> tuple[int, int]:
    """Pixels that are missing at the left and right, or above and below; 0 bounds nothing."""
    width, height = image.size
    if narrowest and width / height < narrowest:
        # A little more than needed, so that scaling cannot round it below.
        return math.ceil((1.01 * narrowest * height - width) / 2), 0
    if widest and width / height > widest:
        return 0, math.ceil((1.01 * width / widest - height) / 2)
    return 0, 0


def is_bare(image: Image.Image) -> bool:
    """Whether nothing but pixels is in the file, as in all that `clean` made."""
    segments = set(getattr(image, "app", ()))
    return set(image.info) <= JFIF_ONLY and segments <= {"APP0"} and not image.getexif()


def squeezed(image: Image.Image, job: dict[str, Any]) -> tuple[dict[str, Any], bytes]:
    """A little quality is given first, then size, no more of it than needed."""
    jpeg = "image/jpeg" in job["formats"]
    for _ in range(SHRINKS):
        for quality in QUALITIES:
            body = as_jpeg(image, quality) if jpeg else as_png(image)
            if len(body) <= job["max_bytes"]:
                return told("JPEG" if jpeg else "PNG", image), body
            if not jpeg:
                break
        wanted = 0.97 * math.sqrt(job["max_bytes"] / len(body))
        image = scaled(image, min(0.9, max(0.25, wanted)))
    raise Unfit("cannot_fit")


def scaled(image: Image.Image, factor: float) -> Image.Image:
    size = (max(1, int(image.width * factor)), max(1, int(image.height * factor)))
    return image.resize(size, Image.Resampling.LANCZOS, reducing_gap=3.0)


def told(form: str, image: Image.Image) -> dict[str, Any]:
    return {"mime": MIMES[form], "width": image.width, "height": image.height}


def answer(job: dict[str, Any], data: bytes) -> tuple[dict[str, Any], bytes]:
    try:
        return clean(job, data) if job["verb"] == "clean" else fit(job, data)
    except Unfit as unfit:
        return {"rule": str(unfit)}, b""
    except MemoryError:
        return {"rule": "too_big"}, b""
    except (OSError, ValueError, SyntaxError, EOFError, RuntimeError, TypeError, LookupError):
        # What Pillow and its codecs raise for damaged files; the rest ends this process.
        return {"rule": "broken"}, b""


def main() -> None:
    job = json.loads(sys.argv[1])
    limit_resources(memory=job["memory"], cpu_s=job["cpu_s"], wall_s=job["wall_s"])
    warnings.simplefilter("ignore")
    header, body = answer(job, sys.stdin.buffer.read())
    sys.stdout.buffer.write(json.dumps(header).encode() + b"\n" + body)
    sys.stdout.buffer.flush()


if __name__ == "__main__":
    main()
