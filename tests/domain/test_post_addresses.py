"""Addresses that people paste, and those that were made to deceive."""

from urllib.parse import urlsplit

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.domain.post_addresses import (
    LONGEST_ADDRESS,
    NotAPost,
    looks_like_an_address,
    post_address,
)
from bot.domain.share_links import PLACES

SERVER = "mastodon.example"


def of(place: str, pasted: str) -> str | NotAPost:
    return post_address(PLACES[place], SERVER, pasted)


@pytest.mark.parametrize(
    ("place", "pasted", "expected"),
    [
        ("x", "https://x.com/hana/status/12", "https://x.com/hana/status/12"),
        ("x", "  https://X.com/hana/status/12?s=20&t=abc\n", "https://x.com/hana/status/12"),
        ("x", "https://twitter.com/hana/status/12#m", "https://twitter.com/hana/status/12"),
        ("x", "見てね https://x.com/hana/status/12 だよ", "https://x.com/hana/status/12"),
        (
            "instagram_personal",
            "https://www.instagram.com/p/C1/?igsh=me",
            "https://www.instagram.com/p/C1/",
        ),
        (
            "facebook",
            "https://www.facebook.com/permalink.php?story_fbid=1&id=2",
            "https://www.facebook.com/permalink.php?story_fbid=1&id=2",
        ),
        ("mastodon", "https://mastodon.example/@hana/1", "https://mastodon.example/@hana/1"),
        ("note", "https://note.com/hana/n/n1", "https://note.com/hana/n/n1"),
        ("ameba", "https://ameblo.jp/hana/entry-1.html", "https://ameblo.jp/hana/entry-1.html"),
        ("note", "https://note.com/はな/n/%E3%81", "https://note.com/%E3%81%AF%E3%81%AA/n/%E3%81"),
        ("note", "https://note.com/100%/n", "https://note.com/100%25/n"),
    ],
)
def test_the_address_of_a_post_is_taken(place: str, pasted: str, expected: str) -> None:
    assert of(place, pasted) == expected


@pytest.mark.parametrize(
    ("pasted", "why"),
    [
        ("javascript:alert(1)", NotAPost.NO_ADDRESS),
        ("javascript://x.com/%0Aalert(1)", NotAPost.NO_ADDRESS),
        ("data:text/html,x", NotAPost.NO_ADDRESS),
        ("x.com/hana/status/12", NotAPost.NO_ADDRESS),
        ("//x.com/hana", NotAPost.NO_ADDRESS),
        ("", NotAPost.NO_ADDRESS),
        ("tea and cake", NotAPost.NO_ADDRESS),
        ("https://[x.com/hana", NotAPost.NO_ADDRESS),
        ("https://x.com:99999/hana", NotAPost.NO_ADDRESS),
        ("http://x.com/hana/status/12", NotAPost.NOT_HTTPS),
        ("https://example.com/hana/status/12", NotAPost.OTHER_PLACE),
        ("https://x.com.example.com/hana/status/12", NotAPost.OTHER_PLACE),
        ("https://evilx.com/hana/status/12", NotAPost.OTHER_PLACE),
        ("https://x.com@example.com/hana", NotAPost.OTHER_PLACE),
        ("https://hana@x.com/hana/status/12", NotAPost.OTHER_PLACE),
        ("https://hana:secret@x.com/hana", NotAPost.OTHER_PLACE),
        ("https://x.com:443/hana/status/12", NotAPost.OTHER_PLACE),
        ("https://x.com:8443/hana/status/12", NotAPost.OTHER_PLACE),
        ("https://х.com/hana/status/12", NotAPost.OTHER_PLACE),  # a Cyrillic х
        ("https://ｘ.com/hana/status/12", NotAPost.OTHER_PLACE),
        ("https://x.com./hana/status/12", NotAPost.OTHER_PLACE),
        ("https://x%2ecom/hana", NotAPost.OTHER_PLACE),
        ("https://l.facebook.com/l.php?u=https://example.com", NotAPost.OTHER_PLACE),
        ("https://x.com", NotAPost.FRONT_PAGE),
        ("https://x.com/?s=20", NotAPost.FRONT_PAGE),
        ("https://x.com/" + "a" * 3000, NotAPost.TOO_LONG),
        ("https://x.com/" + "あ" * 1000, NotAPost.TOO_LONG),
    ],
)
def test_any_other_address_is_not(pasted: str, why: NotAPost) -> None:
    assert of("x", pasted) is why


@pytest.mark.parametrize(
    "pasted",
    [
        "https://example.com\\@x.com/hana",
        "https://x.com\\.example.com/hana",
        "https://x.com\t.example.com/hana",
        "https://x.com\n.example.com/hana",
        "https://exa\u00admple.com/x.com/hana",
    ],
)
def test_what_parsers_read_differently_goes_nowhere_else(pasted: str) -> None:
    found = of("x", pasted)

    assert isinstance(found, NotAPost) or urlsplit(found).netloc == "x.com"


def test_another_server_is_another_place() -> None:
    assert of("mastodon", "https://other.example/@hana/1") is NotAPost.OTHER_PLACE
    assert post_address(PLACES["mastodon"], "", "https:///@hana/1") is NotAPost.NO_ADDRESS


@given(st.text(), st.sampled_from(sorted(PLACES)))
def test_whatever_is_pasted_only_the_network_is_linked(text: str, name: str) -> None:
    place = PLACES[name]
    for pasted in (text, f"https://{text}", f"https://{min(place.hosts or {SERVER})}{text}"):
        found = post_address(place, SERVER, pasted)
        if isinstance(found, NotAPost):
            continue
        parts = urlsplit(found)
        assert found.isascii()
        assert len(found) <= LONGEST_ADDRESS
        assert (parts.scheme, parts.netloc) == ("https", parts.hostname)
        assert parts.hostname in ({SERVER} if place.needs_server else place.hosts)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("https://x.com/hana/status/12", True),
        ("見てね https://x.com/hana/status/12", True),
        ("x.com/hana/status/12", True),
        ("javascript:alert(1)", True),
        ("12:30に食べた", False),
        ("カレー。", False),
        ("Soup.", False),
        ("Soup and bread. It was good.", False),
        ("", False),
    ],
)
def test_a_line_for_the_diary_is_told_from_an_address(text: str, expected: bool) -> None:
    assert looks_like_an_address(text) is expected
