"""Serving the playground: alone on a port of its own, or as a part of another application."""

import functools
import ipaddress
from collections.abc import AsyncIterator
from dataclasses import dataclass
from pathlib import Path

from aiohttp import web

from bot.playground import control_api, groups_api, people_api, rooms_api
from bot.playground.bodies import BodyTooLargeError, UnreadableBodyError
from bot.playground.bot_api import PLAYGROUND, add_bot_routes
from bot.playground.core import PLAYGROUND_TOKEN, Playground
from bot.playground.errors import AskedWronglyError, NotThereError
from bot.playground.guard import Handler, guard, refusal
from bot.playground.page import add_page_routes

SHUTDOWN_TIMEOUT = 2.0
"""Seconds that an open connection may hold up the end; streams end by themselves before."""


@dataclass(frozen=True, slots=True)
class RunningPlayground:
    playground: Playground
    host: str
    port: int
    runner: web.AppRunner

    @property
    def url(self) -> str:
        """Its address without a slash at the end."""
        host = f"[{self.host}]" if ":" in self.host else self.host
        return f"http://{host}:{self.port}"

    @property
    def api_url(self) -> str:
        """What comes before the token, as PTB's `base_url` wants it."""
        return f"{self.url}/bot"

    @property
    def file_url(self) -> str:
        return f"{self.url}/file/bot"

    async def close(self) -> None:
        await self.runner.cleanup()


def add_routes(app: web.Application, playground: Playground) -> None:
    """Makes the playground a part of an application; the guard watches its own paths only."""
    app[PLAYGROUND] = playground
    app.middlewares.extend((guard, explain))
    add_page_routes(app.router)
    for method, path, answerer in (
        *people_api.ROUTES,
        *rooms_api.ROUTES,
        *groups_api.ROUTES,
        *control_api.ROUTES,
    ):
        app.router.add_route(method, f"/playground{path}", _as_json(answerer))
    add_bot_routes(app.router)
    app.cleanup_ctx.append(_opened)
    app.on_shutdown.append(_end)


def create_app(playground: Playground) -> web.Application:
    app = web.Application()
    add_routes(app, playground)
    return app


async def start(
    host: str = "127.0.0.1",
    port: int = 0,
    *,
    flood: bool = False,
    state_path: Path | None = None,
    token: str | None = PLAYGROUND_TOKEN,
) -> RunningPlayground:
    """Serves a playground of its own; only on loopback, whatever is asked for.

    With `token=None` it takes every bot that comes, each under its own token.
    """
    if host != "localhost" and not ipaddress.ip_address(host).is_loopback:
        raise ValueError("the playground is served on loopback only")
    playground = Playground(token=token, flood=flood, state_path=state_path)
    runner = web.AppRunner(
        create_app(playground),
        handle_signals=False,
        access_log=None,
        shutdown_timeout=SHUTDOWN_TIMEOUT,
    )
    await runner.setup()
    try:
        await web.TCPSite(runner, host, port).start()
    except OSError:
        await runner.cleanup()
        raise
    bound = runner.addresses[0]
    return RunningPlayground(playground, host, bound[1], runner)


@web.middleware
async def explain(request: web.Request, handler: Handler) -> web.StreamResponse:
    """Says on the person's side what was wrong, with the status that fits."""
    try:
        return await handler(request)
    except NotThereError as error:
        return refusal(404, str(error))
    except AskedWronglyError as error:
        return refusal(400, str(error))
    except UnreadableBodyError:
        return refusal(400, "The body cannot be read.")
    except BodyTooLargeError:
        return refusal(413, "The body is too large.")


def _as_json(answerer: people_api.Answerer) -> Handler:
    @functools.wraps(answerer)
    async def handler(request: web.Request) -> web.StreamResponse:
        return web.json_response(await answerer(request))

    return handler


async def _opened(app: web.Application) -> AsyncIterator[None]:
    await app[PLAYGROUND].open()
    yield
    await app[PLAYGROUND].close()


async def _end(app: web.Application) -> None:
    app[PLAYGROUND].end()
