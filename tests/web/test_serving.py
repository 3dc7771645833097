"""The server itself: it waits for nobody for ever, and writes down nothing that is secret."""

import asyncio
import logging
from collections.abc import AsyncIterator
from contextlib import suppress

import aiohttp
import pytest

from bot.web import serving
from bot.web.server import create_web
from bot.web.serving import Serving, serve
from tests.builders import World
from tests.web.conftest import parts_for


@pytest.fixture
async def server(world: World) -> AsyncIterator[Serving]:
    running = await serve(create_web(world.ground, parts_for()), "127.0.0.1", 0)
    yield running
    await running.close()


async def test_our_log_holds_no_token_no_query_and_no_address(
    server: Serving, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.INFO)

    async with aiohttp.ClientSession(server.url) as session:
        for path in ("/link/a-secret-token?code=another-secret", "/@hana?before=s1"):
            await session.get(path)

    lines = [record.getMessage().rpartition(" in ")[0] for record in caplog.records]
    assert lines == ["GET /link/{token} 410", "GET /@{handle} 404"]


async def test_who_sends_no_headers_is_not_waited_for(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(serving, "HEADERS_WITHIN", 0.2)
    running = await serve(create_web(world.ground, parts_for()), "127.0.0.1", 0)
    reader, writer = await asyncio.open_connection("127.0.0.1", running.port)
    writer.write(b"GET /health HTTP/1.1\r\nHost: 127.0.0.1\r\nX-Slow: ")
    await writer.drain()

    ended = await asyncio.wait_for(reader.read(), 5)

    assert ended == b""
    writer.close()
    with suppress(ConnectionError):
        await writer.wait_closed()
    await running.close()


async def test_one_address_gets_so_many_connections(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(serving, "CONNECTIONS_EACH", 2)
    app = create_web(world.ground, parts_for())
    running = await serve(app, "127.0.0.1", 0, unlimited=())
    first = await asyncio.open_connection("127.0.0.1", running.port)
    second = await asyncio.open_connection("127.0.0.1", running.port)

    assert await _answers(running.port) is False
    for _, writer in (first, second):
        writer.close()
        await writer.wait_closed()
    assert await _answers(running.port) is True
    await running.close()


async def _answers(port: int) -> bool:
    reader, writer = await asyncio.open_connection("127.0.0.1", port)
    try:
        writer.write(b"GET /health HTTP/1.1\r\nHost: 127.0.0.1\r\nConnection: close\r\n\r\n")
        await writer.drain()
        return b"200 OK" in await reader.read()
    except ConnectionError:
        return False
    finally:
        writer.close()
        with suppress(ConnectionError):
            await writer.wait_closed()


async def test_a_port_that_is_taken_is_said_at_once(world: World, server: Serving) -> None:
    app = create_web(world.ground, parts_for())

    with pytest.raises(OSError, match="address"):
        await serve(app, "127.0.0.1", server.port)


async def test_no_answer_tells_what_the_server_is_made_of(server: Serving) -> None:
    async with aiohttp.ClientSession(server.url) as session:
        response = await session.get("/health")

    assert response.headers["Server"] == "Hibi"
