"""Whose question is due: claimed once, whatever clocks, workers and outages do."""

import asyncio
from datetime import date, time, timedelta
from pathlib import Path

import pytest

from bot.db.engine import Database
from bot.db.tables import Nudge, NudgeState, Pause, Slot
from bot.services import preferences
from tests.builders import HANA, World, a_nudge, a_person, a_question
from tests.fakes import FakeClock
from tests.services.questions import EIGHT, a_slot, a_world, another_worker, chat_of, claim, tick

FACETS = ("day", "hobby", "thought", "place", "people", "work")
TODAY = date(2026, 11, 23)
DAY = timedelta(days=1)
EIGHT_THIRTY = time(20, 30)
MANY = {each.id: each for n in range(24) for each in [a_question(f"{FACETS[n % 6]}-{n}")]}


@pytest.fixture
async def world(database: Database, tmp_path: Path) -> World:
    made = a_world(database, tmp_path)
    await made.add(a_person(joined_at=EIGHT - 60 * DAY))
    return made


async def states(world: World) -> list[tuple[date, int, str]]:
    return [(row.on, row.sequence, row.state) for row in await world.all(Nudge)]


async def test_a_due_question_is_asked_once_and_the_next_one_is_planned(world: World) -> None:
    slot = await world.add(a_slot())

    assert await tick(world) == 1
    assert await tick(world) == 0

    nudge, planned = await world.one(Nudge), await world.fresh(slot)
    (asked,) = world.messenger.asked
    assert (nudge.on, nudge.state, nudge.attempt) == (TODAY, NudgeState.SENT, 1)
    assert (nudge.sent_at, nudge.message_id) == (EIGHT, 1001)
    assert (asked.person_id, asked.nudge_id, asked.late) == (HANA, nudge.id, False)
    assert (planned.next_on, planned.next_nudge_at) == (TODAY + DAY, EIGHT + DAY)
    assert planned.last_delivery_at == EIGHT


async def test_nothing_is_asked_a_second_too_early(world: World) -> None:
    await world.add(a_slot())
    world.clock.passes(seconds=-1)

    assert await tick(world) == 0


async def test_of_four_workers_at_once_none_asks_twice(world: World) -> None:
    await world.add(*(a_person(100 + n) for n in range(300)))
    await world.add(*(a_slot(100 + n) for n in range(300)))
    workers = [another_worker(world) for _ in range(4)]

    claimed = sum(await asyncio.gather(*(tick(worker) for worker in workers)))

    asked = [prompt.person_id for prompt in world.messenger.asked]
    assert claimed == 300
    assert sorted(asked) == [100 + n for n in range(300)]
    assert {row.state for row in await world.all(Nudge)} == {NudgeState.SENT}


@pytest.mark.parametrize("skew", [timedelta(minutes=5), timedelta(minutes=-5)])
async def test_two_clocks_ask_once(world: World, skew: timedelta) -> None:
    await world.add(a_slot())
    other = another_worker(world, FakeClock(EIGHT + skew))

    for _ in range(2):
        await tick(other)
        await tick(world)

    assert len(world.messenger.asked) == 1
    assert (await world.one(Nudge)).on == TODAY


@pytest.mark.parametrize("jump", [-3 * DAY, timedelta(hours=2)])
async def test_a_clock_that_jumps_and_comes_back_asks_nothing_twice(
    world: World, jump: timedelta
) -> None:
    await world.add(a_slot())
    await tick(world)
    world.clock.passes(jump)
    await tick(world)
    world.clock.passes(-jump)
    await tick(world)
    assert len(world.messenger.asked) == 1

    world.clock.passes(days=1)
    await tick(world)

    assert await states(world) == [(TODAY, 0, "sent"), (TODAY + DAY, 0, "sent")]


@pytest.mark.parametrize(
    ("down", "asked"),
    [
        (timedelta(hours=1), [TODAY]),
        (timedelta(hours=2, minutes=59), [TODAY]),
        (timedelta(hours=3, minutes=1), []),
        (DAY + timedelta(hours=1), [TODAY + DAY]),
        (7 * DAY - timedelta(minutes=1), []),
        (7 * DAY - timedelta(hours=12), []),
    ],
)
async def test_after_downtime_at_most_one_question_comes(
    world: World, down: timedelta, asked: list[date]
) -> None:
    slot = await world.add(a_slot())
    world.clock.passes(down)

    for _ in range(3):
        await tick(world)

    assert [row.on for row in await world.all(Nudge, state=NudgeState.SENT)] == asked
    assert len(world.messenger.asked) == len(asked)
    planned = (await world.fresh(slot)).next_nudge_at
    assert planned is not None
    assert planned > world.clock.now
    assert planned - world.clock.now <= DAY
    skipped = len(await world.all(Nudge, state=NudgeState.SKIPPED))
    assert chat_of(world).counts.count("nudges_skipped_late") == skipped


@pytest.mark.parametrize("after", [timedelta(0), timedelta(minutes=5), timedelta(hours=2)])
async def test_back_after_a_week_just_in_time_asks_the_question_of_today(
    world: World, after: timedelta
) -> None:
    await world.add(a_slot())
    world.clock.passes(7 * DAY + after)

    await tick(world)
    await tick(world)
    await tick(world)

    assert await states(world) == [(TODAY, 0, "skipped"), (TODAY + 7 * DAY, 0, "sent")]


