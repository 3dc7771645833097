"""For tests and scripts: the call log, mishaps, odd updates, and starting over."""

from typing import Any

from aiohttp import web

from bot.playground.bodies import read_body
from bot.playground.bot_api import PLAYGROUND
from bot.playground.errors import AskedWronglyError
from bot.playground.people_api import Answerer, bot_meant

Json = dict[str, Any]


async def read_calls(request: web.Request) -> Json:
    calls = request.app[PLAYGROUND].calls
    after = request.query.get("after") or "0"
    if not after.isdecimal():
        raise AskedWronglyError("after must be a number.")
    return {"calls": calls.seen(request.query.get("method"), int(after))}


async def plan_fault(request: web.Request) -> Json:
    request.app[PLAYGROUND].faults.plan((await read_body(request)).values)
    return {"ok": True}


async def clear_faults(request: web.Request) -> Json:
    request.app[PLAYGROUND].faults.clear()
    return {"ok": True}


async def reset(request: web.Request) -> Json:
    request.app[PLAYGROUND].reset()
    return {"ok": True}


async def put_update(request: web.Request) -> Json:
    """Queues `{update, chat_id?}` as it stands, however odd; an `update_id` is added if missing."""
    wish, bot = (await read_body(request)).values, bot_meant(request)
    update = wish.get("update")
    if not isinstance(update, dict):
        raise AskedWronglyError("update must be an object.")
    update = {"update_id": bot.mailbox.ids.next(), **update}
    bot.mailbox.put_raw(update, int(wish.get("chat_id") or 0))
    return {"update_id": update["update_id"]}


ROUTES: tuple[tuple[str, str, Answerer], ...] = (
    ("GET", "/calls", read_calls),
    ("POST", "/faults", plan_fault),
    ("DELETE", "/faults", clear_faults),
    ("POST", "/reset", reset),
    ("POST", "/updates", put_update),
)
