"""Streak and totals, recomputed from what is stored."""

from datetime import date, timedelta

from bot.db.tables import NudgeOutcome, NudgeState, Pause, Person, Snippet
from bot.domain.streaks import Streak
from bot.services import history, preferences, sharing, today
from tests.builders import HANA, World, a_nudge, a_snippet
from tests.fakes import NOW
from tests.services.messages import ask, say
from tests.services.questions import a_slot

MONDAY = date(2026, 11, 23)


def on(days: int) -> date:
    return MONDAY + timedelta(days=days)


async def streak(world: World) -> Streak:
    async with world.ground.database.reading() as session:
        person = await session.get_one(Person, HANA)
        return (await history.days_of(session, person, world.ground.now())).streak


async def days(world: World, *kinds: str) -> None:
    """One letter a day, the last is yesterday: a answered, m missed, s skipped, n not sent."""
    slot = await world.add(a_slot())
    for back, kind in enumerate(reversed("".join(kinds)), start=1):
        at = NOW - timedelta(days=back)
        state = NudgeState.SKIPPED if kind == "n" else NudgeState.SENT
        outcome = {"a": NudgeOutcome.ANSWERED, "s": NudgeOutcome.PASSED}.get(kind)
        nudge = await world.add(
            a_nudge(slot_id=slot.id, on=on(-back), sent_at=at, state=state, outcome=outcome)
        )
        if kind == "a":
            await world.add(a_snippet(on=on(-back), nudge_id=nudge.id))


async def current(world: World, *kinds: str) -> int:
    await days(world, *kinds)
    return (await streak(world)).current


async def test_days_answered_in_a_row_count(world: World) -> None:
    assert await current(world, "aaaa") == 4


async def test_a_missed_day_ends_a_row(world: World) -> None:
    await days(world, "aaamaa")

    # The day before yesterday may still be answered; four days ago may not.
    assert (await streak(world)).current == 2
    assert (await streak(world)).best == 3
    assert (await streak(world)).total == 5


async def test_a_day_without_a_question_neither_adds_nor_breaks(world: World) -> None:
    assert await current(world, "aannnaa") == 4


async def test_the_question_of_yesterday_is_still_open(world: World) -> None:
    assert await current(world, "aaam") == 3


async def test_after_two_days_it_is_missed(world: World) -> None:
    assert await current(world, "aaamm") == 0


async def test_two_skips_a_week_are_free_and_the_third_is_not(world: World) -> None:
    assert await current(world, "aasasaa") == 5


async def test_a_third_skip_in_a_week_costs(world: World) -> None:
    assert await current(world, "aasassa") == 1


async def test_the_button_says_what_a_skip_would_cost(world: World) -> None:
    await days(world, "aasas")
    slot = await world.add(a_slot())
    nudge = await ask(world, 100, slot_id=slot.id)

    assert await today.skip_would_cost(world.ground, HANA) == 3
    assert await today.skip(world.ground, HANA, nudge.id) is not None
    assert (await streak(world)).current == 0
    assert await today.unskip(world.ground, HANA, nudge.id) is not None
    assert (await streak(world)).current == 3


async def test_skips_that_cost_nothing_say_nothing(world: World) -> None:
    await days(world, "aaaas")

    assert await today.skip_would_cost(world.ground, HANA) == 0


async def test_a_pause_keeps_a_row(world: World) -> None:
    await days(world, "aaammma")
    await world.add(Pause(person_id=HANA, first_on=on(-4), last_on=on(-2), made_at=NOW))

    assert (await streak(world)).current == 4


async def test_what_is_kept_in_a_pause_counts(world: World) -> None:
    await days(world, "aaaaa")
    await world.add(Pause(person_id=HANA, first_on=on(-3), last_on=on(-2), made_at=NOW))

    assert (await streak(world)).current == 5


async def test_deleting_the_only_entry_of_a_day_takes_one_and_breaks_nothing(
    world: World,
) -> None:
    await days(world, "aaaaa")
    middle = await world.one(Snippet, on=on(-3))

    await sharing.delete(world.ground, HANA, middle.id)

    assert (await streak(world)) == Streak(4, 4, 4, on(-1))


async def test_two_entries_of_a_day_count_once(world: World) -> None:
    await days(world, "aa")
    await world.add(a_snippet(on=on(-1)))

    assert (await streak(world)).current == 2


async def test_a_question_inside_today_is_no_opportunity(world: World) -> None:
    await days(world, "aaa")
    await world.add(a_nudge(on=on(-5), sent_at=NOW - timedelta(days=5)))
    await world.add(a_nudge(on=on(-2), sent_at=NOW - timedelta(days=2, hours=5)))

    assert (await streak(world)).current == 3


async def test_a_swapped_question_is_one_opportunity(world: World) -> None:
    slot = await world.add(a_slot())
    nudge = await ask(world, 100, slot_id=slot.id)
    await days_before(world)
    await today.swap(world.ground, HANA, nudge.id)

    await say(world, 101, "カレー")

    assert (await streak(world)).current == 3


async def days_before(world: World) -> None:
    for back in (1, 2):
        await world.add(a_snippet(on=on(-back)))


async def test_a_change_of_zone_repairs_nothing_and_breaks_nothing(world: World) -> None:
    await days(world, "aaaa")
    before = (await streak(world)).current

    for zone in ("Pacific/Honolulu", "Pacific/Kiritimati", "Asia/Tokyo"):
        await preferences.set_zone(world.ground, HANA, zone)
        assert (await streak(world)).current == before


async def test_stats_are_the_same_however_often_they_are_computed(world: World) -> None:
    await days(world, "aamaas")

    first = await history.stats(world.ground, HANA)
    second = await history.stats(world.ground, HANA)

    assert first == second
    assert first.summary.streak == await streak(world)
    assert first.language == "ja"
