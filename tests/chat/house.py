"""The whole house in one process, with Telegram's stand-in at its door: for tests of the chat.

    async def test_something(house):
        hana = await house.person("Hana", language_code="ja")
        await hana.says("/start")
        await hana.presses("7:30")
        assert "例" in hana.last.text

Every verb of a person waits until the house has answered; `house.passes(hours=1)` moves the
clock and ticks once. Nothing sleeps, and nothing but the stand-in's core is on the other side.
"""

import asyncio
import json
import random
import time
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import aiohttp
from aiohttp.test_utils import TestClient
from sqlalchemy import Engine, event

from bot.app import App, build
from bot.chat.application import Ptb, build_bot, furnish
from bot.chat.channels import ChannelPosts
from bot.chat.context import GROUND
from bot.chat.intake import ALLOWED_UPDATES, Intake
from bot.chat.messenger import TelegramMessenger
from bot.chat.pace import Pace
from bot.chat.telling import Teller
from bot.config import Settings
from bot.playground.core import PLAYGROUND_TOKEN, Playground
from bot.services.limits import Limiter
from tests.fakes import FakeClock
from tests.playground.in_process import InProcessRequest

Json = dict[str, Any]
CHANGING = ("UPDATE", "DELETE")


@dataclass(slots=True)
class Seen:
    """One message as the person sees it."""

    id: int
    text: str
    labels: list[str]
    raw: Json = field(repr=False)


class Changes:
    """Counts the statements that changed a row, so that nobody looks for work where none came."""

    def __init__(self, engine: Engine) -> None:
        self.count = 0
        event.listen(engine, "after_cursor_execute", self._executed)

    def _executed(self, _connection: object, cursor: Any, statement: str, *_: object) -> None:
        verb = statement.lstrip()[:6].upper()
        # Of many rows inserted at once not every driver tells the number.
        if (verb == "INSERT" and cursor.rowcount) or (verb in CHANGING and cursor.rowcount > 0):
            self.count += 1


@dataclass(slots=True)
class House:
    """The pieces, wired as in a process of its own."""

    playground: Playground
    side: TestClient[Any, Any]
    clock: FakeClock
    app: App
    ptb: Ptb
    intake: Intake
    changes: Changes
    offset: int = 1
    settled: tuple[int, datetime] | None = None
    """How much had changed, and when it was, as nothing was due any more."""

    @property
    def ground(self) -> Any:
        return self.app.ground

    async def close(self) -> None:
        await self.ptb.shutdown()
        await self.app.close()

    async def restarts(self, **changes: Any) -> None:
        """The process ends and another one begins over the same database and files."""
        await self.close()
        settings = self.ground.settings.model_copy(update=changes)
        fresh = await open_house(settings, self.playground, self.side, self.clock)
        self.app, self.ptb, self.intake = fresh.app, fresh.ptb, fresh.intake
        self.changes, self.settled = fresh.changes, None

    async def person(self, first_name: str = "Aki", **wish: Any) -> "Person":
        wish = {"first_name": first_name, "language_code": "en", **wish}
        answer = await self.post("/people", wish)
        return Person(self, int(answer["id"]), wish["language_code"])

    async def post(self, path: str, body: Any = None, **options: Any) -> Json:
        return await self.asks("POST", path, json=body, **options)

    async def asks(self, verb: str, path: str, **options: Any) -> Json:
        async with self.side.request(verb, f"/playground{path}", **options) as answer:
            found: Json = await answer.json()
            assert answer.status == 200, found
            return found

    async def settles(self) -> None:
        """Takes in what people did, and works until nothing is due any more."""
        await self._take_in()
        while self._in_motion() or self.settled != self._state():
            self.settled = self._state()
            for line in await self.app.lines_due():
                await line.tick()
            while self._in_motion():  # noqa: ASYNC110
                await asyncio.sleep(0.001)
            await self.ground.writer.close()

    def _state(self) -> tuple[int, datetime]:
        return self.changes.count, self.clock.now

    async def passes(self, **units: float) -> None:
        """Lets time pass, then ticks until nothing is due."""
        self.clock.passes(timedelta(**units))
        await self.app.sweep()
        await self.settles()

    def _in_motion(self) -> bool:
        # A tick that was kicked off may still be claiming; then nobody is busy yet.
        return any(line.busy or line._ticks or line._claiming for line in self.app.lines)

    async def _take_in(self) -> None:
        # Never the same offset twice running: who asks so is made to wait three seconds.
        while await self._take_from(0) or await self._take_from(self.offset):
            continue

    async def _take_from(self, offset: int) -> bool:
        parameters = {
            "offset": str(offset),
            "timeout": "0",
            "allowed_updates": json.dumps(ALLOWED_UPDATES),
        }
        status, body = await self.playground.call("getUpdates", parameters)
        assert status == 200, body
        updates = json.loads(body)["result"]
        fresh = [update for update in updates if update["update_id"] >= self.offset]
        if fresh:
            self.offset = fresh[-1]["update_id"] + 1
            await self.intake.store(fresh)
        return bool(fresh)

    async def calls(self, method: str | None = None) -> list[Json]:
        path = "/calls" + (f"?method={method}" if method else "")
        return list((await self.asks("GET", path))["calls"])


