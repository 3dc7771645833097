"""Share buttons: picked once, pressed on a card; what they show and where they lead."""

from urllib.parse import parse_qs, urlsplit

import pytest

from bot.db.tables import Delivery, HandCopy, Person, Snippet
from bot.services import picking
from tests.builders import an_account, jpeg
from tests.chat.acting import keep, kept, plug, press, rows, started, texts
from tests.chat.by_hand import picked, published, seen
from tests.chat.house import House
from tests.chat.house import Person as Somebody


def link_of(person: Somebody) -> str:
    """Where the button of the newest message leads."""
    found = [one for row in person.last.raw["buttons"] for one in row]
    return next(str(one["url"]) for one in found if "url" in one)


def copied(person: Somebody) -> list[str]:
    found = [one for row in person.last.raw["buttons"] for one in row]
    return [one["copy"] for one in found if "copy" in one]


# Which ones.


async def test_share_buttons_are_picked_in_networks(house: House) -> None:
    aki = await kept(house)
    assert not any("↗" in label for label in aki.last.labels)
    await aki.says("/networks")

    await aki.presses("Share buttons")
    assert aki.last.text.startswith("A share button opens a network with your words filled in")
    assert len(aki.last.labels) == 16
    for name in ("X", "note", "LINE", "Ameba Blog"):
        await aki.presses(name, aki.last.id)
    assert [label for label in aki.last.labels if "✓" in label] == [
        "✓ X",
        "✓ LINE",
        "✓ note",
        "✓ Ameba Blog",
    ]
    await aki.says("Cake")

    assert aki.last.labels[:4] == ["○ your page", "↗ X", "↗ note", "↗ LINE"]


async def test_a_second_tap_takes_a_button_away(house_on_sqlite: House) -> None:
    aki = await picked(house_on_sqlite, "x", "note")
    await press(aki, "assist:places")

    await aki.presses("✓ X")
    await aki.presses("◀")
    await aki.says("Cake")

    assert "↗ X" not in aki.last.labels
    assert "↗ note" in aki.last.labels


async def test_a_place_of_many_servers_asks_which(house: House) -> None:
    aki = await kept(house)
    await press(aki, "assist:pick:misskey")
    assert aki.last.text.startswith("On which server are you?")

    await aki.says("no server")
    assert aki.last.text.startswith("That is not a server's name.")
    await aki.says("https://Misskey.example/@aki")
    assert "✓ Misskey" in aki.last.labels
    await aki.says("Cake")
    await aki.presses("↗ Misskey")

    assert link_of(aki).startswith("https://misskey.example/share?text=")
    assert await texts(house, aki) == ["A cold cup of tea", "Cake"]


async def test_a_long_line_is_not_taken_for_a_server(house_on_sqlite: House) -> None:
    aki = await kept(house_on_sqlite)
    await press(aki, "assist:pick:mastodon")
    line = "Walked along the river until it was dark, and came home with wet shoes"

    await aki.says(line)

    assert line in await texts(house_on_sqlite, aki)
    assert await picking.picked(house_on_sqlite.ground, aki.id) == ()


async def test_a_diary_knows_no_share_buttons(house: House) -> None:
    aki = await picked(house, "x")
    (person,) = await rows(house, Person, id=aki.id)
    person.diary_only = True
    await keep(house, person)
    (snippet,) = await rows(house, Snippet)

    await aki.says("Cake")
    assert not any("X" in label for label in aki.last.labels)
    await press(aki, "assist:places")
    assert aki.last.text.startswith("Your Hibi is a diary for you alone")
    await press(aki, "assist:pick:note")
    assert aki.last.text.startswith("Your Hibi is a diary for you alone")

    said = await press(aki, f"assist:look:{snippet.id}:x")
    assert said == "Your place here is a diary; sharing is not part of it."


async def test_a_linked_network_needs_no_share_button(house_on_sqlite: House) -> None:
    house = house_on_sqlite
    plug(house)
    aki = await picked(house, "mastodon", "x")
    await keep(house, an_account("mastodon", aki.id, server="server.example"))

    await aki.says("Cake")

    assert aki.last.labels[:3] == ["○ your page", "○ Mastodon", "↗ X"]


# One answer.


async def test_a_tap_shows_what_goes_and_nothing_leaves(house: House) -> None:
    aki = await picked(house, "x", text="Tea & 100% cake")
    labels = aki.last.labels

    await aki.presses("↗ X")

    assert aki.last.text == (
        "X opens with this. You post it there yourself.\n\nWithin arm's reach: Tea & 100% cake"
    )
    assert aki.last.labels == ["Open X ↗", "I posted it", "Back"]
    values = parse_qs(urlsplit(link_of(aki)).query)
    assert values == {"text": ["Within arm's reach: Tea & 100% cake"]}
    assert await rows(house, Delivery) == []
    assert await rows(house, HandCopy) == []
    await aki.presses("Back")
    assert aki.last.text == "Kept · day 1\nOnly you can see it in your diary."
    assert aki.last.labels == labels


