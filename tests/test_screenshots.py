"""What the README shows, from the real program: `make screenshots` writes the pictures anew.

Without HIBI_TEST_SCREENSHOTS the same states are reached and checked, and nothing is written
outside the test's own folder.
"""

import asyncio
import io
import os
import sys
from collections.abc import AsyncIterator, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from aiohttp import ClientSession
from PIL import Image, ImageChops
from playwright.async_api import (
    Browser,
    FilePayload,
    Locator,
    Page,
    ViewportSize,
    async_playwright,
    expect,
)

from bot.db.engine import Database
from tests.a_year import HANA, MAYA, Diarist, keep
from tests.machine import children
from tests.playground.static.browser import CHROMIUM_ARGUMENTS
from tests.still_life import tea_and_a_book

FOLDER = Path(__file__).parent / "screenshots"
LARGEST = 250_000
PHONE: ViewportSize = {"width": 390, "height": 844}
DESK: ViewportSize = {"width": 1240, "height": 980}
PHOTO: FilePayload = {
    "name": "tea.jpg",
    "mimeType": "image/jpeg",
    "buffer": tea_and_a_book(),
}
PATIENCE = 30_000


@dataclass(frozen=True, slots=True, kw_only=True)
class Words:
    """What a person taps and sends, and reads then."""

    name: str
    start: str
    time: str
    here: str
    arms_reach: str
    answer: str
    kept: str
    light: str
    on_the_tea: str
    page: str
    now: str
    shared: str
    in_a_row: str


WORDS = {
    "en": Words(
        name="Noor",
        start="Start",
        time="07:30",
        here="Yes, ",
        arms_reach="within arm's reach",
        answer="A mug with a chip in it, my keys, and a pear that is nearly ready",
        kept="Kept · day 1",
        light="Where is the light",
        on_the_tea="On the tea I just made, and on the library book I keep meaning to take back",
        page="Your page",
        now="Send now",
        shared="Shared: ",
        in_a_row="in a row",
    ),
    "ja": Words(
        name="みお",
        start="はじめる",
        time="7:30",
        here="はい、",
        arms_reach="手の届くところ",
        answer="ふちの欠けたマグカップと、鍵と、食べごろまであと少しの洋梨",
        kept="残しました（通算1日目）",
        light="光はどこに",
        on_the_tea="いれたばかりのほうじ茶と、返しそびれている図書館の本に",
        page="あなたのページ",
        now="すぐ公開",
        shared="公開しました：",
        in_a_row="続けて",
    ),
}


@dataclass(frozen=True, slots=True)
class Hibi:
    """The real program, as `make run` starts it."""

    address: str
    database: str

    async def seat(self, name: str, language: str, **known: Any) -> int:
        """Brings somebody to the playground."""
        wish = {"first_name": name, "language_code": language, **known}
        async with ClientSession() as http:
            answer = await http.post(f"{self.address}/playground/people", json=wish)
            return int((await answer.json())["id"])

    async def seat_diarist(self, who: Diarist) -> None:
        """Brings somebody who has kept a diary for most of a year."""
        await self.seat(who.first_name, who.language, id=who.person_id, started=True)
        database = Database(self.database)
        await keep(database, who)
        await database.close()


@pytest.fixture(scope="module")
def hibi(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Hibi]:
    """One process for all; each test has people of its own."""
    folder, port = tmp_path_factory.mktemp("hibi"), children.free_port()
    log = folder / "log"
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("HIBI_DATA_DIR", str(folder))
        patch.setenv("HIBI_PORT", str(port))
        patch.setenv("PYTHONPATH", str(FOLDER.parent.parent))
        command = [sys.executable, "-m", "bot", "run"]
        child = children.start(command, log=log, ready=lambda: "TOKEN" in log.read_text())
    yield Hibi(f"http://127.0.0.1:{port}", f"sqlite+aiosqlite:///{folder}/playground.db")
    child.stop()


@pytest.fixture
async def browser(chromium: str) -> AsyncIterator[Browser]:
    async with async_playwright() as playwright:
        browser = await playwright.chromium.launch(
            executable_path=chromium, args=CHROMIUM_ARGUMENTS
        )
        yield browser
        await browser.close()


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return FOLDER if os.environ.get("HIBI_TEST_SCREENSHOTS") else tmp_path


async def open_page(browser: Browser, url: str, language: str, size: ViewportSize) -> Page:
    context = await browser.new_context(
        viewport=size,
        locale={"en": "en-GB", "ja": "ja-JP"}[language],
        color_scheme="light",
        device_scale_factor=2,
        reduced_motion="reduce",
    )
    page = await context.new_page()
    page.set_default_timeout(PATIENCE)
    await page.goto(url)
    return page