@dataclass(slots=True)
class Person:
    """Somebody with Telegram."""

    house: House
    id: int
    language_code: str
    chat: list[Seen] = field(default_factory=list)

    @property
    def last(self) -> Seen:
        """The newest message of the bot."""
        return self.bot_messages[-1]

    @property
    def bot_messages(self) -> list[Seen]:
        return [seen for seen in self.chat if seen.raw["from"] == "bot"]

    async def says(self, text: str, reply_to: int | None = None) -> int:
        body: Json = {"text": text}
        if reply_to is not None:
            body["reply_to_message_id"] = reply_to
        return await self._sends(json=body)

    async def sends_location(self, latitude: float, longitude: float) -> int:
        where = {"latitude": latitude, "longitude": longitude}
        return await self._sends(json={"location": where})

    async def sends_photo(self, *pictures: bytes, caption: str = "") -> int:
        form = aiohttp.FormData()
        for number, picture in enumerate(pictures):
            form.add_field("photo", picture, filename=f"{number}.jpg", content_type="image/jpeg")
        if caption:
            form.add_field("caption", caption)
        return await self._sends(data=form)

    async def _sends(self, **options: Any) -> int:
        answer = await self.house.asks("POST", f"/people/{self.id}/messages", **options)
        await self.looks()
        return int(answer["message_ids"][0])

    async def edits(self, message_id: int, text: str) -> None:
        path = f"/people/{self.id}/messages/{message_id}"
        await self.house.asks("PATCH", path, json={"text": text})
        await self.looks()

    async def presses(self, label: str, message_id: int | None = None) -> Json:
        """Presses the newest button with that label, or with a label that contains it."""
        await self.looks()
        seen, data = self._button(label, message_id)
        press = asyncio.ensure_future(
            self.house.post(f"/people/{self.id}/press", {"message_id": seen.id, "data": data})
        )
        while not press.done():
            await self.house.settles()
            await asyncio.sleep(0.001)
        await self.looks()
        return press.result()

    def _button(self, label: str, message_id: int | None) -> tuple[Seen, str]:
        for seen in reversed(self.bot_messages):
            if message_id is not None and seen.id != message_id:
                continue
            for row in seen.raw["buttons"]:
                for button in row:
                    if label in button["label"] and "data" in button:
                        return seen, str(button["data"])
        raise AssertionError(f"no button {label!r} in {[seen.labels for seen in self.chat]}")

    async def blocks(self) -> None:
        await self.house.post(f"/people/{self.id}/block")
        await self.looks()

    async def unblocks(self) -> None:
        await self.house.post(f"/people/{self.id}/unblock")
        await self.looks()

    async def looks(self) -> list[Seen]:
        """The chat as it stands once the house has settled."""
        await self.house.settles()
        answer = await self.house.asks("GET", f"/people/{self.id}/messages")
        self.chat = [
            Seen(
                id=raw["message_id"],
                text=raw.get("text") or "",
                labels=[button["label"] for row in raw.get("buttons") or [] for button in row],
                raw=raw,
            )
            for raw in answer["messages"]
        ]
        return self.chat


async def open_house(
    settings: Settings, playground: Playground, side: TestClient[Any, Any], clock: FakeClock
) -> House:
    """Wires a house. Networks may be servers on this machine."""
    limiter = Limiter()
    request = InProcessRequest(playground)
    # A chat's second passes in a microsecond here; the pace has tests of its own.
    pace = Pace(limiter, 10_000, clock=lambda: time.monotonic() * 1e6)
    ptb = build_bot(PLAYGROUND_TOKEN, "http://telegram", pace, request=request)
    messenger = TelegramMessenger(ptb.bot, Teller(lambda: ptb.bot_data[GROUND]))
    app = await build(
        settings,
        messenger=messenger,
        poster=ChannelPosts(ptb.bot),
        limiter=limiter,
        clock=clock,
        chance=random.Random(7),
        base_url="http://127.0.0.1:8080",
        migrated=True,
        loopback=True,
    )
    intake = furnish(ptb, app.ground)
    app.lines.append(intake.line)
    app.sweeps.append(intake.sweep)
    await ptb.initialize()
    changes = Changes(app.ground.database.engine.sync_engine)
    return House(playground, side, clock, app, ptb, intake, changes)


def settings_in(folder: Path, database_url: str, **changes: Any) -> Settings:
    return Settings(database_url=database_url, data_dir=folder, send_rate=10_000, **changes)
