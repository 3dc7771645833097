"""/help, /privacy and /cancel."""

import pytest

from bot.chat.application import FEATURES
from tests.chat.acting import kept, started, texts
from tests.chat.house import House


async def test_help_names_the_commands_and_turns_over_in_place(house: House) -> None:
    aki = await started(house)
    await aki.says("/help")
    assert "/today today's question" in aki.last.text
    assert "Run by" not in aki.last.text
    message = aki.last.id

    await aki.presses("More")
    assert "/timezone where you are" in aki.last.text
    await aki.presses("◀")

    assert aki.last.id == message
    assert "/today today's question" in aki.last.text


async def test_help_and_privacy_name_who_runs_it(house_on_sqlite: House) -> None:
    house = house_on_sqlite
    aki = await started(house)
    await house.restarts(operator_name="Yuki", operator_contact="yuki@example.org")

    await aki.says("/help")
    assert aki.last.text.endswith("\nRun by Yuki, yuki@example.org")
    await aki.says("/privacy")

    assert aki.last.text.endswith("\nThis Hibi is run by Yuki, yuki@example.org.")
    assert "could technically read what is stored" in aki.last.text


async def test_cancel_says_whether_there_was_anything_to_leave(house: House) -> None:
    aki = await kept(house)
    await aki.says("/cancel")
    assert aki.last.text == "There is nothing to leave. Your diary is open."

    await aki.says("/time")
    await aki.says("/cancel")

    assert aki.last.text == "All right, that is off."


async def test_an_unknown_command_points_to_help(house_on_sqlite: House) -> None:
    aki = await started(house_on_sqlite)

    await aki.says("/dance")

    assert aki.last.text == "I don't know that command. /help shows what there is."
    assert await texts(house_on_sqlite, aki) == []


@pytest.mark.parametrize("language", ["en", "ja"])
async def test_help_names_every_command_that_there_is(
    house_on_sqlite: House, language: str
) -> None:
    aki = await started(house_on_sqlite, language_code=language)
    await aki.says("/help")
    said = aki.last.text
    await aki.presses(aki.last.labels[0])
    said += aki.last.text

    there = {each.command for one in FEATURES for each in getattr(one, "COMMANDS", [])}
    unsaid = {command for command in there if f"/{command} " not in said}
    assert unsaid <= {"start", "help", "invite"}
