"""The extra yes for health, belief and the like, and the one question after the third."""

import pytest

from bot.db.tables import Person
from tests.builders import an_account
from tests.chat.acting import ask, keep, plug, press, rows, started
from tests.chat.features.test_share import shared, warned
from tests.chat.house import House
from tests.chat.house import Person as Somebody

PREGNANT = "She is pregnant"
ASKED = "Three times now I have asked about health, and you said yes. Shall I go on asking?"


async def said_yes(house: House, times: int) -> Somebody:
    aki = await shared(house)
    for _ in range(times):
        await says_yes(aki)
    return aki


async def says_yes(aki: Somebody) -> None:
    await aki.says(PREGNANT)
    await aki.presses("○ your page")
    await aki.presses("Share as it is")


async def test_the_warning_names_the_matter_and_not_the_word(house: House) -> None:
    aki = await warned(house, PREGNANT)

    assert aki.last.text == (
        "One check before this goes out: it seems to speak of somebody's health, p…."
    )
    assert aki.last.labels == ["Edit", "Only me", "Share as it is"]


async def test_after_the_third_yes_it_asks_once(house_on_sqlite: House) -> None:
    aki = await said_yes(house_on_sqlite, 4)

    questions = [seen for seen in aki.bot_messages if seen.text == ASKED]
    assert [seen.labels for seen in questions] == [["Yes, keep asking", "No need to ask"]]


async def test_no_need_to_ask_ends_it(house: House) -> None:
    aki = await said_yes(house, 3)
    await aki.looks()
    (asked,) = [seen for seen in aki.bot_messages if seen.text == ASKED]

    await press(aki, "settings:asking:health:off")
    await aki.says(PREGNANT)
    await aki.presses("○ your page")

    assert "Shared in 60 s: your page" in aki.last.text
    (person,) = await rows(house, Person, id=aki.id)
    assert person.warnings_off == ["health"]
    assert asked.labels


@pytest.mark.parametrize("times", [1, 2])
async def test_keep_asking_leaves_it_as_it_was(house_on_sqlite: House, times: int) -> None:
    house = house_on_sqlite
    aki = await said_yes(house, 3)

    for _ in range(times):
        said = await press(aki, "settings:asking:health:on")
    await aki.says(PREGNANT)
    await aki.presses("○ your page")

    assert said is None or said == ""
    assert aki.last.text.startswith("One check before this goes out")
    (person,) = await rows(house, Person, id=aki.id)
    assert person.warnings_off == []


@pytest.mark.parametrize("kind", ["phone", "nothing", ""])
async def test_only_special_kinds_are_asked_about(house_on_sqlite: House, kind: str) -> None:
    house = house_on_sqlite
    aki = await shared(house)

    await press(aki, f"settings:asking:{kind}:off")

    (person,) = await rows(house, Person, id=aki.id)
    assert person.warnings_off == []


async def test_it_never_leaves_by_itself(house_on_sqlite: House) -> None:
    house = house_on_sqlite
    network = plug(house)
    aki = await started(house)
    await aki.presses("Skip today")
    await keep(house, an_account("mastodon", aki.id, by_itself=True))
    await aki.says("/today")
    await ask(house, aki, "day-lunch-box")

    await aki.says(PREGNANT)
    await house.passes(seconds=61)

    assert network.texts == []
