"""The first look: under which name and address, and that it follows a change of them."""

from bot.db.tables import Page, Snippet
from tests.chat.acting import kept, rows
from tests.chat.house import House, Person


async def looking(house: House) -> Person:
    aki = await kept(house)
    await aki.presses("your page")
    return aki


async def test_another_name_is_looked_at_below_and_then_shared(house: House) -> None:
    aki = await looking(house)
    card = aki.last.id
    await aki.presses("Change name")

    await aki.says("Akiko")
    assert aki.last.text.startswith("Your first time sharing.")
    assert "\n\nAkiko\n" in aki.last.text
    assert card not in [seen.id for seen in aki.chat]
    await aki.presses("Share it")
    await aki.presses("Send now")

    assert "Shared: your page ↗" in aki.last.text
    (page,) = await rows(house, Page)
    assert page.name == "Akiko"
    assert sum(seen.text.startswith("Kept") for seen in aki.bot_messages) == 1


async def test_another_address_is_looked_at_below(house_on_sqlite: House) -> None:
    aki = await looking(house_on_sqlite)
    await aki.presses("Change address")

    await aki.says("akis_day")

    assert "/@akis_day\n" in aki.last.text
    assert "Share it" in aki.last.labels
    (snippet,) = await rows(house_on_sqlite, Snippet)
    assert snippet.card_message_id == aki.last.id


async def test_the_name_goes_back_and_the_look_follows(house_on_sqlite: House) -> None:
    aki = await looking(house_on_sqlite)
    await aki.presses("Change name")
    await aki.says("Akiko")

    await aki.presses("Undo")

    assert "\n\nAki\n" in aki.last.text
    assert sum(seen.text.startswith("Your first time") for seen in aki.bot_messages) == 1


async def test_not_now_leads_back_to_the_card(house_on_sqlite: House) -> None:
    aki = await looking(house_on_sqlite)
    await aki.presses("Change name")
    await aki.says("Akiko")

    await aki.presses("Not now")

    assert aki.last.text.startswith("Kept · day 1")
    assert "○ your page" in aki.last.labels
