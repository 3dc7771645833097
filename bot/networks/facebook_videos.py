"""A video on a Page: uploaded unseen, and shown by a second call, which may be repeated.

https://developers.facebook.com/docs/graph-api/reference/page/videos for the upload; that a video
takes `published` and `description` later is told by Meta's own library (AdVideo.api_update of
https://github.com/facebook/facebook-python-business-sdk, read 2026-11).
"""

import asyncio
from typing import Any
from urllib.parse import quote

from bot.domain.compose import Recording
from bot.networks import meta
from bot.networks.answers import Answer
from bot.networks.base import Account, Attempt, Copy, NetworkError, Refused, TryLater
from bot.networks.http import Http

# https://developers.facebook.com/docs/graph-api/reference/video: a video that is not worked on yet
# is "processing" or "uploading", then "ready" or "error" (as of 2026-11).
STATE = "published,status"
ERROR, READY = "error", "ready"
LOOKS = 10


class PageVideos:
    """The calls for one video; `pause` is in seconds."""

    def __init__(self, http: Http, api: str, *, pause: float) -> None:
        self._http = http
        self._api = api
        self._pause = pause

    async def ready(self, account: Account, attempt: Attempt, known: str) -> str:
        """The id of this very video, uploaded now unless `known` is still there. Where it is
        worked on for longer than our patience, the call to publish says so."""
        if known and not meta.is_gone(await self._look(account, known)):
            return known
        video = await self._upload(account, attempt.post.recordings[0])
        for look in range(LOOKS):
            if look:
                await asyncio.sleep(self._pause)
            answer = await self._look(account, video)
            if not answer.ok or _state(answer) in (READY, ERROR):
                break
        return video

    async def publish(self, account: Account, attempt: Attempt, words: str) -> Copy:
        """Shows it; it cannot be shown twice."""
        video = str(attempt.prepared["video"])
        answer = await self._sure(account, video)
        if answer.value("published") is True:
            return _copy(video)
        if _state(answer) == ERROR:
            raise Refused("video_rejected", raw=answer.excerpt)
        if _state(answer) != READY:
            raise TryLater("media_processing", wait=meta.NOT_READY_WAIT)
        shown = await self._http.post_form(
            self._of(video),
            {"published": "true", "description": words},
            token=account.secret["access_token"],
            irreversible=True,
        )
        if shown.ok and shown.value("success") is True:
            return _copy(video)
        raise meta.fault(self._http, shown, irreversible=True)

    async def find(self, account: Account, attempt: Attempt) -> Copy | None:
        """Whether it is shown."""
        video = str(attempt.prepared["video"])
        answer = await self._look(account, video)
        if meta.is_gone(answer):
            return None
        if not answer.ok:
            raise meta.fault(self._http, answer)
        return _copy(video) if answer.value("published") is True else None

    async def _upload(self, account: Account, video: Recording) -> str:
        answer = await self._http.post_file(
            f"{self._of(account.remote_id)}/videos",
            video.data,
            mime=video.mime,
            token=account.secret["access_token"],
            fields={"published": "false"},
            name="source",
        )
        if not answer.ok or not answer.text("id"):
            raise meta.fault(self._http, answer)
        return answer.text("id")

    async def _sure(self, account: Account, video: str) -> Answer:
        answer = await self._look(account, video)
        problem: NetworkError | None = None
        if meta.is_gone(answer):
            problem = TryLater("media_lost", raw=answer.excerpt)
        elif not answer.ok:
            problem = meta.fault(self._http, answer)
        if problem:
            raise problem
        return answer

    async def _look(self, account: Account, video: str) -> Answer:
        token, params = account.secret["access_token"], {"fields": STATE}
        return await self._http.get_json(self._of(video), token=token, params=params)

    def _of(self, thing: str) -> str:
        return f"{self._api}/{quote(thing, safe='')}"


def is_video(copy: Copy) -> bool:
    """A post's id names its Page before a line; a video's does not."""
    return copy.remote_id.isdecimal()


def _state(answer: Answer) -> Any:
    return answer.value("status", "video_status")


def _copy(video: str) -> Copy:
    return Copy(video, f"https://www.facebook.com/{quote(video)}")
