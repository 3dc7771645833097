"""The webhook: secrets first, then the body, and 200 only for what is stored."""

import asyncio
from collections.abc import AsyncIterator
from dataclasses import dataclass, field
from io import BytesIO
from typing import Any

import pytest
from aiohttp.test_utils import TestClient, TestServer

from bot.web.server import create_web
from bot.web.webhook import SECRET_HEADER, WebhookKeys, webhook_keys
from tests.builders import World
from tests.web.conftest import parts_for

UPDATE = {"update_id": 1, "message": {"text": "お茶"}}


@dataclass
class Store:
    kept: list[dict[str, Any]] = field(default_factory=list)
    full: bool = False

    async def __call__(self, update: dict[str, Any]) -> None:
        if self.full:
            raise OSError("no room")
        self.kept.append(update)


@pytest.fixture
def store() -> Store:
    return Store()


@pytest.fixture
def keys(world: World) -> WebhookKeys:
    return webhook_keys(world.ground)


@pytest.fixture
async def telegram(world: World, store: Store) -> AsyncIterator[TestClient]:
    app = create_web(world.ground, parts_for(store=store))
    async with TestClient(TestServer(app)) as opened:
        yield opened


def proof(keys: WebhookKeys) -> dict[str, str]:
    return {SECRET_HEADER: keys.secret}


async def test_an_update_is_stored_before_it_is_acknowledged(
    telegram: TestClient, keys: WebhookKeys, store: Store
) -> None:
    response = await telegram.post(keys.path, json=UPDATE, headers=proof(keys))

    assert (response.status, store.kept) == (200, [UPDATE])


async def test_what_cannot_be_stored_is_not_acknowledged(
    telegram: TestClient, keys: WebhookKeys, store: Store
) -> None:
    store.full = True

    response = await telegram.post(keys.path, json=UPDATE, headers=proof(keys))

    assert response.status == 503


async def test_without_both_secrets_there_is_no_such_place(
    telegram: TestClient, keys: WebhookKeys, store: Store
) -> None:
    attempts = [
        (keys.path, {}),
        (keys.path, {SECRET_HEADER: keys.secret[:-1] + "x"}),
        (keys.path, {SECRET_HEADER: "ü"}),
        ("/telegram/" + "x" * 43, proof(keys)),
        ("/telegram/%ff", proof(keys)),
    ]

    statuses = [
        (await telegram.post(path, json=UPDATE, headers=headers)).status
        for path, headers in attempts
    ]

    assert (statuses, store.kept) == ([404] * 5, [])


async def test_a_stranger_is_refused_before_the_body_is_read(
    telegram: TestClient, keys: WebhookKeys
) -> None:
    reader, writer = await asyncio.open_connection("127.0.0.1", telegram.port)
    head = f"POST {keys.path} HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Length: 1000\r\n\r\n"
    writer.write(head.encode())
    await writer.drain()

    first_line = await asyncio.wait_for(reader.readline(), 5)

    writer.close()
    await writer.wait_closed()
    assert first_line == b"HTTP/1.1 404 Not Found\r\n"


@pytest.mark.parametrize(
    "body",
    [b"", b"{", b"[]", b"null", b'{"update_id": "1"}', b"\xff\xfe", b"[" * 200_000, b"1e999"],
)
async def test_what_is_no_update_is_a_bad_request(
    telegram: TestClient, keys: WebhookKeys, store: Store, body: bytes
) -> None:
    response = await telegram.post(keys.path, data=body, headers=proof(keys))

    assert (response.status, store.kept) == (400, [])


async def test_more_than_a_megabyte_is_refused_also_in_pieces(
    telegram: TestClient, keys: WebhookKeys, store: Store
) -> None:
    async def pieces() -> AsyncIterator[bytes]:
        for _ in range(20):
            yield b"x" * 100_000

    whole = await telegram.post(keys.path, data=BytesIO(b"x" * 1_100_000), headers=proof(keys))
    split = await telegram.post(keys.path, data=pieces(), headers=proof(keys))

    assert (whole.status, split.status, store.kept) == (413, 413, [])


async def test_there_is_no_webhook_where_nobody_stores(
    client: TestClient, keys: WebhookKeys
) -> None:
    response = await client.post(keys.path, json=UPDATE, headers=proof(keys))

    assert response.status == 404


def test_the_secrets_are_what_telegram_takes_and_the_same_on_every_machine(world: World) -> None:
    one, other = webhook_keys(world.ground), webhook_keys(world.ground)

    assert one == other
    assert one.path.removeprefix("/telegram/") != one.secret
    assert len(one.secret) == 43
    assert one.secret.replace("-", "").replace("_", "").isalnum()
    assert one.secret not in repr(one)
