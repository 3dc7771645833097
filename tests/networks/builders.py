"""Posts, pictures and attempts with defaults: a test states only what matters."""

import io
from datetime import UTC, datetime
from typing import Any

from PIL import Image

from bot.domain.compose import Picture, Post, Recording
from bot.networks.base import Attempt

NOON = datetime(2026, 11, 23, 12, tzinfo=UTC)

OF_ATTEMPT = ("prepared", "first_tried_at", "reply_to", "root", "calls")


def a_picture(alt: str = "A cat on a mat", *, width: int = 40, height: int = 30) -> Picture:
    file = io.BytesIO()
    Image.new("RGB", (width, height), (200, 80, 40)).save(file, "JPEG")
    return Picture(
        media_id=1, data=file.getvalue(), mime="image/jpeg", width=width, height=height, alt=alt
    )


def a_recording(mime: str = "audio/ogg") -> Recording:
    return Recording(media_id=2, data=b"a tone", mime=mime, width=0, height=0, seconds=2)


def a_post(text: str = "今日は寿司を食べた。", **changes: Any) -> Post:
    return Post(**{"text": text, "language": "ja", "created_at": NOON, **changes})


def an_attempt(
    text: str = "今日は寿司を食べた。", *, key: str = "key-1", **changes: Any
) -> Attempt:
    of_attempt = {name: changes.pop(name) for name in OF_ATTEMPT if name in changes}
    return Attempt(key=key, post=a_post(text, **changes), **of_attempt)
