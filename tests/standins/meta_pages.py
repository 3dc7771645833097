"""Facebook Pages as the stand-in plays them: photos first, then a post that names them."""

import json
from typing import Any

from aiohttp import web

from tests.standins.meta import HOUR, LONG, NO_RIGHTS, NO_SUCH_THING, GraphError, Meta, Post, plays

VERSION = "v26.0"
A_PAGE = {"id": "501", "name": "Hana's Kitchen", "tasks": ["CREATE_CONTENT", "MODERATE"]}


class PagesSide:
    """https://developers.facebook.com/docs/pages-api/posts"""

    def __init__(self, meta: Meta) -> None:
        self.meta = meta
        meta.pages.append(dict(A_PAGE))

    def routes(self) -> list[web.RouteDef]:
        at = f"/facebook/{VERSION}"
        return [
            web.post(f"{at}/oauth/access_token", self._call(self.user_token)),
            web.get(f"{at}/oauth/access_token", self._call(self.long_token)),
            web.get(f"{at}/me/accounts", self._call(self.accounts)),
            web.delete(f"{at}/me/permissions", self._call(self.give_back)),
            web.post(f"{at}/{{page}}/photos", self._call(self.photo)),
            web.post(f"{at}/{{page}}/videos", self._call(self.video)),
            web.get(f"{at}/{{page}}/videos", self._call(self.videos)),
            web.post(f"{at}/{{page}}/feed", self._call(self.post)),
            web.get(f"{at}/{{page}}/published_posts", self._call(self.own)),
            web.get(f"{at}/{{id}}", self._call(self.thing)),
            web.post(f"{at}/{{id}}", self._call(self.change)),
            web.delete(f"{at}/{{id}}", self._call(self.remove)),
        ]

    def _call(self, deed: Any) -> Any:
        async def handler(request: web.Request) -> web.StreamResponse:
            return await self.meta.answer(request, deed)

        return handler

    def user_token(self, _: web.Request, fields: dict[str, str]) -> Any:
        grant = self.meta.redeem(fields)
        return {"access_token": self.meta.a_token(grant.who, HOUR, grant.scopes)}

    def long_token(self, request: web.Request, fields: dict[str, str]) -> Any:
        """https://developers.facebook.com/docs/facebook-login/guides/access-tokens/get-long-lived"""
        assert fields["grant_type"] == "fb_exchange_token"
        self.meta.check_app(fields)
        token = self.meta.whose(request, {"access_token": fields["fb_exchange_token"]})
        return {"access_token": self.meta.a_token(token.who, LONG, token.scopes)}

    def accounts(self, request: web.Request, fields: dict[str, str]) -> Any:
        """A Page's token from a long-lived user's token has no end; same page."""
        user = self.meta.whose(request, fields)
        lasts = None if user.long else HOUR
        return {
            "data": [
                {**page, "access_token": self.meta.a_token(page["id"], lasts, user.scopes)}
                for page in self.meta.pages
            ]
        }

    def give_back(self, request: web.Request, fields: dict[str, str]) -> Any:
        self.meta.whose(request, fields)
        self.meta.tokens.clear()
        return {"success": True}

    def photo(self, request: web.Request, fields: dict[str, str]) -> Any:
        page = self._may_post(request, fields)
        assert fields["published"] == "false"
        name = self.meta.new_id()
        self.meta.photos[name] = {"page": page, "alt": fields.get("alt_text_custom", "")}
        return {"id": name}

    async def video(self, request: web.Request, fields: dict[str, str]) -> Any:
        """https://developers.facebook.com/docs/graph-api/reference/page/videos: unpublished ones
        are for advertisers."""
        page, file = self._may_post(request, fields), (await request.post()).get("source")
        assert "published" not in fields
        assert isinstance(file, web.FileField)
        if not plays(file.file.read()):
            raise GraphError(
                352, 1363024, "The video file you selected is in a format that we don't support"
            )
        made = Post(self.meta.new_id(), page, fields["description"], self.meta.clock.now)
        made.videos, made.listed = [made.id], not self.meta.looks_until_ready
        self.meta.posts[made.id] = made
        return {"id": made.id}

    def videos(self, request: web.Request, fields: dict[str, str]) -> Any:
        """Newest first, once Facebook has worked on them."""
        page = self.meta.whose(request, fields).who
        mine = [one for one in reversed(self.meta.posts.values()) if one.owner == page]
        told = [
            {
                "id": one.id,
                "description": one.words,
                "created_time": one.made_at.strftime("%Y-%m-%dT%H:%M:%S+0000"),
            }
            for one in mine
            if one.videos and one.listed
        ]
        return {"data": told}

    def post(self, request: web.Request, fields: dict[str, str]) -> Any:
        """The same words again are refused with 506: error-handling, `Duplicate Post`."""
        page = self._may_post(request, fields)
        names = [
            json.loads(value)["media_fbid"]
            for name, value in fields.items()
            if name.startswith("attached_media")
        ]
        if any(self.meta.photos.get(name, {}).get("page") != page for name in names):
            raise GraphError(100, 0, "Invalid attached media")
        words = fields.get("message", "")
        if len(words) > 63_206 or not (words or names):
            raise GraphError(100, 0, "Invalid parameter")
        if not names and any(post.words == words for post in self.meta.posts.values()):
            raise GraphError(506, 1455006, "Duplicate status message")
        made = Post(f"{page}_{self.meta.new_id()}", page, words, self.meta.clock.now, names)
        made.alts = [self.meta.photos[name]["alt"] for name in names]
        self.meta.posts[made.id] = made
        return {"id": made.id}

    def own(self, request: web.Request, fields: dict[str, str]) -> Any:
        page, since = self.meta.whose(request, fields).who, int(fields["since"])
        posts = [post for post in reversed(self.meta.posts.values()) if post.owner == page]
        recent = [post for post in posts if post.made_at.timestamp() >= since]
        return {"data": [self._shown(post) for post in recent if post.listed]}

    def thing(self, request: web.Request, fields: dict[str, str]) -> Any:
        post = self._own_post(request, fields)
        if not post.videos:
            return self._shown(post)
        # A video has likes, and neither shares nor reactions.
        if "shares" in fields["fields"] or "reactions" in fields["fields"]:
            raise GraphError(100, 0, "(#100) Tried accessing nonexisting field (shares)")
        return {"id": post.id, **self.meta.counts.get(post.id, {})}

    def change(self, request: web.Request, fields: dict[str, str]) -> Any:
        post = self._own_post(request, fields)
        post.words = fields["description" if post.videos else "message"]
        return {"success": True}

    def remove(self, request: web.Request, fields: dict[str, str]) -> Any:
        del self.meta.posts[self._own_post(request, fields).id]
        return {"success": True}

    def _shown(self, post: Post) -> dict[str, Any]:
        parts = [{"target": {"id": name}} for name in post.pictures]
        whole = {"type": "album", "target": {"id": "9"}, "subattachments": {"data": parts}}
        shown = [whole] if len(parts) > 1 else [{"type": "photo", **part} for part in parts]
        if "https://" in post.words and not shown:
            shown = [{"type": "share", "target": {"id": "8"}}]
        attached = {"attachments": {"data": shown}} if shown else {}
        words = {"message": post.words} if post.words else {}
        written = post.made_at.strftime("%Y-%m-%dT%H:%M:%S+0000")
        url = f"https://www.facebook.example/{post.id}"
        more = {**words, **attached, **self.meta.counts.get(post.id, {})}
        return {"id": post.id, "permalink_url": url, "created_time": written, **more}

    def _own_post(self, request: web.Request, fields: dict[str, str]) -> Post:
        post = self.meta.posts.get(request.match_info["id"])
        if post is None or post.owner != self.meta.whose(request, fields).who:
            raise GraphError(*NO_SUCH_THING)
        return post

    def _may_post(self, request: web.Request, fields: dict[str, str]) -> str:
        token = self.meta.whose(request, fields)
        if "pages_manage_posts" not in token.scopes or token.who != request.match_info["page"]:
            raise GraphError(*NO_RIGHTS)
        return token.who
