"""The request class: what never left is told from what may have arrived, without the token."""

import asyncio
import io
import json
import logging
from collections.abc import AsyncIterator, Awaitable, Callable
from typing import Any

import pytest
from aiohttp import web
from aiohttp.test_utils import TestServer
from telegram import InputFile, InputMediaPhoto
from telegram.error import BadRequest, Forbidden, NetworkError, RetryAfter, TelegramError
from telegram.ext import ExtBot

from bot.chat import request as requests
from bot.chat.request import AiohttpRequest, AnswerMayBeLost, CannotConnect
from tests.rows import jpeg

TOKEN = "110201543:AAHdqTcvCH1vGWJxfSeofSAs0K5PALDsaw"
SECRET = TOKEN.partition(":")[2]
SENT = {
    "message_id": 5,
    "date": 1764000000,
    "chat": {"id": 7, "type": "private", "first_name": "Hana"},
}

Answer = Callable[[web.Request], Awaitable[web.StreamResponse]]


class BotApi:
    """A server that answers as the test says and remembers what was asked."""

    def __init__(self) -> None:
        self.asked: list[tuple[str, dict[str, Any]]] = []
        self.answer: Answer = self.takes
        self.url = ""

    async def handle(self, request: web.Request) -> web.StreamResponse:
        return await self.answer(request)

    async def takes(self, request: web.Request) -> web.StreamResponse:
        self.asked.append((request.path.rpartition("/")[2], await self._body(request)))
        return web.json_response({"ok": True, "result": SENT})

    async def _body(self, request: web.Request) -> dict[str, Any]:
        if request.content_type == "application/json":
            return dict(await request.json())
        form = await request.post()
        return {
            name: (value.filename, value.content_type, value.file.read())
            if isinstance(value, web.FileField)
            else value
            for name, value in form.items()
        }


@pytest.fixture
async def api() -> AsyncIterator[BotApi]:
    made = BotApi()
    app = web.Application()
    app.router.add_route("*", "/{path:.*}", made.handle)
    async with TestServer(app) as server:
        made.url = str(server.make_url("")).rstrip("/")
        yield made


@pytest.fixture
async def bot(api: BotApi) -> AsyncIterator[ExtBot[None]]:
    request = AiohttpRequest()
    await request.initialize()
    made: ExtBot[None] = ExtBot(TOKEN, base_url=f"{api.url}/bot", request=request)
    yield made
    await request.shutdown()


def answers(status: int, body: Any) -> Answer:
    async def answer(_request: web.Request) -> web.StreamResponse:
        text = body if isinstance(body, str) else json.dumps(body)
        return web.Response(status=status, text=text, content_type="application/json")

    return answer


def refusal(status: int, description: str, **parameters: Any) -> Answer:
    plain = {"ok": False, "error_code": status, "description": description}
    return answers(status, {**plain, "parameters": parameters} if parameters else plain)


async def test_words_travel_as_they_are(bot: ExtBot[None], api: BotApi) -> None:
    sent = await bot.send_message(7, "日本語 🎏 \u202bשלום", disable_notification=True)

    ((method, body),) = api.asked
    assert method == "sendMessage"
    assert (body["chat_id"], body["text"]) == (7, "日本語 🎏 \u202bשלום")
    assert sent.message_id == 5


async def test_a_picture_travels_with_its_name_and_kind(bot: ExtBot[None], api: BotApi) -> None:
    await bot.send_photo(7, InputFile(jpeg(), filename="a.jpg"), caption="夕焼け")

    ((method, body),) = api.asked
    (picture,) = [value for value in body.values() if isinstance(value, tuple)]
    assert method == "sendPhoto"
    assert picture == ("a.jpg", "image/jpeg", jpeg())
    assert (body["chat_id"], body["caption"]) == ("7", "夕焼け")


async def test_several_pictures_travel_together(bot: ExtBot[None], api: BotApi) -> None:
    api.answer = answers(200, {"ok": True, "result": [SENT, SENT]})
    sent = await bot.send_media_group(
        7, [InputMediaPhoto(io.BytesIO(jpeg(width)), filename=f"{width}.jpg") for width in (9, 8)]
    )

    assert len(sent) == 2


