"""Who may come in, how often, and what every answer carries: the door of our own web pages."""

import asyncio
import logging
import time
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field
from datetime import timedelta

from aiohttp import web
from aiohttp.typedefs import Middleware

from bot.config import Settings
from bot.services.limits import Limiter
from bot.web.answers import common_headers, kind_answer
from bot.web.askers import address_of, host_allowed, neighbourhood

Handler = Callable[[web.Request], Awaitable[web.StreamResponse]]

MOST_BYTES = 1_000_000
BODY_SECONDS = 30.0
MINUTE = timedelta(minutes=1)
PROBES = ("/health", "/ready", "/metrics")
"""Asked by machines that know no name of ours; they tell nothing but a status by themselves."""
UNLIMITED = ("/telegram/", *PROBES)
LONGEST_LOG = 60

logger = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True, kw_only=True)
class Gate:
    """Watches every path but those of somebody `elsewhere` in the same server."""

    settings: Settings
    limiter: Limiter
    elsewhere: Callable[[str], bool] = field(default=lambda _path: False)
    watched: Callable[[str, int], None] = field(default=lambda _route, _status: None)
    """Told the route's pattern and the status of every answer."""

    async def pass_on(self, request: web.Request, handler: Handler) -> web.StreamResponse:
        """Answers, or refuses; either way with the headers that every answer has."""
        if self.elsewhere(request.path):
            return await handler(request)
        began = time.monotonic()
        response = await self._answer(request, handler)
        for name, value in common_headers(framed=self.settings.playground).items():
            response.headers.setdefault(name, value)
        self._note(request, response.status, time.monotonic() - began)
        return response

    async def _answer(self, request: web.Request, handler: Handler) -> web.StreamResponse:
        refused = await self._refusal(request)
        if refused is not None:
            return kind_answer(request, refused)
        try:
            return await handler(request)
        except web.HTTPException as error:
            return _kindly(request, error)
        except Exception:
            # The path may hold a token: the route's pattern says enough.
            logger.exception("%s %s could not be answered", request.method, route_of(request))
            return kind_answer(request, 500)

    async def _refusal(self, request: web.Request) -> int | None:
        """The status of a refusal, or None for a request that may come in."""
        if request.path not in PROBES and not host_allowed(request, self.settings):
            return 421
        if (request.content_length or 0) > MOST_BYTES:
            return 413
        if request.path.startswith(UNLIMITED):
            return None
        asker = neighbourhood(address_of(request, self.settings.trusted_proxies))
        most = self.settings.page_views_a_minute
        allowed = await self.limiter.allow("page views", asker, most, MINUTE)
        return None if allowed else 429

    def _note(self, request: web.Request, status: int, seconds: float) -> None:
        route = route_of(request)
        self.watched(route, status)
        method = request.method[:LONGEST_LOG]
        logger.info("%s %s %d in %d ms", method, route, status, round(seconds * 1000))


def as_middleware(gate: Gate) -> Middleware:
    """The gate in the shape that aiohttp wants."""

    @web.middleware
    async def watch(request: web.Request, handler: Handler) -> web.StreamResponse:
        return await gate.pass_on(request, handler)

    return watch


def route_of(request: web.Request) -> str:
    """The pattern of the asked route, without anything that the asker wrote."""
    resource = request.match_info.route.resource
    return resource.canonical if resource is not None else "unknown"


async def read_body(request: web.Request, most: int = MOST_BYTES) -> bytes:
    """The whole body within 30 seconds; 413 for more than `most` bytes, 408 for a slow one."""
    body = bytearray()
    try:
        async with asyncio.timeout(BODY_SECONDS):
            async for piece in request.content.iter_any():
                body += piece
                if len(body) > most:
                    raise web.HTTPRequestEntityTooLarge(most, len(body))
    except TimeoutError:
        raise web.HTTPRequestTimeout from None
    return bytes(body)


def _kindly(request: web.Request, error: web.HTTPException) -> web.StreamResponse:
    if error.status < 400:
        return web.Response(status=error.status, headers={"Location": error.headers["Location"]})
    return kind_answer(request, error.status, allow=error.headers.get("Allow", ""))
