"""Planned mishaps."""

import time
from typing import Any

import aiohttp
import pytest

from tests.playground.conftest import Side

Json = dict[str, Any]
SEND = "/bot1:playground/sendMessage"


async def plan(side: Side, **wish: Any) -> None:
    await side.person("POST", "/faults", wish)


async def statuses(side: Side, count: int, chat_id: int = 501) -> list[int]:
    wish = {"chat_id": chat_id, "text": "a"}
    return [(await side.ask("POST", SEND, wish))[0] for _ in range(count)]


async def test_a_fault_happens_as_often_as_planned_and_changes_nothing(side: Side) -> None:
    await side.joins()
    await plan(side, status=502, count=2)
    assert await statuses(side, 3) == [502, 502, 200]
    assert len(await side.sees()) == 1


@pytest.mark.parametrize(
    ("wish", "expected"),
    [
        ({"status": 500}, [500, 200]),
        ({"status": 500, "count": 0}, [500, 500]),
        ({"status": 500, "method": "SENDmessage"}, [500, 200]),
        ({"status": 500, "method": "getMe"}, [200, 200]),
        ({"status": 500, "chat_id": 501}, [500, 200]),
        ({"status": 500, "chat_id": 502}, [200, 200]),
    ],
)
async def test_a_fault_meets_what_it_was_planned_for(
    side: Side, wish: Json, expected: list[int]
) -> None:
    await side.joins()
    await plan(side, **wish)
    assert await statuses(side, 2) == expected


async def test_faults_can_be_taken_away(side: Side) -> None:
    await side.joins()
    await plan(side, status=500, count=0)
    await side.person("DELETE", "/faults")
    assert await statuses(side, 1) == [200]


async def test_too_many_requests_says_the_seconds_three_times(side: Side) -> None:
    await side.joins()
    await plan(side, status=429, retry_after=7)
    wish = {"chat_id": 501, "text": "a"}
    async with side.session.post(f"{side.url}{SEND}", json=wish) as response:
        assert response.headers["Retry-After"] == "7"
        assert await response.json() == {
            "ok": False,
            "error_code": 429,
            "description": "Too Many Requests: retry after 7",
            "parameters": {"retry_after": 7},
        }


async def test_a_description_can_be_chosen(side: Side) -> None:
    await side.joins()
    await plan(side, status=403, description="Forbidden: user is deactivated")
    refused = await side.refusal("sendMessage", chat_id=501, text="a")
    assert refused == (403, "Forbidden: user is deactivated")


async def test_a_dropped_answer_comes_after_the_deed(side: Side) -> None:
    await side.joins()
    await plan(side, drop=True)
    with pytest.raises(aiohttp.ClientError):
        await side.ask("POST", SEND, {"chat_id": 501, "text": "a"})
    assert [m["text"] for m in await side.sees()] == ["a"]
    calls = (await side.person("GET", "/calls?method=sendMessage"))["calls"]
    assert [c["status"] for c in calls] == [200]


async def test_a_slow_answer_comes_after_the_deed(side: Side) -> None:
    await side.joins()
    await plan(side, delay=0.3)
    started = time.monotonic()
    assert await statuses(side, 1) == [200]
    assert time.monotonic() - started >= 0.3
