"""The networks that know apps by the keys of whoever runs a Hibi, each with a gate before it."""

import contextlib
from collections.abc import AsyncIterator
from dataclasses import replace
from typing import Any

from bot.networks.base import Network
from bot.networks.linkedin import LinkedIn
from bot.networks.x import X
from tests.faults.site import Site, Standing, gated, way_out
from tests.networks import exes
from tests.networks.exes import run_x
from tests.networks.linkedins import KEYS, run_desk
from tests.networks.metas import MetaHouse, linked, run_meta


@contextlib.asynccontextmanager
async def meta(name: str) -> AsyncIterator[Site]:
    """Threads, Instagram or a Facebook Page."""
    async with run_meta() as house, gated(house.meta.origin) as gate, way_out() as http:
        direct: Any = getattr(house, name)
        account = await linked(house, direct)
        http.clock = house.clock
        through = MetaHouse(
            replace(house.meta, origin=gate.origin), house.clock, http, house.voices
        )

        async def seen() -> list[Standing]:
            posts = house.meta.posts.values()
            return [Standing(one.id, one.words, one.reply_to) for one in posts]

        network: Network = getattr(through, name)
        yield Site(network, account, seen, gate, clock=house.clock, meta=house.meta)


@contextlib.asynccontextmanager
async def linkedin() -> AsyncIterator[Site]:
    async with run_desk() as desk, gated(desk.server.origin) as gate, way_out() as http:
        http.clock = desk.clock
        network = LinkedIn(http, KEYS, api=gate.origin, site=desk.server.origin)
        desk.server.gate = gate.origin

        async def seen() -> list[Standing]:
            return [Standing(number, post.words) for number, post in desk.server.posts.items()]

        yield Site(network, await desk.linked(), seen, gate, clock=desk.clock)


@contextlib.asynccontextmanager
async def x() -> AsyncIterator[Site]:
    async with run_x() as house, gated(house.server.origin) as gate, way_out() as http:
        http.clock = house.clock
        network = X(http, exes.KEYS, api=gate.origin, site=house.server.origin)

        async def seen() -> list[Standing]:
            tweets = house.server.tweets.values()
            return [Standing(one.id, one.words, one.reply_to) for one in tweets]

        yield Site(network, await exes.linked(house), seen, gate, clock=house.clock)
