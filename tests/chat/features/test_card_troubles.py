"""What a card says when something went wrong, or is gone."""

from typing import Any

import pytest

from bot.db.tables import (
    Copy,
    Dialogue,
    Snippet,
)
from bot.domain.delivery import DeliveryState
from tests.builders import a_delivery
from tests.chat.acting import keep, kept, press, rows, started, texts
from tests.chat.features.test_card import card_of, linked
from tests.chat.house import House, Person
from tests.fakes import FakeNetwork

# What went wrong gives a sentence and one button.


async def with_delivery(house: House, state: str, **given: Any) -> tuple[Person, FakeNetwork]:
    aki = await kept(house, "Tea")
    network, account = await linked(house, aki)
    (snippet,) = await rows(house, Snippet)
    await keep(house, a_delivery(snippet, account, state=state, **given))
    await press(aki, f"card:show:{snippet.id}")
    return aki, network


async def test_what_was_refused_can_be_tried_again(house: House) -> None:
    aki, network = await with_delivery(house, DeliveryState.REFUSED, rule="too long")
    assert "Mastodon did not take it." in aki.last.text

    await aki.presses("Try again · Mastodon")
    await house.passes(seconds=1)
    await aki.looks()

    assert "Shared: Mastodon ↗" in aki.last.text
    assert len(network.texts) == 1


async def test_a_lost_sign_in_says_that_it_waits(house_on_sqlite: House) -> None:
    aki, _ = await with_delivery(house_on_sqlite, DeliveryState.PARKED)

    assert "Mastodon wants you to sign in again; this waits until then." in aki.last.text
    assert "Sign in" in aki.last.labels


@pytest.mark.parametrize(("there", "posted"), [("It is there", 0), ("It is not · send it", 1)])
async def test_a_lost_answer_is_settled_by_the_person(
    house: House, there: str, posted: int
) -> None:
    aki, network = await with_delivery(house, DeliveryState.ASKED)
    assert "I could not find out whether it reached Mastodon." in aki.last.text
    assert "Only you can see it" not in aki.last.text

    await aki.presses(there)
    await house.passes(seconds=1)
    await aki.looks()

    assert "Shared: Mastodon" in aki.last.text
    assert "It is there" not in aki.last.labels
    assert len(network.texts) == posted


async def test_a_change_that_was_not_taken_is_tried_again(house_on_sqlite: House) -> None:
    house = house_on_sqlite
    aki = await kept(house, "Tea")
    network, account = await linked(house, aki)
    (snippet,) = await rows(house, Snippet)
    await press(aki, f"share:to:{snippet.id}:{account.id}")
    await aki.presses("Send now")
    (copy,) = await rows(house, Copy)
    assert copy.remote_id in network.standing
    await keep(
        house,
        a_delivery(snippet, account, kind="edit", revision=9, state="refused", rule="no"),
    )

    await press(aki, f"card:show:{snippet.id}")

    assert "The change has not reached Mastodon." in aki.last.text
    assert "Try again · Mastodon" in aki.last.labels


async def test_where_nothing_can_be_edited_it_is_deleted_and_posted_again(house: House) -> None:
    aki = await kept(house, "Tae")
    network, account = await linked(house, aki)
    network.can_edit = False
    (snippet,) = await rows(house, Snippet)
    await press(aki, f"share:to:{snippet.id}:{account.id}")
    await aki.presses("Send now")

    await aki.presses("Edit")
    await aki.says("Tea")
    await house.passes(minutes=2)
    await aki.looks()
    card = card_of(aki)
    assert "Mastodon still shows the earlier words." in card.text
    await aki.presses("Delete and post again: Mastodon")
    await house.passes(seconds=1)

    assert network.texts == ["Within arm's reach: Tea"]


# What is gone says so.


@pytest.mark.parametrize("verb", ["edit", "day", "dayset", "dayask", "delete", "gone", "alt"])
async def test_a_button_of_what_is_gone_says_so(house_on_sqlite: House, verb: str) -> None:
    house = house_on_sqlite
    aki = await kept(house)
    (snippet,) = await rows(house, Snippet)
    await aki.presses("Undo")
    before = len(aki.chat)

    said = await press(aki, f"card:{verb}:{snippet.id}:1")

    assert said == "I no longer have that one."
    assert len(aki.chat) == before
    assert await rows(house, Dialogue) == []


async def test_the_card_of_a_note_is_not_offered_a_join_without_an_answer(
    house_on_sqlite: House,
) -> None:
    aki = await started(house_on_sqlite)
    await aki.presses("Skip today")

    await aki.says("Tea")

    assert "Add to the answer before" not in aki.last.labels
    (snippet,) = await rows(house_on_sqlite, Snippet)
    assert await press(aki, f"card:join:{snippet.id}") == "I no longer have that one."


async def test_a_card_that_left_the_chat_needs_no_care(house_on_sqlite: House) -> None:
    house = house_on_sqlite
    aki = await started(house)
    said = await aki.says("Tea")
    await house.post(
        "/faults",
        {
            "method": "editMessageText",
            "status": 400,
            "description": "Bad Request: message to edit not found",
        },
    )

    await aki.edits(said, "Green tea")

    assert await texts(house, aki) == ["Green tea"]


async def test_milestones_remember_the_first_words(house_on_sqlite: House) -> None:
    house = house_on_sqlite
    aki = await started(house)
    for day in range(3):
        await aki.says(f"Line {day + 1}")
        await house.passes(hours=24)

    said = [seen for seen in aki.bot_messages if "in a row" in seen.text]
    assert [seen.text for seen in said] == [
        "3 days in a row.\nOn the first one you wrote “Line 1”. It adds up nicely."
    ]
    assert said[0].labels == ["See your record"]