async def test_a_late_question_says_so(world: World) -> None:
    await world.add(a_slot())
    world.clock.passes(minutes=16)

    await tick(world)

    assert [prompt.late for prompt in world.messenger.asked] == [True]


async def test_late_at_night_nothing_rings(world: World) -> None:
    await world.add(a_slot(at="22:30", next_nudge_at=EIGHT + timedelta(hours=2, minutes=30)))
    world.clock.passes(hours=3, minutes=1)

    await tick(world)

    assert await states(world) == [(TODAY, 0, "skipped")]


@pytest.mark.parametrize("wrong", [{"zone": "Mars/Olympus"}, {"zone": ""}, {"language": "tlh"}])
async def test_one_poison_person_is_skipped_and_everybody_else_is_asked(
    world: World, wrong: dict[str, str], caplog: pytest.LogCaptureFixture
) -> None:
    await world.add(a_person(8, **wrong), a_person(9))
    poisoned = await world.add(a_slot(8), a_slot(9), a_slot())

    await tick(world)

    assert sorted(prompt.person_id for prompt in world.messenger.asked) == [HANA, 9]
    assert "person 8" in caplog.text
    again_at = (await world.fresh(poisoned)).next_nudge_at
    assert again_at == EIGHT + DAY


async def test_a_question_that_waits_for_a_poison_person_holds_up_nobody(world: World) -> None:
    await world.add(a_person(8, zone="Mars/Olympus"))
    waits = {"state": NudgeState.WAITING, "due_at": EIGHT, "sent_at": None, "question_id": "day-1"}
    await world.add(a_nudge(8, **waits), a_nudge(**waits))

    await tick(world)

    assert [prompt.person_id for prompt in world.messenger.asked] == [HANA]
    assert (await world.one(Nudge, person_id=8)).state == NudgeState.SKIPPED


async def test_a_pause_is_kept_and_writes_nothing(world: World) -> None:
    slot = await world.add(a_slot())
    await world.add(Pause(person_id=HANA, first_on=TODAY, last_on=TODAY + 2 * DAY, made_at=EIGHT))

    await tick(world)

    assert await states(world) == []
    assert (await world.fresh(slot)).next_on == TODAY + 3 * DAY


async def test_after_a_pause_without_an_end_nothing_is_planned(world: World) -> None:
    slot = await world.add(a_slot())
    await world.add(Pause(person_id=HANA, first_on=TODAY, made_at=EIGHT))

    await tick(world)

    assert await states(world) == []
    assert (await world.fresh(slot)).next_nudge_at is None


async def test_a_time_set_for_later_today_is_asked_today_as_well(world: World) -> None:
    await world.add(a_slot())
    await tick(world)
    world.clock.passes(minutes=1)

    from_now = (await preferences.set_time(world.ground, HANA, EIGHT_THIRTY)).at
    assert from_now == EIGHT + timedelta(minutes=30)
    world.clock.passes(minutes=29)
    await tick(world)

    assert await states(world) == [(TODAY, 0, "sent"), (TODAY, 1, "sent")]


async def test_no_question_comes_twice_within_three_weeks(
    database: Database, tmp_path: Path
) -> None:
    world = a_world(database, tmp_path, questions=MANY)
    await world.add(a_person(joined_at=EIGHT - 60 * DAY))
    await world.add(a_slot())
    for _ in range(30):
        await tick(world)
        world.clock.passes(days=1)

    asked = [row.question_id for row in await world.all(Nudge)]
    assert len(asked) == 30
    for n in range(30):
        assert len(set(asked[n : n + 22])) == len(asked[n : n + 22])


async def test_a_slot_of_somebody_who_blocked_is_never_due(world: World) -> None:
    await world.add(a_slot(next_nudge_at=None, next_on=None))

    assert await claim(world) == []
    assert (await world.one(Slot)).next_nudge_at is None


@pytest.mark.parametrize(
    ("put_off_to", "asked"),
    [
        (timedelta(0), ["put off"]),
        (timedelta(minutes=-30), ["put off"]),
        (timedelta(hours=1), []),  # it comes in an hour, and alone
        (timedelta(hours=3), ["regular"]),
    ],
)
async def test_a_question_put_off_to_now_is_the_only_one(
    world: World, put_off_to: timedelta, asked: list[str]
) -> None:
    slot = await world.add(a_slot())
    yesterday = a_nudge(
        on=TODAY - DAY,
        question_id="day-1",
        slot_id=slot.id,
        sequence=1,
        state=NudgeState.WAITING,
        due_at=EIGHT + put_off_to,
        sent_at=None,
    )
    await world.add(yesterday)

    await tick(world)

    said = [
        "put off" if one.nudge_id == yesterday.id else "regular" for one in chat_of(world).asked
    ]
    assert said == asked
    assert (await world.fresh(slot)).next_nudge_at == EIGHT + DAY
    assert (await world.fresh(slot)).next_on == TODAY + DAY
