"""The small files that every site has."""

from pathlib import Path

import pytest
from aiohttp.test_utils import TestClient, TestServer

from bot.db.engine import Database
from bot.web.server import create_web
from bot.web.wellknown import contact_address, style_version
from tests.web.conftest import a_world, parts_for


async def test_the_style_may_be_kept_as_long_as_it_is_this_one(client: TestClient) -> None:
    this = await client.get(f"/static/page.css?{style_version()}")
    other = await client.get("/static/page.css?older")

    assert (this.status, this.headers["Content-Type"]) == (200, "text/css; charset=utf-8")
    assert "immutable" in this.headers["Cache-Control"]
    assert "immutable" not in other.headers["Cache-Control"]


@pytest.mark.parametrize("path", ["/favicon.ico", "/favicon.svg", "/robots.txt"])
async def test_what_browsers_and_robots_ask_for_is_there(client: TestClient, path: str) -> None:
    assert (await client.get(path)).status == 200


async def test_robots_leave_links_and_pictures_alone(client: TestClient) -> None:
    lines = (await (await client.get("/robots.txt")).text()).splitlines()

    assert {"Disallow: /link/", "Disallow: /media/", "Allow: /media/out/"} <= set(lines)


async def test_security_txt_says_whom_to_write_to(sqlite: Database, tmp_path: Path) -> None:
    world = a_world(sqlite, tmp_path, operator_contact="hana@example.org")
    async with TestClient(TestServer(create_web(world.ground, parts_for()))) as client:
        text = await (await client.get("/.well-known/security.txt")).text()

    assert "Contact: mailto:hana@example.org\n" in text
    assert "Expires: 2027-02-21T12:00:00Z\n" in text


async def test_without_a_contact_there_is_no_security_txt(client: TestClient) -> None:
    assert (await client.get("/.well-known/security.txt")).status == 404


@pytest.mark.parametrize(
    ("contact", "address"),
    [
        ("hana@example.org", "mailto:hana@example.org"),
        ("mailto:hana@example.org", "mailto:hana@example.org"),
        ("https://example.org/me", "https://example.org/me"),
        ("@hana", ""),
        ("ask at the counter", ""),
        ("javascript:alert(1)", ""),
        ("javascript:alert('@')", ""),
        ("", ""),
    ],
)
def test_only_what_can_be_followed_becomes_a_link(contact: str, address: str) -> None:
    assert contact_address(contact) == address
