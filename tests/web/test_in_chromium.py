"""The public page in a real browser: clean, whole, and never wider than a phone."""

from collections.abc import AsyncIterator
from datetime import date

import pytest
from playwright.async_api import Browser, Page, async_playwright

from bot.web.server import create_web
from bot.web.serving import Serving, serve
from tests.builders import HANA, World
from tests.peers.browsing import FLAGS
from tests.web.conftest import parts_for
from tests.web.published import copy_at, open_page, publish

LONG_WORD = "Donaudampfschifffahrtselektrizitätenhauptbetriebswerkbauunterbeamtengesellschaft"
WIDTHS = (320, 390, 1280)


@pytest.fixture
async def browser(chromium: str) -> AsyncIterator[Browser]:
    async with async_playwright() as playwright:
        browser = await playwright.chromium.launch(executable_path=chromium, args=FLAGS)
        yield browser
        await browser.close()


@pytest.fixture
async def server(world: World) -> AsyncIterator[Serving]:
    running = await serve(create_web(world.ground, parts_for()), "127.0.0.1", 0)
    yield running
    await running.close()


async def a_full_page(world: World) -> str:
    """Everything that a page may hold; returns the address of its fullest snippet."""
    await open_page(
        world,
        HANA,
        "hana",
        "山田はな",
        bio="谷中で小さな喫茶店をしています。",
        occupation=LONG_WORD,
        contact="https://hiyori.example/" + "a" * 150,
    )
    await publish(world, HANA, "飲みかけのお茶と、読みかけの文庫本", question_id="day-lunch")
    await publish(world, HANA, LONG_WORD * 3 + " https://example.org/" + "b" * 300)
    await publish(world, HANA, "\u202eعربي <b>not bold</b> " + "👩‍👩‍👧" * 60)
    full = await publish(
        world,
        HANA,
        "まかないのカレー。\n\n明日は新しい豆が届く日。",
        on=date(2026, 11, 26),
        pictures=((400, 300, "カレー"), (300, 400, ""), (320, 180, "店先")),
    )
    await copy_at(world, full, "sakura.village", "https://sakura.village/@hana/1")
    return f"/@hana/{full.public_id}"


async def visited(browser: Browser, url: str, width: int) -> tuple[Page, list[str]]:
    """The page at this width, scrolled to its end, and everything that the browser disliked."""
    page = await browser.new_page(viewport={"width": width, "height": 844})
    troubles: list[str] = []
    page.on("console", lambda message: troubles.append(message.text))
    page.on("pageerror", lambda error: troubles.append(str(error)))
    page.on("requestfailed", lambda request: troubles.append(request.url))
    await page.goto(url)
    await page.evaluate("window.scrollTo(0, document.body.scrollHeight)")
    for picture in await page.locator("img").all():
        await picture.scroll_into_view_if_needed()
    await page.wait_for_function("[...document.images].every(one => one.complete)")
    return page, troubles


@pytest.mark.parametrize("width", WIDTHS)
async def test_nothing_is_refused_and_nothing_sticks_out(
    world: World, server: Serving, browser: Browser, width: int
) -> None:
    full = await a_full_page(world)
    for path in ("/@hana", full, "/@nobody"):
        page, troubles = await visited(browser, server.url + path, width)
        expected = 0 if path != "/@nobody" else 1  # the browser notes the 404 itself
        assert len(troubles) == expected, troubles
        assert await page.evaluate("document.documentElement.scrollWidth") <= width, path
        await page.close()


async def test_pictures_are_there_in_their_own_proportions(
    world: World, server: Serving, browser: Browser
) -> None:
    full = await a_full_page(world)

    page, _ = await visited(browser, server.url + full, 390)

    shapes = await page.evaluate(
        "[...document.images].map(one => [one.naturalWidth, one.clientWidth / one.clientHeight])"
    )
    assert [natural for natural, _ in shapes] == [400, 300, 320]
    for (_, seen), wanted in zip(shapes, (4 / 3, 3 / 4, 16 / 9), strict=True):
        assert seen == pytest.approx(wanted, rel=0.03)


async def test_what_people_write_stays_text(
    world: World, server: Serving, browser: Browser
) -> None:
    await open_page(world, HANA, "hana", "<script>document.title = 'taken over'</script>")
    await publish(world, HANA, "<img src=x onerror=\"document.title = 'taken over'\">")

    page, troubles = await visited(browser, f"{server.url}/@hana", 390)

    assert troubles == []
    assert await page.title() == "<script>document.title = 'taken over'</script>"
    assert await page.locator("script").count() == 0
    assert await page.locator("img").count() == 0


async def test_dark_is_dark_and_readable(world: World, server: Serving, browser: Browser) -> None:
    await a_full_page(world)
    page = await browser.new_page(color_scheme="dark")
    await page.goto(f"{server.url}/@hana")

    colours = await page.evaluate(
        "[getComputedStyle(document.documentElement).backgroundColor,"
        " getComputedStyle(document.querySelector('.words')).color]"
    )

    assert colours == ["rgb(25, 23, 21)", "rgb(235, 229, 218)"]


async def test_without_script_everything_is_there(
    world: World, server: Serving, browser: Browser
) -> None:
    await a_full_page(world)
    context = await browser.new_context(java_script_enabled=False)
    page = await context.new_page()
    await page.goto(f"{server.url}/@hana")

    assert await page.locator("article").count() == 4
    assert "谷中" in (await page.locator(".bio").inner_text())
