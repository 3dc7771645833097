"""LinkedIn: linked by a browser, for sixty days, or for a year where there is a refresh token."""

from dataclasses import replace
from datetime import timedelta

import pytest

from bot.networks.base import SIGN_IN_ENDS, NotLinked, SignInAgain, TryLater
from bot.networks.http import Http
from bot.networks.linkedin import LinkedIn
from bot.networks.oauth import OUT_OF_BAND
from tests.networks.linkedins import CALLBACK, Desk
from tests.standins.linkedin import MEMBER


async def test_linking_ends_with_a_token_of_sixty_days(desk: Desk) -> None:
    member = await desk.linked()

    assert (member.network, member.server) == ("linkedin", "")
    assert (member.remote_id, member.handle) == (MEMBER, "佐藤はな")
    ends = desk.clock.now + timedelta(days=60)
    assert member.secret.moment(SIGN_IN_ENDS) == member.secret.moment("expires_at") == ends


async def test_without_keys_or_an_address_nobody_can_link(http: Http, desk: Desk) -> None:
    assert desk.network.linkable
    assert not LinkedIn(http).linkable
    assert desk.network.server_of("anything") == "linkedin.com"
    with pytest.raises(NotLinked, match="no_operator_keys"):
        await LinkedIn(http).register("linkedin.com", CALLBACK)
    with pytest.raises(NotLinked, match="needs_public_address"):
        await desk.network.register("linkedin.com", OUT_OF_BAND)


async def test_a_code_works_once_and_only_for_our_address(desk: Desk) -> None:
    keys = await desk.network.register("linkedin.com", CALLBACK)
    there = await desk.network.begin("linkedin.com", keys, state="s", challenge="c")
    forged = replace(keys, redirect_uri="https://evil.test/")
    code = desk.server.say_yes(there.url)["code"]
    with pytest.raises(NotLinked, match="code_refused"):
        await desk.network.finish("linkedin.com", forged, code=code, verifier="v")

    code = desk.server.say_yes(there.url)["code"]
    await desk.network.finish("linkedin.com", keys, code=code, verifier="v")
    with pytest.raises(NotLinked, match="code_refused") as caught:
        await desk.network.finish("linkedin.com", keys, code=code, verifier="v")

    assert code not in caught.value.raw


async def test_a_wrong_secret_of_the_operator_is_named(desk: Desk) -> None:
    keys = replace(
        await desk.network.register("linkedin.com", CALLBACK), client_secret="wrong-secret"
    )
    there = await desk.network.begin("linkedin.com", keys, state="s", challenge="c")
    code = desk.server.say_yes(there.url)["code"]

    with pytest.raises(NotLinked, match="operator_keys_refused"):
        await desk.network.finish("linkedin.com", keys, code=code, verifier="v")


async def test_a_yes_without_the_right_to_post_links_nothing(desk: Desk) -> None:
    desk.server.scopes = "openid profile"

    with pytest.raises(NotLinked, match="scope"):
        await desk.linked()


async def test_a_member_without_a_name_is_linked_all_the_same(desk: Desk) -> None:
    desk.server.name = ""

    assert (await desk.linked()).handle == "LinkedIn"


async def test_without_a_refresh_token_the_end_is_the_end(desk: Desk) -> None:
    member = await desk.linked()

    desk.clock.passes(days=59)
    assert await desk.network.renew(member) is None
    desk.clock.passes(days=1)
    with pytest.raises(SignInAgain, match="signed_out"):
        await desk.network.renew(member)
    with pytest.raises(SignInAgain, match="signed_out"):
        await desk.ready(member, "猫", 1)


@pytest.mark.parametrize(("days", "fresh"), [(52, False), (54, True), (61, True)])
async def test_a_refresh_token_renews_for_a_year(desk: Desk, days: int, fresh: bool) -> None:
    desk.server.refreshes = True
    member = await desk.linked()
    ends = member.secret.moment(SIGN_IN_ENDS)
    assert ends == desk.clock.now + timedelta(days=365)
    desk.clock.passes(days=days)

    renewed = await desk.network.renew(member)

    assert (renewed is not None) == fresh
    if renewed:
        assert renewed["access_token"] in desk.server.tokens
        assert renewed.moment("expires_at") == desk.clock.now + timedelta(days=60)
        assert renewed.moment(SIGN_IN_ENDS) == ends


@pytest.mark.parametrize(("days", "kind"), [(58, None), (61, SignInAgain)])
async def test_a_refresh_token_that_is_refused(
    desk: Desk, days: int, kind: type[Exception] | None
) -> None:
    desk.server.refreshes = True
    member = await desk.linked()
    desk.server.refreshes = False
    desk.clock.passes(days=days)

    if kind is None:
        assert await desk.network.renew(member) is None
        return
    with pytest.raises(kind):
        await desk.network.renew(member)


async def test_a_silent_linkedin_ends_nobodys_sign_in(desk: Desk) -> None:
    desk.server.refreshes = True
    member = await desk.linked()
    nowhere = LinkedIn(desk.http, desk.network._keys, site="http://127.0.0.1:9")

    desk.clock.passes(days=58)
    assert await nowhere.renew(member) is None
    desk.clock.passes(days=3)
    with pytest.raises(TryLater, match="unreachable"):
        await nowhere.renew(member)


async def test_a_token_cannot_be_given_back(desk: Desk) -> None:
    with pytest.raises(Exception, match="cannot_revoke"):
        await desk.network.revoke(await desk.linked())
