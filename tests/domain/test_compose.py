"""Fitting words to a network, judged by counters that are not ours."""

import json
import subprocess
import sys
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from pathlib import Path
from urllib.parse import unquote

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.domain.compose import (
    CUT_MARK,
    URL,
    Limits,
    Post,
    Unit,
    fit,
    fits,
    in_address,
    is_short,
    length,
    with_lead,
)

NODE = Path(sys.executable).with_name("node")
JUDGE = Path(__file__).with_name("graphemes.mjs")
PERMALINK = "https://hibi.example/@mika/9f3c"
LINKS = [
    "https://example.com/",
    "https://a.io",
    "http://example.co.jp/some/very/long/path?with=a&query=too#and-a-fragment",
    "https://en.wikipedia.org/wiki/Diary_(disambiguation)",
]
# What breaks naive cutting: clusters of several code points, some of several UTF-16 units.
CLUSTERS = [
    "👩‍👩‍👧‍👦",
    "🇯🇵",
    "e\u0301\u0327",
    "か\u3099",
    "👍🏽",
    "1️⃣",
    "각",
    "❤️",
    "a",
    "日",
    "、",
    "。",
    "！️",
    "\n",
]

words = st.one_of(
    st.sampled_from(CLUSTERS),
    st.sampled_from([f" {link} " for link in LINKS]),
    st.sampled_from(
        ["Good. ", "Why? ", "3.14 ", "今日は寿司。", "「はい。」", "つづく", " ", "\n\n"]
    ),
)
texts = st.lists(words, max_size=80).map("".join)


@pytest.fixture(scope="module")
def graphemes() -> Iterator[Callable[[str], int]]:
    command = [str(NODE), str(JUDGE)]
    pipe = subprocess.PIPE
    with subprocess.Popen(command, stdin=pipe, stdout=pipe, text=True) as judge:
        assert judge.stdin is not None
        assert judge.stdout is not None
        asked, answered = judge.stdin, judge.stdout

        def count(text: str) -> int:
            print(json.dumps(text), file=asked, flush=True)
            return int(answered.readline())

        yield count
        judge.stdin.close()


def code_points(text: str) -> int:
    """Mastodon's way: each link of ours counts 23."""
    for link in sorted([*LINKS, PERMALINK], key=len, reverse=True):
        text = text.replace(link, "x" * 23)
    return len(text)


def utf16(text: str) -> int:
    return sum(2 if ord(letter) > 0xFFFF else 1 for letter in text)


def without_mark(text: str, permalink: str | None) -> tuple[str, bool]:
    """What is left of a text before its mark, and whether there is one."""
    for tail in (f"{CUT_MARK}\n{permalink}", CUT_MARK):
        if text.endswith(tail):
            return text.removesuffix(tail), True
    return text, False


def assert_nothing_is_lost_in_silence(text: str, fitted: str, permalink: str | None) -> None:
    kept, cut = without_mark(fitted, permalink)
    if not cut:
        assert fitted == text
        return
    assert text.startswith(kept)
    # The cut is not inside a link: each link of the beginning is one of the text's own.
    begun = kept.count("https://") + kept.count("http://")
    whole = sum(kept.count(link) for link in LINKS)
    assert begun == whole
    # Nor inside a cluster: where the next letter belongs to the last one, there is no cut.
    rest = text[len(kept) :]
    assert not rest.startswith(("\u0301", "\u0327", "\u3099", "\u200d", "\ufe0f", "🏽"))


room = st.integers(min_value=60, max_value=300)
permalinks = st.sampled_from([None, PERMALINK])


@given(texts, room, permalinks)
def test_nothing_over_the_limit_in_code_points(text: str, room: int, link: str | None) -> None:
    fitted = fit(text, Limits(characters=room, url_length=23), permalink=link)

    assert code_points(fitted) <= room
    assert_nothing_is_lost_in_silence(text, fitted, link)


@given(texts, room, permalinks)
def test_nothing_over_the_limit_in_utf16(text: str, room: int, link: str | None) -> None:
    limits = Limits(characters=room, unit=Unit.UTF16, with_picture=50)
    fitted = fit(text, limits, permalink=link)
    caption = fit(text, limits, permalink=link, pictured=True)

    assert utf16(fitted) <= room
    assert utf16(caption) <= 50
    assert_nothing_is_lost_in_silence(text, fitted, link)
    assert_nothing_is_lost_in_silence(text, caption, link)


@settings(max_examples=60, deadline=None)
@given(data=st.data())
def test_nothing_over_the_limit_in_graphemes_and_bytes(
    graphemes: Callable[[str], int], data: st.DataObject
) -> None:
    text, link = data.draw(texts), data.draw(permalinks)
    limits = Limits(characters=60, unit=Unit.GRAPHEMES, text_bytes=300)
    fitted = fit(text, limits, permalink=link)

    assert graphemes(fitted) <= 60
    assert len(fitted.encode()) <= 300
    assert_nothing_is_lost_in_silence(text, fitted, link)


