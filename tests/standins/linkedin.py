"""LinkedIn on loopback: api.linkedin.com and www.linkedin.com, one member, one app.

It refuses by the documented rules, each beside its source; all were read in 2026-11. What
LinkedIn does with "little text" that is not escaped is what people report: the post is cut there.
"""

import contextlib
import re
import secrets
from collections.abc import AsyncIterator
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any
from urllib.parse import parse_qsl, unquote, urlsplit

from aiohttp import web

from tests.fakes import FakeClock
from tests.standins.linkedin_videos import Videos

CLIENT_ID, CLIENT_SECRET = "1234567890", "c4nary-client-s3cret"
MEMBER = "hana_AbC-12"
AUTHOR = f"urn:li:person:{MEMBER}"
# https://learn.microsoft.com/en-us/linkedin/marketing/community-management/shares/little-text-format
LITTLE = re.compile(
    r"\{hashtag\|\\#\|((?:[^\\|{}]|\\.)+)\}|\\(.)|([^\\|{}@\[\]()<>#*_~])", re.DOTALL
)
Json = dict[str, Any]


@dataclass(slots=True)
class Shown:
    """One post as everybody sees it: words as read, tags apart, pictures by name."""

    id: str
    words: str
    tags: list[str]
    pictures: list[str] = field(default_factory=list)
    alts: list[str] = field(default_factory=list)
    body: Json = field(default_factory=dict)


def read(little: str) -> tuple[str, list[str]]:
    """What members see of a commentary, and its hashtags; cut where it is not well written."""
    words, tags, place = "", [], 0
    while found := LITTLE.match(little, place):
        tag = re.sub(r"\\(.)", r"\1", found[1] or "")
        words += f"#{tag}" if tag else found[2] or found[3]
        tags += [tag] if tag else []
        place = found.end()
    return words, tags


