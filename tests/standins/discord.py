"""Discord's webhooks on loopback: one server that keeps, changes and deletes messages.

Each rule is from https://docs.discord.com/developers/resources/webhook and
https://docs.discord.com/developers/topics/opcodes-and-status-codes (as of 2026-11).
"""

import contextlib
import itertools
import json
from collections.abc import AsyncIterator
from dataclasses import dataclass, field
from typing import Any

from aiohttp import web

NUMBER, KEY = "123456789012345678", "c4nary-webhook-key_" + "a" * 50
GUILD, CHANNEL = "200000000000000001", "300000000000000001"
Json = dict[str, Any]


@dataclass(slots=True)
class DiscordServer:
    """`drops` so many answers after acting; `gone` is a webhook that was deleted."""

    server: str = ""
    messages: dict[str, Json] = field(default_factory=dict)
    gone: bool = False
    drops: int = 0
    limited: float = 0.0
    reactions: list[Json] = field(default_factory=list)
    """Under every message; https://docs.discord.com/developers/resources/message#reaction-object"""
    _numbers: "itertools.count[int]" = field(default_factory=lambda: itertools.count(400))

    @property
    def api(self) -> str:
        return f"http://{self.server}"

    async def webhook(self, request: web.Request) -> web.Response:
        refused = self._refusal(request)
        if refused:
            return refused
        if request.method == "DELETE":
            self.gone = True
            return web.Response(status=204)
        here = {"id": NUMBER, "name": "Spidey", "guild_id": GUILD, "channel_id": CHANNEL}
        return web.json_response({**here, "token": KEY})

    async def execute(self, request: web.Request) -> web.Response:
        refused = self._refusal(request)
        if refused:
            return refused
        body, files = await _body(request)
        wrong = _problem(body, files)
        if wrong:
            return wrong
        number = str(next(self._numbers))
        self.messages[number] = {**body, "files": files}
        if self.drops:
            self.drops -= 1
            assert request.transport is not None
            request.transport.abort()
        if request.query.get("wait") != "true":
            return web.Response(status=204)
        return web.json_response({"id": number, "channel_id": CHANNEL, **body})

    async def message(self, request: web.Request) -> web.Response:
        refused = self._refusal(request)
        number = request.match_info["message"]
        if refused or number not in self.messages:
            return refused or _error(404, 10008, "Unknown Message")
        if request.method == "GET":
            told = {"id": number, "channel_id": CHANNEL, "reactions": self.reactions}
            return web.json_response(told)
        if request.method == "DELETE":
            del self.messages[number]
            return web.Response(status=204)
        body, files = await _body(request)
        wrong = _problem(body, files)
        if wrong:
            return wrong
        self.messages[number] |= body
        return web.json_response({"id": number, "channel_id": CHANNEL})

    def _refusal(self, request: web.Request) -> web.Response | None:
        if self.limited:
            wait = {"message": "You are being rate limited.", "retry_after": self.limited}
            headers = {"Retry-After": str(self.limited)}
            return web.json_response(wait, status=429, headers=headers)
        if self.gone or request.match_info["number"] != NUMBER:
            return _error(404, 10015, "Unknown Webhook")
        if request.match_info["key"] != KEY:
            return _error(401, 50027, "Invalid Webhook Token")
        return None


async def _body(request: web.Request) -> tuple[Json, list[str]]:
    if request.content_type == "application/json":
        return dict(await request.json()), []
    form = await request.post()
    names = [part.filename for part in form.values() if isinstance(part, web.FileField)]
    return dict(json.loads(str(form["payload_json"]))), names


def _problem(body: Json, files: list[str]) -> web.Response | None:
    if not body.get("content") and not files:
        return _error(400, 50006, "Cannot send an empty message")
    if len(body.get("content", "")) > 2000 or len(files) > 10:
        return _error(400, 50035, "Invalid Form Body")
    return None


def _error(status: int, code: int, words: str) -> web.Response:
    return web.json_response({"message": words, "code": code}, status=status)


@contextlib.asynccontextmanager
async def run_discord() -> AsyncIterator[DiscordServer]:
    server, application = DiscordServer(), web.Application(client_max_size=100_000_000)
    hook = "/webhooks/{number}/{key}"
    application.router.add_get(hook, server.webhook)
    application.router.add_delete(hook, server.webhook)
    application.router.add_post(hook, server.execute)
    for verb in ("GET", "PATCH", "DELETE"):
        application.router.add_route(verb, hook + "/messages/{message}", server.message)
    runner = web.AppRunner(application, shutdown_timeout=0.1)
    await runner.setup()
    await web.TCPSite(runner, "127.0.0.1", 0).start()
    server.server = f"127.0.0.1:{runner.addresses[0][1]}"
    try:
        yield server
    finally:
        await runner.cleanup()
