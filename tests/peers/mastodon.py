"""mastodon_mock as a peer, behind a layer that checks what it does not.

The mock believes any verifier, secret and redirect, and takes a code twice. The layer in front
keeps books like a real server, notes every request, and can lose an answer after it acted.
"""

import asyncio
import base64
import contextlib
import hashlib
import secrets
from collections.abc import AsyncIterator
from dataclasses import dataclass, field
from urllib.parse import parse_qs, parse_qsl, urlencode, urlsplit

import aiohttp
import httpx
from aiohttp import web
from mastodon_mock.app import create_app
from mastodon_mock.config import DatabaseConfig, MastodonMockConfig
from mastodon_mock.testing.seed import DEFAULT_TEST_SEED

OUT_OF_BAND = "urn:ietf:wg:oauth:2.0:oob"
HOP_HEADERS = {"content-length", "transfer-encoding", "connection", "content-encoding"}


@dataclass(frozen=True, slots=True)
class Note:
    """One request as it came in."""

    method: str
    path: str
    headers: dict[str, str]
    body: bytes


@dataclass(slots=True)
class _App:
    secret: str
    redirect_uris: list[str]
    scopes: set[str]


@dataclass(slots=True)
class _Code:
    client_id: str
    redirect_uri: str
    challenge: str
    inner: str


@dataclass(slots=True)
class MastodonPeer:
    """A running server; `server` is the name that a person would type."""

    server: str = ""
    notes: list[Note] = field(default_factory=list)
    losing: list[tuple[str, str]] = field(default_factory=list)
    apps: dict[str, _App] = field(default_factory=dict)
    codes: dict[str, _Code] = field(default_factory=dict)
    delay: float = 0.0
    """Seconds between a deed and its answer, so that somebody can be ended in between."""

    @property
    def origin(self) -> str:
        return f"http://{self.server}"

    def lose_answer(self, method: str, path: str) -> None:
        """Acts on the next such request, then closes the line without a word."""
        self.losing.append((method, path))

    async def say_yes(self, authorization_url: str, username: str = "alice") -> dict[str, str]:
        """Plays the person's browser; returns what the redirect carries, or the shown code."""
        query = dict(parse_qsl(urlsplit(authorization_url).query))
        async with aiohttp.ClientSession() as browser:
            async with browser.get(authorization_url) as page:
                page.raise_for_status()
            form = {name: query[name] for name in ("client_id", "redirect_uri", "scope", "state")}
            async with browser.post(
                f"{self.origin}/oauth/authorize",
                data={**form, "username": username},
                allow_redirects=False,
            ) as answer:
                answer.raise_for_status()
                if "Location" in answer.headers:
                    return dict(parse_qsl(urlsplit(answer.headers["Location"]).query))
                words = await answer.text()
                return {"code": words.rpartition("code: ")[2].partition("<")[0]}


@contextlib.asynccontextmanager
async def run_mastodon() -> AsyncIterator[MastodonPeer]:
    """Starts the server on a free port of loopback, with alice and bob on it."""
    config = MastodonMockConfig(database=DatabaseConfig(path=":memory:"), seed=DEFAULT_TEST_SEED)
    mock = create_app(config)
    peer = MastodonPeer()
    async with httpx.AsyncClient(transport=httpx.ASGITransport(app=mock)) as inner:
        layer = _Layer(peer, inner)
        application = web.Application(client_max_size=50_000_000)
        application.router.add_route("*", "/{path:.*}", layer.handle)
        runner = web.AppRunner(application, shutdown_timeout=1)
        await runner.setup()
        site = web.TCPSite(runner, "127.0.0.1", 0)
        await site.start()
        peer.server = f"127.0.0.1:{runner.addresses[0][1]}"
        try:
            yield peer
        finally:
            await runner.cleanup()
            mock.state.engine.dispose()


class _Refused(Exception):
    """The books say no."""


