"""A stand-in for Telegram that only answers: light, so that it does not slow down who is measured.

Prints its port, and ends when its standard input does. Takes bodies in JSON and as forms, and
answers a message with the whole message, as Telegram does.
"""

import asyncio
import itertools
import json
import sys
import time
from typing import Any

from aiohttp import web

Json = dict[str, Any]
ME: Json = {"id": 1, "is_bot": True, "first_name": "Bench", "username": "bench_bot"}
NESTED = ("entities", "reply_markup", "link_preview_options")


class Stub:
    """Answers `getMe` and `sendMessage`; everything else with true."""

    def __init__(self) -> None:
        self._message_ids = itertools.count(1)

    async def answer(self, request: web.Request) -> web.Response:
        match request.match_info["method"].lower():
            case "getme":
                return _ok(ME)
            case "sendmessage":
                return _ok(self._message(await _fields(request)))
        return _ok(True)

    def _message(self, fields: Json) -> Json:
        message = {
            "message_id": next(self._message_ids),
            "from": ME,
            "date": int(time.time()),
            "chat": {"id": int(fields["chat_id"]), "type": "private", "first_name": "Hana"},
            "text": fields["text"],
        }
        return message | {name: fields[name] for name in NESTED if name in fields}


async def _fields(request: web.Request) -> Json:
    if request.content_type == "application/json":
        return dict(json.loads(await request.read()))
    fields: Json = dict(await request.post())
    return fields | {name: json.loads(fields[name]) for name in NESTED if name in fields}


def _ok(result: Any) -> web.Response:
    body = json.dumps({"ok": True, "result": result}).encode()
    return web.Response(body=body, content_type="application/json")


async def serve() -> None:
    server = web.Application()
    server.router.add_route("*", "/bot{token}/{method}", Stub().answer)
    runner = web.AppRunner(server, access_log=None)
    await runner.setup()
    site = web.TCPSite(runner, "127.0.0.1", 0)
    await site.start()
    print(runner.addresses[0][1], flush=True)
    await asyncio.to_thread(sys.stdin.read)
    await runner.cleanup()


if __name__ == "__main__":
    asyncio.run(serve())
