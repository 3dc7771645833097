"""The bot's side over HTTP: how calls may be encoded, and what an honest answer is."""

import json
import time
from typing import Any

import aiohttp
import pytest
from yarl import URL

from bot.playground.core import PLAYGROUND_TOKEN
from tests.playground.conftest import Side
from tests.playground.pictures import a_jpeg, a_png

CALL = f"/bot{PLAYGROUND_TOKEN}"


async def test_json_forms_multipart_and_queries_mean_the_same(side: Side) -> None:
    await side.joins()
    markup = json.dumps({"inline_keyboard": [[{"text": "Skip", "callback_data": "s"}]]})
    form = {"chat_id": "501", "text": "hi", "disable_notification": "true", "reply_markup": markup}
    multipart = aiohttp.FormData(default_to_multipart=True)
    for name, value in form.items():
        multipart.add_field(name, value)
    asked: list[Any] = [{"json": form}, {"data": form}, {"data": multipart}, {"params": form}]

    answers = []
    for options in asked:
        async with side.session.post(f"{side.url}{CALL}/sendMessage", **options) as response:
            answers.append((await response.json())["result"])

    texts = [(a["text"], a["reply_markup"], a["chat"]["id"]) for a in answers]
    assert texts == [("hi", json.loads(markup), 501)] * 4
    assert [m["silent"] for m in await side.sees()] == [True] * 4


async def test_method_names_are_read_without_regard_to_capitals(side: Side) -> None:
    assert (await side.api("GETme"))["is_bot"] is True
    calls = (await side.person("GET", "/calls?method=getme"))["calls"]
    assert [call["method"] for call in calls] == ["getMe"]


async def test_a_bot_can_ask_with_get(side: Side) -> None:
    status, answer = await side.ask("GET", f"{CALL}/getMe")
    assert (status, answer["result"]["id"]) == (200, 1)


@pytest.mark.parametrize(
    ("token", "expected"),
    [
        ("1:wrong", (401, "Unauthorized")),
        ("2:playground", (401, "Unauthorized")),
        ("nonsense", (404, "Not Found")),
    ],
)
async def test_a_wrong_token_opens_nothing(
    side: Side, token: str, expected: tuple[int, str]
) -> None:
    assert await side.refusal("getMe", token=token) == expected


async def test_an_unknown_method_is_the_real_404_and_stays_in_the_log(side: Side) -> None:
    assert await side.refusal("sendTelepathy") == (404, "Not Found: method not found")
    calls = (await side.person("GET", "/calls"))["calls"]
    assert [(c["method"], c["status"]) for c in calls] == [("sendTelepathy", 404)]


async def test_a_message_is_honest(side: Side) -> None:
    await side.joins(username="aki")
    before = int(time.time())

    sent = await side.api("sendMessage", chat_id="501", text=" see https://example.org ")

    assert sent == {
        "message_id": sent["message_id"],
        "from": {
            "id": 1,
            "is_bot": True,
            "first_name": "Hibi",
            "username": "hibi_playground_bot",
        },
        "chat": {"id": 501, "type": "private", "first_name": "Aki", "username": "aki"},
        "date": sent["date"],
        "text": "see https://example.org",
        "entities": [{"type": "url", "offset": 4, "length": 19}],
    }
    assert isinstance(sent["date"], int)
    assert before <= sent["date"] <= time.time()


async def test_ids_go_up_and_start_at_the_clock(side: Side) -> None:
    await side.joins()
    first = await side.says("one")
    answered = await side.api("sendMessage", chat_id=501, text="two")
    updates = await side.api("getUpdates")

    assert answered["message_id"] == first + 1
    assert first > 1_600_000_000
    assert updates[0]["update_id"] > 1_600_000_000


async def test_only_inline_keyboards_are_echoed(side: Side) -> None:
    await side.joins()
    keyboard = {"keyboard": [[{"text": "Here", "request_location": True}, {"text": "No"}]]}
    shown = await side.api("sendMessage", chat_id=501, text="a", reply_markup=keyboard)
    forced = await side.api(
        "sendMessage",
        chat_id=501,
        text="b",
        reply_markup={"force_reply": True, "input_field_placeholder": "One line"},
    )

    assert "reply_markup" not in shown
    assert "reply_markup" not in forced
    chat = await side.person("GET", "/people/501/messages")
    assert chat["keyboard"] == [
        [
            {"label": "Here", "request_location": True},
            {"label": "No", "request_location": False},
        ]
    ]
    assert chat["messages"][1]["force_reply"] is True
    assert chat["messages"][1]["placeholder"] == "One line"


async def test_given_entities_come_back_beside_those_that_telegram_finds(side: Side) -> None:
    await side.joins()
    entities = [
        {"type": "bold", "offset": 0, "length": 2},
        {"type": "text_link", "offset": 3, "length": 4, "url": "https://example.org/"},
    ]
    sent = await side.api("sendMessage", chat_id=501, text="😀 here #go", entities=entities)
    assert sent["entities"] == [*entities, {"type": "hashtag", "offset": 8, "length": 3}]