class _Layer:
    def __init__(self, peer: MastodonPeer, inner: httpx.AsyncClient) -> None:
        self._peer = peer
        self._inner = inner
        self._challenges: dict[tuple[str, str], str] = {}

    async def handle(self, request: web.Request) -> web.StreamResponse:
        body = await request.read()
        note = Note(request.method, request.path, dict(request.headers), body)
        self._peer.notes.append(note)
        try:
            answer = await self._answer(request, body)
        except _Refused as refused:
            return web.json_response(
                {"error": "invalid_grant", "error_description": str(refused)}, status=400
            )
        if self._peer.delay:
            await asyncio.sleep(self._peer.delay)
        if (request.method, request.path) in self._peer.losing:
            self._peer.losing.remove((request.method, request.path))
            assert request.transport is not None
            request.transport.abort()
        headers = {k: v for k, v in answer.headers.items() if k.lower() not in HOP_HEADERS}
        return web.Response(status=answer.status_code, headers=headers, body=answer.content)

    async def _answer(self, request: web.Request, body: bytes) -> httpx.Response:
        match request.method, request.path:
            case "POST", "/api/v1/apps":
                return self._book_app(await self._forward(request, body))
            case "GET", "/oauth/authorize":
                self._check_authorization(request)
            case "POST", "/oauth/authorize":
                return self._book_code(_form(body), await self._forward(request, body))
            case "POST", "/oauth/token":
                body = self._redeem(_form(body))
            case "POST", "/oauth/revoke":
                self._check_client(_form(body))
        return await self._forward(request, body)

    async def _forward(self, request: web.Request, body: bytes) -> httpx.Response:
        headers = {k: v for k, v in request.headers.items() if k.lower() not in HOP_HEADERS}
        return await self._inner.request(
            request.method,
            f"{self._peer.origin}{request.raw_path}",
            headers=headers,
            content=body,
        )

    def _book_app(self, answer: httpx.Response) -> httpx.Response:
        made = answer.json()
        self._peer.apps[made["client_id"]] = _App(
            made["client_secret"], made["redirect_uris"], set(made["scopes"])
        )
        return answer

    def _check_authorization(self, request: web.Request) -> None:
        query = request.query
        app = self._peer.apps.get(query.get("client_id", ""))
        if app is None or query.get("redirect_uri") not in app.redirect_uris:
            raise _Refused("unknown client or redirect")
        if not set(query.get("scope", "").split()) <= app.scopes:
            raise _Refused("more scopes than registered")
        challenge = query.get("code_challenge", "")
        if query.get("code_challenge_method") != "S256" or len(challenge) != 43:
            raise _Refused("no proof key")
        self._challenges[query["client_id"], query.get("state", "")] = challenge

    def _book_code(self, form: dict[str, str], answer: httpx.Response) -> httpx.Response:
        challenge = self._challenges.pop((form["client_id"], form.get("state", "")))
        inner = f"mockcode_{form['username']}"
        code = secrets.token_urlsafe(16)
        self._peer.codes[code] = _Code(form["client_id"], form["redirect_uri"], challenge, inner)
        headers = {k: v.replace(inner, code) for k, v in answer.headers.items()}
        headers.pop("content-length", None)
        text = answer.text.replace(inner, code)
        return httpx.Response(answer.status_code, headers=headers, text=text)

    def _redeem(self, form: dict[str, str]) -> bytes:
        """Each code opens once, for its own client, redirect and verifier; a miss burns it."""
        booked = self._peer.codes.pop(form.get("code", ""), None)
        if booked is None:
            raise _Refused("unknown or used code")
        self._check_client(form)
        if (form["client_id"], form.get("redirect_uri")) != (booked.client_id, booked.redirect_uri):
            raise _Refused("another client or redirect")
        digest = hashlib.sha256(form.get("code_verifier", "").encode()).digest()
        if base64.urlsafe_b64encode(digest).rstrip(b"=").decode() != booked.challenge:
            raise _Refused("wrong verifier")
        return urlencode({**form, "code": booked.inner}).encode()

    def _check_client(self, form: dict[str, str]) -> None:
        app = self._peer.apps.get(form.get("client_id", ""))
        if app is None or app.secret != form.get("client_secret"):
            raise _Refused("wrong client secret")


def _form(body: bytes) -> dict[str, str]:
    return {name: values[0] for name, values in parse_qs(body.decode()).items()}
