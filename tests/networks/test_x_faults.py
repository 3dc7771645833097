"""What an error of X's means, by its status and its words."""

from datetime import timedelta
from typing import Any

import pytest

from bot.networks.base import (
    Account,
    AccountBlocked,
    NetworkError,
    QuotaSpent,
    Refused,
    SignInAgain,
    TryLater,
    Unsure,
)
from tests.networks.exes import XHouse, prepared
from tests.standins.x import NO_CREDITS, Problem

SUSPENDED = "Your account is suspended and is not permitted to access this feature."
LOCKED = "To protect our users from spam, your account is temporarily locked. Please log in."
FORBIDDEN_APP = {
    "type": "https://api.x.com/2/problems/client-forbidden",
    "reason": "client-not-enrolled",
}
CAPPED = {"title": "UsageCapExceeded", "type": "https://api.x.com/2/problems/usage-capped"}
LISTED = {"errors": [{"message": "Your Tweet text is too long.", "parameters": {"text": ["x"]}}]}
ECHOED = {"errors": [{"message": "No.", "parameters": {"text": ["suspended, duplicate content"]}}]}

# https://docs.x.com/x-api/fundamentals/response-codes-and-errors (as of 2026-11); words as they
# are reported by apps where the documentation has none.
REFUSALS: list[tuple[Problem, type[NetworkError], str]] = [
    (Problem(401, "Unauthorized"), SignInAgain, "signed_out"),
    (Problem(403, "You are not permitted to perform this action."), Refused, "forbidden"),
    (Problem(403, "You are not permitted to perform this action.", **ECHOED), Refused, "forbidden"),
    (Problem(403, SUSPENDED), AccountBlocked, "closed"),
    (Problem(403, LOCKED), AccountBlocked, "closed"),
    (Problem(403, "This request looks like it might be automated."), Refused, "looks_automated"),
    (Problem(403, "A post may have one cashtag only."), Refused, "too_many_cashtags"),
    (Problem(403, "When authenticating", **FORBIDDEN_APP), QuotaSpent, "app_refused"),
    (Problem(403, "Missing the tweet.write scope"), SignInAgain, "scope"),
    (Problem(403, "duplicate content"), Refused, "duplicate"),
    (NO_CREDITS, QuotaSpent, "credits_spent"),
    (Problem(402, "Payment Required"), QuotaSpent, "credits_spent"),
    (Problem(403, "Blocked", title="SpendCapReached"), QuotaSpent, "credits_spent"),
    (Problem(429, "Usage cap exceeded", **CAPPED), QuotaSpent, "credits_spent"),
    (Problem(429, "Too Many Requests"), TryLater, "rate_limited"),
    (Problem(400, "Your Tweet text is too long."), Refused, "too_long"),
    (Problem(400, "Invalid Request", **LISTED), Refused, "too_long"),
    (Problem(400, "The post that you are replying to is gone."), Refused, "reply_refused"),
    (Problem(400, "One or more parameters to your request was invalid."), Refused, "rejected"),
    (Problem(404, "Not Found"), Refused, "not_there"),
    (Problem(413, "Payload Too Large"), Refused, "picture_too_big"),
    (Problem(500, "Internal Server Error"), Unsure, "server_error"),
    (Problem(503, "Service Unavailable"), Unsure, "server_error"),
]


@pytest.mark.parametrize(("trouble", "kind", "rule"), REFUSALS)
async def test_each_refusal_is_named_for_the_deed(
    x_house: XHouse, x_hana: Account, trouble: Problem, kind: Any, rule: str
) -> None:
    attempt = await prepared(x_house.x, x_hana, x_house.attempt())
    x_house.server.troubles.append(("/2/tweets", trouble))

    with pytest.raises(NetworkError) as caught:
        await x_house.x.publish(x_hana, attempt)

    assert (type(caught.value), caught.value.rule) == (kind, rule)
    assert x_house.words == []


async def test_a_full_window_says_when_it_opens(x_house: XHouse, x_hana: Account) -> None:
    x_house.server.posts_a_window = 1
    await x_house.x.publish(x_hana, await prepared(x_house.x, x_hana, x_house.attempt("1")))
    x_house.clock.passes(minutes=5)
    attempt = await prepared(x_house.x, x_hana, x_house.attempt("2"))

    with pytest.raises(TryLater) as caught:
        await x_house.x.publish(x_hana, attempt)

    assert caught.value.wait == timedelta(minutes=10)
    x_house.clock.passes(minutes=10)
    await x_house.x.publish(x_hana, attempt)
    assert x_house.words == ["1", "2"]


@pytest.mark.parametrize("name", ["x-user-limit-24hour", "x-app-limit-24hour"])
async def test_a_full_day_says_when_it_ends(x_house: XHouse, x_hana: Account, name: str) -> None:
    ends = int((x_house.clock.now + timedelta(hours=7)).timestamp())
    soon = int((x_house.clock.now + timedelta(minutes=1)).timestamp())
    headers = {f"{name}-remaining": "0", f"{name}-reset": str(ends)}
    headers["x-rate-limit-reset"] = str(soon)
    x_house.server.troubles.append(("/2/tweets", Problem(429, "Too Many", headers=headers)))

    with pytest.raises(QuotaSpent, match="daily_limit") as caught:
        await x_house.x.publish(x_hana, x_house.attempt())

    assert caught.value.wait == timedelta(hours=7)


@pytest.mark.parametrize("reset", ["", "soon", "-1", "9" * 40])
async def test_an_odd_moment_is_no_crash(x_house: XHouse, x_hana: Account, reset: str) -> None:
    headers = {"x-rate-limit-reset": reset}
    x_house.server.troubles.append(("/2/tweets", Problem(429, "Too Many", headers=headers)))

    with pytest.raises(TryLater, match="rate_limited"):
        await x_house.x.publish(x_hana, x_house.attempt())


async def test_a_picture_that_is_refused_is_named(x_house: XHouse, x_hana: Account) -> None:
    attempt = x_house.attempt("猫", 1)
    x_house.server.troubles.append(("/2/media/upload", Problem(413, "File size exceeds")))
    with pytest.raises(Refused, match="picture_too_big"):
        await x_house.x.prepare(x_hana, attempt)
    x_house.server.troubles.append(("/2/media/metadata", Problem(503, "busy")))
    with pytest.raises(TryLater, match="server_error"):
        await x_house.x.prepare(x_hana, attempt)
    x_house.server.troubles.append(("/2/media/metadata", NO_CREDITS))
    with pytest.raises(QuotaSpent, match="credits_spent"):
        await x_house.x.prepare(x_hana, attempt)
