"""What one process needs once, before and around its run: read from the settings."""

import gc

from bot.config import Settings
from bot.network_settings import APPS


def network_options(settings: Settings) -> dict[str, str]:
    """The networks' own addresses, where they were set."""
    given = {
        "bluesky_entryway": settings.bluesky_entryway,
        "bluesky_plc": settings.bluesky_plc,
    }
    return {name: value for name, value in given.items() if value}


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
