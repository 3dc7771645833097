"""Small pictures for the tests, made on the spot."""

import io

from PIL import Image


def a_jpeg(width: int = 40, height: int = 30) -> bytes:
    return _picture("JPEG", width, height)


def a_png(width: int = 40, height: int = 30) -> bytes:
    return _picture("PNG", width, height)


def _picture(kind: str, width: int, height: int) -> bytes:
    out = io.BytesIO()
    Image.new("RGB", (width, height), "teal").save(out, kind)
    return out.getvalue()
