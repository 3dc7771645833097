"""A stand-in for a Mastodon server that takes posts and does nothing else.

Prints its port, and ends when its standard input does.
"""

import asyncio
import itertools
import json
import sys
from typing import Any

from aiohttp import web

INSTANCE: dict[str, Any] = {
    "domain": "127.0.0.1",
    "version": "4.6.0",
    "configuration": {"statuses": {"max_characters": 500, "max_media_attachments": 4}},
}


class Stub:
    """Numbers the posts that it takes, and refuses one without words."""

    def __init__(self) -> None:
        self._numbers = itertools.count(1)

    async def post(self, request: web.Request) -> web.Response:
        fields = await _fields(request)
        if not fields.get("status"):
            return web.json_response({"error": "Validation failed"}, status=422)
        number = str(next(self._numbers))
        address = f"http://127.0.0.1/@bench/{number}"
        status = {
            "id": number,
            "created_at": "2026-11-23T12:00:00.000Z",
            "uri": address,
            "url": address,
            "content": f"<p>{fields['status']}</p>",
            "visibility": "public",
            "media_attachments": [],
            "account": {"id": "1", "username": "bench", "acct": "bench"},
        }
        return web.Response(body=json.dumps(status).encode(), content_type="application/json")


async def _fields(request: web.Request) -> dict[str, Any]:
    if request.content_type == "application/json":
        return dict(json.loads(await request.read()))
    return dict(await request.post())


async def _instance(_: web.Request) -> web.Response:
    return web.json_response(INSTANCE)


async def serve() -> None:
    server = web.Application()
    server.router.add_post("/api/v1/statuses", Stub().post)
    server.router.add_get("/api/v2/instance", _instance)
    runner = web.AppRunner(server, access_log=None)
    await runner.setup()
    await web.TCPSite(runner, "127.0.0.1", 0).start()
    print(runner.addresses[0][1], flush=True)
    await asyncio.to_thread(sys.stdin.read)
    await runner.cleanup()


if __name__ == "__main__":
    asyncio.run(serve())
