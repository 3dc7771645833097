"""Chromium, a playground with a public page beside it, and people at the chat page."""

from collections.abc import AsyncIterator
from typing import Any

import pytest_asyncio
from aiohttp import ClientSession, web
from playwright.async_api import Browser, async_playwright

from bot.playground.core import PLAYGROUND_TOKEN, Playground
from bot.playground.server import create_app
from tests.playground.static.browser import (
    CHROMIUM_ARGUMENTS,
    DESK,
    Bot,
    Visit,
    Visitor,
    chromium_path,
)

PUBLIC_PAGE = """<!doctype html><html lang="ja"><meta charset="utf-8"><title>花</title>
<h1>花のひとこと</h1><p id="count">{count}</p><div style="height:4000px"></div></html>"""


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def browser() -> AsyncIterator[Browser]:
    async with async_playwright() as playwright:
        browser = await playwright.chromium.launch(
            executable_path=chromium_path(), args=CHROMIUM_ARGUMENTS
        )
        yield browser
        await browser.close()


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def address() -> AsyncIterator[str]:
    """The playground with a public page beside it, as the whole bot serves them."""
    app, seen = create_app(Playground()), [0]

    async def public_page(_: web.Request) -> web.Response:
        seen[0] += 1
        return web.Response(text=PUBLIC_PAGE.format(count=seen[0]), content_type="text/html")

    app.router.add_get("/@hana", public_page)
    runner = web.AppRunner(app, access_log=None, shutdown_timeout=1)
    await runner.setup()
    await web.TCPSite(runner, "127.0.0.1", 0).start()
    yield f"http://127.0.0.1:{runner.addresses[0][1]}"
    await runner.cleanup()


@pytest_asyncio.fixture(loop_scope="module")
async def bot(address: str) -> AsyncIterator[Bot]:
    async with ClientSession() as http:
        bot = Bot(http, address, PLAYGROUND_TOKEN)
        await http.post(f"{address}/playground/reset", json={})
        yield bot


@pytest_asyncio.fixture(loop_scope="module")
async def visitor(browser: Browser, bot: Bot) -> AsyncIterator[Visitor]:
    """Sits people down at the chat page; at the end, no page may have complained."""
    visits: list[Visit] = []

    async def visit(name: str = "Maya", language: str = "en", **look: Any) -> Visit:
        wish = {"first_name": name, "language_code": language, "started": True}
        async with bot.http.post(f"{bot.address}/playground/people", json=wish) as response:
            person = (await response.json())["id"]
        width, height = look.pop("size", DESK)
        context = await browser.new_context(
            viewport={"width": width, "height": height}, locale=language, **look
        )
        visit = Visit(await context.new_page(), context, person)
        visit.listen()
        visits.append(visit)
        await visit.page.goto(f"{bot.address}/playground/#{person}")
        return visit

    yield visit
    for each in visits:
        await each.context.close()
        assert each.complaints == []
