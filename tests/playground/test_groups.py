"""Groups: who brings a bot along, what it hears there, and how they become supergroups."""

from typing import Any

from tests.playground.conftest import Side

Json = dict[str, Any]
MOVED = (400, "Bad Request: group chat was upgraded to a supergroup chat")


async def a_group(side: Side, **wish: Any) -> int:
    await side.joins()
    asked = {"title": "Family", "member": 501, **wish}
    return int((await side.person("POST", "/groups", asked))["id"])


async def test_a_bot_hears_that_it_was_brought_by_whom_and_by_which_address(side: Side) -> None:
    group = await a_group(side, with_bot=False)

    wish = {"person": 501, "token": "abc-1"}
    await side.person("POST", f"/groups/{group}/bot", wish)

    joined, started = await side.api("getUpdates")
    assert joined["my_chat_member"]["from"]["id"] == 501
    assert started["message"]["text"] == "/start@hibi_playground_bot abc-1"


async def test_a_stranger_brings_nobody_along(side: Side) -> None:
    group = await a_group(side, with_bot=False)
    await side.joins(502)

    status, _ = await side.ask("POST", f"/playground/groups/{group}/bot", {"person": 502})

    assert status == 400


async def test_who_is_in_it_can_be_asked_and_counted(side: Side) -> None:
    group = await a_group(side)
    await side.joins(502)
    statuses = []
    for there in (True, False):
        await side.person("POST", f"/groups/{group}/members", {"person": 502, "there": there})
        member = await side.api("getChatMember", chat_id=group, user_id=502)
        count = await side.api("getChatMemberCount", chat_id=group)
        statuses.append((member["status"], count))

    assert statuses == [("member", 3), ("left", 2)]


async def test_who_opened_a_group_may_leave_it(side: Side) -> None:
    group = await a_group(side)

    await side.person("POST", f"/groups/{group}/members", {"person": 501, "there": False})

    member = await side.api("getChatMember", chat_id=group, user_id=501)
    assert member["status"] == "left"
    assert await side.person("GET", "/people/501/groups") == {"groups": []}


async def test_a_bot_that_was_taken_out_hears_it_and_is_shut_out(side: Side) -> None:
    group = await a_group(side)

    await side.person("DELETE", f"/groups/{group}/bot", {"person": 501})

    _, out = await side.api("getUpdates")
    assert out["my_chat_member"]["new_chat_member"]["status"] == "kicked"
    assert await side.refusal("sendMessage", chat_id=group, text="a") == (
        403,
        "Forbidden: bot was kicked from the group chat",
    )


async def test_where_members_may_not_write_a_bot_may_not_either(side: Side) -> None:
    group = await a_group(side)

    await side.person("PATCH", f"/groups/{group}", {"members_may_write": False})

    found = await side.api("getChat", chat_id=group)
    assert found["permissions"] == {"can_send_messages": False}
    assert await side.refusal("sendMessage", chat_id=group, text="a") == (
        400,
        "Bad Request: not enough rights to send text messages to the chat",
    )


async def test_a_supergroup_is_another_chat_and_the_old_one_says_where(side: Side) -> None:
    group = await a_group(side)

    fresh = (await side.person("PATCH", f"/groups/{group}", {"supergroup": True}))["id"]

    _, to, since = await side.api("getUpdates")
    assert to["message"]["migrate_to_chat_id"] == fresh
    assert since["message"]["migrate_from_chat_id"] == group
    assert since["message"]["chat"]["type"] == "supergroup"
    assert await side.refusal("sendMessage", chat_id=group, text="a") == MOVED
    await side.api("sendMessage", chat_id=fresh, text="a")
    listing = await side.person("GET", "/people/501/groups")
    assert listing == {"groups": [{"id": fresh, "title": "Family"}]}


async def test_the_refusal_names_the_new_chat(side: Side) -> None:
    group = await a_group(side)
    fresh = (await side.person("PATCH", f"/groups/{group}", {"supergroup": True}))["id"]

    _, answer = await side.ask(
        "POST", "/bot1:playground/getChatMember", {"chat_id": group, "user_id": 501}
    )

    assert answer["parameters"] == {"migrate_to_chat_id": fresh}


async def test_a_group_becomes_a_supergroup_only_once(side: Side) -> None:
    group = await a_group(side)
    await side.person("PATCH", f"/groups/{group}", {"supergroup": True})

    status, _ = await side.ask("PATCH", f"/playground/groups/{group}", {"supergroup": True})

    assert status == 400
