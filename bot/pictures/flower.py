"""Counts as a flower: the rounder it is, the more evenly the counts are spread."""

import math
from collections.abc import Sequence

from PIL import Image, ImageColor, ImageDraw

from bot.pictures.paper import FINER, PAPER

SHORTEST, FULL = 0.3, 0.98
HEART = 0.065
SLIMNESS = 0.36
STEPS = 24


def flower(counts: Sequence[int], size: int, colors: Sequence[str], ground: str) -> Image.Image:
    """`size` pixels square, see-through around; the longest petal is the highest count."""
    full = size * FINER
    image = Image.new("RGBA", (full, full), (*ImageColor.getrgb(PAPER), 0))
    draw = ImageDraw.Draw(image)
    middle = full / 2
    most = max(counts, default=0)
    turns = [2 * math.pi * number / len(counts) - math.pi / 2 for number in range(len(counts))]
    for turn in turns:
        draw.polygon(petal(middle, FULL * middle, turn), fill=ground)
    for count, turn, color in zip(counts, turns, colors, strict=False):
        if count > 0:
            # The square root: an area twice as large reads as twice as much.
            length = SHORTEST + (FULL - SHORTEST) * math.sqrt(count / most)
            draw.polygon(petal(middle, middle * length, turn), fill=color)
    heart = middle * HEART
    draw.ellipse((middle - heart, middle - heart, middle + heart, middle + heart), fill=PAPER)
    return image.resize((size, size), Image.Resampling.LANCZOS)


def petal(middle: float, length: float, turn: float) -> list[tuple[float, float]]:
    """The outline of one petal: pointed at the middle, round at the tip."""
    outline = []
    for step in range(2 * STEPS):
        way = math.pi * step / STEPS
        along = length * (0.5 - 0.5 * math.cos(way))
        across = length * SLIMNESS * math.sin(way) * (0.12 + 0.88 * along / length)
        x = middle + along * math.cos(turn) - across * math.sin(turn)
        y = middle + along * math.sin(turn) + across * math.cos(turn)
        outline.append((x, y))
    return outline
