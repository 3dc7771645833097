"""A pause silences, costs nothing, and ends as it was said."""

from datetime import UTC, date, datetime, time, timedelta

import pytest

from bot.db import tables
from bot.db.tables import NudgeState, Person, Slot
from bot.domain.pauses import Pause
from bot.services import pausing, preferences
from bot.services.notices import PausedBecauseLong
from tests.builders import HANA, World, a_nudge
from tests.fakes import NOW
from tests.services.questions import a_slot

MONDAY = date(2026, 11, 23)


def on(days: int) -> date:
    return MONDAY + timedelta(days=days)


def eight(days: int) -> datetime:
    """20:00 in Tokyo, so many days from now; today's is past."""
    return datetime(2026, 11, 23, 11, tzinfo=UTC) + timedelta(days=days)


@pytest.fixture
async def slot(world: World) -> Slot:
    return await world.add(a_slot(next_nudge_at=eight(1), next_on=on(1)))


async def stored(world: World) -> list[tuple[date, date | None]]:
    return [(row.first_on, row.last_on) for row in await world.all(tables.Pause)]


async def pause(world: World, first: int, last: int | None) -> pausing.Paused:
    wanted = Pause(on(first), None if last is None else on(last))
    return await pausing.pause(world.ground, HANA, wanted)


async def planned(world: World, slot: Slot) -> datetime | None:
    return (await world.fresh(slot)).next_nudge_at


async def test_a_pause_names_its_last_day_and_the_question_after_it(
    world: World, slot: Slot
) -> None:
    paused = await pause(world, 0, 2)

    assert paused.pause == Pause(on(0), on(2))
    assert (paused.next.on, paused.next.at) == (on(3), eight(3)) if paused.next else False
    assert (paused.zone, paused.has_slot, paused.can_shorten) == ("Asia/Tokyo", True, True)
    assert await planned(world, slot) == eight(3)


async def test_until_the_person_comes_back_nothing_is_planned(world: World, slot: Slot) -> None:
    paused = await pause(world, 0, None)

    assert (paused.next, paused.can_shorten) == (None, False)
    assert await planned(world, slot) is None


async def test_before_a_pause_to_come_questions_go_on(world: World, slot: Slot) -> None:
    paused = await pause(world, 3, 4)

    assert paused.next is not None
    assert paused.next.at == eight(5)
    assert await planned(world, slot) == eight(1)
    assert not await pausing.is_paused(world.ground, HANA)


async def test_a_snoozed_question_is_taken_back(world: World) -> None:
    later = a_nudge(state=NudgeState.WAITING, due_at=NOW + timedelta(hours=1), sent_at=None)
    await world.add(later)

    await pause(world, 0, 1)

    assert (await world.fresh(later)).state == NudgeState.SKIPPED


@pytest.mark.parametrize(
    ("first", "second", "joined"),
    [
        ((0, 5), (0, 2), [(0, 2)]),
        ((0, 2), (0, 5), [(0, 5)]),
        ((0, 5), (2, 3), [(0, 5)]),
        ((0, 5), (3, 9), [(0, 9)]),
        ((3, 9), (0, 5), [(0, 9)]),
        ((3, 5), (0, 2), [(0, 5)]),
        ((4, 5), (0, 2), [(4, 5), (0, 2)]),
        ((0, None), (0, 2), [(0, 2)]),
        ((0, 2), (0, None), [(0, None)]),
        ((3, None), (0, 5), [(0, None)]),
        ((0, 2), (2, None), [(0, None)]),
    ],
)
async def test_pauses_that_touch_become_one(
    world: World,
    first: tuple[int, int | None],
    second: tuple[int, int | None],
    joined: list[tuple[int, int | None]],
) -> None:
    await pause(world, *first)
    await pause(world, *second)

    expected = [(on(a), None if b is None else on(b)) for a, b in joined]
    assert await stored(world) == expected


async def test_a_new_end_keeps_the_quiet_days_that_are_past(world: World, slot: Slot) -> None:
    await pause(world, 0, 9)
    world.clock.passes(days=4)

    paused = await pause(world, 4, 5)

    assert paused.pause == Pause(on(0), on(5))
    assert await stored(world) == [(on(0), on(5))]


async def test_a_joined_pause_goes_on_to_hold_what_it_held(world: World) -> None:
    await pause(world, 0, 3)
    await pausing.hold_sharing(world.ground, HANA)

    assert (await pause(world, 0, 5)).holds_sharing


