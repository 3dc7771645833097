"""Names of others in an answer about people: initials, a nickname, or a yes."""

from bot.db.tables import Person, Snippet
from tests.chat.acting import ask, press, rows
from tests.chat.features.test_share import shared
from tests.chat.house import House
from tests.chat.house import Person as Somebody


async def named(house: House, text: str) -> Somebody:
    """Somebody at the door with an answer to a question about people."""
    aki = await shared(house)
    await aki.says("/today")
    await aki.presses("One more")
    people = next(q for q in house.ground.questions if q.startswith("people-"))
    await ask(house, aki, people)
    await aki.says(text)
    await aki.presses("○ your page")
    return aki


async def test_a_name_can_be_fine_for_ever(house: House) -> None:
    aki = await named(house, "Lunch with Anna Kowalski")
    assert aki.last.text == (
        "One check before this goes out: it seems to name somebody, A. K.: initials or a nickname?"
    )
    assert aki.last.labels == ["Edit", "Only me", "Share as it is", "This name is always fine"]

    await aki.presses("This name is always fine")

    assert "Shared in 60 s: your page" in aki.last.text
    (person,) = await rows(house, Person, id=aki.id)
    assert person.own_details == ["name:anna kowalski"]


async def test_initials_need_no_second_tap(house_on_sqlite: House) -> None:
    aki = await named(house_on_sqlite, "Lunch with A. K.")

    assert "Shared in 60 s: your page" in aki.last.text


async def test_an_old_button_for_a_shop_lets_no_name_pass(house_on_sqlite: House) -> None:
    house = house_on_sqlite
    aki = await named(house, "Anna Kowalski: 090-1234-5678")
    (*_, snippet) = await rows(house, Snippet)

    await press(aki, f"share:mine:{snippet.id}:0:{snippet.revision}")

    assert "it seems to name somebody" in aki.last.text
    (person,) = await rows(house, Person, id=aki.id)
    assert person.own_details == ["phone:+819012345678"]
