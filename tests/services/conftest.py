"""One person's world on a real database, with fakes at its edges."""

from pathlib import Path

import pytest

from bot.db.engine import Database
from bot.db.tables import Account
from tests.builders import World, a_person, an_account, build_world
from tests.fakes import FakeClock, FakeNetwork

MALLORY = 666


@pytest.fixture
def clock() -> FakeClock:
    return FakeClock()


@pytest.fixture
def network(clock: FakeClock) -> FakeNetwork:
    """A Mastodon that can neither be repeated nor searched, unless a test says so."""
    return FakeNetwork(clock=clock)


@pytest.fixture
async def world(
    database: Database, tmp_path: Path, clock: FakeClock, network: FakeNetwork
) -> World:
    made = build_world(database, tmp_path, network, clock=clock)
    await made.add(a_person(), a_person(MALLORY))
    return made


@pytest.fixture
async def account(world: World) -> Account:
    """Hana's Mastodon account, to which she has shared before."""
    return await world.add(an_account())
