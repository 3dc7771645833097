"""Share buttons: what they hand over, read back by the library that servers use."""

from urllib.parse import parse_qs, urlsplit

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.domain.compose import CUT_MARK, fits, length
from bot.domain.share_links import (
    LONGEST_LINK,
    PLACES,
    Place,
    Way,
    fits_a_button,
    prefilled,
)

PERMALINK = "https://hibi.example/@hana/9f3c"
SERVER = "misskey.example"
LINKS = [place for place in PLACES.values() if place.way is Way.WORDS]
COPIES = [place for place in PLACES.values() if place.way is Way.COPY]
PAGES = [place for place in PLACES.values() if place.way is Way.PAGE]

TEXT = "カレー & 100% #お昼 +α"
ENCODED = "%E3%82%AB%E3%83%AC%E3%83%BC%20%26%20100%25%20%23%E3%81%8A%E6%98%BC%20%2B%CE%B1"
AT = "https%3A%2F%2Fhibi.example%2F%40hana%2F9f3c"

pieces = st.one_of(
    st.sampled_from(
        ["カレー。", "👩‍👩‍👧‍👦", "🇯🇵", "か\u3099", "&", "#", "%", "+", "%41", "?", "\n", " ", "é"]
    ),
    st.sampled_from(["https://example.com/a?b=c&d=e#f ", "@hana ", "Soup. ", "一二三"]),
    st.text(st.characters(exclude_categories=["Cs"]), max_size=5),
)
texts = st.lists(pieces, max_size=400).map("".join)
permalinks = st.sampled_from([None, PERMALINK])
endless = st.sampled_from([f"https://hibi.example/@{'h' * more}/9f3c" for more in (400, 3000)])


def given_to(place: Place, link: str) -> dict[str, str]:
    """What the network's server reads out of the link."""
    values = parse_qs(urlsplit(link).query, keep_blank_values=True, strict_parsing=True)
    return {name: one for name, (one,) in values.items()}


@pytest.mark.parametrize(
    ("place", "expected"),
    [
        ("x", f"https://x.com/intent/tweet?text={ENCODED}&url={AT}"),
        ("line", f"https://line.me/R/share?text={ENCODED}%0A{AT}"),
        ("threads", f"https://www.threads.com/intent/post?text={ENCODED}&url={AT}"),
        ("bluesky", f"https://bsky.app/intent/compose?text={ENCODED}%0A{AT}"),
        ("misskey", f"https://misskey.example/share?text={ENCODED}&url={AT}"),
        ("mastodon", f"https://misskey.example/share?text={ENCODED}%0A{AT}"),
        ("facebook", f"https://www.facebook.com/sharer/sharer.php?u={AT}"),
        ("linkedin", f"https://www.linkedin.com/sharing/share-offsite/?url={AT}"),
        ("telegram", f"https://t.me/share/url?text={ENCODED}&url={AT}"),
    ],
)
def test_a_public_answer_goes_with_its_address(place: str, expected: str) -> None:
    made = prefilled(PLACES[place], TEXT, permalink=PERMALINK, server=SERVER)

    assert made.link == expected


@pytest.mark.parametrize(
    ("place", "expected"),
    [
        ("x", f"https://x.com/intent/tweet?text={ENCODED}"),
        ("line", f"https://line.me/R/share?text={ENCODED}"),
        ("threads", f"https://www.threads.com/intent/post?text={ENCODED}"),
        ("bluesky", f"https://bsky.app/intent/compose?text={ENCODED}"),
        ("misskey", f"https://misskey.example/share?text={ENCODED}"),
        ("mastodon", f"https://misskey.example/share?text={ENCODED}"),
        ("telegram", f"https://t.me/share/url?url={ENCODED}"),
    ],
)
def test_what_is_not_public_goes_without_an_address(place: str, expected: str) -> None:
    made = prefilled(PLACES[place], TEXT, server=SERVER)

    assert (made.text, made.link) == (TEXT, expected)


def test_every_place_hands_something_over_in_one_way() -> None:
    assert list(PLACES) == [place.id for place in PLACES.values()]
    assert {place.id for place in PAGES} == {"facebook", "linkedin"}
    assert all(place.form.startswith("https://") for place in [*LINKS, *PAGES])
    assert not any(place.form for place in COPIES)
    assert [place.id for place in LINKS if place.needs_server] == ["misskey", "mastodon"]
    # An address that nobody could give would be asked for in vain.
    assert all(place.hosts or place.needs_server for place in PLACES.values())
    assert max(len(place.id) for place in PLACES.values()) <= 32


@pytest.mark.parametrize("place", LINKS, ids=lambda place: place.id)
@given(text=texts, permalink=permalinks)
def test_the_network_reads_the_words_that_were_shown(
    place: Place, text: str, permalink: str | None
) -> None:
    made = prefilled(place, text, permalink=permalink, server=SERVER)
    read = given_to(place, made.link)

    assert len(made.link) <= LONGEST_LINK
    assert made.link.isascii()
    assert " " not in made.link
    assert read.pop("url" if place.lone and not permalink else "text") == made.text
    assert read == ({"url": permalink} if permalink and place.link else {})


@pytest.mark.parametrize("place", [*LINKS, *COPIES], ids=lambda place: place.id)
@given(text=texts, permalink=permalinks | endless)
def test_the_network_takes_all_of_it(place: Place, text: str, permalink: str | None) -> None:
    made = prefilled(place, text, permalink=permalink, server=SERVER)
    beside = f"\n{permalink}" if permalink and "&url=" in made.link else ""

    assert len(made.link) <= LONGEST_LINK
    assert fits(made.text, place.limits)
    assert length(made.text + beside, place.limits) <= place.limits.characters
    if permalink == PERMALINK and place.carries_link and not place.link:
        assert made.text.endswith(PERMALINK)


@given(st.text())
def test_half_a_character_does_no_harm(text: str) -> None:
    for place in LINKS:
        made = prefilled(place, f"\ud800{text}", server=SERVER)

        assert len(made.link) <= LONGEST_LINK
        assert made.link.isascii()


def test_a_long_answer_is_cut_where_everybody_sees_it() -> None:
    made = prefilled(PLACES["line"], "今日はカレーを作りました。" * 60)

    assert made.text.endswith(f"。{CUT_MARK}")
    assert LONGEST_LINK - 130 < len(made.link) <= LONGEST_LINK


def test_a_photo_alone_goes_as_its_address() -> None:
    made = prefilled(PLACES["bluesky"], "", permalink=PERMALINK)

    assert given_to(PLACES["bluesky"], made.link) == {"text": PERMALINK}


def test_a_caption_carries_no_address() -> None:
    made = prefilled(PLACES["instagram_personal"], "カレー", permalink=PERMALINK)

    assert (made.text, made.link) == ("カレー", "")


@pytest.mark.parametrize(
    ("text", "expected"),
    [("", False), ("a", True), ("あ" * 256, True), ("あ" * 257, False), ("🍛" * 129, False)],
)
def test_a_button_holds_so_much(text: str, expected: bool) -> None:
    assert fits_a_button(text) is expected
