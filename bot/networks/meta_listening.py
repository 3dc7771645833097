"""What others say under a post on Threads, Instagram and a Facebook Page.

Counters come with the rights that posting needs anyway. Other people's words, and the likes of
Threads, need a further one, which Meta gives an app only after a review: `reads_replies` of the
operator's keys says that it did. An account that was linked before lacks it; there we hear what
we may.
"""

from collections.abc import Callable, Iterator
from typing import Any
from urllib.parse import quote

from bot.networks import meta
from bot.networks.answers import Answer, dig
from bot.networks.base import Account, Copy, NetworkError
from bot.networks.facebook_videos import is_video
from bot.networks.http import Http
from bot.networks.listening import MOST, Echo, Heard, as_text, counted
from bot.networks.meta_search import web_address

# https://developers.facebook.com/docs/threads/reply-management and /insights (as of 2026-11)
THREADS_SCOPE = "threads_manage_insights"
REPLY = "id,text,username,permalink,hide_status,is_reply_owned_by_me"
SHOWN = ("NOT_HUSHED", "UNHUSHED")
# https://developers.facebook.com/docs/instagram-platform/instagram-api-with-instagram-login/comment-moderation
# (as of 2026-11)
INSTAGRAM_SCOPE = "instagram_business_manage_comments"
COMMENT = "id,text,username,hidden"
# https://developers.facebook.com/docs/pages-api/comments-mentions (as of 2026-11)
FACEBOOK_SCOPE = "pages_read_user_content"
REMARK = "id,message,from,permalink_url,is_hidden"

Read = Callable[[Any], Echo | None]


class Listener:
    """Asks one of the three by its address; `reads_replies` as whoever runs this says."""

    def __init__(self, http: Http, api: str, *, reads_replies: bool) -> None:
        self._http = http
        self._api = api
        self._reads_replies = reads_replies

    async def threads(self, account: Account, copy: Copy) -> Heard:
        """https://developers.facebook.com/docs/threads/retrieve-and-manage-replies/replies-and-conversations
        (as of 2026-11): every depth, the newest first. Who keeps their profile closed has no
        name there."""
        newest = {"fields": REPLY, "reverse": "true", "limit": str(MOST)}
        replies = await self._allowed(account, copy, "/conversation", newest)
        counters: dict[str, int] = {}
        if self._reads_replies:
            wanted = {"metric": "likes,reposts,quotes"}
            counters = _metrics(await self._allowed(account, copy, "/insights", wanted))
        return Heard(
            likes=counters.get("likes", 0),
            boosts=counters.get("reposts", 0) + counters.get("quotes", 0),
            echoes=_oldest_first(_listed(replies), _reply),
        )

    async def instagram(self, account: Account, copy: Copy) -> Heard:
        """https://developers.facebook.com/docs/instagram-platform/reference/instagram-media and,
        for the comments, /instagram-media/comments (as of 2026-11)."""
        post = await self._sure(account, copy, "", {"fields": "like_count,comments_count"})
        comments = None
        if self._reads_replies and post.value("comments_count") != 0:
            fields = f"{COMMENT},replies{{{COMMENT}}}"
            wanted = {"fields": fields, "limit": str(MOST)}
            comments = await self._allowed(account, copy, "/comments", wanted)
        own = account.handle.removeprefix("@").casefold()
        return Heard(
            likes=counted(post.value("like_count")),
            echoes=_oldest_first(_with_answers(comments), lambda one: _comment(one, own, copy)),
        )

    async def facebook(self, account: Account, copy: Copy) -> Heard:
        """https://developers.facebook.com/docs/graph-api/reference/page-post and, for the
        comments, /object/comments (as of 2026-11). A video counts its likes alone."""
        liked = "likes" if is_video(copy) else "reactions"
        fields = f"{liked}.limit(0).summary(total_count)"
        fields += "" if is_video(copy) else ",shares"
        post = await self._sure(account, copy, "", {"fields": fields})
        comments = None
        if self._reads_replies:
            newest = {"filter": "stream", "order": "reverse_chronological"}
            wanted = {"fields": REMARK, "limit": str(MOST), **newest}
            comments = await self._allowed(account, copy, "/comments", wanted)
        own = account.remote_id
        return Heard(
            likes=counted(post.value(liked, "summary", "total_count")),
            boosts=counted(post.value("shares", "count")),
            echoes=_oldest_first(_listed(comments), lambda one: _remark(one, own, copy)),
        )

    async def _sure(
        self, account: Account, copy: Copy, more: str, params: dict[str, str]
    ) -> Answer:
        answer = await self._http.get_json(
            f"{self._api}/{quote(copy.remote_id, safe='')}{more}",
            token=account.secret["access_token"],
            params=params,
        )
        if not answer.ok:
            raise meta.fault(self._http, answer)
        return answer

    async def _allowed(
        self, account: Account, copy: Copy, more: str, params: dict[str, str]
    ) -> Answer | None:
        """None where the account's person never gave this right."""
        try:
            return await self._sure(account, copy, more, params)
        except NetworkError as error:
            if error.rule != "scope":
                raise
            return None


def _listed(answer: Answer | None) -> list[Any]:
    found = answer.value("data") if answer is not None else None
    return found if isinstance(found, list) else []


def _with_answers(answer: Answer | None) -> list[Any]:
    """Each comment behind its answers: both come with the newest first."""
    return [one for comment in _listed(answer) for one in [*_answers(comment), comment]]


def _answers(comment: Any) -> Iterator[Any]:
    below = dig(comment, "replies", "data")
    yield from below if isinstance(below, list) else ()


def _oldest_first(newest_first: list[Any], read: Read) -> tuple[Echo, ...]:
    read_ones = (read(one) for one in reversed(newest_first))
    return tuple([echo for echo in read_ones if echo is not None][-MOST:])


def _metrics(answer: Answer | None) -> dict[str, int]:
    """Each metric by its name: https://developers.facebook.com/docs/threads/insights (2026-11)."""
    return {
        as_text(dig(one, "name")): counted(dig(one, "values", 0, "value"))
        for one in _listed(answer)
    }


def _reply(one: Any) -> Echo | None:
    name, remote_id = as_text(dig(one, "username")), as_text(dig(one, "id"))
    if not name or not remote_id or dig(one, "is_reply_owned_by_me") is not False:
        return None
    # Hidden by the owner, covered or held back by Threads.
    if dig(one, "hide_status") not in SHOWN:
        return None
    url = web_address(dig(one, "permalink"))
    return Echo(remote_id=remote_id, author=f"@{name}", text=as_text(dig(one, "text")), url=url)


def _comment(one: Any, own: str, copy: Copy) -> Echo | None:
    """A comment on Instagram has no address of its own."""
    name, remote_id = as_text(dig(one, "username")), as_text(dig(one, "id"))
    if not name or not remote_id or name.casefold() == own or dig(one, "hidden") is True:
        return None
    text = as_text(dig(one, "text"))
    return Echo(remote_id=remote_id, author=f"@{name}", text=text, url=copy.url)


def _remark(one: Any, own: str, copy: Copy) -> Echo | None:
    name, remote_id = as_text(dig(one, "from", "name")), as_text(dig(one, "id"))
    if not name or not remote_id or dig(one, "is_hidden") is True:
        return None
    if as_text(dig(one, "from", "id")) == own:
        return None
    url = web_address(dig(one, "permalink_url")) or copy.url
    return Echo(remote_id=remote_id, author=name, text=as_text(dig(one, "message")), url=url)
