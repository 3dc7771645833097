"""The first look: under which name and address, and that it follows a change of them."""

from typing import Any

from bot.chat.first_look import face
from bot.db.tables import Page, Snippet
from bot.locales import speak
from bot.services.choices import FirstTime
from tests.chat.acting import kept, rows
from tests.chat.house import House, Person


def a_look(**given: Any) -> FirstTime:
    plain: dict[str, Any] = {
        "snippet_id": 1,
        "account_id": 5,
        "network": "mastodon",
        "title": "Mastodon",
        "handle": "@hana@mastodon.example",
        "name": "",
        "address": "",
        "preview": "First.",
        "pictures": 0,
    }
    return FirstTime(**plain | given)


def quoted(look: FirstTime) -> list[str]:
    line, _ = face(speak("en"), look, at_home=False)
    units = line.text.encode("utf-16-le")
    return [
        units[2 * one.offset : 2 * (one.offset + one.length)].decode("utf-16-le")
        for one in line.entities
        if one.type == "blockquote"
    ]


def test_every_post_of_a_thread_is_shown() -> None:
    look = a_look(preview="一日目 1/3 🌊", rest=("二日目 2/3", "三日目 3/3"))

    assert quoted(look) == ["一日目 1/3 🌊", "二日目 2/3", "三日目 3/3"]


def test_a_long_thread_is_shown_as_far_as_it_has_room() -> None:
    look = a_look(rest=tuple(f"{n}" * 500 for n in range(8)))

    line, rows = face(speak("en"), look, at_home=False)

    assert len(quoted(look)) == 6
    assert "\n(and 3 more posts)" in line.text
    assert len(line.text) < 4_096
    assert rows[0][0].text == "Share it"


def test_a_card_is_told_of() -> None:
    line, _ = face(speak("en"), a_look(drawn=True, pictures=1), at_home=False)

    assert "First.\n(with the photo)\n(with a picture of all the words)" in line.text


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
