"""The card under a post with a link: Bluesky's servers make none, so whoever posts brings it.

https://docs.bsky.app/docs/advanced-guides/posts#website-card-embeds (2026-11); what a page says of
itself is Open Graph, https://ogp.me/ (2026-11).
"""

import html
import re
from typing import Any
from urllib.parse import urljoin

from bot.domain.compose import Post
from bot.domain.facets import FacetKind, facets_of
from bot.networks.answers import Answer
from bot.networks.base import NetworkError
from bot.networks.http import Http

REDIRECTS = 3
MOVED = (301, 302, 303, 307, 308)
HEAD = 100_000
"""Bytes of a page that are read: what it says of itself stands at its beginning."""
TITLE, DESCRIPTION = 300, 1000

# No tree is built of a stranger's page: each pattern is bounded and looks at one tag.
META = re.compile(r"<meta\s([^>]{1,2000})>", re.IGNORECASE)
ATTRIBUTE = re.compile(r"""([\w:-]{1,40})\s{0,9}=\s{0,9}(?:"([^"]{0,2000})"|'([^']{0,2000})')""")
PAGE_TITLE = re.compile(r"<title[^>]{0,200}>([^<]{1,1000})<", re.IGNORECASE)
CHARSET = re.compile(rb"charset=[\"']?([\w-]{1,40})", re.IGNORECASE)
SPACE = re.compile(r"\s+")


async def card_of(http: Http, post: Post) -> dict[str, Any] | None:
    """The embed for the first link of a post without pictures. None where the page says nothing,
    is no page or does not come: a post is never late for the sake of its card."""
    links = [facet.value for facet in facets_of(post.text) if facet.kind is FacetKind.LINK]
    if post.pictures or not links:
        return None
    try:
        answer = await _page(http, links[0])
    except (NetworkError, ValueError):  # ValueError: an address that is none
        return None
    title, description = words_of(answer) if answer is not None else ("", "")
    if not title:
        return None
    external = {"uri": links[0], "title": title, "description": description}
    return {"$type": "app.bsky.embed.external", "external": external}


async def _page(http: Http, url: str) -> Answer | None:
    """Each step of the way passes the guard."""
    for _ in range(1 + REDIRECTS):
        answer = await http.get_json(url)
        if answer.status not in MOVED:
            kind = answer.headers.get("Content-Type", "")
            return answer if answer.ok and "html" in kind.lower() else None
        url = urljoin(url, answer.headers.get("Location", ""))
    return None


def words_of(answer: Answer) -> tuple[str, str]:
    """Title and description; the title is "" where the page has none."""
    text = _decoded(answer)
    said: dict[str, str] = {}
    for tag in META.finditer(text):
        found = {name.lower(): first or second for name, first, second in ATTRIBUTE.findall(tag[1])}
        named = (found.get("property") or found.get("name") or "").lower()
        said.setdefault(named, found.get("content", ""))
    heading = PAGE_TITLE.search(text)
    title = said.get("og:title") or (heading[1] if heading else "")
    description = said.get("og:description") or said.get("description", "")
    return _plain(title, TITLE), _plain(description, DESCRIPTION)


def _decoded(answer: Answer) -> str:
    body = answer.body[:HEAD]
    told = CHARSET.search(answer.headers.get("Content-Type", "").encode()) or CHARSET.search(body)
    try:
        return body.decode(told[1].decode() if told else "utf-8", "replace")
    except LookupError:
        return body.decode("utf-8", "replace")


def _plain(text: str, most: int) -> str:
    plain = SPACE.sub(" ", html.unescape(text)).strip()
    return plain if len(plain) <= most else plain[: most - 1].rstrip() + "…"
