"""Feeds: whole, well formed whatever people write, and never more than is public."""

import json
from xml.etree import ElementTree as ET

from aiohttp.test_utils import TestClient

from tests.builders import HANA, World
from tests.web.published import keep, open_page, publish, take_back

ATOM = "{http://www.w3.org/2005/Atom}"
NASTY = "<script>alert(1)</script> ]]> & \u202eمرحبا \x00\x08\x1f\ufffe\uffff 👩‍👩‍👧"


async def atom_of(client: TestClient) -> ET.Element:
    response = await client.get("/@hana/feed.atom")
    assert response.status == 200
    assert response.headers["Content-Type"] == "application/atom+xml; charset=utf-8"
    return ET.fromstring(await response.read())


async def test_atom_stays_well_formed_whatever_people_write(
    client: TestClient, world: World
) -> None:
    await open_page(world, HANA, "hana", NASTY, bio=NASTY)
    await publish(world, HANA, NASTY, pictures=((40, 30, NASTY),))

    feed = await atom_of(client)

    (entry,) = feed.findall(f"{ATOM}entry")
    content = entry.findtext(f"{ATOM}content") or ""
    assert "&lt;script&gt;" in content
    assert "<script" not in content
    assert "👩‍👩‍👧" in content


async def test_json_feed_says_the_same(client: TestClient, world: World) -> None:
    await open_page(world, HANA, "hana", "Hana", bio="Tea.")
    snippet = await publish(world, HANA, NASTY, pictures=((40, 30, "a cup"),))

    response = await client.get("/@hana/feed.json")
    feed = json.loads(await response.read())

    origin = str(client.make_url("")).rstrip("/")
    (item,) = feed["items"]
    assert feed["version"] == "https://jsonfeed.org/version/1.1"
    assert feed["home_page_url"] == f"{origin}/@hana"
    assert item["url"] == f"{origin}/@hana/{snippet.public_id}"
    assert item["language"] == "ja"
    assert "<script" not in item["content_html"]
    assert 'alt="a cup"' in item["content_html"]
    picture = await client.get(item["image"].removeprefix(origin))
    assert picture.status == 200


async def test_feeds_hold_what_is_public_now(client: TestClient, world: World) -> None:
    await open_page(world, HANA, "hana", "Hana")
    await keep(world, HANA, "only mine")
    gone = await publish(world, HANA, "taken back")
    await publish(world, HANA, "first")
    await publish(world, HANA, "second")
    await take_back(world, gone)

    titles = [
        entry.findtext(f"{ATOM}title") for entry in (await atom_of(client)).iter(f"{ATOM}entry")
    ]

    assert titles == ["second", "first"]


async def test_ids_outlive_an_edit_and_dates_tell_it(client: TestClient, world: World) -> None:
    await open_page(world, HANA, "hana", "Hana")
    await publish(world, HANA, "tea")

    (entry,) = (await atom_of(client)).findall(f"{ATOM}entry")

    assert (entry.findtext(f"{ATOM}id") or "").startswith("tag:127.0.0.1,2026:s")
    assert entry.findtext(f"{ATOM}published") == "2026-11-23T12:00:00Z"
    assert entry.findtext(f"{ATOM}updated") == "2026-11-23T12:00:00Z"


async def test_an_empty_feed_is_a_feed(client: TestClient, world: World) -> None:
    await open_page(world, HANA, "hana", "Hana")

    feed = await atom_of(client)

    assert feed.findtext(f"{ATOM}title") == "Hana"
    assert feed.findtext(f"{ATOM}updated") == "2026-11-23T12:00:00Z"
