"""What people type for a server."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.networks.base import NotLinked
from bot.networks.guard import Guard
from bot.networks.servers import server_name

WORLD = Guard()
HOME = Guard(frozenset({"gts.lan:8080", "http://old.lan", "mastodon"}), loopback=True)


@pytest.mark.parametrize(
    "typed",
    [
        "example.social",
        "@me@example.social",
        "me@example.social",
        "https://example.social/@me",
        "http://example.social",
        "  Example.Social. ",
        "＠me＠example．social",
        "example.social:443",
        "https://me:secret@example.social/",
    ],
)
def test_a_server_is_understood_in_every_form(typed: str) -> None:
    assert server_name(typed, WORLD) == "example.social"


@pytest.mark.parametrize(
    ("typed", "expected"),
    [("日本語.jp", "xn--wgv71a119e.jp"), ("@me@BÜCHER.example", "xn--bcher-kva.example")],
)
def test_names_beyond_ascii_become_punycode(typed: str, expected: str) -> None:
    assert server_name(typed, WORLD) == expected


@pytest.mark.parametrize(
    "typed",
    [
        "",
        "me",
        "@me",
        "https://",
        "foo bar.com",
        "example.com\nother",
        "exa_mple.com",
        "-a.com",
        "a..b",
        "a" * 600,
        "example.social:8443",
        "localhost",
        "127.0.0.1",
        "127.1",
        "2130706433",
        "0x7f.0x1",
        "[::1]",
        "::1",
        "１２７．０．０．１",
        "mastodon",
    ],
)
def test_nonsense_and_inner_addresses_are_refused(typed: str) -> None:
    with pytest.raises(NotLinked, match="bad_server"):
        server_name(typed, WORLD)


@pytest.mark.parametrize("typed", ["gts.lan:8080", "old.lan", "mastodon", "127.0.0.1:3000"])
def test_an_operators_own_server_is_taken_by_name(typed: str) -> None:
    assert server_name(f"@me@{typed}", HOME) == typed


@given(st.text(max_size=80))
def test_whatever_is_typed_gives_a_callable_name_or_a_refusal(typed: str) -> None:
    try:
        name = server_name(typed, WORLD)
    except NotLinked:
        return
    assert WORLD.permits(f"https://{name}/api/v1/apps")
    assert name.isascii()
    assert "." in name
