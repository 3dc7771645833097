"""A Misskey server as its documentation and source describe it; it remembers what it is told.

Paths in comments are those of https://github.com/misskey-dev/misskey, below
packages/backend/src/server/api/, as of 2026-11.
"""

import contextlib
import hashlib
import json
from collections import Counter
from collections.abc import AsyncIterator, Callable, Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import Any
from urllib.parse import parse_qs, urlsplit

from aiohttp import web

Body = Mapping[str, Any]

# endpoints/notes/create.ts and endpoints/drive/files/create.ts: `limit`
AN_HOUR = {"notes/create": 300, "drive/files/create": 120}
# endpoints/*: `kind`, which a token must have been given
KINDS = {
    "notes/create": "write:notes",
    "notes/delete": "write:notes",
    "drive/files/create": "write:drive",
}
# ApiCallService.ts: `requireCredential`; users/notes and meta answer anybody.
SIGNED = {*KINDS, "i/revoke-token"}


class Refusal(Exception):
    """An `ApiError`: ApiCallService.ts, `send`."""

    def __init__(self, code: str, status: int = 400, **info: Any) -> None:
        super().__init__(code)
        self.code, self.status, self.info = code, status, info


@dataclass(frozen=True, slots=True)
class Grant:
    user: str
    permissions: frozenset[str]


