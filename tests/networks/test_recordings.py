"""A voice note or video goes with the words, where a network takes one."""

import base64
import json
from collections.abc import AsyncIterator
from dataclasses import dataclass, field, replace
from typing import Any

import pytest
from aiohttp import web

from bot.domain.compose import Recording
from bot.networks.answers import answer_of
from bot.networks.base import Account, Secret
from bot.networks.bluesky import Bluesky
from bot.networks.discord import Discord
from bot.networks.http import Http
from bot.networks.mastodon import Mastodon
from bot.networks.mastodon_limits import limits_from as mastodon_limits
from bot.networks.misskey import Misskey
from bot.networks.misskey_limits import limits_from as misskey_limits
from bot.networks.telegram import Telegram
from bot.networks.webhook import Webhook
from tests.media import recordings
from tests.networks.builders import a_recording, an_attempt
from tests.networks.posters import CHANNEL, FakePoster
from tests.networks.stand_in import StandIn, says
from tests.standins.discord import KEY, NUMBER, DiscordServer, run_discord
from tests.standins.webhook import run_receiver


@dataclass(slots=True)
class Uploads:
    """Remembers what it was sent as a form."""

    answer: dict[str, Any]
    status: int = 200
    seen: list[tuple[str, bytes]] = field(default_factory=list)

    async def __call__(self, request: web.Request) -> web.Response:
        form = await request.post()
        file = form["file"]
        assert isinstance(file, web.FileField)
        self.seen.append((file.content_type, file.file.read()))
        return web.json_response(self.answer, status=self.status)


def an_account(network: str, server: str) -> Account:
    secret = Secret({"access_token": "a-token"})
    return Account(network=network, server=server, remote_id="1", handle="@hana", secret=secret)


async def test_mastodon_is_waited_for_until_it_has_converted_it(
    http: Http, stand_in: StandIn
) -> None:
    uploads, looks = Uploads({"id": "5"}, status=202), iter((206, 200))

    async def look(_request: web.Request) -> web.Response:
        return web.json_response({"id": "5"}, status=next(looks))

    stand_in.routes["/api/v2/media"] = uploads
    stand_in.routes["/api/v1/media/5"] = look
    account = an_account("mastodon", stand_in.server)

    made = await Mastodon(http, media_pause=0).prepare(
        account, an_attempt(recordings=(a_recording(),))
    )

    assert made == {"media": ["5"]}
    assert uploads.seen == [("audio/ogg", b"a tone")]
    assert next(looks, None) is None


async def test_what_was_uploaded_before_is_not_sent_again(http: Http, stand_in: StandIn) -> None:
    account = an_account("mastodon", stand_in.server)
    attempt = an_attempt(recordings=(a_recording(),), prepared={"media": ["5"]})

    assert await Mastodon(http).prepare(account, attempt) == {"media": ["5"]}


async def test_misskey_keeps_it_in_the_drive(http: Http, stand_in: StandIn) -> None:
    uploads = Uploads({"id": "f1"})
    stand_in.routes["/api/drive/files/create"] = uploads
    stand_in.routes["/api/users/notes"] = says(200, [])
    account = an_account("misskey", stand_in.server)

    made = await Misskey(http).prepare(account, an_attempt(recordings=(a_recording("video/mp4"),)))

    assert made["media"] == ["f1"]
    assert uploads.seen == [("video/mp4", b"a tone")]


@pytest.fixture
async def server() -> AsyncIterator[DiscordServer]:
    async with run_discord() as running:
        yield running


@pytest.mark.parametrize(
    ("mime", "name"), [("audio/ogg", "0.ogg"), ("audio/mp4", "0.m4a"), ("video/mp4", "0.mp4")]
)
async def test_discord_gets_it_with_the_message(
    http: Http, server: DiscordServer, mime: str, name: str
) -> None:
    discord = Discord(http, api=server.api)
    channel = await discord.sign_in("", f"https://discord.com/api/webhooks/{NUMBER}/{KEY}")

    copy = await discord.publish(channel, an_attempt(recordings=(a_recording(mime),)))

    assert server.messages[copy.remote_id]["files"] == [name]


async def test_a_channel_shows_it_over_the_words() -> None:
    poster = FakePoster()
    account = Account(network="telegram", server="", remote_id=str(CHANNEL), handle="@hibi_news")

    await Telegram(poster).publish(account, an_attempt("rain", recordings=(a_recording(),)))

    assert poster.captions == {1: "rain"}


def test_a_server_says_how_large_it_may_be() -> None:
    told = {"configuration": {"media_attachments": {"video_size_limit": 1000}}}

    limits = mastodon_limits(answer_of(200, {}, json.dumps(told).encode()))

    assert (limits.recordings, limits.sound_bytes, limits.video_bytes) == (1, 1000, 1000)


def test_a_small_drive_takes_small_ones() -> None:
    told = {"version": "2026.1", "maxNoteTextLength": 3000, "maxFileSize": 5000}

    limits = misskey_limits(answer_of(200, {}, json.dumps(told).encode()))

    assert (limits.picture_bytes, limits.sound_bytes, limits.video_bytes) == (5000, 5000, 5000)


async def test_a_video_stands_in_the_record_of_the_real_server(
    bluesky: Bluesky, skyler: Account, http: Http
) -> None:
    video = Recording(
        media_id=3, data=recordings.video(), mime="video/mp4", width=160, height=120, seconds=2.0
    )
    attempt = an_attempt("雨の音", recordings=(video,))
    attempt = replace(attempt, prepared=await bluesky.prepare(skyler, attempt))

    copy = await bluesky.publish(skyler, attempt)

    again = await bluesky.publish(skyler, attempt)
    rkey = copy.remote_id.rpartition("/")[2]
    read = await http.get_json(
        f"{skyler.secret['pds']}/xrpc/com.atproto.repo.getRecord",
        params={"repo": skyler.remote_id, "collection": "app.bsky.feed.post", "rkey": rkey},
    )
    assert again == copy
    assert read.text("value", "embed", "$type") == "app.bsky.embed.video"
    assert read.text("value", "embed", "video", "mimeType") == "video/mp4"
    assert read.value("value", "embed", "video", "size") == len(video.data)
    assert read.value("value", "embed", "aspectRatio") == {"width": 160, "height": 120}


def test_a_voice_alone_has_no_place_on_bluesky(bluesky: Bluesky) -> None:
    assert (bluesky.limits.recordings, bluesky.limits.sound_bytes) == (1, 0)


async def test_your_own_software_gets_its_bytes(http: Http) -> None:
    async with run_receiver() as receiver:
        webhook = Webhook(http)
        mine = await webhook.sign_in("", receiver.address)
        receiver.key = mine.secret["key"]
        receiver.got.clear()
        voice = a_recording()

        await webhook.publish(mine, an_attempt("雨の音", recordings=(voice,)))

    (body,) = receiver.got.values()
    (told,) = body["data"]["recordings"]
    assert base64.b64decode(told["data"]) == voice.data
    assert (told["mime"], told["seconds"]) == (voice.mime, voice.seconds)