async def test_one_day_earlier_until_one_day_is_left(world: World, slot: Slot) -> None:
    await pause(world, 0, 2)

    shorter = await pausing.one_day_earlier(world.ground, HANA)
    assert shorter is not None
    assert shorter.pause.last_on == on(1)
    assert await planned(world, slot) == eight(2)
    last = await pausing.one_day_earlier(world.ground, HANA)
    assert last is not None
    assert (last.pause.last_on, last.can_shorten) == (on(0), False)
    assert await pausing.one_day_earlier(world.ground, HANA) is None


async def test_coming_back_keeps_the_past_days_and_catches_nothing_up(
    world: World, slot: Slot
) -> None:
    await pause(world, 0, 9)
    world.clock.passes(days=4)

    found = await pausing.resume(world.ground, HANA)

    assert found is not None
    assert found.at == eight(5)
    assert await stored(world) == [(on(0), on(3))]
    assert await planned(world, slot) == eight(5)
    assert not await pausing.is_paused(world.ground, HANA)


async def test_a_pause_taken_back_on_its_first_day_was_none(world: World, slot: Slot) -> None:
    await pause(world, 0, 9)
    await pausing.resume(world.ground, HANA)

    assert await stored(world) == []
    assert await planned(world, slot) == eight(1)
    assert await pausing.current(world.ground, HANA) is None


async def test_a_pause_to_come_can_be_taken_back(world: World) -> None:
    await pause(world, 5, 9)
    await pausing.resume(world.ground, HANA)

    assert await stored(world) == []


async def test_resume_without_a_pause_changes_nothing(world: World, slot: Slot) -> None:
    found = await pausing.resume(world.ground, HANA)

    assert found is not None
    assert found.at == eight(1)


async def test_looking_at_a_pause_plans_nothing_anew(world: World, slot: Slot) -> None:
    await pause(world, 3, 4)
    await preferences.set_time(world.ground, HANA, time(22, 0))
    await preferences.from_tomorrow(world.ground, HANA)
    before = await planned(world, slot)

    seen = await pausing.current(world.ground, HANA)

    assert seen is not None
    assert await planned(world, slot) == before
    assert before == datetime(2026, 11, 24, 13, tzinfo=UTC)


async def test_a_pause_in_another_zone_ends_at_home(world: World, slot: Slot) -> None:
    await pause(world, 0, 3)
    async with world.ground.database.writing() as session:
        (row,) = await world.all(tables.Pause)
        row.home_zone = "Asia/Tokyo"
        await session.merge(row)
        person = await session.get_one(Person, HANA)
        person.zone = "Pacific/Honolulu"

    world.clock.passes(days=3)
    await pausing.come_home(world.ground)
    assert (await world.one(Person, id=HANA)).zone == "Pacific/Honolulu"
    world.clock.passes(days=2)
    await pausing.come_home(world.ground)

    assert (await world.one(Person, id=HANA)).zone == "Asia/Tokyo"
    await preferences.set_zone(world.ground, HANA, "Europe/Berlin")
    await pausing.come_home(world.ground)
    assert (await world.one(Person, id=HANA)).zone == "Europe/Berlin"


async def test_coming_back_early_from_another_zone_is_coming_home_once(
    world: World, slot: Slot
) -> None:
    await pause(world, 0, 9)
    async with world.ground.database.writing() as session:
        (row,) = await world.all(tables.Pause)
        row.home_zone = "Europe/Berlin"
        await session.merge(row)
    world.clock.passes(days=2)

    await pausing.resume(world.ground, HANA)
    assert (await world.one(Person, id=HANA)).zone == "Europe/Berlin"
    await preferences.set_zone(world.ground, HANA, "Asia/Seoul")
    world.clock.passes(days=1)
    await pausing.come_home(world.ground)

    assert (await world.one(Person, id=HANA)).zone == "Asia/Seoul"


async def test_after_a_month_without_an_end_we_ask_once_and_by_day(
    world: World, slot: Slot
) -> None:
    await pause(world, 0, None)
    at_night, by_day = timedelta(days=30, hours=4), timedelta(hours=9)

    world.clock.passes(days=29)
    await pausing.ask_after_a_month(world.ground)
    world.clock.now = NOW + at_night
    await pausing.ask_after_a_month(world.ground)
    assert world.messenger.heard(PausedBecauseLong) == []
    world.clock.now = NOW + at_night + by_day
    await pausing.ask_after_a_month(world.ground)
    await pausing.ask_after_a_month(world.ground)

    assert world.messenger.heard(PausedBecauseLong) == [
        PausedBecauseLong(person_id=HANA, since=MONDAY)
    ]


async def test_a_pause_with_an_end_is_never_asked_about(world: World, slot: Slot) -> None:
    await pause(world, 0, 60)

    world.clock.passes(days=40)
    await pausing.ask_after_a_month(world.ground)

    assert world.messenger.heard(PausedBecauseLong) == []