@dataclass(slots=True)
class MisskeyServer:
    """One server. `lose` names endpoints whose answers get lost after the deed, `drop` those
    whose requests get lost before it; each once."""

    server: str = ""
    most_text: int = 3000
    clock: Callable[[], datetime] = lambda: datetime.now(UTC)
    suspended: set[str] = field(default_factory=set)
    moved: set[str] = field(default_factory=set)
    cats: set[str] = field(default_factory=set)
    grants: dict[str, Grant] = field(default_factory=dict)
    sessions: dict[str, str] = field(default_factory=dict)
    notes: list[dict[str, Any]] = field(default_factory=list)
    files: dict[str, dict[str, Any]] = field(default_factory=dict)
    lose: list[str] = field(default_factory=list)
    drop: list[str] = field(default_factory=list)
    asked: list[tuple[str, dict[str, Any]]] = field(default_factory=list)
    counted: Counter[tuple[str, str]] = field(default_factory=Counter)
    _made: int = 0

    def token_for(self, user: str, *permissions: str) -> str:
        token = f"t0ken-of-{user}-{len(self.grants)}"
        self.grants[token] = Grant(user, frozenset(permissions or KINDS.values()))
        return token

    def say_yes(self, url: str, user: str = "hana") -> dict[str, str]:
        """Somebody agrees on the page of MiAuth: what their browser brings back, if anything.

        packages/frontend/src/pages/miauth.vue: the session is set in the callback's query.
        """
        parts = urlsplit(url)
        asked = {name: values[0] for name, values in parse_qs(parts.query).items()}
        session = parts.path.removeprefix("/miauth/")
        self.sessions[session] = self.token_for(user, *asked["permission"].split(","))
        if "callback" not in asked:
            return {}
        back = {n: v[0] for n, v in parse_qs(urlsplit(asked["callback"]).query).items()}
        return {**back, "session": session}

    def write(self, user: str, text: str | None, **more: Any) -> str:
        """A note made by hand or by another app; its id."""
        note = {
            "id": self._new_id(),
            "createdAt": self.clock().isoformat(timespec="milliseconds").replace("+00:00", "Z"),
            "userId": f"id-{user}",
            "user": {"id": f"id-{user}", "username": user, "isCat": user in self.cats},
            "text": text,
            "fileIds": [],
            "replyId": None,
            "visibility": "public",
            "reactions": {},
            "renoteCount": 0,
            **more,
        }
        self.notes.insert(0, note)
        return str(note["id"])

    async def handle(self, request: web.Request) -> web.StreamResponse:
        endpoint = request.path.removeprefix("/api/")
        body, sent = await _read(request)
        self.asked.append((endpoint, body))
        if _take(self.drop, endpoint):
            return _hang_up(request)
        try:
            said = self._answer(request, endpoint, body, sent)
        except Refusal as refusal:
            return _refused(refusal)
        if _take(self.lose, endpoint):
            return _hang_up(request)
        return web.Response(status=204) if said is None else web.json_response(said)

    def _answer(self, request: web.Request, endpoint: str, body: Body, sent: bytes) -> Any:
        if endpoint.startswith("miauth/"):
            return self._check(endpoint.split("/")[1])
        verbs: dict[str, Callable[[str, Body, bytes], Any]] = {
            "meta": self._meta,
            "notes/create": self._create,
            "notes/delete": self._delete,
            "notes/show": self._show,
            "notes/replies": self._replies,
            "users/notes": self._users_notes,
            "drive/files/create": self._upload,
            "i/revoke-token": self._revoke,
        }
        if request.method != "POST" or endpoint not in verbs:
            raise Refusal("UNKNOWN_API_ENDPOINT", 404)  # ApiServerService.ts
        return verbs[endpoint](self._who(endpoint, str(body.get("i", ""))), body, sent)

    def _who(self, endpoint: str, token: str) -> str:
        """ApiCallService.ts, `call`: the order of these checks is its order."""
        grant = self.grants.get(token)
        if token and grant is None:
            raise Refusal("AUTHENTICATION_FAILED", 401)
        user = grant.user if grant else ""
        if endpoint == "i/revoke-token":
            raise Refusal("ACCESS_DENIED")  # endpoints/i/revoke-token.ts: `secure: true`
        self._count(endpoint, user)
        if endpoint in SIGNED and grant is None:
            raise Refusal("CREDENTIAL_REQUIRED", 401)
        if endpoint in SIGNED and user in self.suspended:
            raise Refusal("YOUR_ACCOUNT_SUSPENDED", 403)
        if endpoint in AN_HOUR and user in self.moved:  # `prohibitMoved`
            raise Refusal("YOUR_ACCOUNT_MOVED", 403)
        if grant and endpoint in KINDS and KINDS[endpoint] not in grant.permissions:
            raise Refusal("PERMISSION_DENIED", 403)
        return user

    def _count(self, endpoint: str, user: str) -> None:
        self.counted[endpoint, user] += 1
        if self.counted[endpoint, user] > AN_HOUR.get(endpoint, 1_000_000):
            # `resetMs` is a moment: https://www.npmjs.com/package/ratelimiter (as of 2026-11)
            moment = self.clock() + timedelta(minutes=30)
            raise Refusal("RATE_LIMIT_EXCEEDED", 429, resetMs=int(moment.timestamp() * 1000))

    def _check(self, session: str) -> dict[str, Any]:
        """ApiServerService.ts: a session is good for one token, once."""
        token = self.sessions.pop(session, None)
        if token is None:
            return {"ok": False}
        user = self.grants[token].user
        return {"ok": True, "token": token, "user": {"id": f"id-{user}", "username": user}}

    def _meta(self, _user: str, _body: Body, _sent: bytes) -> dict[str, Any]:
        return {
            "version": "2026.10.0",
            "maxNoteTextLength": self.most_text,
            "policies": {"maxFileSizeMb": 5},
        }

    def _create(self, user: str, body: Body, _sent: bytes) -> dict[str, Any]:
        """endpoints/notes/create.ts: `paramDef` and the checks below it."""
        text, files = body.get("text"), body.get("fileIds")
        if text is not None and not 1 <= len(text) <= self.most_text:
            raise Refusal("INVALID_PARAM", param="#/properties/text/maxLength")
        if files is not None and (len(set(files)) != len(files) or not 1 <= len(files) <= 16):
            raise Refusal("INVALID_PARAM", param="#/properties/fileIds")
        if text is None and files is None:
            raise Refusal("INVALID_PARAM", param="#/anyOf")
        if any(self.files.get(one, {}).get("user") != user for one in files or ()):
            raise Refusal("NO_SUCH_FILE")
        reply = body.get("replyId")
        if reply is not None and reply not in {note["id"] for note in self.notes}:
            raise Refusal("NO_SUCH_REPLY_TARGET")
        trimmed = text.strip() if text else None  # NoteCreateService.ts
        self.write(user, trimmed, fileIds=files or [], replyId=reply)
        return {"createdNote": self.notes[0]}

    def _show(self, _user: str, body: Body, _sent: bytes) -> dict[str, Any]:
        note = next((one for one in self.notes if one["id"] == body["noteId"]), None)
        if note is None:
            raise Refusal("NO_SUCH_NOTE")
        replies = [one for one in self.notes if one["replyId"] == note["id"]]
        return {
            **note,
            "repliesCount": len(replies),
            "reactionCount": sum(note["reactions"].values()),
        }

    def _replies(self, _user: str, body: Body, _sent: bytes) -> list[dict[str, Any]]:
        """endpoints/notes/replies.ts: newest first; at most a hundred, ten if not told."""
        found = [one for one in self.notes if one["replyId"] == body["noteId"]]
        return found[: body.get("limit", 10)]

    def _delete(self, user: str, body: Body, _sent: bytes) -> None:
        note = next((one for one in self.notes if one["id"] == body["noteId"]), None)
        if note is None:
            raise Refusal("NO_SUCH_NOTE")
        if note["userId"] != f"id-{user}":
            raise Refusal("ACCESS_DENIED")
        self.notes.remove(note)

    def _users_notes(self, _user: str, body: Body, _sent: bytes) -> list[dict[str, Any]]:
        """endpoints/users/notes.ts: newest first, by id; at most a hundred, ten if not told."""
        limit, until = body.get("limit", 10), body.get("untilId")
        if not 1 <= limit <= 100:
            raise Refusal("INVALID_PARAM", param="#/properties/limit")
        theirs = [one for one in self.notes if one["userId"] == body["userId"]]
        older = [one for one in theirs if until is None or one["id"] < until]
        return sorted(older, key=lambda one: str(one["id"]), reverse=True)[:limit]

    def _upload(self, user: str, body: Body, sent: bytes) -> dict[str, Any]:
        """endpoints/drive/files/create.ts, and DriveService.ts: a file that the drive has already
        is handed out again with its old description, unless `force` is said."""
        if len(body.get("comment", "")) > 512:  # DB_MAX_IMAGE_COMMENT_LENGTH in const.ts
            raise Refusal("INVALID_PARAM", param="#/properties/comment/maxLength")
        md5 = hashlib.md5(sent, usedforsecurity=False).hexdigest()
        same = [f for f in self.files.values() if (f["user"], f["md5"]) == (user, md5)]
        if same and body.get("force") != "true":
            return same[0]
        made = {"id": self._new_id(), "user": user, "md5": md5, "comment": body.get("comment")}
        self.files[made["id"]] = made
        return made

    def _revoke(self, _user: str, _body: Body, _sent: bytes) -> None:
        raise AssertionError("no app gets here")

    def _new_id(self) -> str:
        self._made += 1
        return f"a{self._made:015}"


