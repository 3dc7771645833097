"""Whether a post of ours already stands among a Page's own ones."""

from collections.abc import Iterator, Mapping
from typing import Any

from bot.networks import meta
from bot.networks.answers import dig
from bot.networks.base import Attempt, Unsure
from bot.networks.http import Http
from bot.networks.meta_search import CLOCK_SLACK, PAGE_SIZE, PAGES, moment_of

PARTS = "attachments{type,target{id},subattachments{target{id}}}"
# A link shows a preview, which is an attachment too, but no picture.
PICTURES = ("photo", "album", "new_album", "profile_media")
FIELDS = f"id,message,permalink_url,created_time,{PARTS}"


class PageSearch:
    """Goes through a Page's posts, newest first, until our first try or our post.

    https://developers.facebook.com/docs/graph-api/reference/page/feed (as of 2026-11)
    """

    def __init__(self, http: Http, url: str, token: str) -> None:
        self._http = http
        self._url = url
        self._token = token

    async def run(self, attempt: Attempt, text: str) -> Mapping[str, Any] | None:
        """Our post, or None; raises Unsure after five pages."""
        since = (attempt.first_tried_at or attempt.post.created_at) - CLOCK_SLACK
        params = {
            "fields": FIELDS,
            "limit": str(PAGE_SIZE),
            "since": str(int(since.timestamp())),
        }
        media = {str(one) for one in attempt.prepared.get("media", ())}
        for _ in range(PAGES):
            answer = await self._http.get_json(self._url, token=self._token, params=params)
            posts = answer.value("data")
            if not answer.ok or not isinstance(posts, list):
                raise meta.fault(self._http, answer)
            for post in posts:
                made_at = moment_of(dig(post, "created_time"))
                recent = made_at is None or made_at >= since
                if recent and isinstance(dig(post, "id"), str) and is_ours(post, text, media):
                    return dict(post)
            after = answer.text("paging", "cursors", "after")
            if not posts or not after or after == params.get("after"):
                return None
            params = {**params, "after": after}
        raise Unsure("too_many_posts")


def is_ours(post: Any, text: str, media: set[str]) -> bool:
    """By its pictures where there are any, since each was uploaded for this post alone; else by
    its words."""
    attached = set(attached_to(post))
    if media:
        return bool(attached & media)
    words = dig(post, "message")
    told = meta.fingerprint(words if isinstance(words, str) else "")
    return not attached and bool(told) and told == meta.fingerprint(text)


def attached_to(post: Any) -> Iterator[str]:
    """The ids of a post's pictures; several stand one level deeper."""
    attachments = dig(post, "attachments", "data")
    for one in attachments if isinstance(attachments, list) else []:
        if dig(one, "type") not in PICTURES:
            continue
        deeper = dig(one, "subattachments", "data")
        for part in [one, *(deeper if isinstance(deeper, list) else [])]:
            found = dig(part, "target", "id")
            if isinstance(found, str):
                yield found