async def test_a_public_answer_takes_its_address_along(house: House) -> None:
    aki = await published(house, "x")
    (snippet,) = await rows(house, Snippet)

    await aki.presses("↗ X")

    assert aki.last.text.endswith(f"/{snippet.public_id}")
    (url,) = parse_qs(urlsplit(link_of(aki)).query)["url"]
    assert url == f"http://127.0.0.1:8080/@aki/{snippet.public_id}"


async def test_facebook_asks_for_the_page_first(house: House) -> None:
    aki = await picked(house, "facebook")

    await aki.presses("↗ Facebook")
    assert aki.last.text.startswith("Facebook takes only a link.")
    assert aki.last.labels == ["On my page", "Back"]
    await aki.presses("On my page")
    assert aki.last.text.startswith("Your first time sharing.")
    await aki.presses("Share it")
    await aki.presses("Send now")
    await aki.presses("↗ Facebook")

    (snippet,) = await rows(house, Snippet)
    assert parse_qs(urlsplit(link_of(aki)).query) == {
        "u": [f"http://127.0.0.1:8080/@aki/{snippet.public_id}"]
    }


@pytest.mark.parametrize("way", ["Share as it is", "It's my shop's number"])
async def test_the_door_stands_before_the_link(house: House, way: str) -> None:
    aki = await picked(house, "x", text="Call 090-1234-5678")

    await aki.presses("↗ X")
    assert aki.last.text.startswith("One check before this goes out")
    assert aki.last.labels == ["Edit", "Back", "Share as it is", "It's my shop's number"]
    await aki.presses(way)

    assert "090-1234-5678" in parse_qs(urlsplit(link_of(aki)).query)["text"][0]
    (person,) = await rows(house, Person, id=aki.id)
    assert bool(person.own_details) is (way != "Share as it is")


async def test_words_that_were_edited_behind_the_warning_are_asked_about_anew(
    house_on_sqlite: House,
) -> None:
    aki = await started(house_on_sqlite)
    await picking.pick(house_on_sqlite.ground, aki.id, "x")
    message_id = await aki.says("Call 090-1234-5678")
    (snippet,) = await rows(house_on_sqlite, Snippet)
    await aki.presses("↗ X")
    await aki.edits(message_id, "Write to aki@example.com")

    await press(aki, f"assist:pass:{snippet.id}:x:1")

    assert "an address, a…@example.com" in aki.last.text


async def test_short_words_are_copied_by_a_button(house: House) -> None:
    aki = await picked(house, "note")

    await aki.presses("↗ note")

    assert aki.last.text.startswith("note has no way in for me.")
    assert aki.last.labels == ["Copy the words", "I posted it", "Back"]
    assert copied(aki) == ["Within arm's reach: Tea"]


async def test_long_words_come_as_a_message_that_a_tap_copies(house_on_sqlite: House) -> None:
    long = "今日はカレーを作りました。" * 40
    aki = await picked(house_on_sqlite, "note", text=long)

    await aki.presses("↗ note")
    assert aki.last.labels == ["Send it here to copy", "I posted it", "Back"]
    await aki.presses("Send it here to copy")

    assert aki.last.text == long
    assert [one["type"] for one in aki.last.raw["entities"]] == ["pre"]


async def test_photos_come_along_for_posting_by_hand(house: House) -> None:
    aki = await started(house)
    await picking.pick(house.ground, aki.id, "instagram_personal")
    await aki.sends_photo(jpeg(), caption="Soup")

    await aki.presses("↗ Instagram")
    assert seen(aki, "Instagram has no way in").labels == [
        "Copy the words",
        "Send it here to copy",
        "I posted it",
        "Back",
    ]
    await aki.presses("Send it here to copy")

    photo, words = aki.bot_messages[-2:]
    assert photo.raw.get("photo")
    assert words.text == "Within arm's reach: Soup"


async def test_a_link_says_that_photos_do_not_travel(house_on_sqlite: House) -> None:
    aki = await started(house_on_sqlite)
    await picking.pick(house_on_sqlite.ground, aki.id, "x")
    await aki.sends_photo(jpeg(), caption="Soup")

    await aki.presses("↗ X")

    look = seen(aki, "X opens with this").text
    assert look.endswith("Photos do not travel along; please add them there.")
