"""Somebody's browser: follows our pages the way a person does, cookies and all."""

import re
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from urllib.parse import parse_qsl, urlencode, urlsplit

import aiohttp

from tests.peers.mastodon import MastodonPeer

SIX_DIGITS = re.compile(r'<p class="code">(\d{3} \d{3})</p>')


@dataclass(slots=True)
class Browser:
    session: aiohttp.ClientSession

    async def reads(self, address: str) -> tuple[int, str]:
        """A page's status and its text."""
        async with self.session.get(address, allow_redirects=False) as answer:
            return answer.status, await answer.text()

    async def links_mastodon(self, address: str, peer: MastodonPeer, who: str) -> str:
        """From the chat's button to the six digits that the last page shows."""
        status, page = await self.reads(address)
        assert status == 200
        assert who in page
        assert peer.server in page
        async with self.session.post(address, allow_redirects=False) as answer:
            assert answer.status == 303
            over_there = answer.headers["Location"]
        brought = await peer.say_yes(over_there)
        back = dict(parse_qsl(urlsplit(over_there).query))["redirect_uri"]
        status, page = await self.reads(f"{back}?{urlencode(brought)}")
        assert status == 200
        digits = SIX_DIGITS.search(page)
        assert digits is not None, page
        return digits[1]


@asynccontextmanager
async def a_browser() -> AsyncIterator[Browser]:
    # Unlike the library, browsers keep cookies of plain addresses, too.
    jar = aiohttp.CookieJar(unsafe=True)
    async with aiohttp.ClientSession(cookie_jar=jar) as session:
        yield Browser(session)
