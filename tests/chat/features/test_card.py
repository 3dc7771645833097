"""The card under a kept answer: what can be changed, taken back and put right from it."""

from typing import Any

import pytest

from bot.db.tables import (
    Account,
    Dialogue,
    Media,
    Snippet,
)
from tests.builders import an_account, jpeg
from tests.chat.acting import keep, kept, plug, press, rows, started, texts
from tests.chat.house import House, Person, Seen
from tests.fakes import FakeNetwork


async def linked(house: House, aki: Person, **given: Any) -> tuple[FakeNetwork, Account]:
    """A network in memory, linked and shown before."""
    network = plug(house)
    await keep(house, an_account("mastodon", aki.id, **given))
    (account,) = await rows(house, Account, person_id=aki.id, network="mastodon")
    return network, account


def card_of(aki: Person) -> Seen:
    """The first card in the chat."""
    return next(seen for seen in aki.bot_messages if seen.text.startswith("Kept"))


# Words, day, description.


async def test_edit_asks_for_new_words_and_changes_the_card_in_place(house: House) -> None:
    aki = await kept(house, "Tae")
    card = aki.last

    await aki.presses("Edit")
    assert aki.last.text == "Send the new words. They replace these:\nTae"
    await aki.says("Tea")

    assert await texts(house, aki) == ["Tea"]
    assert aki.last.text == "Changed."
    assert card_of(aki).id == card.id
    assert await rows(house, Dialogue) == []


async def test_new_words_may_answer_the_request(house_on_sqlite: House) -> None:
    aki = await kept(house_on_sqlite, "Tae")
    await aki.presses("Edit")

    await aki.says("Tea", reply_to=aki.last.id)

    assert await texts(house_on_sqlite, aki) == ["Tea"]


async def test_the_day_moves_to_yesterday_by_one_tap(house: House) -> None:
    aki = await kept(house)
    card = aki.last

    await aki.presses("Day")
    assert aki.last.labels == ["Today", "Yesterday", "Another day", "Back"]
    await aki.presses("Yesterday")

    assert aki.last.id == card.id
    assert aki.last.text.startswith("Kept for Sun 22 Nov · day 1")
    (snippet,) = await rows(house, Snippet)
    assert snippet.on.isoformat() == "2026-11-22"


@pytest.mark.parametrize(
    ("language", "said", "on"),
    [("en", "last Friday", "2026-11-20"), ("ja", "先週の金曜日", "2026-11-20")],
)
async def test_another_day_is_written_in_ones_own_words(
    house_on_sqlite: House, language: str, said: str, on: str
) -> None:
    aki = await kept(house_on_sqlite, language_code=language)
    card = aki.last
    await aki.presses(card.labels[-2])
    await aki.presses(aki.last.labels[2])

    await aki.says(said)

    (snippet,) = await rows(house_on_sqlite, Snippet)
    assert snippet.on.isoformat() == on
    moved = next(seen for seen in aki.chat if seen.id == card.id)
    assert moved.labels[-1] == card.labels[-1]


async def test_what_is_no_day_is_asked_again_and_the_first_request_still_answers(
    house_on_sqlite: House,
) -> None:
    aki = await kept(house_on_sqlite)
    await aki.presses("Day")
    await aki.presses("Another day")
    asked = aki.last

    await aki.says("hm")
    assert aki.last.text == "I could not read a day there. Try 5 Dec or last Friday."
    assert aki.last.labels == ["It was for my diary"]
    await aki.says("20 Nov", reply_to=asked.id)

    assert aki.last.text == "It is kept for Fri 20 Nov now."
    assert await texts(house_on_sqlite, aki) == ["A cold cup of tea"]


async def test_a_day_to_come_is_no_day_of_a_diary(house_on_sqlite: House) -> None:
    aki = await kept(house_on_sqlite)
    await aki.presses("Day")
    await aki.presses("Another day")

    await aki.says("24 Nov 2026")

    assert aki.last.text.startswith("I could not read a day there.")


async def test_each_photo_is_described_in_turn(house: House) -> None:
    aki = await started(house)
    await aki.sends_photo(jpeg(), jpeg(20, 20))
    await house.passes(seconds=1)
    await aki.looks()

    await aki.presses("Describe the photo")
    await aki.says("A cup on a desk")
    assert aki.last.text == "Thank you. And the next photo?"
    await aki.says("A cat beside it")

    assert [each.alt for each in await rows(house, Media)] == ["A cup on a desk", "A cat beside it"]
    assert "Describe the photo" not in card_of(aki).labels


async def test_the_lead_is_left_out_and_put_back(house: House) -> None:
    aki = await kept(house, "Tea")
    assert "Leave out “Within arm's reach”" not in aki.last.labels
    await linked(house, aki)
    (snippet,) = await rows(house, Snippet)
    await press(aki, f"card:show:{snippet.id}")

    await aki.presses("Leave out “Within arm's reach”")
    assert "Put “Within arm's reach” before it" in aki.last.labels
    await aki.presses("Put “Within arm's reach” before it")

    assert "Leave out “Within arm's reach”" in aki.last.labels


# Undo and delete.


async def test_undo_is_as_if_never_written_and_can_be_put_back(house: House) -> None:
    aki = await kept(house)
    card = aki.last

    await aki.presses("Undo")
    assert (aki.last.text, aki.last.labels) == (
        "Taken back, as if it was never written.",
        ["Put back"],
    )
    assert await texts(house, aki) == []
    await aki.presses("Put back")

    assert aki.last.id == card.id
    assert aki.last.text.startswith("Kept · day 1")
    assert await texts(house, aki) == ["A cold cup of tea"]


async def test_after_a_day_nothing_is_put_back(house_on_sqlite: House) -> None:
    house = house_on_sqlite
    aki = await kept(house)
    await aki.presses("Undo")
    card = aki.last
    await house.passes(hours=25)

    await aki.presses("Put back", card.id)

    assert next(seen.text for seen in aki.chat if seen.id == card.id) == "Deleted from your diary."
    assert await texts(house, aki) == []


async def test_delete_asks_first_and_its_copies_go_too(house: House) -> None:
    aki = await kept(house, "Tea")
    network, account = await linked(house, aki)
    (snippet,) = await rows(house, Snippet)
    await press(aki, f"share:to:{snippet.id}:{account.id}")
    await aki.presses("Send now")
    assert network.texts == ["Within arm's reach: Tea"]

    await aki.presses("Delete")
    assert aki.last.text == "Delete it for good? Where it was shared, it is deleted too."
    assert aki.last.labels == ["Keep it", "Delete"]
    await aki.presses("Keep it")
    assert "Shared: Mastodon ↗" in aki.last.text
    await aki.presses("Delete")
    await aki.presses("Delete")

    assert (aki.last.text, aki.last.labels) == ("Deleted from your diary.", [])
    assert network.texts == []
    assert await texts(house, aki) == []
