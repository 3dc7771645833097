"""Links and hashtags by their bytes."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.domain.facets import FacetKind, facets_of

LINK, TAG = FacetKind.LINK, FacetKind.TAG

pieces = st.sampled_from(
    [
        "🍣",
        "👩‍👩‍👧‍👦",
        "か\u3099",
        "e\u0301",
        "🇯🇵",
        "日々",
        " ",
        "\n",
        "、",
        "(",
        "a",
        "#",
        "＃",
        "1",
        "\ud800",
        "https://example.com/a_(b)",
        "http://x.io/?q=1#frag",
        "#日々",
        "＃sushi",
        "#é",
        "#2026年",
    ]
)


@given(st.lists(pieces, max_size=40).map("".join))
def test_the_bytes_of_a_facet_are_what_it_says(text: str) -> None:
    encoded = text.encode("utf-8", "surrogatepass")

    facets = facets_of(text)

    for facet in facets:
        shown = encoded[facet.start : facet.end].decode()
        assert shown == facet.value if facet.kind is LINK else shown[1:] == facet.value
    ends = [0, *(facet.end for facet in facets)]
    assert all(facet.start >= end for facet, end in zip(facets, ends, strict=False))
    assert all(end <= len(encoded) for end in ends)


@given(st.lists(pieces, max_size=10).map("".join), st.lists(pieces, max_size=10).map("".join))
def test_a_link_between_spaces_is_always_found(before: str, after: str) -> None:
    text = f"{before} https://example.com/日々 {after}"

    assert "https://example.com/" in [facet.value for facet in facets_of(text)]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("#日々 と ＃寿司🍣", [(TAG, "日々"), (TAG, "寿司")]),
        ("https://a.io/#x #y", [(LINK, "https://a.io/#x"), (TAG, "y")]),
        ("#日々https://a.io/x", [(TAG, "日々"), (LINK, "https://a.io/x")]),
        ("「#括弧」 (#tag)", [(TAG, "括弧"), (TAG, "tag")]),
        ("C#x #1 #123 #️⃣ #1️⃣ #_ ##", []),
        ("#2026年 #1st", [(TAG, "2026年"), (TAG, "1st")]),
        ("#" + "a" * 65, []),
        ("", []),
    ],
)
def test_tags_and_links_are_told_from_signs(
    text: str, expected: list[tuple[FacetKind, str]]
) -> None:
    assert [(facet.kind, facet.value) for facet in facets_of(text)] == expected
