"""/settings and /language: one message, and each button says how it stands."""

from typing import Any

import pytest

from bot.chat import door_words
from bot.chat.features import settings
from bot.db.tables import Person
from bot.domain.door import Kind
from bot.locales import speak
from bot.services.preferences import UNDO_CHOICES
from tests.chat.house import House
from tests.chat.house import Person as Somebody
from tests.fakes import NOW


def labels(**given: Any) -> list[str]:
    person = Person(id=7, joined_at=NOW, **given)
    rows = settings.rows(speak("en"), person)
    return [button.text for row in rows for button in row]


async def stored(house: House, who: Somebody) -> Person:
    async with house.ground.database.reading() as session:
        person = await session.get(Person, who.id)
    assert isinstance(person, Person)
    return person


async def settled(house: House) -> Somebody:
    aki = await house.person()
    await aki.says("/start")
    await aki.presses("07:30")
    await aki.says("/settings")
    return aki


# The words.


def test_each_button_says_how_it_stands() -> None:
    assert labels(undo_seconds=300, warnings_off=["email"], has_customers=True) == [
        "Time",
        "Time zone",
        "Language: English",
        "Time to undo: 5 minutes",
        f"Warnings: {len(Kind) - 1} of {len(Kind)}",
        "Customers: yes",
        "Take a break",
        "Where you share",
    ]


def test_all_warnings_can_be_on_or_off() -> None:
    assert "Warnings: all" in labels()
    assert "Warnings: none" in labels(warnings_off=sorted(Kind))


def test_who_keeps_only_a_diary_has_nothing_to_set_about_sharing() -> None:
    assert labels(diary_only=True) == [
        "Time",
        "Time zone",
        "Language: English",
        "Customers: not said",
        "Take a break",
    ]


def test_every_choice_has_words() -> None:
    assert set(settings.UNDO_TIMES) == set(UNDO_CHOICES)
    assert set(door_words.KINDS) == set(door_words.SEEMS) == set(Kind)


# In the chat.


async def test_settings_say_when_the_next_question_comes(house: House) -> None:
    aki = await settled(house)

    assert aki.last.text.startswith("Settings\nEvery day at 07:30.")


async def test_the_undo_time_is_chosen_in_place(house: House) -> None:
    aki = await settled(house)
    message = aki.last.id

    await aki.presses("Time to undo")
    assert aki.last.labels == ["not at all", "✓ 60 seconds", "5 minutes", "30 minutes", "◀"]
    await aki.presses("5 minutes")

    assert aki.last.id == message
    assert "Time to undo: 5 minutes" in aki.last.labels
    assert (await stored(house, aki)).undo_seconds == 300


async def test_warnings_are_toggled_one_by_one(house: House) -> None:
    aki = await settled(house)
    await aki.presses("Warnings")

    await aki.presses("✓ e-mail addresses")
    assert aki.last.labels[:3] == ["✓ phone numbers", "e-mail addresses", "✓ card numbers"]
    assert (await stored(house, aki)).warnings_off == ["email"]

    await aki.presses("e-mail addresses")
    assert (await stored(house, aki)).warnings_off == []


@pytest.mark.parametrize("kind", Kind)
async def test_every_kind_has_its_switch(house_on_sqlite: House, kind: Kind) -> None:
    aki = await settled(house_on_sqlite)
    label = door_words.KINDS[kind]
    await aki.presses("Warnings")

    await aki.presses(f"✓ {label}")
    assert label in aki.last.labels
    assert (await stored(house_on_sqlite, aki)).warnings_off == [kind]


@pytest.mark.parametrize(("answer", "kept"), [("yes", True), ("no", False)])
async def test_customers_are_said_and_can_be_said_otherwise(
    house: House, answer: str, kept: bool
) -> None:
    aki = await settled(house)

    await aki.presses("Customers: not said")
    await aki.presses(answer)

    assert f"Customers: {answer}" in aki.last.labels
    assert (await stored(house, aki)).has_customers is kept


async def test_the_language_changes_by_button(house: House) -> None:
    aki = await settled(house)

    await aki.presses("Language")
    await aki.presses("日本語")

    assert (await stored(house, aki)).language == "ja"
    assert any("日本語" in label for label in aki.last.labels)


@pytest.mark.parametrize("typed", ["日本語", "ja", "Japanese"])
async def test_the_language_changes_by_command(house: House, typed: str) -> None:
    aki = await settled(house)

    await aki.says(f"/language {typed}")

    assert (await stored(house, aki)).language == "ja"


async def test_an_unknown_language_is_asked_about(house: House) -> None:
    aki = await settled(house)

    await aki.says("/language Klingon")

    assert aki.last.labels == ["✓ English", "日本語", "◀"]
    assert (await stored(house, aki)).language == "en"
