"""The question of the day: its buttons, /today, and what old buttons say."""

from datetime import timedelta
from typing import Any

import pytest

from bot.db.tables import Nudge, NudgeOutcome, Slot, Snippet
from tests.builders import a_nudge, a_snippet
from tests.chat.acting import ask, keep, kept, press, rows, started, texts, toast
from tests.chat.house import House, Person


async def a_question_with_taps(house: House, aki: Person) -> str:
    found = [q for q in house.ground.questions.values() if q.texts["en"].taps]
    await ask(house, aki, found[0].id)
    await aki.says("/today")
    return str(found[0].texts["en"].taps[1])


async def costly(house: House, aki: Person) -> None:
    """Five days in a row and two free skips after them: the next one would cost."""
    (slot,) = await rows(house, Slot, person_id=aki.id)
    for ago in range(1, 8):
        at = house.clock() - timedelta(days=ago)
        about: dict[str, Any] = {"on": at.date(), "message_id": ago}
        if ago > 2:
            await keep(house, a_snippet(f"day {ago}", aki.id, on=at.date(), kept_at=at))
        else:
            about |= {"outcome": NudgeOutcome.PASSED, "closed_at": at}
        await keep(house, a_nudge(aki.id, slot_id=slot.id, sent_at=at, **about))


# Another, later, skip.


async def test_another_question_takes_the_place_of_the_first(house: House) -> None:
    aki = await started(house)
    asked = aki.last

    await aki.presses("Another question")

    assert aki.last.id == asked.id
    assert aki.last.text != asked.text
    assert "\ne.g. " in aki.last.text
    await aki.says("Rain")
    (answer,) = await rows(house, Snippet, person_id=aki.id)
    old, new = await rows(house, Nudge, person_id=aki.id)
    assert (answer.nudge_id, old.outcome) == (new.id, NudgeOutcome.SWAPPED)


@pytest.mark.parametrize(
    ("label", "said", "wait"),
    [
        ("In 30 minutes", "I'll ask again at 07:30.", {"minutes": 30}),
        ("In 2 hours", "I'll ask again at 09:00.", {"hours": 2}),
        ("Tonight", "I'll ask again at 21:00.", {"hours": 14}),
        ("Tomorrow", "I'll ask again on Tue 24 Nov at 07:30.", {"hours": 24.5}),
    ],
)
async def test_later_asks_the_same_question_again(
    house_on_sqlite: House, label: str, said: str, wait: dict[str, float]
) -> None:
    house = house_on_sqlite
    aki = await started(house)
    asked = aki.last.text

    await aki.presses("Later")
    assert aki.last.labels == ["In 30 minutes", "In 2 hours", "Tonight", "Tomorrow", "Back"]
    await aki.presses(label)
    assert aki.last.text == said
    await house.passes(**wait)
    await aki.looks()

    assert asked in [seen.text for seen in aki.bot_messages]


async def test_later_can_be_thought_better_of(house: House) -> None:
    aki = await started(house)
    asked = aki.last

    await aki.presses("Later")
    await aki.presses("Back")

    assert (aki.last.text, aki.last.labels) == (asked.text, asked.labels)


async def test_a_skip_is_free_and_can_be_answered_after_all(house: House) -> None:
    aki = await started(house)
    asked = aki.last

    await aki.presses("Skip today")
    assert aki.last.text == "Skipped today. Tomorrow there is a new one."
    await aki.presses("Answer after all")

    assert (aki.last.text, aki.last.labels) == (asked.text, asked.labels)
    await aki.says("Rain")
    (answer,) = await rows(house, Snippet, person_id=aki.id)
    assert answer.question_id is not None


async def test_a_skip_that_ends_a_streak_says_so_first(house: House) -> None:
    aki = await started(house)
    await costly(house, aki)
    await aki.says("/today")

    await aki.presses("Skip today")
    assert aki.last.labels == ["Skip · this ends 5 in a row", "Back"]
    await aki.presses("this ends")

    assert aki.last.text == "Skipped today. Tomorrow there is a new one."


async def test_one_tap_is_a_full_answer(house: House) -> None:
    aki = await started(house)
    choice = await a_question_with_taps(house, aki)

    await aki.presses(choice)

    assert await texts(house, aki) == [choice]
    assert aki.last.text.startswith("Kept · day 1")
    (nudge,) = await rows(house, Nudge, person_id=aki.id)
    assert nudge.outcome == NudgeOutcome.ANSWERED


async def test_a_tap_after_another_question_answers_the_new_one(house_on_sqlite: House) -> None:
    house = house_on_sqlite
    aki = await started(house)
    await aki.presses("Another question")
    found = [q for q in house.ground.questions.values() if q.texts["en"].taps]
    await ask(house, aki, found[0].id)
    *_, new = await rows(house, Nudge, person_id=aki.id)

    await press(aki, f"q:tap:{new.id}:0")

    (answer,) = await rows(house, Snippet, person_id=aki.id)
    assert (answer.question_id, answer.nudge_id) == (found[0].id, new.id)


# /today.


async def test_today_shows_the_open_question_lower_in_the_chat(house: House) -> None:
    aki = await started(house)
    asked = aki.last

    await aki.says("/today")

    assert aki.last.id != asked.id
    assert (aki.last.text, len(await rows(house, Nudge))) == (asked.text, 1)


async def test_today_shows_what_was_kept_and_offers_one_more(house: House) -> None:
    aki = await kept(house, "A cold cup of tea")

    await aki.says("/today")
    assert aki.last.text == "Kept for Mon 23 Nov:\n· A cold cup of tea"
    assert aki.last.labels == ["One more"]
    await aki.presses("One more")

    assert "Skip today" in aki.last.labels


async def test_today_asks_where_nothing_is_open(house: House) -> None:
    aki = await started(house)
    await aki.presses("Skip today")

    await aki.says("/today")

    assert "Skip today" in aki.last.labels
    assert len(await rows(house, Nudge)) == 2


# Old buttons.


@pytest.mark.parametrize("label", ["Another question", "Later", "Skip today"])
async def test_buttons_of_an_answered_question_say_that_it_is_closed(
    house_on_sqlite: House, label: str
) -> None:
    aki = await started(house_on_sqlite)
    asked = aki.last
    await aki.says("Rain")

    said = await toast(aki, label, asked.id)

    assert said == "That question is closed. You can write any time all the same."
    (old,) = [seen for seen in aki.chat if seen.id == asked.id]
    assert (old.text, old.labels) == (asked.text, [])


async def test_the_question_comes_at_its_minute_with_a_sound(house: House) -> None:
    hana = await kept(house, "お茶", language_code="ja")

    await house.passes(hours=10, minutes=30)
    await hana.looks()

    assert hana.last.labels[-3:] == ["別の質問", "あとで", "今日はパス"]
    assert hana.last.raw["silent"] is False
