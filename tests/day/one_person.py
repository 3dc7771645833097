"""One person, one process of Hibi, two networks: everything that a day needs."""

import re
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import aiohttp

from tests.day import readers
from tests.day.browsers import Browser, a_browser
from tests.day.phones import Phone
from tests.day.processes import Hibi, running
from tests.machine.children import free_port
from tests.media.samples import SECRET
from tests.peers.bluesky import BlueskyPeer
from tests.peers.mastodon import MastodonPeer, run_mastodon

ALT = "机の上の湯のみと文庫本"


@dataclass(slots=True, kw_only=True)
class Day:
    """Everything around one person for one day."""

    hibi: Hibi
    url: str
    hana: Phone
    browser: Browser
    mastodon: MastodonPeer
    bluesky: BlueskyPeer
    reader: readers.BlueskyReader
    handle: str = ""
    snippet: str = ""
    """The address of the shared answer on the page."""
    said: int = 0
    """The message that holds the answer."""
    card: int = 0
    """The message under it."""


@asynccontextmanager
async def a_day(folder: Path, bluesky_peer: BlueskyPeer) -> AsyncIterator[Day]:
    """A process with its own playground, on a free port, and 花 with her phone and browser."""
    port = free_port()
    url = f"http://127.0.0.1:{port}"
    settings: dict[str, Any] = {
        "port": port,
        "loopback_networks": 1,
        "bluesky_entryway": bluesky_peer.pds,
        "bluesky_plc": bluesky_peer.plc,
        "messages_a_minute": 1000,
        "log_level": "DEBUG",
    }
    reader = await readers.bluesky_reader(bluesky_peer)
    async with (
        run_mastodon() as mastodon,
        running(folder, "run", **settings) as hibi,
        aiohttp.ClientSession() as session,
        a_browser() as browser,
    ):
        yield Day(
            hibi=hibi,
            url=url,
            hana=await Phone.of(session, url, first_name="花", username="hana", language_code="ja"),
            browser=browser,
            mastodon=mastodon,
            bluesky=bluesky_peer,
            reader=reader,
        )
    reader.close()


async def links_mastodon(day: Day) -> None:
    """Chat, our page, their page, our page, six digits in the chat."""
    hana = day.hana
    await hana.says(f"/link mastodon {day.mastodon.server}")
    link = await hana.link("へ進む")
    digits = await day.browser.links_mastodon(link, day.mastodon, "花 (@hana)")
    await hana.says(digits)
    await hana.sees("Mastodon", "alice")


async def links_bluesky(day: Day) -> None:
    """An app password through the chat, instead of the browser: its message is gone at once."""
    hana = day.hana
    await hana.says("/link bluesky")
    await hana.says(day.bluesky.handle)
    await hana.presses("アプリパスワードを使う")
    await hana.sees("abcd-efgh-ijkl-mnop")
    secret = await hana.says(day.bluesky.app_password)
    await hana.sees("Bluesky", day.bluesky.handle, after=secret)
    assert secret not in [m["message_id"] for m in await hana.messages()]


async def reads_it_on_mastodon(day: Day) -> None:
    (status,) = await readers.statuses(day.mastodon)
    words = re.sub(r"<[^>]+>", "", status.content)
    assert "飲みかけのお茶と、読みかけの文庫本。" in words
    assert (status.language, status.visibility) == ("ja", "public")
    assert [each.description for each in status.media_attachments] == [ALT]
    assert SECRET.encode() not in b"".join(note.body for note in day.mastodon.notes)


async def reads_it_on_bluesky(day: Day) -> None:
    (post,) = await day.reader.posts()
    words = post.value.text
    assert words.startswith("飲みかけのお茶と、読みかけの文庫本。")
    (picture,) = post.value.embed.images
    assert picture.alt == ALT
    assert picture.aspect_ratio.width / picture.aspect_ratio.height == 320 / 200
    assert post.value.langs == ["ja"]
    marked = {
        words.encode()[facet.index.byte_start : facet.index.byte_end].decode()
        for facet in post.value.facets
    }
    assert marked == {"https://example.com/books?a=1", "#日々"}
