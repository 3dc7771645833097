"""What servers of the family differ in, and what they make of plain words."""

import json
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from bot.domain.compose import length
from bot.networks.answers import answer_of
from bot.networks.base import Account, QuotaSpent, TryLater
from bot.networks.misskey import Misskey
from bot.networks.misskey_limits import DEFAULT_LIMITS, limits_from
from bot.networks.misskey_words import as_plain
from tests.networks.builders import an_attempt
from tests.networks.misskeys import posted
from tests.networks.stand_in import StandIn, says
from tests.standins.misskey import MisskeyServer


@pytest.mark.parametrize(
    ("words", "sent"),
    [
        ("今日は寿司。#日々 と #散歩", "今日は寿司。#日々 と #散歩"),
        ("with @bob and @bob@b.example", "with @|bob and @|bob@b.example"),
        ("名前@bob", "名前@|bob"),  # a mention starts right behind Japanese
        ("me@example.com", "me@example.com"),
        ("https://a.example/@bob/_x_/~~y", "https://a.example/@bob/_x_/~~y"),
        ("see [here](https://a.example/x)", "see [here]|(https://a.example/x)"),
        ("2 * 3 * 4", "2 *| 3 * 4"),
        ("so **bold** it is", "so *|*|bold*|* it is"),
        ("*slanted*", "*|slanted*"),
        ("(*^_^*)", "(*^_^*)"),
        ("__init__ and snake_case_name", "_|_|init_|_| and snake_case_name"),
        ("_slanted_", "_|slanted_"),
        ("楽しい~~すごい~~", "楽しい~|~すごい~|~"),
        ("$[x2 big] costs $5", "$|[x2 big] costs $5"),
        (r"\(^o^)/ \[x\]", r"\|(^o^)/ \|[x\]"),
        ("<small>x</small> 1<2", "<|small>x<|/small> 1<2"),
        ("<center>x</center> <div>", "<|center>x<|/center> <div>"),
        ("カフェ 検索\nthings [Search]", "カフェ |検索\nthings |[Search]"),
        ("> quoted\n:neko: `code`", "> quoted\n:neko: `code`"),
    ],
)
def test_plain_words_stay_as_they_are_seen(words: str, sent: str) -> None:
    plain = as_plain(words)

    assert plain.replace("\u200b", "|") == sent
    assert plain.replace("\u200b", "") == words


def test_many_signs_are_read_in_no_time() -> None:
    words = ("* " + "a" * 500) * 200

    started = datetime.now(UTC)
    as_plain(words)
    assert datetime.now(UTC) - started < timedelta(seconds=2)


async def test_a_name_in_a_diary_calls_nobody(
    misskey: Misskey, misskey_server: MisskeyServer, misskey_hana: Account
) -> None:
    await posted(misskey, misskey_hana, an_attempt("今日は@bobと"))

    assert misskey_server.notes[0]["text"] == "今日は@\u200bbobと"


@pytest.mark.parametrize(
    ("meta", "characters", "picture_bytes"),
    [
        ({"maxNoteTextLength": 3000}, 2900, 8_000_000),
        ({"maxNoteTextLength": 500}, 450, 8_000_000),
        ({"maxNoteTextLength": 10**9, "maxFileSize": 262_144_000}, 99_900, 8_000_000),
        ({"maxNoteTextLength": -1, "maxFileSize": 1_000_000}, 2900, 1_000_000),
        ({"maxNoteTextLength": "many", "policies": {"maxFileSizeMb": 2}}, 2900, 2_097_152),
        ({"policies": []}, 2900, 8_000_000),
    ],
)
def test_limits_are_read_and_absurd_ones_are_not(
    meta: dict[str, Any], characters: int, picture_bytes: int
) -> None:
    limits = limits_from(answer_of(200, {}, json.dumps(meta).encode()))

    assert (limits.characters, limits.picture_bytes) == (characters, picture_bytes)


def test_a_text_is_counted_as_the_strictest_of_the_family_does() -> None:
    assert length("👨‍👩‍👧", DEFAULT_LIMITS) == 8  # Sharkey: UTF-16 units


@pytest.mark.parametrize(
    ("status", "info", "wait"),
    [
        (429, {}, None),
        (429, {"resetMs": "soon"}, None),
        (429, {"resetMs": -1}, None),
        (429, {"resetMs": 90_000}, timedelta(seconds=90)),  # Sharkey: a time to wait
        (400, {"resetMs": 0}, timedelta(0)),
        (429, {"resetMs": 1_000_000_000_001}, timedelta(0)),  # a moment long gone
    ],
)
async def test_a_wait_is_read_from_the_body_where_no_header_tells(
    misskey: Misskey,
    stand_in: StandIn,
    misskey_hana: Account,
    status: int,
    info: dict[str, Any],
    wait: timedelta | None,
) -> None:
    error = {"code": "RATE_LIMIT_EXCEEDED", "info": info}
    stand_in.answer = says(status, {"error": error})

    with pytest.raises(TryLater, match="rate_limited") as caught:
        await misskey.publish(_at(stand_in, misskey_hana), an_attempt())

    assert (type(caught.value), caught.value.wait) == (TryLater, wait)


async def test_a_long_wait_is_a_quota_spent(
    misskey: Misskey, stand_in: StandIn, misskey_hana: Account
) -> None:
    tomorrow = int((datetime.now(UTC) + timedelta(days=3)).timestamp() * 1000)
    error = {"code": "RATE_LIMIT_EXCEEDED", "info": {"resetMs": tomorrow}}
    stand_in.answer = says(429, {"error": error})

    with pytest.raises(QuotaSpent) as caught:
        await misskey.publish(_at(stand_in, misskey_hana), an_attempt())

    assert caught.value.wait == timedelta(days=1)


async def test_a_server_that_says_nothing_of_itself_has_misskeys_limits(
    misskey: Misskey, stand_in: StandIn, misskey_hana: Account
) -> None:
    stand_in.answer = says(403, {"error": {"code": "ACCESS_DENIED"}})

    assert await misskey.limits_of(_at(stand_in, misskey_hana)) == DEFAULT_LIMITS


def _at(stand_in: StandIn, account: Account) -> Account:
    return replace(account, server=stand_in.server)
