"""From a kept answer to a post at Meta: the picture is really fetched from our own pages."""

import io
from collections.abc import AsyncIterator
from dataclasses import dataclass
from pathlib import Path

import pytest
from aiohttp.test_utils import TestClient, TestServer
from PIL import Image

from bot.db.engine import Database
from bot.db.tables import Account, Copy
from bot.domain.delivery import DeliveryState
from bot.networks.base import Secret
from bot.services import delivering
from bot.services.identity import sealed
from bot.web.server import create_web
from tests.builders import BASE_URL, World, a_delivery, an_account, build_world
from tests.networks.metas import MetaHouse, linked, run_meta
from tests.rows import a_person
from tests.standins.meta import fetched
from tests.web.conftest import parts_for


@dataclass(slots=True)
class Village:
    house: MetaHouse
    world: World


@pytest.fixture
async def village(database: Database, tmp_path: Path) -> AsyncIterator[Village]:
    async with run_meta() as house:
        networks = (house.threads, house.instagram, house.facebook)
        world = build_world(database, tmp_path, *networks, clock=house.clock)
        await world.add(a_person())
        async with TestClient(TestServer(create_web(world.ground, parts_for()))) as client:
            house.meta.homes[BASE_URL] = str(client.make_url("")).rstrip("/")
            yield Village(house, world)


async def on(village: Village, name: str) -> Account:
    """Hana's account there, linked the whole way."""
    found = await linked(village.house, village.world.ground.networks[name])
    row = await village.world.add(
        an_account(network=name, server="", handle=found.handle, remote_id=found.remote_id)
    )
    row.secret = sealed(village.world.ground, row, Secret(found.secret.values))
    return await village.world.add(row)


@pytest.mark.parametrize("name", ["threads", "instagram", "facebook"])
async def test_an_answer_with_a_photo_arrives(village: Village, name: str) -> None:
    account = await on(village, name)
    snippet = await village.world.a_kept_answer("カレー")
    await village.world.a_photo(snippet, alt="a plate")
    await village.world.add(a_delivery(snippet, account))

    await village.world.work()

    (post,) = village.house.meta.posts.values()
    assert (post.words, post.alts) == ("「お昼ごはん」カレー", ["a plate"])
    copy = await village.world.one(Copy)
    assert copy.remote_id == post.id


async def test_words_alone_arrive_on_a_card(village: Village) -> None:
    account = await on(village, "instagram")
    snippet = await village.world.a_kept_answer("カレー")
    await village.world.add(a_delivery(snippet, account))

    await village.world.work()

    (post,) = village.house.meta.posts.values()
    assert post.alts == ["「お昼ごはん」カレー"]
    data = await fetched(village.house.meta, post.pictures[0])
    assert data is not None
    assert Image.open(io.BytesIO(data)).size == (1080, 1350)


@pytest.mark.parametrize(
    ("name", "path"),
    [("threads", "threads_publish"), ("instagram", "media_publish"), ("facebook", "/feed")],
)
@pytest.mark.parametrize("arrived", [True, False])
async def test_a_lost_answer_ends_with_one_post(
    village: Village, name: str, path: str, arrived: bool
) -> None:
    account = await on(village, name)
    snippet = await village.world.a_kept_answer("カレー")
    await village.world.a_photo(snippet)
    row = await village.world.add(a_delivery(snippet, account))
    (village.house.meta.loses if arrived else village.house.meta.cuts).append(path)

    await village.world.work()
    assert (await village.world.fresh(row)).state == DeliveryState.UNSURE
    for _ in range(3):
        village.house.clock.passes(minutes=2)
        await village.world.work()

    (post,) = village.house.meta.posts.values()
    assert (await village.world.one(Copy)).remote_id == post.id
    assert (await village.world.fresh(row)).state == DeliveryState.PUBLISHED
    assert await delivering.claim_due(village.world.ground, 1) == []
