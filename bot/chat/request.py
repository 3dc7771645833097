"""PTB's BaseRequest over aiohttp: one library for all that goes out, and far less CPU."""

import json
import logging
from functools import lru_cache
from typing import Any

import aiohttp
from telegram._utils.defaultvalue import DefaultValue
from telegram._utils.types import ODVInput
from telegram.error import NetworkError, TimedOut
from telegram.request import BaseRequest, RequestData

logger = logging.getLogger(__name__)

READ_SECONDS = 20.0
UPLOAD_SECONDS = 60.0
CONNECT_SECONDS = 5.0


class CannotConnect(NetworkError):
    """Nothing has left: there was no connection."""


class AnswerMayBeLost(TimedOut):
    """The request had left when the connection broke: it may have been carried out."""


class AiohttpRequest(BaseRequest):
    """Speaks to the Bot API. Tells a request that never left from one whose answer was lost."""

    def __init__(self, *, connections: int = 64) -> None:
        self._connections = connections
        self._session: aiohttp.ClientSession | None = None

    @property
    def read_timeout(self) -> float:
        return READ_SECONDS

    async def initialize(self) -> None:
        if self._session is None:
            self._session = aiohttp.ClientSession(
                connector=aiohttp.TCPConnector(limit=self._connections, ttl_dns_cache=60),
                cookie_jar=aiohttp.DummyCookieJar(),
                trust_env=False,
                auto_decompress=True,
            )

    async def shutdown(self) -> None:
        if self._session is not None:
            await self._session.close()
            self._session = None

    async def do_request(
        self,
        url: str,
        method: str,
        request_data: RequestData | None = None,
        read_timeout: ODVInput[float] = BaseRequest.DEFAULT_NONE,
        write_timeout: ODVInput[float] = BaseRequest.DEFAULT_NONE,
        connect_timeout: ODVInput[float] = BaseRequest.DEFAULT_NONE,
        pool_timeout: ODVInput[float] = BaseRequest.DEFAULT_NONE,
    ) -> tuple[int, bytes]:
        total = _seconds(read_timeout, READ_SECONDS)
        if request_data and request_data.contains_files:
            total = max(total, UPLOAD_SECONDS)
        timeout = _timeout(total, _seconds(connect_timeout, CONNECT_SECONDS))
        return await self._send(method, url, _body(request_data), timeout)

    async def call(self, url: str, values: dict[str, Any], *, seconds: float) -> tuple[int, bytes]:
        """Calls a method without PTB in between; raises PTB's errors all the same."""
        return await self._send(
            "POST", url, aiohttp.JsonPayload(values, dumps=_dumps), _timeout(seconds)
        )

    async def _send(
        self, method: str, url: str, body: Any, within: aiohttp.ClientTimeout
    ) -> tuple[int, bytes]:
        if self._session is None:
            raise RuntimeError("the request class is not initialized")
        try:
            async with self._session.request(
                method, url, data=body, timeout=within, allow_redirects=False
            ) as answer:
                return answer.status, await answer.read()
        except (aiohttp.ClientConnectorError, aiohttp.ConnectionTimeoutError) as error:
            # Only the kind of error: its text holds the address, and that the token.
            raise CannotConnect(f"cannot connect: {type(error).__name__}") from None
        except (TimeoutError, aiohttp.ClientError, ConnectionError) as error:
            raise AnswerMayBeLost(f"no answer: {type(error).__name__}") from None


@lru_cache(maxsize=32)
def _timeout(total: float, connect: float = CONNECT_SECONDS) -> aiohttp.ClientTimeout:
    return aiohttp.ClientTimeout(total=total + CONNECT_SECONDS, sock_connect=connect)


def _seconds(value: ODVInput[float], otherwise: float) -> float:
    if isinstance(value, DefaultValue):
        return otherwise
    return otherwise if value is None else float(value)


def _body(request_data: RequestData | None) -> Any:
    if request_data is None:
        return None
    if not request_data.contains_files:
        return aiohttp.JsonPayload(request_data.parameters, dumps=_dumps)
    form = aiohttp.FormData()
    for name, value in request_data.json_parameters.items():
        form.add_field(name, value)
    for name, (filename, content, mime) in request_data.multipart_data.items():
        form.add_field(name, content, filename=filename, content_type=mime)
    return form


# Japanese as it is, not as \\uXXXX; json.dumps would make an encoder anew for every request.
_dumps = json.JSONEncoder(ensure_ascii=False, separators=(",", ":")).encode
