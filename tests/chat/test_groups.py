"""In groups the bot is a guest without words; linked ones come from a person's own dialogue."""

from typing import Any

import pytest

from bot.db.tables import Account, AccountState, Delivery, Dialogue, InboxUpdate, Snippet
from bot.domain.delivery import DeliveryState
from bot.playground.chats import Membership
from bot.playground.members import bot_member
from bot.services import groups
from tests.chat.acting import a_message, happens, kept, rows, started, texts
from tests.chat.house import House, Person


async def asks_for_a_group(house: House, name: str = "Aki") -> Person:
    aki = await started(house, name)
    await aki.says("/link group")
    return aki


async def a_group(house: House, founder: Person, title: str = "Family", **wish: Any) -> int:
    plain = {"member": founder.id, "title": title}
    found = await house.post("/groups", plain | wish)
    await house.settles()
    return int(found["id"])


async def stands(house: House, group: int) -> list[str]:
    found = await house.asks("GET", f"/groups/{group}/messages")
    return [each["text"] for each in found["messages"] if each["from"] == "bot"]


async def linked(house: House) -> tuple[Person, int]:
    aki = await kept(house)
    await aki.says("/link group")
    group = await a_group(house, aki)
    await aki.presses("Yes, share there")
    return aki, group


async def token_of(house: House, person: Person) -> str:
    (dialogue,) = await rows(house, Dialogue, person_id=person.id)
    return str(dialogue.about["token"])


# Linking.


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
        ("<b>Tea</b> [x](tg://user?id=1)", "“<b>Tea</b> [x](tg://user?id=1)”"),
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


# What is said there.


@pytest.mark.parametrize("said", ["/today", "/start", "/link group", "Hello @hibi_playground_bot"])
async def test_in_a_linked_group_nothing_is_answered_and_nothing_kept(
    house: House, said: str
) -> None:
    aki, group = await linked(house)
    before = len(await rows(house, Snippet)), len(aki.chat)

    await house.post(f"/groups/{group}/messages", {"person": aki.id, "text": said})
    await aki.looks()

    assert await stands(house, group) == []
    assert (len(await rows(house, Snippet)), len(aki.chat)) == before
    assert await house.calls("leaveChat") == []
    assert len(await rows(house, InboxUpdate, chat_id=group)) <= 2


async def test_a_button_pressed_in_a_group_does_nothing(house_on_sqlite: House) -> None:
    house = house_on_sqlite
    aki, group = await linked(house)
    (account,) = await rows(house, Account, network="group")
    chat = {"id": group, "type": "group", "title": "Family"}
    query = {
        "id": "1",
        "from": {"id": aki.id, "is_bot": False, "first_name": "Aki"},
        "chat_instance": "1",
        "message": a_message(aki, 5, text="x", chat=chat),
        "data": f"networks:gone:{account.id}",
    }

    await happens(house, group, callback_query=query)

    assert (await rows(house, Account, network="group"))[0].state == AccountState.WORKING


async def test_a_group_from_a_time_when_nobody_listened_is_left(house_on_sqlite: House) -> None:
    house = house_on_sqlite
    aki = await started(house)
    group = {"id": -5, "type": "supergroup", "title": "Family"}

    await happens(house, -5, message=a_message(aki, 1, text="/hello", chat=group))

    assert [call["parameters"]["chat_id"] for call in await house.calls("leaveChat")] == [-5]


# Sharing, and its end.


async def test_an_answer_stands_there_behind_its_authors_name_and_goes_again(house: House) -> None:
    aki, group = await linked(house)

    await aki.says("Ten kinds of tea, all of them cold by the time I was back at my desk again")
    await aki.presses("Telegram group")
    assert "Aki: Ten kinds" in aki.last.text
    await aki.presses("Share it")
    await house.passes(minutes=2)
    (stood,) = await stands(house, group)
    await aki.says("/unlink group")
    await aki.presses("Yes, unlink")

    assert stood.startswith("Aki: Ten kinds of tea")
    assert "I have left the group. What I posted there stays." in aki.last.text
    assert await stands(house, group) == [stood]


async def test_who_takes_the_bot_out_makes_it_wait_and_is_asked_once(house: House) -> None:
    aki, group = await linked(house)

    await house.asks("DELETE", f"/groups/{group}/bot", json={"person": aki.id})
    await house.passes(seconds=20)
    await house.passes(seconds=20)
    await aki.looks()

    said = [seen for seen in aki.chat if seen.text.startswith("I can no longer write")]
    assert [seen.labels for seen in said] == [["Add me again", "Unlink"]]
    assert (await rows(house, Account, network="group"))[0].state == AccountState.SIGNED_OUT


async def test_who_adds_it_again_is_asked_and_goes_on(house: House) -> None:
    aki, group = await linked(house)
    await house.asks("DELETE", f"/groups/{group}/bot", json={"person": aki.id})
    await house.settles()

    await house.post(f"/groups/{group}/bot", {"person": aki.id})
    await aki.presses("Yes, share there")

    assert [row.state for row in await rows(house, Account, network="group")] == [
        AccountState.WORKING
    ]


async def test_a_stranger_does_not_bring_it_back_for_them(house: House) -> None:
    aki, group = await linked(house)
    ken = await house.person("Ken")
    await house.post(f"/groups/{group}/members", {"person": ken.id})
    await house.asks("DELETE", f"/groups/{group}/bot", json={"person": aki.id})
    await house.settles()

    await house.post(f"/groups/{group}/bot", {"person": ken.id})
    await house.settles()

    assert (await rows(house, Account, network="group"))[0].state == AccountState.SIGNED_OUT


async def test_a_group_that_became_a_supergroup_is_followed(house: House) -> None:
    aki, group = await linked(house)

    moved = await house.asks("PATCH", f"/groups/{group}", json={"supergroup": True})
    await aki.says("Ten kinds of tea, all of them cold by the time I was back at my desk again")
    await aki.presses("Telegram group")
    await aki.presses("Share it")
    await house.passes(minutes=2)

    assert len(await stands(house, moved["id"])) == 1
    assert [row.remote_id for row in await rows(house, Account, network="group")] == [
        str(moved["id"])
    ]


async def test_news_of_the_move_that_was_lost_comes_with_the_first_post(house: House) -> None:
    aki, group = await linked(house)
    moved = await house.asks("PATCH", f"/groups/{group}", json={"supergroup": True})
    house.playground.bot.mailbox.pending.clear()

    await aki.says("Ten kinds of tea, all of them cold by the time I was back at my desk again")
    await aki.presses("Telegram group")
    await aki.presses("Share it")
    await house.passes(minutes=2)

    assert len(await stands(house, moved["id"])) == 1
    assert DeliveryState.PUBLISHED in [row.state for row in await rows(house, Delivery)]


async def test_who_left_the_group_is_told_the_next_day(house: House) -> None:
    aki, group = await linked(house)
    await house.post(f"/groups/{group}/members", {"person": aki.id, "there": False})

    await house.passes(hours=25)
    await groups.check_groups(house.ground)
    await aki.looks()

    assert any(seen.text.startswith("You are no longer in the group Family") for seen in aki.chat)
    assert len(await house.calls("leaveChat")) == 1