@pytest.mark.parametrize(
    ("answer", "kind"),
    [
        (refusal(400, "Bad Request: chat not found"), BadRequest),
        (refusal(403, "Forbidden: bot was blocked by the user"), Forbidden),
        (refusal(429, "Too Many Requests: retry after 7", retry_after=7), RetryAfter),
        (answers(502, "<html>Bad Gateway</html>"), NetworkError),
        (answers(200, "<html>a captive portal</html>"), TelegramError),
    ],
    ids=["400", "403", "429", "502", "200 with HTML"],
)
async def test_each_answer_becomes_its_error(
    bot: ExtBot[None], api: BotApi, answer: Answer, kind: type[TelegramError]
) -> None:
    api.answer = answer

    with pytest.raises(kind) as error:
        await bot.send_message(7, "a")
    assert SECRET not in told(error.value)


async def test_where_nobody_listens_nothing_has_left(unused_tcp_port: int) -> None:
    request = AiohttpRequest()
    await request.initialize()
    with pytest.raises(CannotConnect) as error:
        await request.call(f"http://127.0.0.1:{unused_tcp_port}/bot{TOKEN}/x", {}, seconds=5)
    await request.shutdown()

    assert SECRET not in told(error.value)


async def test_a_name_that_does_not_resolve_has_let_nothing_leave() -> None:
    request = AiohttpRequest()
    await request.initialize()
    with pytest.raises(CannotConnect) as error:
        await request.call(f"http://nowhere.invalid/bot{TOKEN}/x", {}, seconds=5)
    await request.shutdown()

    assert SECRET not in told(error.value)


async def test_a_connection_that_breaks_may_have_delivered(bot: ExtBot[None], api: BotApi) -> None:
    async def hangs_up(request: web.Request) -> web.StreamResponse:
        await api.takes(request)
        assert request.transport is not None
        request.transport.abort()
        return web.Response()

    api.answer = hangs_up
    with pytest.raises(AnswerMayBeLost) as error:
        await bot.send_message(7, "a")

    assert len(api.asked) == 1
    assert SECRET not in told(error.value)


async def test_an_answer_that_takes_too_long_may_have_delivered(
    bot: ExtBot[None], api: BotApi, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(requests, "CONNECT_SECONDS", 0.0)
    monkeypatch.setattr(requests, "READ_SECONDS", 0.05)

    async def sleeps(request: web.Request) -> web.StreamResponse:
        await api.takes(request)
        await asyncio.sleep(0.3)
        return web.Response()

    api.answer = sleeps
    with pytest.raises(AnswerMayBeLost):
        await bot.send_message(7, "a")

    assert len(api.asked) == 1


async def test_redirects_are_not_followed(bot: ExtBot[None], api: BotApi) -> None:
    async def elsewhere(_request: web.Request) -> web.StreamResponse:
        raise web.HTTPFound(f"{api.url}/stolen")

    api.answer = elsewhere
    with pytest.raises(TelegramError):
        await bot.send_message(7, "a")

    assert api.asked == []


async def test_the_token_is_in_no_log_line(
    bot: ExtBot[None], api: BotApi, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG, logger="bot")
    api.answer = refusal(500, "Internal Server Error")
    with pytest.raises(TelegramError):
        await bot.send_message(7, "a")

    assert SECRET not in caplog.text


async def test_before_its_start_and_after_its_end_it_says_so(api: BotApi) -> None:
    request = AiohttpRequest()
    with pytest.raises(RuntimeError, match="not initialized"):
        await request.call(api.url, {}, seconds=1)
    await request.initialize()
    await request.initialize()
    await request.shutdown()
    await request.shutdown()


def told(error: BaseException) -> str:
    """All that a traceback would print of it."""
    shown = f"{error} {error!r}"
    cause = error.__cause__ or (None if error.__suppress_context__ else error.__context__)
    return shown + (told(cause) if cause else "")
