"""The person's own channel."""

import pytest

from bot.networks.base import NotLinked, SignInAgain, Unsure
from bot.networks.telegram import Telegram
from tests.networks.builders import a_picture, an_attempt
from tests.networks.posters import CHANNEL, FakePoster


async def test_a_public_channel_has_an_open_address() -> None:
    poster = FakePoster()
    telegram = Telegram(poster)
    account = await telegram.link("@hibi_news", 7)

    copy = await telegram.publish(account, an_attempt("<b>as it is</b>"))

    assert account.handle == "@hibi_news"
    assert (copy.remote_id, copy.url) == (f"{CHANNEL}:1", "https://t.me/hibi_news/1")
    assert poster.posts == {1: "<b>as it is</b>"}


async def test_a_private_channel_has_an_address_for_its_members() -> None:
    telegram = Telegram(FakePoster(username=None))
    account = await telegram.link(CHANNEL, 7)

    copy = await telegram.publish(account, an_attempt())

    assert account.handle == "Hibi News"
    assert copy.url == "https://t.me/c/1234567890/1"


async def test_only_who_may_post_there_links_a_channel() -> None:
    poster = FakePoster()
    telegram = Telegram(poster)

    with pytest.raises(NotLinked, match="may_not_post"):
        await telegram.link(CHANNEL, 8)
    with pytest.raises(NotLinked, match="no_such_channel"):
        await telegram.link("@somewhere", 7)

    account = await telegram.link(CHANNEL, 7)
    await telegram.still_may_post(account, 7)
    poster.allowed.clear()
    with pytest.raises(SignInAgain):
        await telegram.still_may_post(account, 7)


async def test_an_album_is_edited_by_its_caption_and_deleted_whole() -> None:
    poster = FakePoster()
    telegram = Telegram(poster)
    account = await telegram.link(CHANNEL, 7)
    album = an_attempt("two cats", pictures=(a_picture(), a_picture()))

    copy = await telegram.publish(account, album)
    await telegram.edit(account, copy, an_attempt("three cats", pictures=album.post.pictures))

    assert copy.remote_id == f"{CHANNEL}:1,2"
    assert poster.captions == {1: "three cats", 2: ""}
    await telegram.delete(account, copy)
    assert poster.captions == {}


async def test_there_is_no_way_to_look_back() -> None:
    telegram = Telegram(FakePoster())
    account = await telegram.link(CHANNEL, 7)

    with pytest.raises(Unsure):
        await telegram.find(account, an_attempt())
