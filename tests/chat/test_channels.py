"""Posts into people's channels, and what Telegram's refusals mean for them."""

from datetime import timedelta
from typing import Any

import pytest
from telegram.error import (
    BadRequest,
    ChatMigrated,
    Forbidden,
    NetworkError,
    RetryAfter,
    TelegramError,
)

from bot.chat.channels import meant
from bot.chat.request import CannotConnect
from bot.domain.compose import Picture
from bot.networks import base
from tests.builders import jpeg
from tests.chat.house import House, Person


@pytest.mark.parametrize(
    ("error", "meaning"),
    [
        (RetryAfter(7), base.TryLater),
        (Forbidden("bot is not a member of the channel chat"), base.SignInAgain),
        (BadRequest("not enough rights to send text messages to the chat"), base.SignInAgain),
        (BadRequest("message is too long"), base.Refused),
        (BadRequest("TOPIC_CLOSED"), base.SignInAgain),
        (BadRequest("message can't be deleted"), base.Refused),
        (ChatMigrated(-1005), base.Moved),
        (CannotConnect("no"), base.TryLater),
        (NetworkError("Bad Gateway"), base.Unsure),
        (TelegramError("odd"), base.Refused),
    ],
)
def test_a_refused_post_says_what_to_do_next(
    error: TelegramError, meaning: type[base.NetworkError]
) -> None:
    assert type(meant(error, irreversible=True)) is meaning


def test_a_lost_answer_to_what_can_be_repeated_is_tried_again() -> None:
    assert type(meant(NetworkError("Bad Gateway"))) is base.TryLater


def test_a_pause_is_as_long_as_telegram_says() -> None:
    found = meant(RetryAfter(7))

    assert isinstance(found, base.TryLater)
    assert found.wait == timedelta(seconds=7)


async def a_channel(house: House, **wish: Any) -> tuple[Person, int]:
    aki = await house.person("Aki")
    plain = {"owner": aki.id, "title": "Aki's", "username": "akis", "bot_is_admin": True}
    found = await house.post("/channels", plain | wish)
    await house.settles()
    return aki, int(found["id"])


def poster(house: House) -> Any:
    return house.ground.networks["telegram"]._poster


async def stands(house: House, channel: int) -> list[str]:
    found = await house.asks("GET", f"/channels/{channel}/messages")
    return [each.get("text") or each.get("caption") or "" for each in found["messages"]]


async def test_words_are_posted_edited_and_deleted(house_on_sqlite: House) -> None:
    house = house_on_sqlite
    _, channel = await a_channel(house)

    (message_id,) = await poster(house).post(channel, "Tae", ())
    await poster(house).edit(channel, message_id, "Tea", captioned=False)
    await poster(house).edit(channel, message_id, "Tea", captioned=False)
    assert await stands(house, channel) == ["Tea"]
    await poster(house).delete(channel, [message_id])
    await poster(house).delete(channel, [message_id])

    assert await stands(house, channel) == []


@pytest.mark.parametrize("count", [1, 3])
async def test_pictures_carry_their_words_below_them(house_on_sqlite: House, count: int) -> None:
    house = house_on_sqlite
    _, channel = await a_channel(house)
    pictures = [
        Picture(
            media_id=number, data=jpeg(10 + number), mime="image/jpeg", width=10, height=10, alt=""
        )
        for number in range(count)
    ]

    posted = await poster(house).post(channel, "Tae", pictures)
    await poster(house).edit(channel, posted[0], "Tea", captioned=True)

    assert len(posted) == count
    assert await stands(house, channel) == ["Tea", *[""] * (count - 1)]


async def test_only_who_may_post_there_may_link_it(house_on_sqlite: House) -> None:
    house = house_on_sqlite
    aki, channel = await a_channel(house)
    bo = await house.person("Bo")

    assert await poster(house).may_post(channel, aki.id)
    assert not await poster(house).may_post(channel, bo.id)
    assert not await poster(house).may_post(-100404, aki.id)


async def test_a_channel_is_found_by_its_name_or_not_at_all(house_on_sqlite: House) -> None:
    house = house_on_sqlite
    _, channel = await a_channel(house)

    assert await poster(house).describe("@akis") == (channel, "Aki's", "akis")
    with pytest.raises(base.NotLinked):
        await poster(house).describe("@nobody")


async def test_a_bot_that_was_thrown_out_says_so(house_on_sqlite: House) -> None:
    house = house_on_sqlite
    _, channel = await a_channel(house)
    await house.asks("PATCH", f"/channels/{channel}", json={"bot_is_admin": False})

    with pytest.raises(base.SignInAgain):
        await poster(house).post(channel, "Tea", ())
