"""Groups from the person's side, as JSON."""

from typing import Any

from aiohttp import web

from bot.playground import groups
from bot.playground.bodies import read_body
from bot.playground.bots import Bot
from bot.playground.chats import Chat
from bot.playground.people_api import Answerer, bot_meant, person_meant
from bot.playground.views import chat_seen
from bot.playground.wishes import number, optional_flag, optional_text, text

Json = dict[str, Any]


async def found_group(request: web.Request) -> Json:
    """Opens a group. `with_bot` false: the bot is not in it yet; `token` came with its address."""
    bot, wish = bot_meant(request), (await read_body(request)).values
    member, token = bot.world.person(number(wish, "member")), optional_text(wish, "token")
    with_bot = optional_flag(wish, "with_bot") is not False
    chat = groups.found_group(bot, member, text(wish, "title"), with_bot=with_bot)
    if token:
        groups.bring_bot(bot, chat, member, token)
    return {"id": chat.id}


async def change_group(request: web.Request) -> Json:
    bot, chat = _meant(request)
    wish = (await read_body(request)).values
    may_write = optional_flag(wish, "members_may_write")
    if may_write is not None:
        groups.silence(bot, chat, members_may_write=may_write)
    if optional_flag(wish, "supergroup"):
        chat = groups.upgrade(bot, chat)
    return {"id": chat.id}


async def bring_bot(request: web.Request) -> Json:
    bot, chat = _meant(request)
    wish = (await read_body(request)).values
    person = bot.world.person(number(wish, "person"))
    groups.bring_bot(bot, chat, person, optional_text(wish, "token"))
    return {"id": chat.id}


async def take_out_bot(request: web.Request) -> Json:
    bot, chat = _meant(request)
    wish = (await read_body(request)).values
    groups.take_out_bot(bot, chat, bot.world.person(number(wish, "person")))
    return {"id": chat.id}


async def change_members(request: web.Request) -> Json:
    """Somebody joins, or leaves where `there` is false."""
    bot, chat = _meant(request)
    wish = (await read_body(request)).values
    person = bot.world.person(number(wish, "person"))
    there = optional_flag(wish, "there") is not False
    (groups.join if there else groups.leave)(bot, chat, person)
    return {"members": len(chat.member_ids)}


async def say_in_group(request: web.Request) -> Json:
    bot, chat = _meant(request)
    wish = (await read_body(request)).values
    person = bot.world.person(number(wish, "person"))
    return {"message_ids": [groups.say_in_group(bot, chat, person, text(wish, "text"))]}


async def read_group(request: web.Request) -> Json:
    bot, chat = _meant(request)
    return {"title": chat.shown["title"], **chat_seen(chat, bot.world.shelf)}


async def list_groups(request: web.Request) -> Json:
    bot = bot_meant(request)
    found = groups.groups_of(bot, person_meant(request))
    return {"groups": [{"id": chat.id, "title": chat.shown["title"]} for chat in found]}


def _meant(request: web.Request) -> tuple[Bot, Chat]:
    bot = bot_meant(request)
    return bot, groups.group(bot, int(request.match_info["room"]))


ROUTES: tuple[tuple[str, str, Answerer], ...] = (
    ("POST", "/groups", found_group),
    ("PATCH", "/groups/{room:-?[0-9]+}", change_group),
    ("POST", "/groups/{room:-?[0-9]+}/bot", bring_bot),
    ("DELETE", "/groups/{room:-?[0-9]+}/bot", take_out_bot),
    ("POST", "/groups/{room:-?[0-9]+}/members", change_members),
    ("POST", "/groups/{room:-?[0-9]+}/messages", say_in_group),
    ("GET", "/groups/{room:-?[0-9]+}/messages", read_group),
    ("GET", "/people/{person:[0-9]+}/groups", list_groups),
)
