"""One guarded way out for every network; each failure becomes one of the errors of `base`."""

import asyncio
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from types import SimpleNamespace
from typing import Any, Self

import aiohttp
from aiohttp.abc import AbstractResolver

from bot.networks.answers import Answer, answer_of, common_fault
from bot.networks.base import NetworkError, Refused, TryLater, Unsure
from bot.networks.guard import NOT_ALLOWED, SOCKETS, Door, ForbiddenAddress, Guard

MAX_BODY = 2_000_000
FIRST_BYTE = 10.0
IN_ALL = 30.0
# Sending a picture over a slow line takes its time; the answer is still awaited for ten seconds.
UPLOAD_IN_ALL = 120.0
PIECE = 64 * 1024


class _TooBig(Exception):
    """The body went on after the limit."""


@dataclass(slots=True)
class _Journey:
    """Whether a request has begun to leave: told by aiohttp right before its first byte."""

    left: bool = False


class Http:
    """Calls servers through the guard: no redirects, no cookies, no proxy of the environment.

    Raises TryLater where nothing left or where the call may simply be repeated, Unsure where an
    `irreversible` call left and its answer was lost, Refused for an address that is not
    allowed. An answer of any status is returned; what it means is the network's business.
    """

    def __init__(
        self,
        *,
        private_servers: frozenset[str] = frozenset(),
        loopback: bool = False,
        user_agent: str = "Hibi",
        clock: Callable[[], datetime] = lambda: datetime.now(UTC),
        resolver: AbstractResolver | None = None,
        first_byte: float = FIRST_BYTE,
        in_all: float = IN_ALL,
    ) -> None:
        self.guard = Guard(private_servers, loopback)
        self.clock = clock
        self._user_agent = user_agent
        self._resolver = resolver
        self._first_byte = first_byte
        self._in_all = in_all
        self._sessions: dict[Door, aiohttp.ClientSession] = {}

    async def __aenter__(self) -> Self:
        return self

    async def __aexit__(self, *_: object) -> None:
        await self.close()

    async def close(self) -> None:
        for session in self._sessions.values():
            await session.close()
        self._sessions.clear()

    def fault(self, answer: Answer, *, irreversible: bool = False) -> NetworkError | None:
        """`common_fault` at this moment."""
        return common_fault(answer, self.clock(), irreversible=irreversible)

    async def get_json(
        self,
        url: str,
        *,
        token: str = "",
        params: Mapping[str, str] | None = None,
        headers: Mapping[str, str] | None = None,
        secrets: Iterable[str] = (),
    ) -> Answer:
        return await self._call(
            "GET", url, token=token, params=params, headers=headers, secrets=secrets
        )

    async def send_json(
        self,
        method: str,
        url: str,
        body: Any,
        *,
        token: str = "",
        headers: Mapping[str, str] | None = None,
        irreversible: bool = False,
        secrets: Iterable[str] = (),
    ) -> Answer:
        """A body of JSON; `secrets` are the texts in it that no log may show."""
        call: dict[str, Any] = {"headers": headers, "irreversible": irreversible, "json": body}
        return await self._call(method, url, token=token, secrets=secrets, **call)

    async def post_form(
        self,
        url: str,
        fields: Mapping[str, str],
        *,
        token: str = "",
        headers: Mapping[str, str] | None = None,
        irreversible: bool = False,
        secrets: Iterable[str] = (),
    ) -> Answer:
        return await self._call(
            "POST",
            url,
            token=token,
            headers=headers,
            irreversible=irreversible,
            secrets=secrets,
            data=dict(fields),
        )

    async def post_file(
        self,
        url: str,
        data: bytes,
        *,
        mime: str,
        fields: Mapping[str, str],
        token: str = "",
        name: str = "file",
        irreversible: bool = False,
        secrets: Iterable[str] = (),
    ) -> Answer:
        """A file by that name behind some fields, as a browser's form sends them; `secrets` are
        the texts in those that no log may show."""
        form = aiohttp.FormData(dict(fields))
        filename = mime.replace("/", ".")  # image.jpeg, video.mp4: some people get to see it
        form.add_field(name, data, filename=filename, content_type=mime)
        wire: dict[str, Any] = {"irreversible": irreversible, "data": form, "upload": True}
        return await self._call("POST", url, token=token, secrets=secrets, **wire)

    async def send_bytes(
        self,
        method: str,
        url: str,
        data: bytes,
        *,
        mime: str,
        token: str,
        headers: Mapping[str, str] | None = None,
        secrets: Iterable[str] = (),
    ) -> Answer:
        told = {**(headers or {}), "Content-Type": mime}
        return await self._call(
            method, url, token=token, headers=told, secrets=secrets, data=data, upload=True
        )

    async def post_files(
        self,
        url: str,
        files: Iterable[tuple[str, bytes, str, str]],
        *,
        fields: Mapping[str, str],
        secrets: Iterable[str] = (),
    ) -> Answer:
        """The irreversible call as a form: fields, then files as (name, bytes, file name, type)."""
        form = aiohttp.FormData(dict(fields))
        for name, data, filename, mime in files:
            form.add_field(name, data, filename=filename, content_type=mime)
        return await self._call(
            "POST", url, token="", irreversible=True, secrets=secrets, data=form, upload=True
        )

    async def post_text(
        self,
        url: str,
        body: bytes,
        *,
        headers: Mapping[str, str],
        irreversible: bool,
        secrets: Iterable[str] = (),
    ) -> Answer:
        """Exactly these bytes of JSON, because they are signed."""
        return await self._call(
            "POST",
            url,
            token="",
            headers={"Content-Type": "application/json", **headers},
            irreversible=irreversible,
            secrets=secrets,
            data=body,
        )

    async def post_empty(self, url: str, *, token: str) -> Answer:
        return await self._call("POST", url, token=token)

    async def delete(
        self,
        url: str,
        *,
        token: str = "",
        headers: Mapping[str, str] | None = None,
        secrets: Iterable[str] = (),
    ) -> Answer:
        return await self._call("DELETE", url, token=token, headers=headers, secrets=secrets)

    async def _call(
        self,
        method: str,
        url: str,
        *,
        token: str,
        headers: Mapping[str, str] | None = None,
        irreversible: bool = False,
        secrets: Iterable[str] = (),
        upload: bool = False,
        **wire: Any,
    ) -> Answer:
        session = self._session(self.guard.door(url))
        journey = _Journey()
        bearer = {"Authorization": f"Bearer {token}"} if token else {}
        failure: NetworkError
        try:
            async with (
                asyncio.timeout(UPLOAD_IN_ALL if upload else self._in_all),
                session.request(
                    method,
                    url,
                    headers={**bearer, **(headers or {})},
                    allow_redirects=False,
                    trace_request_ctx=journey,
                    **wire,
                ) as response,
            ):
                body = await _read(response)
                known = (token, *secrets)
                return answer_of(response.status, response.headers, body, secrets=known)
        except (aiohttp.ClientError, OSError, TimeoutError, ValueError, _TooBig) as error:
            failure = _failure(error, lost=irreversible and journey.left)
        # Raised out here, so that no traceback drags along an error that shows the request.
        raise failure

    def _session(self, door: Door) -> aiohttp.ClientSession:
        if door not in self._sessions:
            self._sessions[door] = aiohttp.ClientSession(
                connector=aiohttp.TCPConnector(
                    socket_factory=SOCKETS[door], resolver=self._resolver, limit_per_host=20
                ),
                cookie_jar=aiohttp.DummyCookieJar(),
                timeout=aiohttp.ClientTimeout(sock_connect=10, sock_read=self._first_byte),
                headers={"User-Agent": self._user_agent, "Accept": "application/json, */*;q=0.1"},
                trace_configs=[_departures()],
                trust_env=False,
            )
        return self._sessions[door]


