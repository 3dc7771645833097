"""What is too large, odd or no answer at all."""

from typing import Any

import pytest

from bot.db.tables import Person
from tests.chat.acting import (
    a_message,
    happens,
    keep,
    rows,
    started,
    texts,
)
from tests.chat.house import House

OSAKA = (34.6937, 135.5023)
PARIS = (48.8566, 2.3522)


async def test_a_file_that_is_too_large_keeps_its_words(house: House) -> None:
    aki = await started(house)
    video = {
        "file_id": "big",
        "file_unique_id": "big",
        "width": 1,
        "height": 1,
        "duration": 1,
        "file_size": 30_000_000,
    }

    await happens(
        house, aki.id, message=a_message(aki, 9001, video=video, caption="The whole evening")
    )
    await aki.looks()

    assert await texts(house, aki) == ["The whole evening"]
    assert any(
        seen.text.startswith("Telegram does not hand over files of more than 20 MB.")
        for seen in aki.bot_messages
    )


STICKER = {
    "file_id": "s",
    "file_unique_id": "s",
    "type": "regular",
    "width": 1,
    "height": 1,
    "is_animated": False,
    "is_video": False,
}
DOCUMENT = {"file_id": "d", "file_unique_id": "d", "mime_type": "application/pdf"}


@pytest.mark.parametrize(
    "content",
    [
        {"sticker": STICKER},
        {"dice": {"emoji": "🎲", "value": 3}},
        {"contact": {"phone_number": "+81", "first_name": "Bo"}},
        {"document": DOCUMENT},
        {"text": "\x00\x07"},
        {},
    ],
)
async def test_what_cannot_be_kept_is_told_kindly(
    house_on_sqlite: House, content: dict[str, Any]
) -> None:
    aki = await started(house_on_sqlite)

    await happens(house_on_sqlite, aki.id, message=a_message(aki, 9001, **content))
    await aki.looks()

    assert aki.last.text.startswith("I can keep words, photos, voice, video and places.")
    assert await texts(house_on_sqlite, aki) == []


async def test_the_words_of_a_document_are_kept_and_the_rest_is_said(
    house_on_sqlite: House,
) -> None:
    aki = await started(house_on_sqlite)

    await happens(
        house_on_sqlite,
        aki.id,
        message=a_message(aki, 9001, document=DOCUMENT, caption="My essay"),
    )
    await aki.looks()

    assert await texts(house_on_sqlite, aki) == ["My essay"]
    assert any(seen.text.startswith("I kept your words.") for seen in aki.bot_messages)


@pytest.mark.parametrize(
    "content",
    [{"pinned_message": {"message_id": 1, "date": 0}}, {"message_auto_delete_timer_changed": {}}],
)
async def test_what_nobody_said_is_let_pass(
    house_on_sqlite: House, content: dict[str, Any]
) -> None:
    house = house_on_sqlite
    aki = await started(house)
    if "pinned_message" in content:
        content["pinned_message"]["chat"] = {"id": aki.id, "type": "private"}
    else:
        content["message_auto_delete_timer_changed"] = {"message_auto_delete_time": 86400}
    before = len(aki.bot_messages)

    await happens(house, aki.id, message=a_message(aki, 9001, **content))
    await aki.looks()

    assert len(aki.bot_messages) == before


@pytest.mark.parametrize(
    ("language", "word", "pause"), [("en", "stop", "Pause"), ("ja", "やめて", "お休みする")]
)
async def test_a_lone_stop_asks_what_it_means(
    house: House, language: str, word: str, pause: str
) -> None:
    aki = await started(house, language_code=language)
    await aki.says(word)
    assert len(aki.last.labels) == 2
    assert await texts(house, aki) == []

    await aki.presses(aki.last.labels[0])

    assert len(aki.last.labels) == 5
    assert await texts(house, aki) == []


async def test_a_stop_that_was_a_line_is_kept(house: House) -> None:
    hana = await started(house, language_code="ja")
    await hana.says("停止")

    await hana.presses(hana.last.labels[1])

    assert await texts(house, hana) == ["停止"]
    assert hana.last.text.startswith("残しました")


async def test_the_first_card_alone_says_that_the_chat_is_not_the_diary(house: House) -> None:
    aki = await started(house)
    hint = "Deleting your message in this chat keeps it in the diary"

    await aki.says("Tea")
    assert hint in aki.last.text
    await aki.says("Toast")

    assert hint not in aki.last.text


async def test_who_keeps_a_diary_only_sees_no_targets(house: House) -> None:
    aki = await started(house)
    (person,) = await rows(house, Person, id=aki.id)
    person.diary_only = True
    await keep(house, person)

    await aki.says("Tea")

    assert aki.last.labels == ["Undo", "Edit", "Day", "Delete"]
