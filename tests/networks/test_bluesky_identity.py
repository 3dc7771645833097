"""From a typed handle to a person's own server, and the tricks on the way."""

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.networks.base import NotLinked
from bot.networks.bluesky import Bluesky
from bot.networks.bluesky_identity import Directory, Home, endpoint_in, handle_in
from bot.networks.bluesky_records import new_tid, stamp
from bot.networks.bluesky_sessions import expires_at
from bot.networks.http import Http
from tests.networks.builders import NOON
from tests.networks.stand_in import StandIn, says

DID = "did:plc:" + "a" * 24


@pytest.fixture
def stand_in(stand_in: StandIn) -> StandIn:
    stand_in.answer = says(404, {"error": "NotFound"})
    stand_in.routes["/xrpc/com.atproto.identity.resolveHandle"] = says(200, {"did": DID})
    return stand_in


@pytest.fixture
def directory(http: Http, stand_in: StandIn) -> Directory:
    return Directory(http, stand_in.origin, stand_in.origin)


def document(pds: str, *, handle: str = "me.test", did: str = DID) -> dict[str, Any]:
    service = {"id": "#atproto_pds", "type": "AtprotoPersonalDataServer", "serviceEndpoint": pds}
    return {"id": did, "alsoKnownAs": [f"at://{handle}"], "service": [service]}


@pytest.mark.parametrize(
    "typed",
    [
        "me.bsky.social",
        "@me.bsky.social",
        " ＠Me.bsky.social. ",
        "https://bsky.app/profile/me.bsky.social",
        "bsky.app/profile/me.bsky.social/post/3k",
        "\u202a@me.bsky.social\u202c",
        "me",
    ],
)
def test_a_handle_is_understood_in_every_form(typed: str) -> None:
    assert handle_in(typed) == "me.bsky.social"


@given(st.text(max_size=60))
def test_whatever_is_typed_gives_a_handle_or_a_refusal(typed: str) -> None:
    try:
        handle = handle_in(typed)
    except NotLinked:
        return
    assert handle.isascii()
    assert "." in handle


async def test_a_handle_leads_home(directory: Directory, stand_in: StandIn) -> None:
    stand_in.routes[f"/{DID}"] = says(200, document("http://127.0.0.1:2583"))

    assert await directory.home_of("me.test") == Home(DID, "http://127.0.0.1:2583")


@pytest.mark.parametrize(
    ("answer", "rule"),
    [
        (document("http://10.0.0.1:2583"), "bad_server"),
        (document("https://me:secret@pds.example"), "bad_server"),
        (document("file:///etc/passwd"), "bad_server"),
        (document("http://127.0.0.1:1", handle="other.test"), "bad_handle"),
        (document("http://127.0.0.1:1", did="did:plc:" + "b" * 24), "bad_handle"),
        ({"id": DID, "alsoKnownAs": "at://me.test"}, "bad_handle"),
        ({"id": DID, "alsoKnownAs": ["at://me.test"], "service": {"id": 1}}, "bad_server"),
        ([], "bad_handle"),
    ],
)
async def test_a_false_document_leads_nowhere(
    directory: Directory, stand_in: StandIn, answer: Any, rule: str
) -> None:
    stand_in.routes[f"/{DID}"] = says(200, answer)

    with pytest.raises(NotLinked) as caught:
        await directory.home_of("me.test")
    assert caught.value.rule == rule


async def test_an_identity_at_an_inner_address_is_not_asked(http: Http, stand_in: StandIn) -> None:
    inner = "did:web:10.0.0.1%3A8080"
    stand_in.routes["/xrpc/com.atproto.identity.resolveHandle"] = says(200, {"did": inner})
    bluesky = Bluesky(http, entryway=stand_in.origin, plc=stand_in.origin)

    with pytest.raises(NotLinked, match="address_not_allowed"):
        await bluesky.sign_in("me.test", "aaaa-bbbb-cccc-dddd")


async def test_what_is_no_app_password_is_refused_unsent(http: Http, stand_in: StandIn) -> None:
    bluesky = Bluesky(http, entryway=stand_in.origin, plc=stand_in.origin)

    with pytest.raises(NotLinked, match="not_app_password"):
        await bluesky.sign_in("me.test", "correct horse battery staple")

    assert stand_in.seen == []


def test_keys_sort_by_time_and_differ() -> None:
    keys = [new_tid(NOON.replace(second=second)) for second in range(60)]

    assert keys == sorted(set(keys))
    assert {len(key) for key in keys} == {13}
    assert stamp(NOON) == "2026-11-23T12:00:00.000Z"


@pytest.mark.parametrize(
    "token", ["", "a.b.c", "a..c", "a.bnVsbA.c", "a.eyJleHAiOiJ4In0.c", "é.é.é"]
)
def test_a_token_that_tells_no_end_has_none(token: str) -> None:
    assert expires_at(token) is None


@pytest.mark.parametrize("value", [None, [], {}, {"service": [1, {"id": None}]}])
def test_a_document_without_a_server_has_none(value: object) -> None:
    assert endpoint_in(value) == ""
