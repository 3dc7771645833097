"""No website, proxy or neighbour speaks to the playground."""

import io

import pytest
from aiohttp import web
from aiohttp.test_utils import TestClient, TestServer

from bot.playground import server
from bot.playground.core import Playground
from bot.playground.guard import host_name
from tests.playground.conftest import Side

PATHS = ["/", "/playground/", "/playground/people", "/bot1:playground/getMe", "/file/bot1:p/x"]


@pytest.mark.parametrize("path", PATHS)
@pytest.mark.parametrize(
    "headers",
    [
        {"Host": "evil.example"},  # DNS rebinding: the attacker's name points here
        {"Host": "127.0.0.1.evil.example"},
        {"Host": "localhost@evil.example"},
        {"Host": "0.0.0.0"},
        {"Host": ""},
        {"Origin": "http://evil.example"},
        {"Origin": "null"},
        {"Origin": "http://127.0.0.1:1"},
        {"Sec-Fetch-Site": "cross-site", "Sec-Fetch-Mode": "no-cors"},
        {"Sec-Fetch-Site": "same-site", "Sec-Fetch-Mode": "cors"},
        {"X-Forwarded-For": "203.0.113.9"},
        {"X-Forwarded-Host": "evil.example"},
        {"Forwarded": "for=203.0.113.9"},
        {"X-Real-IP": "203.0.113.9"},
        {"Via": "1.1 proxy"},
    ],
)
async def test_a_stranger_is_refused(side: Side, path: str, headers: dict[str, str]) -> None:
    async with side.session.get(
        f"{side.url}{path}", headers=headers, allow_redirects=False
    ) as response:
        assert response.status == 403
        assert "Access-Control-Allow-Origin" not in response.headers


@pytest.mark.parametrize("host", ["127.0.0.1", "localhost", "LOCALHOST:80", "[::1]", "[::1]:8080"])
async def test_this_machine_is_known_by_all_its_names(side: Side, host: str) -> None:
    url = f"{side.url}/playground/people"
    for headers in ({"Host": host}, {"Host": host, "Origin": f"http://{host}"}):
        async with side.session.get(url, headers=headers) as response:
            assert response.status == 200


async def test_a_link_may_lead_to_the_page_but_not_to_a_deed(side: Side) -> None:
    clicked = {
        "Sec-Fetch-Site": "cross-site",
        "Sec-Fetch-Mode": "navigate",
        "Sec-Fetch-Dest": "document",
    }
    statuses = []
    for path in ("/playground/", "/bot1:playground/deleteWebhook", "/playground/calls"):
        async with side.session.get(f"{side.url}{path}", headers=clicked) as response:
            statuses.append(response.status)
    assert statuses == [200, 403, 403]


@pytest.mark.parametrize(
    ("path", "kind", "expected"),
    [
        ("/playground/people", "text/plain", 415),
        ("/playground/people", "application/x-www-form-urlencoded", 415),
        ("/playground/people", "", 415),
        ("/playground/people", "application/json", 200),
        ("/playground/people", "application/json; charset=utf-8", 200),
        ("/bot1:playground/getMe", "text/plain", 415),
    ],
)
async def test_only_json_and_multipart_are_read(
    side: Side, path: str, kind: str, expected: int
) -> None:
    body = b'{"first_name": "Aki"}'
    async with side.session.post(
        f"{side.url}{path}", data=body, headers={"Content-Type": kind}
    ) as response:
        assert response.status == expected


async def test_a_preflight_opens_nothing(side: Side) -> None:
    asked = {"Origin": side.url, "Access-Control-Request-Method": "POST"}
    async with side.session.options(f"{side.url}/playground/people", headers=asked) as response:
        assert response.status == 405
        assert not [name for name in response.headers if name.startswith("Access-Control")]


@pytest.mark.parametrize(
    ("body", "expected"),
    [(b"{not json", 400), (b"[1]", 400), (b"[" * 100_000, 400), (b'"' + b"x" * 5_000_000, 413)],
)
async def test_a_bad_body_gets_a_status_and_no_traceback(
    side: Side, body: bytes, expected: int
) -> None:
    headers = {"Content-Type": "application/json"}
    for path in ("/playground/people", "/bot1:playground/sendMessage"):
        async with side.session.post(
            f"{side.url}{path}", data=io.BytesIO(body), headers=headers
        ) as response:
            assert response.status == expected
            assert (await response.json())["ok"] is False


async def test_a_broken_multipart_is_said_to_be_so(side: Side) -> None:
    headers = {"Content-Type": "multipart/form-data; boundary=b"}
    url = f"{side.url}/bot1:playground/sendMessage"
    async with side.session.post(url, data=b"--c\r\n", headers=headers) as response:
        assert response.status == 400


async def test_paths_beside_the_playground_are_left_alone() -> None:
    async def hello(_: web.Request) -> web.Response:
        return web.Response(text="a public page")

    app = web.Application()
    app.router.add_get("/@aki", hello)
    server.add_routes(app, Playground())
    async with TestClient(TestServer(app)) as client:
        evil = {"Host": "evil.example", "X-Forwarded-For": "203.0.113.9"}
        async with client.get("/@aki", headers=evil) as response:
            assert (response.status, await response.text()) == (200, "a public page")
        async with client.get("/playground/people", headers=evil) as response:
            assert response.status == 403
        async with client.get("/nothing") as response:
            assert response.status == 404


@pytest.mark.parametrize("host", ["0.0.0.0", "192.0.2.1", "::"])
async def test_it_is_served_on_loopback_only(host: str) -> None:
    with pytest.raises(ValueError, match="loopback"):
        await server.start(host)


@pytest.mark.parametrize(
    ("host", "expected"),
    [("a:b:c", ""), ("127.0.0.1:99999", ""), ("[::1", ""), ("127.0.0.1/x", ""), ("h:8080", "h")],
)
def test_a_crooked_host_has_no_name(host: str, expected: str) -> None:
    assert host_name(host) == expected
