"""A person's channel, linked by its name or by a message from it."""

from datetime import UTC, datetime
from typing import Any

import pytest
from sqlmodel import select
from telegram import Chat, Message, MessageOriginChannel

from bot.chat.linking_steps import channel_in
from bot.db.tables import Account
from tests.chat.house import House, Person

NOON = datetime(2026, 11, 23, 12, tzinfo=UTC)


def a_message(text: str | None = None, origin: MessageOriginChannel | None = None) -> Message:
    return Message(1, NOON, Chat(7, Chat.PRIVATE), text=text, forward_origin=origin)


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("@hana_daily", "@hana_daily"),
        ("https://t.me/hana_daily", "@hana_daily"),
        ("t.me/hana_daily/", "@hana_daily"),
        ("＠hana_daily", "@hana_daily"),
        ("hana_daily", None),
        ("https://t.me/+AbCdEfGh", None),
        ("@me and my day", None),
        (None, None),
    ],
)
def test_a_channel_is_known_by_its_public_name(typed: str | None, meant: str | None) -> None:
    assert channel_in(a_message(typed)) == meant


def test_a_message_from_a_private_channel_shows_which_it_is() -> None:
    origin = MessageOriginChannel(NOON, Chat(-1001234, Chat.CHANNEL, title="Mine"), 55)

    assert channel_in(a_message("hello", origin)) == -1001234


async def asked(house: House) -> Person:
    aki = await house.person("Aki")
    await aki.says("/start")
    await aki.says("/link telegram")
    house.clock.passes(seconds=1)
    return aki


async def a_channel(house: House, aki: Person, **wish: Any) -> None:
    plain = {"owner": aki.id, "title": "Daily", "username": "aki_daily", "bot_is_admin": True}
    await house.post("/channels", plain | wish)


async def accounts(house: House) -> list[str]:
    async with house.ground.database.reading() as session:
        return [row.handle for row in (await session.exec(select(Account))).all()]


async def test_the_way_names_the_bot_that_must_be_let_in(house: House) -> None:
    aki = await asked(house)

    assert f"@{house.ptb.bot.username}" in aki.last.text


async def test_the_owners_channel_is_linked(house: House) -> None:
    aki = await asked(house)
    await a_channel(house, aki)

    await aki.says("@aki_daily")

    assert aki.last.text.startswith("Your Telegram channel @aki_daily is connected.")
    assert await accounts(house) == ["@aki_daily"]


async def test_a_channel_that_does_not_know_the_bot_is_asked_about_again(house: House) -> None:
    aki = await asked(house)

    await aki.says("@aki_daily")
    assert aki.last.text.startswith("I cannot see that channel yet.")
    await a_channel(house, aki)
    await aki.says("@aki_daily")

    assert await accounts(house) == ["@aki_daily"]


async def test_somebody_elses_channel_is_not_linked(house: House) -> None:
    ken = await house.person("Ken")
    await ken.says("/start")
    await a_channel(house, ken)
    aki = await asked(house)

    await aki.says("@aki_daily")

    assert aki.last.text.startswith("Telegram says that you may not post in that channel.")
    assert await accounts(house) == []
