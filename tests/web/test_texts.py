"""People's words in HTML: links and nothing else, and no character that a page cannot hold."""

import pytest

from bot.web.texts import linked, one_line, plain, shown


def test_forbidden_characters_go_and_all_others_stay() -> None:
    assert plain("a\x00\x0b\ufffe\ud800\tb\n👩‍👩‍👧\u202e") == "a\tb\n👩‍👩‍👧\u202e"


@pytest.mark.parametrize(
    ("text", "html"),
    [
        ("no link", "no link"),
        ("<b>&", "&lt;b&gt;&amp;"),
        (
            'https://a.example/"><b>',
            '<a href="https://a.example/" rel="ugc nofollow noopener">a.example</a>'
            "&#34;&gt;&lt;b&gt;",
        ),
        ("javascript:alert(1)", "javascript:alert(1)"),
    ],
)
def test_all_but_the_links_is_escaped(text: str, html: str) -> None:
    assert str(linked(text)) == html


@pytest.mark.parametrize("end", [".", "。", "、", "!", "?)"])
def test_a_full_stop_is_not_part_of_an_address(end: str) -> None:
    assert 'href="https://example.org/a"' in str(linked(f"https://example.org/a{end}"))


def test_a_long_address_is_shown_shortly() -> None:
    assert shown("https://www.example.org/") == "example.org"
    assert shown("https://example.org/" + "a" * 100) == "example.org/" + "a" * 48 + "…"


def test_one_line_is_one_line() -> None:
    assert one_line("a\n b\tc", 10) == "a b c"
    assert one_line("あ" * 20, 10) == "あ" * 9 + "…"
