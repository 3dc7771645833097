"""A second start goes on where the first stopped."""

import asyncio
import json
from pathlib import Path
from typing import Any

import pytest

from bot.playground import snapshot
from bot.playground.core import Playground
from bot.playground.parameters import Upload
from bot.playground.talking import Attachment, say, show
from tests.playground.pictures import a_jpeg

Json = dict[str, Any]


async def asked(playground: Playground, method: str, **parameters: Any) -> Any:
    status, body = await playground.call(method, parameters)
    assert status == 200, body
    return json.loads(body)["result"]


async def test_chats_people_files_and_waiting_updates_survive(tmp_path: Path) -> None:
    path = tmp_path / "playground.json"
    first = Playground(state_path=path)
    aki = first.world.join("Aki", person_id=501, language_code="ja")
    say(first.bot, aki, "hello", {})
    upload = Upload("a.jpg", "image/jpeg", a_jpeg())
    show(first.bot, aki, [Attachment("photo", upload)], "Lunch", {})
    markup = {"inline_keyboard": [[{"text": "A", "callback_data": "a"}]]}
    sent = await asked(first, "sendMessage", chat_id=501, text="a", reply_markup=markup)
    await asked(first, "setMyCommands", commands=[{"command": "help", "description": "H"}])
    await first.close()

    second = Playground(state_path=path)

    assert second.world.person(501).user["language_code"] == "ja"
    updates = await asked(second, "getUpdates", offset=1)
    assert [u["message"].get("text", "photo") for u in updates] == ["hello", "photo"]
    file_id = updates[1]["message"]["photo"][-1]["file_id"]
    stored = await asked(second, "getFile", file_id=file_id)
    assert second.download("1:playground", stored["file_path"]) == (200, a_jpeg())
    there = {"chat_id": 501, "message_id": sent["message_id"]}
    edited = await asked(second, "editMessageText", **there, text="b", reply_markup=markup)
    assert edited["reply_markup"] == markup
    newer = await asked(second, "sendMessage", chat_id=501, text="c")
    assert newer["message_id"] > sent["message_id"]
    assert await asked(second, "getMyCommands") == [{"command": "help", "description": "H"}]
    await second.close()


async def test_a_change_is_on_disk_a_moment_later(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(snapshot, "SOON", 0.01)
    path = tmp_path / "state" / "playground.json"
    playground = Playground(state_path=path)
    playground.world.join("Aki", person_id=501)
    async with asyncio.timeout(5):
        while True:
            if path.exists():
                break
            await asyncio.sleep(0.01)
    assert json.loads(path.read_text())["people"][0]["first_name"] == "Aki"
    playground.world.join("Bo", person_id=502)
    await playground.close()
    assert len(json.loads(path.read_text())["people"]) == 2
    assert [file.name for file in path.parent.iterdir()] == ["playground.json"]


async def test_a_lost_memory_never_gives_a_number_again(tmp_path: Path) -> None:
    path = tmp_path / "playground.json"
    now = 1_800_000_000.0
    first = Playground(state_path=path, clock=lambda: now)
    aki = first.world.join("Aki", person_id=501)
    await first.close()  # what comes now is never written down
    last = say(first.bot, aki, "unsaved", {})[0]
    first_update = next(iter(first.bot.mailbox.pending))

    second = Playground(state_path=path, clock=lambda: now + 60)

    assert say(second.bot, second.world.person(501), "later", {})[0] > last
    assert next(iter(second.bot.mailbox.pending)) > first_update
    await second.close()


async def test_a_webhook_is_taken_up_again(tmp_path: Path) -> None:
    path = tmp_path / "playground.json"
    first = Playground(state_path=path)
    await asked(first, "setWebhook", url="http://127.0.0.1:9/hook", secret_token="s")
    await first.close()
    second = Playground(state_path=path)
    await second.open()
    assert (await asked(second, "getWebhookInfo"))["url"] == "http://127.0.0.1:9/hook"
    await second.close()


async def test_resetting_takes_the_files_along(tmp_path: Path) -> None:
    playground = Playground(state_path=tmp_path / "playground.json")
    aki = playground.world.join("Aki", person_id=501)
    upload = Upload("a.jpg", "image/jpeg", a_jpeg())
    show(playground.bot, aki, [Attachment("photo", upload)], "", {})
    folder = tmp_path / "playground-files"
    assert len(list(folder.iterdir())) == 1
    playground.reset()
    assert list(folder.iterdir()) == []
    await playground.close()
