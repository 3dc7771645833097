"""Telegram's way in: an update is stored before it is acknowledged."""

import base64
import hmac
import json
import logging
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field
from typing import Any

from aiohttp import web

from bot.services.ground import Ground
from bot.web.guard import read_body

SECRET_HEADER = "X-Telegram-Bot-Api-Secret-Token"  # noqa: S105 - a header's name

Store = Callable[[dict[str, Any]], Awaitable[object]]
"""Keeps one update, as Telegram sent it; comes back after the commit."""

logger = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class WebhookKeys:
    """Where Telegram calls, and how it proves to be Telegram; the same on every machine."""

    path: str = field(repr=False)
    secret: str = field(repr=False)


def webhook_keys(ground: Ground) -> WebhookKeys:
    """32 bytes each, derived from the newest secret key."""
    path, secret = (
        base64.urlsafe_b64encode(ground.vault.derive(purpose)).decode().rstrip("=")
        for purpose in ("webhook path", "webhook secret")
    )
    return WebhookKeys(f"/telegram/{path}", secret)


class Webhook:
    """Takes updates while `store` does."""

    def __init__(self, keys: WebhookKeys, store: Store) -> None:
        self._keys = keys
        self._store = store

    def routes(self) -> list[web.RouteDef]:
        return [web.post("/telegram/{path}", self.take)]

    async def take(self, request: web.Request) -> web.Response:
        """404 to whoever does not know both secrets, without a look at what they sent."""
        if not self._is_telegram(request):
            raise web.HTTPNotFound
        update = _update(await read_body(request))
        if update is None:
            return web.Response(status=400)
        try:
            await self._store(update)
        except Exception as error:  # noqa: BLE001 - Telegram asks again, nothing is lost
            logger.error("An update could not be stored: %s", type(error).__name__)
            return web.Response(status=503)
        return web.Response()

    def _is_telegram(self, request: web.Request) -> bool:
        pairs = (
            (f"/telegram/{request.match_info['path']}", self._keys.path),
            (request.headers.get(SECRET_HEADER, ""), self._keys.secret),
        )
        # Both are compared always, so that the time tells nothing of either.
        equal = [hmac.compare_digest(_bytes(given), _bytes(kept)) for given, kept in pairs]
        return all(equal)


def _bytes(text: str) -> bytes:
    return text.encode("utf-8", "surrogateescape")


def _update(body: bytes) -> dict[str, Any] | None:
    try:
        update = json.loads(body)
    except (ValueError, RecursionError):
        return None
    if isinstance(update, dict) and isinstance(update.get("update_id"), int):
        return update
    return None
