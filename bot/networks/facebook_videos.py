"""A video on a Page: its upload is the post, and is looked for among the Page's videos.

https://developers.facebook.com/docs/graph-api/reference/page/videos and
https://developers.facebook.com/docs/video-api/overview, which sends uploads to graph.facebook.com
(as of 2026-11). To upload one unseen and show it later is for advertisers, who need more rights.
"""

from datetime import timedelta
from urllib.parse import quote

from bot.networks import meta
from bot.networks.base import Account, Attempt, Copy, TryLater
from bot.networks.http import Http
from bot.networks.meta_search import Shelf, search

# Facebook works on a video before it lists it.
LISTED_AFTER = timedelta(minutes=15)
LISTING_WAIT = timedelta(minutes=2)


class PageVideos:
    """The calls for one video, with the words below it."""

    def __init__(self, http: Http, api: str) -> None:
        self._http = http
        self._api = api

    async def publish(self, account: Account, attempt: Attempt, words: str) -> Copy:
        (video,) = attempt.post.recordings
        answer = await self._http.post_file(
            self._of(account),
            video.data,
            mime=video.mime,
            token=account.secret["access_token"],
            fields={"description": words},
            name="source",
            irreversible=True,
        )
        if not answer.ok or not answer.text("id"):
            raise meta.doubted(self._http, answer, attempt.first_tried_at)
        return _copy(answer.text("id"))

    async def find(self, account: Account, attempt: Attempt, words: str) -> Copy | None:
        """By its words, among the videos since the first try; None only after a while."""
        shelf = Shelf(
            url=self._of(account),
            words="description",
            moment="created_time",
            fields="id,description,created_time",
        )
        found = await search(self._http, shelf, account.secret["access_token"], attempt, words)
        if found is not None:
            return _copy(str(found["id"]))
        tried_at = attempt.first_tried_at or attempt.post.created_at
        if self._http.clock() - tried_at < LISTED_AFTER:
            raise TryLater("not_listed_yet", wait=LISTING_WAIT)
        return None

    def _of(self, account: Account) -> str:
        return f"{self._api}/{quote(account.remote_id, safe='')}/videos"


def is_video(copy: Copy) -> bool:
    """A post's id names its Page before a line; a video's does not."""
    return copy.remote_id.isdecimal()


def _copy(video: str) -> Copy:
    return Copy(video, f"https://www.facebook.com/{quote(video)}")
