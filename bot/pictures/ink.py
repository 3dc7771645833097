"""Words on a picture: what no font has is left out, so that never a box is drawn."""

import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache

import regex
from PIL import Image, ImageDraw

from bot.pictures.fonts import EmojiFont, emoji_font, text_coverage, text_font

GRAPHEME = regex.compile(r"\X")
# Written for programs: direction marks, joiners, variation selectors, line ends.
UNSEEN = regex.compile(r"[\p{Cc}\p{Cf}\p{Zl}\p{Zp}\uFE00-\uFE0F]")
EMOJI_LIKE = regex.compile(r"\p{Emoji_Presentation}|\p{Emoji}\uFE0F")
PICTURE_SELECTOR = "\ufe0f"
LONGEST = 400
MOST_MARKS = 3
ELLIPSIS = "…"


@dataclass(frozen=True, slots=True)
class Piece:
    """A stretch of text in one font; `emoji` holds the colour font or None for ink."""

    text: str
    emoji: EmojiFont | None = None


class Ink:
    """Writes on one picture. Places are pixels; `y` is the line on which letters stand."""

    def __init__(self, image: Image.Image) -> None:
        self._image = image
        self._draw = ImageDraw.Draw(image)

    def write(
        self,
        place: tuple[float, float],
        text: str,
        *,
        size: int,
        color: str,
        align: str = "left",
        room: float | None = None,
        weight: float = 0,
    ) -> float:
        """Writes one line and says how wide it is. Cut with … where it is longer than `room`;
        `align` (left, middle, right) says what of the line stands at `place`."""
        pieces = fitting(text, size, room)
        width = width_of(pieces, size)
        x, y = place
        x -= {"left": 0.0, "middle": width / 2, "right": width}[align]
        for piece in pieces:
            if piece.emoji:
                tile = emoji_tile(piece.text, size)
                self._image.paste(tile, (round(x), round(y - 0.86 * tile.height)), tile)
            else:
                font = text_font(size)
                self._draw.text((x, y), piece.text, color, font, anchor="ls", stroke_width=weight)
            x += width_of([piece], size)
        return width


def fitting(text: str, size: int, room: float | None) -> list[Piece]:
    pieces = list(drawable(text))
    if room is None or width_of(pieces, size) <= room:
        return pieces
    left = room - text_font(size).getlength(ELLIPSIS)
    letters: list[Piece] = []
    for letter in (letter for piece in pieces for letter in letters_of(piece)):
        left -= width_of([letter], size)
        if left < 0:
            break
        letters.append(letter)
    # Set side by side, letters may take a hair more than each by itself.
    while letters and width_of([*joined([*letters, Piece(ELLIPSIS)])], size) > room:
        letters.pop()
    return [*joined([*letters, Piece(ELLIPSIS)])]


def letters_of(piece: Piece) -> Iterator[Piece]:
    for letter in GRAPHEME.findall(piece.text):
        yield Piece(letter, piece.emoji)


def drawable(text: str) -> Iterator[Piece]:
    """The text in pieces that the fonts at hand can draw, the rest left out."""
    line = unicodedata.normalize("NFC", " ".join(text[:LONGEST].split()))
    letters: list[Piece] = []
    for piece in map(piece_for, GRAPHEME.findall(line)):
        if piece and not (piece.text == " " and (not letters or letters[-1].text == " ")):
            letters.append(piece)
    yield from joined(letters)


def joined(letters: list[Piece]) -> Iterator[Piece]:
    """Neighbours in ink become one piece, so that the font sets them as one."""
    run = ""
    for letter in letters:
        if letter.emoji is None:
            run += letter.text
            continue
        if run:
            yield Piece(run)
            run = ""
        yield letter
    if run:
        yield Piece(run)


@lru_cache(maxsize=4096)
def piece_for(letter: str) -> Piece | None:
    """One grapheme in the font that has all of it, or None."""
    if EMOJI_LIKE.search(letter):
        return emoji_for(letter) or ink_for(letter)
    return ink_for(letter) or emoji_for(letter)


def ink_for(letter: str) -> Piece | None:
    seen = UNSEEN.sub("", letter)
    if not seen:
        return None
    marks = seen[1:]
    if len(marks) > MOST_MARKS or not all(has_ink(mark) for mark in marks):
        seen = seen[0]
    if has_ink(seen[0]):
        return Piece(seen)
    # Ć is not in the font, and its accent alone would stand in the wrong place: C is there.
    plain = unicodedata.normalize("NFD", seen[0])[0]
    return Piece(plain) if has_ink(plain) else None


def has_ink(character: str) -> bool:
    return character in text_coverage()


def emoji_for(letter: str) -> Piece | None:
    font = emoji_font()
    if font is None:
        return None
    bare = letter.replace(PICTURE_SELECTOR, "")
    if not bare or not all(part in font.coverage for part in bare):
        return None
    # Digits, # and * are in the font as parts of keycaps; alone they are ink.
    if bare.isascii():
        return None
    return Piece(letter if font.joins else bare[0], font)


def width_of(pieces: list[Piece], size: int) -> float:
    return sum(
        emoji_tile(piece.text, size).width if piece.emoji else text_font(size).getlength(piece.text)
        for piece in pieces
    )


@lru_cache(maxsize=256)
def emoji_tile(letter: str, size: int) -> Image.Image:
    """The emoji in colour, as high as a capital with a little air."""
    found = emoji_font()
    assert found is not None
    left, top, right, bottom = (round(edge) for edge in found.font.getbbox(letter))
    tile = Image.new("RGBA", (max(1, right - left), max(1, bottom - top)))
    ImageDraw.Draw(tile).text((-left, -top), letter, font=found.font, embedded_color=True)
    height = max(1, round(1.05 * size))
    width = max(1, min(2 * size, round(tile.width * height / tile.height)))
    return tile.resize((width, height), Image.Resampling.LANCZOS)
