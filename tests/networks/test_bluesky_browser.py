"""Signing in to Bluesky in the browser: the reference server's own pages, in a real Chromium."""

import contextlib
import ssl
from collections.abc import AsyncIterator, Mapping
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from aiohttp import web
from cryptography import x509
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat

from bot.networks.base import Account, Attempt, Copy, NotLinked, SignInAgain, TryLater
from bot.networks.bluesky import Bluesky
from bot.networks.http import Http
from bot.networks.oauth import challenge_of, new_state, new_verifier
from tests.networks.builders import a_picture, an_attempt
from tests.peers.bluesky import BlueskyPeer
from tests.peers.browsing import say_yes

HERE = "http://127.0.0.1:8080"
BACK = f"{HERE}/link/back/bluesky/bluesky"
SECRETS = (b"one key of tests alone", b"an older one")
PUBLIC_NAME = "hibi.home.arpa"


def a_bluesky(http: Http, peer: BlueskyPeer, described_at: str = f"{HERE}/who.json") -> Bluesky:
    return Bluesky(
        http, described_at=described_at, secrets=SECRETS, entryway=peer.pds, plc=peer.plc
    )


async def linked(bluesky: Bluesky, peer: BlueskyPeer, typed: str, back: str = BACK) -> Account:
    """The whole way, as a person would go it."""
    verifier, state = new_verifier(), new_state()
    server = bluesky.server_of(typed)
    keys = await bluesky.register(server, back)
    there = await bluesky.begin(server, keys, state=state, challenge=challenge_of(verifier))
    brought = await say_yes(peer, there.url, back)
    assert (brought["state"], brought["iss"]) == (state, there.issuer)
    return await bluesky.finish(server, keys, code=brought["code"], verifier=verifier)


async def posted(bluesky: Bluesky, account: Account, **more: Any) -> tuple[Attempt, Copy]:
    attempt = an_attempt(**more)
    attempt = replace(attempt, prepared=await bluesky.prepare(account, attempt))
    return attempt, await bluesky.publish(account, attempt)


async def test_whoever_says_yes_can_post_and_delete(http: Http, bluesky_peer: BlueskyPeer) -> None:
    bluesky = a_bluesky(http, bluesky_peer)
    account = await linked(bluesky, bluesky_peer, "@alice.test")
    assert (account.remote_id, account.handle) == (bluesky_peer.did, "@alice.test")
    assert await bluesky.renew(account) is None

    attempt, first = await posted(bluesky, account, pictures=(a_picture("寿司"),))

    # Each call has a proof of its own, and the post stays the same.
    assert await bluesky.publish(account, attempt) == first
    assert await bluesky.find(account, attempt) == first
    await bluesky.delete(account, first)
    assert await bluesky.find(account, attempt) is None


async def test_without_a_name_people_sign_in_at_the_entryway(
    http: Http, bluesky_peer: BlueskyPeer
) -> None:
    bluesky = a_bluesky(http, bluesky_peer)
    verifier = new_verifier()
    server = bluesky.server_of("")
    keys = await bluesky.register(server, BACK)
    there = await bluesky.begin(server, keys, state="s" * 32, challenge=challenge_of(verifier))

    assert there.issuer == bluesky_peer.pds
    assert there.names_issuer


async def test_fresh_tokens_take_the_place_of_old_ones_once(
    http: Http, bluesky_peer: BlueskyPeer
) -> None:
    bluesky = a_bluesky(http, bluesky_peer)
    account = await linked(bluesky, bluesky_peer, "alice.test")
    soon = (datetime.now(UTC) + timedelta(minutes=1)).isoformat()
    old = replace(account, secret=account.secret.evolve(expires_at=soon))

    fresh = await bluesky.renew(old)

    assert fresh is not None
    assert fresh["refresh_token"] != old.secret["refresh_token"]
    renewed = replace(account, secret=account.secret.evolve(**fresh.values))
    await posted(bluesky, renewed)
    # A refresh token that is used twice ends the whole session there.
    with pytest.raises(SignInAgain):
        await bluesky.renew(old)


async def test_a_token_that_the_server_refuses_is_renewed_before_the_next_try(
    http: Http, bluesky_peer: BlueskyPeer
) -> None:
    bluesky = a_bluesky(http, bluesky_peer)
    account = await linked(bluesky, bluesky_peer, "alice.test")
    head, body, _ = account.secret["access_token"].split(".")
    forged = account.secret.evolve(access_token=f"{head}.{body}.{'A' * 43}")
    refused = replace(account, secret=forged)

    with pytest.raises((TryLater, SignInAgain)) as caught:
        await posted(bluesky, refused)

    assert isinstance(caught.value, TryLater), caught.value.raw
    fresh = await bluesky.renew(refused)
    assert fresh is not None
    await posted(bluesky, replace(account, secret=account.secret.evolve(**fresh.values)))


