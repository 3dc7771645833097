"""Pictures: served while their snippet is public, at addresses that nobody can guess."""

import re

from aiohttp.test_utils import TestClient

from bot.db.tables import Media, Page
from bot.domain.compose import Limits
from bot.services.outgoing import address_of, ticket_for
from tests.builders import HANA, World
from tests.web.conftest import HERE, MALLORY
from tests.web.published import open_page, publish, take_back

SOURCE = re.compile(r'<img class="u-photo" src="([^"]+)"')


async def pictures_on(client: TestClient, path: str = "/@hana") -> list[str]:
    return SOURCE.findall(await (await client.get(path)).text())


async def test_a_picture_comes_clean_and_boxed_in(client: TestClient, world: World) -> None:
    await open_page(world, HANA, "hana", "Hana")
    await publish(world, HANA, "tea", pictures=((40, 30, "a cup"),))
    (address,) = await pictures_on(client)

    response = await client.get(address)

    assert response.status == 200
    assert (await response.read())[:3] == b"\xff\xd8\xff"
    headers = response.headers
    assert headers["Content-Type"] == "image/jpeg"
    assert headers["Content-Security-Policy"] == "default-src 'none'; sandbox"
    assert headers["X-Content-Type-Options"] == "nosniff"
    assert "max-age=31536000" in headers["Cache-Control"]


async def test_a_picture_goes_with_its_snippet(client: TestClient, world: World) -> None:
    await open_page(world, HANA, "hana", "Hana")
    snippet = await publish(world, HANA, "tea", pictures=((40, 30, ""),))
    (address,) = await pictures_on(client)

    await take_back(world, snippet)

    assert (await client.get(address)).status == 404


async def test_a_picture_goes_with_its_suspended_page(client: TestClient, world: World) -> None:
    await open_page(world, HANA, "hana", "Hana")
    await publish(world, HANA, "tea", pictures=((40, 30, ""),))
    (address,) = await pictures_on(client)

    async with world.ground.database.writing() as session:
        (await session.get_one(Page, HANA)).suspended_at = world.clock()

    assert (await client.get(address)).status == 404


async def test_one_snippets_address_opens_no_other(client: TestClient, world: World) -> None:
    await open_page(world, HANA, "hana", "Hana")
    await open_page(world, MALLORY, "mallory", "Mallory")
    await publish(world, HANA, "tea", pictures=((40, 30, ""),))
    other = await publish(world, MALLORY, "tea", pictures=((40, 30, ""),))
    (address,) = await pictures_on(client)

    moved = address.rpartition("/")[0] + f"/{other.public_id}.jpg"

    assert (await client.get(moved)).status == 404


async def test_guesses_and_paths_find_nothing(client: TestClient, world: World) -> None:
    await open_page(world, HANA, "hana", "Hana")
    snippet = await publish(world, HANA, "tea", pictures=((40, 30, ""),))

    for path in (
        f"/media/{'A' * 24}/{snippet.public_id}.jpg",
        "/media/..%2f..%2fhibi.db/x.jpg",
        f"/media/{'A' * 24}/..%2f..%2fhibi.db",
        f"/media/{'é' * 24}/{snippet.public_id}.jpg",
    ):
        assert (await client.get(path)).status == 404


async def test_a_damaged_file_is_never_shown(client: TestClient, world: World) -> None:
    await open_page(world, HANA, "hana", "Hana")
    await publish(world, HANA, "tea", pictures=((40, 30, ""),))
    (address,) = await pictures_on(client)
    (file,) = (world.ground.settings.data_dir / "media").rglob("*.jpg")
    file.write_bytes(b"something else")

    assert (await client.get(address)).status == 404


async def test_a_network_fetches_its_picture_once_it_has_a_ticket(
    client: TestClient, world: World
) -> None:
    await open_page(world, HANA, "hana", "Hana")
    snippet = await publish(world, HANA, "tea", pictures=((40, 30, ""),))
    photo = await world.one(Media)
    ticket = ticket_for(
        world.ground, photo.person_id, photo.snippet_id, photo.id, Limits(characters=500)
    )
    path = address_of(world.ground, ticket).removeprefix(HERE)

    response = await client.get(path)

    assert response.status == 200
    assert await response.read() == await world.ground.files.read(photo.name or "")
    headers = response.headers
    assert headers["Content-Type"] == "image/jpeg"
    assert headers["Content-Security-Policy"] == "default-src 'none'; sandbox"
    assert headers["X-Content-Type-Options"] == "nosniff"
    assert headers["Cache-Control"] == "no-store"
    assert headers["X-Robots-Tag"] == "noindex"
    assert (await client.get(path[:-5] + "AAAAA")).status == 404

    await take_back(world, snippet)
    assert (await client.get(path)).status == 404
