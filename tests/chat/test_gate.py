"""The door of the chat: who comes in, how fast, and from which kind of chat."""

from typing import Any

import pytest

from bot.config import Join
from bot.db.tables import InboxState, InboxUpdate, Person
from bot.services import capturing
from tests.builders import jpeg
from tests.chat.acting import a_message, happens, press, rows, started, texts
from tests.chat.house import House

SOURCE = "https://code.example/hibi"


async def group_sees(house: House, group: int) -> list[str]:
    found = await house.asks("GET", f"/groups/{group}/messages")
    return [each["text"] for each in found["messages"] if each["from"] == "bot"]


# Groups, channels, bots.


@pytest.mark.parametrize(
    ("language", "said"),
    [
        ("en", "Hibi speaks with one person at a time. Write to me in a private chat."),
        ("ja", "日々は、おひとりずつとお話しします。個人のチャットでお声がけください。"),
    ],
)
async def test_in_a_group_one_sentence_and_out(
    house_on_sqlite: House, language: str, said: str
) -> None:
    house = house_on_sqlite
    aki = await house.person("Aki", language_code=language)

    group = (await house.post("/groups", {"member": aki.id, "title": "Family"}))["id"]
    await house.settles()

    assert len(await group_sees(house, group)) == 1
    assert len(await house.calls("leaveChat")) == 1
    assert await rows(house, Person) == []
    if language == "en":
        assert await group_sees(house, group) == [said]


async def test_what_is_said_in_a_group_is_never_kept(house_on_sqlite: House) -> None:
    house = house_on_sqlite
    aki = await started(house)
    group = {"id": -5, "type": "supergroup", "title": "Family"}

    await happens(house, -5, message=a_message(aki, 1, text="A secret", chat=group))

    assert await texts(house, aki) == []


async def test_a_channel_hears_nothing(house_on_sqlite: House) -> None:
    house = house_on_sqlite
    aki = await started(house)
    wish = {"owner": aki.id, "title": "Aki's", "username": "akis", "bot_is_admin": True}

    channel = (await house.post("/channels", wish))["id"]
    await house.settles()

    found = await house.asks("GET", f"/channels/{channel}/messages")
    assert found["messages"] == []
    assert await house.calls("leaveChat") == []


async def test_bots_are_not_spoken_with(house_on_sqlite: House) -> None:
    house = house_on_sqlite
    aki = await house.person("Aki")
    bot = {"id": aki.id, "is_bot": True, "first_name": "Bot"}

    await happens(house, aki.id, message={**a_message(aki, 1, text="/start"), "from": bot})

    assert await house.calls("sendMessage") == []
    assert await rows(house, Person) == []


# Strangers.


@pytest.mark.parametrize(
    ("language", "source", "said"),
    [
        ("en", None, "This Hibi is for invited people only."),
        (
            "en",
            SOURCE,
            f"This Hibi is for invited people only. You can run your own: {SOURCE}",
        ),
        ("ja", None, "この日々は、ご招待した方だけのものです。"),
        (
            "ja",
            SOURCE,
            f"この日々は、ご招待した方だけのものです。ご自分用に動かすこともできます：{SOURCE}",
        ),
    ],
)
async def test_a_stranger_hears_one_line_and_leaves_no_row(
    house_on_sqlite: House, language: str, source: str | None, said: str
) -> None:
    house = house_on_sqlite
    await house.restarts(join=Join.INVITE, source_url=source or "")
    bo = await house.person("Bo", language_code=language)

    for text in ("/start", "Hello?", "/start nonsense", "/today"):
        await bo.says(text)

    assert [seen.text for seen in bo.bot_messages] == [said]
    assert await rows(house, Person) == []


async def test_a_strangers_press_ends_without_another_line(house_on_sqlite: House) -> None:
    house = house_on_sqlite
    await house.restarts(join=Join.INVITE)
    bo = await house.person("Bo")
    await bo.says("/start")

    assert await press(bo, "q:skip:1") == ""

    assert len(bo.bot_messages) == 1


# Too fast.


async def test_too_much_at_once_is_late_and_never_lost(house: House) -> None:
    aki = await started(house)
    await house.restarts(messages_a_minute=5)

    for number in range(9):
        await happens(house, aki.id, message=a_message(aki, 9000 + number, text=f"Line {number}"))
    await aki.looks()
    told = [seen.text for seen in aki.bot_messages if "a lot at once" in seen.text]
    assert told == ["That was a lot at once. I keep everything and go on in a moment."]
    assert len(await texts(house, aki)) == 5
    assert await rows(house, InboxUpdate, state=InboxState.SET_ASIDE) == []