@given(st.text(), st.sampled_from(Unit), st.integers(min_value=10, max_value=60))
def test_any_text_at_all_is_fitted(text: str, unit: Unit, room: int) -> None:
    limits = Limits(characters=room, unit=unit, text_bytes=100, url_length=23)
    fitted = fit(text, limits, permalink=PERMALINK)

    assert fits(fitted, limits)
    assert_nothing_is_lost_in_silence(text, fitted, PERMALINK)


@given(st.lists(st.sampled_from(CLUSTERS), min_size=100, max_size=300).map("".join))
def test_a_cut_keeps_at_least_half_of_the_room(text: str) -> None:
    limits = Limits(characters=60, unit=Unit.UTF16)
    fitted = fit(text.replace("\n", ""), limits)

    kept, cut = without_mark(fitted, None)
    assert cut
    assert utf16(kept) >= (60 - len(CUT_MARK)) / 2 - 11  # 11: the longest cluster of all


@given(texts, st.integers(min_value=100, max_value=900))
def test_nothing_over_the_limit_inside_an_address(text: str, room: int) -> None:
    fitted = fit(text, Limits(characters=10_000, in_address=room))

    assert len(in_address(fitted)) <= room
    assert unquote(in_address(fitted)) == fitted
    assert_nothing_is_lost_in_silence(text, fitted, None)


def test_a_text_that_fits_is_left_alone() -> None:
    text = "  spaces stay \n\n"

    assert fit(text, Limits(characters=500), permalink=PERMALINK) == text


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("The tea was good. The cake was better than it.", "The tea was good. (…)"),
        ("It costs 3.14 euros and nobody knows why it does", "It costs 3.14 euros and (…)"),
        ("「寿司を食べた。」それからずっと歩いて海まで行ったんだよね", "「寿司を食べた。」 (…)"),
        (
            "寿司を食べた、それからずっと歩いて海まで行ったんだよね",
            "寿司を食べた、それからずっと歩いて海 (…)",
        ),
        ("a" * 60, "a" * 26 + " (…)"),
        ("see https://example.com/a/long/path/that/goes/on", "see (…)"),
    ],
)
def test_the_cut_is_as_calm_as_it_can_be(text: str, expected: str) -> None:
    room = 30 if text.isascii() else 22

    assert fit(text, Limits(characters=room)) == expected


def test_a_permalink_that_does_not_fit_is_left_out() -> None:
    assert fit("a" * 40, Limits(characters=20), permalink=PERMALINK) == "a" * 16 + " (…)"


@pytest.mark.parametrize(
    ("text", "links"),
    [
        ("見てhttps://example.com/を見た。", ["https://example.com/"]),
        ("(https://a.io/b_(c)).", ["https://a.io/b_(c)"]),
        ("「https://a.io/b」、HTTP://A.io!", ["https://a.io/b", "HTTP://A.io"]),
        ("https:// https://... xhttps://a.io #https://a.io", []),
        ("https://a.io/?q=1&r=2#f, then", ["https://a.io/?q=1&r=2#f"]),
    ],
)
def test_an_address_ends_where_people_see_its_end(text: str, links: list[str]) -> None:
    assert URL.findall(text) == links


def test_what_may_not_count_as_a_link_counts_in_full() -> None:
    limits = Limits(characters=500, url_length=23)

    assert length("https://example.com/" + "a" * 50, limits) == 23
    assert length("https://localhost/" + "a" * 50, limits) == 68
    assert length("http://b", limits) == 23


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("寿司を食べた", True),
        ("あ" * 24, True),
        ("あ" * 25, False),
        ("x" * 59, True),
        ("x" * 60, False),
        ("", True),
    ],
)
def test_short_is_a_matter_of_script(text: str, expected: bool) -> None:
    assert is_short(text) is expected


def test_a_short_answer_does_not_stand_alone() -> None:
    assert with_lead("寿司", "昼ごはん", "ja") == "「昼ごはん」寿司"
    assert with_lead("Sushi", "Lunch", "en") == "Lunch: Sushi"
    assert with_lead("", "Lunch", "en") == "Lunch"
    assert with_lead("Sushi", "", "en") == "Sushi"
    assert with_lead("x" * 60, "Lunch", "en") == "x" * 60


def test_a_post_shows_no_bytes_of_its_pictures() -> None:
    post = Post(text="a", language="en", created_at=datetime(2026, 11, 23, tzinfo=UTC))

    assert "b'" not in repr(post)
