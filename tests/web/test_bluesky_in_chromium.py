"""The whole way to Bluesky in a browser: our page, the reference server's, and back to ours."""

import re
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

from bot.db.engine import Database
from bot.db.tables import Account
from bot.networks.bluesky import Bluesky
from bot.networks.http import Http
from bot.services import linking
from bot.services.linked import Linked
from bot.services.linking import Way
from bot.services.renewing import renewed
from bot.web.server import create_web
from bot.web.serving import serve
from tests.builders import HANA, World, a_person, build_world
from tests.fakes import FakeClock
from tests.machine.children import free_port
from tests.networks.builders import an_attempt
from tests.peers.bluesky import BlueskyPeer
from tests.peers.browsing import a_phone, sign_in
from tests.web.conftest import parts_for

CODE = re.compile(r"\d{3} \d{3}")


async def test_a_person_goes_all_the_way_and_posts(
    sqlite: Database, tmp_path: Path, bluesky_peer: BlueskyPeer
) -> None:
    port = free_port()
    async with Http(loopback=True) as http:
        world = await a_served_world(sqlite, tmp_path, bluesky_peer, http, port)
        served = await serve(create_web(world.ground, parts_for()), "127.0.0.1", port)
        started = await linking.start(world.ground, HANA, "bluesky", "alice.test", who="Hana")
        assert (started.way, started.server) == (Way.BROWSER, "Bluesky")

        code = await through_the_browser(started.url, bluesky_peer)
        linked = await linking.confirm(world.ground, HANA, code)
        await served.close()

        assert isinstance(linked, Linked)
        assert (linked.handle, linked.network) == ("@alice.test", "bluesky")
        bluesky = world.networks["bluesky"]
        account = await renewed(world.ground, bluesky, linked.account_id)
        attempt = an_attempt("雨の音で目が覚めた。")
        attempt = replace(attempt, prepared=await bluesky.prepare(account, attempt))
        copy = await bluesky.publish(account, attempt)
        assert await bluesky.find(account, attempt) == copy
        row = await world.one(Account)
        assert b"dpop" not in row.secret.content
        let_go = await linking.unlink(world.ground, HANA, linked.account_id)
        assert let_go is not None
        assert let_go.revoked


async def a_served_world(
    database: Database, folder: Path, peer: BlueskyPeer, http: Http, port: int
) -> World:
    here = f"http://127.0.0.1:{port}"
    bluesky = Bluesky(
        http,
        described_at=f"{here}/link/clients/bluesky.json",
        secrets=[b"a key of tests alone"],
        entryway=peer.pds,
        plc=peer.plc,
    )
    clock = FakeClock(datetime.now(UTC))
    world = build_world(database, folder, bluesky, clock=clock, base_url=here)
    await world.add(a_person(HANA))
    return world


async def through_the_browser(url: str, peer: BlueskyPeer) -> str:
    """Goes on, signs in, says yes; returns the code that our last page shows."""
    async with a_phone() as page:
        await page.goto(url)
        assert "Bluesky" in await page.inner_text("h1")
        await page.locator("button[type=submit], form button").first.click()
        await sign_in(page, peer)
        await page.get_by_role("button", name="Authorize").click()
        shown = page.locator("p.code")
        await shown.wait_for()
        return await shown.inner_text()
