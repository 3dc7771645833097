"""A person in a real Chromium who says yes at the real Bluesky server."""

import contextlib
import shutil
from collections.abc import AsyncIterator, Mapping

from playwright.async_api import Page, async_playwright
from yarl import URL

from tests.machine.children import missing
from tests.peers.bluesky import BlueskyPeer

FLAGS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]
PHONE = {"width": 390, "height": 844}


@contextlib.asynccontextmanager
async def a_phone() -> AsyncIterator[Page]:
    """A page of a browser that has been nowhere yet."""
    path = shutil.which("chromium") or missing("Chromium")
    async with async_playwright() as playwright:
        browser = await playwright.chromium.launch(executable_path=path, args=FLAGS)
        try:
            yield await browser.new_page(viewport=PHONE, ignore_https_errors=True)
        finally:
            await browser.close()


async def sign_in(page: Page, peer: BlueskyPeer) -> None:
    """From the server's first page to the one that asks for a yes."""
    await page.locator("input[type=password]").fill(peer.password)
    await page.keyboard.press("Enter")
    await page.get_by_role("button", name="Authorize").wait_for()


async def say_yes(peer: BlueskyPeer, url: str, back: str) -> Mapping[str, str]:
    """What the server's redirect brings to `back`, where nobody need listen."""
    async with a_phone() as page:
        await page.goto(url)
        await sign_in(page, peer)
        async with page.expect_request(lambda request: request.url.startswith(back)) as caught:
            await page.get_by_role("button", name="Authorize").click()
        return dict(URL((await caught.value).url).query)
