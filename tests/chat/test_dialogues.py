"""What the chat asked for never swallows a diary's line, and outlives a restart."""

import pytest

from bot.db.tables import Dialogue, Slot
from tests.builders import jpeg
from tests.chat.acting import kept, rows, started, texts
from tests.chat.house import House, Person

OPENERS = ["/time", "/timezone", "/pause"]


async def asked_for_a_time(house: House) -> Person:
    aki = await kept(house, "Tea")
    await aki.says("/time")
    return aki


@pytest.mark.parametrize("opener", OPENERS)
@pytest.mark.parametrize("command", ["/cancel", "/today", "/help", "/dance"])
async def test_any_command_leaves_what_was_asked(
    house_on_sqlite: House, opener: str, command: str
) -> None:
    aki = await kept(house_on_sqlite, "Tea")
    await aki.says(opener)

    await aki.says(command)

    assert await rows(house_on_sqlite, Dialogue) == []
    await aki.says("8pm")
    assert await texts(house_on_sqlite, aki) == ["Tea", "8pm"]


async def test_a_question_that_comes_later_is_what_people_answer(house: House) -> None:
    aki = await kept(house, "Tea")
    await house.passes(minutes=25)
    await aki.says("/pause")
    await house.passes(minutes=6)
    await aki.looks()
    assert "Skip today" in aki.last.labels

    await aki.says("3 days")

    assert await texts(house, aki) == ["Tea", "3 days"]


async def test_a_reply_to_another_message_is_for_that_message(house_on_sqlite: House) -> None:
    aki = await started(house_on_sqlite)
    said = await aki.says("Tea")
    await aki.says("/time")

    await aki.says("8pm", reply_to=said)

    assert await texts(house_on_sqlite, aki) == ["Tea\n8pm"]


async def test_a_reply_to_what_asked_is_an_answer_to_it(house_on_sqlite: House) -> None:
    aki = await asked_for_a_time(house_on_sqlite)

    await aki.says("8pm", reply_to=aki.last.id)

    (slot,) = await rows(house_on_sqlite, Slot)
    assert slot.at == "20:00"


async def test_a_long_text_is_a_line_and_no_misread_time(house: House) -> None:
    aki = await asked_for_a_time(house)
    long = "Today we walked along the river until it was dark"

    await aki.says(long)

    assert await texts(house, aki) == ["Tea", long]


async def test_a_photo_is_a_line_whatever_was_asked(house_on_sqlite: House) -> None:
    aki = await asked_for_a_time(house_on_sqlite)

    await aki.sends_photo(jpeg(), caption="8pm")

    assert await texts(house_on_sqlite, aki) == ["Tea", "8pm"]


async def test_what_was_asked_is_forgotten_after_a_quarter_of_an_hour(
    house_on_sqlite: House,
) -> None:
    house = house_on_sqlite
    aki = await asked_for_a_time(house)

    await house.passes(minutes=16)
    await aki.says("8pm")

    assert await texts(house, aki) == ["Tea", "8pm"]


async def test_what_was_asked_outlives_a_restart(house: House) -> None:
    aki = await asked_for_a_time(house)

    await house.restarts()
    await aki.says("8pm")

    (slot,) = await rows(house, Slot)
    assert slot.at == "20:00"
    assert await texts(house, aki) == ["Tea"]


async def test_a_flow_half_done_goes_on_after_a_restart(house: House) -> None:
    aki = await house.person("Aki")
    await aki.says("/start")
    await house.restarts()
    await aki.presses("07:30")
    await house.restarts()

    await aki.presses("Yes")

    assert "Skip today" in aki.last.labels


async def test_a_misread_answer_can_be_said_better_as_often_as_needed(
    house_on_sqlite: House,
) -> None:
    aki = await asked_for_a_time(house_on_sqlite)
    for _ in range(3):
        await aki.says("soonish")

    await aki.says("8pm")

    (slot,) = await rows(house_on_sqlite, Slot)
    assert slot.at == "20:00"


async def test_what_one_person_was_asked_is_not_answered_by_another(
    house_on_sqlite: House,
) -> None:
    await asked_for_a_time(house_on_sqlite)
    bo = await kept(house_on_sqlite, "Soup")

    await bo.says("8pm")

    assert await texts(house_on_sqlite, bo) == ["Soup", "8pm"]
