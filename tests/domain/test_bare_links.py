"""What X makes a link of, against twitter-text itself."""

import pytest

from bot.domain.bare_links import bare_links
from tests.domain.twitter_text import judged, some_texts


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("https://example.com/a_(b), then", ["https://example.com/a_(b)"]),
        ("見てexample.com/日記", ["example.com/"]),
        ("日本語example.jpです", ["example.jp"]),
        ("日本語.jp https://日本語.jp", ["https://日本語.jp"]),
        ("example.com?q=1", ["example.com"]),
        ("(shop.example.org)", ["shop.example.org"]),
        ("https://t.co/abc/def", ["https://t.co/abc"]),
        ("hana@example.com #example.com node.js 3.14 end.Then https://localhost/", []),
        # A name of more than 63 signs is none, and what stands in front belongs to it.
        ("長い" * 32 + "example.com", []),
        ("😀example.com", ["example.com"]),
        ("Example.COM", ["Example.COM"]),
    ],
)
def test_where_links_stand(text: str, expected: list[str]) -> None:
    assert [text[link.start : link.end] for link in bare_links(text)] == expected


def test_the_links_are_those_of_twitter_text() -> None:
    texts = some_texts(5, 8_000, 14)

    ours = [(text, [text[one.start : one.end] for one in bare_links(text)]) for text in texts]

    known = [(text, one.links) for text, one in zip(texts, judged(texts), strict=True)]
    assert sum(bool(links) for _, links in known) > 1_000
    assert ours == known