async def test_what_waits_is_handled_in_order(house: House) -> None:
    aki = await started(house)
    await house.restarts(messages_a_minute=5)
    for number in range(7):
        await happens(house, aki.id, message=a_message(aki, 9000 + number, text=f"Line {number}"))

    await house.restarts(messages_a_minute=100)
    await house.passes(seconds=21)

    assert await texts(house, aki) == [f"Line {number}" for number in range(7)]


# Odd updates.

ODD: list[dict[str, Any]] = [
    {},
    {"message": {}},
    {"message": {"message_id": 1, "date": 0}},
    {"message": {"message_id": 1, "date": 0, "chat": {"id": 7, "type": "private"}}},
    {"poll": {"id": "1"}},
    {"something_new": {"id": 1}},
    {"my_chat_member": {}},
    {"callback_query": {"id": "1", "chat_instance": "1"}},
    {"inline_query": {"id": "1", "query": "", "offset": ""}},
    {"business_message": {"message_id": 1}},
    {"channel_post": {"message_id": 1, "date": 0, "chat": {"id": -100, "type": "channel"}}},
    {"message": "words"},
    {"message": None},
    {"edited_message": 7},
]


@pytest.mark.parametrize("update", ODD)
async def test_an_odd_update_ends_and_the_chat_goes_on(
    house_on_sqlite: House, update: dict[str, Any]
) -> None:
    house = house_on_sqlite
    aki = await started(house)

    await happens(house, aki.id, **update)
    for _ in range(3):
        await house.passes(seconds=6)
    await aki.says("Tea")

    states = {row.state for row in await rows(house, InboxUpdate)}
    assert states <= {InboxState.DONE, InboxState.SET_ASIDE}
    assert await texts(house, aki) == ["Tea"]
    assert not any("Traceback" in seen.text for seen in aki.chat)


@pytest.mark.parametrize(
    "text",
    [
        "🎉" * 2048,
        "‮ الكلام من اليمين ‬",
        "a\x00b",
        "/",
        "//",
        "/start@somebody_else_bot",
        "/pause " + "x" * 4000,
        "/time " + "9" * 4000,
        "/timezone " + "京" * 2000,
        "%s {0} {person} \\",
        "<b>&amp;</b>",
    ],
)
async def test_any_text_gets_an_answer(house_on_sqlite: House, text: str) -> None:
    house = house_on_sqlite
    aki = await started(house)
    before = len(aki.bot_messages)

    await happens(house, aki.id, message=a_message(aki, 9001, text=text))
    await aki.looks()

    assert len(aki.bot_messages) > before or aki.bot_messages[-1].raw["edited"]
    assert {row.state for row in await rows(house, InboxUpdate)} == {InboxState.DONE}


async def test_an_album_of_ten_is_one_answer(house_on_sqlite: House) -> None:
    house = house_on_sqlite
    aki = await started(house)

    await aki.sends_photo(*[jpeg(10 + number) for number in range(10)])
    await house.passes(seconds=1)
    await aki.looks()

    assert sum(seen.text.startswith("Kept") for seen in aki.bot_messages) == 1
    assert {row.state for row in await rows(house, InboxUpdate)} == {InboxState.DONE}


async def test_a_fault_of_ours_is_said_kindly_and_tried_again(
    house: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    aki = await started(house)
    calls: list[Any] = []

    async def capture(*what: Any) -> Any:
        calls.append(what)
        if len(calls) == 1:
            raise RuntimeError("secret details")
        return await capturing.capture(*what)

    monkeypatch.setattr("bot.chat.features.answer.capture", capture)
    await aki.says("Tea")
    said = "Something went wrong here, on my side. I kept what you sent and try again."
    assert aki.last.text == said
    await house.passes(seconds=6)
    await aki.looks()

    assert await texts(house, aki) == ["Tea"]
    assert aki.last.text.startswith("Kept · day 1")
    assert not any("secret" in seen.text for seen in aki.chat)


async def test_what_did_not_pass_the_gate_reaches_no_feature(
    house_on_sqlite: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    house = house_on_sqlite
    aki = await started(house)
    await house.restarts(messages_a_minute=1)
    await aki.says("One")
    before = len(await house.calls("sendMessage"))

    await aki.says("/today")
    await aki.says("/today")

    said = await house.calls("sendMessage")
    assert len(said) - before == 1
    assert "a lot at once" in said[-1]["parameters"]["text"]