async def test_html_becomes_entities(side: Side) -> None:
    await side.joins()
    sent = await side.api(
        "sendMessage",
        chat_id=501,
        text='<b>a &lt; b</b> <a href="https://example.org">x</a>',
        parse_mode="HTML",
    )
    assert sent["text"] == "a < b x"
    assert [e["type"] for e in sent["entities"]] == ["bold", "text_link"]


async def test_a_photo_can_be_uploaded_sent_again_and_fetched(side: Side) -> None:
    await side.joins()
    content = a_png(900, 600)
    form = aiohttp.FormData()
    form.add_field("chat_id", "501")
    form.add_field("caption", "stats")
    form.add_field("photo", content, filename="stats.png", content_type="image/png")
    async with side.session.post(f"{side.url}{CALL}/sendPhoto", data=form) as response:
        sent = (await response.json())["result"]

    small, large = sent["photo"]
    assert (small["width"], small["height"]) == (320, 213)
    assert (large["width"], large["height"]) == (900, 600)
    again = await side.api("sendPhoto", chat_id=501, photo=large["file_id"])
    assert again["photo"] == sent["photo"]
    path = (await side.api("getFile", file_id=large["file_id"]))["file_path"]
    assert await _downloaded(side, path) == content
    assert await _downloaded(side, path.replace("/", "%2F").replace("_", "%5F")) == content
    calls = (await side.person("GET", "/calls?method=sendPhoto"))["calls"]
    assert calls[0]["parameters"]["photo"] == {"file": "stats.png", "size": len(content)}


async def test_an_album_is_several_messages_of_one_group(side: Side) -> None:
    await side.joins()
    form = aiohttp.FormData()
    form.add_field("chat_id", "501")
    media = [{"type": "photo", "media": f"attach://p{n}", "caption": f"c{n}"} for n in range(2)]
    form.add_field("media", json.dumps(media))
    for n in range(2):
        form.add_field(f"p{n}", a_jpeg(), filename="a.jpg", content_type="image/jpeg")
    async with side.session.post(f"{side.url}{CALL}/sendMediaGroup", data=form) as response:
        sent = (await response.json())["result"]

    assert [message["caption"] for message in sent] == ["c0", "c1"]
    assert len({message["media_group_id"] for message in sent}) == 1


async def test_a_link_to_a_file_ends_after_an_hour(side: Side) -> None:
    await side.joins()
    form = aiohttp.FormData()
    form.add_field("photo", a_jpeg(), filename="a.jpg", content_type="image/jpeg")
    await side.person("POST", "/people/501/messages", data=form)
    update = (await side.api("getUpdates"))[0]
    file_id = update["message"]["photo"][-1]["file_id"]

    assert await _downloaded(side, "photos/file_1.jpg") is None
    path = (await side.api("getFile", file_id=file_id))["file_path"]
    assert await _downloaded(side, path) == a_jpeg()
    assert await _downloaded(side, path, token="1:other") is None


async def test_the_menu_is_the_narrowest_in_the_persons_language(side: Side) -> None:
    await side.joins(501, language_code="ja")
    await side.joins(502, language_code="en")

    def commands(word: str) -> list[dict[str, str]]:
        return [{"command": "today", "description": word}]

    await side.api("setMyCommands", commands=commands("usual"))
    await side.api("setMyCommands", commands=commands("今日"), language_code="ja")
    only_502 = {"type": "chat", "chat_id": 502}
    await side.api("setMyCommands", commands=commands("yours"), scope=only_502)

    assert await side.person("GET", "/people/501/commands") == {"commands": commands("今日")}
    assert await side.person("GET", "/people/502/commands") == {"commands": commands("yours")}
    await side.api("deleteMyCommands", scope=only_502)
    assert await side.person("GET", "/people/502/commands") == {"commands": commands("usual")}
    assert await side.api("getMyCommands", language_code="ja") == commands("今日")


async def test_a_bot_describes_itself(side: Side) -> None:
    await side.api("setMyDescription", description="One question a day")
    await side.api("setMyDescription", description="1日1問", language_code="ja")
    await side.api("setMyName", name="Diary")
    await side.api("setChatMenuButton", menu_button={"type": "commands"})

    assert await side.api("getMyDescription", language_code="ja") == {"description": "1日1問"}
    assert await side.api("getMyDescription", language_code="fr") == {
        "description": "One question a day"
    }
    assert (await side.api("getMe"))["first_name"] == "Diary"
    assert await side.api("getChatMenuButton", chat_id=9) == {"type": "commands"}


async def test_a_pinned_message_is_the_chats(side: Side) -> None:
    await side.joins()
    sent = await side.api("sendMessage", chat_id=501, text="keep")
    await side.api("pinChatMessage", chat_id=501, message_id=sent["message_id"])
    assert (await side.api("getChat", chat_id=501))["pinned_message"]["text"] == "keep"
    await side.api("unpinChatMessage", chat_id=501)
    assert "pinned_message" not in await side.api("getChat", chat_id=501)


async def _downloaded(side: Side, path: str, token: str = PLAYGROUND_TOKEN) -> bytes | None:
    url = URL(f"{side.url}/file/bot{token}/{path}", encoded=True)
    async with side.session.get(url) as response:
        return await response.read() if response.status == 200 else None
