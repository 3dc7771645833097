"""A server on loopback that answers as it is told, for what real servers do only on bad days."""

import asyncio
import contextlib
from collections.abc import AsyncIterator, Awaitable, Callable
from dataclasses import dataclass, field
from typing import Any

from aiohttp import web

Handler = Callable[[web.Request], Awaitable[web.StreamResponse]]


@dataclass(slots=True)
class StandIn:
    """`answer` is given to every request, unless `routes` has one for its path."""

    server: str = ""
    answer: Handler | None = None
    routes: dict[str, Handler] = field(default_factory=dict)
    seen: list[tuple[str, str]] = field(default_factory=list)

    @property
    def origin(self) -> str:
        return f"http://{self.server}"

    async def handle(self, request: web.Request) -> web.StreamResponse:
        self.seen.append((request.method, request.path))
        handler = self.routes.get(request.path, self.answer)
        assert handler is not None
        return await handler(request)


def says(status: int, body: Any = "", **headers: str) -> Handler:
    """Always this answer; a dict or list goes out as JSON, a text as HTML."""

    async def handler(_: web.Request) -> web.StreamResponse:
        named = {name.replace("_", "-"): value for name, value in headers.items()}
        if isinstance(body, str):
            return web.Response(status=status, text=body, content_type="text/html", headers=named)
        return web.json_response(body, status=status, headers=named)

    return handler


async def hangs_up(request: web.Request) -> web.StreamResponse:
    """Reads the request and closes the line."""
    await request.read()
    assert request.transport is not None
    request.transport.abort()
    return web.Response()


async def says_nothing(request: web.Request) -> web.StreamResponse:
    """Reads the request and waits until the other side gives up."""
    await request.read()
    await asyncio.sleep(30)
    return web.Response()


async def echoes(request: web.Request) -> web.StreamResponse:
    """Refuses, and shows in its answer all that it was sent."""
    body = (await request.read()).decode(errors="replace")
    return web.Response(status=422, text=f"{dict(request.headers)} {body}")


@contextlib.asynccontextmanager
async def run_stand_in() -> AsyncIterator[StandIn]:
    stand_in = StandIn()
    application = web.Application(client_max_size=50_000_000)
    application.router.add_route("*", "/{path:.*}", stand_in.handle)
    runner = web.AppRunner(application, shutdown_timeout=0.1, handler_cancellation=True)
    await runner.setup()
    await web.TCPSite(runner, "127.0.0.1", 0).start()
    stand_in.server = f"127.0.0.1:{runner.addresses[0][1]}"
    try:
        yield stand_in
    finally:
        await runner.cleanup()
