"""What an error of Meta's means, by its codes."""

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
    VersionRetired,
)
from bot.networks.threads import Threads
from tests.networks.metas import MetaHouse, prepared
from tests.standins.meta import GraphError

# https://developers.facebook.com/docs/graph-api/guides/error-handling (as of 2026-11)
REFUSALS: list[tuple[int, int, int, type[NetworkError], str]] = [
    (190, 460, 400, SignInAgain, "signed_out"),
    (102, 0, 400, SignInAgain, "signed_out"),
    (10, 0, 403, SignInAgain, "scope"),
    (200, 0, 403, SignInAgain, "scope"),
    (299, 0, 403, SignInAgain, "scope"),
    (368, 0, 400, Refused, "policy"),
    (506, 0, 400, Refused, "duplicate"),
    (100, 0, 400, Refused, "rejected"),
    (4, 0, 400, TryLater, "rate_limited"),
    (17, 0, 403, TryLater, "rate_limited"),
    (32, 0, 403, TryLater, "rate_limited"),
    (341, 0, 400, TryLater, "rate_limited"),
    (613, 0, 400, TryLater, "rate_limited"),
    (4, 2207051, 400, AccountBlocked, "restricted"),
    (25, 2207050, 400, AccountBlocked, "restricted"),
    (10, 4279013, 400, AccountBlocked, "restricted"),
    (24, 4279009, 400, TryLater, "media_processing"),
    (24, 2207008, 400, TryLater, "media_lost"),
    (9, 2207042, 400, QuotaSpent, "daily_limit"),
    (1, 0, 400, Unsure, "passing"),
    (2, 0, 400, Unsure, "passing"),
    (2, 0, 500, Unsure, "server_error"),
    (12, 0, 400, VersionRetired, "version_retired"),
]


@pytest.mark.parametrize(("code", "subcode", "status", "kind", "rule"), REFUSALS)
async def test_each_code_is_named_for_the_deed(
    house: MetaHouse,
    threads: Threads,
    hana: Account,
    code: int,
    subcode: int,
    status: int,
    kind: Any,
    rule: str,
) -> None:
    attempt = await prepared(threads, hana, house.attempt())
    house.meta.troubles.append(("threads_publish", GraphError(code, subcode, status=status)))

    with pytest.raises(NetworkError) as caught:
        await threads.publish(hana, attempt)

    assert (type(caught.value), caught.value.rule) == (kind, rule)
    assert house.meta.posts == {}


async def test_a_throttle_says_how_long(house: MetaHouse, threads: Threads, hana: Account) -> None:
    told = '{"1001": [{"type": "threads", "estimated_time_to_regain_access": 7}]}'
    slow = GraphError(4, headers={"X-Business-Use-Case-Usage": told})
    house.meta.troubles.append(("/threads", slow))

    with pytest.raises(TryLater) as caught:
        await threads.prepare(hana, house.attempt())

    assert caught.value.wait == timedelta(minutes=7)
