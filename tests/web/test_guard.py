"""The door: right statuses for wrong requests, and the same headers on every answer."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from io import BytesIO
from pathlib import Path
from typing import Any

import pytest
from aiohttp import web
from aiohttp.test_utils import TestClient, TestServer, make_mocked_request

from bot.db.engine import Database
from bot.web.answers import preferred
from bot.web.askers import address_of, neighbourhood
from bot.web.server import add_routes, create_web
from tests.builders import HANA, World
from tests.web.conftest import a_world, parts_for
from tests.web.published import open_page, publish


@asynccontextmanager
async def served(database: Database, folder: Path, **settings: Any) -> AsyncIterator[TestClient]:
    world = a_world(database, folder, **settings)
    async with TestClient(TestServer(create_web(world.ground, parts_for()))) as client:
        yield client


PUBLIC = {"public_url": "https://hibi.example", "telegram_token": "123:abcdef"}


@pytest.mark.parametrize(
    ("method", "path", "status"),
    [
        ("GET", "/nothing", 404),
        ("GET", "/@", 404),
        ("GET", "/@%00", 404),
        ("GET", "/@" + "x" * 3000, 404),
        ("GET", "/link/unknown", 410),
        ("POST", "/@hana", 405),
        ("DELETE", "/health", 405),
        ("PUT", "/link/x", 405),
        ("BREW", "/@hana", 400),
        ("GET", "/telegram/x", 404),
        ("POST", "/telegram/x", 404),
    ],
)
async def test_wrong_requests_get_the_right_status(
    client: TestClient, method: str, path: str, status: int
) -> None:
    response = await client.request(method, path)

    assert response.status == status
    assert "Traceback" not in await response.text()


async def test_a_405_says_what_is_allowed(client: TestClient) -> None:
    response = await client.post("/@hana")

    assert set(response.headers["Allow"].split(",")) == {"GET", "HEAD"}


async def test_head_is_get_without_a_body(client: TestClient, world: World) -> None:
    await open_page(world, HANA, "hana", "Hana")
    await publish(world, HANA, "tea")

    response = await client.head("/@hana")

    assert (response.status, await response.read()) == (200, b"")


@pytest.mark.parametrize("path", ["/@hana", "/link/x", "/health", "/telegram/x"])
async def test_ten_megabytes_are_refused(client: TestClient, path: str) -> None:
    response = await client.post(path, data=BytesIO(b"x" * 10_000_000))

    assert response.status == 413


async def test_every_answer_carries_the_headers(client: TestClient, world: World) -> None:
    await open_page(world, HANA, "hana", "Hana")
    for path in ("/@hana", "/@hana/feed.atom", "/nothing", "/health", "/robots.txt"):
        headers = (await client.get(path)).headers
        assert "default-src 'none'" in headers["Content-Security-Policy"], path
        assert "unsafe" not in headers["Content-Security-Policy"]
        assert headers["X-Content-Type-Options"] == "nosniff"
        assert "Referrer-Policy" in headers


async def test_pages_may_be_framed_in_the_playground_alone(
    client: TestClient, sqlite: Database, tmp_path: Path
) -> None:
    here = (await client.get("/robots.txt")).headers["Content-Security-Policy"]
    async with served(sqlite, tmp_path / "public", **PUBLIC) as public:
        response = await public.get("/robots.txt", headers={"Host": "hibi.example"})
        there = response.headers["Content-Security-Policy"]

    assert ("frame-ancestors 'self'" in here, "frame-ancestors 'none'" in there) == (True, True)


@pytest.mark.parametrize(
    ("host", "status"),
    [
        ("hibi.example", 200),
        ("HIBI.example:443", 200),
        ("evil.example", 421),
        ("hibi.example.evil.example", 421),
        ("hibi.example@evil.example", 421),
        ("hibi.example:8443", 421),
        ("203.0.113.7", 421),
    ],
)
async def test_other_hosts_are_misdirected(
    sqlite: Database, tmp_path: Path, host: str, status: int
) -> None:
    async with served(sqlite, tmp_path, **PUBLIC) as client:
        response = await client.get("/robots.txt", headers={"Host": host})

    assert response.status == status


@pytest.mark.parametrize("host", ["evil.example", "192.168.1.5:8080", "hibi.local"])
async def test_the_playground_answers_this_machine_alone(client: TestClient, host: str) -> None:
    assert (await client.get("/robots.txt", headers={"Host": host})).status == 421


async def test_loopback_behind_a_proxy_is_no_name_of_ours(sqlite: Database, tmp_path: Path) -> None:
    async with served(sqlite, tmp_path, **PUBLIC) as client:
        direct = await client.get("/robots.txt")
        proxied = await client.get("/robots.txt", headers={"X-Forwarded-For": "203.0.113.7"})

    assert (direct.status, proxied.status) == (200, 421)


async def test_a_trusted_proxy_may_say_which_host_was_asked(
    sqlite: Database, tmp_path: Path
) -> None:
    said = {"X-Forwarded-Host": "hibi.example", "X-Forwarded-For": "203.0.113.7"}
    trusted = {**PUBLIC, "trusted_proxies": "127.0.0.1"}
    async with served(sqlite, tmp_path / "1", **trusted) as client:
        believed = await client.get("/robots.txt", headers={**said, "Host": "inside:8080"})
    async with served(sqlite, tmp_path / "2", **PUBLIC) as client:
        doubted = await client.get("/robots.txt", headers={**said, "Host": "inside:8080"})

    assert (believed.status, doubted.status) == (200, 421)


async def statuses(client: TestClient, count: int, **headers: str) -> list[int]:
    return [(await client.get("/robots.txt", headers=headers)).status for _ in range(count)]


async def test_an_address_gets_so_many_views_a_minute(sqlite: Database, tmp_path: Path) -> None:
    async with served(sqlite, tmp_path, page_views_a_minute=3) as client:
        seen = await statuses(client, 4)
        response = await client.get("/robots.txt")
        health = await client.get("/health")

    assert seen == [200, 200, 200, 429]
    assert (response.headers["Retry-After"], health.status) == ("60", 200)


async def test_an_invented_forwarding_header_lends_no_other_address(
    sqlite: Database, tmp_path: Path
) -> None:
    async with served(sqlite, tmp_path, page_views_a_minute=3) as client:
        seen = [
            (await client.get("/robots.txt", headers={"X-Forwarded-For": f"203.0.113.{n}"})).status
            for n in range(5)
        ]

    assert seen == [200, 200, 200, 429, 429]


async def test_behind_our_proxy_each_visitor_counts_alone(sqlite: Database, tmp_path: Path) -> None:
    settings = {"page_views_a_minute": 2, "trusted_proxies": "127.0.0.0/8", **PUBLIC}
    async with served(sqlite, tmp_path, **settings) as client:
        one = {"Host": "hibi.example", "X-Forwarded-For": "198.51.100.9, 203.0.113.1"}
        other = {"Host": "hibi.example", "X-Forwarded-For": "198.51.100.9, 203.0.113.2"}
        seen = [await statuses(client, 3, **who) for who in (one, other)]

    # The first address of the chain is only what the visitor says of itself.
    assert seen == [[200, 200, 429], [200, 200, 429]]


@pytest.mark.parametrize(
    ("address", "home"),
    [
        ("203.0.113.7", "203.0.113.7"),
        ("::ffff:203.0.113.7", "203.0.113.7"),
        ("2001:db8:1:2:3::4", "2001:db8:1:2::"),
        ("2001:db8:1:2:ffff::", "2001:db8:1:2::"),
        ("", "unknown"),
    ],
)
def test_a_household_counts_as_one(address: str, home: str) -> None:
    assert neighbourhood(address) == home


@pytest.mark.parametrize(
    ("accepted", "language"),
    [
        ("", "en"),
        ("ja", "ja"),
        ("en-GB,en;q=0.9,ja;q=0.8", "en"),
        ("fr,ja;q=0.5,en;q=0.3", "ja"),
        ("ja;q=0", "en"),
        ("ja;q=nan,en;q=oops," * 50, "en"),
    ],
)
def test_kind_pages_speak_the_readers_language(accepted: str, language: str) -> None:
    assert preferred(accepted) == language


async def test_a_bug_is_a_kind_page_and_a_line_in_the_log(
    world: World, caplog: pytest.LogCaptureFixture
) -> None:
    app = create_web(world.ground, parts_for())

    async def broken(_request: web.Request) -> web.Response:
        raise RuntimeError("the inner workings")

    app.router.add_get("/broken/{token}", broken)
    async with TestClient(TestServer(app)) as client:
        response = await client.get("/broken/s3cret", headers={"Accept-Language": "ja"})
        body = await response.text()

    assert response.status == 500
    assert '<html lang="ja">' in body
    assert "inner workings" not in body
    assert "GET /broken/{token} could not be answered" in caplog.text


async def test_beside_another_application_only_our_paths_are_watched(world: World) -> None:
    app = web.Application()

    async def theirs(_request: web.Request) -> web.Response:
        return web.Response(text="theirs")

    app.router.add_get("/playground/x", theirs)
    add_routes(app, world.ground, parts_for(elsewhere=lambda p: p.startswith("/playground")))
    async with TestClient(TestServer(app)) as client:
        other = await client.get("/playground/x", headers={"Host": "their.own.business"})
        ours = await client.get("/robots.txt")

    assert (other.status, "Content-Security-Policy" in other.headers) == (200, False)
    assert (ours.status, "Content-Security-Policy" in ours.headers) == (200, True)


def _asked(remote: str, **headers: str) -> web.Request:
    return make_mocked_request("GET", "/", headers=headers).clone(remote=remote)


@pytest.mark.parametrize(
    ("chain", "address"),
    [
        ("203.0.113.1", "203.0.113.1"),
        ("9.9.9.9, 203.0.113.1", "203.0.113.1"),
        ("9.9.9.9, 203.0.113.1, 10.0.0.2", "203.0.113.1"),
        ("nonsense, 10.0.0.2", "10.0.0.2"),
        ("", "10.0.0.1"),
    ],
)
def test_the_nearest_address_that_is_not_ours_counts(chain: str, address: str) -> None:
    request = _asked("10.0.0.1", **{"X-Forwarded-For": chain})

    assert address_of(request, ("10.0.0.0/8",)) == address
