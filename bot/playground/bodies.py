"""Reading the body of a request: JSON, forms, multipart; never more than is allowed."""

import json
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import parse_qsl

from aiohttp import BodyPartReader, web

from bot.playground.parameters import Upload

Json = dict[str, Any]

LARGEST_BODY = 64 << 20
LARGEST_JSON = 4 << 20


class BodyTooLargeError(Exception):
    pass


class UnreadableBodyError(Exception):
    pass


@dataclass(slots=True)
class Body:
    values: Json = field(default_factory=dict)
    uploads: list[tuple[str, Upload]] = field(default_factory=list)
    """Field name and file, in order; one field may carry several."""

    def files(self) -> dict[str, Upload]:
        return dict(self.uploads)


async def read_body(request: web.Request) -> Body:
    """The values and files of a request, whatever form they have."""
    if not request.can_read_body:
        return Body()
    if request.content_type == "multipart/form-data":
        return await _read_multipart(request)
    raw = await _read_within(request, LARGEST_JSON)
    if request.content_type == "application/x-www-form-urlencoded":
        return Body(_read_form(raw))
    return Body(_read_json(raw))


async def _read_within(request: web.Request, most: int) -> bytes:
    if (request.content_length or 0) > most:
        raise BodyTooLargeError
    pieces = bytearray()
    async for piece in request.content.iter_any():
        pieces += piece
        if len(pieces) > most:
            raise BodyTooLargeError
    return bytes(pieces)


def _read_json(raw: bytes) -> Json:
    if not raw.strip():
        return {}
    try:
        value = json.loads(raw)
    except (ValueError, RecursionError):
        raise UnreadableBodyError from None
    if not isinstance(value, dict):
        raise UnreadableBodyError
    return value


def _read_form(raw: bytes) -> Json:
    try:
        pairs = parse_qsl(raw.decode(), keep_blank_values=True, max_num_fields=1000)
    except ValueError:
        raise UnreadableBodyError from None
    return dict(pairs)


async def _read_multipart(request: web.Request) -> Body:
    if (request.content_length or 0) > LARGEST_BODY:
        raise BodyTooLargeError
    body, left = Body(), LARGEST_BODY
    try:
        async for part in await request.multipart():
            if not isinstance(part, BodyPartReader) or part.name is None:
                raise UnreadableBodyError
            content = await _read_part(part, left)
            left -= len(content)
            _add(body, part, content)
    except ValueError:
        raise UnreadableBodyError from None
    return body


async def _read_part(part: BodyPartReader, most: int) -> bytes:
    content = bytearray()
    while piece := await part.read_chunk(1 << 16):
        content += piece
        if len(content) > most:
            raise BodyTooLargeError
    return bytes(content)


def _add(body: Body, part: BodyPartReader, content: bytes) -> None:
    name = str(part.name)
    if part.filename is None:
        body.values[name] = content.decode("utf-8", "replace")
        return
    kind = part.headers.get("Content-Type", "").partition(";")[0].strip()
    body.uploads.append((name, Upload(part.filename, kind, content)))
