"""A network that brings back a session instead of a code: Misskey's MiAuth, from page to page."""

import re
from collections.abc import AsyncIterator
from pathlib import Path

import pytest
from aiohttp import CookieJar
from aiohttp.test_utils import TestClient, TestServer
from yarl import URL

from bot.db.engine import Database
from bot.networks.http import Http
from bot.networks.misskey import Misskey
from bot.services import linking
from bot.services.linked import Linked
from bot.web.server import create_web
from tests.builders import HANA, World, a_person
from tests.standins.misskey import MisskeyServer, run_misskey
from tests.web.conftest import a_world, parts_for

CODE = re.compile(r'<p class="code">(\d{3}) (\d{3})</p>')


@pytest.fixture
async def there() -> AsyncIterator[MisskeyServer]:
    async with run_misskey() as server:
        yield server


@pytest.fixture
async def misskey_world(sqlite: Database, tmp_path: Path) -> AsyncIterator[World]:
    async with Http(loopback=True) as http:
        world = a_world(sqlite, tmp_path, Misskey(http))
        await world.add(a_person(HANA))
        yield world


@pytest.fixture
async def browser(misskey_world: World) -> AsyncIterator[TestClient]:
    app = create_web(misskey_world.ground, parts_for())
    async with TestClient(TestServer(app), cookie_jar=CookieJar(unsafe=True)) as opened:
        yield opened


async def gone_there(browser: TestClient, world: World, server: str) -> str:
    """Begins a link and follows it to the other server: the address there."""
    begun = await linking.start(world.ground, HANA, "misskey", server, who="Hana")
    path = URL(begun.url).path
    await browser.get(path)
    on = await browser.post(path, allow_redirects=False)
    assert on.status == 303
    return on.headers["Location"]


async def test_a_session_links_as_a_code_does(
    browser: TestClient, misskey_world: World, there: MisskeyServer
) -> None:
    brought = there.say_yes(await gone_there(browser, misskey_world, there.server))
    assert brought.keys() == {"state", "session"}

    back = await browser.get(f"/link/back/misskey/{there.server}", params=brought)
    body = await back.text()

    assert back.status == 200
    assert f"@hana@{there.server}" in body
    code = "".join(CODE.findall(body)[0])
    assert isinstance(await linking.confirm(misskey_world.ground, HANA, code), Linked)


async def test_somebody_elses_session_links_nothing(
    browser: TestClient, misskey_world: World, there: MisskeyServer
) -> None:
    brought = there.say_yes(await gone_there(browser, misskey_world, there.server))
    there.sessions["theirs"] = there.token_for("mallory")

    back = await browser.get(
        f"/link/back/misskey/{there.server}", params={**brought, "session": "theirs"}
    )

    assert back.status == 400
    assert there.sessions.keys() == {brought["session"], "theirs"}


async def test_without_code_and_session_nobody_agreed(
    browser: TestClient, misskey_world: World, there: MisskeyServer
) -> None:
    state = there.say_yes(await gone_there(browser, misskey_world, there.server))["state"]

    back = await browser.get(f"/link/back/misskey/{there.server}", params={"state": state})

    assert "nothing changes" in await back.text()
