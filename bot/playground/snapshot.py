"""The playground's memory on disk: one JSON file, written whole a moment after a change."""

import asyncio
import json
import logging
import os
from dataclasses import asdict
from pathlib import Path
from typing import Any

from bot.playground.bots import Bot
from bot.playground.chats import Chat, Counter, Membership, Person, Sent
from bot.playground.profile import Profile
from bot.playground.updates import Pending
from bot.playground.webhooks import Target
from bot.playground.world import World

Json = dict[str, Any]
logger = logging.getLogger(__name__)

SOON = 0.5
"""Seconds from a change to its being written; what happens meanwhile goes into the same file."""


class Snapshot:
    def __init__(self, path: Path, world: World) -> None:
        self._path = path
        self._world = world
        self._bots: list[Bot] = []
        self._timer: asyncio.TimerHandle | None = None
        self._writing: asyncio.Task[None] | None = None

    def load(self) -> list[Bot]:
        """The bots as they were, people and files with them; none where nothing was kept."""
        if not self._path.exists():
            return []
        kept = json.loads(self._path.read_bytes())
        world = self._world
        world.ids.last = max(world.ids.last, kept["last_id"])
        world.people.update({user["id"]: Person(user) for user in kept["people"]})
        world.shelf.load(kept["files"])
        return [_bot_from(row, world) for row in kept["bots"]]

    def watch(self, bots: list[Bot]) -> None:
        self._bots = bots
        self._world.touched = self._touched

    async def close(self) -> None:
        if self._timer is not None:
            self._timer.cancel()
        if self._writing is not None:
            await self._writing
        await asyncio.to_thread(write_whole, self._path, self._dump())

    def _touched(self) -> None:
        if self._timer is None:
            self._timer = asyncio.get_running_loop().call_later(SOON, self._begin)

    def _begin(self) -> None:
        self._writing = asyncio.get_running_loop().create_task(self._save(self._writing))

    async def _save(self, before: asyncio.Task[None] | None) -> None:
        if before is not None:
            await before
        self._timer = None
        try:
            await asyncio.to_thread(write_whole, self._path, self._dump())
        except OSError:
            logger.exception("the playground could not save its state")

    def _dump(self) -> bytes:
        world = self._world
        kept = {
            "last_id": world.ids.last,
            "people": [person.user for person in world.people.values()],
            "files": world.shelf.dump(),
            "bots": [_bot_row(bot) for bot in self._bots],
        }
        return json.dumps(kept, separators=(",", ":")).encode()


def write_whole(path: Path, content: bytes) -> None:
    """Either the old file or the new one is there, whatever happens."""
    path.parent.mkdir(parents=True, exist_ok=True)
    unfinished = path.with_name(f"{path.name}.part")
    with unfinished.open("wb") as out:
        out.write(content)
        out.flush()
        os.fsync(out.fileno())
    unfinished.replace(path)


def _bot_row(bot: Bot) -> Json:
    mailbox = bot.mailbox
    return {
        "user": bot.user,
        "token": bot.token,
        "profile": asdict(bot.profile),
        "message_floor": bot.message_floor,
        "last_update_id": mailbox.ids.last,
        "last_query_id": bot.queries.ids.last,
        "allowed": sorted(mailbox.allowed) if mailbox.allowed is not None else None,
        "pending": [asdict(pending) for pending in mailbox.pending.values()],
        "webhook": asdict(bot.deliverer.target) if bot.deliverer else None,
        "chats": [_chat_row(chat) for chat in bot.chats.values()],
    }


def _chat_row(chat: Chat) -> Json:
    row = {name: getattr(chat, name) for name in Chat.__dataclass_fields__}
    row["ids"] = chat.ids.last
    row["messages"] = [asdict(sent) for sent in chat.messages.values()]
    return row


def _bot_from(row: Json, world: World) -> Bot:
    bot = Bot(world, row["user"], row["token"], Profile(**row["profile"]))
    bot.message_floor = row["message_floor"]
    mailbox = bot.mailbox
    mailbox.ids.last = max(mailbox.ids.last, row["last_update_id"])
    bot.queries.ids.last = max(bot.queries.ids.last, row["last_query_id"])
    mailbox.allow(row["allowed"])
    for pending in (Pending(**kept) for kept in row["pending"]):
        mailbox.pending[pending.id] = pending
    for kept in row["chats"]:
        _add_chat(bot, kept)
    bot.restored_webhook = Target(**row["webhook"]) if row["webhook"] else None
    return bot


def _add_chat(bot: Bot, row: Json) -> None:
    messages = [Sent(**kept) for kept in row.pop("messages")]
    last_id = row.pop("ids")
    row["membership"] = Membership(row["membership"])
    chat = bot.open_chat(row.pop("shown"), **row)
    # Never behind what was given out, nor behind the clock: the last moments may not be in here.
    chat.ids = Counter(max(last_id, chat.ids.last))
    for sent in messages:
        _share(sent.shown, bot, chat)
        chat.add(sent)


def _share(shown: Json, bot: Bot, chat: Chat) -> None:
    """Makes a message refer to the one User and Chat object again instead of copies."""
    shown["chat"] = chat.shown
    sender = shown.get("from", {}).get("id")
    person = bot.world.people.get(sender) if sender is not None else None
    if sender == bot.id:
        shown["from"] = bot.user
    elif person is not None:
        shown["from"] = person.user
