"""/time: when the question comes, and that a new time is honoured the same day."""

import pytest

from bot.db.tables import Nudge, Slot
from tests.chat.acting import kept, press, rows, started, texts
from tests.chat.house import House


async def test_a_time_in_the_command_is_set_at_once(house: House) -> None:
    aki = await kept(house)

    await aki.says("/time 8pm")

    assert aki.last.text == (
        "Every day at 20:00. The next question comes today at 20:00, New York time."
    )
    assert aki.last.labels == ["From tomorrow"]
    await house.passes(hours=13)
    assert len(await rows(house, Nudge)) == 2


async def test_from_tomorrow_leaves_today_alone(house: House) -> None:
    aki = await kept(house)
    await aki.says("/time 20:00")

    await aki.presses("From tomorrow")
    assert "on Tue 24 Nov at 20:00" in aki.last.text
    await house.passes(hours=13)

    assert len(await rows(house, Nudge)) == 1


async def test_the_menu_of_times_is_edited_into_the_answer(house_on_sqlite: House) -> None:
    aki = await kept(house_on_sqlite)
    await aki.says("/time")
    assert aki.last.labels == ["07:30", "12:30", "18:00", "21:00"]
    menu = aki.last.id

    await aki.presses("21:00")

    assert aki.last.id == menu
    assert aki.last.text.startswith("Every day at 21:00.")


@pytest.mark.parametrize("typed", ["half past eight in the evening", "午後8時半", "２０：３０"])
async def test_words_after_the_menu_are_read(house_on_sqlite: House, typed: str) -> None:
    aki = await kept(house_on_sqlite)
    await aki.says("/time")

    await aki.says(typed)

    (slot,) = await rows(house_on_sqlite, Slot)
    assert slot.at == "20:30"


async def test_an_ambiguous_hour_is_asked_about(house_on_sqlite: House) -> None:
    hana = await started(house_on_sqlite, language_code="ja")

    await hana.says("/time 8時")
    assert hana.last.labels == ["8:00", "20:00"]
    await hana.presses("20:00")

    (slot,) = await rows(house_on_sqlite, Slot)
    assert slot.at == "20:00"


async def test_what_is_no_time_says_so_and_asks(house_on_sqlite: House) -> None:
    aki = await kept(house_on_sqlite)

    await aki.says("/time tea")

    assert aki.last.text == "I could not read a time there. Try 8pm or 20:30."
    assert await texts(house_on_sqlite, aki) == ["A cold cup of tea"]


@pytest.mark.parametrize("data", ["time:set:", "time:set:9999:set", "time:set:ab:set:x"])
async def test_a_forged_time_changes_nothing(house_on_sqlite: House, data: str) -> None:
    aki = await kept(house_on_sqlite)

    await press(aki, data)

    (slot,) = await rows(house_on_sqlite, Slot)
    assert slot.at == "07:30"
