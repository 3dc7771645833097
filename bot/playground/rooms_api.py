"""Channels from the person's side, as JSON."""

from typing import Any

from aiohttp import web

from bot.playground import rooms
from bot.playground.bodies import read_body
from bot.playground.people_api import Answerer, bot_meant
from bot.playground.views import chat_seen
from bot.playground.wishes import number, optional_flag, optional_text, text

Json = dict[str, Any]


async def found_channel(request: web.Request) -> Json:
    bot, wish = bot_meant(request), (await read_body(request)).values
    chat = rooms.found_channel(
        bot,
        bot.world.person(number(wish, "owner")),
        text(wish, "title"),
        username=optional_text(wish, "username"),
        bot_is_admin=optional_flag(wish, "bot_is_admin") is True,
    )
    return {"id": chat.id}


async def change_channel(request: web.Request) -> Json:
    bot, wish = bot_meant(request), (await read_body(request)).values
    chat = rooms.room(bot, int(request.match_info["room"]), "channel")
    rooms.change_channel(
        bot,
        chat,
        bot_is_admin=optional_flag(wish, "bot_is_admin"),
        owner_may_post=optional_flag(wish, "owner_may_post"),
    )
    return {"id": chat.id}


async def read_channel(request: web.Request) -> Json:
    bot = bot_meant(request)
    return chat_seen(rooms.room(bot, int(request.match_info["room"]), "channel"), bot.world.shelf)


ROUTES: tuple[tuple[str, str, Answerer], ...] = (
    ("POST", "/channels", found_channel),
    ("PATCH", "/channels/{room:-?[0-9]+}", change_channel),
    ("GET", "/channels/{room:-?[0-9]+}/messages", read_channel),
)
