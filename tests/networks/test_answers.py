"""Reading answers: waits, depth, blanks."""

import json
from collections.abc import Mapping
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st
from multidict import CIMultiDict

from bot.networks.answers import answer_of, common_fault, is_deep, parse_json, wait_of
from bot.networks.base import QuotaSpent, TryLater, Unsure

NOW = datetime(2026, 11, 23, 12, tzinfo=UTC)
UNIX = int(NOW.timestamp())


@pytest.mark.parametrize(
    ("name", "value", "seconds"),
    [
        ("Retry-After", "30", 30),
        ("Retry-After", "Mon, 23 Nov 2026 12:01:00 GMT", 60),
        ("Retry-After", "Mon, 23 Nov 2026 11:00:00 GMT", 0),  # the past: at once
        ("Retry-After", "99999999999", 86_400),  # a server's joke: at most a day
        ("ratelimit-reset", str(UNIX + 90), 90),  # Bluesky
        ("x-ratelimit-reset", "2026-11-23T12:05:00.000Z", 300),  # Mastodon, GoToSocial
        ("ratelimit-reset", "45", 45),  # the draft standard
        ("Retry-After", "soon", None),
        ("Retry-After", "-5", None),
        ("Retry-After", "", None),
        ("X-Other", "30", None),
    ],
)
def test_a_wait_is_read_in_every_form(name: str, value: str, seconds: int | None) -> None:
    expected = None if seconds is None else timedelta(seconds=seconds)

    assert wait_of(answer_of(429, _headers(name, value), b"").headers, NOW) == expected


@given(st.text(max_size=40))
def test_no_wait_breaks_anything(value: str) -> None:
    wait = wait_of({"Retry-After": value}, NOW)

    assert wait is None or timedelta(0) <= wait <= timedelta(days=1)


def test_a_long_wait_is_a_spent_quota() -> None:
    short = common_fault(answer_of(429, {"Retry-After": "60"}, b""), NOW)
    long = common_fault(answer_of(429, {"Retry-After": "7200"}, b""), NOW)

    assert type(short) is TryLater
    assert type(long) is QuotaSpent
    assert (short.wait, long.wait) == (timedelta(minutes=1), timedelta(hours=2))


@pytest.mark.parametrize("status", [500, 502, 503, 504])
def test_a_server_error_after_the_irreversible_call_is_unsure(status: int) -> None:
    answer = answer_of(status, {}, b"<html>")

    assert type(common_fault(answer, NOW)) is TryLater
    assert type(common_fault(answer, NOW, irreversible=True)) is Unsure


def test_secrets_are_blanked_before_the_excerpt_is_cut() -> None:
    secret = "s3cret-t0ken"
    answer = answer_of(400, {}, b"x" * 495 + secret.encode(), secrets=(secret, ""))

    assert secret[:5] not in answer.excerpt
    assert len(answer.excerpt) <= 500


@given(
    st.recursive(
        st.none() | st.text(), lambda inner: st.lists(inner) | st.dictionaries(st.text(), inner)
    )
)
def test_ordinary_json_is_never_too_deep(value: object) -> None:
    body = json.dumps(value).encode()
    assert not is_deep(body)
    assert parse_json(body) == value


@pytest.mark.parametrize("depth", [129, 1000, 100_000])
def test_deep_json_is_refused_unparsed(depth: int) -> None:
    assert is_deep(b"[" * depth + b"]" * depth)
    assert is_deep(b'{"a":' * depth + b"1" + b"}" * depth)


def _headers(name: str, value: str) -> Mapping[str, str]:
    return CIMultiDict({name: value})
