"""X: linked by a browser, kept by tokens that work once, and let go."""

from dataclasses import replace
from datetime import timedelta

import pytest

from bot.networks.base import Account, NotLinked, OperatorKeys, Refused, SignInAgain, TryLater
from bot.networks.http import Http
from bot.networks.oauth import OUT_OF_BAND, challenge_of, new_verifier
from bot.networks.x import X
from tests.networks.exes import CALLBACK, KEYS, XHouse, linked, prepared
from tests.standins.x import NO_CREDITS, OAuthProblem, Problem


async def test_linking_ends_with_two_tokens(x_house: XHouse, x_hana: Account) -> None:
    who = (x_hana.network, x_hana.server, x_hana.remote_id, x_hana.handle)

    assert who == ("x", "", "2001", "@hana")
    assert x_hana.secret["access_token"] in x_house.server.tokens
    assert x_hana.secret["refresh_token"] in x_house.server.refreshes
    assert x_hana.secret["expires_at"] == (x_house.clock.now + timedelta(hours=2)).isoformat()


async def test_without_keys_or_an_address_nobody_can_link(http: Http, x_house: XHouse) -> None:
    assert x_house.x.linkable
    assert not X(http).linkable
    with pytest.raises(NotLinked, match="no_operator_keys"):
        await X(http).register("x.com", CALLBACK)
    with pytest.raises(NotLinked, match="needs_public_address"):
        await x_house.x.register("x.com", OUT_OF_BAND)


async def test_a_code_works_once_in_time_and_with_its_proof_key(x_house: XHouse) -> None:
    x, verifier = x_house.x, new_verifier()
    keys = await x.register("x.com", CALLBACK)
    there = await x.begin("x.com", keys, state="s", challenge=challenge_of(verifier))
    codes = [x_house.server.say_yes(there.url)["code"] for _ in range(4)]

    await x.finish("x.com", keys, code=codes[0], verifier=verifier)
    with pytest.raises(NotLinked, match="code_refused") as caught:
        await x.finish("x.com", keys, code=codes[0], verifier=verifier)
    assert codes[0] not in caught.value.raw
    with pytest.raises(NotLinked, match="code_refused"):
        await x.finish("x.com", keys, code=codes[1], verifier=new_verifier())
    elsewhere = replace(keys, redirect_uri="https://evil.example/")
    with pytest.raises(NotLinked, match="code_refused"):
        await x.finish("x.com", elsewhere, code=codes[2], verifier=verifier)
    x_house.clock.passes(seconds=31)
    with pytest.raises(NotLinked, match="code_refused"):
        await x.finish("x.com", keys, code=codes[3], verifier=verifier)


async def test_a_wrong_secret_of_the_operator_is_named(x_house: XHouse) -> None:
    wrong = X(
        x_house.http,
        OperatorKeys(client_id=KEYS.client_id, client_secret="another-secret"),
        api=x_house.server.origin,
        site=x_house.server.origin,
    )
    verifier = new_verifier()
    keys = await wrong.register("x.com", CALLBACK)
    there = await wrong.begin("x.com", keys, state="s", challenge=challenge_of(verifier))
    code = x_house.server.say_yes(there.url)["code"]

    with pytest.raises(NotLinked, match="operator_keys_refused"):
        await wrong.finish("x.com", keys, code=code, verifier=verifier)


async def test_a_sign_in_that_cannot_be_kept_is_given_back(x_house: XHouse) -> None:
    x_house.server.gives_refresh = False

    with pytest.raises(NotLinked, match="scope"):
        await linked(x_house)

    assert x_house.server.tokens == {}


@pytest.mark.parametrize(
    ("trouble", "kind"),
    [(Problem(503, "busy"), TryLater), (NO_CREDITS, TryLater), (Problem(401, "no"), SignInAgain)],
)
async def test_tokens_of_nobody_are_given_back(
    x_house: XHouse, trouble: Problem, kind: type[Exception]
) -> None:
    x_house.server.troubles.append(("/2/users/me", trouble))

    with pytest.raises(kind):
        await linked(x_house)

    assert (x_house.server.tokens, x_house.server.refreshes) == ({}, {})


