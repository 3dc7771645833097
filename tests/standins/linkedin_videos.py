"""What LinkedIn does with videos: taken in pieces of its own choice, and worked on.

https://learn.microsoft.com/en-us/linkedin/marketing/community-management/shares/videos-api, read
in 2026-11; its pieces have four megabytes, ours here fewer.
"""

from dataclasses import dataclass, field
from typing import Any

from aiohttp import web

PIECE = 4_000


@dataclass(slots=True)
class Videos:
    """By name: how large each will be, its pieces by their tags, and what it became.

    `looks_until_ready` is how often one is said to be worked on; `hidden`: members may not ask;
    `puts`: how every piece is answered instead of being taken.
    """

    sizes: dict[str, int] = field(default_factory=dict)
    pieces: dict[str, dict[str, bytes]] = field(default_factory=dict)
    finished: dict[str, bytes] = field(default_factory=dict)
    looks: dict[str, int] = field(default_factory=dict)
    looks_until_ready: int = 0
    hidden: bool = False
    puts: tuple[int, dict[str, Any]] | None = None

    def begin(self, name: str, size: int, origin: str) -> web.Response:
        self.sizes[name], self.pieces[name] = size, {}
        short = name.rpartition(":")[2]
        told = [
            {
                "uploadUrl": f"{origin}/upload-video/{short}/{at // PIECE}",
                "firstByte": at,
                "lastByte": min(at + PIECE, size) - 1,
            }
            for at in range(0, size, PIECE)
        ]
        value = {"video": name, "uploadInstructions": told, "uploadToken": "t"}
        return web.json_response({"value": value})

    async def put(self, request: web.Request) -> web.Response:
        assert "Authorization" not in request.headers
        if self.puts:
            return web.json_response(self.puts[1], status=self.puts[0])
        name, part = f"urn:li:video:{request.match_info['name']}", request.match_info["part"]
        piece = await request.read()
        assert len(piece) <= PIECE
        tag = f"/ambry-video/{part}"
        self.pieces[name][tag] = piece
        return web.Response(status=200, headers={"ETag": tag})

    def finalize(self, asked: dict[str, Any]) -> web.Response:
        name = asked["video"]
        whole = b"".join(self.pieces[name][tag] for tag in asked["uploadedPartIds"])
        if len(whole) != self.sizes[name] or asked["uploadToken"] != "t":
            return _refused(400, "INVALID_UPLOAD", "The parts are not the whole")
        self.finished[name], self.looks[name] = whole, self.looks_until_ready
        return web.Response(status=200)

    def state(self, name: str) -> web.Response:
        if self.hidden:
            return _refused(403, "ACCESS_DENIED", "Not enough permissions to access: GET-videos")
        if name not in self.finished:
            return _refused(404, "NOT_FOUND", "Not found")
        self.looks[name] -= 1
        data = self.finished[name]
        state = "AVAILABLE" if data[4:8] == b"ftyp" else "PROCESSING_FAILED"
        told = "PROCESSING" if self.looks[name] >= 0 else state
        return web.json_response({"id": name, "status": told})


def _refused(status: int, code: str, words: str) -> web.Response:
    return web.json_response({"status": status, "code": code, "message": words}, status=status)
