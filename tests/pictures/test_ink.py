import random
import unicodedata
from collections.abc import Iterator

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import Image, ImageFont, features

from bot.pictures import fonts, ink
from bot.pictures.fonts import emoji_font, text_coverage, text_font, text_font_path
from bot.pictures.ink import Ink, Piece, drawable, fitting, width_of

with_emoji = pytest.mark.skipif(emoji_font() is None, reason="no colour font on this machine")


def forget() -> None:
    emoji_font.cache_clear()
    ink.piece_for.cache_clear()
    ink.emoji_tile.cache_clear()


@pytest.fixture
def no_colour_font(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    monkeypatch.setattr(fonts, "EMOJI_FONTS", ())
    forget()
    yield
    forget()


def seen(text: str) -> str:
    return "".join(piece.text for piece in drawable(text))


def painted(text: str) -> bytes:
    image = Image.new("RGB", (700, 60), "white")
    Ink(image).write((10, 44), text, size=34, color="black")
    return image.tobytes()


def test_coverage_says_what_freetype_draws() -> None:
    # The basic layout draws each code point by itself, as the cmap has it.
    font = ImageFont.truetype(text_font_path(), 24, layout_engine=ImageFont.Layout.BASIC)
    box = font.getmask("\U0010fffd")
    codes = random.Random(3).sample(range(0x20, 0xD800), 1500)
    codes += random.Random(4).sample(range(0x1F000, 0x30000), 500)

    wrong = [
        hex(code)
        for code in codes
        if (font.getmask(chr(code)).size, bytes(font.getmask(chr(code)))) == (box.size, bytes(box))
        and chr(code) in text_coverage()
    ]
    missed = [
        hex(code)
        for code in codes
        if bytes(font.getmask(chr(code))) != bytes(box) and chr(code) not in text_coverage()
    ]

    assert wrong == []
    assert missed == []


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("小鳥遊さんの日々", "小鳥遊さんの日々"),
        ("カ\u3099", "ガ"),
        ("Zoë Ångström", "Zoë Ångström"),
        ("Ćiro Łuksza", "Ciro uksza"),  # Ł is no L with a mark, and not in the font
        ("كريم", ""),
        ("Aya كريم Mori", "Aya Mori"),
        ("สมชาย", ""),
        ("שלום", ""),
        ("a\u202eb\u200fc\ufeffd\x00e\u2029f", "abcde f"),
        ("line\none\r\n\ttwo", "line one two"),
        ("\ud800x\udfff", "x"),
        ("Z" + "\u0301" * 300, "Z"),
        ("12#*", "12#*"),
        ("© ™ ♥", "© ™ ♥"),
    ],
)
def test_what_no_font_has_is_left_out(no_colour_font: None, text: str, expected: str) -> None:
    assert seen(text) == expected


def test_left_out_characters_leave_no_trace_on_the_picture(no_colour_font: None) -> None:
    assert painted("日々 ab") == painted("日\U0010fffd々 😀ก كa\u200db👩‍👩‍👧")
    assert painted("日々 ab") != painted("日々 a")


def test_emoji_are_left_out_where_there_is_no_colour_font(no_colour_font: None) -> None:
    assert seen("a 😀👍🏽🇯🇵 b") == "a b"


@with_emoji
@pytest.mark.parametrize("emoji", ["😀", "👍🏽", "👩‍👩‍👧", "🇯🇵", "❤️", "1️⃣", "🌸"])
def test_an_emoji_is_drawn_in_colour_and_as_one(emoji: str) -> None:
    pieces = list(drawable(f"a{emoji}b"))

    assert [piece.emoji is None for piece in pieces] == [True, False, True]
    tile = ink.emoji_tile(pieces[1].text, 34)
    assert tile.width <= 48
    solid = tile.convert("RGB").getcolors(1 << 16) or []
    assert len(solid) > 5


@with_emoji
def test_without_a_shaping_engine_the_first_of_a_joined_emoji_is_drawn(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(features, "check", lambda _name: False)
    forget()

    [piece] = drawable("👩‍👩‍👧")

    assert piece.text == "👩"
    forget()


@settings(max_examples=60, deadline=None)
@given(st.text(max_size=60))
def test_all_ink_that_is_left_is_in_the_font(text: str) -> None:
    for piece in drawable(text):
        if piece.emoji is None:
            assert all(character in text_coverage() for character in piece.text)
            assert not any(unicodedata.category(c) in {"Cc", "Cf", "Cs"} for c in piece.text)


@settings(max_examples=40, deadline=None)
@given(text=st.text(max_size=80), room=st.integers(40, 400))
def test_a_line_never_leaves_its_room(text: str, room: int) -> None:
    assert width_of(fitting(text, 34, room), 34) <= room


def test_a_long_line_ends_with_an_ellipsis() -> None:
    assert fitting("a" * 100, 34, 100)[-1].text.endswith("…")
    assert fitting("short", 34, 500) == [Piece("short")]


def test_thousands_of_emoji_are_cut_before_they_cost_anything() -> None:
    assert len(list(drawable("😀" * 4096))) <= ink.LONGEST


def test_align_says_where_the_line_stands() -> None:
    image = Image.new("L", (400, 60))
    width = Ink(image).write((390, 44), "right", size=34, color="white", align="right")

    left, _, right, _ = image.getbbox() or (0, 0, 0, 0)
    assert right <= 391
    assert left >= 390 - width - 1
    assert width == pytest.approx(text_font(34).getlength("right"))
