"""Pictures as phones, programs and attackers send them."""

import io
import random
import struct
import zlib
from typing import Any

import pillow_heif
from PIL import Image, PngImagePlugin

pillow_heif.register_heif_opener()

SECRET = "kept-from-everyone-35.6895"
GPS = 0x8825


def scene(
    width: int = 320, height: int = 200, mode: str = "RGB", *, grain: int = 16
) -> Image.Image:
    """Soft random colours, a little like a photo; the same ones every time."""
    small = (max(1, width // grain), max(1, height // grain))
    noise = random.Random(7).randbytes(small[0] * small[1] * len(mode))
    return Image.frombytes(mode, small, noise).resize((width, height), Image.Resampling.BICUBIC)


def encoded(image: Image.Image, form: str, **options: Any) -> bytes:
    out = io.BytesIO()
    image.save(out, form, **options)
    return out.getvalue()


def opened(data: bytes) -> Image.Image:
    image = Image.open(io.BytesIO(data))
    image.load()
    return image


def color_at(image: Image.Image, x: int, y: int) -> tuple[int, int, int]:
    pixel = image.convert("RGB").getpixel((x, y))
    assert isinstance(pixel, tuple)
    return pixel[0], pixel[1], pixel[2]


def notes(orientation: int = 1) -> Image.Exif:
    """EXIF with a place, a camera's owner and a way to hold it."""
    exif = Image.Exif()
    exif[0x0112] = orientation
    exif[0x013B] = SECRET
    exif.get_ifd(GPS).update({1: "N", 2: (35.0, 41.0, 22.0), 29: SECRET})
    return exif


def talkative(form: str) -> bytes:
    """A picture with the secret in every place that its format has for words."""
    told = f"<x:xmpmeta>{SECRET}</x:xmpmeta>".encode()
    match form:
        case "JPEG":
            plain = encoded(scene(), form, exif=notes(), xmp=told, comment=SECRET.encode())
            iptc = b"Photoshop 3.0\0" + SECRET.encode()
            segment = b"\xff\xed" + struct.pack(">H", len(iptc) + 2) + iptc
            return plain[:2] + segment + plain[2:] + SECRET.encode()
        case "PNG":
            words = PngImagePlugin.PngInfo()
            words.add_text("Author", SECRET)
            words.add_itxt("XML:com.adobe.xmp", told.decode())
            return encoded(scene(), form, exif=notes(), pnginfo=words) + SECRET.encode()
        case "GIF":
            return encoded(scene(), form, comment=SECRET.encode())
        case _:
            return encoded(scene(), form, exif=notes().tobytes(), xmp=told)


def png_chunk(kind: bytes, content: bytes) -> bytes:
    checked = kind + content
    return struct.pack(">I", len(content)) + checked + struct.pack(">I", zlib.crc32(checked))


def png_header(width: int, height: int) -> bytes:
    """A PNG that says how large it is, and ends there."""
    told = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    return b"\x89PNG\r\n\x1a\n" + png_chunk(b"IHDR", told) + png_chunk(b"IDAT", b"")


def photoshop_file() -> bytes:
    header = b"8BPS" + struct.pack(">H6xHIIHH", 1, 3, 8, 8, 8, 3)
    return header + struct.pack(">III", 0, 0, 0) + b"\0\0" + bytes(3 * 64)
