"""Threads and Instagram as the stand-in plays them: containers that are published once."""

import io
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from aiohttp import web
from PIL import Image

from bot.domain.compose import URL, Limits, Unit, length
from tests.standins.meta import (
    A_DAY,
    HOUR,
    LONG,
    NO_RIGHTS,
    NO_SUCH_THING,
    GraphError,
    Meta,
    Post,
    fetched,
    plays,
)

THREADS_VERSION, VERSION = "v1.0", "v26.0"


@dataclass(slots=True)
class Container:
    """https://developers.facebook.com/docs/threads/troubleshooting: its five states."""

    id: str
    owner: str
    fields: dict[str, str]
    made_at: Any
    looks: int
    trouble: str = ""
    media_id: str = ""
    children: list["Container"] = field(default_factory=list)

    def state(self, now: Any) -> str:
        if self.media_id:
            return "PUBLISHED"
        if self.trouble:
            return "ERROR"
        if now - self.made_at >= A_DAY:
            return "EXPIRED"
        return "IN_PROGRESS" if self.looks > 0 else "FINISHED"

    def pictures(self) -> list[dict[str, str]]:
        own = [self.fields] if self.fields.get("image_url") else []
        return own + [child.fields for child in self.children]


@dataclass(slots=True)
class Side:
    """One of the two as it differs from the other."""

    meta: Meta
    prefix: str
    version: str
    make: str
    words: str
    state: str
    grants: tuple[str, str]
    needs: str
    unready: tuple[int, int, str]
    check: Callable[["Side", dict[str, str]], Any]

    def routes(self) -> list[web.RouteDef]:
        at, old = f"{self.prefix}/{self.version}", self.prefix
        return [
            web.post(f"{old}/oauth/access_token", self._call(self.first_token)),
            web.get(f"{old}/access_token", self._call(self.long_token)),
            web.get(f"{old}/refresh_access_token", self._call(self.refresh)),
            web.get(f"{at}/me", self._call(self.me)),
            web.post(f"{at}/{{who}}/{self.make}", self._call(self.container)),
            web.post(f"{at}/{{who}}/{self.make}_publish", self._call(self.publish)),
            web.get(f"{at}/{{who}}/{self.make}", self._call(self.own)),
            web.get(f"{at}/{{who}}/replies", self._call(self.own)),
            web.get(f"{at}/{{id}}", self._call(self.thing)),
            web.delete(f"{at}/{{id}}", self._call(self.remove)),
        ]

    def _call(self, deed: Any) -> Any:
        async def handler(request: web.Request) -> web.StreamResponse:
            return await self.meta.answer(request, deed)

        return handler

    def first_token(self, _: web.Request, fields: dict[str, str]) -> Any:
        grant = self.meta.redeem(fields)
        token = self.meta.a_token(grant.who, HOUR, grant.scopes)
        return {"access_token": token, "user_id": int(grant.who)}

    def long_token(self, request: web.Request, fields: dict[str, str]) -> Any:
        """https://developers.facebook.com/docs/threads/get-started/long-lived-tokens"""
        self.meta.check_app(fields)
        token = self.meta.whose(request, fields)
        if token.long or fields.get("grant_type") != self.grants[0]:
            raise GraphError(100, 0, "The token is not a short-lived one")
        return self._long(token)

    def refresh(self, request: web.Request, fields: dict[str, str]) -> Any:
        """Only a token of 24 hours or more; the same page."""
        token = self.meta.whose(request, fields)
        young = self.meta.clock.now - token.made_at < A_DAY
        if young or not token.long or fields.get("grant_type") != self.grants[1]:
            raise GraphError(100, 0, "The token cannot be refreshed yet")
        return self._long(token)

    def _long(self, token: Any) -> Any:
        fresh = self.meta.a_token(token.who, LONG, token.scopes)
        return {"access_token": fresh, "token_type": "bearer", "expires_in": 5_184_000}

    def me(self, request: web.Request, fields: dict[str, str]) -> Any:
        who = self.meta.whose(request, fields).who
        known = {"id": who, "user_id": who, "username": self.meta.names[who]}
        return {**known, "account_type": self.meta.kinds[who]}

    async def container(self, request: web.Request, fields: dict[str, str]) -> Any:
        who = self._may_post(request, fields)
        made = Container(
            self.meta.new_id(), who, fields, self.meta.clock.now, self.meta.looks_until_ready
        )
        made.trouble = await self.check(self, fields) or ""
        names = [name for name in fields.get("children", "").split(",") if name]
        made.children = [self.meta.containers[name] for name in names]
        if fields.get("media_type") == "CAROUSEL" and not 2 <= len(names) <= 20:
            raise GraphError(100, 2207028, "Carousels need at least 2 and no more than 20")
        if any(child.state(self.meta.clock.now) != "FINISHED" for child in made.children):
            raise GraphError(*self.unready)
        self.meta.containers[made.id] = made
        return {"id": made.id}

    def publish(self, request: web.Request, fields: dict[str, str]) -> Any:
        """Once for each container, and only a finished one.

        https://developers.facebook.com/docs/threads/posts and, for the day's limit,
        https://developers.facebook.com/docs/threads/overview#rate-limiting
        """
        who = self._may_post(request, fields)
        made = self.meta.containers.get(fields["creation_id"])
        if made is None or made.owner != who or made.state(self.meta.clock.now) != "FINISHED":
            raise GraphError(*self.unready)
        if self.meta.published_today(who) >= self.meta.posts_a_day:
            raise GraphError(9, 2207042, "You reached maximum number of posts")
        pictures = made.pictures()
        post = Post(
            id=self.meta.new_id(),
            owner=who,
            words=made.fields.get(self.words, ""),
            made_at=self.meta.clock.now,
            pictures=[picture["image_url"] for picture in pictures],
            videos=[made.fields["video_url"]] if "video_url" in made.fields else [],
            alts=[picture.get("alt_text", "") for picture in pictures],
            reply_to=made.fields.get("reply_to_id", ""),
        )
        self.meta.posts[post.id], made.media_id = post, post.id
        return {"id": post.id}

    def own(self, request: web.Request, fields: dict[str, str]) -> Any:
        who = self.meta.whose(request, fields).who
        answers = request.path.endswith("/replies")
        posts = [
            post
            for post in reversed(self.meta.posts.values())
            if post.owner == who and post.listed and bool(post.reply_to) == answers
        ]
        start = int(fields.get("after", "0"))
        some = posts[start : start + int(fields["limit"])]
        more = {"cursors": {"after": str(start + len(some))}} if some else {}
        return {"data": [self._shown(post) for post in some], "paging": more}

    def thing(self, request: web.Request, fields: dict[str, str]) -> Any:
        who, name = self.meta.whose(request, fields).who, request.match_info["id"]
        made = self.meta.containers.get(name)
        if made and made.owner == who:
            made.looks -= 1
            return {"id": name, self.state: made.state(self.meta.clock.now), **self._why(made)}
        return self._shown(self._post_of(who, name))

    def remove(self, request: web.Request, fields: dict[str, str]) -> Any:
        """https://developers.facebook.com/docs/threads/posts/delete-posts"""
        token = self.meta.whose(request, fields)
        if "threads_delete" not in token.scopes:
            raise GraphError(*NO_RIGHTS)
        self._post_of(token.who, request.match_info["id"])
        del self.meta.posts[request.match_info["id"]]
        return {"success": True, "deleted_id": request.match_info["id"]}

    def _post_of(self, who: str, name: str) -> Post:
        post = self.meta.posts.get(name)
        if post is None or post.owner != who:
            raise GraphError(*NO_SUCH_THING)
        return post

    def _shown(self, post: Post) -> dict[str, Any]:
        words = {self.words: post.words} if post.words else {}
        written = post.made_at.strftime("%Y-%m-%dT%H:%M:%S+0000")
        address = f"https://{self.prefix.strip('/')}.example/p/{post.id}"
        counted = self.meta.counts.get(post.id, {})
        return {"id": post.id, "permalink": address, "timestamp": written, **words, **counted}

    def _why(self, made: Container) -> dict[str, str]:
        name = "error_message" if self.state == "status" else "status"
        return {name: made.trouble} if made.trouble else {}

    def _may_post(self, request: web.Request, fields: dict[str, str]) -> str:
        token = self.meta.whose(request, fields)
        if self.needs not in token.scopes or token.who != request.match_info["who"]:
            raise GraphError(*NO_RIGHTS)
        return token.who


