"""*By itself from now on* needs eyes that have seen how it looks, and the owner's own hand."""

from pathlib import Path

import pytest

from bot.db.engine import Database
from bot.db.tables import Account, AccountState
from bot.services.consent import ByItself, set_by_itself
from tests.builders import HANA, World, a_person, an_account, build_world

KEN, DIARIST = 8, 9


@pytest.fixture
async def world(database: Database, tmp_path: Path) -> World:
    made = build_world(database, tmp_path)
    await made.add(a_person(), a_person(KEN), a_person(DIARIST, diary_only=True))
    return made


async def by_itself(world: World, account: Account) -> bool:
    return (await world.fresh(account)).by_itself


async def test_it_is_turned_on_and_off_again(world: World) -> None:
    account = await world.add(an_account())

    assert await set_by_itself(world.ground, HANA, account.id, on=True) is ByItself.ON
    assert await by_itself(world, account)
    assert await set_by_itself(world.ground, HANA, account.id, on=False) is ByItself.OFF
    assert not await by_itself(world, account)


async def test_nobody_agrees_to_what_they_have_not_seen(world: World) -> None:
    account = await world.add(an_account(shown_first_at=None))

    assert await set_by_itself(world.ground, HANA, account.id, on=True) is ByItself.NOT_SEEN
    assert not await by_itself(world, account)


async def test_nobody_agrees_for_somebody_else(world: World) -> None:
    account = await world.add(an_account())

    assert await set_by_itself(world.ground, KEN, account.id, on=True) is ByItself.GONE
    assert not await by_itself(world, account)


async def test_an_unlinked_account_cannot_be_turned_on(world: World) -> None:
    account = await world.add(an_account(state=AccountState.UNLINKED))

    assert await set_by_itself(world.ground, HANA, account.id, on=True) is ByItself.GONE


async def test_who_only_keeps_a_diary_shares_nothing_by_itself(world: World) -> None:
    account = await world.add(an_account(person_id=DIARIST))

    assert await set_by_itself(world.ground, DIARIST, account.id, on=True) is ByItself.GONE
    assert not await by_itself(world, account)
