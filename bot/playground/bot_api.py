"""The bot's side: /bot<token>/<method> and /file/bot<token>/<path>."""

import logging
from typing import Any

from aiohttp import web

from bot.playground.bodies import Body, BodyTooLargeError, UnreadableBodyError, read_body
from bot.playground.core import Playground
from bot.playground.errors import AnswerLostError
from bot.playground.guard import refusal

Json = dict[str, Any]
logger = logging.getLogger(__name__)

PLAYGROUND = web.AppKey("playground", Playground)


async def call_method(request: web.Request) -> web.StreamResponse:
    playground = request.app[PLAYGROUND]
    try:
        body = await read_body(request)
    except BodyTooLargeError:
        return refusal(413, "Request Entity Too Large")
    except UnreadableBodyError:
        return refusal(400, "Bad Request: can't parse request body")
    try:
        return await _answered(playground, request, body)
    except AnswerLostError:
        return _cut(request)
    except Exception:
        logger.exception("the playground failed at %s", request.match_info["method"])
        return refusal(500, "Internal Server Error")


async def _answered(playground: Playground, request: web.Request, body: Body) -> web.Response:
    values = {**request.query, **body.values}
    answer = await playground.answer(
        request.match_info["token"], request.match_info["method"], values, body.files()
    )
    return web.Response(
        status=answer.status,
        body=answer.body,
        content_type="application/json",
        headers=answer.headers,
    )


def _cut(request: web.Request) -> web.Response:
    """Closes the connection in the caller's face."""
    if request.transport is not None:
        request.transport.abort()
    return web.Response(status=500)


async def download(request: web.Request) -> web.StreamResponse:
    """A file by its path; aiohttp has decoded the percent signs already."""
    status, content = request.app[PLAYGROUND].download(
        request.match_info["token"], request.match_info["path"]
    )
    if content is None:
        return refusal(status, "Not Found" if status == 404 else "Unauthorized")
    return web.Response(body=content, content_type="application/octet-stream")


async def no_such_path(_: web.Request) -> web.StreamResponse:
    return refusal(404, "Not Found")


def add_bot_routes(router: web.UrlDispatcher) -> None:
    router.add_route("GET", "/file/bot{token}/{path:.+}", download)
    for method in ("GET", "POST"):
        router.add_route(method, "/bot{token:[^/]+}/{method:[^/]+}", call_method)
    router.add_route("*", "/bot{rest:.*}", no_such_path)
