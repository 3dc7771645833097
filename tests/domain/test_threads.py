"""A long answer in parts: whole, in order, each within its limit, cut where it hurts least."""

import unicodedata

import pytest
import regex
from hypothesis import given
from hypothesis import strategies as st

from bot.domain.compose import GRAPHEME, URL, Limits, Unit, length
from bot.domain.facets import TAG
from bot.domain.forms import are_numbered
from bot.domain.mentions import NAME
from bot.domain.threads import parts_of, parts_within

PARK = (
    "今日は天気がいいので近くの公園まで散歩に行って写真を撮りました。"
    "帰りにパン屋さんに寄って、焼きたてのクロワッサンを二つ買いました。おいしかった。"
)
PIECES = [
    "今日は寿司。",
    "公園まで散歩に行って写真を撮りました",
    "Fine weather, again! ",
    "word ",
    "\n\n",
    "\n",
    "https://example.com/path?a=1 ",
    "#日々 ",
    "@hana_chan ",
    "👨‍👩‍👧",
    "🇯🇵",
    "が",
    "1️⃣",
    "、",
    "？",
    "  ",
    "ﾊﾝｶｸ",
    "é",
    "長" * 30,
    "x" * 40,
]
TEXTS = st.lists(st.sampled_from(PIECES), min_size=1, max_size=60).map("".join)
LIMITS = [
    Limits(characters=60, unit=Unit.GRAPHEMES, text_bytes=150),
    Limits(characters=50, url_length=23),
    Limits(characters=80, unit=Unit.WEIGHTED, url_length=23),
    Limits(characters=70, unit=Unit.EMOJI_BYTES),
    Limits(characters=90, unit=Unit.UTF16, with_picture=50),
]


@pytest.mark.parametrize(
    ("text", "characters", "parts"),
    [
        ("短い。", 20, ["短い。"]),
        # A paragraph goes before a sentence, a sentence before a phrase.
        ("朝は走った。\n\n昼は寝た。夜も寝た。", 12, ["朝は走った。", "昼は寝た。夜も寝た。"]),
        ("一行目です\n二行目です", 9, ["一行目です", "二行目です"]),
        (PARK, 40, [PARK[:32], PARK[32:]]),
        (
            "今日は天気がいいので近くの公園まで散歩に行って写真を撮りました",
            20,
            ["今日は天気がいいので近くの公園まで散歩に", "行って写真を撮りました"],
        ),
        (
            "We walked along the river. It was cold!",
            30,
            ["We walked along the river.", "It was cold!"],
        ),
        ("He said “go.” Then we went home.", 20, ["He said “go.”", "Then we went home."]),
        # No last part of three letters.
        ("one two three four five six, ok", 28, ["one two three four five", "six, ok"]),
    ],
)
def test_it_is_cut_where_a_careful_editor_would(
    text: str, characters: int, parts: list[str]
) -> None:
    assert parts_of(text, Limits(characters=characters), numbered=False) == parts


def test_numbers_have_their_room() -> None:
    parts = parts_of(PARK, Limits(characters=40), numbered=True)

    assert [part[-4:] for part in parts] == [f" {n}/{len(parts)}" for n in range(1, 1 + len(parts))]
    assert all(len(part) <= 40 for part in parts)


@pytest.mark.parametrize(("sentences", "digits"), [(30, 2), (300, 3)])
def test_ten_parts_and_more_have_room_for_their_digits(sentences: int, digits: int) -> None:
    parts = parts_of("あいうえお。" * sentences, Limits(characters=20), numbered=True, most=1000)

    assert len(str(len(parts))) == digits
    assert parts[-1].endswith(f" {len(parts)}/{len(parts)}")
    assert max(map(len, parts)) <= 20


@pytest.mark.parametrize("numbered", [True, False])
def test_no_more_parts_than_there_is_room_for(numbered: bool) -> None:
    limits, link = Limits(characters=60), "https://hibi.example/@mika/9f3c"

    parts = parts_within(PARK * 3, limits, 3, numbered=numbered, permalink=link)

    assert len(parts) == 3
    assert parts[-1].endswith(f" (…)\n{link}" + (" 3/3" if numbered else ""))
    assert max(map(len, parts)) <= 60


def test_what_needs_too_many_parts_is_shortened() -> None:
    (only,) = parts_of("あいうえお。" * 300, Limits(characters=20), numbered=False, most=5)

    assert only.endswith("(…)")


