"""Linking by MiAuth: a session that only we can know, exchanged once."""

from typing import Any
from urllib.parse import parse_qs, urlsplit
from uuid import UUID

import pytest

from bot.networks.base import (
    Account,
    AppKeys,
    Authorization,
    NetworkError,
    NotLinked,
    Refused,
    TryLater,
)
from bot.networks.http import Http
from bot.networks.misskey import Misskey
from bot.networks.oauth import OUT_OF_BAND, challenge_of, new_verifier
from tests.networks.builders import an_attempt
from tests.networks.misskeys import posted
from tests.networks.stand_in import StandIn, echoes, says
from tests.standins.misskey import MisskeyServer

BACK = "https://hibi.example/link/back/misskey/sakura.example"


async def begun(
    misskey: Misskey, server: str, verifier: str, redirect_uri: str = BACK
) -> tuple[AppKeys, Authorization]:
    keys = await misskey.register(server, redirect_uri)
    challenge = challenge_of(verifier)
    return keys, await misskey.begin(server, keys, state="st4te", challenge=challenge)


async def test_a_link_goes_through_a_page_of_the_server(
    misskey: Misskey, misskey_server: MisskeyServer
) -> None:
    verifier, server = new_verifier(), misskey_server.server
    keys, there = await begun(misskey, server, verifier)

    asked = parse_qs(urlsplit(there.url).query)
    assert there.url.startswith(f"http://{server}/miauth/")
    assert asked == {
        "name": ["Hibi"],
        "permission": ["write:notes,write:drive"],
        "callback": [f"{BACK}?state=st4te"],
    }
    brought = misskey_server.say_yes(there.url)
    assert brought["state"] == "st4te"
    account = await misskey.finish(server, keys, code=brought["session"], verifier=verifier)

    assert (account.network, account.server) == ("misskey", server)
    assert (account.handle, account.remote_id) == (f"@hana@{server}", "id-hana")
    assert await posted(misskey, account, an_attempt())


async def test_a_session_is_a_fresh_uuid_that_shows_nothing_of_its_key(
    misskey: Misskey, misskey_server: MisskeyServer
) -> None:
    verifiers = [new_verifier(), new_verifier()]
    urls = [(await begun(misskey, misskey_server.server, one))[1].url for one in verifiers]

    sessions = [UUID(urlsplit(url).path.rpartition("/")[2]) for url in urls]
    assert [one.version for one in sessions] == [4, 4]
    assert len(set(sessions)) == 2
    assert not any(challenge_of(one) in url for one, url in zip(verifiers, urls, strict=True))


async def test_a_session_links_once_and_only_with_its_key(
    misskey: Misskey, misskey_server: MisskeyServer
) -> None:
    verifier, server = new_verifier(), misskey_server.server
    keys, there = await begun(misskey, server, verifier)
    session = misskey_server.say_yes(there.url)["session"]

    for code, key in ((session, new_verifier()), ("another", verifier), ("\ud800", verifier)):
        with pytest.raises(NotLinked, match="code_refused"):
            await misskey.finish(server, keys, code=code, verifier=key)
    await misskey.finish(server, keys, code=session, verifier=verifier)
    with pytest.raises(NotLinked, match="code_refused"):
        await misskey.finish(server, keys, code=session, verifier=verifier)


async def test_without_a_public_address_any_answer_after_the_yes_will_do(
    misskey: Misskey, misskey_server: MisskeyServer
) -> None:
    verifier, server = new_verifier(), misskey_server.server
    keys, there = await begun(misskey, server, verifier, OUT_OF_BAND)
    assert "callback" not in there.url

    with pytest.raises(NotLinked, match="code_refused"):
        await misskey.finish(server, keys, code="too early", verifier=verifier)
    assert misskey_server.say_yes(there.url, "bob") == {}
    account = await misskey.finish(server, keys, code="done!", verifier=verifier)

    assert account.handle == f"@bob@{server}"


@pytest.mark.parametrize(
    ("status", "body"),
    [
        (404, "<h1>Not found</h1>"),
        (404, {"error": "Record not found"}),
        (200, "<html>a blog</html>"),
        (200, {"version": "4.6.0"}),
        (200, {"version": "1", "maxNoteTextLength": True}),
        (405, ""),
        (302, ""),
    ],
)
async def test_a_server_of_another_kind_is_not_linked(
    misskey: Misskey, stand_in: StandIn, status: int, body: Any
) -> None:
    stand_in.answer = says(status, body)

    with pytest.raises(NotLinked, match="not_of_this_family"):
        await misskey.register(stand_in.server, BACK)


async def test_a_server_that_is_down_is_tried_later(misskey: Misskey, stand_in: StandIn) -> None:
    stand_in.answer = says(503, "")
    keys = AppKeys(client_id="Hibi", client_secret="", redirect_uri=OUT_OF_BAND)

    with pytest.raises(TryLater):
        await misskey.register(stand_in.server, BACK)
    with pytest.raises(TryLater):
        await misskey.finish(stand_in.server, keys, code="done!", verifier="v")


async def test_a_server_that_the_guard_refuses_is_not_linked(http: Http) -> None:
    keys = AppKeys(client_id="Hibi", client_secret="", redirect_uri=BACK)

    with pytest.raises(NotLinked, match="address_not_allowed"):
        await Misskey(http).register("10.0.0.1:3000", BACK)
    with pytest.raises(NotLinked, match="address_not_allowed"):
        await Misskey(http).begin("10.0.0.1:3000", keys, state="s", challenge="c")


@pytest.mark.parametrize(
    "body",
    [
        {"ok": True, "token": "t0ken-canary", "user": {}},
        {"ok": True, "token": "t0ken-canary"},
        {"ok": "yes", "token": "t0ken-canary", "user": {"id": "1", "username": "x"}},
        {"ok": True, "token": ["t0ken-canary"], "user": {"id": "1", "username": "x"}},
        ["t0ken-canary"],
        "<html>t0ken-canary</html>",
    ],
)
async def test_an_odd_exchange_links_nothing_and_shows_no_token(
    misskey: Misskey, stand_in: StandIn, body: Any
) -> None:
    stand_in.answer = says(200, body)
    keys = AppKeys(client_id="Hibi", client_secret="", redirect_uri=OUT_OF_BAND)

    with pytest.raises(NotLinked) as caught:
        await misskey.finish(stand_in.server, keys, code="done!", verifier="v")

    assert "t0ken" not in f"{caught.value!r} {caught.value.raw}"


async def test_a_session_is_shown_in_no_error(misskey: Misskey, stand_in: StandIn) -> None:
    stand_in.answer = echoes
    keys = AppKeys(client_id="Hibi", client_secret="", redirect_uri=OUT_OF_BAND)
    there = await misskey.begin(stand_in.server, keys, state="s", challenge=challenge_of("v" * 43))
    session = urlsplit(there.url).path.rpartition("/")[2]

    with pytest.raises(NetworkError) as caught:
        await misskey.finish(stand_in.server, keys, code="done!", verifier="v" * 43)

    assert session not in f"{caught.value!r} {caught.value.raw}"


async def test_a_key_that_no_app_may_give_back_is_not_said_to_be_given_back(
    misskey: Misskey, misskey_server: MisskeyServer, misskey_hana: Account
) -> None:
    with pytest.raises(Refused, match="token_stays"):
        await misskey.revoke(misskey_hana)

    misskey_server.grants.clear()
    await misskey.revoke(misskey_hana)  # worthless already
