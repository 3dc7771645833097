"""Bot libraries that know nothing of the playground drive it as they drive Telegram."""

import asyncio
import io
from collections.abc import AsyncIterator
from typing import Any

import pytest
from aiogram import Bot as AiogramBot
from aiogram.client.session.aiohttp import AiohttpSession
from aiogram.client.telegram import TelegramAPIServer
from aiogram.exceptions import TelegramBadRequest, TelegramForbiddenError, TelegramRetryAfter
from aiogram.types import (
    BufferedInputFile,
    InlineKeyboardButton,
    InlineKeyboardMarkup,
    InputMediaPhoto,
    ReactionTypeEmoji,
)
from telegram import Bot, Message, MessageEntity, Update
from telegram import InlineKeyboardButton as PtbButton
from telegram import InlineKeyboardMarkup as PtbMarkup
from telegram import InputMediaPhoto as PtbInputMediaPhoto
from telegram.error import (
    BadRequest,
    Conflict,
    EndPointNotFound,
    Forbidden,
    InvalidToken,
    NetworkError,
    RetryAfter,
)
from telegram.ext import Application, ApplicationBuilder, ContextTypes, MessageHandler, filters

from bot.playground.core import PLAYGROUND_TOKEN, Playground
from bot.playground.faults import read_fault
from bot.playground.server import RunningPlayground
from bot.playground.talking import say
from tests.playground.conftest import Side
from tests.playground.in_process import InProcessRequest, bot_over
from tests.playground.judge import Judge
from tests.playground.pictures import a_jpeg

Ptb = Application[Any, Any, Any, Any, Any, Any]


@pytest.fixture(params=["over HTTP", "in process"])
async def ptb(request: pytest.FixtureRequest, running: RunningPlayground) -> AsyncIterator[Bot]:
    if request.param == "in process":
        bot: Bot = bot_over(running.playground)
    else:
        bot = Bot(PLAYGROUND_TOKEN, base_url=running.api_url, base_file_url=running.file_url)
    async with bot:
        yield bot


async def test_ptb_sends_edits_reacts_and_deletes(ptb: Bot, side: Side) -> None:
    await side.joins()
    markup = PtbMarkup([[PtbButton("Skip", callback_data="s")]])
    bold = [MessageEntity(MessageEntity.BOLD, 0, 2)]
    sent = await ptb.send_message(501, "hi", reply_markup=markup, entities=bold)
    assert (sent.text, sent.reply_markup, sent.entities[0].type) == ("hi", markup, "bold")

    edited = await ptb.edit_message_text("ho", 501, sent.message_id)
    assert isinstance(edited, Message)
    assert edited.edit_date is not None
    with pytest.raises(BadRequest, match="not modified"):
        await ptb.edit_message_text("ho", 501, sent.message_id)
    await ptb.set_message_reaction(501, sent.message_id, "👍")
    await ptb.send_chat_action(501, "typing")
    assert (await side.sees())[0]["reactions"] == ["👍"]
    assert await ptb.delete_message(501, sent.message_id)
    assert await side.sees() == []


async def test_ptb_sends_and_fetches_files(ptb: Bot, side: Side) -> None:
    await side.joins()
    photo = await ptb.send_photo(501, a_jpeg(800, 600), caption="Lunch")
    album = await ptb.send_media_group(
        501, [PtbInputMediaPhoto(a_jpeg(), caption="a"), PtbInputMediaPhoto(a_jpeg())]
    )
    document = await ptb.send_document(501, b"{}", filename="diary.json")
    changed = await ptb.edit_message_media(
        PtbInputMediaPhoto(a_jpeg(90, 90)), 501, photo.message_id
    )

    assert [size.width for size in photo.photo] == [320, 800]
    assert len({message.media_group_id for message in album}) == 1
    assert document.document is not None
    assert document.document.file_name == "diary.json"
    assert isinstance(changed, Message)
    assert changed.photo[-1].width == 90
    file = await ptb.get_file(photo.photo[-1].file_id)
    out = io.BytesIO()
    await file.download_to_memory(out)
    assert out.getvalue() == a_jpeg(800, 600)


