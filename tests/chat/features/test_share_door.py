"""What is checked at the door, and what leaves by itself."""

import pytest

from bot.db.tables import Account, Person, Snippet
from tests.builders import an_account, jpeg
from tests.chat.acting import (
    ask,
    forwards,
    keep,
    kept,
    plug,
    press,
    rows,
    sends_file,
    started,
    toast,
)
from tests.chat.features.test_share import shared, states, warned
from tests.chat.house import House
from tests.chat.house import Person as Somebody

PHONE = "Call the shop: 090-1234-5678"
EMAIL = "Write to aki@example.com"
CARD = "It was 4111 1111 1111 1111"
MY_NUMBER = "Mine is 1234 5678 9018"
POSTAL = "Write to me at 〒150-0001"
ADDRESS = "Come to 221B Baker Street"
MEETING = "Meet me at 6pm at Shibuya Station"


# The door.


@pytest.mark.parametrize(
    ("text", "shown", "own"),
    [
        (PHONE, "a phone number", "It's my shop's number"),
        (EMAIL, "an address", "It's my shop's address"),
        (CARD, "a card number", None),
        (MY_NUMBER, "a My Number", None),
        (POSTAL, "a postal code", "It's where my shop is"),
        (ADDRESS, "where somebody lives or works", "It's where my shop is"),
        (MEETING, "where somebody will be and when", None),
    ],
)
async def test_details_are_warned_about_once_with_the_choices(
    house: House, text: str, shown: str, own: str | None
) -> None:
    aki = await warned(house, text)

    assert shown in aki.last.text
    assert text.removeprefix("Write to ")[-14:] not in aki.last.text
    choices = ["Edit", "Only me", "Share as it is", *([own] if own else [])]
    assert aki.last.labels == choices
    await aki.presses("Share as it is")

    assert "Shared in 60 s: your page" in aki.last.text


async def test_what_stays_private_is_never_commented_on(house_on_sqlite: House) -> None:
    aki = await kept(house_on_sqlite, PHONE)

    assert [seen.text.split("\n")[0] for seen in aki.bot_messages][2:] == ["Kept · day 1"]
    assert "check" not in aki.last.text


async def test_only_me_at_the_door_keeps_it_in_the_diary(house_on_sqlite: House) -> None:
    aki = await warned(house_on_sqlite, PHONE)

    await aki.presses("Only me")

    assert aki.last.text.startswith("Kept · day 1\nOnly you can see it in your diary.")


async def test_words_changed_at_the_door_are_checked_anew(house_on_sqlite: House) -> None:
    aki = await warned(house_on_sqlite, PHONE)
    await aki.presses("Edit")
    await aki.says("Call the shop")

    await aki.presses("○ your page")

    assert any("Shared in 60 s: your page" in seen.text for seen in aki.bot_messages)


async def test_a_kind_of_warning_can_be_off(house_on_sqlite: House) -> None:
    house = house_on_sqlite
    aki = await shared(house)
    (person,) = await rows(house, Person, id=aki.id)
    person.warnings_off = ["phone"]
    await keep(house, person)
    await aki.says(PHONE)

    await aki.presses("○ your page")

    assert "Shared in 60 s: your page" in aki.last.text


async def test_the_shops_own_number_is_asked_about_once_for_ever(house: House) -> None:
    aki = await warned(house, PHONE)
    await aki.presses("It's my shop's number")
    assert "Shared in 60 s: your page" in aki.last.text

    await aki.says("Ring 09012345678 for a table")
    await aki.presses("○ your page")

    assert "Shared in 60 s: your page" in aki.last.text


async def test_the_shops_own_number_lets_nothing_else_pass(house: House) -> None:
    aki = await warned(house, f"{PHONE}, {EMAIL}, {CARD}")
    assert aki.last.text.split("\n") == [
        "One check before this goes out: it seems to contain a phone number, 090-…-5678.",
        "It seems to contain an address, a…@example.com.",
        "It seems to contain a card number, …1111.",
    ]
    assert aki.last.labels[-2:] == ["It's my shop's number", "It's my shop's address"]

    await aki.presses("It's my shop's number")
    assert aki.last.text.startswith(
        "One check before this goes out: it seems to contain an address"
    )
    assert "card number" in aki.last.text

    await aki.presses("Share as it is")
    assert "Shared in 60 s: your page" in aki.last.text
    (person,) = await rows(house, Person, id=aki.id)
    assert person.own_details == ["phone:+819012345678"]


