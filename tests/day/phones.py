"""People with phones: the person's side of the playground, over real HTTP."""

import asyncio
import time
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field
from typing import Any, TypeVar

import aiohttp

Json = dict[str, Any]
Found = TypeVar("Found")

PATIENCE = 15.0
LOOK_AGAIN = 0.05


async def until(
    look: Callable[[], Awaitable[Found | None]], what: str, within: float = PATIENCE
) -> Found:
    """Looks again and again until there is something to see."""
    ends_at = time.monotonic() + within
    while True:
        found = await look()
        if found:
            return found
        assert time.monotonic() < ends_at, f"not seen in {within:.0f} s: {what}"
        await asyncio.sleep(LOOK_AGAIN)


@dataclass(frozen=True, slots=True)
class Phone:
    """Somebody in the chat with the bot."""

    session: aiohttp.ClientSession = field(repr=False)
    url: str
    id: int

    @classmethod
    async def of(cls, session: aiohttp.ClientSession, url: str, **wish: Any) -> "Phone":
        """A person who has Telegram and has not written yet."""
        made = await _ask(session, "POST", f"{url}/playground/people", json=wish)
        return cls(session, url, int(made["id"]))

    async def says(self, text: str, reply_to: int | None = None) -> int:
        body: Json = {"text": text}
        if reply_to is not None:
            body["reply_to_message_id"] = reply_to
        return await self._sends(json=body)

    async def shows(self, *pictures: bytes, caption: str = "") -> int:
        form = aiohttp.FormData()
        for number, picture in enumerate(pictures):
            form.add_field("photo", picture, filename=f"{number}.jpg", content_type="image/jpeg")
        if caption:
            form.add_field("caption", caption)
        return await self._sends(data=form)

    async def _sends(self, **options: Any) -> int:
        answer = await self._ask("POST", "/messages", **options)
        return int(answer["message_ids"][0])

    async def edits(self, message_id: int, text: str) -> None:
        await self._ask("PATCH", f"/messages/{message_id}", json={"text": text})

    async def messages(self) -> list[Json]:
        """The chat as it stands now, oldest first."""
        return list((await self._ask("GET", "/messages"))["messages"])

    async def from_bot(self, after: int = 0) -> list[Json]:
        """The bot's messages behind that one, newest first."""
        messages = await self.messages()
        return [m for m in reversed(messages) if m["from"] == "bot" and m["message_id"] > after]

    async def sees(self, *texts: str, after: int = 0, within: float = PATIENCE) -> Json:
        """The bot's newest message that contains all of these, as soon as it is there."""

        async def look() -> Json | None:
            found = (m for m in await self.from_bot(after) if all(t in m["text"] for t in texts))
            return next(found, None)

        return await self._wait(look, f"a message with {texts}", within)

    async def presses(self, label: str, *, under: int | None = None) -> Json:
        """Presses the newest button whose label contains that, as soon as it is there."""

        async def look() -> tuple[int, Json] | None:
            return find_button(await self.from_bot(), label, under)

        message_id, button = await self._wait(look, f"a button {label!r}", PATIENCE)
        return await self.sends_press(message_id, button["data"])

    async def sends_press(self, message_id: int, data: str) -> Json:
        return await self._ask("POST", "/press", json={"message_id": message_id, "data": data})

    async def link(self, label: str) -> str:
        """The address behind the newest link button that contains that."""

        async def look() -> str | None:
            found = find_button(await self.from_bot(), label, None, holding="url")
            return str(found[1]["url"]) if found else None

        return await self._wait(look, f"a link {label!r}", PATIENCE)

    async def _wait(
        self, look: Callable[[], Awaitable[Found | None]], what: str, within: float
    ) -> Found:
        try:
            return await until(look, what, within)
        except AssertionError as error:
            raise AssertionError(f"{error}\n{chat_in_words(await self.messages())}") from None

    async def _ask(self, verb: str, path: str, **options: Any) -> Json:
        return await _ask(
            self.session, verb, f"{self.url}/playground/people/{self.id}{path}", **options
        )


async def _ask(session: aiohttp.ClientSession, verb: str, url: str, **options: Any) -> Json:
    async with session.request(verb, url, **options) as answer:
        found: Json = await answer.json()
        assert answer.status == 200, found
        return found


def find_button(
    messages: list[Json], label: str, under: int | None, holding: str = "data"
) -> tuple[int, Json] | None:
    for message in messages:
        if under is not None and message["message_id"] != under:
            continue
        for button in (button for row in message["buttons"] for button in row):
            if label in button["label"] and holding in button:
                return int(message["message_id"]), button
    return None


def labels(message: Json) -> list[str]:
    return [button["label"] for row in message["buttons"] for button in row]


def chat_in_words(messages: list[Json]) -> str:
    """The end of a chat, for whoever reads a failed test."""
    return "\n".join(
        f"{m['message_id']} {m['from']}: {m['text']!r} {labels(m)}" for m in messages[-12:]
    )


async def calls(
    session: aiohttp.ClientSession, url: str, method: str = "", after: int = 0
) -> list[Json]:
    """What the bot has called, oldest first."""
    query = f"?method={method}&after={after}"
    return list((await _ask(session, "GET", f"{url}/playground/calls{query}"))["calls"])


async def plan_fault(session: aiohttp.ClientSession, url: str, **wish: Any) -> None:
    await _ask(session, "POST", f"{url}/playground/faults", json=wish)


async def put_update(
    session: aiohttp.ClientSession, url: str, update: Json, chat_id: int = 0
) -> int:
    """Queues an update as it stands, however odd; returns its id."""
    body = {"update": update, "chat_id": chat_id}
    return int((await _ask(session, "POST", f"{url}/playground/updates", json=body))["update_id"])
