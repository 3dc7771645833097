"""The paper, its colours, and the few shapes that are put on it."""

from functools import lru_cache

from PIL import Image, ImageDraw

PAPER = "#FBF8F3"
INK = "#2B2A28"
FADED = "#6F6A62"
RULE = "#EAE3D6"
TEAL = "#1F6F78"
PERSIMMON = "#D9622B"
# Work, place, hobby, thought, people, day.
PETALS = ("#1F6F78", "#7C9A4B", "#D9622B", "#5A5F9E", "#B8567A", "#D9A126")

# Pillow draws without soft edges: shapes are drawn larger and scaled down.
FINER = 4


@lru_cache(maxsize=64)
def rounded_mask(width: int, height: int, radius: int) -> Image.Image:
    mask = Image.new("L", (width * FINER, height * FINER))
    box = (0, 0, width * FINER - 1, height * FINER - 1)
    ImageDraw.Draw(mask).rounded_rectangle(box, radius * FINER, fill=255)
    return mask.resize((width, height), Image.Resampling.LANCZOS)


def box(
    image: Image.Image, place: tuple[int, int], size: tuple[int, int], radius: int, color: str
) -> None:
    image.paste(color, place, rounded_mask(*size, radius))


def dot(image: Image.Image, place: tuple[int, int], size: int, color: str) -> None:
    box(image, place, (size, size), size // 2, color)
