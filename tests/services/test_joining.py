"""Who may come in, and as what."""

import asyncio
from pathlib import Path
from typing import Any

import pytest

from bot.config import Settings
from bot.db.engine import Database
from bot.db.tables import Invite, Person, Slot
from bot.services import joining
from bot.services.joining import Entry
from tests.builders import HANA, World, a_person, build_world
from tests.services.questions import a_slot

OWNER, KEN, STRANGER = 1, 8, 9
TOKEN = "110201543:AAHdqTcvCH1vGWJxfSeofSAs0K5PALDsaw"


@pytest.fixture
async def world(database: Database, tmp_path: Path) -> World:
    """As with a real token: invited people only."""
    settings = Settings(telegram_token=TOKEN, data_dir=tmp_path)  # type: ignore[arg-type]
    made = build_world(database, tmp_path, settings=settings)
    await made.add(a_person(OWNER, is_owner=True))
    return made


async def enter(world: World, who: int, payload: str | None = None, code: str | None = "ja") -> Any:
    return (await joining.enter(world.ground, who, code, payload)).entry


async def people(world: World) -> list[int]:
    return sorted(person.id for person in await world.all(Person))


async def test_a_stranger_leaves_no_row(world: World) -> None:
    assert await enter(world, STRANGER) is Entry.STRANGER
    assert await enter(world, STRANGER, "no-such-token") is Entry.STRANGER
    assert await enter(world, STRANGER, "x" * 5000) is Entry.STRANGER

    assert await people(world) == [OWNER]


async def test_an_invitation_lets_one_person_in_once(world: World) -> None:
    token = await joining.invite(world.ground, OWNER)
    assert token is not None

    assert await enter(world, KEN, token) is Entry.JOINED
    assert await enter(world, STRANGER, token) is Entry.STRANGER
    assert await enter(world, KEN, token) is Entry.KNOWN

    person = await world.one(Person, id=KEN)
    assert (person.language, person.zone) == ("ja", "Asia/Tokyo")
    assert (person.is_owner, person.diary_only) == (False, False)
    assert await people(world) == [OWNER, KEN]


async def test_of_two_at_once_one_gets_in(world: World) -> None:
    token = await joining.invite(world.ground, OWNER)

    entries = await asyncio.gather(*(enter(world, 100 + n, token) for n in range(5)))

    assert sorted(entries) == [Entry.JOINED] + [Entry.STRANGER] * 4
    assert len(await people(world)) == 2


async def test_an_invitation_works_for_seven_days(world: World) -> None:
    early = await joining.invite(world.ground, OWNER)
    late = await joining.invite(world.ground, OWNER)
    world.clock.passes(days=6, hours=23)
    assert await enter(world, KEN, early) is Entry.JOINED
    world.clock.passes(hours=2)

    assert await enter(world, STRANGER, late) is Entry.STRANGER


async def test_an_invitation_is_stored_as_a_hash_alone(world: World) -> None:
    token = await joining.invite(world.ground, OWNER)
    assert token is not None
    row = await world.one(Invite)

    assert token not in repr(row)
    assert await enter(world, KEN, row.token_hash) is Entry.STRANGER


async def test_only_the_owner_invites_and_lifts(world: World) -> None:
    await world.add(a_person(KEN), a_person(HANA, diary_only=True))

    assert await joining.invite(world.ground, KEN) is None
    assert await joining.invite(world.ground, STRANGER) is None
    assert not await joining.lift(world.ground, KEN, HANA)
    assert not await joining.lift(world.ground, HANA, HANA)
    assert await joining.diary_only_people(world.ground, KEN) == []
    assert (await world.one(Person, id=HANA)).diary_only


async def test_diary_only_until_the_owner_lifts_it(world: World) -> None:
    token = await joining.invite(world.ground, OWNER, diary_only=True)
    await enter(world, KEN, token)
    assert await joining.diary_only_people(world.ground, OWNER) == [KEN]

    assert await joining.lift(world.ground, OWNER, KEN)

    assert not (await world.one(Person, id=KEN)).diary_only
    assert not await joining.lift(world.ground, OWNER, KEN)
    assert not await joining.lift(world.ground, OWNER, 404)


async def test_a_person_who_is_in_uses_up_no_invitation(world: World) -> None:
    token = await joining.invite(world.ground, OWNER)

    assert await enter(world, OWNER, token) is Entry.KNOWN
    assert await enter(world, KEN, token) is Entry.JOINED


@pytest.fixture
async def new_house(database: Database, tmp_path: Path) -> World:
    """Before anybody has come in."""
    settings = Settings(telegram_token=TOKEN, data_dir=tmp_path)  # type: ignore[arg-type]
    return build_world(database, tmp_path, settings=settings)


async def test_whoever_opens_the_first_link_becomes_the_owner(new_house: World) -> None:
    token = await joining.owner_token(new_house.ground)

    assert await enter(new_house, KEN, token) is Entry.JOINED
    assert await enter(new_house, STRANGER, token) is Entry.STRANGER
    assert (await new_house.one(Person)).is_owner
    assert await joining.owner_token(new_house.ground) is None


async def test_a_new_start_ends_the_link_of_the_one_before(new_house: World) -> None:
    old = await joining.owner_token(new_house.ground)
    new = await joining.owner_token(new_house.ground)

    assert await enter(new_house, STRANGER, old) is Entry.STRANGER
    assert await enter(new_house, KEN, new) is Entry.JOINED


async def test_there_is_never_a_second_owner(new_house: World) -> None:
    first = await joining.owner_token(new_house.ground)
    assert first is not None
    await new_house.add(Invite(token_hash=joining.hash_token("another start"), for_owner=True))

    await enter(new_house, KEN, first)

    assert await enter(new_house, STRANGER, "another start") is Entry.STRANGER
    assert [person.id for person in await new_house.all(Person, is_owner=True)] == [KEN]


async def test_a_known_person_can_become_the_owner_where_there_is_none(new_house: World) -> None:
    await new_house.add(a_person(KEN))
    token = await joining.owner_token(new_house.ground)

    assert await enter(new_house, KEN, token) is Entry.KNOWN

    assert (await new_house.one(Person)).is_owner


async def test_the_playground_is_open_and_its_first_person_runs_it(
    database: Database, tmp_path: Path
) -> None:
    world = build_world(database, tmp_path)

    assert await enter(world, KEN) is Entry.JOINED
    assert await enter(world, STRANGER) is Entry.JOINED

    assert [person.is_owner for person in await world.all(Person)] == [True, False]
    assert await joining.owner_token(world.ground) is None


async def test_after_a_block_the_next_word_brings_everything_back(world: World) -> None:
    await world.add(a_slot(OWNER))
    await joining.leave(world.ground, OWNER)
    slot, person = await world.one(Slot), await world.one(Person)
    assert (slot.next_nudge_at, person.blocked_at) == (None, world.clock.now)

    assert await enter(world, OWNER) is Entry.RETURNED

    slot, person = await world.one(Slot), await world.one(Person)
    assert person.blocked_at is None
    assert slot.next_nudge_at is not None
    assert slot.next_nudge_at > world.clock.now
    assert await enter(world, OWNER) is Entry.KNOWN


async def test_somebody_who_never_joined_can_leave(world: World) -> None:
    await joining.leave(world.ground, STRANGER)

    assert await people(world) == [OWNER]
