"""The public pages: one person's, one snippet's, and the feeds."""

import re
from collections.abc import Callable
from typing import Any

from aiohttp import web

from bot.locales import speak
from bot.services.ground import Ground
from bot.services.pages import (
    Gone,
    PageView,
    Shown,
    page_by_handle,
    public_snippet,
    public_snippets,
)
from bot.web.answers import html, origin_of, preferred, with_tag
from bot.web.feeds import Feed, atom, json_feed
from bot.web.looks import (
    entry_look,
    page_href,
    page_look,
    picture_look,
    said,
    snippet_href,
)
from bot.web.texts import one_line

ON_ONE_PAGE = 20
IN_A_FEED = 30
PUBLIC_ID = re.compile(r"[0-9a-z]{1,16}")
# A reader may keep it, but asks each time whether it still stands: deleted is deleted.
CACHE = "no-cache"
LONGEST_TITLE = 60
LONGEST_DESCRIPTION = 200


class PublicPages:
    """Serves them. What is not public answers as what never was."""

    def __init__(self, ground: Ground) -> None:
        self._ground = ground

    def routes(self) -> list[web.RouteDef]:
        return [
            web.get("/@{handle}", self.page),
            web.get("/@{handle}/feed.atom", self.atom),
            web.get("/@{handle}/feed.json", self.json),
            web.get("/@{handle}/{public_id}", self.snippet),
        ]

    async def page(self, request: web.Request) -> web.StreamResponse:
        """The newest first; `before` is the public id to page on from."""
        page = await self._page(request)
        before = request.query.get("before") or None
        if before is not None and not PUBLIC_ID.fullmatch(before):
            raise web.HTTPNotFound
        found = await public_snippets(self._ground, page.person_id, before, ON_ONE_PAGE + 1)
        if before is not None and not found:
            raise web.HTTPNotFound
        shown, more = found[:ON_ONE_PAGE], len(found) > ON_ONE_PAGE
        language = shown[0].language if shown else _reader(request)
        look = self._common(request, page, language)
        href = page_href(page)
        response = html(
            "page.html",
            **look,
            title=one_line(page.name, LONGEST_TITLE),
            description=one_line(page.bio or page.name, LONGEST_DESCRIPTION),
            canonical=self._canonical(href + (f"?before={before}" if before else "")),
            picture=None,
            entries=[entry_look(self._ground, speak(language), page, one) for one in shown],
            older_href=f"{href}?before={shown[-1].public_id}" if more else "",
            newer_href=href if before else "",
        )
        if not shown:
            response.headers["Vary"] = "Accept-Language"
        return self._sent(request, page, response)

    async def snippet(self, request: web.Request) -> web.StreamResponse:
        page = await self._page(request)
        shown = await self._shown(request, page)
        language = shown.language
        text = shown.text or shown.question or page.name
        first = picture_look(shown, shown.pictures[0]) if shown.pictures else None
        response = html(
            "snippet.html",
            **self._common(request, page, language),
            title=f"{one_line(text, LONGEST_TITLE)} – {one_line(page.name, LONGEST_TITLE)}",
            description=one_line(text, LONGEST_DESCRIPTION),
            canonical=self._canonical(snippet_href(page, shown)),
            picture=first,
            shown=entry_look(self._ground, speak(language), page, shown),
        )
        return self._sent(request, page, response)

    async def atom(self, request: web.Request) -> web.StreamResponse:
        return await self._feed(request, atom, "application/atom+xml")

    async def json(self, request: web.Request) -> web.StreamResponse:
        return await self._feed(request, json_feed, "application/feed+json")

    async def _feed(
        self, request: web.Request, write: Callable[[Feed], bytes], kind: str
    ) -> web.StreamResponse:
        page = await self._page(request)
        shown = await public_snippets(self._ground, page.person_id, None, IN_A_FEED)
        origin = origin_of(request, self._ground.settings)
        body = write(Feed(page=page, entries=shown, origin=origin))
        response = web.Response(body=body, content_type=kind, charset="utf-8")
        return self._sent(request, page, response)

    async def _page(self, request: web.Request) -> PageView:
        """The page that is meant; who asks by an older name is led to the newer."""
        asked = request.match_info["handle"]
        page = await page_by_handle(self._ground, asked)
        if page is None:
            raise web.HTTPNotFound
        if asked != page.handle:
            rest = request.path_qs.removeprefix(f"/@{asked}")
            if rest == request.path_qs:
                rest = ""
            raise web.HTTPMovedPermanently(page_href(page) + rest)
        return page

    async def _shown(self, request: web.Request, page: PageView) -> Shown:
        public_id = request.match_info["public_id"]
        if not PUBLIC_ID.fullmatch(public_id):
            raise web.HTTPNotFound
        shown = await public_snippet(self._ground, page.handle, public_id)
        if shown is None:
            raise web.HTTPNotFound
        if isinstance(shown, Gone):
            raise web.HTTPGone
        return shown

    def _common(self, request: web.Request, page: PageView, language: str) -> dict[str, Any]:
        words = speak(language)
        return {
            "language": language,
            "origin": origin_of(request, self._ground.settings),
            "page": page_look(self._ground, words, page),
            "said": said(self._ground, words),
        }

    def _canonical(self, href: str) -> str:
        """Only the public address makes an address that lasts."""
        public = self._ground.settings.public_url
        return f"{public}{href}" if public else ""

    def _sent(
        self, request: web.Request, page: PageView, response: web.Response
    ) -> web.StreamResponse:
        if not page.searchable:
            response.headers["X-Robots-Tag"] = "noindex"
        return with_tag(request, response, cache=CACHE)


def _reader(request: web.Request) -> str:
    return preferred(request.headers.get("Accept-Language", ""))
