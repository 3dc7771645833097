"""Meta on loopback: graph.facebook.com, graph.instagram.com and graph.threads.net by prefix.

It keeps what it is told and refuses by the documented rules; each stands beside its source. All
sources were read in 2026-11. Nothing at Meta can be installed, so this is the one place where
what we know of it lives.
"""

import contextlib
import secrets
from collections.abc import AsyncIterator, Callable
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any
from urllib.parse import parse_qs, urlsplit

import aiohttp
from aiohttp import web

from tests.fakes import FakeClock

CLIENT_ID, CLIENT_SECRET = "1234567890", "c4nary-client-s3cret"
HOUR, LONG = timedelta(hours=1), timedelta(days=60)
A_DAY = timedelta(days=1)


class GraphError(Exception):
    """An answer of the Graph API's own shape.

    https://developers.facebook.com/docs/graph-api/guides/error-handling
    """

    def __init__(
        self,
        code: int,
        subcode: int = 0,
        message: str = "An error",
        *,
        status: int = 400,
        transient: bool = False,
        headers: dict[str, str] | None = None,
    ) -> None:
        super().__init__(message)
        self.status = status
        self.headers = headers or {}
        self.body = {
            "error": {
                "message": message,
                "type": "OAuthException",
                "code": code,
                "error_subcode": subcode,
                "is_transient": transient,
                "fbtrace_id": "Abc123",
            }
        }


# https://developers.facebook.com/docs/graph-api/guides/error-handling#errorcodes
EXPIRED_TOKEN = (190, 463, "Error validating access token: Session has expired")
NO_SUCH_TOKEN = (190, 0, "Invalid OAuth access token - Cannot parse access token")
NO_RIGHTS = (10, 0, "Application does not have permission for this action")
NO_SUCH_THING = (100, 33, "Unsupported get request. Object does not exist")


@dataclass(slots=True)
class Token:
    """Who it speaks for, by whose app, and how long."""

    who: str
    made_at: Any
    expires_at: Any
    long: bool = False
    scopes: frozenset[str] = frozenset()


@dataclass(slots=True)
class Grant:
    who: str
    redirect_uri: str
    scopes: frozenset[str]


@dataclass(slots=True)
class Post:
    """One post as everybody sees it."""

    id: str
    owner: str
    words: str
    made_at: Any
    pictures: list[str] = field(default_factory=list)
    alts: list[str] = field(default_factory=list)
    reply_to: str = ""
    listed: bool = True
    videos: list[str] = field(default_factory=list)


Deed = Callable[[web.Request, dict[str, str]], Any]


