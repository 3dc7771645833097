"""The call log, odd updates, starting over."""

import time
from typing import Any

from tests.playground.conftest import Side

Json = dict[str, Any]


async def test_an_odd_update_is_passed_on_as_it_stands(side: Side) -> None:
    odd = {"update_id": 77, "from_the_future": {"x": 1}}
    await side.person("POST", "/updates", {"update": odd})
    assert await side.api("getUpdates") == [odd]


async def test_reset_empties_all_but_goes_on_counting(side: Side) -> None:
    await side.joins()
    first = await side.says("before")
    await side.person("POST", "/faults", {"status": 500, "count": 0})
    await side.person("POST", "/reset", {})

    assert await side.person("GET", "/people") == {"people": []}
    assert await side.person("GET", "/calls") == {"calls": []}
    assert await side.api("getUpdates") == []
    await side.joins()
    assert await side.says("after") > first


async def test_the_call_log_is_decoded_and_read_from_a_point_on(side: Side) -> None:
    await side.joins()
    before = time.time()
    await side.api("sendMessage", chat_id="501", text="5", reply_markup='{"remove_keyboard":true}')
    await side.refusal("sendMessage", chat_id=501, text="")

    calls = (await side.person("GET", "/calls"))["calls"]

    assert [(c["n"], c["method"], c["status"]) for c in calls] == [
        (1, "sendMessage", 200),
        (2, "sendMessage", 400),
    ]
    assert calls[0]["parameters"] == {
        "chat_id": 501,
        "text": "5",
        "reply_markup": {"remove_keyboard": True},
    }
    assert before - 1 <= calls[0]["at"] <= time.time() + 1
    later = (await side.person("GET", "/calls?after=1&method=sendMessage"))["calls"]
    assert [c["n"] for c in later] == [2]
