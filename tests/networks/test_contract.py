"""What every network keeps to, whatever it is."""

from datetime import timedelta
from typing import Any

import pytest

from bot.chat.names import TITLES, network_title
from bot.domain.compose import Limits, fits
from bot.locales import speak
from bot.networks import NETWORKS, Ways, build_networks
from bot.networks.base import (
    AccountBlocked,
    Linking,
    Network,
    NetworkError,
    QuotaSpent,
    Refused,
    SignInAgain,
    TryLater,
    Unsure,
)
from bot.networks.http import Http
from tests.networks.accounts import an_account, ready
from tests.networks.builders import NOON, a_picture, an_attempt
from tests.networks.posters import FakePoster
from tests.networks.stand_in import StandIn, hangs_up, says, says_nothing

OVER_HTTP = ("mastodon", "bluesky", "misskey")


def test_names_that_were_stored_stay_what_they_are(networks: dict[str, Network]) -> None:
    stored = (
        "page",
        "mastodon",
        "bluesky",
        "misskey",
        "telegram",
        "threads",
        "facebook",
        "instagram",
        "discord",
        "webhook",
        "linkedin",
        "x",
        "group",
    )
    assert NETWORKS[: len(stored)] == stored
    assert [network.name for network in networks.values()] == list(networks) == list(NETWORKS)


@pytest.mark.parametrize("name", NETWORKS)
def test_the_chat_calls_a_network_as_it_calls_itself(
    networks: dict[str, Network], name: str
) -> None:
    if name not in TITLES:
        assert network_title(speak("en"), name) == networks[name].title


@pytest.mark.parametrize("name", NETWORKS)
def test_facts_are_sane(networks: dict[str, Network], name: str) -> None:
    network = networks[name]
    limits: Limits = network.limits

    assert network.title
    assert network.linking in Linking
    assert limits.characters >= 140
    assert 1 <= limits.pictures <= 100
    assert limits.picture_bytes >= 500_000
    assert fits("今日は寿司を食べた。", limits, pictured=True)
    assert network.repeatable_for >= timedelta(0)


@pytest.mark.parametrize("name", NETWORKS)
def test_verbs_that_linking_asks_for_are_there(networks: dict[str, Network], name: str) -> None:
    verbs = {
        Linking.ALWAYS: (),
        Linking.OAUTH: ("server_of", "register", "begin", "finish"),
        Linking.SECRET: ("sign_in",),
        Linking.CHANNEL: ("link",),
        Linking.GROUP: ("look", "account"),
    }

    assert all(hasattr(networks[name], verb) for verb in verbs[networks[name].linking])


JSON_ERRORS = [
    ("mastodon", 401, {"error": "The access token was revoked"}, SignInAgain),
    ("mastodon", 403, {"error": "This action is outside the authorized scopes"}, SignInAgain),
    ("mastodon", 403, {"error": "Your login is currently disabled"}, AccountBlocked),
    ("mastodon", 403, "<h1>Checking your browser</h1>", TryLater),
    ("mastodon", 403, {"error": "This action is not allowed"}, Refused),
    ("mastodon", 404, {"error": "Record not found"}, Refused),
    ("mastodon", 422, {"error": "Validation failed: Text character limit exceeded"}, Refused),
    ("mastodon", 422, {"error": "Cannot attach files that have not finished processing"}, TryLater),
    ("mastodon", 400, {"error": "Bad Request: media already attached to a status"}, Unsure),
    ("bluesky", 400, {"error": "ExpiredToken", "message": "Token has expired"}, TryLater),
    ("bluesky", 400, {"error": "InvalidToken", "message": "Malformed token"}, SignInAgain),
    ("bluesky", 401, {"error": "AuthMissing"}, SignInAgain),
    ("bluesky", 401, {"error": "AccountTakedown"}, AccountBlocked),
    ("bluesky", 401, {"error": "AccountDeactivated"}, AccountBlocked),
    ("bluesky", 400, {"error": "InvalidRequest", "message": "text too long"}, Refused),
    ("bluesky", 413, {"error": "PayloadTooLarge"}, Refused),
    ("bluesky", 404, "<h1>Not here</h1>", TryLater),
    ("misskey", 401, {"error": {"code": "CREDENTIAL_REQUIRED"}}, SignInAgain),
    ("misskey", 403, {"error": {"code": "AUTHENTICATION_FAILED"}}, SignInAgain),
    ("misskey", 400, {"error": {"code": "PERMISSION_DENIED"}}, SignInAgain),
    ("misskey", 403, {"error": {"code": "YOUR_ACCOUNT_SUSPENDED"}}, AccountBlocked),
    ("misskey", 403, {"error": {"code": "ROLE_PERMISSION_DENIED"}}, Refused),
    ("misskey", 403, "<h1>Checking your browser</h1>", TryLater),
    ("misskey", 400, {"error": {"code": "MAX_LENGTH"}}, Refused),
    ("misskey", 400, {"error": {"code": "CONTAINS_PROHIBITED_WORDS"}}, Refused),
    ("misskey", 400, {"error": {"code": "INTERNAL_ERROR"}}, Unsure),
    ("misskey", 400, "", Refused),
    ("misskey", 404, {"error": {"code": "UNKNOWN_API_ENDPOINT"}}, Refused),
]


