"""Arm, send, record: nothing lost, and at most one repeat where an answer was lost."""

import asyncio
from datetime import date, timedelta
from pathlib import Path

import pytest

from bot.db import nudges
from bot.db.engine import Database
from bot.db.tables import Nudge, NudgeOutcome, NudgeState, Person, Slot, Snippet
from bot.domain.snippets import Incoming, Kind
from bot.services import asking, today
from bot.services.capturing import capture
from bot.services.ports import AnswerLost, CannotReach, PersonGone, TelegramBusy
from tests.builders import HANA, World, a_person
from tests.fakes import Killed
from tests.services.questions import EIGHT, a_slot, a_world, chat_of, claim, leases_end, tick

BUSY = TelegramBusy(timedelta(seconds=30))


@pytest.fixture
async def world(database: Database, tmp_path: Path) -> World:
    made = a_world(database, tmp_path)
    await made.add(a_person(joined_at=EIGHT - timedelta(days=60)))
    await made.add(a_slot())
    return made


def asked(world: World) -> int:
    return len(world.messenger.asked)


async def state(world: World) -> str:
    return (await world.one(Nudge)).state


async def killed(world: World) -> None:
    """A worker claims and dies in the midst of sending."""
    (batch,) = await claim(world)
    with pytest.raises(Killed):
        await asking.send_batch(world.ground, batch)


async def test_killed_after_the_claim_it_is_asked_once_after_the_lease(world: World) -> None:
    await claim(world)
    world.clock.passes(minutes=2)
    await tick(world)
    assert asked(world) == 0

    await leases_end(world)
    await tick(world)
    await leases_end(world)
    await tick(world)

    assert (asked(world), await state(world)) == (1, NudgeState.SENT)


async def test_killed_after_the_claim_and_too_late_it_is_neutral(world: World) -> None:
    await claim(world)
    world.clock.passes(hours=3, minutes=1)

    await leases_end(world)
    await tick(world)

    assert asked(world) == 0
    assert await state(world) in {NudgeState.SKIPPED, NudgeState.UNSURE}
    async with world.ground.database.reading() as session:
        ((_, neutral, outcome, _),) = await nudges.opportunities(session, HANA)
    assert (neutral, outcome) == (await state(world), None)


async def test_killed_before_telegram_took_it_it_is_asked_once(world: World) -> None:
    chat_of(world).fails = [Killed()]
    await killed(world)

    await leases_end(world)
    await tick(world)

    assert (asked(world), await state(world)) == (1, NudgeState.SENT)
    assert chat_of(world).counts.count("nudges_maybe_repeated") == 1


async def test_killed_after_telegram_took_it_there_is_one_repeat_and_no_more(
    world: World,
) -> None:
    chat_of(world).loses = [Killed(), Killed()]
    await killed(world)
    await leases_end(world)
    await killed(world)

    for _ in range(3):
        await leases_end(world)
        await tick(world)

    assert (asked(world), await state(world)) == (2, NudgeState.UNSURE)
    assert len({prompt.nudge_id for prompt in world.messenger.asked}) == 1
    assert chat_of(world).counts.count("nudges_maybe_repeated") == 1


async def test_a_lost_answer_leads_to_one_repeat_of_the_same_question(world: World) -> None:
    chat_of(world).loses = [AnswerLost()]
    await tick(world)
    assert await state(world) == NudgeState.ARMED

    await leases_end(world)
    await tick(world)

    assert (asked(world), await state(world)) == (2, NudgeState.SENT)
    assert {prompt.question for prompt in world.messenger.asked} == {
        world.messenger.asked[0].question
    }
    assert "nudges_answer_lost" in chat_of(world).counts


def reply(text: str, to: int, nudge: int | None = None, message_id: int = 5000) -> Incoming:
    return Incoming(
        person_id=HANA,
        message_id=message_id,
        sent_at=EIGHT + timedelta(minutes=9),
        kind=Kind.TEXT,
        text=text,
        reply_to=to,
        reply_to_nudge=nudge,
    )


@pytest.mark.parametrize("copy", [1001, 1002])
async def test_a_reply_to_either_copy_answers_the_same_question(world: World, copy: int) -> None:
    chat_of(world).loses = [AnswerLost()]
    await tick(world)
    await leases_end(world)
    await tick(world)
    nudge = await world.one(Nudge)
    # A newer question is open, too: what is replied to decides.
    await today.ask_now(world.ground, HANA)

    await capture(world.ground, reply("カレー", copy, nudge.id))

    kept = await world.one(Snippet)
    assert (kept.nudge_id, kept.on) == (nudge.id, date(2026, 11, 23))


