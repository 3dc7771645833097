"""Videos on their way to X: begun, sent in pieces, ended, and worked on there for a while.

https://docs.x.com/x-api/media/quickstart/media-upload-chunked and the addresses of X's own library
(the package xdk 0.10.6), read 2026-11: `command=INIT` at a single address, of which older pages
speak, is refused since 2025.
"""

import asyncio
from collections.abc import Mapping
from datetime import timedelta
from urllib.parse import quote

from bot.domain.compose import Recording
from bot.networks import x_faults, x_media
from bot.networks.answers import Answer
from bot.networks.base import NetworkError, Refused, TryLater
from bot.networks.http import Http

# A piece has at most 5 MB.
PIECE = 4_000_000
LOOKS = 3
NOT_READY = timedelta(seconds=15)
LOST = "media_lost"
WORKING = ("pending", "in_progress")


class Videos:
    """The calls for one video, by the token of its account; `pause` is in seconds."""

    def __init__(self, http: Http, api: str, token: str, *, pause: float) -> None:
        self._http = http
        self._uploads = f"{api}/2/media/upload"
        self._token = token
        self._pause = pause

    async def upload(self, video: Recording) -> Mapping[str, str]:
        """{"id", "key", "until", "works"}: `works` is there where X still worked on it when our
        patience ended."""
        begun = await self._begin(video)
        number = begun.text("data", "id")
        for at in range(0, len(video.data), PIECE):
            await self._append(number, at // PIECE, video.data[at : at + PIECE])
        ended = self._good(
            await self._http.post_empty(f"{self._of(number)}/finalize", token=self._token)
        )
        works = await self._await_end(number, ended)
        return {**x_media.kept(self._http, begun), **({"works": "yes"} if works else {})}

    async def again(self, media: Mapping[str, str]) -> Mapping[str, str] | None:
        """An upload of an earlier try as it is now; None where X knows it no more."""
        try:
            works = _works(await self._look(media["id"]))
        except TryLater as error:
            if error.rule == LOST:
                return None
            raise
        return {name: value for name, value in media.items() if name != "works" or works}

    async def check(self, media: Mapping[str, str]) -> None:
        """Raises TryLater while X works on it, Refused where it could not play it."""
        if "works" in media and _works(await self._look(media["id"])):
            raise TryLater("media_processing", wait=NOT_READY)

    async def _begin(self, video: Recording) -> Answer:
        body = {
            "media_type": video.mime,
            "total_bytes": len(video.data),
            "media_category": "tweet_video",
        }
        url = f"{self._uploads}/initialize"
        answer = await self._http.send_json("POST", url, body, token=self._token)
        if not answer.text("data", "id"):
            raise self._fault(answer)
        return self._good(answer)

    async def _append(self, number: str, index: int, piece: bytes) -> None:
        answer = await self._http.post_file(
            f"{self._of(number)}/append",
            piece,
            mime="application/octet-stream",
            fields={"segment_index": str(index)},
            token=self._token,
            name="media",
        )
        if not answer.ok:
            raise self._fault(answer)

    async def _await_end(self, number: str, answer: Answer) -> bool:
        """Whether X still works on it after all our looks."""
        for _ in range(LOOKS):
            if not _works(answer):
                return False
            await asyncio.sleep(self._pause)
            answer = await self._look(number)
        return _works(answer)

    async def _look(self, number: str) -> Answer:
        params = {"command": "STATUS", "media_id": number}
        return self._good(
            await self._http.get_json(self._uploads, token=self._token, params=params)
        )

    def _good(self, answer: Answer) -> Answer:
        if not answer.ok or not isinstance(answer.value("data"), dict):
            raise self._fault(answer)
        return answer

    def _fault(self, answer: Answer) -> NetworkError:
        """What is refused here is the video, never its words; what is not there is sent anew."""
        problem = x_faults.fault(self._http, answer)
        if not isinstance(problem, Refused):
            return problem
        if answer.status in (404, 410):
            return TryLater(LOST, raw=problem.raw)
        return Refused("video_rejected", raw=problem.raw)

    def _of(self, number: str) -> str:
        return f"{self._uploads}/{quote(number, safe='')}"


def _works(answer: Answer) -> bool:
    state = answer.text("data", "processing_info", "state")
    if state == "failed":
        raise Refused("video_rejected", raw=answer.excerpt)
    return state in WORKING
