"""Whatever a person sends is kept: where it goes, and what is said about it."""

from pathlib import Path

import pytest

from bot.db.tables import Nudge, NudgeOutcome, Person, Snippet, SnippetPart
from tests.builders import jpeg
from tests.chat.acting import (
    a_message,
    forwards,
    happens,
    kept,
    press,
    rows,
    sends_file,
    started,
    texts,
)
from tests.chat.house import House

OSAKA = (34.6937, 135.5023)
PARIS = (48.8566, 2.3522)


async def test_words_answer_the_open_question(house: House) -> None:
    aki = await started(house)

    await aki.says("A cold cup of tea")

    (snippet,) = await rows(house, Snippet, person_id=aki.id)
    (nudge,) = await rows(house, Nudge, person_id=aki.id)
    assert (snippet.nudge_id, nudge.outcome) == (nudge.id, NudgeOutcome.ANSWERED)
    assert aki.last.labels == [
        "○ your page",
        "Undo",
        "Edit",
        "Day",
        "Delete",
    ]
    assert aki.last.raw["silent"] is True


async def test_a_second_line_is_a_note_that_can_join_the_answer(house: House) -> None:
    aki = await kept(house, "Tea")
    card = aki.last

    await aki.says("And a cat")
    assert "Add to the answer before" in aki.last.labels
    await aki.presses("Add to the answer before")

    assert aki.last.text == "Added to the answer before."
    assert await texts(house, aki) == ["Tea\nAnd a cat"]
    assert [seen.text for seen in aki.chat if seen.id == card.id] == [
        "Kept · day 1\nOnly you can see it in your diary."
    ]


async def test_a_photo_alone_is_a_full_answer(house: House) -> None:
    aki = await started(house)

    await aki.sends_photo(jpeg())

    assert [seen.text.split("\n")[0] for seen in aki.bot_messages[-2:]] == [
        "Kept · day 1",
        "Would you describe the photo in one line, for people who cannot see it?",
    ]
    (nudge,) = await rows(house, Nudge, person_id=aki.id)
    assert nudge.outcome == NudgeOutcome.ANSWERED


async def test_a_description_is_asked_for_three_times_only(house_on_sqlite: House) -> None:
    aki = await started(house_on_sqlite)
    for _ in range(4):
        await aki.sends_photo(jpeg())

    asked = [seen for seen in aki.bot_messages if seen.labels == ["Describe the photo"]]
    assert len(asked) == 3
    assert "Describe the photo" in aki.last.labels


async def test_an_album_is_one_answer_with_one_card(house: House) -> None:
    aki = await started(house)

    await aki.sends_photo(jpeg(), jpeg(20, 20), jpeg(30, 10), caption="Three of them")
    await house.passes(seconds=1)
    await aki.looks()

    (snippet,) = await rows(house, Snippet, person_id=aki.id)
    assert snippet.text == "Three of them"
    assert len(await rows(house, SnippetPart, snippet_id=snippet.id)) == 3
    assert sum(seen.text.startswith("Kept · day 1") for seen in aki.bot_messages) == 1


@pytest.mark.parametrize("kind", ["voice", "video"])
async def test_a_recording_is_kept_and_its_card_asks_for_one_line(
    house_on_sqlite: House, kind: str
) -> None:
    aki = await started(house_on_sqlite)

    await sends_file(aki, kind)
    card = aki.last
    assert card.text.split("\n")[2:4] == [
        "The recording stays in your diary: I could not make it clean.",
        "To share it, answer this message with one line that says what it is.",
    ]
    await aki.says("The sea this morning", reply_to=card.id)

    assert await texts(house_on_sqlite, aki) == ["The sea this morning"]
    assert "To share it" not in next(seen.text for seen in aki.chat if seen.id == card.id)


async def test_a_location_is_its_city_and_offers_another_zone(house: House, tmp_path: Path) -> None:
    aki = await started(house)

    await aki.sends_location(*PARIS)

    assert await texts(house, aki) == ["Paris"]
    assert aki.last.text == "Paris has another time than your questions."
    await aki.presses("Use the time in Paris")
    assert aki.last.text.endswith("Paris time.")
    (person,) = await rows(house, Person, id=aki.id)
    assert person.zone == "Europe/Paris"


async def test_a_live_location_that_moves_on_changes_nothing(house_on_sqlite: House) -> None:
    house = house_on_sqlite
    hana = await started(house, language_code="ja")
    said = await hana.sends_location(*OSAKA)
    chat = len(hana.chat)

    place = {"latitude": PARIS[0], "longitude": PARIS[1]}
    await happens(house, hana.id, edited_message=a_message(hana, said, edit_date=1, location=place))
    await hana.looks()

    assert await texts(house, hana) == ["大阪"]
    assert len(hana.chat) == chat


async def test_a_forwarded_message_is_kept_and_never_offered_for_sharing(house: House) -> None:
    aki = await started(house)

    await forwards(aki, "Somebody else's words")

    assert await texts(house, aki) == ["Somebody else's words"]
    assert "Forwarded messages stay in your diary." in aki.last.text
    assert aki.last.labels == ["Undo", "Edit", "Day", "Delete"]
    (snippet,) = await rows(house, Snippet, person_id=aki.id)
    said = await press(aki, f"share:to:{snippet.id}:0")
    assert said == "Forwarded messages stay in your diary."


async def test_a_reply_to_an_older_question_belongs_to_its_day(house: House) -> None:
    hana = await started(house, language_code="ja")
    asked = hana.last
    await house.passes(days=3)

    await hana.says("本とお茶", reply_to=asked.id)

    (snippet,) = await rows(house, Snippet, person_id=hana.id)
    assert snippet.on.isoformat() == "2026-11-23"
    assert hana.last.text.startswith("11月23日（月）の分として残しました")


async def test_a_reply_to_ones_own_line_adds_to_it(house: House) -> None:
    aki = await started(house)
    said = await aki.says("Tea")

    await aki.says("with honey", reply_to=said)

    assert await texts(house, aki) == ["Tea\nwith honey"]
    assert sum(seen.text.startswith("Kept") for seen in aki.bot_messages) == 1


async def test_editing_the_message_edits_the_line(house: House) -> None:
    aki = await started(house)
    said = await aki.says("Tae")
    messages = len(aki.chat)

    await aki.edits(said, "Tea")

    assert await texts(house, aki) == ["Tea"]
    assert len(aki.chat) == messages


async def test_editing_what_was_deleted_brings_nothing_back(house_on_sqlite: House) -> None:
    house = house_on_sqlite
    aki = await started(house)
    said = await aki.says("Tea")
    await aki.presses("Undo")
    messages = len(aki.chat)

    await aki.edits(said, "Tea with honey")

    assert await texts(house, aki) == []
    assert len(aki.chat) == messages


async def test_an_edit_of_what_never_came_is_kept_as_a_line(house_on_sqlite: House) -> None:
    house = house_on_sqlite
    aki = await started(house)

    await happens(
        house, aki.id, edited_message=a_message(aki, 9001, edit_date=1, text="Late words")
    )

    assert await texts(house, aki) == ["Late words"]


async def test_the_same_update_twice_is_kept_once(house: House) -> None:
    aki = await started(house)

    for _ in range(2):
        await happens(house, aki.id, message=a_message(aki, 9001, text="Tea"))
    await aki.looks()

    assert await texts(house, aki) == ["Tea"]
    assert sum(seen.text.startswith("Kept") for seen in aki.bot_messages) == 1
