"""/page: what stands there, who may find it, and how each line of it is filled."""

from typing import Any

import pytest
from sqlmodel import select
from telegram import InlineKeyboardButton, InlineKeyboardMarkup

from bot.chat.features import page
from bot.db import tables
from bot.services import pages
from bot.services.pages import OwnPage, Problem
from tests.builders import a_snippet
from tests.chat.house import House, Person


def test_every_refused_address_has_words() -> None:
    assert set(page.PROBLEMS) == set(Problem)


async def joined(house: House, **wish: Any) -> Person:
    aki = await house.person("Aki", username="aki_t", **wish)
    await aki.says("/start")
    return aki


async def opened(house: House) -> Person:
    aki = await joined(house)
    await pages.open_page(house.ground, aki.id, "aki_t", "Aki")
    return aki


async def own(house: House, aki: Person) -> OwnPage:
    found = await pages.own_page(house.ground, aki.id)
    assert found is not None
    return found


async def texts(house: House) -> list[str]:
    async with house.ground.database.reading() as session:
        return [row.text for row in (await session.exec(select(tables.Snippet))).all()]


async def gets_button(house: House, aki: Person, data: str) -> None:
    button = InlineKeyboardButton("Press", callback_data=data)
    await house.ptb.bot.send_message(aki.id, "Here", reply_markup=InlineKeyboardMarkup([[button]]))


async def test_before_the_first_share_the_page_shows_what_it_would_be(house: House) -> None:
    aki = await joined(house)

    await aki.says("/page")

    assert aki.last.text.startswith("Your page is not there yet")
    assert "@aki_t" in aki.last.text
    assert "Name: Aki" in aki.last.text
    assert await pages.page_by_handle(house.ground, "aki_t") is None


async def test_a_line_is_asked_for_kept_and_taken_back(house: House) -> None:
    aki = await opened(house)
    await aki.says("/page")
    await aki.presses("Who you are")
    await aki.presses("What you do")
    assert aki.last.text == "What you do: write it in one line, at most 120 characters."

    await aki.says("I bake bread")
    assert aki.last.text == "What you do: I bake bread\nIt stands on your page now."
    assert (await own(house, aki)).lines["occupation"] == "I bake bread"

    await aki.presses("Undo")
    assert aki.last.text == "Taken back."
    assert (await own(house, aki)).lines["occupation"] == ""
    await aki.presses("It was for my diary")
    assert await texts(house) == ["I bake bread"]


async def test_a_line_can_be_taken_off(house: House) -> None:
    aki = await opened(house)
    await pages.set_line(house.ground, aki.id, "bio", "I bake")
    await aki.says("/page")
    await aki.presses("One line about you")
    assert "Now: I bake" in aki.last.text

    await aki.presses("Take it off")

    assert "I bake" not in aki.last.text
    assert (await own(house, aki)).lines["bio"] == ""


async def test_a_name_that_is_too_long_is_asked_for_again(house: House) -> None:
    aki = await joined(house)
    await aki.says("/page")
    await aki.presses("Name")
    house.clock.passes(seconds=1)

    await aki.says("A" * 61)
    assert aki.last.text == "That is longer than 60 characters. Could you say it shorter?"
    await aki.says("Aki T.")

    assert (await own(house, aki)).name == "Aki T."
    assert await texts(house) == []


async def test_a_whole_story_is_for_the_diary_even_while_a_name_is_asked_for(house: House) -> None:
    aki = await joined(house)
    await aki.says("/page")
    await aki.presses("Name")
    story = "We walked along the river until it was dark. " * 4

    await aki.says(story)

    assert await texts(house) == [story.strip()]
    assert (await own(house, aki)).name == "Aki"


