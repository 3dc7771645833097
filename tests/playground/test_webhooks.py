"""Webhooks: the secret, retries, order within a chat, answers that carry a call."""

import asyncio
from collections.abc import AsyncIterator
from typing import Any

import pytest
from aiohttp import web
from aiohttp.test_utils import TestServer

from bot.playground import bots
from tests.playground.conftest import Side

Json = dict[str, Any]


class Receiver:
    """A bot's own web server: takes what comes, answers as it was told."""

    def __init__(self) -> None:
        self.taken: list[Json] = []
        self.secrets: list[str | None] = []
        self.answers: list[web.Response] = []
        self.held: set[int] = set()
        self.release = asyncio.Event()
        self.news = asyncio.Condition()

    async def take(self, request: web.Request) -> web.Response:
        update = await request.json()
        async with self.news:
            self.taken.append(update)
            self.secrets.append(request.headers.get("X-Telegram-Bot-Api-Secret-Token"))
            self.news.notify_all()
        if update["message"]["chat"]["id"] in self.held:
            await self.release.wait()
        return self.answers.pop(0) if self.answers else web.Response(status=204)

    async def has(self, count: int) -> list[str]:
        """The texts, once so many posts came."""
        async with asyncio.timeout(10), self.news:
            await self.news.wait_for(lambda: len(self.taken) >= count)
        return [update["message"]["text"] for update in self.taken]


@pytest.fixture
def receiver() -> Receiver:
    return Receiver()


@pytest.fixture
async def address(receiver: Receiver) -> AsyncIterator[str]:
    app = web.Application()
    app.router.add_post("/hook", receiver.take)
    server = TestServer(app, host="127.0.0.1")
    await server.start_server()
    yield str(server.make_url("/hook"))
    receiver.release.set()
    await server.close()


@pytest.fixture(autouse=True)
def _quick_retries(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(bots, "FIRST_RETRY", 0.02)


async def test_an_update_is_posted_with_the_secret(
    side: Side, receiver: Receiver, address: str
) -> None:
    await side.joins()
    await side.says("waited")

    await side.api("setWebhook", url=address, secret_token="s3cret_-")
    await side.says("came later")

    assert await receiver.has(2) == ["waited", "came later"]
    assert receiver.secrets == ["s3cret_-"] * 2
    await _drained(side)


async def test_what_is_not_2xx_is_tried_again_in_order(
    side: Side, receiver: Receiver, address: str
) -> None:
    await side.joins()
    receiver.answers = [web.Response(status=500), web.Response(status=302), web.Response()]
    await side.api("setWebhook", url=address)

    await side.says("one")
    await side.says("two")

    assert await receiver.has(4) == ["one", "one", "one", "two"]
    info = await side.api("getWebhookInfo")
    assert info["last_error_message"].startswith("Wrong response from the webhook: 302")


async def test_a_wish_to_wait_is_honoured(side: Side, receiver: Receiver, address: str) -> None:
    await side.joins()
    receiver.answers = [web.Response(status=503, headers={"Retry-After": "1"})]
    await side.api("setWebhook", url=address)
    started = asyncio.get_running_loop().time()

    await side.says("one")

    assert await receiver.has(2) == ["one", "one"]
    assert asyncio.get_running_loop().time() - started >= 0.9


async def test_one_chat_never_waits_for_another(
    side: Side, receiver: Receiver, address: str
) -> None:
    await side.joins(501)
    await side.joins(502)
    receiver.held = {501}
    await side.api("setWebhook", url=address)

    await side.says("slow", 501)
    await side.says("after slow", 501)
    await receiver.has(1)
    await side.says("quick", 502)

    assert await receiver.has(2) == ["slow", "quick"]
    receiver.release.set()
    assert await receiver.has(3) == ["slow", "quick", "after slow"]


async def test_the_answer_may_carry_a_call(side: Side, receiver: Receiver, address: str) -> None:
    await side.joins()
    call = {"method": "sendMessage", "chat_id": 501, "text": "at once"}
    receiver.answers = [web.json_response(call)]
    await side.api("setWebhook", url=address)

    await side.says("hello")
    await receiver.has(1)
    await _drained(side)

    assert [m["text"] for m in await side.sees()] == ["hello", "at once"]


async def test_what_was_not_delivered_waits_for_a_poll(
    side: Side, receiver: Receiver, address: str
) -> None:
    await side.joins()
    receiver.held = {501}
    await side.api("setWebhook", url=address)
    await side.says("kept")
    await receiver.has(1)

    await side.api("deleteWebhook")

    assert [u["message"]["text"] for u in await side.api("getUpdates")] == ["kept"]


@pytest.mark.parametrize(
    ("wish", "description"),
    [
        (
            {"url": "https://example.org/hook"},
            "bad webhook: the playground delivers to this machine only",
        ),
        ({"secret_token": "with space"}, "secret token contains unallowed characters"),
        ({"secret_token": "a" * 257}, "secret token is too long"),
    ],
)
async def test_a_bad_webhook_is_refused(
    side: Side, address: str, wish: Json, description: str
) -> None:
    refused = await side.refusal("setWebhook", **{"url": address, **wish})
    assert refused == (400, f"Bad Request: {description}")
    assert (await side.api("getWebhookInfo"))["url"] == ""


async def test_two_webhooks_within_a_second_are_one_too_many(side: Side, address: str) -> None:
    await side.api("setWebhook", url=address)
    status, answer = await side.ask("POST", "/bot1:playground/setWebhook", {"url": address})
    assert (status, answer["parameters"]) == (429, {"retry_after": 1})


async def _drained(side: Side) -> None:
    async with asyncio.timeout(10):
        while True:
            if not (await side.api("getWebhookInfo"))["pending_update_count"]:
                return
            await asyncio.sleep(0.01)