async def test_ptb_hears_errors_as_its_own(
    ptb: Bot, side: Side, running: RunningPlayground, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PTB_TIMEDELTA", "1")  # else PTB warns of what its next release changes
    await side.joins()
    faults = running.playground.faults
    faults.plan({"method": "sendMessage", "status": 429, "retry_after": 3})
    with pytest.raises(RetryAfter):
        await ptb.send_message(501, "a")
    faults.plan({"method": "sendMessage", "status": 502})
    with pytest.raises(NetworkError):
        await ptb.send_message(501, "a")
    faults.plan({"method": "sendMessage", "drop": True})
    with pytest.raises(NetworkError):
        await ptb.send_message(501, "dropped")
    assert [m["text"] for m in await side.sees()] == ["dropped"]
    await side.person("POST", "/people/501/block", {})
    with pytest.raises(Forbidden, match="blocked by the user"):
        await ptb.send_message(501, "a")
    with pytest.raises(EndPointNotFound):
        await ptb.do_api_request("sendTelepathy")


async def test_ptb_polls_and_answers_presses(ptb: Bot, side: Side) -> None:
    await side.joins()
    markup = PtbMarkup([[PtbButton("Skip", callback_data="s")]])
    sent = await ptb.send_message(501, "?", reply_markup=markup)
    press = asyncio.create_task(
        side.person("POST", "/people/501/press", {"message_id": sent.message_id, "data": "s"})
    )
    update = (await ptb.get_updates(timeout=5))[0]
    assert update.callback_query is not None
    await ptb.answer_callback_query(update.callback_query.id, "Rest well")
    assert (await press)["answer"]["text"] == "Rest well"
    first = asyncio.create_task(ptb.get_updates(offset=update.update_id + 1, timeout=20))
    await asyncio.sleep(0.1)
    second = asyncio.create_task(side.api("getUpdates", timeout=20))
    with pytest.raises(Conflict):
        await first
    await side.says("done")
    assert [u["message"]["text"] for u in await second] == ["done"]


async def test_a_ptb_application_runs_on_the_core_alone(judge: Judge) -> None:
    playground = Playground()
    judge.watch(playground)
    application = _echoing(playground)
    async with application:
        await application.start()
        say(playground.bot, playground.world.join("Aki", person_id=501), "hello", {})
        for update in await application.bot.get_updates():
            await application.process_update(update)
        await application.stop()
    texts = [sent.shown["text"] for sent in playground.bot.chats[501].messages.values()]
    assert texts == ["hello", "You said: hello"]
    assert judge.findings == []


async def test_a_lost_answer_in_process_is_a_network_error() -> None:
    playground = Playground()
    playground.bot.chat_with(playground.world.join("Aki", person_id=501))
    playground.faults._faults.append(read_fault({"drop": True}))
    with pytest.raises(NetworkError):
        await bot_over(playground).send_message(501, "a")
    assert len(playground.bot.chats[501].messages) == 1


async def test_aiogram_drives_it_too(running: RunningPlayground, side: Side) -> None:
    await side.joins()
    session = AiohttpSession(api=TelegramAPIServer.from_base(running.url))
    async with AiogramBot(PLAYGROUND_TOKEN, session=session).context() as bot:
        await _day_with_aiogram(bot, side)
        await _mishaps_with_aiogram(bot, side, running)


async def _day_with_aiogram(bot: AiogramBot, side: Side) -> None:
    assert (await bot.get_me()).username == "hibi_playground_bot"
    key = InlineKeyboardButton(text="Skip", callback_data="s")
    markup = InlineKeyboardMarkup(inline_keyboard=[[key]], force_reply=True)
    asked = await bot.send_message(501, "What is near?", reply_markup=markup)
    form_id = await side.says("a cup of tea")
    await bot.set_message_reaction(501, form_id, [ReactionTypeEmoji(emoji="👍")])
    photo = await bot.send_photo(501, BufferedInputFile(a_jpeg(), "a.jpg"), caption="stats")
    album = [InputMediaPhoto(media=BufferedInputFile(a_jpeg(), f"{n}.jpg")) for n in range(2)]
    assert len(await bot.send_media_group(501, list(album))) == 2
    press = asyncio.create_task(
        side.person("POST", "/people/501/press", {"message_id": asked.message_id, "data": "s"})
    )
    updates = await bot.get_updates(timeout=5)
    while not updates[-1].callback_query:
        updates += await bot.get_updates(offset=updates[-1].update_id + 1, timeout=5)
    assert updates[0].message is not None
    assert updates[0].message.text == "a cup of tea"
    await bot.answer_callback_query(updates[-1].callback_query.id, text="Rest")
    assert (await press)["answer"]["text"] == "Rest"
    assert photo.photo is not None
    content = await bot.download(photo.photo[-1])
    assert content is not None
    assert content.read() == a_jpeg()
    seen = await side.sees()
    assert seen[0]["force_reply"] is True
    assert seen[1]["reactions"] == ["👍"]


async def _mishaps_with_aiogram(bot: AiogramBot, side: Side, running: RunningPlayground) -> None:
    with pytest.raises(TelegramBadRequest, match="chat not found"):
        await bot.send_message(999, "a")
    running.playground.faults.plan({"status": 429, "retry_after": 4})
    with pytest.raises(TelegramRetryAfter) as caught:
        await bot.send_message(501, "a")
    assert caught.value.retry_after == 4
    await side.person("POST", "/people/501/block", {})
    with pytest.raises(TelegramForbiddenError):
        await bot.send_message(501, "a")


async def test_any_bot_comes_in_with_its_own_token() -> None:
    playground = Playground(token=None)
    aki = playground.world.join("Aki", person_id=501)
    say(playground.bot, aki, "/start", {})  # before any bot has called

    first_bot, second_bot, wrong_bot = (
        bot_over(playground, token=token) for token in ("123456:abc-DEF", "777:other", "777:wrong")
    )
    heard = await first_bot.get_updates()

    assert [u.effective_message and u.effective_message.text for u in heard] == ["/start"]
    assert (await first_bot.get_me()).id == 123456
    assert (await second_bot.get_me()).id == 777
    assert await second_bot.get_updates() == ()
    with pytest.raises(InvalidToken):
        await wrong_bot.get_me()


def _echoing(playground: Playground) -> Ptb:
    async def echo(update: Update, _: ContextTypes.DEFAULT_TYPE) -> None:
        message = update.effective_message
        assert message is not None
        await message.reply_text(f"You said: {message.text}")

    request = InProcessRequest(playground)
    application = (
        ApplicationBuilder()
        .token(PLAYGROUND_TOKEN)
        .request(request)
        .get_updates_request(InProcessRequest(playground))
        .updater(None)
        .build()
    )
    application.add_handler(MessageHandler(filters.TEXT, echo))
    return application