async def test_an_answer_to_the_lost_copy_keeps_the_second_from_coming(world: World) -> None:
    chat_of(world).loses = [AnswerLost()]
    await tick(world)
    nudge = await world.one(Nudge)

    await capture(world.ground, reply("カレー", 1001, nudge.id))
    await leases_end(world)
    await tick(world)

    assert (asked(world), await state(world)) == (1, NudgeState.SENT)
    assert (await world.one(Nudge)).outcome == NudgeOutcome.ANSWERED


async def test_words_without_a_reply_answer_a_question_of_unsure_arrival(world: World) -> None:
    chat_of(world).loses = [AnswerLost(), AnswerLost()]
    await tick(world)
    await leases_end(world)
    await tick(world)
    await leases_end(world)

    await capture(
        world.ground,
        Incoming(person_id=HANA, message_id=5000, sent_at=EIGHT, kind=Kind.TEXT, text="カレー"),
    )

    assert (await world.one(Snippet)).nudge_id == (await world.one(Nudge)).id
    assert await state(world) == NudgeState.SENT


async def test_a_429_in_a_batch_loses_nobody(world: World) -> None:
    await world.add(*(a_person(100 + n) for n in range(40)))
    await world.add(*(a_slot(100 + n) for n in range(40)))
    chat_of(world).fails = [None] * 10 + [BUSY] * 31

    await tick(world)
    assert asked(world) == 10
    world.clock.passes(seconds=29)
    assert await tick(world) == 0
    world.clock.passes(seconds=1)
    await tick(world)

    people = [prompt.person_id for prompt in world.messenger.asked]
    assert sorted(people) == [HANA, *range(100, 140)]
    assert {row.state for row in await world.all(Nudge)} == {NudgeState.SENT}


async def test_put_off_again_and_again_a_question_still_grows_too_late(world: World) -> None:
    chat_of(world).fails = [TelegramBusy(timedelta(minutes=20))] * 30

    for _ in range(30):
        await tick(world)
        world.clock.passes(minutes=20)
    chat_of(world).fails = []
    await tick(world)

    assert asked(world) == 0
    assert await state(world) in {NudgeState.SKIPPED, NudgeState.UNSURE}


async def test_telegram_away_for_a_day_brings_one_question_afterwards(world: World) -> None:
    chat_of(world).fails = [TelegramBusy(timedelta(minutes=30))] * 1000
    for _ in range(24 * 2 + 1):
        await tick(world)
        world.clock.passes(minutes=30)
    chat_of(world).fails = []

    await tick(world)
    await tick(world)

    assert asked(world) == 1
    assert [row.on for row in await world.all(Nudge, state=NudgeState.SENT)] == [date(2026, 11, 24)]


async def test_what_was_put_off_for_long_says_that_it_is_late(world: World) -> None:
    chat_of(world).fails = [TelegramBusy(timedelta(minutes=20))]
    await tick(world)
    world.clock.passes(minutes=20)
    await tick(world)

    assert [prompt.late for prompt in world.messenger.asked] == [True]


async def test_somebody_who_blocked_is_left_alone_at_once_and_kept(world: World) -> None:
    chat_of(world).fails = [PersonGone()]
    await tick(world)
    world.clock.passes(days=1)
    await tick(world)

    slot, person = await world.one(Slot), await world.one(Person)
    assert asked(world) == 0
    assert (slot.next_nudge_at, person.blocked_at) == (None, EIGHT)
    assert await state(world) == NudgeState.SKIPPED


async def test_what_telegram_refuses_is_tried_again_until_it_is_too_late(world: World) -> None:
    chat_of(world).fails = [CannotReach("bad request")] * 1000
    for _ in range(20):
        await tick(world)
        world.clock.passes(minutes=10)

    assert len(chat_of(world).fails) > 970

    assert await state(world) in {NudgeState.SKIPPED, NudgeState.UNSURE}


async def test_a_bug_in_the_face_asks_nobody_twice(
    world: World, caplog: pytest.LogCaptureFixture
) -> None:
    chat_of(world).fails = [ValueError("a bug")]
    await tick(world)
    await leases_end(world)
    await tick(world)

    assert (asked(world), await state(world)) == (0, NudgeState.UNSURE)
    assert "not sent" in caplog.text


async def test_a_worker_that_slept_past_its_lease_sends_nothing(world: World) -> None:
    (batch,) = await claim(world)
    await leases_end(world)
    assert await tick(world) == 1

    await asking.send_batch(world.ground, batch)

    assert (asked(world), await state(world)) == (1, NudgeState.SENT)


async def test_a_late_record_of_an_earlier_attempt_is_refused(world: World) -> None:
    (batch,) = await claim(world)
    chat_of(world).stalled = wakes = asyncio.Event()
    sleeping = asyncio.ensure_future(asking.send_batch(world.ground, batch))
    while asked(world) == 0:  # noqa: ASYNC110
        await asyncio.sleep(0)
    chat_of(world).stalled = None
    await leases_end(world)
    await tick(world)
    wakes.set()
    await sleeping

    assert (await world.one(Nudge)).message_id == 1002
