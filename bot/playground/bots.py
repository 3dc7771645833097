"""A bot as the playground knows it: its chats, its updates, what it says about itself."""

import re
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field
from typing import Any

from bot.playground.chats import Chat, Counter, Json, Membership, Person, Sent
from bot.playground.errors import bad_request, forbidden, moved
from bot.playground.events import Events
from bot.playground.profile import Profile
from bot.playground.queries import Queries
from bot.playground.updates import Mailbox
from bot.playground.webhooks import Deliverer, Target
from bot.playground.world import World

TOKEN = re.compile(r"(?P<id>[0-9]{1,18}):[A-Za-z0-9_-]{1,128}")

FIRST_RETRY = 1.0
"""Seconds before a webhook post is tried again for the first time."""

LEFT_ROOM = {
    "private": "bot was blocked by the user",
    "group": "bot was kicked from the group chat",
    "supergroup": "bot was kicked from the supergroup chat",
    "channel": "bot was kicked from the channel chat",
}
NEVER_IN_ROOM = "bot is not a member of the channel chat"


@dataclass(slots=True)
class Bot:
    world: World
    user: Json
    """Its User object; every message that it sent refers to this very object."""
    token: str | None = None
    profile: Profile = field(default_factory=Profile)
    events: Events = field(default_factory=Events)
    chats: dict[int, Chat] = field(default_factory=dict)
    channel_names: dict[str, Chat] = field(default_factory=dict)
    deliverer: Deliverer | None = None
    obey: Callable[[Json], Awaitable[None]] | None = None
    """Makes a method call that came as the answer to a webhook post."""
    restored_webhook: Target | None = None
    """A webhook from before a restart, not taken up yet."""
    webhook_set_at: float = float("-inf")
    message_floor: int = 0
    """The highest message id given out in chats that were swept away."""
    mailbox: Mailbox = field(init=False)
    queries: Queries = field(init=False)

    def __post_init__(self) -> None:
        world = self.world
        self.mailbox = Mailbox(world.counter(), world.clock, world.monotonic)
        self.queries = Queries(world.counter(), world.monotonic)

    @property
    def id(self) -> int:
        return int(self.user["id"])

    def open_chat(self, shown: Json, **facts: Any) -> Chat:
        chat = Chat(shown, self.message_ids(), **facts)
        self.chats[chat.id] = chat
        if chat.kind == "channel" and "username" in shown:
            self.channel_names[shown["username"].lower()] = chat
        return chat

    def message_ids(self) -> Counter:
        return self.world.counter(at_least=self.message_floor)

    def chat_with(self, person: Person) -> Chat:
        """The private chat, opened at the first word."""
        chat = self.chats.get(person.id)
        if chat is not None:
            return chat
        user = person.user
        names: Json = {key: user[key] for key in ("first_name", "username") if key in user}
        return self.open_chat({"id": person.id, "type": "private", **names})

    def find_chat(self, chat_id: int | str | None) -> Chat:
        """The chat of an API call, by id or @username; 400 as Telegram where there is none."""
        if isinstance(chat_id, str) and chat_id.startswith("@"):
            chat = self.channel_names.get(chat_id[1:].lower())
        else:
            chat = self.chats.get(chat_id) if isinstance(chat_id, int) else None
        if chat is not None:
            return chat
        raise bad_request("chat_id is empty" if chat_id in (None, "") else "chat not found")

    def chat_to_write(self, chat_id: int | str | None) -> Chat:
        """The chat, if the bot may post there; else 400 or 403 as Telegram."""
        chat = self.find_chat(chat_id)
        if chat.moved_to is not None:
            raise moved(chat.moved_to)
        if chat.membership is Membership.KICKED:
            raise forbidden(LEFT_ROOM[chat.kind])
        if chat.membership is Membership.LEFT:
            raise forbidden(NEVER_IN_ROOM if chat.kind == "channel" else LEFT_ROOM[chat.kind])
        return chat

    async def hang_webhook(self, target: Target | None) -> None:
        """Delivers to this address from now on; None goes back to polling."""
        if self.deliverer is not None:
            await self.deliverer.close()
            self.deliverer = None
        self.world.touched()
        if target is not None:
            clock = self.world.clock
            self.deliverer = Deliverer(
                self.mailbox, target, self._obey, clock=clock, first_delay=FIRST_RETRY
            )
            self.deliverer.start()

    async def _obey(self, call: Json) -> None:
        if self.obey is not None:
            await self.obey(call)

    def sweep(self) -> None:
        """Forgets every chat and waiting update, never a number that was given out."""
        for chat in self.chats.values():
            self.message_floor = max(self.message_floor, chat.ids.last)
        self.chats.clear()
        self.channel_names.clear()
        self.mailbox.pending.clear()
        self.queries.waiting.clear()


def find_message(chat: Chat, message_id: int | None, purpose: str) -> Sent:
    """A message of the chat; else 400 naming the purpose, as `message to edit not found`."""
    sent = chat.messages.get(message_id) if message_id is not None else None
    if sent is None:
        raise bad_request(f"message to {purpose} not found")
    return sent