@pytest.mark.parametrize(("name", "status", "body", "expected"), JSON_ERRORS)
async def test_a_typical_refusal_is_named_for_the_deed(
    networks: dict[str, Network],
    stand_in: StandIn,
    name: str,
    status: int,
    body: Any,
    expected: type[NetworkError],
) -> None:
    stand_in.answer = says(status, body)

    with pytest.raises(NetworkError) as caught:
        await networks[name].publish(an_account(name, stand_in.server), ready())

    assert type(caught.value) is expected


@pytest.mark.parametrize("name", OVER_HTTP)
async def test_a_network_that_asks_to_wait_is_waited_for(
    networks: dict[str, Network], stand_in: StandIn, name: str
) -> None:
    account = an_account(name, stand_in.server)

    stand_in.answer = says(429, {"error": "RateLimitExceeded"}, Retry_After="30")
    with pytest.raises(TryLater) as soon:
        await networks[name].publish(account, ready())
    stand_in.answer = says(429, {"error": "RateLimitExceeded"}, Retry_After="7200")
    with pytest.raises(QuotaSpent) as late:
        await networks[name].publish(account, ready())

    assert (soon.value.wait, late.value.wait) == (timedelta(seconds=30), timedelta(hours=2))


@pytest.mark.parametrize("name", OVER_HTTP)
@pytest.mark.parametrize(
    "handler",
    [
        hangs_up,
        says_nothing,
        says(500, {"error": "InternalServerError"}),
        says(502, "<h1>Bad Gateway</h1>"),
        says(503, {"error": "busy"}, Retry_After="5"),
        says(200, "<html>logged out</html>"),
        says(200, {"odd": "shape"}),
        says(302, "", Location="https://example.com/"),
    ],
)
async def test_an_unclear_end_is_unsure_and_only_for_publish(
    networks: dict[str, Network], stand_in: StandIn, name: str, handler: Any
) -> None:
    network, account = networks[name], an_account(name, stand_in.server)
    stand_in.answer = handler

    with pytest.raises(Unsure):
        await network.publish(account, ready())
    with pytest.raises(TryLater) as caught:
        await network.prepare(account, an_attempt(pictures=(a_picture(),)))
    assert type(caught.value) is TryLater
    with pytest.raises(TryLater):
        await network.find(account, ready(first_tried_at=NOON))


@pytest.mark.parametrize("name", OVER_HTTP)
async def test_a_dead_server_took_nothing(networks: dict[str, Network], name: str) -> None:
    with pytest.raises(TryLater, match="unreachable"):
        await networks[name].publish(an_account(name, "127.0.0.1:9"), ready())


@pytest.mark.parametrize("error", [Unsure("answer_lost"), TryLater(), SignInAgain("kicked")])
async def test_a_channel_posters_error_passes_unchanged(http: Http, error: NetworkError) -> None:
    poster = FakePoster(fails=[error])
    telegram = build_networks(Ways(http=http, poster=poster, page_address=lambda h, i: ""))[
        "telegram"
    ]

    with pytest.raises(type(error)) as caught:
        await telegram.publish(an_account("telegram", ""), ready())

    assert caught.value is error
