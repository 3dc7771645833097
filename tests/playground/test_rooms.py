"""Channels and groups: enough of them to link the one and to leave the other."""

from typing import Any

import pytest

from tests.playground.conftest import Side

Json = dict[str, Any]


async def a_channel(side: Side, **wish: Any) -> int:
    await side.joins()
    asked = {"title": "Aki's days", "owner": 501, "bot_is_admin": True, **wish}
    return int((await side.person("POST", "/channels", asked))["id"])


async def test_being_made_administrator_of_a_channel_is_told(side: Side) -> None:
    channel = await a_channel(side, username="akidays")

    moved = (await side.api("getUpdates"))[0]["my_chat_member"]

    assert channel < -1_000_000_000_000
    assert moved["chat"] == {
        "id": channel,
        "type": "channel",
        "title": "Aki's days",
        "username": "akidays",
    }
    assert moved["from"]["id"] == 501
    assert moved["old_chat_member"]["status"] == "left"
    assert moved["new_chat_member"]["can_post_messages"] is True


async def test_a_post_comes_from_the_channel_and_can_be_addressed_by_name(side: Side) -> None:
    channel = await a_channel(side, username="AkiDays")
    sent = await side.api("sendMessage", chat_id="@akidays", text="hello")
    assert sent["sender_chat"]["id"] == channel
    assert "from" not in sent
    listing = await side.person("GET", f"/channels/{channel}/messages")
    assert [m["text"] for m in listing["messages"]] == ["hello"]


@pytest.mark.parametrize(
    ("owner_may_post", "expected"),
    [(True, ("creator", None)), (False, ("administrator", False))],
)
async def test_who_may_post_can_be_asked(
    side: Side, owner_may_post: bool, expected: tuple[str, bool | None]
) -> None:
    channel = await a_channel(side)
    change = {"owner_may_post": owner_may_post}
    await side.person("PATCH", f"/channels/{channel}", change)
    member = await side.api("getChatMember", chat_id=channel, user_id=501)
    assert (member["status"], member.get("can_post_messages")) == expected


async def test_a_stranger_is_not_in_the_channel(side: Side) -> None:
    channel = await a_channel(side)
    await side.joins(502)
    member = await side.api("getChatMember", chat_id=channel, user_id=502)
    assert member["status"] == "left"
    administrators = await side.api("getChatAdministrators", chat_id=channel)
    assert [m["user"]["id"] for m in administrators] == [1, 501]


async def test_a_bot_that_lost_its_rights_cannot_post(side: Side) -> None:
    channel = await a_channel(side)
    await side.person("PATCH", f"/channels/{channel}", {"bot_is_admin": False})
    assert await side.refusal("sendMessage", chat_id=channel, text="a") == (
        403,
        "Forbidden: bot was kicked from the channel chat",
    )
    await side.person("PATCH", f"/channels/{channel}", {"bot_is_admin": True})
    await side.api("sendMessage", chat_id=channel, text="a")


async def test_a_channel_that_never_let_the_bot_in_is_closed(side: Side) -> None:
    channel = await a_channel(side, bot_is_admin=False)
    assert await side.api("getUpdates") == []
    assert await side.refusal("sendMessage", chat_id=channel, text="a") == (
        403,
        "Forbidden: bot is not a member of the channel chat",
    )


async def test_in_a_group_the_bot_hears_commands_and_can_leave(side: Side) -> None:
    await side.joins()
    group = (await side.person("POST", "/groups", {"title": "Lunch", "member": 501}))["id"]
    for text in ("hello all", "/start@hibi_playground_bot"):
        wish = {"person": 501, "text": text}
        await side.person("POST", f"/groups/{group}/messages", wish)

    joined, heard = await side.api("getUpdates")

    assert joined["my_chat_member"]["new_chat_member"]["status"] == "member"
    assert heard["message"]["text"] == "/start@hibi_playground_bot"
    assert heard["message"]["chat"] == {"id": group, "type": "group", "title": "Lunch"}
    await side.api("sendMessage", chat_id=group, text="In private, please.")
    await side.api("leaveChat", chat_id=group)
    assert (await side.refusal("sendMessage", chat_id=group, text="a"))[0] == 403
    listing = await side.person("GET", f"/groups/{group}/messages")
    assert [m["text"] for m in listing["messages"]][-1] == "In private, please."