@pytest.mark.parametrize(("minutes", "fresh"), [(0, False), (104, False), (106, True), (600, True)])
async def test_tokens_are_renewed_shortly_before_their_end(
    x_house: XHouse, x_hana: Account, minutes: int, fresh: bool
) -> None:
    x_house.clock.passes(minutes=minutes)

    assert (await x_house.x.renew(x_hana) is not None) == fresh


async def test_both_tokens_rotate(x_house: XHouse, x_hana: Account) -> None:
    x_house.clock.passes(hours=3)
    with pytest.raises(SignInAgain):
        await x_house.x.publish(x_hana, x_house.attempt())

    fresh = await x_house.x.renew(x_hana)

    assert fresh is not None
    renewed = replace(x_hana, secret=x_hana.secret.evolve(**fresh.values))
    for name in ("access_token", "refresh_token"):
        assert renewed.secret[name] != x_hana.secret[name]
    assert await x_house.x.renew(renewed) is None
    await x_house.x.publish(renewed, await prepared(x_house.x, renewed, x_house.attempt()))
    x_house.clock.passes(hours=3)
    assert await x_house.x.renew(renewed) is not None


async def test_a_token_used_twice_ends_the_sign_in(x_house: XHouse, x_hana: Account) -> None:
    """What the renewing service prevents: it stores the new one before anything uses it."""
    x_house.clock.passes(hours=3)
    assert await x_house.x.renew(x_hana) is not None

    with pytest.raises(SignInAgain, match="signed_out"):
        await x_house.x.renew(x_hana)

    assert (x_house.server.tokens, x_house.server.refreshes) == ({}, {})


async def test_a_renewal_that_fails_waits_while_the_old_token_works(
    x_house: XHouse, x_hana: Account
) -> None:
    x_house.clock.passes(minutes=110)
    x_house.server.troubles.append(("/2/oauth2/token", Problem(503, "busy")))
    assert await x_house.x.renew(x_hana) is None

    x_house.clock.passes(minutes=6)
    x_house.server.troubles.append(("/2/oauth2/token", Problem(503, "busy")))
    with pytest.raises(TryLater, match="server_error"):
        await x_house.x.renew(x_hana)
    assert await x_house.x.renew(x_hana) is not None


async def test_wrong_keys_of_the_operator_sign_nobody_out(x_house: XHouse, x_hana: Account) -> None:
    x_house.clock.passes(hours=3)
    refused = OAuthProblem(401, "invalid_client", "Client authentication failed")
    x_house.server.troubles.append(("/2/oauth2/token", refused))

    with pytest.raises(TryLater, match="operator_keys_refused"):
        await x_house.x.renew(x_hana)
    with pytest.raises(TryLater, match="no_operator_keys"):
        await X(x_house.http, api=x_house.server.origin).renew(x_hana)
    assert await x_house.x.renew(x_hana) is not None


async def test_unlinking_ends_both_tokens_and_twice_is_fine(
    x_house: XHouse, x_hana: Account
) -> None:
    await x_house.x.revoke(x_hana)
    await x_house.x.revoke(x_hana)

    assert (x_house.server.tokens, x_house.server.refreshes) == ({}, {})
    with pytest.raises(SignInAgain):
        await x_house.x.publish(x_hana, x_house.attempt())


async def test_what_cannot_be_given_back_is_said(x_house: XHouse, x_hana: Account) -> None:
    with pytest.raises(Refused, match="no_operator_keys"):
        await X(x_house.http, api=x_house.server.origin).revoke(x_hana)
    x_house.server.troubles.append(("/2/oauth2/revoke", Problem(503, "busy")))
    with pytest.raises(TryLater):
        await x_house.x.revoke(x_hana)
    refused = OAuthProblem(401, "invalid_client", "Client authentication failed")
    x_house.server.troubles.append(("/2/oauth2/revoke", refused))
    with pytest.raises(Refused, match="operator_keys_refused"):
        await x_house.x.revoke(x_hana)
