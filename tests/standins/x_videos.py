"""What X does with videos: taken in pieces, and worked on before they can be posted.

https://docs.x.com/x-api/media/quickstart/media-upload-chunked, read in 2026-11.
"""

from datetime import timedelta
from typing import Any

from aiohttp import web

from tests.standins.x import Json, Problem, Upload, XServer, answering, playable

LARGEST_PIECE = 5 * 1024 * 1024
KEPT = timedelta(days=1)
ODD = "One or more parameters to your request was invalid."


class Videos:
    """The four calls for one video, and the pieces that came so far."""

    def __init__(self, server: XServer) -> None:
        self.server = server
        self.totals: dict[str, int] = {}
        self.pieces: dict[str, dict[int, bytes]] = {}

    def routes(self) -> list[web.RouteDef]:
        def on(deed: Any) -> Any:
            return answering(self.server, deed)

        return [
            web.post("/2/media/upload/initialize", on(self.initialize)),
            web.post("/2/media/upload/{id}/append", on(self.append)),
            web.post("/2/media/upload/{id}/finalize", on(self.finalize)),
            web.get("/2/media/upload", on(self.status)),
        ]

    async def initialize(self, request: web.Request) -> Json:
        who, body = self.server.whose(request, "media.write"), await request.json()
        if set(body) != {"media_type", "total_bytes", "media_category"}:
            raise Problem(400, ODD)
        if (body["media_type"], body["media_category"]) != ("video/mp4", "tweet_video"):
            raise Problem(400, "The media type is not supported.")
        number, ends_at = self.server.number(), self.server.clock.now + KEPT
        looks = self.server.looks_until_ready
        made = Upload(who, b"", body["media_type"], ends_at, looks=looks)
        self.server.uploads[number], self.pieces[number] = made, {}
        self.totals[number] = body["total_bytes"]
        return {"data": self._told(number)}

    async def append(self, request: web.Request) -> Json:
        form, pieces = await request.post(), self.pieces[self._mine(request)]
        file = form["media"]
        assert isinstance(file, web.FileField)
        piece = file.file.read()
        if not 0 < len(piece) <= LARGEST_PIECE:
            raise Problem(400, "Segment size must be at most 5 MB.")
        pieces[int(str(form["segment_index"]))] = piece
        return {"data": {"expires_at": int((self.server.clock.now + KEPT).timestamp())}}

    async def finalize(self, request: web.Request) -> Json:
        number = self._mine(request)
        pieces, made = self.pieces[number], self.server.uploads[number]
        made.data = b"".join(pieces.get(at, b"") for at in range(len(pieces)))
        if len(made.data) != self.totals[number]:
            raise Problem(400, "Segments do not add up to provided total file size.")
        return {"data": {**self._told(number), **self._worked_on(made)}}

    async def status(self, request: web.Request) -> Json:
        number = request.query["media_id"]
        assert request.query["command"] == "STATUS"
        made = self.server.uploads.get(number)
        if made is None or made.owner != self.server.whose(request, "media.write"):
            raise Problem(404, "Could not find media.")
        made.looks -= 1
        return {"data": {**self._told(number), **self._worked_on(made)}}

    def _mine(self, request: web.Request) -> str:
        number = str(request.match_info["id"])
        if self.server.uploads[number].owner != self.server.whose(request, "media.write"):
            raise Problem(403, "You are not permitted to perform this action.")
        return number

    def _told(self, number: str) -> Json:
        key = self.server.uploads[number].key(number)
        return {"id": number, "media_key": key, "expires_after_secs": int(KEPT.total_seconds())}

    @staticmethod
    def _worked_on(made: Upload) -> Json:
        if made.looks > 0:
            return {"processing_info": {"state": "in_progress", "check_after_secs": 1}}
        state = "succeeded" if playable(made.data) else "failed"
        return {"processing_info": {"state": state, "progress_percent": 100}}
