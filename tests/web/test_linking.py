"""The browser's way through a link, as browsers go it."""

import re
from collections.abc import AsyncIterator
from dataclasses import replace

import pytest
from aiohttp import CookieJar
from aiohttp.test_utils import TestClient, TestServer
from yarl import URL

from bot.services import linking
from bot.services.linked import Linked
from bot.services.linking import NotConfirmed
from bot.web.server import create_web
from tests.builders import HANA, World
from tests.web.conftest import MALLORY, parts_for
from tests.web.villages import Village

SERVER = "sakura.village"
CODE = re.compile(r'<p class="code">(\d{3}) (\d{3})</p>')
CHAT = re.compile(r'href="https://t\.me/hibi_bot\?start=([A-Za-z0-9_-]+)"')


async def another_browser(world: World, bot_name: str = "hibi_bot") -> TestClient:
    app = create_web(world.ground, parts_for(bot_name=lambda: bot_name))
    # aiohttp keeps no cookies of addresses in digits unless it is told to.
    return TestClient(TestServer(app), cookie_jar=CookieJar(unsafe=True))


@pytest.fixture
async def browser(world: World) -> AsyncIterator[TestClient]:
    async with await another_browser(world) as opened:
        yield opened


async def link_of(world: World, person_id: int, who: str = "Hana") -> str:
    begun = await linking.start(world.ground, person_id, "mastodon", SERVER, who=who)
    return URL(begun.url).path


async def through(browser: TestClient, village: Village, path: str, who: str) -> str:
    """Opens a link, goes on, says yes over there, and comes back: the last page."""
    await browser.get(path)
    on = await browser.post(path, allow_redirects=False)
    assert on.status == 303
    answer = village.say_yes(on.headers["Location"], who)
    back = await browser.get(f"/link/back/mastodon/{SERVER}", params=answer)
    assert back.status == 200
    return await back.text()


async def test_the_page_says_who_is_about_to_connect_what(
    browser: TestClient, world: World
) -> None:
    path = await link_of(world, HANA, "Hana <b>@hana</b>")

    response = await browser.get(path, headers={"Accept-Language": "ja"})
    body = await response.text()

    assert "Hana &lt;b&gt;@hana&lt;/b&gt;" in body
    assert SERVER in body
    policy = response.headers["Content-Security-Policy"]
    assert f"form-action 'self' https://{SERVER};" in policy
    assert response.headers["Cache-Control"] == "no-store"
    assert response.headers["Referrer-Policy"] == "no-referrer"


async def test_the_way_through_ends_with_a_yes_in_the_chat(
    browser: TestClient, world: World, village: Village
) -> None:
    body = await through(browser, village, await link_of(world, HANA), "hana")

    (payload,) = CHAT.findall(body)
    assert len(payload) <= 64  # https://core.telegram.org/bots/features#deep-linking
    assert "@hana@sakura.village" in body
    linked = await linking.confirm(world.ground, HANA, payload)
    assert isinstance(linked, Linked)


async def test_the_code_does_as_well(browser: TestClient, world: World, village: Village) -> None:
    body = await through(browser, village, await link_of(world, HANA), "hana")

    ((first, last),) = CODE.findall(body)

    assert isinstance(await linking.confirm(world.ground, HANA, f"{first} {last}"), Linked)


async def test_where_no_chat_can_be_opened_only_the_code_is_shown(
    world: World, village: Village
) -> None:
    async with await another_browser(world, bot_name="") as browser:
        body = await through(browser, village, await link_of(world, HANA), "hana")

    assert "t.me" not in body
    assert len(CODE.findall(body)) == 1


async def test_the_cookie_is_kept_from_scripts_and_other_sites(
    browser: TestClient, world: World
) -> None:
    response = await browser.get(await link_of(world, HANA))

    cookie = response.cookies["hibi-link"]
    assert (cookie["httponly"], cookie["samesite"], cookie["path"]) == (True, "Lax", "/")


