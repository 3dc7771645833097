"""What one process needs once, before and around its run: read from the settings."""

import gc

from bot.config import Settings
from bot.network_settings import APPS, META
from bot.networks.base import OperatorKeys


def network_addresses(settings: Settings) -> dict[str, dict[str, str]]:
    """Servers other than a network's own, where they were set; by network."""
    bluesky = {"entryway": settings.bluesky_entryway, "plc": settings.bluesky_plc}
    return {"bluesky": {name: value for name, value in bluesky.items() if value}}


def operator_keys(settings: Settings) -> dict[str, OperatorKeys]:
    """What whoever runs this got from networks that know apps by keys."""
    pairs = {name: settings.app_keys(name) for name in APPS}
    return {
        name: OperatorKeys(
            client_id=pair[0],
            client_secret=pair[1],
            reads_replies=settings.meta_replies and name in META,
        )
        for name, pair in pairs.items()
        if pair is not None
    }


def collect_rarely() -> None:
    """Looks for garbage in circles less often, and never in what is there from the start.

    A batch of a thousand messages keeps so much alive that the collector's own choice of
    moments costs more than a tenth of all work.
    """
    gc.collect()
    gc.freeze()
    gc.set_threshold(50_000, 20, 20)


def secrets_of(settings: Settings) -> list[str]:
    """Everything in the settings that no log may show."""
    apps = [getattr(settings, secret) for _, secret in APPS.values()]
    held = (settings.telegram_token, settings.redis_url, settings.metrics_token, *apps)
    known = [secret.get_secret_value() for secret in (*held, *settings.secret_keys) if secret]
    return [*known, settings.database_url or ""]
