"""X on loopback: api.x.com and the page at x.com where people say yes.

It keeps what it is told and refuses by the documented rules; each stands beside its source. All
sources were read in 2026-11. Nothing of X can be installed, so this is the one place where what
we know of it lives.
"""

import base64
import contextlib
import hashlib
import secrets
from collections.abc import AsyncIterator, Awaitable, Callable
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any
from urllib.parse import parse_qs, urlsplit

from aiohttp import web

from tests.fakes import FakeClock

CLIENT_ID, CLIENT_SECRET = "rG9n6402A3dbUJKzXTNX4oWHJ", "c4nary-x-client-s3cret"
# https://docs.x.com/fundamentals/authentication/oauth-2-0/authorization-code
ACCESS_LASTS, CODE_LASTS = timedelta(hours=2), timedelta(seconds=30)
# https://docs.x.com/x-api/getting-started/pricing: dollars; half a cent for each post that is read.
PRICES = {"post": 0.015, "post with a link": 0.2, "alt": 0.005, "delete": 0.01, "read": 0.005}

Json = dict[str, Any]
Handler = Callable[[web.Request], Awaitable[web.StreamResponse]]


class Problem(Exception):
    """An answer of X's own shape.

    https://docs.x.com/x-api/fundamentals/response-codes-and-errors
    """

    def __init__(self, status: int, detail: str, **more: Any) -> None:
        super().__init__(detail)
        self.status = status
        self.headers: dict[str, str] = more.pop("headers", {})
        titles = {400: "Invalid Request", 401: "Unauthorized", 403: "Forbidden", 404: "Not Found"}
        title = titles.get(status, "Error")
        self.body = {"title": title, "type": "about:blank", "status": status, "detail": detail}
        self.body |= more


class OAuthProblem(Problem):
    """RFC 6749, section 5.2; the words are X's."""

    def __init__(self, status: int, error: str, words: str) -> None:
        super().__init__(status, words)
        self.body = {"error": error, "error_description": words}


# https://docs.x.com/x-api/getting-started/pricing says that an app without credits is refused;
# the answer's shape is that of 2026.
NO_CREDITS = Problem(
    402,
    "Your enrolled account [12436088648] does not have any credits to fulfill this request.",
    title="CreditsDepleted",
    type="https://api.x.com/2/problems/credits",
)


@dataclass(slots=True)
class Token:
    """Who it speaks for, how long, and the sign-in that it descends from."""

    who: str
    family: str
    scopes: frozenset[str]
    ends_at: datetime | None = None


@dataclass(slots=True)
class Grant:
    who: str
    redirect_uri: str
    challenge: str
    scopes: frozenset[str]
    ends_at: datetime


@dataclass(slots=True)
class Upload:
    owner: str
    data: bytes
    mime: str
    ends_at: datetime
    alt: str = ""
    posted: bool = False
    looks: int = 0
    """How often it is still said to be worked on."""

    @property
    def is_video(self) -> bool:
        return self.mime == "video/mp4"

    def key(self, number: str) -> str:
        return f"{7 if self.is_video else 3}_{number}"


@dataclass(slots=True)
class Tweet:
    """One post as everybody sees it; `words` are those that were sent."""

    id: str
    owner: str
    words: str
    made_at: datetime
    media: list[str] = field(default_factory=list)
    alts: list[str] = field(default_factory=list)
    reply_to: str = ""
    keys: list[str] = field(default_factory=list)


