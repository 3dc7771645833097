"""How a bot hears: getUpdates and the webhook methods."""

import re
from ipaddress import ip_address
from typing import Any
from urllib.parse import urlsplit

from bot.playground.bots import Bot
from bot.playground.errors import bad_request, conflict, too_many_requests
from bot.playground.parameters import Parameters
from bot.playground.webhooks import Target

Json = dict[str, Any]

_SECRET, _LONGEST_SECRET = re.compile(r"[A-Za-z0-9_-]+"), 256
_MOST_CONNECTIONS, _USUAL_CONNECTIONS = 100, 40
_POLLING_BESIDE_WEBHOOK = (
    "can't use getUpdates method while webhook is active; use deleteWebhook to delete the webhook"
    " first"
)


async def get_updates(bot: Bot, p: Parameters) -> list[Json]:
    if bot.deliverer is not None:
        raise conflict(_POLLING_BESIDE_WEBHOOK)
    bot.mailbox.allow(p.sequence("allowed_updates"))
    return await bot.mailbox.poll(
        p.number("offset") or 0, p.number("limit") or 100, p.number("timeout") or 0
    )


async def set_webhook(bot: Bot, p: Parameters) -> bool:
    now = bot.world.monotonic()
    if now - bot.webhook_set_at < 1:
        raise too_many_requests(1)
    url = p.text("url") or ""
    if url:
        _check_address(url)
    secret = _checked_secret(p.text("secret_token"))
    bot.webhook_set_at = now
    bot.mailbox.allow(p.sequence("allowed_updates"))
    if p.yes("drop_pending_updates"):
        bot.mailbox.pending.clear()
    bot.mailbox.end_poll("terminated by setWebhook request")
    most = min(max(p.number("max_connections") or _USUAL_CONNECTIONS, 1), _MOST_CONNECTIONS)
    await bot.hang_webhook(Target(url, secret, most) if url else None)
    return True


async def delete_webhook(bot: Bot, p: Parameters) -> bool:
    if p.yes("drop_pending_updates"):
        bot.mailbox.pending.clear()
    await bot.hang_webhook(None)
    return True


def get_webhook_info(bot: Bot, _: Parameters) -> Json:
    deliverer = bot.deliverer
    info: Json = {
        "url": deliverer.target.url if deliverer else "",
        "has_custom_certificate": False,
        "pending_update_count": len(bot.mailbox.pending),
    }
    if deliverer is not None:
        info["max_connections"] = deliverer.target.most_connections
        if deliverer.last_error is not None:
            info["last_error_date"] = int(deliverer.last_error_at)
            info["last_error_message"] = deliverer.last_error
    if bot.mailbox.allowed is not None:
        info["allowed_updates"] = sorted(bot.mailbox.allowed)
    return info


def _checked_secret(secret: str | None) -> str | None:
    if not secret:
        return None
    if len(secret) > _LONGEST_SECRET:
        raise bad_request("secret token is too long")
    if not _SECRET.fullmatch(secret):
        raise bad_request("secret token contains unallowed characters")
    return secret


def _check_address(url: str) -> None:
    """Unlike Telegram, plain http will do, and the address must be on this machine."""
    parts = urlsplit(url)
    if parts.scheme not in {"http", "https"} or not _on_this_machine(parts.hostname or ""):
        raise bad_request("bad webhook: the playground delivers to this machine only")


def _on_this_machine(host: str) -> bool:
    if host == "localhost":
        return True
    try:
        return ip_address(host).is_loopback
    except ValueError:
        return False


METHODS = {
    "getUpdates": get_updates,
    "setWebhook": set_webhook,
    "deleteWebhook": delete_webhook,
    "getWebhookInfo": get_webhook_info,
}