@dataclass(slots=True)
class Meta:
    """The server's memory, and what a test may wish of it.

    `troubles` are raised one by one by the next calls to a path that ends so. `loses` names
    paths whose next answer is lost after the deed, `cuts` those that are cut before it; a path
    may stand behind its method.
    """

    clock: FakeClock
    origin: str = ""
    grants: dict[str, Grant] = field(default_factory=dict)
    tokens: dict[str, Token] = field(default_factory=dict)
    containers: dict[str, Any] = field(default_factory=dict)
    posts: dict[str, Post] = field(default_factory=dict)
    photos: dict[str, dict[str, Any]] = field(default_factory=dict)
    pages: list[dict[str, Any]] = field(default_factory=list)
    names: dict[str, str] = field(default_factory=lambda: {"1001": "hana"})
    kinds: dict[str, str] = field(default_factory=lambda: {"1001": "MEDIA_CREATOR"})
    looks_until_ready: int = 0
    posts_a_day: int = 250
    shown: dict[str, bytes] = field(default_factory=dict)
    counts: dict[str, dict[str, Any]] = field(default_factory=dict)
    """What a post's own fields say of likes and comments."""
    homes: dict[str, str] = field(default_factory=dict)
    """Public addresses that are served on loopback in a test."""
    troubles: list[tuple[str, GraphError]] = field(default_factory=list)
    loses: list[str] = field(default_factory=list)
    cuts: list[str] = field(default_factory=list)
    seen: list[tuple[str, str]] = field(default_factory=list)
    _count: int = 17_000

    def new_id(self) -> str:
        self._count += 1
        return str(self._count)

    def show(self, data: bytes) -> str:
        """Puts a picture where anybody may fetch it, as our own pages do."""
        self.shown[name := self.new_id()] = data
        return f"{self.origin}/pictures/{name}"

    def made(self, method: str, path: str) -> int:
        """How many calls of this kind came in."""
        return sum(1 for verb, seen in self.seen if verb == method and seen.endswith(path))

    def say_yes(self, url: str, who: str = "1001") -> dict[str, str]:
        """Somebody says yes in the browser: what comes back with it."""
        asked = {name: values[0] for name, values in parse_qs(urlsplit(url).query).items()}
        assert asked["client_id"] == CLIENT_ID
        assert asked["response_type"] == "code"
        code = "code-" + secrets.token_urlsafe(8)
        scopes = frozenset(asked["scope"].split(","))
        self.grants[code] = Grant(who, asked["redirect_uri"], scopes)
        return {"code": code, "state": asked["state"]}

    def a_token(self, who: str, lasts: timedelta | None, scopes: frozenset[str]) -> str:
        token = "c4nary-" + secrets.token_urlsafe(16)
        ends = self.clock.now + lasts if lasts else None
        self.tokens[token] = Token(who, self.clock.now, ends, lasts != HOUR, scopes)
        return token

    def whose(self, request: web.Request, fields: dict[str, str]) -> Token:
        """The token of a call, by header or by field; raises 190 for a dead one."""
        sent = request.headers.get("Authorization", "").removeprefix("Bearer ")
        token = self.tokens.get(sent or fields.get("access_token", ""))
        if token is None:
            raise GraphError(*NO_SUCH_TOKEN)
        if token.expires_at and token.expires_at <= self.clock.now:
            raise GraphError(*EXPIRED_TOKEN)
        return token

    def redeem(self, fields: dict[str, str]) -> Grant:
        """A code works once, with the app's secret and the address that it was given for.

        https://developers.facebook.com/docs/threads/get-started/get-access-tokens-and-permissions
        """
        grant = self.grants.pop(fields.get("code", ""), None)
        if grant is None or fields.get("redirect_uri") != grant.redirect_uri:
            raise GraphError(100, 36009, "This authorization code has been used.")
        self.check_app(fields)
        return grant

    @staticmethod
    def check_app(fields: dict[str, str]) -> None:
        if fields.get("client_secret") != CLIENT_SECRET:
            raise GraphError(1, 0, "Error validating client secret.")

    def published_today(self, who: str) -> int:
        since = self.clock.now - A_DAY
        return sum(1 for post in self.posts.values() if post.owner == who and post.made_at > since)

    async def answer(self, request: web.Request, deed: Deed) -> web.StreamResponse:
        """One call: its troubles first, then the deed, then perhaps no answer."""
        fields = await _fields(request)
        self.seen.append((request.method, request.path))
        place = f"{request.method} {request.path}"
        if _taken(self.cuts, place):
            return _cut(request)
        try:
            for number, (path, trouble) in enumerate(self.troubles):
                if request.path.endswith(path):
                    del self.troubles[number]
                    raise trouble
            found = deed(request, fields)
            body = await found if hasattr(found, "__await__") else found
        except GraphError as error:
            return web.json_response(error.body, status=error.status, headers=error.headers)
        if _taken(self.loses, place):
            return _cut(request)
        return web.json_response(body)


def plays(data: bytes) -> bool:
    """An MP4 whose index stands before its pictures, as both Threads and Instagram ask for."""
    index = data.find(b"moov")
    return data[4:8] == b"ftyp" and 0 < index < data.find(b"mdat")


async def fetched(meta: Meta, url: str) -> bytes | None:
    """A picture, really fetched from its address; None where it does not come."""
    for public, home in meta.homes.items():
        url = url.replace(public, home)
    try:
        async with aiohttp.ClientSession() as session, session.get(url) as response:
            return await response.read() if response.status == 200 else None
    except (aiohttp.ClientError, ValueError):
        return None


@contextlib.asynccontextmanager
async def serving(meta: Meta, *route_tables: list[web.RouteDef]) -> AsyncIterator[Meta]:
    async def picture(request: web.Request) -> web.StreamResponse:
        data = meta.shown.get(request.match_info["name"])
        return web.Response(body=data) if data else web.Response(status=404)

    application = web.Application(client_max_size=50_000_000)
    application.add_routes([web.get("/pictures/{name}", picture)])
    for routes in route_tables:
        application.add_routes(routes)
    runner = web.AppRunner(application, shutdown_timeout=0.1)
    await runner.setup()
    await web.TCPSite(runner, "127.0.0.1", 0).start()
    meta.origin = f"http://127.0.0.1:{runner.addresses[0][1]}"
    try:
        yield meta
    finally:
        await runner.cleanup()


async def _fields(request: web.Request) -> dict[str, str]:
    posted = await request.post()
    sent = {name: value for name, value in posted.items() if isinstance(value, str)}
    return {**dict(request.query), **sent}


def _taken(paths: list[str], path: str) -> bool:
    for number, end in enumerate(paths):
        if path.endswith(end):
            del paths[number]
            return True
    return False


def _cut(request: web.Request) -> web.StreamResponse:
    assert request.transport is not None
    request.transport.abort()
    return web.Response()
