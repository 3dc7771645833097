"""When a copy is looked at, when its echoes are told, and what is left of a stranger's words."""

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.domain.compose import GRAPHEME
from bot.domain.echoes import (
    LONGEST,
    POINTS,
    address,
    next_look,
    next_telling,
    numbered,
    plain,
    still,
)

NOON = datetime(2026, 11, 23, 12, 0, tzinfo=UTC)


def looks(start: datetime, slow: timedelta = timedelta(0)) -> list[timedelta]:
    """All looks at a copy, each done so long after it was due."""
    found, at = [], next_look(start, start)
    while at is not None:
        found.append(at - start)
        at = next_look(start, at + slow)
    return found


def test_looks_are_many_at_first_then_few_then_none() -> None:
    found = looks(NOON)

    assert found[:4] == [timedelta(minutes=m) for m in (10, 30, 120, 360)]
    assert found[4:7] == [timedelta(days=d) for d in (1, 3, 7)]
    assert found[-1] == timedelta(days=180)
    assert len(found) == 13


def test_a_late_look_catches_nothing_up() -> None:
    assert looks(NOON, slow=timedelta(days=2))[:3] == [
        timedelta(minutes=10),
        timedelta(days=3),
        timedelta(days=7),
    ]


TOKYO = "Asia/Tokyo"
EVENING = datetime(2026, 11, 23, 11, 0, tzinfo=UTC)  # 20:00 there


@pytest.mark.parametrize(
    ("heard", "told", "expected"),
    [
        (EVENING - timedelta(hours=9), None, EVENING),
        (EVENING, None, EVENING),
        (EVENING + timedelta(hours=1), None, EVENING + timedelta(hours=1)),
        (EVENING + timedelta(hours=1), EVENING, EVENING + timedelta(days=1)),
        (
            EVENING + timedelta(hours=1),
            EVENING - timedelta(hours=22),
            EVENING + timedelta(hours=1),
        ),
        (EVENING + timedelta(hours=3), None, EVENING + timedelta(days=1)),
        (EVENING + timedelta(hours=10), EVENING, EVENING + timedelta(days=1)),
    ],
)
def test_echoes_are_told_once_an_evening_and_never_at_night(
    heard: datetime, told: datetime | None, expected: datetime
) -> None:
    assert next_telling(heard, TOKYO, told) == expected


def test_who_lives_in_no_known_zone_is_told_all_the_same() -> None:
    assert next_telling(NOON, "Mars/Olympus", None) == NOON.replace(hour=20)


@pytest.mark.parametrize(
    ("said", "shown"),
    [
        ("  so\r\n\r\n\r\nnice  ", "so\nnice"),
        ("a\u202egnp.exe\u2066b\u200f", "agnp.exeb"),
        ("in\u200bvis\ufeffi\u00adble\u2060\U000e0041", "invisible"),
        ("nul\x00 bell\x07 half\ud800", "nul bell half"),
        ("👨\u200d👩\u200d👧 🏴\u200d☠️ ❤️\u200d🔥", "👨\u200d👩\u200d👧 🏴\u200d☠️ ❤️\u200d🔥"),
        ("می\u200cخواهم", "می\u200cخواهم"),
        ("z" + "\u0301" * 5000, "ź" + "\u0301" * 3),
        ("\ue000x\ue001", "x"),
        ("", ""),
    ],
)
def test_strangers_words_are_plain(said: str, shown: str) -> None:
    assert plain(said).replace("z\u0301", "ź") == shown


def test_long_words_are_cut_between_graphemes() -> None:
    family = "👨\u200d👩\u200d👧"

    assert plain("い" * 301) == "い" * 299 + "…"
    assert plain("い" * 300) == "い" * 300
    assert len(plain(family * 400)) <= LONGEST * POINTS + 1
    assert plain(family * 400).endswith("👧…")


@given(st.text(max_size=600))
def test_any_words_become_short_and_settled(said: str) -> None:
    shown = plain(said)

    assert len(GRAPHEME.findall(shown)) <= LONGEST
    assert plain(shown) == shown
    shown.encode()


def test_nothing_in_them_can_be_pressed() -> None:
    alive = "@durov /forget and/or 9/10, 3.14. a@b.example tg://user?id=1 www.evil.example"

    assert still(alive).replace("\u2060", "|") == (
        "@|durov /|forget and/or 9/10, 3.14. a@|b.|example tg:|//user?id=1 www.|evil.|example"
    )


@pytest.mark.parametrize(
    ("said", "meant"),
    [
        ("2 Thank you", (2, "Thank you")),
        ("3. yes\nindeed", (3, "yes\nindeed")),
        ("2、ありがとう", (2, "ありがとう")),
        ("２ ありがとう", (2, "ありがとう")),
        ("#1 hi", (1, "hi")),
        ("4 hi", (None, "4 hi")),
        ("2026 was good", (None, "2026 was good")),
        ("2nd of all", (None, "2nd of all")),
        ("2", (None, "2")),
        ("", (None, "")),
    ],
)
def test_a_number_says_which_is_meant(said: str, meant: tuple[int | None, str]) -> None:
    assert numbered(said, 3) == meant


@pytest.mark.parametrize(
    ("url", "fits"),
    [
        ("https://mastodon.example/@bob/113?a=b#c", True),
        ("https://bsky.app/profile/did:plc:abc/post/3m6", True),
        ("http://mastodon.example/@bob", False),
        ("javascript:alert(1)", False),
        ("https://user:pass@evil.example/", False),
        ("https://127.0.0.1/x", False),
        ("https://ex ample.org/", False),
        ("https://[::1]/", False),
        ("https://a.example/" + "x" * 2000, False),
        ("", False),
    ],
)
def test_only_plain_addresses_become_buttons(url: str, fits: bool) -> None:
    assert address(url) == (url if fits else "")