async def write(page: Page, words: str) -> None:
    await page.fill("#text", words)
    await page.press("#text", "Enter")


async def take(page: Page, path: Path) -> None:
    """A screenshot as a PNG with a palette of its own, light enough for a repository."""
    await page.evaluate("document.activeElement?.blur()")
    await page.mouse.move(0, 0)
    await page.evaluate("document.fonts.ready")
    seen = Image.open(io.BytesIO(await page.screenshot(animations="disabled", caret="hide")))
    file = io.BytesIO()
    _in_few_colours(seen.convert("RGB")).save(file, "PNG", optimize=True)
    assert file.tell() < LARGEST
    await asyncio.to_thread(_keep, path, file.getvalue())


def _in_few_colours(picture: Image.Image) -> Image.Image:
    """Large flat areas keep their very colours; a photo shares the rest of a palette of 256."""
    counted: list[tuple[int, Any]] = picture.getcolors(picture.width * picture.height) or []
    flat = [colour for _, colour in sorted(counted, reverse=True)[:24]]
    others = [colour for count, colour in counted for _ in range(min(count, 40))]
    sample = Image.new("RGB", (len(others), 1))
    sample.putdata(others)
    shared = sample.quantize(256 - len(flat), kmeans=3).getpalette() or []
    palette = Image.new("P", (1, 1))
    palette.putpalette([part for colour in flat for part in colour] + shared)
    small = picture.quantize(palette=palette, dither=Image.Dither.NONE)
    for index, colour in enumerate(flat):
        # Pillow looks for a near colour in coarse steps; here the very one is known.
        small.paste(index, mask=_where(picture, colour))
    return small


def _where(picture: Image.Image, colour: tuple[int, int, int]) -> Image.Image:
    bands = zip(picture.split(), colour, strict=True)
    red, green, blue = (band.point([255 * (v == part) for v in range(256)]) for band, part in bands)
    return ImageChops.multiply(ImageChops.multiply(red, green), blue)


def _keep(path: Path, content: bytes) -> None:
    path.parent.mkdir(exist_ok=True)
    path.write_bytes(content)


def bubble(page: Page, words: str) -> Locator:
    return page.locator(".bubble", has_text=words).last


async def see(locator: Locator) -> None:
    await expect(locator).to_be_visible(timeout=PATIENCE)


@pytest.mark.parametrize("language", WORDS)
async def test_the_first_minute_ends_with_a_kept_answer(
    language: str, hibi: Hibi, browser: Browser, folder: Path
) -> None:
    words = WORDS[language]
    person_id = await hibi.seat(words.name, language)
    page = await open_page(browser, f"{hibi.address}/#{person_id}", language, PHONE)

    await page.get_by_role("button", name=words.start).click()
    await page.get_by_role("button", name=words.time, exact=True).click()
    await page.get_by_role("button", name=words.here).click()
    await see(bubble(page, words.arms_reach))
    await write(page, words.answer)
    await see(bubble(page, words.kept))
    await see(bubble(page, words.answer).locator(".reactions"))

    await take(page, folder / f"first-minute.{language}.png")


@pytest.mark.parametrize("who", [MAYA, HANA], ids=lambda who: who.language)
async def test_an_answer_with_a_photo_comes_to_the_page(
    who: Diarist, hibi: Hibi, browser: Browser, folder: Path
) -> None:
    words = WORDS[who.language]
    await hibi.seat_diarist(who)
    desk = await open_page(browser, f"{hibi.address}/#{who.person_id}", who.language, DESK)

    await see(bubble(desk, words.light))
    await desk.set_input_files("#pick-photo", [PHOTO])
    await write(desk, words.on_the_tea)
    await desk.get_by_role("button", name=words.page).last.click()
    await desk.get_by_role("button", name=words.now, exact=True).click()
    await see(bubble(desk, words.shared))
    await see(bubble(desk, words.on_the_tea).locator(".reactions"))
    beside = desk.frame_locator("iframe:not(.coming)").last
    await see(beside.get_by_text(words.on_the_tea))
    await take(desk, folder / f"chat-and-page.{who.language}.png")

    phone = await open_page(browser, f"{hibi.address}/@{who.handle}", who.language, PHONE)
    await see(phone.get_by_text(words.on_the_tea))
    await take(phone, folder / f"page.{who.language}.png")

    chat = await open_page(browser, f"{hibi.address}/#{who.person_id}", who.language, PHONE)
    await write(chat, "/stats")
    await see(bubble(chat, words.in_a_row))
    await see(bubble(chat, words.in_a_row).get_by_role("img").first)
    await take(chat, folder / f"stats.{who.language}.png")
