"""Who may speak to the playground: programs and pages of this machine, and no website.

A page from elsewhere that is open in the browser can reach a server on loopback: by DNS rebinding
(its own name then points here, so the Host tells), by posting a form (the Origin tells), or by
asking for a picture (Sec-Fetch-Site tells). A proxy that brings the world in adds headers.
"""

import json
from collections.abc import Awaitable, Callable
from urllib.parse import urlsplit

from aiohttp import web

Handler = Callable[[web.Request], Awaitable[web.StreamResponse]]

HOSTS = frozenset({"127.0.0.1", "localhost", "::1"})
_FORWARDING = (
    "Forwarded",
    "Via",
    "X-Real-IP",
    "True-Client-IP",
    "CF-Connecting-IP",
    "CF-Ray",
    "X-Original-Host",
)
_OURS = ("/playground", "/bot", "/file/bot")
_FORM = "application/x-www-form-urlencoded"
_BODIES = frozenset({"application/json", "multipart/form-data"})


@web.middleware
async def guard(request: web.Request, handler: Handler) -> web.StreamResponse:
    """Keeps strangers out of the playground's paths; all other paths are not its business."""
    if not guarded(request.path):
        return await handler(request)
    refused_with = refused(request)
    if refused_with is not None:
        return refused_with
    response = await handler(request)
    response.headers.setdefault("X-Content-Type-Options", "nosniff")
    response.headers.setdefault("Cross-Origin-Resource-Policy", "same-origin")
    response.headers.setdefault("Cache-Control", "no-store")
    return response


def guarded(path: str) -> bool:
    return path == "/" or path.startswith(_OURS)


def refused(request: web.Request) -> web.Response | None:
    """The refusal, or None for a request that may pass."""
    if host_name(request.headers.get("Host", "")) not in HOSTS:
        return refusal(403, "Forbidden: the playground answers on this machine only")
    if _forwarded(request):
        return refusal(403, "Forbidden: the playground is not served through a proxy")
    if not _from_here(request):
        return refusal(403, "Forbidden: another site asked")
    if not _readable(request):
        return refusal(415, "Unsupported Media Type: send JSON or multipart/form-data")
    return None


def refusal(status: int, description: str) -> web.Response:
    body = {"ok": False, "error_code": status, "description": description}
    return web.Response(
        status=status, body=json.dumps(body).encode(), content_type="application/json"
    )


def host_name(host: str) -> str:
    """The name in a Host header, without its port; empty for what is none."""
    try:
        parts = urlsplit(f"//{host}")
        wanted = parts.hostname or ""
        return wanted if parts.port != 0 and parts.netloc == host and "@" not in host else ""
    except ValueError:
        return ""


def _forwarded(request: web.Request) -> bool:
    names = (name.lower() for name in request.headers)
    return any(name.startswith("x-forwarded") for name in names) or any(
        name in request.headers for name in _FORWARDING
    )


def _from_here(request: web.Request) -> bool:
    origin = request.headers.get("Origin")
    if origin is not None:
        return origin == f"http://{request.headers['Host']}"
    site = request.headers.get("Sec-Fetch-Site", "none")
    return site in {"none", "same-origin"} or _opens_the_page(request)


def _opens_the_page(request: web.Request) -> bool:
    """A link on some site may lead to the chat page, and to nothing else."""
    goes_there = request.headers.get("Sec-Fetch-Mode") == "navigate" and request.method == "GET"
    alone = request.headers.get("Sec-Fetch-Dest") == "document"
    return goes_there and alone and request.path in {"/", "/playground", "/playground/"}


def _readable(request: web.Request) -> bool:
    if not request.can_read_body:
        return True
    # Bot libraries post forms, as Telegram allows; browsers that post them here name their Origin.
    forms_too = not request.path.startswith("/playground")
    kind = request.headers.get("Content-Type", "").partition(";")[0].strip().lower()
    return kind in _BODIES or (forms_too and kind == _FORM)
