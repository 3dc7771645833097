"""The web server: our own pages alone, or as a part of another application."""

from collections.abc import Callable
from dataclasses import dataclass, field

from aiohttp import web

from bot.services.ground import Ground
from bot.services.health import Vitals
from bot.web.answers import templates
from bot.web.guard import MOST_BYTES, Gate, as_middleware
from bot.web.health import HealthPages
from bot.web.linking import LinkPages
from bot.web.media import MediaPages
from bot.web.metrics import Metrics
from bot.web.pages import PublicPages
from bot.web.webhook import Store, Webhook, webhook_keys
from bot.web.wellknown import WellKnown, style_version


@dataclass(frozen=True, slots=True, kw_only=True)
class Parts:
    """What the pages need from their process.

    `bot_name` is the bot's @name without the @, empty where no t.me address leads to it (the
    playground). Without `store` no webhook exists. `elsewhere` tells the paths in the same
    server that are somebody else's business.
    """

    vitals: Vitals
    metrics: Metrics = field(default_factory=Metrics)
    bot_name: Callable[[], str] = field(default=lambda: "")
    store: Store | None = None
    elsewhere: Callable[[str], bool] = field(default=lambda _path: False)


def create_web(ground: Ground, parts: Parts) -> web.Application:
    """An application that serves the pages and nothing else."""
    app = web.Application(client_max_size=MOST_BYTES)
    add_routes(app, ground, parts)
    return app


def add_routes(app: web.Application, ground: Ground, parts: Parts) -> None:
    """Makes the pages a part of an application; the gate leaves `parts.elsewhere` alone."""
    gate = Gate(
        settings=ground.settings,
        limiter=ground.limiter,
        elsewhere=parts.elsewhere,
        watched=parts.metrics.answered,
    )
    app.middlewares.append(as_middleware(gate))
    templates.globals["style_version"] = style_version()
    for routes in (
        WellKnown(ground).routes(),
        HealthPages(ground, parts.vitals, parts.metrics).routes(),
        LinkPages(ground, parts.bot_name).routes(),
        MediaPages(ground).routes(),
        PublicPages(ground).routes(),
        _webhook(ground, parts),
    ):
        app.add_routes(routes)


def _webhook(ground: Ground, parts: Parts) -> list[web.RouteDef]:
    return [] if parts.store is None else Webhook(webhook_keys(ground), parts.store).routes()
