"""What people say and send reaches the bot as Telegram would bring it."""

from typing import Any

import aiohttp

from tests.playground.conftest import Side
from tests.playground.pictures import a_jpeg

Json = dict[str, Any]


async def updates(side: Side, kind: str = "message") -> list[Json]:
    return [update[kind] for update in await side.api("getUpdates") if kind in update]


def files(**fields: Any) -> aiohttp.FormData:
    form = aiohttp.FormData(default_to_multipart=True)
    for name, value in fields.items():
        for one in value if isinstance(value, list) else [value]:
            if isinstance(one, bytes):
                kind = {"photo": "image/jpeg", "voice": "audio/ogg"}.get(name, "video/mp4")
                form.add_field(name, one, filename=f"{name}.bin", content_type=kind)
            else:
                form.add_field(name, str(one))
    return form


async def test_a_text_arrives_with_what_telegram_finds_in_it(side: Side) -> None:
    await side.joins()
    asked = await side.api("sendMessage", chat_id=501, text="What is near?")
    text = "/today@hibi_playground_bot 本 #読書"
    wish = {"text": text, "reply_to_message_id": asked["message_id"]}
    await side.person("POST", "/people/501/messages", wish)

    message = (await updates(side))[0]

    assert message["reply_to_message"]["text"] == "What is near?"
    assert message["entities"] == [
        {"type": "bot_command", "offset": 0, "length": 26},
        {"type": "hashtag", "offset": 29, "length": 3},
    ]


async def test_a_long_text_becomes_several_messages(side: Side) -> None:
    await side.joins()
    answer = await side.person("POST", "/people/501/messages", {"text": "x" * 5000})
    assert len(answer["message_ids"]) == 2
    assert [len(message["text"]) for message in await updates(side)] == [4096, 904]


async def test_a_photo_arrives_in_sizes_and_untouched(side: Side) -> None:
    await side.joins()
    content = a_jpeg(800, 600)
    await side.person("POST", "/people/501/messages", data=files(photo=content, caption="Lunch"))

    message = (await updates(side))[0]

    assert message["caption"] == "Lunch"
    assert [(size["width"], size["height"]) for size in message["photo"]] == [
        (320, 240),
        (800, 600),
    ]
    assert message["photo"][-1]["file_size"] == len(content)
    seen = (await side.sees())[0]
    assert seen["text"] == "Lunch"
    async with side.session.get(f"{side.url}{seen['photo']}") as response:
        assert (response.status, response.content_type) == (200, "image/jpeg")
        assert await response.read() == content


async def test_several_photos_are_an_album(side: Side) -> None:
    await side.joins()
    form = files(photo=[a_jpeg(), a_jpeg(), a_jpeg()], caption="Trip")
    answer = await side.person("POST", "/people/501/messages", data=form)

    messages = await updates(side)

    assert [m["message_id"] for m in messages] == answer["message_ids"]
    assert len({m["media_group_id"] for m in messages}) == 1
    assert [m.get("caption") for m in messages] == ["Trip", None, None]


async def test_voice_video_and_places_arrive(side: Side) -> None:
    await side.joins()
    for form in (files(voice=b"OggS"), files(video=b"mp4", duration=7)):
        await side.person("POST", "/people/501/messages", data=form)
    place = {"latitude": 35.68, "longitude": 139.76}
    await side.person("POST", "/people/501/messages", {"location": place})

    voice, video, location = await updates(side)

    assert voice["voice"]["mime_type"] == "audio/ogg"
    assert video["video"]["duration"] == 7
    assert location["location"] == place
    seen = await side.sees()
    assert [bool(seen[0].get("voice")), bool(seen[1].get("video"))] == [True, True]
    assert seen[2]["location"] == place


async def test_a_document_is_saved_and_not_shown(side: Side) -> None:
    await side.joins()
    form = aiohttp.FormData()
    form.add_field("document", b"<svg/>", filename="x.svg", content_type="image/svg+xml")
    await side.person("POST", "/people/501/messages", data=form)
    seen = (await side.sees())[0]
    async with side.session.get(f"{side.url}{seen['document']}") as response:
        assert response.content_type == "application/octet-stream"
        assert response.headers["Content-Disposition"] == "attachment"
        assert response.headers["X-Content-Type-Options"] == "nosniff"


async def test_an_edit_is_an_update_of_the_same_message(side: Side) -> None:
    await side.joins()
    message_id = await side.says("tpyo")
    await side.person("PATCH", f"/people/501/messages/{message_id}", {"text": "typo"})

    edited = (await updates(side, "edited_message"))[0]

    assert (edited["message_id"], edited["text"]) == (message_id, "typo")
    assert edited["edit_date"] >= edited["date"]
    assert [(m["text"], m["edited"]) for m in await side.sees()] == [("typo", True)]


async def test_a_forwarded_message_says_so(side: Side) -> None:
    await side.joins()
    wish = {"text": "not mine", "forwarded_from": "Bo"}
    await side.person("POST", "/people/501/messages", wish)
    origin = (await updates(side))[0]["forward_origin"]
    assert (origin["type"], origin["sender_user_name"]) == ("hidden_user", "Bo")
