"""A real Chromium at the chat page, and a bot that speaks over HTTP."""

import io
import os
import shutil
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field
from typing import Any

import pytest
from aiohttp import ClientSession
from PIL import Image
from playwright.async_api import (
    BrowserContext,
    ConsoleMessage,
    FilePayload,
    Locator,
    Page,
    Request,
    expect,
)

Json = dict[str, Any]

CHROMIUM_ARGUMENTS = [
    "--headless",
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]
PHONE = (390, 844)
DESK = (1280, 860)


def chromium_path() -> str:
    """Where Chromium is; without it a test is skipped, and in CI it fails."""
    path = shutil.which("chromium") or shutil.which("chromium-browser")
    if path:
        return path
    if os.environ.get("CI") == "true":
        pytest.fail("Chromium is missing: apt-get install chromium")
    pytest.skip("Chromium is not installed")


@dataclass(slots=True)
class Bot:
    """The smallest bot: calls methods, and takes updates one poll at a time."""

    http: ClientSession
    address: str
    token: str
    offset: int = 0

    async def call(self, method: str, **parameters: Any) -> Any:
        url = f"{self.address}/bot{self.token}/{method}"
        async with self.http.post(url, json=parameters) as response:
            answer = await response.json()
        assert answer["ok"], answer
        return answer["result"]

    async def say(self, person: int, text: str, **parameters: Any) -> int:
        message = await self.call("sendMessage", chat_id=person, text=text, **parameters)
        return int(message["message_id"])

    async def updates(self, count: int = 1) -> list[Json]:
        """The next updates, at least `count` of them."""
        found: list[Json] = []
        while len(found) < count:
            some = await self.call("getUpdates", offset=self.offset, timeout=5)
            assert some, f"{count} updates were expected, {len(found)} came: {found}"
            found += some
            self.offset = found[-1]["update_id"] + 1
        return found

    async def heard(self) -> Json:
        """The message of the next update."""
        (update,) = await self.updates()
        message: Json = update.get("message") or update["edited_message"]
        return message

    async def pressed(self) -> Json:
        (update,) = await self.updates()
        query: Json = update["callback_query"]
        return query


@dataclass(slots=True)
class Visit:
    """One person at the chat page in a browser of their own; what went wrong is remembered."""

    page: Page
    context: BrowserContext
    person: int
    complaints: list[str] = field(default_factory=list)

    def listen(self) -> None:
        self.page.on("console", lambda message: self._console(message))
        self.page.on("pageerror", lambda error: self.complaints.append(str(error)))
        self.page.on("requestfailed", lambda request: self._lost(request))

    def _console(self, message: ConsoleMessage) -> None:
        if message.type in {"error", "warning"}:
            self.complaints.append(message.text)

    def _lost(self, request: Request) -> None:
        # What the page itself lets go of, such as another person's events, is no loss.
        if request.failure != "net::ERR_ABORTED":
            self.complaints.append(f"{request.failure}: {request.url}")

    def bubble(self, words: str) -> Locator:
        return self.page.locator(".bubble", has_text=words)

    async def greeted(self, bot: "Bot") -> None:
        """Past the empty chat, so that there is somewhere to write."""
        await bot.say(self.person, "Hello, this is Hibi.")
        await expect(self.page.locator("#composer")).to_be_visible()

    async def write(self, words: str) -> None:
        await self.page.fill("#text", words)
        await self.page.press("#text", "Enter")

    async def choose(self, words: str, entry: str) -> None:
        """Taps a bubble and an entry of its menu."""
        await self.bubble(words).locator(".words").click()
        await self.page.get_by_role("menuitem", name=entry, exact=True).click()


Visitor = Callable[..., Awaitable[Visit]]


def picture(color: str) -> FilePayload:
    content = io.BytesIO()
    Image.new("RGB", (320, 240), color).save(content, "PNG")
    return {"name": f"{color}.png", "mimeType": "image/png", "buffer": content.getvalue()}
