"""Discord: a webhook's messages, as its documentation has them."""

from collections.abc import AsyncIterator
from datetime import timedelta
from typing import Any

import pytest

from bot.networks.base import Account, NotLinked, Refused, SignInAgain, TryLater, Unsure
from bot.networks.discord import Discord
from bot.networks.discord_text import as_typed
from bot.networks.http import Http
from tests.networks.builders import a_picture, an_attempt
from tests.networks.stand_in import StandIn, says
from tests.standins.discord import CHANNEL, GUILD, KEY, NUMBER, DiscordServer, run_discord

ADDRESS = f"https://discord.com/api/webhooks/{NUMBER}/{KEY}"


@pytest.fixture
async def server() -> AsyncIterator[DiscordServer]:
    async with run_discord() as running:
        yield running


@pytest.fixture
def discord(http: Http, server: DiscordServer) -> Discord:
    return Discord(http, api=server.api)


@pytest.fixture
async def channel(discord: Discord) -> Account:
    return await discord.sign_in("", ADDRESS)


async def test_a_webhooks_address_links(channel: Account) -> None:
    assert (channel.network, channel.remote_id, channel.handle) == ("discord", NUMBER, "Spidey")
    assert KEY not in repr(channel)


@pytest.mark.parametrize(
    "address",
    [
        "https://ptb.discord.com/api/v10/webhooks/{}/{}?wait=true",
        "https://discordapp.com/api/webhooks/{}/{}/",
        "  https://canary.discord.com/api/webhooks/{}/{}\n",
    ],
)
async def test_every_form_of_the_address_is_known(discord: Discord, address: str) -> None:
    assert (await discord.sign_in("", address.format(NUMBER, KEY))).remote_id == NUMBER


@pytest.mark.parametrize(
    ("address", "rule"),
    [
        ("", "bad_webhook"),
        (f"http://discord.com/api/webhooks/{NUMBER}/{KEY}", "bad_webhook"),
        (f"https://discord.com.evil.example/api/webhooks/{NUMBER}/{KEY}", "bad_webhook"),
        (f"https://me@discord.com/api/webhooks/{NUMBER}/{KEY}", "bad_webhook"),
        (f"https://10.0.0.1/api/webhooks/{NUMBER}/{KEY}", "bad_webhook"),
        (f"https://discord.com/api/webhooks/{NUMBER}/../{KEY}", "bad_webhook"),
        (f"{ADDRESS}\nX-Evil: 1", "bad_webhook"),
        (ADDRESS[:-1] + "b", "webhook_gone"),
        (ADDRESS.replace(NUMBER, "9" * 18), "webhook_gone"),
    ],
)
async def test_nothing_else_is_linked(discord: Discord, address: str, rule: str) -> None:
    with pytest.raises(NotLinked) as caught:
        await discord.sign_in("", address)
    assert caught.value.rule == rule


async def test_a_message_is_as_it_was_meant(
    discord: Discord, channel: Account, server: DiscordServer
) -> None:
    copy = await discord.publish(channel, an_attempt("*寿司* @everyone", pictures=(a_picture(),)))

    (message,) = server.messages.values()
    assert message["content"] == "\\*寿司\\* @\u200beveryone"
    assert message["allowed_mentions"] == {"parse": []}
    assert (message["files"], message["attachments"][0]["description"]) == (
        ["0.jpeg"],
        "A cat on a mat",
    )
    assert copy.url == f"https://discord.com/channels/{GUILD}/{CHANNEL}/{copy.remote_id}"


async def test_an_edit_and_a_deletion_travel(
    discord: Discord, channel: Account, server: DiscordServer
) -> None:
    copy = await discord.publish(channel, an_attempt("カレー"))

    await discord.edit(channel, copy, an_attempt("うどん"))
    assert server.messages[copy.remote_id]["content"] == "うどん"
    await discord.delete(channel, copy)
    await discord.delete(channel, copy)

    assert server.messages == {}


async def test_a_lost_answer_is_unsure_and_nobody_can_look(
    discord: Discord, channel: Account, server: DiscordServer
) -> None:
    server.drops = 1

    with pytest.raises(Unsure):
        await discord.publish(channel, an_attempt())
    with pytest.raises(Unsure):
        await discord.find(channel, an_attempt())

    assert len(server.messages) == 1


async def test_a_webhook_that_is_gone_must_be_linked_anew(
    discord: Discord, channel: Account
) -> None:
    await discord.revoke(channel)
    await discord.revoke(channel)

    for call in (discord.publish(channel, an_attempt()),):
        with pytest.raises(SignInAgain, match="webhook_gone"):
            await call


async def test_who_asks_to_wait_is_waited_for(
    discord: Discord, channel: Account, server: DiscordServer
) -> None:
    server.limited = 2

    with pytest.raises(TryLater) as caught:
        await discord.publish(channel, an_attempt())

    assert caught.value.wait == timedelta(seconds=2)


async def test_a_text_of_marks_alone_is_too_long_before_anything_is_sent(
    discord: Discord, channel: Account, server: DiscordServer
) -> None:
    with pytest.raises(Refused, match="too_long"):
        await discord.prepare(channel, an_attempt("*" * 1500))
    assert server.messages == {}


ODD = [says(200, "<html>"), says(200, {"odd": 1}), says(502, "x"), says(302, "", Location="/")]


@pytest.mark.parametrize("answer", ODD)
async def test_an_odd_answer_is_unsure_and_tells_no_secret(
    http: Http, channel: Account, stand_in: StandIn, answer: Any
) -> None:
    stand_in.answer = answer

    with pytest.raises(Unsure) as caught:
        await Discord(http, api=stand_in.origin).publish(channel, an_attempt())

    assert KEY not in f"{caught.value!r} {caught.value.raw} {caught.value.__context__!r}"


@pytest.mark.parametrize(
    ("typed", "sent"),
    [
        ("普通の文です。", "普通の文です。"),
        ("snake_case `x` ~~no~~ ||s||", "snake\\_case \\`x\\` \\~\\~no\\~\\~ \\|\\|s\\|\\|"),
        ("# 見出し\n- 一つ\n1. 二つ", "\\# 見出し\n\\- 一つ\n1\\. 二つ"),
        ("https://example.com/a_b_c は残る_", "https://example.com/a_b_c は残る\\_"),
        ("<@123> #日々", "\\<@\u200b123> #日々"),
    ],
)
def test_words_are_shown_as_they_were_typed(typed: str, sent: str) -> None:
    assert as_typed(typed) == sent


async def test_reactions_are_counted(
    discord: Discord, server: DiscordServer, channel: Account
) -> None:
    copy = await discord.publish(channel, an_attempt("夕焼け"))
    server.reactions = [{"count": 2, "emoji": {"name": "🔥"}}, {"count": 1}, "odd", {"count": "x"}]

    heard = await discord.listen(channel, copy)

    assert (heard.likes, heard.echoes) == (3, ())


async def test_a_message_that_is_gone_has_nothing_to_tell(
    discord: Discord, server: DiscordServer, channel: Account
) -> None:
    copy = await discord.publish(channel, an_attempt("夕焼け"))
    server.messages.clear()

    with pytest.raises(Refused):
        await discord.listen(channel, copy)