async def _note_departure(_: object, context: SimpleNamespace, __: object) -> None:
    context.trace_request_ctx.left = True


def _departures() -> aiohttp.TraceConfig:
    trace = aiohttp.TraceConfig()
    trace.on_request_headers_sent.append(_note_departure)
    return trace


async def _read(response: aiohttp.ClientResponse) -> bytes:
    """The whole body, already decompressed, unless it is longer than any honest answer."""
    body = bytearray()
    async for piece in response.content.iter_chunked(PIECE):
        body += piece
        if len(body) > MAX_BODY:
            response.close()
            raise _TooBig
    return bytes(body)


def _failure(error: BaseException, *, lost: bool) -> NetworkError:
    """The kind of a failure by name alone; aiohttp's own words may hold addresses and headers."""
    name = type(error).__name__
    if isinstance(error, aiohttp.InvalidURL) or _is_forbidden(error):
        return Refused(NOT_ALLOWED)
    if isinstance(error, _TooBig):
        return Unsure("answer_too_big") if lost else TryLater("answer_too_big")
    if lost:
        return Unsure("answer_lost", raw=name)
    return TryLater("unreachable", raw=name)


def _is_forbidden(error: BaseException) -> bool:
    return isinstance(error, aiohttp.ClientConnectorError) and isinstance(
        error.os_error, ForbiddenAddress
    )
