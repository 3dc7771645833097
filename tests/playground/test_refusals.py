"""Telegram's own refusals, word for word where programs read the words."""

import io
from typing import Any

import aiohttp
import pytest
from telegram.constants import ReactionEmoji

from bot.playground.core import PLAYGROUND_TOKEN
from bot.playground.limits import REACTIONS, VARIATION_SELECTOR
from tests.playground.conftest import Side

Json = dict[str, Any]


def button(**action: Any) -> Json:
    return {"reply_markup": {"inline_keyboard": [[{"text": "B", **action}]]}}


NOT_MODIFIED = (
    "message is not modified: specified new message content and reply markup are exactly the same"
    " as a current content and reply markup of the message"
)


@pytest.mark.parametrize(
    ("wish", "description"),
    [
        ({"text": ""}, "message text is empty"),
        ({"text": " \n\t"}, "message text is empty"),
        ({"text": "a" * 4097}, "message is too long"),
        ({"text": "😀" * 2049}, "message is too long"),  # two UTF-16 units each
        ({"text": "\ud800"}, "strings must be encoded in UTF-8"),
        ({"chat_id": 999, "text": "a"}, "chat not found"),
        ({"chat_id": "@nobody", "text": "a"}, "chat not found"),
        ({"chat_id": "", "text": "a"}, "chat_id is empty"),
        ({"text": "a", **button(callback_data="é" * 33)}, "BUTTON_DATA_INVALID"),
        ({"text": "a", **button(callback_data="")}, "BUTTON_DATA_INVALID"),
        (
            {"text": "a", **button(callback_data="x", url="https://example.org")},
            "inline keyboard button has two actions: url and callback_data",
        ),
        ({"text": "a", **button()}, "Text buttons are unallowed in the inline keyboard"),
        (
            {"text": "a", **button(url="javascript:alert(1)")},
            "inline keyboard button URL 'javascript:alert(1)' is invalid: Wrong HTTP URL",
        ),
        (
            {"text": "a", **button(url="http://localhost:8080/")},
            "inline keyboard button URL 'http://localhost:8080/' is invalid: Wrong HTTP URL",
        ),
        ({"text": "a", "reply_markup": "{nope"}, "can't parse reply markup JSON object"),
        ({"text": "a", "reply_parameters": {"message_id": 3}}, "message to be replied not found"),
        (
            {"text": "ab", "entities": [{"type": "bold", "offset": 1, "length": 2}]},
            "entity [1, 3) is out of the text of 2 units",
        ),
        (
            {"text": "😀", "entities": [{"type": "bold", "offset": 1, "length": 1}]},
            "entity beginning at UTF-16 offset 1 splits a UTF-16 symbol",
        ),
        (
            {"text": "ab", "entities": [{"type": "sparkle", "offset": 0, "length": 2}]},
            "can't parse MessageEntity: unsupported type specified",
        ),
        (
            {"text": "<b>a", "parse_mode": "HTML"},
            "can't parse entities: can't find end tag corresponding to start tag b",
        ),
    ],
)
async def test_a_bad_message_is_refused(side: Side, wish: Json, description: str) -> None:
    await side.joins()
    refused = await side.refusal("sendMessage", **{"chat_id": 501, **wish})
    assert refused == (400, f"Bad Request: {description}")
    assert await side.sees() == []


@pytest.mark.parametrize(
    "wish",
    [
        {"text": "a" * 4096},
        {"text": "😀" * 2048},
        {"text": "<b>" + "a" * 4096 + "</b>", "parse_mode": "HTML"},
        {"text": "a", **button(callback_data="x" * 64)},
        {"text": "a", **button(url="tg://user?id=1")},
        {"text": "a", **button(url="http://127.0.0.1:8080/@aki")},
        {"text": "a", **button(copy_text={"text": "c" * 256})},
        {
            "text": "a",
            "reply_parameters": {"message_id": 3, "allow_sending_without_reply": True},
        },
    ],
)
async def test_what_just_fits_is_sent(side: Side, wish: Json) -> None:
    await side.joins()
    await side.api("sendMessage", chat_id=501, **wish)
    assert len(await side.sees()) == 1


async def test_a_caption_is_shorter_than_a_text(side: Side) -> None:
    await side.joins()
    refused = await side.refusal("sendPhoto", chat_id=501, photo="x", caption="c" * 1025)
    assert refused == (400, "Bad Request: message caption is too long")


