"""The fonts of the pictures, and which characters each of them really has."""

import struct
from bisect import bisect_right
from dataclasses import dataclass
from functools import cache, lru_cache
from importlib.resources import files
from pathlib import Path

from PIL import ImageFont, features

# Bitmap fonts exist in fixed sizes only: Noto's emoji in 109 px, Apple's in 160 px.
EMOJI_FONTS = (
    ("/usr/share/fonts/truetype/noto/NotoColorEmoji.ttf", 109),
    ("/usr/share/fonts/noto/NotoColorEmoji.ttf", 109),
    ("/usr/share/fonts/google-noto-emoji/NotoColorEmoji.ttf", 109),
    ("/usr/share/fonts/google-noto-color-emoji-fonts/NotoColorEmoji.ttf", 109),
    ("/System/Library/Fonts/Apple Color Emoji.ttc", 160),
)


@dataclass(frozen=True, slots=True)
class Coverage:
    """The code points that a font draws, as sorted ranges; all else would be a box."""

    starts: tuple[int, ...]
    ends: tuple[int, ...]

    def __contains__(self, character: str) -> bool:
        code = ord(character)
        at = bisect_right(self.starts, code) - 1
        return at >= 0 and code <= self.ends[at]


@dataclass(frozen=True, slots=True)
class EmojiFont:
    """A colour font at the one size in which it can be drawn."""

    font: ImageFont.FreeTypeFont
    size: int
    coverage: Coverage
    joins: bool
    """Whether several code points become one emoji (families, flags, skin tones)."""


def text_font_path() -> Path:
    return Path(str(files("noto_cjk_sans_jp_regular") / "NotoSansCJKjp-Regular.otf"))


@lru_cache(maxsize=32)
def text_font(size: int) -> ImageFont.FreeTypeFont:
    return ImageFont.truetype(text_font_path(), size)


@cache
def text_coverage() -> Coverage:
    return coverage_of(text_font_path())


@cache
def emoji_font() -> EmojiFont | None:
    """The colour font of this machine, or None; then emoji are left out."""
    for name, size in EMOJI_FONTS:
        try:
            font = ImageFont.truetype(name, size)
            coverage = coverage_of(Path(name))
        except (OSError, ValueError, struct.error):
            continue
        # Fonts with drawn (COLRv1) emoji load, but FreeType gives empty pictures for them.
        if "😀" in coverage and font.getmask("😀", mode="RGBA").getbbox():
            return EmojiFont(font, size, coverage, joins=bool(features.check("raqm")))
    return None


def coverage_of(path: Path) -> Coverage:
    """Reads the font's own `cmap` table (formats 4 and 12).

    https://learn.microsoft.com/typography/opentype/spec/cmap, 2026-11
    """
    table = cmap_table(path)
    count = struct.unpack_from(">H", table, 2)[0]
    offsets = [struct.unpack_from(">I", table, 8 + 8 * number)[0] for number in range(count)]
    # Format 12, where there is one, holds all that format 4 holds.
    found = [groups(table[offset:]) for offset in offsets if table[offset + 1] == 12]
    found = found or [segments(table[offset:]) for offset in offsets if table[offset + 1] == 4]
    ranges = [piece for pieces in found for piece in pieces]
    merged = merge(ranges)
    return Coverage(tuple(start for start, _ in merged), tuple(end for _, end in merged))


def cmap_table(path: Path) -> bytes:
    with path.open("rb") as file:
        tag, start = struct.unpack(">4s8xI", file.read(16))
        file.seek(start if tag == b"ttcf" else 0)
        count = struct.unpack(">4xH6x", file.read(12))[0]
        for tag, _, offset, length in struct.iter_unpack(">4sIII", file.read(16 * count)):
            if tag == b"cmap":
                file.seek(offset)
                return file.read(length)
    raise ValueError("a font without a cmap")


def groups(table: bytes) -> list[tuple[int, int]]:
    """Format 12: ranges of code points with consecutive glyphs."""
    count = struct.unpack_from(">I", table, 12)[0]
    told = struct.iter_unpack(">III", table[16 : 16 + 12 * count])
    return [(start, end) for start, end, glyph in told if glyph]


def segments(table: bytes) -> list[tuple[int, int]]:
    """Format 4, whose segments may hold code points that lead to no glyph: those are left out."""
    count = struct.unpack_from(">H", table, 6)[0] // 2
    ends = struct.unpack_from(f">{count}H", table, 14)
    starts = struct.unpack_from(f">{count}H", table, 16 + 2 * count)
    deltas = struct.unpack_from(f">{count}H", table, 16 + 4 * count)
    at = 16 + 6 * count
    offsets = struct.unpack_from(f">{count}H", table, at)
    found: list[tuple[int, int]] = []
    for number, (start, end) in enumerate(zip(starts, ends, strict=True)):
        for code in range(start, min(end, 0xFFFE) + 1):
            glyph = code
            if offsets[number]:
                place = at + 2 * number + offsets[number] + 2 * (code - start)
                glyph = struct.unpack_from(">H", table, place)[0]
            if glyph and (glyph + deltas[number]) & 0xFFFF:
                found.append((code, code))
    return found


def merge(ranges: list[tuple[int, int]]) -> list[tuple[int, int]]:
    merged: list[tuple[int, int]] = []
    for start, end in sorted(ranges):
        if merged and start <= merged[-1][1] + 1:
            merged[-1] = (merged[-1][0], max(end, merged[-1][1]))
        else:
            merged.append((start, end))
    return merged
