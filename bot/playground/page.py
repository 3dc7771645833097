"""What the browser asks for: the chat page, its files, the files in the chat, and its events."""

import asyncio
import json
import logging
import mimetypes
from pathlib import Path

from aiohttp import web

from bot.playground.bot_api import PLAYGROUND
from bot.playground.errors import NotThereError
from bot.playground.events import Event
from bot.playground.people_api import bot_meant, person_meant

logger = logging.getLogger(__name__)

STATIC = Path(__file__).with_name("static")
PAGE_RULES = (
    "default-src 'self'; img-src 'self' blob: data:; media-src 'self' blob:;"
    " frame-src 'self' http://127.0.0.1:* http://localhost:*; object-src 'none'; base-uri 'none';"
    " form-action 'self'; frame-ancestors 'none'"
)
FILE_RULES = "default-src 'none'; sandbox"
_SHOWN = frozenset(
    {
        "image/jpeg",
        "image/png",
        "image/webp",
        "image/gif",
        "audio/ogg",
        "audio/mpeg",
        "audio/mp4",
        "audio/webm",
        "video/mp4",
        "video/webm",
    }
)
_HEARTBEAT = 15.0


async def to_page(_: web.Request) -> web.StreamResponse:
    raise web.HTTPFound("/playground/")


async def chat_page(_: web.Request) -> web.StreamResponse:
    return _static("index.html")


async def static_file(request: web.Request) -> web.StreamResponse:
    return _static(request.match_info["name"])


async def chat_file(request: web.Request) -> web.StreamResponse:
    """A file that somebody sent; only pictures, sound and video are shown, all else is saved."""
    shelf = request.app[PLAYGROUND].world.shelf
    stored = shelf.by_unique_id(request.match_info["name"].partition(".")[0])
    if stored is None:
        raise NotThereError("There is no such file.")
    headers = {"Content-Security-Policy": FILE_RULES}
    kind = stored.content_type
    if kind not in _SHOWN:
        kind = "application/octet-stream"
        headers["Content-Disposition"] = "attachment"
    return web.Response(body=shelf.read(stored), content_type=kind, headers=headers)


async def events(request: web.Request) -> web.StreamResponse:
    """Server-sent events of one person's chat, until the page or the server goes."""
    bot, person = bot_meant(request), person_meant(request)
    response = web.StreamResponse(
        headers={"Content-Type": "text/event-stream", "Cache-Control": "no-store"}
    )
    await response.prepare(request)
    queue = bot.events.listen(person.id)
    try:
        if request.app[PLAYGROUND].ended.is_set():
            return response
        await response.write(b"retry: 1000\n\n")
        await _pour(queue, response)
    except ConnectionResetError:
        logger.debug("a chat page went away in the middle of an event")
    finally:
        bot.events.leave(person.id, queue)
    return response


async def _pour(queue: "asyncio.Queue[Event | None]", response: web.StreamResponse) -> None:
    while True:
        try:
            event = await asyncio.wait_for(queue.get(), _HEARTBEAT)
        except TimeoutError:
            await response.write(b": still here\n\n")
            continue
        if event is None:
            return
        name, value = event
        await response.write(f"event: {name}\ndata: {json.dumps(value)}\n\n".encode())


def _static(name: str) -> web.StreamResponse:
    path = STATIC / name
    if path.parent != STATIC or not path.is_file():
        raise NotThereError("There is no such page.")
    kind = mimetypes.guess_type(name)[0] or "application/octet-stream"
    return web.Response(
        body=path.read_bytes(),
        content_type=kind,
        charset="utf-8",
        headers={"Content-Security-Policy": PAGE_RULES, "Referrer-Policy": "no-referrer"},
    )


def add_page_routes(router: web.UrlDispatcher) -> None:
    router.add_get("/", to_page)
    router.add_get("/playground", to_page)
    router.add_get("/playground/", chat_page)
    router.add_get("/playground/static/{name}", static_file)
    router.add_get("/playground/files/{name}", chat_file)
    router.add_get("/playground/people/{person:[0-9]+}/events", events)
