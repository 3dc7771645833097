"""Probes: a status for everyone, details for this machine and whoever has the bearer."""

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from aiohttp.test_utils import TestClient, TestServer

from bot.db.engine import Database
from bot.services import health
from bot.services.health import Vitals
from bot.services.limits import Limiter
from bot.web.metrics import Metrics
from bot.web.server import Parts, create_web
from tests.builders import World
from tests.web.conftest import a_world, well

ELSEWHERE = {"X-Forwarded-For": "203.0.113.7"}


@asynccontextmanager
async def served(
    world: World,
    telegram: Callable[[], Awaitable[bool]] = well,
    lag: timedelta = timedelta(0),
    metrics: Metrics | None = None,
) -> AsyncIterator[TestClient]:
    parts = Parts(vitals=Vitals(telegram, lambda: lag), metrics=metrics or Metrics())
    async with TestClient(TestServer(create_web(world.ground, parts))) as client:
        yield client


async def readiness(world: World, **options: Any) -> tuple[int, dict[str, Any]]:
    async with served(world, **options) as client:
        response = await client.get("/ready")
        return response.status, await response.json()


async def test_it_is_alive_and_ready(client: TestClient) -> None:
    alive, ready = await client.get("/health"), await client.get("/ready")

    assert (alive.status, ready.status) == (200, 200)
    assert await ready.json() == {
        "ready": True,
        "database": True,
        "telegram": True,
        "disk": True,
        "clock_lag_s": 0.0,
        "limits": "memory",
    }


async def test_details_are_not_for_everyone(client: TestClient) -> None:
    response = await client.get("/ready", headers=ELSEWHERE)

    assert (response.status, await response.json()) == (200, {"ready": True})
    assert (await client.get("/metrics", headers=ELSEWHERE)).status == 404


@pytest.mark.parametrize("host", ["evil.example", "10.0.0.7:8080"])
async def test_another_name_for_this_machine_hears_no_details(
    client: TestClient, host: str
) -> None:
    response = await client.get("/ready", headers={"Host": host})

    assert await response.json() == {"ready": True}
    assert (await client.get("/metrics", headers={"Host": host})).status == 404


async def test_the_bearer_opens_the_details(sqlite: Database, tmp_path: Path) -> None:
    world = a_world(sqlite, tmp_path, metrics_token="a-long-random-text")
    async with served(world) as client:
        right = {**ELSEWHERE, "Authorization": "Bearer a-long-random-text"}
        wrong = {**ELSEWHERE, "Authorization": "Bearer a-long-random-texT"}
        statuses = [(await client.get("/metrics", headers=h)).status for h in (right, wrong)]

    assert statuses == [200, 404]


async def asleep() -> bool:
    await asyncio.sleep(60)
    return True


async def away() -> bool:
    raise OSError("a secret is in here")


async def no() -> bool:
    return False


@pytest.mark.parametrize("telegram", [away, no, asleep])
async def test_without_telegram_it_is_not_ready(
    world: World, telegram: Callable[[], Awaitable[bool]], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(health, "ANSWER_WITHIN", 0.05)
    status, found = await readiness(world, telegram=telegram)

    assert (status, found["ready"], found["telegram"]) == (503, False, False)
    assert "secret" not in str(found)


async def test_a_clock_far_behind_is_not_ready(world: World) -> None:
    status, found = await readiness(world, lag=timedelta(seconds=45))

    assert (status, found["clock_lag_s"]) == (503, 45.0)


async def test_without_the_database_it_is_not_ready(world: World, tmp_path: Path) -> None:
    lost = Database(f"sqlite+aiosqlite:///{tmp_path}/no/such/folder/hibi.db")
    status, found = await readiness(replace(world, ground=replace(world.ground, database=lost)))
    await lost.close()

    assert (status, found["database"]) == (503, False)


async def test_a_full_disk_is_not_ready(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(health, "ROOM_KEPT", 10**18)
    monkeypatch.setattr(health, "SHARE_KEPT", 1)
    status, found = await readiness(world)

    assert (status, found["disk"]) == (503, False)


async def test_without_redis_it_is_ready_but_degraded(world: World) -> None:
    limiter = Limiter("redis://127.0.0.1:1/0")
    status, found = await readiness(replace(world, ground=replace(world.ground, limiter=limiter)))
    await limiter.close()

    assert (status, found["limits"]) == (200, "degraded")


async def test_metrics_name_nobody(world: World) -> None:
    metrics = Metrics()
    metrics.count("deliveries_published")
    metrics.count("Hana@example.org wrote a diary")
    async with served(world, metrics=metrics) as client:
        await client.get("/@hana_yamada")
        text = await (await client.get("/metrics")).text()

    assert 'hibi_events_total{event="deliveries_published"} 1.0' in text
    assert 'hibi_events_total{event="other"} 1.0' in text
    assert 'hibi_web_answers_total{route="/@{handle}",status="404"} 1.0' in text
    assert 'hibi_well{part="database"} 1.0' in text
    assert "ana" not in text


def test_two_processes_in_one_have_metrics_of_their_own() -> None:
    first, second = Metrics(), Metrics()

    first.count("nudges_sent")

    assert b"nudges_sent" not in second.text()
