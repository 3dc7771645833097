"""A group, linked from a person's own dialogue: by them, with their yes, and by nobody else."""

import pytest

from bot.db.tables import Account, AccountState
from bot.playground.chats import Membership
from bot.playground.members import bot_member
from tests.chat.acting import happens, rows, started, texts
from tests.chat.house import House
from tests.chat.in_groups import a_group, asks_for_a_group, linked, stands, token_of


async def test_the_way_there_is_a_button_that_adds_the_bot(house: House) -> None:
    aki = await asks_for_a_group(house)

    (button,) = [one for row in aki.last.raw["buttons"] for one in row]

    bot = house.ptb.bot.username
    assert f"@{bot}" in aki.last.text
    assert button["url"] == f"https://t.me/{bot}?startgroup={await token_of(house, aki)}"


async def test_the_group_that_they_add_the_bot_to_is_asked_about_and_linked(house: House) -> None:
    aki = await asks_for_a_group(house)

    group = await a_group(house, aki)
    await aki.looks()
    assert aki.last.text.startswith("Share to the group “Family”?\n\n2 members are in it")
    assert "begins with your name: Aki" in aki.last.text
    assert [row.state for row in await rows(house, Account)] == [AccountState.PENDING]
    await aki.presses("Yes, share there")

    assert aki.last.text.startswith("Your Telegram group Family is connected.")
    assert [row.state for row in await rows(house, Account)] == [AccountState.WORKING]
    assert await stands(house, group) == []


async def test_a_no_leaves_the_group(house: House) -> None:
    aki = await asks_for_a_group(house)
    await a_group(house, aki)

    await aki.presses("No, leave the group")

    assert aki.last.text == "I left the group. Nothing was connected."
    assert await rows(house, Account) == []
    assert len(await house.calls("leaveChat")) == 1


async def test_somebody_elses_adding_while_one_is_asked_links_nothing(house: House) -> None:
    aki = await asks_for_a_group(house)
    mallory = await started(house, "Mallory")

    group = await a_group(house, mallory, "Work")
    await house.post(f"/groups/{group}/members", {"person": aki.id})
    await aki.looks()

    assert await rows(house, Account) == []
    assert len(await house.calls("leaveChat")) == 1
    assert not any("Work" in seen.text for seen in aki.chat + await mallory.looks())


async def test_after_the_dialogue_has_ended_an_adding_is_nobodys(house: House) -> None:
    aki = await asks_for_a_group(house)
    await aki.says("/cancel")

    await a_group(house, aki)

    assert await rows(house, Account) == []
    assert len(await house.calls("leaveChat")) == 1


async def test_the_second_of_a_family_links_the_group_that_the_bot_is_in(house: House) -> None:
    _, group = await linked(house)
    ken = await asks_for_a_group(house, "Ken")
    await house.post(f"/groups/{group}/members", {"person": ken.id})

    wish = {"person": ken.id, "token": await token_of(house, ken)}
    await house.post(f"/groups/{group}/bot", wish)
    await ken.presses("Yes, share there")

    assert len(await rows(house, Account, network="group", state=AccountState.WORKING)) == 2
    assert await stands(house, group) == []


async def test_somebody_elses_token_links_nothing(house: House) -> None:
    _, group = await linked(house)
    ken = await asks_for_a_group(house, "Ken")
    mallory = await asks_for_a_group(house, "Mallory")
    for one in (ken, mallory):
        await house.post(f"/groups/{group}/members", {"person": one.id})

    await house.post(
        f"/groups/{group}/bot", {"person": mallory.id, "token": await token_of(house, ken)}
    )
    await house.settles()

    assert len(await rows(house, Account, network="group")) == 1


async def test_an_adding_that_comes_twice_asks_once(house: House) -> None:
    aki = await asks_for_a_group(house)
    group = await a_group(house, aki)
    bot = house.playground.bot

    update = {
        "chat": {"id": group, "type": "group", "title": "Family"},
        "from": {"id": aki.id, "is_bot": False, "first_name": "Aki"},
        "date": int(house.clock().timestamp()),
        "old_chat_member": bot_member(bot, "group", Membership.LEFT),
        "new_chat_member": bot_member(bot, "group", Membership.MEMBER),
    }
    await happens(house, group, my_chat_member=update)
    await aki.looks()

    assert len([seen for seen in aki.chat if seen.text.startswith("Share to")]) == 1
    assert await house.calls("leaveChat") == []


@pytest.mark.parametrize(
    ("title", "shown"),
    [
        ("<b>Tea</b> [x](y) *z*", "“<b>Tea</b> [x](y) *z*”"),
        ("Tea\n\nYes, share there", "“Tea Yes, share there”"),
        ("\u202eevil\u2066", "“evil”"),
        ("@everyone", "“＠everyone”"),
    ],
)
async def test_a_title_is_only_words(house_on_sqlite: House, title: str, shown: str) -> None:
    house = house_on_sqlite
    aki = await asks_for_a_group(house)

    await a_group(house, aki, title)
    await aki.looks()

    assert aki.last.text.partition("\n")[0] == f"Share to the group {shown}?"
    assert aki.last.raw["entities"] == []


async def test_a_channel_is_no_group(house_on_sqlite: House) -> None:
    house = house_on_sqlite
    aki = await asks_for_a_group(house)

    await house.post("/channels", {"owner": aki.id, "title": "Mine", "bot_is_admin": True})
    await aki.looks()

    assert aki.last.text.startswith("That is a channel, not a group.")
    assert await rows(house, Account) == []


async def test_a_group_is_no_channel(house_on_sqlite: House) -> None:
    house = house_on_sqlite
    aki = await started(house)
    group = await a_group(house, aki, with_bot=False)

    with pytest.raises(Exception, match="not_a_channel"):
        await house.ground.networks["telegram"].link(group, aki.id)


async def test_a_bot_that_may_not_write_says_so_and_leaves(house_on_sqlite: House) -> None:
    house = house_on_sqlite
    aki = await asks_for_a_group(house)
    group = await a_group(house, aki, with_bot=False)
    await house.asks("PATCH", f"/groups/{group}", json={"members_may_write": False})

    await house.post(f"/groups/{group}/bot", {"person": aki.id})
    await aki.looks()

    assert aki.last.text.startswith("I may not write in that group.")
    assert await rows(house, Account) == []
    assert len(await house.calls("leaveChat")) == 1


async def test_words_meanwhile_are_for_the_diary(house_on_sqlite: House) -> None:
    house = house_on_sqlite
    aki = await asks_for_a_group(house)

    await aki.says("A cold cup of tea")
    await aki.says("@some_group")

    assert await texts(house, aki) == ["A cold cup of tea"]
    assert aki.last.text.startswith("Add me to a group that you belong to")
