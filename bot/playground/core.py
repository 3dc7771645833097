"""The playground itself: every Bot API call comes through `Playground.answer`."""

import asyncio
import time
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, cast

from bot.playground.bots import TOKEN, Bot
from bot.playground.calls import Call, CallLog
from bot.playground.errors import AnswerLostError, ApiError, NotThereError
from bot.playground.faults import Faults
from bot.playground.flood import Flood
from bot.playground.methods import METHODS
from bot.playground.outcome import Answer, refused, success
from bot.playground.parameters import Parameters, Upload, decoded
from bot.playground.snapshot import Snapshot
from bot.playground.world import World

Json = dict[str, Any]

PLAYGROUND_TOKEN = "1:playground"  # noqa: S105 (no secret: it opens nothing but the stand-in)
_NAME, _USERNAME = "Hibi", "hibi_playground_bot"


@dataclass(frozen=True, slots=True)
class Witness:
    """Looks at all that passes between a bot and the playground; what it raises fails the call."""

    asked: Callable[[str, Json], None]
    answered: Callable[[str, Any], None]
    updated: Callable[[Json], None]


class Playground:
    """A Telegram in memory.

    With a `token` there is one bot and no other; without, whoever calls first takes over the bot
    to whom people may already have spoken, and further tokens get bots of their own. With a
    `state_path` everything survives a restart (one JSON file, and a folder of files beside it).
    """

    def __init__(
        self,
        *,
        token: str | None = PLAYGROUND_TOKEN,
        flood: bool = False,
        state_path: Path | None = None,
        clock: Callable[[], float] = time.time,
        monotonic: Callable[[], float] = time.monotonic,
    ) -> None:
        folder = state_path.with_name(f"{state_path.stem}-files") if state_path else None
        self.world = World(clock, monotonic, folder)
        self.calls = CallLog()
        self.faults = Faults()
        self.flood = Flood(monotonic) if flood else None
        self.witness: Witness | None = None
        self.ended = asyncio.Event()
        self._only_token = token
        self._snapshot = Snapshot(state_path, self.world) if state_path else None
        self.bots: list[Bot] = self._snapshot.load() if self._snapshot else []
        if not self.bots:
            self.bots.append(self._new_bot(token))
        for bot in self.bots:
            self._connect(bot)
        if self._snapshot is not None:
            self._snapshot.watch(self.bots)

    @property
    def bot(self) -> Bot:
        """The bot that people meet who do not say which."""
        return self.bots[0]

    def bot_by_id(self, bot_id: int) -> Bot:
        for bot in self.bots:
            if bot.id == bot_id:
                return bot
        raise NotThereError(f"There is no bot {bot_id}.")

    async def call(
        self,
        method: str,
        parameters: Mapping[str, Any],
        files: Mapping[str, Upload] | None = None,
        *,
        token: str | None = None,
    ) -> tuple[int, bytes]:
        """A Bot API call without HTTP: status and body; AnswerLostError where a fault drops it."""
        token = token or self.bot.token or PLAYGROUND_TOKEN
        answer = await self.answer(token, method, parameters, files or {})
        return answer.status, answer.body

    async def answer(
        self, token: str, method: str, values: Mapping[str, Any], files: Mapping[str, Upload]
    ) -> Answer:
        try:
            bot = self._bot_of(token)
            p = Parameters(decoded(values), files)
        except ApiError as error:
            return refused(error)
        known = METHODS.get(method.lower())
        call = self.calls.note(known[0] if known else method, p.logged(), self.world.clock())
        answer = await self._carried_out(bot, call, p)
        call.status = answer.status
        return answer

    def download(self, token: str, path: str) -> tuple[int, bytes | None]:
        """A file that `getFile` offered within the last hour."""
        try:
            self._bot_of(token)
        except ApiError as error:
            return error.status, None
        stored = self.world.shelf.by_path(path)
        if stored is None or stored.linked_until < self.world.clock():
            return 404, None
        return 200, self.world.shelf.read(stored)

    def reset(self) -> None:
        """Empties chats, people, calls and faults. What the bot set up for itself stays."""
        self.world.people.clear()
        self.world.shelf.clear()
        self.faults.clear()
        self.calls.clear()
        if self.flood is not None:
            self.flood = Flood(self.world.monotonic)
        for bot in self.bots:
            bot.sweep()
            for chat_id in bot.events.watched():
                bot.events.tell(chat_id, "reset", dict)
        self.world.touched()

    async def open(self) -> None:
        """Takes up webhooks that were set before a restart."""
        for bot in self.bots:
            target, bot.restored_webhook = bot.restored_webhook, None
            if target is not None:
                await bot.hang_webhook(target)

    def end(self) -> None:
        """Lets long polls and event streams return, so that a server can stop."""
        self.ended.set()
        for bot in self.bots:
            bot.mailbox.end()
            bot.events.end()

    async def close(self) -> None:
        self.end()
        if self._snapshot is not None:
            await self._snapshot.close()
        for bot in self.bots:
            if bot.deliverer is not None:
                await bot.deliverer.close()

    async def _carried_out(self, bot: Bot, call: Call, p: Parameters) -> Answer:
        fault = self.faults.take(call.method, p.values.get("chat_id"))
        try:
            refusal = fault.refusal() if fault else None
            if refusal is not None:
                raise refusal
            result = await self._act(bot, call.method, p)
            answer = success(result)
        except ApiError as error:
            answer = refused(error)
        if fault is not None and fault.delay:
            await self._pause(fault.delay)
        if fault is not None and fault.drop:
            call.status = answer.status
            raise AnswerLostError
        return answer

    async def _act(self, bot: Bot, name: str, p: Parameters) -> Any:
        known = METHODS.get(name.lower())
        if known is None:
            raise ApiError(404, "Not Found: method not found")
        if self.witness is not None:
            self.witness.asked(name, p.logged())
        if self.flood is not None and name.startswith("send") and name != "sendChatAction":
            count = len(p.sequence("media") or []) if name == "sendMediaGroup" else 1
            self.flood.admit(p.values.get("chat_id"), count)
        result = known[1](bot, p)
        if isinstance(result, Awaitable):
            result = await result
        if self.witness is not None:
            self.witness.answered(name, result)
        return result

    async def _pause(self, seconds: float) -> None:
        try:
            await asyncio.wait_for(self.ended.wait(), seconds)
        except TimeoutError:
            return

    def _bot_of(self, token: str) -> Bot:
        match = TOKEN.fullmatch(token)
        if match is None:
            raise ApiError(404, "Not Found")
        bot_id = int(match["id"])
        for bot in self.bots:
            if bot.token == token:
                return bot
        if self._only_token is not None or any(b.id == bot_id and b.token for b in self.bots):
            raise ApiError(401, "Unauthorized")
        return self._welcome(bot_id, token)

    def _welcome(self, bot_id: int, token: str) -> Bot:
        first = self.bot
        if first.token is None:
            first.token = token
            first.user["id"] = bot_id
            return first
        bot = self._new_bot(token)
        bot.user["username"] = f"playground_{bot_id}_bot"
        self.bots.append(bot)
        self._connect(bot)
        return bot

    def _new_bot(self, token: str | None) -> Bot:
        bot_id = int((token or PLAYGROUND_TOKEN).partition(":")[0])
        user = {"id": bot_id, "is_bot": True, "first_name": _NAME, "username": _USERNAME}
        return Bot(self.world, user, token)

    def _connect(self, bot: Bot) -> None:
        async def obey(call: Json) -> None:
            wish = dict(call)
            method = str(wish.pop("method"))
            try:
                await self.answer(cast("str", bot.token), method, wish, {})
            except AnswerLostError:
                return

        bot.obey = obey
        bot.mailbox.on_put = self._seen_update

    def _seen_update(self, update: Json) -> None:
        self.world.touched()
        if self.witness is not None:
            self.witness.updated(update)
