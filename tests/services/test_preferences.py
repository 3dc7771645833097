"""A time is honoured the same day; a move of zone rings neither at once nor days late."""

from datetime import UTC, date, datetime, time, timedelta

import pytest

from bot.db.tables import Person, Slot
from bot.domain.zones import UnknownZone
from bot.services import nudging, preferences
from bot.services.asking import send_batch
from tests.builders import HANA, World, a_question
from tests.fakes import FakeClock
from tests.services.conftest import MALLORY
from tests.services.questions import a_slot

MAY = datetime(2026, 5, 10, tzinfo=UTC)


async def ring(world: World) -> list[datetime]:
    """Asks whatever comes due in the next four days and returns when."""
    rang: list[datetime] = []
    for _ in range(4):
        slot = await world.one(Slot)
        assert slot.next_nudge_at is not None
        world.clock.now = max(world.clock.now, slot.next_nudge_at)
        for batch in await nudging.claim_due(world.ground, 4):
            rang.append(world.clock.now)
            await send_batch(world.ground, batch)
    return rang


@pytest.fixture
async def travelling(world: World, clock: FakeClock) -> World:
    questions = {each.id: each for n in range(9) for each in [a_question(f"day-{n}")]}
    object.__setattr__(world.ground, "questions", questions)
    clock.now = MAY
    return world


async def lives(world: World, zone: str, at: str, last: datetime, next_at: datetime) -> None:
    async with world.ground.database.writing() as session:
        (await session.get_one(Person, HANA)).zone = zone
    await world.add(
        a_slot(at=at, last_delivery_at=last, next_nudge_at=next_at, next_on=next_at.date())
    )


async def test_a_time_still_to_come_is_asked_today(world: World) -> None:
    planned = await preferences.set_time(world.ground, HANA, time(21, 30))

    assert (planned.at, planned.on) == (
        datetime(2026, 11, 23, 12, 30, tzinfo=UTC),
        date(2026, 11, 23),
    )
    assert (planned.today, planned.in_minutes, planned.zone) == (True, 30, "Asia/Tokyo")
    assert (await world.one(Slot)).at == "21:30"


async def test_a_time_that_is_past_is_asked_tomorrow(world: World) -> None:
    planned = await preferences.set_time(world.ground, HANA, time(20, 59))

    assert (planned.on, planned.today) == (date(2026, 11, 24), False)


async def test_the_next_minute_is_still_today(world: World) -> None:
    planned = await preferences.set_time(world.ground, HANA, time(21, 1))

    assert planned.at == datetime(2026, 11, 23, 12, 1, tzinfo=UTC)


async def test_from_tomorrow_spares_today(world: World) -> None:
    await preferences.set_time(world.ground, HANA, time(21, 30))

    planned = await preferences.from_tomorrow(world.ground, HANA)

    assert planned is not None
    assert (planned.on, planned.today) == (date(2026, 11, 24), False)
    seen = await preferences.planned(world.ground, HANA)
    assert seen is not None
    assert (seen.at, seen.clock) == (planned.at, time(21, 30))


async def test_without_a_time_nothing_is_planned(world: World) -> None:
    assert await preferences.planned(world.ground, HANA) is None
    assert await preferences.from_tomorrow(world.ground, HANA) is None
    assert await preferences.set_zone(world.ground, HANA, "Europe/Berlin") is None


async def test_another_zone_keeps_the_wall_time(world: World) -> None:
    await preferences.set_time(world.ground, HANA, time(21, 30))

    planned = await preferences.set_zone(world.ground, HANA, "Europe/Berlin")

    assert planned is not None
    assert planned.at == datetime(2026, 11, 23, 20, 30, tzinfo=UTC)
    assert (await world.one(Person, id=HANA)).zone == "Europe/Berlin"


async def test_a_zone_that_is_none_changes_nothing(world: World) -> None:
    with pytest.raises(UnknownZone):
        await preferences.set_zone(world.ground, HANA, "Mars/Olympus")

    assert (await world.one(Person, id=HANA)).zone == "Asia/Tokyo"


async def test_from_los_angeles_to_tokyo_no_question_rings_after_eight_hours(
    travelling: World,
) -> None:
    last = datetime(2026, 5, 11, 3, tzinfo=UTC)
    await lives(travelling, "America/Los_Angeles", "20:00", last, last + timedelta(days=1))
    travelling.clock.now = last + timedelta(hours=1)

    await preferences.set_zone(travelling.ground, HANA, "Asia/Tokyo")

    first, second, *_ = await ring(travelling)
    assert (first - last, second - first) == (timedelta(hours=32), timedelta(hours=24))


async def test_from_tokyo_to_honolulu_the_same_date_comes_twice(travelling: World) -> None:
    last = datetime(2026, 5, 10, 11, tzinfo=UTC)
    await lives(travelling, "Asia/Tokyo", "20:00", last, last + timedelta(days=1))
    travelling.clock.now = last + timedelta(hours=1)

    await preferences.set_zone(travelling.ground, HANA, "Pacific/Honolulu")

    first, second, *_ = await ring(travelling)
    assert (first - last, second - first) == (timedelta(hours=19), timedelta(hours=24))


async def test_after_two_occurrences_a_move_is_forgotten(travelling: World) -> None:
    last = datetime(2026, 5, 10, 11, tzinfo=UTC)
    await lives(travelling, "Asia/Tokyo", "20:00", last, last + timedelta(days=1))
    await preferences.set_zone(travelling.ground, HANA, "Pacific/Honolulu")
    assert (await travelling.one(Slot)).moves_left == 2

    await ring(travelling)

    assert (await travelling.one(Slot)).moves_left == 0


async def test_a_time_chosen_after_a_move_is_honoured_the_same_day(travelling: World) -> None:
    last = datetime(2026, 5, 10, 11, tzinfo=UTC)
    await lives(travelling, "Asia/Tokyo", "20:00", last, last + timedelta(days=1))
    travelling.clock.now = last + timedelta(hours=1)
    await preferences.set_zone(travelling.ground, HANA, "Asia/Seoul")

    planned = await preferences.set_time(travelling.ground, HANA, time(22, 0))

    assert planned.at == datetime(2026, 5, 10, 13, tzinfo=UTC)


async def test_the_same_zone_again_is_no_move(world: World) -> None:
    await preferences.set_time(world.ground, HANA, time(21, 30))
    await preferences.set_zone(world.ground, HANA, "Asia/Tokyo")

    assert (await world.one(Slot)).moves_left == 0


async def test_other_choices_are_kept_and_only_ours_are_taken(world: World) -> None:
    ground = world.ground
    await preferences.set_language(ground, HANA, "en")
    await preferences.set_undo_seconds(ground, HANA, 300)
    await preferences.set_customers(ground, HANA, True)
    await preferences.toggle_warning(ground, HANA, "phone")
    await preferences.toggle_warning(ground, HANA, "card")
    await preferences.toggle_warning(ground, HANA, "phone")

    person = await world.one(Person, id=HANA)
    assert (person.language, person.undo_seconds, person.has_customers) == ("en", 300, True)
    assert person.warnings_off == ["card"]
    with pytest.raises(ValueError, match="language"):
        await preferences.set_language(ground, HANA, "tlh")
    with pytest.raises(ValueError, match="undo"):
        await preferences.set_undo_seconds(ground, HANA, 61)
    assert (await world.one(Person, id=MALLORY)).warnings_off == []
    with pytest.raises(LookupError):
        await preferences.set_language(ground, 404, "en")
