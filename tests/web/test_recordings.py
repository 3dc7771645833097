"""Voice notes and videos on a page: played from it, in parts, while their snippet is public."""

import re

import pytest
from aiohttp.test_utils import TestClient

from bot.db.tables import Media
from bot.domain.compose import Limits
from bot.services.outgoing import address_of, ticket_for
from tests.builders import HANA, World
from tests.web.published import open_page, publish, take_back

SOURCE = re.compile(r'<(?:audio|video) class="recording[^"]*" src="([^"]+)"')
SOUND = bytes(range(100))


async def published(
    client: TestClient, world: World, data: bytes = SOUND, mime: str = "audio/ogg"
) -> str:
    """The address of a recording that stands on a page."""
    await open_page(world, HANA, "hana", "Hana")
    await publish(world, HANA, "rain on the roof", recordings=((data, mime),))
    (address,) = SOURCE.findall(await (await client.get("/@hana")).text())
    return str(address)


@pytest.mark.parametrize(
    ("mime", "tag"), [("audio/ogg", "<audio"), ("audio/mp4", "<audio"), ("video/mp4", "<video")]
)
async def test_a_page_plays_it_and_loads_nothing_before(
    client: TestClient, world: World, mime: str, tag: str
) -> None:
    address = await published(client, world, mime=mime)

    page = await client.get("/@hana")
    file = await client.get(address)

    assert re.search(f'{tag} [^>]* controls preload="none"', await page.text())
    assert "media-src 'self'" in page.headers["Content-Security-Policy"]
    assert file.headers["Content-Type"] == mime
    assert file.headers["Content-Disposition"] == "inline"
    assert file.headers["Content-Security-Policy"] == "default-src 'none'; sandbox"
    assert await file.read() == SOUND


@pytest.mark.parametrize(
    ("asked", "told", "part"),
    [
        ("bytes=0-9", "bytes 0-9/100", SOUND[:10]),
        ("bytes=90-", "bytes 90-99/100", SOUND[90:]),
        ("bytes=-5", "bytes 95-99/100", SOUND[95:]),
        ("bytes=95-1000", "bytes 95-99/100", SOUND[95:]),
        ("bytes=0-", "bytes 0-99/100", SOUND),
    ],
)
async def test_a_player_may_jump(
    client: TestClient, world: World, asked: str, told: str, part: bytes
) -> None:
    response = await client.get(await published(client, world), headers={"Range": asked})

    assert (response.status, response.headers["Content-Range"]) == (206, told)
    assert await response.read() == part


@pytest.mark.parametrize("asked", ["bytes=100-", "bytes=5000-6000"])
async def test_a_part_behind_the_end_is_none(client: TestClient, world: World, asked: str) -> None:
    response = await client.get(await published(client, world), headers={"Range": asked})

    assert response.status == 416


@pytest.mark.parametrize("asked", ["", "bytes", "bytes=x-y", "bytes=0-1,4-5", "lines=0-1"])
async def test_an_odd_wish_gets_the_whole(client: TestClient, world: World, asked: str) -> None:
    response = await client.get(await published(client, world), headers={"Range": asked})

    assert (response.status, await response.read()) == (200, SOUND)
    assert response.headers["Accept-Ranges"] == "bytes"


async def test_who_has_it_already_gets_nothing_again(client: TestClient, world: World) -> None:
    address = await published(client, world)
    tag = (await client.get(address)).headers["ETag"]

    again = await client.get(address, headers={"If-None-Match": tag, "Range": "bytes=0-1"})

    assert again.status == 304


async def test_one_that_was_not_cleaned_is_neither_shown_nor_served(
    client: TestClient, world: World
) -> None:
    address = await published(client, world)
    media = await world.one(Media)
    media.seconds = None
    await world.add(media)

    assert not SOURCE.findall(await (await client.get("/@hana")).text())
    assert (await client.get(address)).status == 404


async def test_it_goes_with_its_snippet(client: TestClient, world: World) -> None:
    await open_page(world, HANA, "hana", "Hana")
    snippet = await publish(world, HANA, "rain", recordings=((SOUND, "audio/ogg"),))
    (address,) = SOURCE.findall(await (await client.get("/@hana")).text())

    await take_back(world, snippet)

    assert (await client.get(address)).status == 404


async def test_feeds_enclose_it(client: TestClient, world: World) -> None:
    address = await published(client, world)

    atom = await (await client.get("/@hana/feed.atom")).text()
    (item,) = (await (await client.get("/@hana/feed.json")).json(content_type=None))["items"]

    enclosure = re.search(r"<link [^>]*rel=\"enclosure\"[^>]*>", atom)
    assert enclosure is not None
    assert address in enclosure[0]
    assert 'type="audio/ogg"' in enclosure[0]
    assert 'length="100"' in enclosure[0]
    (attached,) = item["attachments"]
    assert attached["url"].endswith(address)
    assert (attached["mime_type"], attached["size_in_bytes"]) == ("audio/ogg", 100)
    assert attached["duration_in_seconds"] == 2


async def test_a_network_that_fetches_it_may_jump_too(client: TestClient, world: World) -> None:
    await published(client, world, mime="video/mp4")
    kept = await world.one(Media)
    limits = Limits(characters=1)
    ticket = ticket_for(world.ground, kept.person_id, kept.snippet_id, kept.id, limits)
    there = f"/media/out/{address_of(world.ground, ticket).rpartition('/')[2]}"

    whole = await client.get(there)
    part = await client.get(there, headers={"Range": "bytes=90-"})

    assert (whole.status, whole.content_type, await whole.read()) == (200, "video/mp4", SOUND)
    assert (part.status, await part.read()) == (206, SOUND[90:])
    assert whole.headers["Cache-Control"] == "no-store"