async def test_behind_https_the_cookie_is_bound_to_the_host(world: World) -> None:
    world.ground = replace(world.ground, base_url="https://hibi.example")
    async with await another_browser(world) as browser:
        response = await browser.get(await link_of(world, HANA))

    cookie = response.cookies["__Host-hibi-link"]
    assert (cookie["secure"], cookie["path"], cookie["domain"]) == (True, "/", "")


async def test_going_on_without_the_page_goes_nowhere(browser: TestClient, world: World) -> None:
    response = await browser.post(await link_of(world, HANA), allow_redirects=False)

    assert response.status == 403


async def test_a_scanner_that_opens_the_link_spoils_nothing(
    browser: TestClient, world: World, village: Village
) -> None:
    path = await link_of(world, HANA)
    async with await another_browser(world) as scanner:
        for _ in range(3):
            await scanner.get(path)

    assert CODE.search(await through(browser, village, path, "hana"))


async def test_a_victim_in_the_attackers_link_is_told_whose_it_is_and_loses_nothing(
    browser: TestClient, world: World, village: Village
) -> None:
    path = await link_of(world, MALLORY, "Mallory")
    assert "Mallory" in await (await browser.get(path)).text()

    # She goes on all the same, and presses the last button in her own Telegram.
    body = await through(browser, village, path, "hana")
    (payload,) = CHAT.findall(body)
    outcome = await linking.confirm(world.ground, HANA, payload)

    assert outcome is NotConfirmed.WRONG_PERSON
    assert village.revoked == ["token of hana"]
    assert await linking.accounts(world.ground, MALLORY) == []


async def test_a_victim_in_a_callback_with_the_attackers_code_links_nothing(
    browser: TestClient, world: World, village: Village
) -> None:
    async with await another_browser(world) as mallorys:
        path = await link_of(world, MALLORY, "Mallory")
        await mallorys.get(path)
        on = await mallorys.post(path, allow_redirects=False)
    bait = village.say_yes(on.headers["Location"], "mallory")
    # The victim has a cookie, because she is linking something herself.
    await browser.get(await link_of(world, HANA))

    response = await browser.get(f"/link/back/mastodon/{SERVER}", params=bait)

    assert response.status == 403
    assert not CODE.search(await response.text())
    assert village.revoked == []


@pytest.mark.parametrize(
    ("query", "status"),
    [
        ({}, 410),
        ({"state": "unknown", "code": "x"}, 410),
        ({"state": "x" * 5000, "code": "x" * 2000}, 410),
        ({"state": "\x00", "code": "\ud7ff"}, 410),
    ],
)
async def test_odd_callbacks_are_refused_kindly(
    browser: TestClient, query: dict[str, str], status: int
) -> None:
    response = await browser.get(f"/link/back/mastodon/{SERVER}", params=query)

    assert response.status == status
    assert "Traceback" not in await response.text()


async def test_a_no_over_there_is_said_kindly(browser: TestClient, world: World) -> None:
    path = await link_of(world, HANA)
    await browser.get(path)
    on = await browser.post(path, allow_redirects=False)
    state = URL(on.headers["Location"]).query["state"]

    response = await browser.get(
        f"/link/back/mastodon/{SERVER}", params={"error": "access_denied", "state": state}
    )

    assert response.status == 200
    assert "nothing changes" in await response.text()


async def test_a_callback_counts_once(browser: TestClient, world: World, village: Village) -> None:
    path = await link_of(world, HANA)
    await browser.get(path)
    on = await browser.post(path, allow_redirects=False)
    answer = village.say_yes(on.headers["Location"], "hana")

    statuses = [
        (await browser.get(f"/link/back/mastodon/{SERVER}", params=answer)).status for _ in "ab"
    ]

    assert statuses == [200, 410]


async def test_the_server_is_told_where_to_send_the_browser_back_to(
    browser: TestClient, world: World
) -> None:
    path = await link_of(world, HANA)
    await browser.get(path)

    on = await browser.post(path, allow_redirects=False)

    asked = URL(on.headers["Location"]).query
    assert asked["redirect_uri"] == f"http://127.0.0.1:8080/link/back/mastodon/{SERVER}"
    assert asked["code_challenge_method"] == "S256"
