"""Words as a picture: readable, inside the margin, broken where people would break them."""

import io
import time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import Image, ImageChops

from bot.pictures.paper import PAPER
from bot.pictures.text_card import (
    HEIGHT,
    MARGIN,
    NOT_FIRST,
    ROOM,
    SIZES,
    WIDTH,
    TextCard,
    draw_text_card,
    holds,
    laid_out,
    wide,
)

JAPANESE = "今日は商店街の古い喫茶店で、おいしいコーヒーを飲みながら友だちと長い話をした。"


def drawn(text: str) -> Image.Image:
    return Image.open(io.BytesIO(draw_text_card(TextCard(text=text))))


def test_a_card_is_an_upright_jpeg_within_its_margin() -> None:
    image = drawn(JAPANESE)

    assert (image.format, image.size) == ("JPEG", (WIDTH, HEIGHT))
    paper = Image.new("RGB", image.size, PAPER)
    marks = ImageChops.difference(image, paper).convert("L").point(lambda one: 255 * (one > 60))
    left, top, right, bottom = marks.getbbox() or (0, 0, 0, 0)
    assert left >= MARGIN - 8
    assert right <= WIDTH - MARGIN + 8
    assert (top > 60, bottom < HEIGHT - 60) == (True, True)


def test_japanese_breaks_between_phrases() -> None:
    size, lines = laid_out(JAPANESE)

    assert size == SIZES[0]
    assert "".join(lines) == JAPANESE
    assert len(lines) > 3
    assert not any(line[0] in NOT_FIRST for line in lines)
    assert not any(line.startswith(("ーヒー", "しい", "がら")) for line in lines)


def test_english_breaks_between_words() -> None:
    text = "Tea with an old friend in the arcade, and a long walk home along the river at dusk."

    _, lines = laid_out(text)

    assert " ".join(lines) == text


def test_paragraphs_stay_apart() -> None:
    assert laid_out("一行目\n\n三行目")[1] == ["一行目", "", "三行目"]


def test_longer_words_are_written_smaller_and_the_longest_are_cut() -> None:
    sizes = [laid_out("あいうえお" * times)[0] for times in (1, 30, 80, 2000)]
    _, lines = laid_out("あいうえお" * 2000)

    assert sizes == sorted(sizes, reverse=True)
    assert sizes[-1] == SIZES[-1] < sizes[0]
    assert lines[-1].endswith("…")


def test_what_a_card_holds_is_drawn_uncut() -> None:
    lines = ["a\n" * count + "b" for count in range(14, 24)]
    texts = [*(JAPANESE * times for times in range(8, 18)), *lines, "a" * 900, "a" * 3000]

    held = [text for text in texts if holds(text)]

    assert held == [text for text in texts if not laid_out(text)[1][-1].endswith("…")]
    assert 2 < len(held) < len(texts) - 2


@pytest.mark.parametrize("text", ["", "😀", "a" * 3000, "。" * 500, "\u202e\u200b", "ｶﾞ\ud800"])
def test_odd_words_are_drawn_all_the_same(text: str) -> None:
    assert drawn(text).size == (WIDTH, HEIGHT)


@settings(max_examples=40, deadline=None)
@given(st.text(max_size=300))
def test_no_line_is_longer_than_the_room(text: str) -> None:
    size, lines = laid_out(text)

    # Marks that may not begin a line hang on to the one before.
    assert all(wide(line.rstrip(NOT_FIRST), size) <= ROOM for line in lines)


def test_the_longest_text_is_drawn_in_time() -> None:
    began = time.monotonic()
    draw_text_card(TextCard(text="今日は、" * 5000))

    assert time.monotonic() - began < 5