async def test_what_is_given_back_opens_nothing(http: Http, bluesky_peer: BlueskyPeer) -> None:
    bluesky = a_bluesky(http, bluesky_peer)
    account = await linked(bluesky, bluesky_peer, "alice.test")

    await bluesky.revoke(account)
    await bluesky.revoke(account)

    soon = account.secret.evolve(expires_at=datetime.now(UTC).isoformat())
    with pytest.raises(SignInAgain):
        await bluesky.renew(replace(account, secret=soon))


async def test_a_code_is_good_once_and_for_us_alone(http: Http, bluesky_peer: BlueskyPeer) -> None:
    bluesky = a_bluesky(http, bluesky_peer)
    verifier = new_verifier()
    server = bluesky.server_of("alice.test")
    keys = await bluesky.register(server, BACK)
    there = await bluesky.begin(server, keys, state=new_state(), challenge=challenge_of(verifier))
    brought = await say_yes(bluesky_peer, there.url, BACK)

    with pytest.raises(NotLinked) as caught:
        await bluesky.finish(server, keys, code=brought["code"], verifier=new_verifier())

    assert caught.value.rule == "code_refused"


async def test_a_public_hibi_is_known_by_its_own_description(
    http: Http, bluesky_peer: BlueskyPeer, tmp_path: Path
) -> None:
    async with a_public_site(tmp_path) as site:
        bluesky = a_bluesky(http, bluesky_peer, f"{site.origin}/who.json")
        back = f"{site.origin}/link/back/bluesky/bluesky"
        site.description = bluesky.description(back)

        account = await linked(bluesky, bluesky_peer, "alice.test", back)

        assert account.secret["client_id"] == f"{site.origin}/who.json"
        soon = account.secret.evolve(expires_at=datetime.now(UTC).isoformat())
        # A session goes on with the key that it began with, also when a newer one came.
        rotated = Bluesky(
            http,
            described_at=f"{site.origin}/who.json",
            secrets=(b"a brand-new one", *SECRETS),
            entryway=bluesky_peer.pds,
            plc=bluesky_peer.plc,
        )
        site.description = rotated.description(back)
        fresh = await rotated.renew(replace(account, secret=soon))
        assert fresh is not None
        renewed = replace(account, secret=account.secret.evolve(**fresh.values))
        await posted(rotated, renewed)
        await rotated.revoke(renewed)


async def test_a_hibi_that_the_server_cannot_see_is_told_so(
    http: Http, bluesky_peer: BlueskyPeer
) -> None:
    hidden = f"https://{PUBLIC_NAME}:9/who.json"
    bluesky = a_bluesky(http, bluesky_peer, hidden)
    keys = await bluesky.register("", f"https://{PUBLIC_NAME}:9/back")

    with pytest.raises(NotLinked) as caught:
        await bluesky.begin("alice.test", keys, state="s" * 32, challenge="c" * 43)

    assert caught.value.rule == "needs_public_address"


@dataclass(slots=True)
class Site:
    """A site with a public name, on this machine; servers read `description` at /who.json."""

    origin: str = ""
    description: Mapping[str, Any] | None = None

    async def describe(self, _: web.Request) -> web.Response:
        return web.json_response(self.description)


@contextlib.asynccontextmanager
async def a_public_site(folder: Path) -> AsyncIterator[Site]:
    site, application = Site(), web.Application()
    application.router.add_get("/who.json", site.describe)
    runner = web.AppRunner(application, shutdown_timeout=0.1)
    await runner.setup()
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(a_certificate(folder))
    await web.TCPSite(runner, "127.0.0.1", 0, ssl_context=context).start()
    site.origin = f"https://{PUBLIC_NAME}:{runner.addresses[0][1]}"
    try:
        yield site
    finally:
        await runner.cleanup()


def a_certificate(folder: Path) -> Path:
    """Signed by nobody."""
    key, now = ec.generate_private_key(ec.SECP256R1()), datetime.now(UTC)
    name = x509.Name([x509.NameAttribute(x509.NameOID.COMMON_NAME, PUBLIC_NAME)])
    certificate = (
        x509.CertificateBuilder(name, name, key.public_key(), x509.random_serial_number())
        .not_valid_before(now - timedelta(days=1))
        .not_valid_after(now + timedelta(days=1))
        .sign(key, SHA256())
    )
    pem = key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption())
    path = folder / "site.pem"
    path.write_bytes(pem + certificate.public_bytes(Encoding.PEM))
    return path