@dataclass(slots=True)
class LinkedInServer:
    """`drops` so many answers after acting, `cuts` so many calls before; `troubles` are answered
    one by one instead of acting."""

    clock: FakeClock
    server: str = ""
    gate: str = ""
    versions: tuple[str, ...] = ("202609",)
    name: str = "佐藤はな"
    refreshes: bool = False
    life: int = 60 * 86400
    drops: int = 0
    cuts: int = 0
    troubles: list[tuple[int, Json]] = field(default_factory=list)
    codes: dict[str, str] = field(default_factory=dict)
    tokens: dict[str, datetime] = field(default_factory=dict)
    scopes: str = "openid,profile,w_member_social"
    images: dict[str, bytes] = field(default_factory=dict)
    videos: Videos = field(default_factory=Videos)
    posts: dict[str, Shown] = field(default_factory=dict)
    remembered: dict[str, str] = field(default_factory=dict)
    """Bodies that were posted before, and what they were posted as; deleting forgets nothing."""
    seen: list[str] = field(default_factory=list)
    _count: int = 0

    @property
    def origin(self) -> str:
        return f"http://{self.server}"

    @property
    def uploads_at(self) -> str:
        """Where files are sent: past the gate, where there is one."""
        return self.gate or self.origin

    def say_yes(self, url: str) -> dict[str, str]:
        """A member's yes in the browser: what comes back to our address."""
        asked = dict(parse_qsl(urlsplit(url).query))
        assert asked["client_id"] == CLIENT_ID
        assert asked["response_type"] == "code"
        assert set(asked["scope"].split()) == {"openid", "profile", "w_member_social"}
        code = secrets.token_urlsafe(12)
        self.codes[code] = asked["redirect_uri"]
        return {"code": code, "state": asked["state"]}

    async def token(self, request: web.Request) -> web.Response:
        """https://learn.microsoft.com/en-us/linkedin/shared/authentication/authorization-code-flow"""
        asked = dict(await request.post())
        if (asked.get("client_id"), asked.get("client_secret")) != (CLIENT_ID, CLIENT_SECRET):
            return _json(
                401, {"error": "invalid_client", "error_description": "Client auth failed"}
            )
        if asked["grant_type"] == "refresh_token":
            known = self.refreshes and asked["refresh_token"] == "c4nary-refresh-t0ken"
        else:
            known = self.codes.pop(str(asked["code"]), None) == asked["redirect_uri"]
        if not known:
            words = "Unable to retrieve access token: authorization code not found"
            return _json(400, {"error": "invalid_request", "error_description": words})
        return _json(200, self._granted())

    def _granted(self) -> Json:
        token = "AQ" + secrets.token_urlsafe(30)
        self.tokens[token] = self.clock.now
        given: Json = {"access_token": token, "expires_in": self.life, "scope": self.scopes}
        if self.refreshes:
            given |= {"refresh_token": "c4nary-refresh-t0ken"}
            given |= {"refresh_token_expires_in": 365 * 86400}
        return given

    async def userinfo(self, request: web.Request) -> web.Response:
        refused = self._signed_out(request)
        return refused or _json(200, {"sub": MEMBER, "name": self.name})

    async def initialize(self, request: web.Request) -> web.Response:
        """https://learn.microsoft.com/en-us/linkedin/marketing/community-management/shares/images-api"""
        refused = self._refusal(request)
        if refused:
            return refused
        asked = await request.json()
        assert request.query["action"] == "initializeUpload"
        assert asked["initializeUploadRequest"]["owner"] == AUTHOR
        image = f"urn:li:image:C4D{self._next()}"
        there = f"{self.uploads_at}/upload/{image.rpartition(':')[2]}"
        return _json(200, {"value": {"uploadUrl": there, "image": image}})

    async def upload(self, request: web.Request) -> web.Response:
        refused = self._signed_out(request)
        if refused:
            return refused
        self.images[f"urn:li:image:{request.match_info['name']}"] = await request.read()
        return web.Response(status=201)

    async def post(self, request: web.Request) -> web.Response:
        """https://learn.microsoft.com/en-us/linkedin/marketing/community-management/shares/posts-api"""
        if self.cuts:
            self.cuts -= 1
            _abort(request)
        refused = self._refusal(request)
        if refused:
            return refused
        body = await request.json()
        assert (body["author"], body["visibility"]) == (AUTHOR, "PUBLIC")
        assert body["lifecycleState"] == "PUBLISHED"
        same = str(body)
        if same in self.remembered:
            return _duplicate(self.remembered[same])
        number = self._number()
        self.posts[number] = self._shown(number, body)
        self.remembered[same] = number
        if self.drops:
            self.drops -= 1
            _abort(request)
        return web.Response(status=201, headers={"x-restli-id": number})

    async def one(self, request: web.Request) -> web.Response:
        refused = self._refusal(request)
        number = unquote(request.match_info["post"])
        if refused:
            return refused
        if number not in self.posts:
            return _json(404, {"status": 404, "code": "NOT_FOUND", "message": "Not found"})
        if request.method == "DELETE":
            assert request.headers["X-RestLi-Method"] == "DELETE"
            del self.posts[number]
        else:
            assert request.headers["X-RestLi-Method"] == "PARTIAL_UPDATE"
            commentary = (await request.json())["patch"]["$set"]["commentary"]
            self.posts[number].words, self.posts[number].tags = read(commentary)
        return web.Response(status=204)

    async def begin_video(self, request: web.Request) -> web.Response:
        """https://learn.microsoft.com/en-us/linkedin/marketing/community-management/shares/videos-api"""
        refused = self._refusal(request)
        if refused:
            return refused
        asked, videos = await request.json(), self.videos
        if request.query["action"] == "finalizeUpload":
            return videos.finalize(asked["finalizeUploadRequest"])
        assert request.query["action"] == "initializeUpload"
        assert asked["initializeUploadRequest"]["owner"] == AUTHOR
        name = f"urn:li:video:C5F{self._next()}"
        return videos.begin(
            name, asked["initializeUploadRequest"]["fileSizeBytes"], self.uploads_at
        )

    async def video(self, request: web.Request) -> web.Response:
        return self._refusal(request) or self.videos.state(unquote(request.match_info["name"]))

    def _shown(self, number: str, body: Json) -> Shown:
        words, tags = read(body["commentary"])
        content = body.get("content", {})
        images = content.get("multiImage", {}).get("images") or (
            [content["media"]] if content else []
        )
        names = [image["id"] for image in images]
        assert all(name in self.images or name in self.videos.finished for name in names)
        alts = [image.get("altText", "") for image in images]
        return Shown(number, words, tags, names, alts, body)

    def _refusal(self, request: web.Request) -> web.Response | None:
        if self.troubles:
            return _json(*self.troubles.pop(0))
        version = request.headers.get("LinkedIn-Version", "")
        if version not in self.versions:
            words = f"Requested version {version}01 is not active"
            return _json(426, {"status": 426, "code": "NONEXISTENT_VERSION", "message": words})
        assert request.headers["X-Restli-Protocol-Version"] == "2.0.0"
        return self._signed_out(request)

    def _signed_out(self, request: web.Request) -> web.Response | None:
        self.seen.append(f"{request.method} {request.path}")
        token = request.headers.get("Authorization", "").removeprefix("Bearer ")
        made_at = self.tokens.get(token)
        if made_at is None or (self.clock.now - made_at).total_seconds() >= self.life:
            words = "The token used in the request has expired"
            return _json(401, {"status": 401, "code": "EXPIRED_ACCESS_TOKEN", "message": words})
        return None

    def _number(self) -> str:
        """As the numbers of real posts are made: milliseconds before the last 22 bits."""
        moment = int(self.clock.now.astimezone(UTC).timestamp() * 1000)
        return f"urn:li:share:{(moment << 22) + self._next()}"

    def _next(self) -> int:
        self._count += 1
        return self._count


