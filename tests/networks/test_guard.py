"""Which addresses may be called at all, and through which door."""

import asyncio
import socket
from typing import Any

import pytest
from aiohttp.abc import AbstractResolver, ResolveResult

from bot.networks.base import Refused, TryLater
from bot.networks.guard import Door, ForbiddenAddress, Guard, open_loopback, open_public
from bot.networks.http import Http
from tests.networks.stand_in import run_stand_in, says

LOOPBACK_SPELLINGS = [
    "127.0.0.1",
    "127.1",
    "127.0.1",
    "0x7f.1",
    "0x7f000001",
    "0177.0.0.1",
    "2130706433",
    "017700000001",
    "localhost",
    "0.0.0.0",
    "0",
    "127.255.255.254",
    "[::1]",
    "[::]",
    "[0:0:0:0:0:0:0:1]",
    "[::ffff:127.0.0.1]",
    "[::ffff:7f00:1]",
    "[::127.0.0.1]",
    "[64:ff9b::127.0.0.1]",
    "[2002:7f00:1::]",
    "１２７.0.0.1",
]


@pytest.mark.parametrize("host", LOOPBACK_SPELLINGS)
async def test_no_spelling_of_this_machine_is_called(host: str) -> None:
    async with Http() as http:
        with pytest.raises(Refused, match="address_not_allowed"):
            await http.get_json(f"https://{host}/")


@pytest.mark.parametrize(
    "address",
    [
        "http://example.com/",
        "https://example.com:8443/",
        "https://me@example.com/",
        "https://me:secret@example.com/",
        "ftp://example.com/",
        "file:///etc/passwd",
        "//example.com/",
        "/",
        "",
        "https://",
        "https://[::1",
        "javascript:alert(1)",
    ],
)
def test_only_plain_https_goes_to_the_world(address: str) -> None:
    with pytest.raises(Refused, match="address_not_allowed"):
        Guard().door(address)


def test_the_world_is_reached_over_https() -> None:
    assert Guard().door("https://example.com/path?x=1") is Door.PUBLIC
    assert Guard().door("https://example.com:443/") is Door.PUBLIC


def test_an_operators_server_is_allowed_by_name_and_port() -> None:
    guard = Guard(frozenset({"gts.lan", "pds.lan:2583", "http://old.lan:8080"}))

    doors = [
        guard.permits(address)
        for address in (
            "https://gts.lan/",
            "http://gts.lan/",
            "http://pds.lan:2583/",
            "http://old.lan:8080/",
            "https://gts.lan:8443/",
            "http://pds.lan/",
            "http://other.lan/",
        )
    ]

    assert doors == [True, True, True, True, False, False, False]
    assert guard.origin("old.lan:8080") == "http://old.lan:8080"
    assert guard.origin("gts.lan") == "https://gts.lan"


def test_the_tests_switch_opens_loopback_alone() -> None:
    guard = Guard(loopback=True)

    assert guard.door("http://127.0.0.1:3000/") is Door.LOOPBACK
    assert guard.door("http://localhost:1/") is Door.LOOPBACK
    assert not guard.permits("http://10.0.0.1:3000/")
    assert guard.origin("127.0.0.1:3000") == "http://127.0.0.1:3000"
    assert guard.origin("example.social") == "https://example.social"


def info(host: str, port: int = 443) -> Any:
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    return (family, socket.SOCK_STREAM, 6, "", (host, port))


def test_a_socket_is_made_for_port_443_of_a_public_address_only() -> None:
    open_public(info("1.1.1.1")).close()
    for host, port in (("1.1.1.1", 80), ("10.0.0.1", 443), ("fe80::1%eth0", 443)):
        with pytest.raises(ForbiddenAddress):
            open_public(info(host, port))


def test_the_loopback_door_leads_nowhere_else() -> None:
    open_loopback(info("127.0.0.1", 3000)).close()
    with pytest.raises(ForbiddenAddress):
        open_loopback(info("1.1.1.1"))


class TurningResolver(AbstractResolver):
    """Says something else each time it is asked."""

    def __init__(self, *answers: list[str]) -> None:
        self.answers = list(answers)

    async def resolve(
        self, host: str, port: int = 0, family: socket.AddressFamily = socket.AF_INET
    ) -> list[ResolveResult]:
        answer = self.answers.pop(0)
        if not answer:
            raise OSError(None, "no such name")
        return [
            ResolveResult(
                hostname=host, host=one, port=port, family=socket.AF_INET, proto=0, flags=0
            )
            for one in answer
        ]

    async def close(self) -> None:
        """Holds nothing open."""


async def test_a_name_that_turns_private_is_not_followed() -> None:
    resolver = TurningResolver([], ["127.0.0.1"], ["10.0.0.1", "192.168.1.1"])
    async with Http(resolver=resolver) as http:
        with pytest.raises(TryLater, match="unreachable"):
            await http.get_json("https://turning.example/")
        for _ in range(2):
            http._sessions[Door.PUBLIC].connector.clear_dns_cache()  # type: ignore[union-attr]
            with pytest.raises(Refused, match="address_not_allowed"):
                await http.get_json("https://turning.example/")

    assert resolver.answers == []


async def test_an_operators_server_is_called_wherever_it_is() -> None:
    async with run_stand_in() as stand_in:
        stand_in.answer = says(200, {"id": 1})
        async with Http(private_servers=frozenset({stand_in.server})) as http:
            answer = await http.get_json(f"{stand_in.origin}/")

    assert answer.value("id") == 1


async def test_a_proxy_of_the_environment_is_not_asked(monkeypatch: pytest.MonkeyPatch) -> None:
    heard = asyncio.Event()

    async def listen(_: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        heard.set()
        writer.close()

    proxy = await asyncio.start_server(listen, "127.0.0.1", 0)
    port = proxy.sockets[0].getsockname()[1]
    for name in ("HTTPS_PROXY", "HTTP_PROXY", "ALL_PROXY"):
        monkeypatch.setenv(name, f"http://127.0.0.1:{port}")
    async with proxy, Http() as http:
        with pytest.raises(Refused):
            await http.get_json("https://127.0.0.1/")

    assert not heard.is_set()
