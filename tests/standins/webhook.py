"""Somebody's own software that takes signed messages: checks them by the published rules alone.

https://github.com/standard-webhooks/standard-webhooks/blob/main/spec/standard-webhooks.md (2026-11)
"""

import base64
import contextlib
import hashlib
import hmac
import json
import time
from collections.abc import AsyncIterator
from dataclasses import dataclass, field
from typing import Any

from aiohttp import web

TOLERANCE = 300


@dataclass(slots=True)
class Receiver:
    """Knows a message by its id and acts on each id once. `key` is set by the person."""

    server: str = ""
    key: str = ""
    got: dict[str, Any] = field(default_factory=dict)
    refused: list[str] = field(default_factory=list)
    status: int = 200
    answer: Any = None
    drops: int = 0

    @property
    def address(self) -> str:
        return f"http://{self.server}/hook"

    async def take(self, request: web.Request) -> web.StreamResponse:
        body = await request.read()
        number = request.headers.get("webhook-id", "")
        if self.key and not self._signed(request, number, body):
            self.refused.append(number)
            return web.Response(status=401)
        if self.status != 200:
            return web.Response(status=self.status, text="no")
        self.got.setdefault(number, json.loads(body))
        if self.drops:
            self.drops -= 1
            assert request.transport is not None
            request.transport.abort()
        return web.json_response(self.answer)

    def _signed(self, request: web.Request, number: str, body: bytes) -> bool:
        moment = request.headers.get("webhook-timestamp", "0")
        if abs(time.time() - int(moment)) > TOLERANCE:
            return False
        key = base64.b64decode(self.key.split("_", 1)[1])
        mac = hmac.new(key, b".".join([number.encode(), moment.encode(), body]), hashlib.sha256)
        expected = base64.b64encode(mac.digest()).decode()
        given = request.headers.get("webhook-signature", "").split(" ")
        return any(hmac.compare_digest(one, f"v1,{expected}") for one in given)


@contextlib.asynccontextmanager
async def run_receiver() -> AsyncIterator[Receiver]:
    receiver, application = Receiver(), web.Application(client_max_size=100_000_000)
    application.router.add_post("/hook", receiver.take)
    runner = web.AppRunner(application, shutdown_timeout=0.1)
    await runner.setup()
    await web.TCPSite(runner, "127.0.0.1", 0).start()
    receiver.server = f"127.0.0.1:{runner.addresses[0][1]}"
    try:
        yield receiver
    finally:
        await runner.cleanup()