async def _read(request: web.Request) -> tuple[dict[str, Any], bytes]:
    """ApiCallService.ts: of a form, only the fields before the file are read."""
    if request.content_type != "multipart/form-data":
        return json.loads(await request.read() or b"{}"), b""
    fields: dict[str, Any] = {}
    async for part in await request.multipart():
        if part.name == "file":
            return fields, bytes(await part.read())
        fields[str(part.name)] = await part.text()
    raise Refusal("INVALID_PARAM")


def _refused(refusal: Refusal) -> web.Response:
    error = {"message": "In words.", "code": refusal.code, "id": "uuid", "kind": "client"}
    if refusal.info:
        error["info"] = refusal.info
    return web.json_response({"error": error}, status=refusal.status)


def _take(names: list[str], name: str) -> bool:
    if name not in names:
        return False
    names.remove(name)
    return True


def _hang_up(request: web.Request) -> web.Response:
    assert request.transport is not None
    request.transport.abort()
    return web.Response()


@contextlib.asynccontextmanager
async def run_misskey() -> AsyncIterator[MisskeyServer]:
    there = MisskeyServer()
    application = web.Application(client_max_size=50_000_000)
    application.router.add_route("*", "/api/{path:.*}", there.handle)
    runner = web.AppRunner(application, shutdown_timeout=0.1)
    await runner.setup()
    await web.TCPSite(runner, "127.0.0.1", 0).start()
    there.server = f"127.0.0.1:{runner.addresses[0][1]}"
    try:
        yield there
    finally:
        await runner.cleanup()
