"""Is it alive, is it ready, and what has it done: for probes and for whoever runs it."""

import hmac

from aiohttp import web

from bot.services import health
from bot.services.ground import Ground
from bot.services.health import Health, Vitals
from bot.web.askers import is_here
from bot.web.metrics import Metrics

PLAIN = "text/plain; version=0.0.4; charset=utf-8"


class HealthPages:
    """Everyone gets a status; details only this machine itself, or who has the bearer."""

    def __init__(self, ground: Ground, vitals: Vitals, metrics: Metrics) -> None:
        self._ground = ground
        self._vitals = vitals
        self._metrics = metrics

    def routes(self) -> list[web.RouteDef]:
        return [
            web.get("/health", self.alive),
            web.get("/ready", self.ready),
            web.get("/metrics", self.metrics),
        ]

    async def alive(self, _request: web.Request) -> web.Response:
        return web.json_response({"alive": True}, headers={"Cache-Control": "no-store"})

    async def ready(self, request: web.Request) -> web.Response:
        """200 when all that is needed works, else 503."""
        found = await self._check()
        body: dict[str, object] = {"ready": found.ready}
        if self._may_know(request):
            body |= {name: getattr(found, name) for name in ("database", "telegram", "disk")}
            body |= {"clock_lag_s": found.clock_lag.total_seconds(), "limits": found.limits}
        status = 200 if found.ready else 503
        return web.json_response(body, status=status, headers={"Cache-Control": "no-store"})

    async def metrics(self, request: web.Request) -> web.Response:
        if not self._may_know(request):
            raise web.HTTPNotFound
        await self._check()
        return web.Response(body=self._metrics.text(), headers={"Content-Type": PLAIN})

    async def _check(self) -> Health:
        found = await health.check(self._ground, self._vitals)
        for part in ("database", "telegram", "clock", "disk"):
            self._metrics.found(part, well=getattr(found, part))
        self._metrics.lag(found.clock_lag.total_seconds())
        return found

    def _may_know(self, request: web.Request) -> bool:
        if is_here(request):
            return True
        token = self._ground.settings.metrics_token
        if token is None:
            return False
        wanted = f"Bearer {token.get_secret_value()}".encode()
        given = request.headers.get("Authorization", "").encode("utf-8", "surrogateescape")
        return hmac.compare_digest(given, wanted)
