"""What others say at Meta as the stand-in plays it: comments, counters, and the rights to them."""

from typing import Any

from aiohttp import web

from tests.standins.meta import NO_RIGHTS, NO_SUCH_THING, GraphError, Meta

Json = dict[str, Any]


class Voices:
    """Words of others below posts, the newest first as Meta tells them."""

    def __init__(self, meta: Meta) -> None:
        self.meta = meta
        self.said: dict[str, list[Json]] = {}
        self.counts: dict[str, Json] = {}
        meta.counts = self.counts

    def routes(self) -> list[web.RouteDef]:
        threads, grams, pages = "/threads/v1.0", "/instagram/v26.0", "/facebook/v26.0"
        return [
            web.get(f"{threads}/{{id}}/conversation", self._call(self.conversation)),
            web.get(f"{threads}/{{id}}/insights", self._call(self.insights)),
            web.get(f"{grams}/{{id}}/comments", self._call(self.comments)),
            web.get(f"{pages}/{{id}}/comments", self._call(self.remarks)),
        ]

    def _call(self, deed: Any) -> Any:
        async def handler(request: web.Request) -> web.StreamResponse:
            return await self.meta.answer(request, deed)

        return handler

    def conversation(self, request: web.Request, fields: dict[str, str]) -> Json:
        """https://developers.facebook.com/docs/threads/retrieve-and-manage-replies: GET calls need
        threads_read_replies."""
        assert fields["reverse"] == "true"
        return {"data": self._said(request, fields, "threads_read_replies")}

    def insights(self, request: web.Request, fields: dict[str, str]) -> Json:
        """https://developers.facebook.com/docs/threads/insights#media-insights"""
        post = self._may(request, fields, "threads_manage_insights")
        known = self.counts.get(post, {})
        return {
            "data": [
                {"name": name, "period": "lifetime", "values": [{"value": known.get(name, 0)}]}
                for name in fields["metric"].split(",")
            ]
        }

    def comments(self, request: web.Request, fields: dict[str, str]) -> Json:
        """https://developers.facebook.com/docs/instagram-platform/reference/instagram-media/comments"""
        return {"data": self._said(request, fields, "instagram_business_manage_comments")}

    def remarks(self, request: web.Request, fields: dict[str, str]) -> Json:
        """https://developers.facebook.com/docs/graph-api/reference/object/comments"""
        assert fields["order"] == "reverse_chronological"
        return {"data": self._said(request, fields, "pages_read_user_content")}

    def _said(self, request: web.Request, fields: dict[str, str], right: str) -> list[Json]:
        post = self._may(request, fields, right)
        return self.said.get(post, [])[: int(fields["limit"])]

    def _may(self, request: web.Request, fields: dict[str, str], right: str) -> str:
        token, post = self.meta.whose(request, fields), request.match_info["id"]
        if right not in token.scopes:
            raise GraphError(*NO_RIGHTS)
        found = self.meta.posts.get(post)
        if found is None or found.owner != token.who:
            raise GraphError(*NO_SUCH_THING)
        return post