async def check_thread(side: Side, fields: dict[str, str]) -> str:
    """https://developers.facebook.com/docs/threads/overview#limitations; a file that cannot be
    fetched is told by the container."""
    text = fields.get("text", "")
    if length(text, Limits(characters=500, unit=Unit.EMOJI_BYTES)) > 500:
        raise GraphError(100, 0, "Param text must be at most 500 characters long.")
    if len(set(URL.findall(text))) > 5:
        raise GraphError(100, 0, "The number of links exceeds the limit of 5 links.")
    if "image_url" in fields and await fetched(side.meta, fields["image_url"]) is None:
        return "FAILED_DOWNLOADING_IMAGE"
    if fields.get("media_type") == "VIDEO":
        data = await fetched(side.meta, fields["video_url"])
        if data is None:
            return "FAILED_DOWNLOADING_VIDEO"
        return "" if plays(data) else "FAILED_PROCESSING_VIDEO"
    return ""


async def check_gram(side: Side, fields: dict[str, str]) -> str:
    """https://developers.facebook.com/docs/instagram-platform/instagram-graph-api/reference/error-codes"""
    if len(fields.get("caption", "")) > 2200:
        raise GraphError(36004, 2207010, "The submitted image's caption was too long")
    if fields.get("media_type") == "CAROUSEL":
        return ""
    if fields.get("media_type") == "REELS":
        data = await fetched(side.meta, fields["video_url"])
        if data is None:
            return "Error: The video could not be fetched from this uri: 2207052"
        return "" if plays(data) else "Error: Media upload has failed with error code 2207026"
    if "image_url" not in fields:
        raise GraphError(100, 2207023, "The media type is unknown.")
    data = await fetched(side.meta, fields["image_url"])
    if data is None:
        raise GraphError(9004, 2207052, "The media could not be fetched from this uri")
    if len(data) > 8 * 1024 * 1024:
        raise GraphError(36000, 2207004, "The image is too large to download.")
    image = Image.open(io.BytesIO(data))
    if image.format != "JPEG":
        raise GraphError(36001, 2207005, "The image format is not supported.")
    if not 4 / 5 <= image.width / image.height <= 1.91:
        raise GraphError(
            36003, 2207009, "The submitted image with aspect ratio cannot be published"
        )
    return ""


def threads_side(meta: Meta) -> Side:
    return Side(
        meta=meta,
        prefix="/threads",
        version=THREADS_VERSION,
        make="threads",
        words="text",
        state="status",
        grants=("th_exchange_token", "th_refresh_token"),
        needs="threads_content_publish",
        unready=(24, 4279009, "The requested resource does not exist"),
        check=check_thread,
    )


def instagram_side(meta: Meta) -> Side:
    return Side(
        meta=meta,
        prefix="/instagram",
        version=VERSION,
        make="media",
        words="caption",
        state="status_code",
        grants=("ig_exchange_token", "ig_refresh_token"),
        needs="instagram_business_content_publish",
        unready=(9007, 2207027, "The media is not ready for publishing"),
        check=check_gram,
    )