def test_a_sea_of_space_is_lost_at_the_cut_and_costs_no_words() -> None:
    limits = Limits(characters=10)

    parts = parts_of("tea at ten" + "\n" * 9_000 + "tea at six", limits, numbered=False, most=2)

    assert parts == ["tea at ten", "tea at six"]


@pytest.mark.parametrize("unit", Unit)
def test_how_much_too_long_it_is_makes_no_difference(unit: Unit) -> None:
    limits = Limits(characters=40, unit=unit, url_length=23)
    texts = ["お茶を飲んだ。 Tea at https://example.com/a 🍵\n" * times for times in (9, 90, 900)]

    cut = [parts_of(text, limits, numbered=False, most=3) for text in texts]

    assert [len(parts) for parts in cut] == [1, 1, 1]
    assert cut[0] == cut[1] == cut[2]
    assert cut[0][0].endswith(" (…)")


def test_under_a_picture_only_the_first_part_is_shorter() -> None:
    limits = Limits(characters=40, with_picture=15)

    parts = parts_of("朝は走った。" * 8, limits, numbered=False, pictured=True)

    assert len(parts[0]) <= 15 < len(parts[1])


@given(TEXTS, st.sampled_from(LIMITS), st.booleans())
def test_nothing_is_lost_and_everything_fits(text: str, limits: Limits, pictured: bool) -> None:
    parts = parts_of(text, limits, numbered=False, pictured=pictured, most=1000)

    assert "".join("".join(parts).split()) == "".join(text.split())
    for place, part in enumerate(parts):
        under = pictured and place == 0 and limits.with_picture is not None
        assert length(part, limits) <= (limits.with_picture if under else limits.characters)
        assert limits.text_bytes is None or len(part.encode()) <= limits.text_bytes


@given(TEXTS, st.sampled_from(LIMITS), st.booleans())
def test_with_numbers_nothing_is_lost_and_everything_fits(
    text: str, limits: Limits, pictured: bool
) -> None:
    parts = parts_of(text, limits, numbered=True, pictured=pictured, most=1000)

    assert len(parts) == 1 or are_numbered(parts)
    plain = [part.removesuffix(f" {n}/{len(parts)}") for n, part in enumerate(parts, 1)]
    said = parts if len(parts) == 1 else plain
    assert "".join("".join(said).split()) == "".join(text.split())
    for place, part in enumerate(parts):
        under = pictured and place == 0 and limits.with_picture is not None
        assert counted(part, limits) <= (limits.with_picture if under else limits.characters)
        assert limits.text_bytes is None or len(part.encode()) <= limits.text_bytes


@given(TEXTS, st.sampled_from(LIMITS), st.booleans(), st.integers(min_value=1, max_value=12))
def test_whatever_the_room_every_part_fits_it(
    text: str, limits: Limits, numbered: bool, room: int
) -> None:
    parts = parts_within(text, limits, room, numbered=numbered)

    assert len(parts) <= room
    assert all(length(part, limits) <= limits.characters for part in parts)


def counted(text: str, limits: Limits) -> int:
    """By hand, for the pieces of these tests: their one address, emoji and clusters by name."""
    link = "https://example.com/path?a=1"
    if limits.unit is Unit.UTF16:
        return len(text.encode("utf-16-le")) // 2
    if limits.unit is Unit.CODE_POINTS:
        return len(text.replace(link, "x" * 23))
    if limits.unit is Unit.GRAPHEMES:
        return len(regex.findall(r"\X", text))
    for emoji in ("👨‍👩‍👧", "🇯🇵", "1️⃣"):
        text = text.replace(
            emoji, "x" * (2 if limits.unit is Unit.WEIGHTED else len(emoji.encode()))
        )
    if limits.unit is Unit.EMOJI_BYTES:
        return len(text)
    text = unicodedata.normalize("NFC", text.replace(link, "x" * 23))
    return sum(1 if ord(sign) < 0x1100 else 2 for sign in text)


@given(TEXTS, st.sampled_from(LIMITS))
def test_no_address_tag_name_or_sign_is_cut(text: str, limits: Limits) -> None:
    parts = parts_of(text, limits, numbered=False, most=1000)

    for pattern in (URL, TAG, NAME):
        found = [match[0] for part in parts for match in pattern.finditer(part)]
        whole = [match[0] for match in pattern.finditer(text)]
        assert [one for one in whole if one not in found] == []
    signs = regex.findall(GRAPHEME, "".join(text.split()))
    assert regex.findall(GRAPHEME, "".join("".join(parts).split())) == signs