async def test_one_tap_says_where_the_shop_is(house: House) -> None:
    aki = await warned(house, "〒150-0001 東京都渋谷区神南1-2-3")
    assert aki.last.labels == ["Edit", "Only me", "Share as it is", "It's where my shop is"]

    await aki.presses("It's where my shop is")

    assert "Shared in 60 s: your page" in aki.last.text
    (person,) = await rows(house, Person, id=aki.id)
    assert person.own_details == ["address:渋谷区神南1-2-3", "postal:1500001"]


async def test_of_many_details_of_one_kind_the_first_are_named(house_on_sqlite: House) -> None:
    aki = await warned(house_on_sqlite, " ".join(f"a{n}@example{n}.com" for n in range(5)))

    assert aki.last.text.endswith("a…@example0.com, a…@example1.com, a…@example2.com, ….")


# By itself.


async def three_times(house: House, aki: Somebody) -> None:
    """A network with three shared answers, the third just now."""
    await keep(house, an_account("mastodon", aki.id))
    (account,) = await rows(house, Account, network="mastodon")
    for number in range(3):
        await aki.says(f"Line {number}")
        snippet = (await rows(house, Snippet))[-1]
        await press(aki, f"share:to:{snippet.id}:{account.id}")
        await house.passes(seconds=60)
    await aki.looks()


async def test_by_itself_is_offered_once_after_the_third_time(house: House) -> None:
    network = plug(house)
    aki = await started(house)
    await three_times(house, aki)
    offers = [seen for seen in aki.bot_messages if "by themselves from now on" in seen.text]
    assert len(offers) == 1
    await aki.presses("Yes, by themselves")

    await aki.says("/today")
    await aki.presses("One more")
    await ask(house, aki, "day-lunch-box")
    await aki.says("A question's own answer, long enough to stand quite alone without any lead.")
    assert "Shared in 60 s: Mastodon" in aki.last.text
    await house.passes(seconds=60)
    await aki.looks()

    assert len(network.texts) == 4
    assert not any("by themselves from now on" in seen.text for seen in aki.bot_messages)


async def answers(house: House, aki: Somebody, what: str) -> None:
    if what == "a free note":
        await aki.says("Just so")
        return
    await aki.says("/today")
    if what == "a people answer":
        people = next(q for q in house.ground.questions if q.startswith("people-"))
        await ask(house, aki, people)
        await aki.says("My neighbour")
    elif what == "a voice note":
        await sends_file(aki, "voice", "The sea")
    elif what == "a place":
        await aki.sends_location(40.7128, -74.006)
    elif what == "a forwarded message":
        await forwards(aki, "Somebody else's")
    elif what == "a phone number":
        await aki.says(PHONE)
    else:
        await aki.sends_photo(jpeg(), caption="Lunch")


@pytest.mark.parametrize(
    ("what", "leaves"),
    [
        ("a photo", True),
        ("a free note", False),
        ("a people answer", False),
        ("a voice note", False),
        ("a place", False),
        ("a forwarded message", False),
        ("a phone number", False),
    ],
)
async def test_only_a_plain_answer_leaves_by_itself(
    house_on_sqlite: House, what: str, leaves: bool
) -> None:
    house = house_on_sqlite
    network = plug(house)
    aki = await started(house)
    await aki.presses("Skip today")
    await keep(house, an_account("mastodon", aki.id, by_itself=True))

    await answers(house, aki, what)
    await house.passes(seconds=61)

    assert bool(network.texts) is leaves


# What cannot be shared says why.


async def test_a_recording_wants_a_line_first(house_on_sqlite: House) -> None:
    aki = await shared(house_on_sqlite)
    await sends_file(aki, "voice")

    said = await toast(aki, "○ your page")

    assert said == "Answer the card with one line first, to show with the recording."


async def test_a_diary_is_not_shared_whatever_is_pressed(house_on_sqlite: House) -> None:
    house = house_on_sqlite
    aki = await kept(house)
    (person,) = await rows(house, Person, id=aki.id)
    person.diary_only = True
    await keep(house, person)
    (snippet,) = await rows(house, Snippet)

    said = await press(aki, f"share:to:{snippet.id}:0")

    assert said == "Your place here is a diary; sharing is not part of it."
    assert await states(house) == []