async def test_an_address_nobody_knows_yet_is_changed_at_once(house: House) -> None:
    aki = await joined(house)
    await aki.says("/page")
    await aki.presses("Address")
    house.clock.passes(seconds=1)

    await aki.says("admin")
    assert aki.last.text.startswith("That one is kept free for Hibi itself.")
    await aki.says("@Aki_Bakes")

    assert aki.last.text == "Your address is @aki_bakes now."
    assert (await own(house, aki)).handle == "aki_bakes"


async def test_a_page_that_people_know_moves_after_one_more_yes(house: House) -> None:
    aki = await opened(house)
    await aki.says("/page")
    await aki.presses("Address")

    await aki.says("aki_bakes")
    assert aki.last.text.startswith("Your page then moves to @aki_bakes.")
    assert (await own(house, aki)).handle == "aki_t"
    await aki.presses("Move it there")

    assert (await own(house, aki)).handle == "aki_bakes"
    assert await pages.page_by_handle(house.ground, "aki_t") is not None


async def test_a_fourth_move_within_a_year_has_to_wait(house: House) -> None:
    aki = await opened(house)
    for handle in ("aki_one", "aki_two", "aki_three"):
        assert await pages.rename(house.ground, aki.id, handle) is None
    await gets_button(house, aki, "page:move:aki_four:0")

    await aki.presses("Press")

    assert aki.last.text.startswith("You have moved three times within a year")
    assert (await own(house, aki)).handle == "aki_three"


@pytest.mark.parametrize(("answer", "kept"), [("yes", True), ("no", False)])
async def test_the_question_about_search_is_answered_in_place(
    house: House, answer: str, kept: bool
) -> None:
    aki = await opened(house)
    await gets_button(house, aki, f"page:search:{answer}")

    await aki.presses("Press")

    assert (await own(house, aki)).searchable is kept
    assert "/page" in aki.last.text


async def test_the_switch_for_searches_says_how_it_stands(house: House) -> None:
    aki = await opened(house)
    await aki.says("/page")

    await aki.presses("May be found in searches")

    assert "✓ May be found in searches" in aki.last.labels
    assert (await own(house, aki)).searchable is True


async def test_an_answer_becomes_a_line_and_goes_back(house: House) -> None:
    aki = await opened(house)
    await aki.says("I bake bread")
    async with house.ground.database.reading() as session:
        snippet = (await session.exec(select(tables.Snippet))).one()
    await gets_button(house, aki, f"page:fill:occupation:{snippet.id}")

    await aki.presses("Press")
    assert aki.last.text.startswith("What you do: I bake bread")
    assert (await own(house, aki)).lines["occupation"] == "I bake bread"

    await aki.presses("Undo", aki.last.id)
    assert (await own(house, aki)).lines["occupation"] == ""


async def test_nobody_puts_somebody_elses_words_on_their_page(house: House) -> None:
    aki = await opened(house)
    ken = await house.person("Ken")
    await ken.says("/start")
    snippet = a_snippet("Ken's own words", ken.id)
    async with house.ground.database.writing() as session:
        session.add(snippet)
    await gets_button(house, aki, f"page:fill:occupation:{snippet.id}")

    await aki.presses("Press")

    assert (await own(house, aki)).lines["occupation"] == ""


async def test_a_first_share_goes_on_after_the_name_was_changed(house: House) -> None:
    aki = await joined(house)
    await aki.says("A cold cup of tea")
    await aki.presses("your page")
    await aki.presses("Change name")
    await aki.says("Aki T.")
    assert (await own(house, aki)).name == "Aki T."

    assert "Aki T." in aki.last.text
    await aki.presses("Share it")
    await house.passes(minutes=2)

    assert (await own(house, aki)).is_open


async def test_who_only_keeps_a_diary_has_no_page(house: House) -> None:
    aki = await joined(house)
    async with house.ground.database.writing() as session:
        person = await session.get(tables.Person, aki.id)
        person.diary_only = True
        session.add(person)

    await aki.says("/page")

    assert aki.last.text.startswith("Your Hibi is a diary for you alone, so it has no page.")
    assert await pages.own_page(house.ground, aki.id) is None
