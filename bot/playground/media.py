"""Photos, voice, video and documents as the Bot API describes them."""

import io
import mimetypes
from dataclasses import dataclass
from typing import Any

from PIL import Image, UnidentifiedImageError

from bot.playground.files import Shelf
from bot.playground.parameters import Upload

Json = dict[str, Any]

_SMALL = (320, 320)
_MOST_PIXELS_TO_SHRINK = 25_000_000
_UNKNOWN_SIZE = (1280, 960)

_ROOMS = {"photo": "photos", "voice": "voice", "video": "videos", "document": "documents"}
_ENDINGS = {"photo": ".jpg", "voice": ".oga", "video": ".mp4"}


@dataclass(frozen=True, slots=True)
class _Look:
    """What a picture's first bytes say, and a small one of it where it is large."""

    content_type: str
    size: tuple[int, int]
    small: bytes | None = None
    small_size: tuple[int, int] = (0, 0)


def photo(shelf: Shelf, upload: Upload) -> list[Json]:
    """A small size and the picture itself, smallest first.

    The largest is handed on untouched, harsher than Telegram, which makes a new JPEG of it: what
    was hidden in the file is still there, for the bot to take out.
    """
    look = _looked_at(upload.content) or _Look(upload.content_type, _UNKNOWN_SIZE)
    whole = Upload(_photo_name(look.content_type), look.content_type, upload.content)
    sizes = [_size(shelf, whole, look.size)]
    if look.small is not None:
        small = Upload("small.jpg", "image/jpeg", look.small)
        sizes.insert(0, _size(shelf, small, look.small_size))
    for shown in sizes:
        shelf.describe(shown["file_id"], "photo", sizes)
    return sizes


def is_picture(content: bytes) -> bool:
    return _looked_at(content, shrink=False) is not None


def voice(shelf: Shelf, upload: Upload, duration: int) -> Json:
    stored = _put(shelf, "voice", upload, "audio/ogg")
    kind = upload.content_type or "audio/ogg"
    return _described(shelf, "voice", {**stored, "duration": duration, "mime_type": kind})


def video(shelf: Shelf, upload: Upload, duration: int, size: tuple[int, int]) -> Json:
    stored = _put(shelf, "video", upload, "video/mp4")
    kind = upload.content_type or "video/mp4"
    shape = {"width": size[0], "height": size[1], "duration": duration}
    facts = {"mime_type": kind, "file_name": upload.name}
    return _described(shelf, "video", {**stored, **shape, **facts})


def document(shelf: Shelf, upload: Upload) -> Json:
    guess = mimetypes.guess_type(upload.name)[0] or "application/octet-stream"
    kind = upload.content_type or guess
    stored = _put(shelf, "document", upload, kind)
    return _described(shelf, "document", {**stored, "file_name": upload.name, "mime_type": kind})


def _described(shelf: Shelf, kind: str, shown: Json) -> Json:
    shelf.describe(shown["file_id"], kind, shown)
    return shown


def _put(shelf: Shelf, kind: str, upload: Upload, content_type: str) -> Json:
    name = upload.name
    if kind in _ENDINGS and "." not in name:
        name += _ENDINGS[kind]
    return shelf.put(
        upload.content,
        room=_ROOMS[kind],
        name=name,
        content_type=upload.content_type or content_type,
    ).reference()


def _size(shelf: Shelf, upload: Upload, size: tuple[int, int]) -> Json:
    return {**_put(shelf, "photo", upload, "image/jpeg"), "width": size[0], "height": size[1]}


def _photo_name(content_type: str) -> str:
    return f"photo{mimetypes.guess_extension(content_type) or '.jpg'}"


def _looked_at(content: bytes, *, shrink: bool = True) -> _Look | None:
    try:
        with Image.open(io.BytesIO(content), formats=("JPEG", "PNG", "WEBP", "GIF")) as picture:
            size, content_type = picture.size, str(picture.get_format_mimetype())
            wanted = shrink and size[0] * size[1] <= _MOST_PIXELS_TO_SHRINK
            if wanted and max(size) > _SMALL[0]:
                return _Look(content_type, size, *_shrunk(picture))
            return _Look(content_type, size)
    except (UnidentifiedImageError, OSError, ValueError, Image.DecompressionBombError):
        return None


def _shrunk(picture: Image.Image) -> tuple[bytes, tuple[int, int]]:
    picture.thumbnail(_SMALL)
    out = io.BytesIO()
    picture.convert("RGB").save(out, "JPEG", quality=70)
    return out.getvalue(), picture.size
