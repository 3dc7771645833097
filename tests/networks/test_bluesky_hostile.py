"""Signing in to Bluesky in the browser at servers that mean no good, or have a bad day."""

from typing import Any

import pytest

from bot.networks.base import NotLinked, Refused, TryLater
from bot.networks.bluesky import Bluesky
from bot.networks.http import Http
from tests.networks.bluesky_server import (
    DID,
    RESOURCE,
    SERVER,
    TOKENS,
    at_a_good_server,
    begun,
    document,
    finished,
    metadata,
)
from tests.networks.stand_in import Handler, StandIn, echoes, hangs_up, says


@pytest.fixture
def bluesky(http: Http, stand_in: StandIn) -> Bluesky:
    return at_a_good_server(http, stand_in)


async def test_all_is_well_where_nobody_means_harm(bluesky: Bluesky, stand_in: StandIn) -> None:
    assert (await begun(bluesky)).url.startswith(f"{stand_in.origin}/authorize?")
    account = await finished(bluesky)
    assert (account.remote_id, account.handle) == (DID, "@hana.test")


@pytest.mark.parametrize(
    "changes",
    [
        {"issuer": "https://elsewhere.example"},
        {"issuer": ""},
        {"authorization_endpoint": "http://10.0.0.1/authorize"},
        {"authorization_endpoint": "javascript:alert(1)"},
        {"pushed_authorization_request_endpoint": "http://169.254.169.254/latest"},
        {"pushed_authorization_request_endpoint": None},
        {"token_endpoint": "file:///etc/passwd"},
        {"token_endpoint": "http://[::1"},
        {"token_endpoint": ["https://a.example"]},
    ],
)
async def test_a_server_that_leads_astray_is_not_followed(
    bluesky: Bluesky, stand_in: StandIn, changes: dict[str, Any]
) -> None:
    stand_in.routes[SERVER] = says(200, metadata(stand_in.origin, **changes))

    with pytest.raises(NotLinked) as caught:
        await begun(bluesky)

    assert caught.value.rule == "bad_server"
    assert not [path for _, path in stand_in.seen if path in ("/par", "/token")]


async def test_a_private_address_is_never_called(bluesky: Bluesky, stand_in: StandIn) -> None:
    """One written in digits is https all the same, so only the socket can tell."""
    inside = metadata(stand_in.origin, token_endpoint="https://10.0.0.1/token")
    stand_in.routes[SERVER] = says(200, inside)

    with pytest.raises(Refused) as caught:
        await finished(bluesky)

    assert caught.value.rule == "address_not_allowed"


@pytest.mark.parametrize("trusted", ["https://10.0.0.1", "http://169.254.169.254", "ftp://a", "%"])
async def test_a_data_server_cannot_send_us_into_our_own_network(
    bluesky: Bluesky, stand_in: StandIn, trusted: str
) -> None:
    stand_in.routes[RESOURCE] = says(200, {"authorization_servers": [trusted]})

    with pytest.raises(NotLinked) as caught:
        await begun(bluesky)

    assert caught.value.rule in ("bad_server", "address_not_allowed")


@pytest.mark.parametrize("path", [SERVER, "/par"])
@pytest.mark.parametrize(
    "answer",
    [
        says(200, "<html>Welcome</html>"),
        says(200, "x" * 3_000_000),
        says(200, [1, 2, 3]),
        says(302, "", Location="https://10.0.0.1/"),
        says(500, "down"),
        says(400, {"error": "invalid_request"}),
        hangs_up,
        echoes,
    ],
)
async def test_a_bad_day_links_nothing_and_shows_no_secret(
    bluesky: Bluesky, stand_in: StandIn, path: str, answer: Handler
) -> None:
    stand_in.routes[path] = answer

    with pytest.raises((NotLinked, TryLater)) as caught:
        await begun(bluesky)

    assert "canary" not in caught.value.raw


async def test_a_server_that_names_none_is_one_itself(bluesky: Bluesky, stand_in: StandIn) -> None:
    """As the entryway is, where the people of many data servers say yes."""
    stand_in.routes[RESOURCE] = says(404, {"error": "NotFound"})

    assert (await begun(bluesky)).issuer == stand_in.origin


@pytest.mark.parametrize(
    ("changes", "rule"),
    [
        ({"scope": "atproto"}, "scope"),
        ({"token_type": "Bearer"}, "bad_server"),
        ({"refresh_token": ""}, "bad_server"),
        ({"sub": "did:plc:somebodyelse"}, "bad_server"),
        ({"sub": ""}, "bad_server"),
        ({"sub": ["did"]}, "bad_server"),
    ],
)
async def test_tokens_that_are_not_what_was_asked_for_link_nothing(
    bluesky: Bluesky, stand_in: StandIn, changes: dict[str, Any], rule: str
) -> None:
    stand_in.routes["/token"] = says(200, {**TOKENS, **changes})

    with pytest.raises(NotLinked) as caught:
        await finished(bluesky)

    assert caught.value.rule == rule


async def test_nobody_speaks_for_an_identity_that_lives_elsewhere(
    bluesky: Bluesky, stand_in: StandIn
) -> None:
    """A server of Mallory's says that it was Hana; Hana's identity names another server."""
    elsewhere = "/hana/.well-known/oauth-protected-resource"
    stand_in.routes[f"/{DID}"] = says(200, document(f"{stand_in.origin}/hana"))
    stand_in.routes[elsewhere] = says(200, {"authorization_servers": [f"{stand_in.origin}/theirs"]})
    stand_in.routes["/theirs/.well-known/oauth-authorization-server"] = says(
        200, metadata(stand_in.origin, issuer=f"{stand_in.origin}/theirs")
    )

    with pytest.raises(NotLinked) as caught:
        await finished(bluesky)

    assert caught.value.rule == "bad_server"


async def test_a_name_that_leads_to_somebody_else_is_not_shown(
    bluesky: Bluesky, stand_in: StandIn
) -> None:
    other = "did:plc:zzzzzzzzzzzzzzzzzzzzzzzz"
    stand_in.routes["/xrpc/com.atproto.identity.resolveHandle"] = says(200, {"did": other})

    assert (await finished(bluesky)).handle == DID


@pytest.mark.parametrize(
    "back", ["urn:ietf:wg:oauth:2.0:oob", "http://hibi.example/back", "ftp://hibi.example"]
)
async def test_without_an_address_there_is_no_way_through_the_browser(
    bluesky: Bluesky, back: str
) -> None:
    with pytest.raises(NotLinked) as caught:
        await bluesky.register("", back)

    assert caught.value.rule == "needs_public_address"


def test_a_public_address_describes_this_hibi_without_its_secrets(http: Http) -> None:
    bluesky = Bluesky(http, described_at="https://hibi.example/who.json", secrets=[b"s", b"old"])

    found = bluesky.description("https://hibi.example/back")

    assert found is not None
    assert found["redirect_uris"] == ["https://hibi.example/back"]
    assert len(found["jwks"]["keys"]) == 2
    assert not [key for key in found["jwks"]["keys"] if "d" in key]
    assert (
        Bluesky(http, described_at="http://a.example/w.json", secrets=[b"s"]).description("")
        is None
    )
