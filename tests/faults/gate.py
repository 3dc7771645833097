"""The line between Hibi and a server, on which one request or one answer gets lost on demand."""

import asyncio
import contextlib
from collections.abc import AsyncIterator, Awaitable, Callable
from contextvars import ContextVar
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any

import aiohttp
from aiohttp import web

from bot.networks.answers import Answer
from bot.networks.base import Unsure
from bot.networks.http import Http

MARK = "X-Irreversible"
HOP_HEADERS = {"host", "content-length", "transfer-encoding", "connection", "content-encoding"}
VERB: ContextVar[str] = ContextVar("verb", default="")


class Fault(StrEnum):
    """Where a worker dies, and what becomes of the call that cannot be taken back."""

    BEFORE_PREPARING = "dies before preparing"
    PREPARED = "dies before arming"
    ARMED = "dies before the call"
    INSIDE = "dies inside the call"
    ANSWERED = "dies before recording"
    NOT_ARRIVED = "request lost"
    LOST = "answer lost"
    ERROR = "500 after the deed"
    HTML = "200 with HTML"


DEATHS = (Fault.BEFORE_PREPARING, Fault.PREPARED, Fault.ARMED, Fault.INSIDE, Fault.ANSWERED)
OF_THE_CALL = (
    Fault.INSIDE,
    Fault.NOT_ARRIVED,
    Fault.LOST,
    Fault.ERROR,
    Fault.HTML,
)


@dataclass(slots=True)
class Plan:
    """One fault, at the call of that number; `happened` tells that it really came to pass."""

    fault: Fault | None = None
    call: int = 1
    happened: bool = False
    died: asyncio.Event = field(default_factory=asyncio.Event)
    _seen: dict[str, int] = field(default_factory=dict)

    def is_at(self, fault: Fault) -> bool:
        """Whether this is the moment; each passing of a point counts as one call."""
        self._seen[fault] = self._seen.get(fault, 0) + 1
        if self.happened or fault is not self.fault or self._seen[fault] != self.call:
            return False
        self.happened = True
        return True

    def of_the_call(self) -> Fault | None:
        return next((fault for fault in OF_THE_CALL if self.is_at(fault)), None)

    async def around(self, deed: Callable[[], Awaitable[Any]]) -> Any:
        """A deed that is no HTTP call of ours, with the same faults."""
        fault = self.of_the_call()
        if fault is Fault.NOT_ARRIVED:
            raise Unsure("answer_lost")
        done = await deed()
        if fault is Fault.INSIDE:
            self.died.set()
            await asyncio.Event().wait()
        if fault is not None:
            raise Unsure("answer_lost")
        return done


class MarkedHttp(Http):
    """Tells the gate which request is the one that counts; a server never hears of it."""

    async def _call(
        self,
        method: str,
        url: str,
        *,
        token: str,
        headers: Any = None,
        irreversible: bool = False,
        **rest: Any,
    ) -> Answer:
        changes = VERB.get() in ("edit", "delete") and method != "GET"
        marked = {MARK: "1"} if irreversible or changes else {}
        named = {**(headers or {}), **marked}
        return await super()._call(
            method, url, token=token, headers=named, irreversible=irreversible, **rest
        )


@dataclass(slots=True)
class Gate:
    """A server in front of a server."""

    upstream: str
    plan: Plan = field(default_factory=Plan)
    server: str = ""
    _line: aiohttp.ClientSession | None = None

    @property
    def origin(self) -> str:
        return f"http://{self.server}"

    async def handle(self, request: web.Request) -> web.StreamResponse:
        body = await request.read()
        fault = self.plan.of_the_call() if MARK in request.headers else None
        if fault is Fault.NOT_ARRIVED:
            return _hang_up(request)
        answer = await self._forward(request, body)
        match fault:
            case Fault.LOST:
                return _hang_up(request)
            case Fault.INSIDE:
                self.plan.died.set()
                return _hang_up(request)
            case Fault.ERROR:
                return web.Response(status=500, text="Internal Server Error")
            case Fault.HTML:
                return web.Response(text="<html>Welcome to the hotel's net</html>")
        return answer

    async def _forward(self, request: web.Request, body: bytes) -> web.Response:
        assert self._line is not None
        headers = {k: v for k, v in request.headers.items() if _passes(k)}
        async with self._line.request(
            request.method,
            f"{self.upstream}{request.raw_path}",
            headers=headers,
            data=body,
            allow_redirects=False,
        ) as answer:
            kept = {k: v for k, v in answer.headers.items() if _passes(k)}
            return web.Response(status=answer.status, headers=kept, body=await answer.read())

    @contextlib.asynccontextmanager
    async def opened(self) -> AsyncIterator["Gate"]:
        application = web.Application(client_max_size=50_000_000)
        application.router.add_route("*", "/{path:.*}", self.handle)
        runner = web.AppRunner(application, shutdown_timeout=0.1)
        await runner.setup()
        await web.TCPSite(runner, "127.0.0.1", 0).start()
        self.server = f"127.0.0.1:{runner.addresses[0][1]}"
        try:
            async with aiohttp.ClientSession() as self._line:
                yield self
        finally:
            await runner.cleanup()


def _passes(header: str) -> bool:
    return header.lower() not in HOP_HEADERS and header != MARK


def _hang_up(request: web.Request) -> web.Response:
    assert request.transport is not None
    request.transport.abort()
    return web.Response()
