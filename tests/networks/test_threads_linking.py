"""Threads: linked by a browser, kept by renewal."""

from dataclasses import replace
from datetime import timedelta

import pytest

from bot.networks.base import (
    SIGN_IN_ENDS,
    Account,
    NotLinked,
    SignInAgain,
)
from bot.networks.http import Http
from bot.networks.oauth import OUT_OF_BAND
from bot.networks.threads import Threads
from tests.networks.metas import CALLBACK, MetaHouse
from tests.standins.meta import GraphError


async def test_linking_ends_with_a_token_of_sixty_days(house: MetaHouse, hana: Account) -> None:
    token = house.meta.tokens[hana.secret["access_token"]]

    assert (hana.network, hana.server, hana.remote_id, hana.handle) == (
        "threads",
        "",
        "1001",
        "@hana",
    )
    assert token.long
    assert hana.secret["expires_at"] == (house.clock.now + timedelta(days=60)).isoformat()
    assert hana.secret.moment(SIGN_IN_ENDS) == house.clock.now + timedelta(days=60)


async def test_without_keys_or_an_address_nobody_can_link(http: Http, threads: Threads) -> None:
    assert threads.linkable
    assert not Threads(http, None).linkable
    with pytest.raises(NotLinked, match="no_operator_keys"):
        await Threads(http, None).register("threads.net", CALLBACK)
    with pytest.raises(NotLinked, match="needs_public_address"):
        await threads.register("threads.net", OUT_OF_BAND)


async def test_a_code_works_once(house: MetaHouse, threads: Threads) -> None:
    keys = await threads.register("threads.net", CALLBACK)
    there = await threads.begin("threads.net", keys, state="s", challenge="c")
    code = house.meta.say_yes(there.url)["code"]
    await threads.finish("threads.net", keys, code=code + "#_", verifier="v")

    with pytest.raises(NotLinked, match="code_refused") as caught:
        await threads.finish("threads.net", keys, code=code, verifier="v")

    assert code not in caught.value.raw


@pytest.mark.parametrize(("days", "renewed"), [(0, False), (29, False), (31, True), (59, True)])
async def test_a_token_is_renewed_in_its_second_month(
    house: MetaHouse, threads: Threads, hana: Account, days: int, renewed: bool
) -> None:
    house.clock.passes(days=days)

    fresh = await threads.renew(hana)

    assert (fresh is not None) == renewed
    if fresh:
        assert fresh["access_token"] in house.meta.tokens
        assert fresh["expires_at"] == (house.clock.now + timedelta(days=60)).isoformat()
        assert fresh.moment(SIGN_IN_ENDS) == house.clock.now + timedelta(days=60)


async def test_a_token_that_ran_out_needs_its_person(
    house: MetaHouse, threads: Threads, hana: Account
) -> None:
    house.clock.passes(days=61)

    with pytest.raises(SignInAgain):
        await threads.renew(hana)
    with pytest.raises(SignInAgain):
        await threads.prepare(hana, house.attempt())


async def test_a_renewal_that_fails_is_tried_again_later(
    house: MetaHouse, threads: Threads, hana: Account
) -> None:
    house.clock.passes(days=40)
    house.meta.troubles.append(("refresh_access_token", GraphError(2, status=500)))

    assert await threads.renew(hana) is None
    assert await threads.renew(hana) is not None


async def test_a_wrong_secret_of_the_operator_is_named(house: MetaHouse, threads: Threads) -> None:
    keys = replace(await threads.register("threads.net", CALLBACK), client_secret="wrong-secret")
    code = house.meta.say_yes(
        (await threads.begin("threads.net", keys, state="s", challenge="c")).url
    )["code"]

    with pytest.raises(NotLinked, match="operator_keys_refused"):
        await threads.finish("threads.net", keys, code=code, verifier="v")
