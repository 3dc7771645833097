"""Pictures and recordings: of public snippets while those are public; for networks that fetch."""

import logging
import re

from aiohttp import web

from bot.media.files import StorageError
from bot.services.ground import Ground
from bot.services.handing_out import handed_out
from bot.services.pages import Recording, public_file
from bot.web.answers import with_tag

ADDRESS = re.compile(r"[A-Za-z0-9_-]{16,64}")
NAME = re.compile(r"([0-9a-z]{1,16})\.[a-z0-9]{1,5}")
OURS = {
    "image/jpeg",
    "image/png",
    "image/webp",
    "image/gif",
    "audio/ogg",
    "audio/mp4",
    "video/mp4",
}
"""Kinds that we make ourselves; anything else is only ever saved to a disk."""
PLAYED = ("audio/ogg", "audio/mp4", "video/mp4")
# A browser may keep its copy; nobody in between, so that deleted is deleted.
CACHE = "private, max-age=31536000, immutable"
POLICY = "default-src 'none'; sandbox"

logger = logging.getLogger(__name__)


class MediaPages:
    """Serves them."""

    def __init__(self, ground: Ground) -> None:
        self._ground = ground

    def routes(self) -> list[web.RouteDef]:
        return [
            web.get("/media/out/{token}", self.for_a_network),
            web.get("/media/{address}/{name}", self.file),
        ]

    async def file(self, request: web.Request) -> web.StreamResponse:
        name = NAME.fullmatch(request.match_info["name"])
        address = request.match_info["address"]
        if name is None or not ADDRESS.fullmatch(address):
            raise web.HTTPNotFound
        file = await public_file(self._ground, name[1], address)
        if file is None:
            raise web.HTTPNotFound
        try:
            data = await self._ground.files.read(file.name)
        except StorageError as error:
            logger.error("a public file cannot be shown: %s", type(error).__name__)
            raise web.HTTPNotFound from None
        ours = file.mime in OURS
        response = web.Response(
            body=data, content_type=file.mime if ours else "application/octet-stream"
        )
        response.headers["Content-Security-Policy"] = POLICY
        response.headers["Content-Disposition"] = "inline" if ours else "attachment"
        response.headers["X-Robots-Tag"] = "noindex"
        response.headers["Cross-Origin-Resource-Policy"] = "cross-origin"
        whole = with_tag(request, response, cache=CACHE)
        return in_part(request, whole, data) if isinstance(file, Recording) else whole

    async def for_a_network(self, request: web.Request) -> web.StreamResponse:
        """Nobody keeps it: its address is worth nothing a day later."""
        handed = await handed_out(self._ground, request.match_info["token"])
        if handed is None:
            raise web.HTTPNotFound
        response = web.Response(body=handed.data, content_type=handed.mime)
        response.headers["Content-Security-Policy"] = POLICY
        response.headers["Cache-Control"] = "no-store"
        response.headers["X-Robots-Tag"] = "noindex"
        return in_part(request, response, handed.data) if handed.mime in PLAYED else response


def in_part(request: web.Request, response: web.StreamResponse, data: bytes) -> web.StreamResponse:
    """The bytes that a player asks for, so that it can jump: RFC 9110, section 14 (June 2022).

    The address is made of the content, so that an If-Range always holds. What cannot be read as
    one range is passed over.
    """
    response.headers["Accept-Ranges"] = "bytes"
    if response.status != 200 or not isinstance(response, web.Response):
        return response
    try:
        first, end, _step = request.http_range.indices(len(data))
        asked = request.http_range != slice(None, None, 1)
    except ValueError:
        return response
    if not asked:
        return response
    if first >= end:
        raise web.HTTPRequestRangeNotSatisfiable(headers={"Content-Range": f"bytes */{len(data)}"})
    response.body = data[first:end]
    response.set_status(206)
    response.headers["Content-Range"] = f"bytes {first}-{end - 1}/{len(data)}"
    return response
