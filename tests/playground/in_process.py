"""PTB's request class over the playground's core: real PTB code, no sockets."""

from typing import Any
from urllib.parse import unquote, urlsplit

from telegram.error import NetworkError
from telegram.ext import ExtBot
from telegram.request import BaseRequest, RequestData

from bot.playground.core import PLAYGROUND_TOKEN, Playground
from bot.playground.errors import AnswerLostError
from bot.playground.parameters import Upload


class InProcessRequest(BaseRequest):
    """Give it to an `ApplicationBuilder` as `request` and as `get_updates_request`."""

    def __init__(self, playground: Playground) -> None:
        self._playground = playground

    @property
    def read_timeout(self) -> float | None:
        return None

    async def initialize(self) -> None:
        """Nothing to open."""

    async def shutdown(self) -> None:
        """Nothing to close."""

    async def do_request(
        self,
        url: str,
        method: str,
        request_data: RequestData | None = None,
        read_timeout: Any = BaseRequest.DEFAULT_NONE,
        write_timeout: Any = BaseRequest.DEFAULT_NONE,
        connect_timeout: Any = BaseRequest.DEFAULT_NONE,
        pool_timeout: Any = BaseRequest.DEFAULT_NONE,
    ) -> tuple[int, bytes]:
        path = unquote(urlsplit(url).path)
        if path.startswith("/file/bot"):
            token, _, wanted = path.removeprefix("/file/bot").partition("/")
            status, content = self._playground.download(token, wanted)
            return status, content or b"{}"
        token, _, name = path.removeprefix("/bot").partition("/")
        parameters = request_data.json_parameters if request_data else {}
        try:
            return await self._playground.call(name, parameters, _files(request_data), token=token)
        except AnswerLostError:
            raise NetworkError("the answer was lost") from None


def bot_over(playground: Playground, token: str = PLAYGROUND_TOKEN, **options: Any) -> ExtBot[None]:
    """PTB's ExtBot that speaks to this playground without HTTP."""
    return ExtBot(
        token,
        request=InProcessRequest(playground),
        get_updates_request=InProcessRequest(playground),
        **options,
    )


def _files(request_data: RequestData | None) -> dict[str, Upload]:
    parts = request_data.multipart_data if request_data else None
    return {
        name: Upload(filename, mime, content if isinstance(content, bytes) else content.read())
        for name, (filename, content, mime) in (parts or {}).items()
    }
