"""Server-sent events: the chat page hears all that happens, and lets the server end."""

import asyncio
import json
import time
from collections.abc import AsyncIterator
from typing import Any

import aiohttp
import pytest

from bot.playground.events import MOST_UNHEARD, Events
from bot.playground.server import RunningPlayground
from tests.playground.conftest import Side


class Stream:
    def __init__(self, response: aiohttp.ClientResponse) -> None:
        self._response = response

    async def next(self) -> tuple[str, Any]:
        """The next event's name and value."""
        name = ""
        async with asyncio.timeout(5):
            async for raw in self._response.content:
                line = raw.decode().rstrip("\n")
                if line.startswith("event: "):
                    name = line.removeprefix("event: ")
                elif line.startswith("data: "):
                    return name, json.loads(line.removeprefix("data: "))
        raise EOFError


@pytest.fixture
async def stream(side: Side) -> AsyncIterator[Stream]:
    await side.joins()
    async with side.session.get(f"{side.url}/playground/people/501/events") as response:
        assert response.content_type == "text/event-stream"
        assert await response.content.readline() == b"retry: 1000\n"
        yield Stream(response)


async def test_a_page_hears_what_the_bot_does(side: Side, stream: Stream) -> None:
    await side.api("sendChatAction", chat_id=501, action="typing")
    assert await stream.next() == ("typing", {"action": "typing"})

    sent = await side.api("sendMessage", chat_id=501, text="a")
    there = {"chat_id": 501, "message_id": sent["message_id"]}
    assert await stream.next() == ("message", (await side.sees())[0])

    await side.api("editMessageText", **there, text="b")
    name, seen = await stream.next()
    assert (name, seen["text"], seen["edited"]) == ("edit", "b", True)

    await side.api("setMessageReaction", **there, reaction=[{"type": "emoji", "emoji": "🎉"}])
    name, seen = await stream.next()
    assert (name, seen["reactions"]) == ("reaction", ["🎉"])

    await side.api("deleteMessage", **there)
    assert await stream.next() == ("delete", {"message_id": sent["message_id"]})

    await side.api("setMyCommands", commands=[{"command": "help", "description": "Help"}])
    commands = {"commands": [{"command": "help", "description": "Help"}]}
    assert await stream.next() == ("commands", commands)

    await side.person("POST", "/reset", {})
    assert (await stream.next())[0] == "reset"


async def test_a_page_hears_an_answered_press(side: Side, stream: Stream) -> None:
    press = asyncio.create_task(
        side.person("POST", "/people/501/press", {"message_id": 1, "data": "x"})
    )
    update = (await side.api("getUpdates", timeout=5))[0]
    query_id = update["callback_query"]["id"]
    await side.api("answerCallbackQuery", callback_query_id=query_id, text="Kept")
    assert await stream.next() == ("callback_answer", {"text": "Kept", "show_alert": False})
    await press


async def test_open_streams_and_polls_do_not_hold_up_the_end(
    side: Side, stream: Stream, running: RunningPlayground
) -> None:
    poll = asyncio.create_task(side.api("getUpdates", timeout=50))
    await asyncio.sleep(0.05)
    started = time.monotonic()

    await running.close()

    assert time.monotonic() - started < 2
    assert await poll == []
    with pytest.raises((EOFError, aiohttp.ClientError)):
        await stream.next()


async def test_a_page_that_does_not_read_is_let_go() -> None:
    events = Events()
    queue = events.listen(5)
    for n in range(MOST_UNHEARD + 1):
        events.tell(5, "message", lambda n=n: n)  # type: ignore[misc]
    assert events.watched() == []
    heard = [queue.get_nowait() for _ in range(queue.qsize())]
    assert heard[-1] is None
    assert len(heard) == MOST_UNHEARD + 1
