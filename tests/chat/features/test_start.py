"""/start: from hello to the first kept answer."""

import pytest

from bot.db.tables import Nudge, Person, Slot
from tests.chat.acting import kept, press, rows, started, texts
from tests.chat.house import House


async def test_three_taps_lead_to_the_first_question(house: House) -> None:
    aki = await house.person("Aki")

    await aki.says("/start")
    assert aki.last.text.startswith("Hello, this is Hibi.")
    await aki.presses("07:30")
    await aki.presses("Yes")

    assert aki.last.text.startswith("What is within arm's reach right now?")
    assert aki.last.labels[-3:] == ["Another question", "Later", "Skip today"]


async def test_a_first_answer_takes_two_taps_and_one_line_and_four_messages(house: House) -> None:
    aki = await kept(house, "A cold cup of tea")

    assert await texts(house, aki) == ["A cold cup of tea"]
    assert [seen.text.split("\n")[0][:24] for seen in aki.bot_messages] == [
        "Every day at 07:30. The ",
        "What is within arm's rea",
        "Kept · day 1",
    ]


async def test_the_first_answer_is_kept_for_its_writer_alone(house: House) -> None:
    aki = await started(house)

    said = await aki.says("A cold cup of tea")

    answer = next(seen for seen in aki.chat if seen.id == said)
    assert answer.raw["reactions"] == ["✍"]
    assert aki.last.text.startswith("Kept · day 1\nOnly you can see it in your diary.")


async def test_japanese_is_spoken_to_whom_telegram_calls_japanese(house: House) -> None:
    hana = await house.person("Hana", language_code="ja")

    await hana.says("/start")
    assert hana.last.text.startswith("はじめまして、日々（ひび）です。")
    assert hana.last.labels == ["7:30", "12:30", "18:00", "21:00", "ほかの時刻", "English"]
    await hana.presses("7:30")
    assert "東京" in hana.last.text
    await hana.presses(hana.last.labels[0])

    assert hana.last.text.startswith("いま、手の届くところに何がありますか？\n例：")


async def test_the_language_changes_in_the_same_message(house_on_sqlite: House) -> None:
    aki = await house_on_sqlite.person("Aki")
    await aki.says("/start")

    await aki.presses("日本語")
    assert aki.last.text.startswith("はじめまして")
    await aki.presses("English")

    assert aki.last.text.startswith("Hello")
    assert len(aki.bot_messages) == 1


@pytest.mark.parametrize(
    ("language", "other", "typed", "at"),
    [
        ("en", "Another time", "8pm", "20:00"),
        ("en", "Another time", "20.30", "20:30"),
        ("ja", "ほかの時刻", "午後8時", "20:00"),
        ("ja", "ほかの時刻", "２０時半", "20:30"),
    ],
)
async def test_another_time_is_written_in_ones_own_words(
    house_on_sqlite: House, language: str, other: str, typed: str, at: str
) -> None:
    aki = await house_on_sqlite.person("Aki", language_code=language)
    await aki.says("/start")

    await aki.presses(other)
    await aki.says(typed)
    await aki.presses(aki.last.labels[0])

    (slot,) = await rows(house_on_sqlite, Slot, person_id=aki.id)
    assert slot.at == at
    assert await texts(house_on_sqlite, aki) == []


async def test_a_bare_hour_is_asked_about_with_two_buttons(house_on_sqlite: House) -> None:
    aki = await house_on_sqlite.person("Aki")
    await aki.says("/start")
    await aki.presses("Another time")

    await aki.says("8")
    assert aki.last.labels == ["08:00", "20:00"]
    await aki.presses("20:00")

    assert "Is that your time?" in aki.last.text
    (slot,) = await rows(house_on_sqlite, Slot, person_id=aki.id)
    assert slot.at == "20:00"


async def test_a_time_typed_instead_of_tapped_is_understood(house_on_sqlite: House) -> None:
    aki = await house_on_sqlite.person("Aki")
    await aki.says("/start")

    await aki.says("20:30")

    assert "Is that your time?" in aki.last.text
    assert await texts(house_on_sqlite, aki) == []


async def test_a_line_before_any_tap_is_kept_at_once(house_on_sqlite: House) -> None:
    aki = await house_on_sqlite.person("Aki")
    await aki.says("/start")

    await aki.says("Soup")

    assert await texts(house_on_sqlite, aki) == ["Soup"]
    assert aki.last.text.startswith("Kept · day 1")


async def test_what_is_no_time_can_still_become_a_line(house_on_sqlite: House) -> None:
    aki = await house_on_sqlite.person("Aki")
    await aki.says("/start")
    await aki.presses("Another time")

    await aki.says("Soup")
    assert aki.last.text == "I could not read a time there. Try 8pm or 20:30."
    await aki.presses("It was for my diary")

    assert await texts(house_on_sqlite, aki) == ["Soup"]
    await aki.says("Bread")
    assert await texts(house_on_sqlite, aki) == ["Soup", "Bread"]


async def test_a_time_is_corrected_by_editing_the_message(house_on_sqlite: House) -> None:
    aki = await house_on_sqlite.person("Aki")
    await aki.says("/start")
    await aki.presses("Another time")
    said = await aki.says("8pn")

    await aki.edits(said, "8pm")

    assert "Is that your time?" in aki.last.text
    assert await texts(house_on_sqlite, aki) == []


async def test_a_second_tap_on_yes_asks_nothing_twice(house_on_sqlite: House) -> None:
    aki = await house_on_sqlite.person("Aki")
    await aki.says("/start")
    await aki.presses("07:30")
    zone = aki.last
    await aki.presses("Yes")
    data = next(b["data"] for row in zone.raw["buttons"] for b in row if "Yes" in b["label"])

    await press(aki, data, zone.id)

    assert len(await rows(house_on_sqlite, Nudge, person_id=aki.id)) == 1


async def test_a_second_start_says_when_the_next_question_comes(house: House) -> None:
    aki = await kept(house)

    await aki.says("/start")

    assert aki.last.text == (
        "Every day at 07:30. The next question comes in 30 minutes, New York time."
    )
    assert aki.last.labels == ["From tomorrow"]
    assert len(await rows(house, Slot, person_id=aki.id)) == 1


async def test_a_time_that_is_still_to_come_today_can_wait_until_tomorrow(house: House) -> None:
    aki = await house.person("Aki")
    await aki.says("/start")
    await aki.presses("21:00")
    await aki.presses("Yes")
    first = aki.bot_messages[0]
    assert "today at 21:00" in first.text
    assert first.labels == ["From tomorrow"]

    await aki.presses("From tomorrow")

    shown = aki.bot_messages[0]
    assert "on Tue 24 Nov at 21:00" in shown.text
    assert shown.labels == []


async def test_whoever_blocks_is_left_alone_and_finds_everything_again(house: House) -> None:
    aki = await kept(house)
    await aki.blocks()
    (gone,) = await rows(house, Person, id=aki.id)
    assert gone.blocked_at is not None
    await house.passes(days=3)
    asked = len(await rows(house, Nudge, person_id=aki.id))

    await aki.unblocks()
    await aki.says("/start")

    assert [seen.text.split(".")[0] for seen in aki.bot_messages[-2:]] == [
        "Good to see you again",
        "Every day at 07:30",
    ]
    assert len(await rows(house, Nudge, person_id=aki.id)) == asked
    assert await texts(house, aki) == ["A cold cup of tea"]
    await house.passes(days=1)
    assert len(await rows(house, Nudge, person_id=aki.id)) == asked + 1
