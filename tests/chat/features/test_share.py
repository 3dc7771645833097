"""Who sees an answer: only me, the first look, the wait, the check at the door, by itself."""

from typing import Any

import pytest

from bot.db.tables import Account, Delivery, Page, Person, Snippet
from bot.domain.delivery import DeliveryState
from tests.builders import an_account
from tests.chat.acting import (
    keep,
    kept,
    plug,
    press,
    rows,
)
from tests.chat.house import House
from tests.chat.house import Person as Somebody

PHONE = "Call the shop: 090-1234-5678"
EMAIL = "Write to aki@example.com"
CARD = "It was 4111 1111 1111 1111"


async def shared(house: House, text: str = "A cold cup of tea", **wish: Any) -> Somebody:
    """Somebody whose first answer stands on their page."""
    aki = await kept(house, text, **wish)
    await aki.presses(aki.last.labels[0])
    await aki.presses(aki.last.labels[0])
    await house.passes(seconds=60)
    await aki.looks()
    return aki


async def warned(house: House, text: str, **wish: Any) -> Somebody:
    """Somebody at the door, with a page that is open already."""
    aki = await shared(house, **wish)
    await aki.says(text)
    await aki.presses(aki.last.labels[0])
    return aki


async def states(house: House) -> list[str]:
    return [row.state for row in await rows(house, Delivery)]


# The way out.


async def test_from_only_me_to_the_page_in_two_taps(house: House) -> None:
    aki = await kept(house)
    card = aki.last
    assert card.text.startswith("Kept · day 1\nOnly you can see it in your diary.")

    await aki.presses("your page")
    assert aki.last.text.startswith("Your first time sharing. This is how it will look.")
    assert "\n\nA cold cup of tea\n\n" in aki.last.text
    assert "Aki" in aki.last.text
    assert aki.last.labels == ["Share it", "Change name", "Change address", "Not now"]
    assert await states(house) == []
    await aki.presses("Share it")
    assert aki.last.text.startswith("Kept · day 1\nShared in 60 s: your page")
    assert aki.last.labels == ["Send now", "Only me", "Undo"]
    await house.passes(seconds=60)
    await aki.looks()

    assert aki.last.id == card.id
    assert aki.last.text.startswith("Kept · day 1\nShared: your page ↗")
    assert aki.last.labels[-4:] == ["Edit", "Day", "Who sees it", "Delete"]
    (page,) = await rows(house, Page)
    link = next(e["url"] for e in aki.last.raw["entities"] if e["type"] == "text_link")
    assert link.startswith(f"http://127.0.0.1:8080/@{page.handle}/")


async def test_not_now_leaves_everything_as_it_was(house: House) -> None:
    aki = await kept(house)

    await aki.presses("your page")
    await aki.presses("Not now")

    assert aki.last.text.startswith("Kept · day 1\nOnly you can see it in your diary.")
    assert await states(house) == []
    (page,) = await rows(house, Page)
    assert page.opened_at is None


async def test_send_now_does_not_wait(house: House) -> None:
    aki = await kept(house)
    await aki.presses("your page")
    await aki.presses("Share it")

    await aki.presses("Send now")

    assert "Shared: your page ↗" in aki.last.text


@pytest.mark.parametrize("label", ["Only me", "Undo"])
async def test_while_it_waits_it_can_be_held_back(house: House, label: str) -> None:
    aki = await kept(house)
    await aki.presses("your page")
    await aki.presses("Share it")

    await aki.presses(label)
    await house.passes(minutes=5)

    assert await states(house) == [DeliveryState.CANCELLED]


async def test_several_targets_leave_together(house: House) -> None:
    network = plug(house)
    aki = await shared(house)
    await keep(house, an_account("mastodon", aki.id))
    await aki.says("Soup")

    await aki.presses("○ your page")
    assert "Shared in 60 s: your page" in aki.last.text
    (snippet,) = await rows(house, Snippet, text="Soup")
    (account,) = await rows(house, Account, network="mastodon")
    await press(aki, f"share:to:{snippet.id}:{account.id}")
    assert "Shared in 60 s: your page, Mastodon" in aki.last.text
    await house.passes(seconds=60)
    await aki.looks()

    assert network.texts == ["Soup"]
    assert "Shared: your page ↗ Mastodon ↗" in aki.last.text


async def test_the_first_time_on_another_network_is_looked_at_too(house_on_sqlite: House) -> None:
    house = house_on_sqlite
    network = plug(house)
    aki = await kept(house, "Tea")
    await keep(house, an_account("mastodon", aki.id, shown_first_at=None))
    (snippet,) = await rows(house, Snippet)
    await press(aki, f"card:show:{snippet.id}")

    await aki.presses("○ Mastodon")
    assert aki.last.text.startswith("The first time on Mastodon. This is how it will look.")
    assert aki.last.labels == ["Share it", "Other words for Mastodon", "Not now"]
    await aki.presses("Share it")
    await house.passes(seconds=60)

    assert network.texts == ["Within arm's reach: Tea"]


async def test_without_an_undo_time_it_is_on_its_way_at_once(house_on_sqlite: House) -> None:
    house = house_on_sqlite
    aki = await kept(house)
    (person,) = await rows(house, Person, id=aki.id)
    person.undo_seconds = 0
    await keep(house, person)
    await aki.presses("your page")

    await aki.presses("Share it")

    assert "0 s" not in aki.last.text
    assert "Shared: your page ↗" in aki.last.text


# Who sees it.


async def test_a_copy_is_withdrawn_by_its_toggle(house: House) -> None:
    aki = await shared(house)

    await aki.presses("Who sees it")
    assert aki.last.labels == ["● your page", "Only me", "Back"]
    await aki.presses("● your page")

    assert aki.last.text == "Kept · day 1\nOnly you can see it in your diary."
    assert "○ your page" in aki.last.labels


async def test_only_me_withdraws_from_everywhere(house_on_sqlite: House) -> None:
    aki = await shared(house_on_sqlite)

    await aki.presses("Who sees it")
    await aki.presses("Only me")

    assert "Only you can see it in your diary." in aki.last.text


async def test_who_sees_it_can_be_left_with_nothing_changed(house_on_sqlite: House) -> None:
    aki = await shared(house_on_sqlite)
    card = aki.last

    await aki.presses("Who sees it")
    await aki.presses("Back")

    assert (aki.last.text, aki.last.labels) == (card.text, card.labels)


async def test_an_edit_travels_after_the_undo_time(house: House) -> None:
    network = plug(house)
    aki = await kept(house, "Tae")
    await keep(house, an_account("mastodon", aki.id))
    (snippet,) = await rows(house, Snippet)
    (account,) = await rows(house, Account)
    await press(aki, f"share:to:{snippet.id}:{account.id}")
    await aki.presses("Send now")

    await aki.presses("Edit")
    await aki.says("Tea")
    assert network.texts == ["Within arm's reach: Tae"]
    await house.passes(seconds=60)

    assert network.texts == ["Within arm's reach: Tea"]
