"""/invite: the owner lets somebody in, once, for seven days."""

from bot.config import Join
from bot.db.tables import Person
from tests.chat.acting import press, rows, started
from tests.chat.house import House


async def test_an_invitation_opens_the_door_once(house: House) -> None:
    aki = await started(house)
    await house.restarts(join=Join.INVITE)
    await aki.says("/invite")
    await aki.presses("With sharing")
    token = aki.last.text.partition("?start=")[2]

    bo = await house.person("Bo")
    await bo.says(f"/start {token}")
    assert bo.last.text.startswith("Hello, this is Hibi.")
    cleo = await house.person("Cleo")
    await cleo.says(f"/start {token}")

    assert cleo.last.text.startswith("This Hibi is for invited people only.")
    assert {row.id for row in await rows(house, Person)} == {aki.id, bo.id}


async def test_an_invitation_ends_after_seven_days(house_on_sqlite: House) -> None:
    house = house_on_sqlite
    aki = await started(house)
    await house.restarts(join=Join.INVITE)
    await aki.says("/invite")
    await aki.presses("With sharing")
    token = aki.last.text.partition("?start=")[2]
    await house.passes(days=7, minutes=1)

    bo = await house.person("Bo")
    await bo.says(f"/start {token}")

    assert bo.last.text.startswith("This Hibi is for invited people only.")


async def test_a_diary_can_be_opened_for_sharing_later(house: House) -> None:
    aki = await started(house)
    await house.restarts(join=Join.INVITE)
    await aki.says("/invite")
    await aki.presses("Diary only")
    token = aki.last.text.partition("?start=")[2]
    bo = await house.person("Bo")
    await bo.says(f"/start {token}")
    assert "What you keep here is your diary alone." in bo.last.text
    await bo.presses("07:30")
    await bo.presses("Yes")
    await bo.says("Tea")
    assert bo.last.labels == ["Undo", "Edit", "Day", "Delete"]

    await aki.says("/invite")
    await aki.presses(f"Let {bo.id} share too")
    await bo.says("Toast")

    assert "○ your page" in bo.last.labels


async def test_nobody_but_the_owner_invites(house: House) -> None:
    await started(house)
    bo = await started(house, "Bo")

    await bo.says("/invite")
    assert bo.last.text == "Only whoever runs this Hibi can invite."
    await press(bo, "invite:make:1")
    assert bo.last.text == "Only whoever runs this Hibi can invite."
    await press(bo, f"invite:lift:{bo.id}")

    assert not any("t.me" in seen.text for seen in bo.chat)
