"""A server that waits for nobody for ever: for headers ten seconds, and few lines an address."""

import logging
from collections import Counter
from dataclasses import dataclass
from typing import Any

from aiohttp import web
from aiohttp.http_exceptions import HttpProcessingError
from aiohttp.log import server_logger
from aiohttp.web_protocol import RequestHandler

from bot.web.askers import is_trusted, neighbourhood

HEADERS_WITHIN = 10.0
"""Also how long an idle connection is kept: aiohttp counts both from the last answer."""
CONNECTIONS_EACH = 60
CLOSES_WITHIN = 4.0
LOOPBACK = ("127.0.0.0/8", "::1/128")


@dataclass(frozen=True, slots=True)
class Serving:
    """A server that runs, on the port that it got."""

    runner: web.AppRunner
    host: str
    port: int

    @property
    def url(self) -> str:
        host = f"[{self.host}]" if ":" in self.host else self.host
        return f"http://{host}:{self.port}"

    async def close(self) -> None:
        """Lets what runs end, for at most four seconds."""
        await self.runner.cleanup()


async def serve(
    app: web.Application,
    host: str,
    port: int,
    *,
    unlimited: tuple[str, ...] = LOOPBACK,
) -> Serving:
    """Starts serving; raises OSError where the address is taken or not ours.

    `unlimited` are the addresses and networks that may open as many connections as they like:
    this machine, and the operator's own proxies.
    """
    server_logger.addFilter(is_ours)
    runner = _Runner(app, unlimited)
    await runner.setup()
    try:
        await web.TCPSite(runner, host, port).start()
    except OSError:
        await runner.cleanup()
        raise
    return Serving(runner, host, runner.addresses[0][1])


def is_ours(record: logging.LogRecord) -> bool:
    """Whether a line of the server is about us: bytes that are no HTTP are answered by 400, and
    whoever sends them shall not fill the log."""
    return not (record.exc_info and isinstance(record.exc_info[1], HttpProcessingError))


class _Runner(web.AppRunner):
    def __init__(self, app: web.Application, unlimited: tuple[str, ...]) -> None:
        # aiohttp's access log would write tokens in paths; ours is the gate's.
        super().__init__(
            app,
            handle_signals=False,
            access_log=None,
            keepalive_timeout=HEADERS_WITHIN,
            shutdown_timeout=CLOSES_WITHIN,
        )
        self._unlimited = unlimited

    async def _make_server(self) -> web.Server:
        made = await super()._make_server()
        return _FewEach(
            made.request_handler,
            request_factory=made.request_factory,
            unlimited=self._unlimited,
            access_log=None,
            keepalive_timeout=HEADERS_WITHIN,
        )


class _FewEach(web.Server):
    """Cuts off an address that opens too many connections; our own proxies may."""

    def __init__(self, *args: Any, unlimited: tuple[str, ...], **options: Any) -> None:
        super().__init__(*args, **options)
        self._unlimited = unlimited
        self._open: Counter[str] = Counter()
        self._of: dict[RequestHandler, str] = {}

    def connection_made(self, handler: RequestHandler, transport: Any) -> None:
        super().connection_made(handler, transport)
        peer = (transport.get_extra_info("peername") or ("",))[0]
        if is_trusted(peer, self._unlimited):
            return
        home = neighbourhood(peer)
        self._of[handler] = home
        self._open[home] += 1
        if self._open[home] > CONNECTIONS_EACH:
            transport.abort()

    def connection_lost(self, handler: RequestHandler, exc: BaseException | None = None) -> None:
        home = self._of.pop(handler, None)
        if home is not None:
            self._open[home] -= 1
            if not self._open[home]:
                del self._open[home]
        super().connection_lost(handler, exc)
