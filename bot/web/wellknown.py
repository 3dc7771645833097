"""The small files that every site has: robots, icon, style, whom to tell of a weakness."""

import hashlib
import re
from datetime import timedelta
from functools import cache
from importlib.resources import files

from aiohttp import web

from bot.services.ground import Ground

ROBOTS = """User-agent: *
Disallow: /link/
Disallow: /media/
Allow: /media/out/
Allow: /
"""
DAY = "public, max-age=86400"
FOR_EVER = "public, max-age=31536000, immutable"
MAIL = re.compile(r"[\w.+-]+@[\w-]+(?:\.[\w-]+)+")
VALID_FOR = timedelta(days=90)


@cache
def static_file(name: str) -> bytes:
    """One of our own files, read once."""
    return files("bot.web").joinpath("static", name).read_bytes()


@cache
def style_version() -> str:
    """Changes with the style sheet, so that it may be kept for ever."""
    return hashlib.sha256(static_file("page.css")).hexdigest()[:12]


class WellKnown:
    """Serves them."""

    def __init__(self, ground: Ground) -> None:
        self._ground = ground

    def routes(self) -> list[web.RouteDef]:
        return [
            web.get("/robots.txt", self.robots),
            web.get("/favicon.svg", self.icon),
            web.get("/favicon.ico", self.old_icon),
            web.get("/static/page.css", self.style),
            web.get("/.well-known/security.txt", self.security),
        ]

    async def robots(self, _request: web.Request) -> web.Response:
        """Who may look is said page by page; here only what is nobody's page."""
        return web.Response(text=ROBOTS, headers={"Cache-Control": DAY})

    async def style(self, request: web.Request) -> web.Response:
        cache_for = FOR_EVER if request.query_string == style_version() else DAY
        return _file("page.css", "text/css", cache_for)

    async def icon(self, _request: web.Request) -> web.Response:
        return _file("favicon.svg", "image/svg+xml", DAY)

    async def old_icon(self, _request: web.Request) -> web.Response:
        """Browsers that ask for it take the drawing all the same."""
        return _file("favicon.svg", "image/svg+xml", DAY)

    async def security(self, _request: web.Request) -> web.Response:
        text = security_text(self._ground)
        if text is None:
            raise web.HTTPNotFound
        return web.Response(text=text, headers={"Cache-Control": DAY})


def _file(name: str, kind: str, cache_for: str) -> web.Response:
    return web.Response(
        body=static_file(name),
        content_type=kind,
        charset="utf-8",
        headers={"Cache-Control": cache_for},
    )


def security_text(ground: Ground) -> str | None:
    """RFC 9116 (https://www.rfc-editor.org/rfc/rfc9116, April 2022); needs someone to write to."""
    contact = contact_address(ground.settings.operator_contact)
    if not contact:
        return None
    expires = (ground.now() + VALID_FOR).replace(microsecond=0)
    lines = [f"Contact: {contact}", f"Expires: {expires.isoformat().replace('+00:00', 'Z')}"]
    if ground.settings.public_url:
        lines.append(f"Canonical: {ground.settings.public_url}/.well-known/security.txt")
    return "\n".join([*lines, "Preferred-Languages: en, ja", ""])


def contact_address(contact: str) -> str:
    """What the operator calls their contact as an address to follow; "" for mere words."""
    contact = contact.strip()
    if contact.startswith(("https://", "http://", "mailto:", "tel:")) and " " not in contact:
        return contact
    return f"mailto:{contact}" if MAIL.fullmatch(contact) else ""
