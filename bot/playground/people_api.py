"""The person's side, as JSON: people, what they say and press, and what they see."""

import asyncio
from collections.abc import Awaitable, Callable
from typing import Any

from aiohttp import web

from bot.playground import talking
from bot.playground.bodies import Body, read_body
from bot.playground.bot_api import PLAYGROUND
from bot.playground.bots import Bot
from bot.playground.chats import Person
from bot.playground.errors import AskedWronglyError
from bot.playground.methods.profiles import menu
from bot.playground.talking import Attachment
from bot.playground.views import chat_seen, person_seen
from bot.playground.wishes import number, optional_number, optional_text, text

Json = dict[str, Any]

_KINDS = ("photo", "video", "voice", "document")


def bot_meant(request: web.Request) -> Bot:
    """The bot named by `?bot=<id>`, else the only or first one."""
    playground = request.app[PLAYGROUND]
    wanted = request.query.get("bot")
    return playground.bot_by_id(int(wanted)) if wanted else playground.bot


def person_meant(request: web.Request) -> Person:
    return request.app[PLAYGROUND].world.person(int(request.match_info["person"]))


async def list_people(request: web.Request) -> Json:
    bot = bot_meant(request)
    people = bot.world.people.values()
    return {"people": [person_seen(person, bot.chats.get(person.id)) for person in people]}


async def add_person(request: web.Request) -> Json:
    """`started: true` spares the first message: the bot may write at once."""
    wish = (await read_body(request)).values
    bot = bot_meant(request)
    person = bot.world.join(
        text(wish, "first_name"),
        person_id=optional_number(wish, "id"),
        username=optional_text(wish, "username"),
        language_code=optional_text(wish, "language_code"),
    )
    if wish.get("started") is True:
        bot.chat_with(person)
    return {"id": person.id}


async def send_message(request: web.Request) -> Json:
    bot, person, body = bot_meant(request), person_meant(request), await read_body(request)
    wish = body.values
    facts = talking.answering(bot, person, optional_number(wish, "reply_to_message_id"))
    facts |= _forwarded(bot, wish)
    if body.uploads:
        caption = optional_text(wish, "caption") or ""
        ids = talking.show(bot, person, _attachments(body), caption, facts)
    elif isinstance(wish.get("location"), dict):
        ids = talking.say_where(bot, person, wish["location"], facts)
    else:
        ids = talking.say(bot, person, text(wish, "text"), facts)
    return {"message_ids": ids}


async def edit_message(request: web.Request) -> Json:
    wish = (await read_body(request)).values
    message_id = int(request.match_info["message"])
    talking.reword(bot_meant(request), person_meant(request), message_id, text(wish, "text"))
    return {"message_id": message_id}


async def press(request: web.Request) -> Json:
    """Presses by data or by label; answers once the bot has, or without `answer` after 10 s."""
    bot, person = bot_meant(request), person_meant(request)
    wish = (await read_body(request)).values
    data = optional_text(wish, "data")
    if data is None:
        label = text(wish, "label")
        if talking.on_keyboard(bot, person, label):
            return {"message_ids": talking.say(bot, person, label, {})}
        button = talking.find_button(bot, person, number(wish, "message_id"), label)
        if "callback_data" not in button:
            return {name: button[name] for name in ("url", "copy_text") if name in button}
        data = str(button["callback_data"])
    answered = talking.press(bot, person, number(wish, "message_id"), data)
    return await _waited(request.app[PLAYGROUND].ended, answered)


async def block(request: web.Request) -> Json:
    talking.block(bot_meant(request), person_meant(request))
    return {"ok": True}


async def unblock(request: web.Request) -> Json:
    talking.unblock(bot_meant(request), person_meant(request))
    return {"ok": True}


async def read_chat(request: web.Request) -> Json:
    bot, person = bot_meant(request), person_meant(request)
    return chat_seen(bot.chats.get(person.id), bot.world.shelf)


async def read_commands(request: web.Request) -> Json:
    return {"commands": menu(bot_meant(request), person_meant(request).id)}


async def _waited(ended: asyncio.Event, answered: "asyncio.Future[Json]") -> Json:
    stop = asyncio.ensure_future(ended.wait())
    both: set[asyncio.Future[Any]] = {answered, stop}
    await asyncio.wait(both, timeout=talking.PRESS_WAIT, return_when=asyncio.FIRST_COMPLETED)
    stop.cancel()
    return {"answer": answered.result()} if answered.done() else {}


def _attachments(body: Body) -> list[Attachment]:
    unknown = {name for name, _ in body.uploads} - set(_KINDS)
    if unknown:
        raise AskedWronglyError(f"A file is one of {', '.join(_KINDS)}.")
    duration = optional_number(body.values, "duration") or 1
    return [Attachment(name, upload, duration) for name, upload in body.uploads]


def _forwarded(bot: Bot, wish: Json) -> Json:
    """`forwarded_from: "a name"` makes a forwarded message of it."""
    name = optional_text(wish, "forwarded_from")
    if name is None:
        return {}
    origin = {"type": "hidden_user", "date": bot.world.now(), "sender_user_name": name}
    return {"forward_origin": origin}


Answerer = Callable[[web.Request], Awaitable[Json]]

ROUTES: tuple[tuple[str, str, Answerer], ...] = (
    ("GET", "/people", list_people),
    ("POST", "/people", add_person),
    ("GET", "/people/{person:[0-9]+}/messages", read_chat),
    ("POST", "/people/{person:[0-9]+}/messages", send_message),
    ("PATCH", "/people/{person:[0-9]+}/messages/{message:[0-9]+}", edit_message),
    ("POST", "/people/{person:[0-9]+}/press", press),
    ("POST", "/people/{person:[0-9]+}/block", block),
    ("POST", "/people/{person:[0-9]+}/unblock", unblock),
    ("GET", "/people/{person:[0-9]+}/commands", read_commands),
)