def _duplicate(number: str) -> web.Response:
    """As people report it: https://github.com/Arisamiga/Linkedin-RSS/issues/5"""
    exception = "com.linkedin.content.common.exception.BadRequestResponseException"
    error = {"description": "Duplicate post is detected", "input": {}, "code": "DUPLICATE_POST"}
    body = {
        "errorDetailType": "com.linkedin.common.error.BadRequest",
        "message": f"{exception}: Content is a duplicate of {number}",
        "errorDetails": {"inputErrors": [error]},
        "status": 422,
    }
    return _json(422, body)


def _abort(request: web.Request) -> None:
    assert request.transport is not None
    request.transport.abort()
    raise web.HTTPInternalServerError


def _json(status: int, body: Json) -> web.Response:
    return web.json_response(body, status=status)


@contextlib.asynccontextmanager
async def run_linkedin(clock: FakeClock) -> AsyncIterator[LinkedInServer]:
    server, application = LinkedInServer(clock), web.Application(client_max_size=50_000_000)
    application.router.add_post("/oauth/v2/accessToken", server.token)
    application.router.add_get("/v2/userinfo", server.userinfo)
    application.router.add_post("/rest/images", server.initialize)
    application.router.add_put("/upload/{name}", server.upload)
    application.router.add_post("/rest/videos", server.begin_video)
    application.router.add_get("/rest/videos/{name}", server.video)
    application.router.add_put("/upload-video/{name}/{part}", server.videos.put)
    application.router.add_post("/rest/posts", server.post)
    for verb in ("POST", "DELETE"):
        application.router.add_route(verb, "/rest/posts/{post}", server.one)
    runner = web.AppRunner(application, shutdown_timeout=0.1)
    await runner.setup()
    await web.TCPSite(runner, "127.0.0.1", 0).start()
    server.server = f"127.0.0.1:{runner.addresses[0][1]}"
    try:
        yield server
    finally:
        await runner.cleanup()