async def test_an_edit_that_changes_nothing_is_refused(side: Side) -> None:
    await side.joins()
    markup = button(callback_data="x")
    sent = await side.api("sendMessage", chat_id=501, text="a", **markup)
    there = {"chat_id": 501, "message_id": sent["message_id"]}

    assert await side.refusal("editMessageText", **there, text="a", **markup) == (
        400,
        f"Bad Request: {NOT_MODIFIED}",
    )
    assert (await side.refusal("editMessageReplyMarkup", **there, **markup))[0] == 400
    edited = await side.api("editMessageText", **there, text="a")
    assert "reply_markup" not in edited
    assert edited["edit_date"] >= edited["date"]


async def test_only_what_is_there_and_its_own_can_be_edited(side: Side) -> None:
    await side.joins()
    theirs = await side.says("mine")
    sent = await side.api("sendMessage", chat_id=501, text="a")

    def edit(message_id: int) -> Json:
        return {"chat_id": 501, "message_id": message_id, "text": "b"}

    assert await side.refusal("editMessageText", **edit(3)) == (
        400,
        "Bad Request: message to edit not found",
    )
    assert await side.refusal("editMessageText", **edit(theirs)) == (
        400,
        "Bad Request: message can't be edited",
    )
    caption = {"chat_id": 501, "message_id": sent["message_id"], "caption": "c"}
    assert await side.refusal("editMessageCaption", **caption) == (
        400,
        "Bad Request: there is no caption in the message to edit",
    )


async def test_deleting_twice_is_refused_but_a_list_passes_over_what_is_gone(side: Side) -> None:
    await side.joins()
    theirs = await side.says("secret")
    there: Json = {"chat_id": 501, "message_id": theirs}

    assert await side.api("deleteMessage", **there) is True
    assert await side.refusal("deleteMessage", **there) == (
        400,
        "Bad Request: message to delete not found",
    )
    assert await side.api("deleteMessages", chat_id=501, message_ids=[theirs, 4]) is True
    assert await side.sees() == []


async def test_a_blocked_bot_is_told_so_and_gets_no_further(side: Side) -> None:
    await side.joins()
    await side.person("POST", "/people/501/block", {})

    assert await side.refusal("sendMessage", chat_id=501, text="a") == (
        403,
        "Forbidden: bot was blocked by the user",
    )
    assert (await side.refusal("sendChatAction", chat_id=501, action="typing"))[0] == 403
    await side.person("POST", "/people/501/unblock", {})
    await side.api("sendMessage", chat_id=501, text="a")


async def test_nobody_is_written_to_before_they_wrote(side: Side) -> None:
    await side.joins(started=False)
    refused = await side.refusal("sendMessage", chat_id=501, text="a")
    assert refused == (400, "Bad Request: chat not found")
    await side.says("/start")
    await side.api("sendMessage", chat_id=501, text="a")


async def test_a_reaction_is_one_of_telegrams(side: Side) -> None:
    await side.joins()
    message_id = await side.says("kept?")

    def react(*emoji: str) -> Json:
        reactions = [{"type": "emoji", "emoji": one} for one in emoji]
        return {"chat_id": 501, "message_id": message_id, "reaction": reactions}

    assert (await side.refusal("setMessageReaction", **react("✅"))) == (
        400,
        "Bad Request: REACTION_INVALID",
    )
    assert (await side.refusal("setMessageReaction", **react("👍", "🔥")))[0] == 400
    await side.api("setMessageReaction", **react("👍"))
    assert (await side.sees())[0]["reactions"] == ["👍"]


def test_the_list_of_reactions_is_the_documented_one() -> None:
    documented = {emoji.value.replace(VARIATION_SELECTOR, "") for emoji in ReactionEmoji}
    assert documented == REACTIONS


async def test_a_file_above_20_mb_is_not_handed_over(side: Side) -> None:
    await side.joins()
    for size in (20 << 20, (20 << 20) + 1):
        form = aiohttp.FormData()
        form.add_field("video", io.BytesIO(bytes(size)), filename="v.mp4", content_type="video/mp4")
        await side.person("POST", "/people/501/messages", data=form)
    updates = await side.api("getUpdates")
    fits, too_big = (update["message"]["video"]["file_id"] for update in updates)

    assert "file_path" in await side.api("getFile", file_id=fits)
    assert await side.refusal("getFile", file_id=too_big) == (400, "Bad Request: file is too big")


async def test_what_is_no_picture_cannot_be_sent_as_a_photo(side: Side) -> None:
    await side.joins()
    form = aiohttp.FormData()
    form.add_field("chat_id", "501")
    form.add_field("photo", b"not a picture", filename="a.jpg", content_type="image/jpeg")
    url = f"{side.url}/bot{PLAYGROUND_TOKEN}/sendPhoto"
    async with side.session.post(url, data=form) as response:
        assert (response.status, (await response.json())["description"]) == (
            400,
            "Bad Request: IMAGE_PROCESS_FAILED",
        )