@dataclass(slots=True)
class XServer:
    """`troubles` are raised once by the end of a path; `cuts` hang up before acting, `loses`
    after. `shows_after` is how late the timeline is, `looks_until_ready` how often a video is
    said to be worked on."""

    clock: FakeClock
    origin: str = ""
    people: dict[str, str] = field(default_factory=lambda: {"2001": "hana", "2002": "mallory"})
    tokens: dict[str, Token] = field(default_factory=dict)
    refreshes: dict[str, Token] = field(default_factory=dict)
    used: dict[str, str] = field(default_factory=dict)
    grants: dict[str, Grant] = field(default_factory=dict)
    uploads: dict[str, Upload] = field(default_factory=dict)
    tweets: dict[str, Tweet] = field(default_factory=dict)
    troubles: list[tuple[str, Problem]] = field(default_factory=list)
    cuts: list[str] = field(default_factory=list)
    loses: list[str] = field(default_factory=list)
    seen: list[tuple[str, str]] = field(default_factory=list)
    bodies: list[Json] = field(default_factory=list)
    spent: float = 0.0
    shows_after: timedelta = timedelta(0)
    posts_a_window: int = 100
    looks_until_ready: int = 0
    gives_refresh: bool = True
    _count: int = 1445880548472328192

    def number(self) -> str:
        self._count += 1
        return str(self._count)

    def calls(self, method: str, end: str) -> int:
        return sum(verb == method and path.endswith(end) for verb, path in self.seen)

    def say_yes(self, url: str, who: str = "2001") -> dict[str, str]:
        """Somebody says yes in the browser: what comes back with it."""
        asked = {name: values[0] for name, values in parse_qs(urlsplit(url).query).items()}
        assert urlsplit(url).path == "/i/oauth2/authorize"
        assert (asked["client_id"], asked["response_type"]) == (CLIENT_ID, "code")
        assert asked["code_challenge_method"] == "S256"
        code = "c4nary-code-" + secrets.token_urlsafe(8)
        self.grants[code] = Grant(
            who,
            asked["redirect_uri"],
            asked["code_challenge"],
            frozenset(asked["scope"].split()),
            self.clock.now + CODE_LASTS,
        )
        return {"code": code, "state": asked["state"]}

    def token_answer(self, form: Json) -> Json:
        """Both grants of the token endpoint."""
        if form.get("grant_type") == "refresh_token":
            return self._refresh(form.get("refresh_token", ""))
        grant = self.grants.pop(form.get("code", ""), None)
        proof = hashlib.sha256(form.get("code_verifier", "").encode()).digest()
        challenge = base64.urlsafe_b64encode(proof).decode().rstrip("=")
        if (
            grant is None
            or grant.ends_at < self.clock.now
            or (grant.redirect_uri, grant.challenge) != (form.get("redirect_uri"), challenge)
        ):
            words = "Value passed for the authorization code was invalid."
            raise OAuthProblem(400, "invalid_request", words)
        return self.pair(Token(grant.who, self.number(), grant.scopes))

    def _refresh(self, sent: str) -> Json:
        """A refresh token works once; one that was used already ends its whole sign-in.

        Told by apps that lost accounts to it (https://github.com/trypostit/trypost/issues/126).
        """
        known = self.refreshes.pop(sent, None)
        if known is None:
            self.end(self.used.get(sent, ""))
            words = "Value passed for the token was invalid."
            raise OAuthProblem(400, "invalid_request", words)
        self.used[sent] = known.family
        return self.pair(known)

    def end(self, family: str) -> None:
        for held in (self.tokens, self.refreshes):
            for name in [name for name, token in held.items() if token.family == family]:
                del held[name]

    def pair(self, token: Token) -> Json:
        access, refresh = (f"c4nary-{secrets.token_urlsafe(16)}" for _ in "ab")
        ends_at = self.clock.now + ACCESS_LASTS
        self.tokens[access] = Token(token.who, token.family, token.scopes, ends_at)
        answer = {"token_type": "bearer", "expires_in": 7200, "access_token": access}
        answer["scope"] = " ".join(sorted(token.scopes))
        if self.gives_refresh and "offline.access" in token.scopes:
            self.refreshes[refresh] = Token(token.who, token.family, token.scopes)
            answer["refresh_token"] = refresh
        return answer

    def whose(self, request: web.Request, *scopes: str) -> str:
        sent = request.headers.get("Authorization", "").removeprefix("Bearer ")
        token = self.tokens.get(sent)
        if token is None or (token.ends_at and token.ends_at <= self.clock.now):
            raise Problem(401, "Unauthorized")
        if not token.scopes >= set(scopes):
            words = "Your client app is not configured with the appropriate oauth2 app permissions"
            raise Problem(403, words, reason="missing scopes")
        return token.who

    def charge(self, what: str, times: int = 1) -> None:
        self.spent = round(self.spent + PRICES[what] * times, 6)


def playable(data: bytes) -> bool:
    """Whether a video is an MP4 with an index."""
    return data[4:8] == b"ftyp" and b"moov" in data


def as_app(request: web.Request) -> None:
    """Apps that can keep a secret show it in the header.

    https://docs.x.com/fundamentals/authentication/oauth-2-0/user-access-token
    """
    proof = base64.b64encode(f"{CLIENT_ID}:{CLIENT_SECRET}".encode()).decode()
    if request.headers.get("Authorization") != f"Basic {proof}":
        words = "Missing valid authorization header"
        raise OAuthProblem(401, "unauthorized_client", words)


def answering(server: XServer, deed: Callable[[web.Request], Awaitable[Json | None]]) -> Handler:
    """One call: its troubles first, then the deed, then perhaps no answer."""

    async def handler(request: web.Request) -> web.StreamResponse:
        server.seen.append((request.method, request.path))
        if _taken(server.cuts, request):
            return await _hang_up(request)
        try:
            for number, (end, trouble) in enumerate(server.troubles):
                if request.path.endswith(end):
                    del server.troubles[number]
                    raise trouble
            body = await deed(request)
        except Problem as problem:
            return web.json_response(problem.body, status=problem.status, headers=problem.headers)
        if _taken(server.loses, request):
            return await _hang_up(request)
        created = request.method == "POST" and request.path.endswith("/2/tweets")
        return web.json_response(body, status=201 if created else 200)

    return handler


def _taken(ends: list[str], request: web.Request) -> bool:
    for number, end in enumerate(ends):
        if f"{request.method} {request.path}".endswith(end):
            del ends[number]
            return True
    return False


async def _hang_up(request: web.Request) -> web.StreamResponse:
    await request.read()
    assert request.transport is not None
    request.transport.abort()
    return web.Response()


@contextlib.asynccontextmanager
async def serving(server: XServer, routes: list[web.RouteDef]) -> AsyncIterator[XServer]:
    application = web.Application(client_max_size=50_000_000)
    application.add_routes(routes)
    runner = web.AppRunner(application, shutdown_timeout=0.1)
    await runner.setup()
    await web.TCPSite(runner, "127.0.0.1", 0).start()
    server.origin = f"http://127.0.0.1:{runner.addresses[0][1]}"
    try:
        yield server
    finally:
        await runner.cleanup()
