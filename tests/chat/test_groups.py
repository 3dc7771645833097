"""In groups the bot is a guest without words: what it keeps, and what becomes of its links."""

import pytest

from bot.db.tables import Account, AccountState, Delivery, InboxUpdate, Snippet
from bot.domain.delivery import DeliveryState
from bot.services import groups
from tests.chat.acting import a_message, happens, rows, started
from tests.chat.house import House
from tests.chat.in_groups import linked, stands

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
