"""Words as a picture, for networks where words alone are no post.

Japanese breaks between phrases, all else between words; the letters grow smaller until
everything fits, and where not even the smallest do, the end is cut with "…".
"""

import io
import itertools
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache

import budoux
import regex
from PIL import Image

from bot.pictures.ink import ELLIPSIS, GRAPHEME, Ink, Piece, drawable, joined, letters_of, width_of
from bot.pictures.paper import INK, PAPER, TEAL

WIDTH, HEIGHT = 1080, 1350
MARGIN = 110
ROOM = WIDTH - 2 * MARGIN
TALL = HEIGHT - 2 * MARGIN
SIZES = (88, 76, 66, 58, 50, 44, 38, 34)
LEADING = 1.6
QUALITY = 92
# More than this never fits, however small.
MOST = 2_400
WIDE = regex.compile(r"[\p{Han}\p{Hiragana}\p{Katakana}]")
# What a line may not begin with, by JIS X 4051: closing marks and small kana.
NOT_FIRST = (
    "、。，．・：；？！」』）］｝】〉》〕…ー々ぁぃぅぇぉっゃゅょゎァィゥェォッャュョヮ,.!?:;)]}%"
)


@dataclass(frozen=True, slots=True, kw_only=True)
class TextCard:
    """What is written on the card."""

    text: str


def draw_text_card(card: TextCard) -> bytes:
    """A JPEG of 1080 × 1350 pixels, upright as feeds show pictures largest."""
    size, lines = laid_out(card.text[:MOST])
    image = Image.new("RGB", (WIDTH, HEIGHT), PAPER)
    image.paste(TEAL, (MARGIN, MARGIN - 40, MARGIN + 64, MARGIN - 32))
    ink, step = Ink(image), round(LEADING * size)
    y = MARGIN + (TALL - step * len(lines)) / 2 + 1.15 * size
    for line in lines:
        ink.write((MARGIN, y), line, size=size, color=INK)
        y += step
    out = io.BytesIO()
    image.save(out, "JPEG", quality=QUALITY, optimize=True)
    return out.getvalue()


def laid_out(text: str) -> tuple[int, list[str]]:
    """The largest letters in which all lines fit, else the smallest, cut."""
    for size in SIZES:
        most = int(TALL / (LEADING * size))
        lines = list(itertools.islice(lines_of(text, size), most + 1))
        if len(lines) <= most:
            return size, lines
    return SIZES[-1], [*lines[: most - 1], cut(lines[most - 1], SIZES[-1])]


def holds(text: str) -> bool:
    """Whether all of a text has room on one card."""
    most = int(TALL / (LEADING * SIZES[-1]))
    lines = [*itertools.islice(lines_of(text[:MOST], SIZES[-1]), most + 1)]
    return len(text) <= MOST and len(lines) <= most


def lines_of(text: str, size: int) -> Iterator[str]:
    for paragraph in text.strip().splitlines():
        line = ""
        for chunk in chunks(paragraph, size):
            if line and wide(line + chunk.rstrip(), size) > ROOM:
                yield line.rstrip()
                line = chunk.lstrip()
            else:
                line += chunk
        yield line.rstrip()


def chunks(paragraph: str, size: int) -> Iterator[str]:
    """What stays together on a line; longer than a line it is cut between two letters."""
    for phrase in phrases(paragraph):
        if wide(phrase.rstrip(), size) <= ROOM:
            yield phrase
        else:
            yield from slices(phrase, size)


def phrases(paragraph: str) -> list[str]:
    """Pieces of a paragraph between which a line may end."""
    words = regex.findall(r"\S+\s*|\s+", paragraph)
    found: list[str] = []
    for word in words:
        found += parser().parse(word) if WIDE.search(word) else [word]
    return merged(found)


def merged(pieces: list[str]) -> list[str]:
    """No piece begins with what no line may begin with."""
    together: list[str] = []
    for piece in pieces:
        if together and piece[0] in NOT_FIRST:
            together[-1] += piece
        else:
            together.append(piece)
    return together


def slices(phrase: str, size: int) -> Iterator[str]:
    part = ""
    for letter in GRAPHEME.findall(phrase):
        # A closing mark hangs on to the letter before it, a little into the margin.
        if part and letter not in NOT_FIRST and wide(part + letter, size) > ROOM:
            yield part
            part = letter
        else:
            part += letter
    yield part


def cut(line: str, size: int) -> str:
    """The line with … at its end, as much of it as then fits."""
    letters = [letter for piece in drawable(line) for letter in letters_of(piece)]
    while letters and width_of([*joined([*letters, Piece(ELLIPSIS)])], size) > ROOM:
        letters.pop()
    return "".join(letter.text for letter in letters) + ELLIPSIS


def wide(text: str, size: int) -> float:
    return width_of(list(drawable(text)), size)


@cache
def parser() -> budoux.Parser:
    """Loaded once; small enough to stay."""
    return budoux.load_default_japanese_parser()
