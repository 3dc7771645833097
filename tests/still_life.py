"""A cup of tea and a library book by the window: a photo that nobody had to take."""

import io
import math
from collections.abc import Callable

from PIL import Image, ImageChops, ImageDraw, ImageFilter

SIZE = (1200, 900)
FINE = 2  # drawn twice as large and made smaller, which smooths every edge
TABLE = 0.38

Colour = tuple[int, int, int]
Draw = Callable[[ImageDraw.ImageDraw], object]

WALL = ((248, 236, 214), (222, 192, 152))
WOOD = ((190, 138, 96), (128, 82, 52))
LIGHT: Colour = (255, 244, 216)
SUN: Colour = (255, 214, 150)
STEAM: Colour = (255, 252, 244)
SHADE: Colour = (58, 34, 20)
CLAY = ((132, 164, 168), (62, 88, 98))
GLAZE: Colour = (222, 232, 230)
TEA = ((196, 128, 52), (122, 66, 24))
CLOTH = ((172, 72, 62), (126, 44, 44))
PAPER: Colour = (244, 236, 218)


def tea_and_a_book() -> bytes:
    """A JPEG of the scene."""
    width, height = SIZE
    scene = _room((width * FINE, height * FINE))
    _book(scene)
    _cup(scene)
    _steam(scene)
    small = scene.resize(SIZE, Image.Resampling.LANCZOS)
    file = io.BytesIO()
    small.save(file, "JPEG", quality=90)
    return file.getvalue()


def _between(first: Colour, last: Colour, part: float) -> Colour:
    red, green, blue = (round(a + (b - a) * part) for a, b in zip(first, last, strict=True))
    return red, green, blue


def _gradient(size: tuple[int, int], first: Colour, last: Colour, *, across: bool) -> Image.Image:
    line = Image.new("RGB", (64, 1) if across else (1, 64))
    line.putdata([_between(first, last, step / 63) for step in range(64)])
    return line.resize(size, Image.Resampling.BICUBIC)


def _at(*points: float) -> list[float]:
    """Coordinates of the small picture as those of the fine one."""
    return [point * FINE for point in points]


def _mask(scene: Image.Image, draw: Draw, *, blur: float = 0, strength: float = 1) -> Image.Image:
    mask = Image.new("L", scene.size)
    draw(ImageDraw.Draw(mask))
    if blur:
        mask = mask.filter(ImageFilter.GaussianBlur(blur * FINE))
    return mask.point(lambda value: value * strength)


def _veil(
    scene: Image.Image, colour: Colour, draw: Draw, *, blur: float = 0, strength: float = 1
) -> None:
    """Lays one colour over a shape, softly."""
    mask = _mask(scene, draw, blur=blur, strength=strength)
    scene.paste(colour, (0, 0, *scene.size), mask)


def _fill(
    scene: Image.Image, colours: tuple[Colour, Colour], draw: Draw, *, across: bool = False
) -> None:
    """Fills a shape with a gradient over just its own extent."""
    mask = _mask(scene, draw)
    box = mask.getbbox() or (0, 0, 1, 1)
    inside = (box[2] - box[0], box[3] - box[1])
    scene.paste(_gradient(inside, *colours, across=across), box[:2], mask.crop(box))


def _room(size: tuple[int, int]) -> Image.Image:
    scene = _gradient(size, *WALL, across=False)
    width, edge, height = SIZE[0], SIZE[1] * TABLE, SIZE[1]
    for start in (60, 250):
        pane = _at(start, 0, start + 150, 0, start + 220, edge - 40, start + 70, edge - 40)
        _veil(scene, LIGHT, _polygon(pane), blur=7, strength=0.85)
    _fill(scene, WOOD, lambda d: d.rectangle(_at(0, edge, width, height), 255))
    for line in range(24):
        _grain(scene, line, edge)
    _veil(
        scene,
        SHADE,
        lambda d: d.rectangle(_at(0, edge - 8, width, edge + 5), 255),
        blur=7,
        strength=0.7,
    )
    pool = _at(130, edge + 16, 690, edge + 16, 1120, height, 330, height)
    _veil(scene, SUN, _polygon(pool), blur=34, strength=0.36)
    return scene


def _grain(scene: Image.Image, line: int, edge: float) -> None:
    top = edge + 22 + line * line * 0.95
    wave = [
        point
        for x in range(0, SIZE[0] + 1, 30)
        for point in _at(x, top + math.sin(x / 190 + line * 1.7) * (2 + line * 0.22))
    ]
    _veil(scene, WOOD[1], lambda d: d.line(wave, 200, width=3), blur=1.2, strength=0.5)


def _book(scene: Image.Image) -> None:
    shadow = _at(610, 660, 1060, 560, 1180, 690, 690, 822)
    _veil(scene, SHADE, _polygon(shadow), blur=20, strength=0.55)
    front, side = _at(600, 622, 676, 756, 676, 800, 600, 664), _at(676, 756, 1122, 642)
    _fill(scene, (CLOTH[1], (92, 30, 32)), _polygon(front))
    pages = [*side, *_at(1116, 682, 676, 796)]
    _fill(scene, (PAPER, (204, 188, 158)), _polygon(pages))
    for leaf in range(1, 8):
        down = leaf * 5
        edge = _at(678, 756 + down, 1118, 642 + down)
        _veil(scene, (176, 156, 124), _line(edge, 2))
    back = _at(676, 793, 1118, 679, 1122, 686, 676, 803)
    _veil(scene, (92, 30, 32), _polygon(back))
    cover = _at(600, 622, 1036, 520, 1122, 642, 676, 758)
    _fill(scene, CLOTH, _polygon(cover), across=True)
    label = _at(726, 622, 934, 573, 968, 621, 758, 673)
    _veil(scene, PAPER, _polygon(label))
    for row, length in ((0, 150), (1, 104)):
        left, top = 765 + row * 11, 627 + row * 17
        rule = _at(left, top, left + length, top - length * 0.235)
        _veil(scene, CLOTH[1], _line(rule, 6))
    ribbon = _at(1000, 528, 1020, 523, 1110, 640, 1124, 716, 1112, 708, 1102, 722, 1092, 648)
    _fill(scene, ((226, 178, 84), (188, 132, 48)), _polygon(ribbon))
    sheen = _at(640, 616, 860, 562, 930, 664, 700, 726)
    _veil(scene, LIGHT, _polygon(sheen), blur=30, strength=0.22)


def _cup(scene: Image.Image) -> None:
    _veil(scene, SHADE, lambda d: d.ellipse(_at(250, 560, 690, 720), 255), blur=24, strength=0.6)
    _fill(
        scene, ((206, 190, 160), (150, 126, 92)), lambda d: d.ellipse(_at(196, 566, 596, 712), 255)
    )
    _fill(
        scene, ((226, 212, 184), (186, 164, 128)), lambda d: d.ellipse(_at(208, 566, 584, 700), 255)
    )
    _veil(scene, SHADE, lambda d: d.ellipse(_at(280, 604, 540, 690), 255), blur=12, strength=0.6)
    body = _body()
    _fill(scene, CLAY, body, across=True)
    shine = _mask(
        scene, lambda d: d.polygon(_at(312, 460, 352, 470, 362, 610, 334, 596), 255), blur=9
    )
    inside = ImageChops.multiply(shine, _mask(scene, body)).point(lambda value: value * 0.6)
    scene.paste(GLAZE, (0, 0, *scene.size), inside)
    _veil(scene, GLAZE, lambda d: d.ellipse(_at(266, 376, 526, 474), 255))
    _fill(
        scene, ((112, 134, 136), (188, 202, 198)), lambda d: d.ellipse(_at(275, 382, 517, 469), 255)
    )
    _fill(scene, TEA, lambda d: d.ellipse(_at(288, 402, 504, 468), 255), across=True)
    _veil(scene, LIGHT, lambda d: d.ellipse(_at(312, 416, 372, 434), 255), blur=5, strength=0.7)


def _body() -> Draw:
    """The side of the cup: straight from the rim, then rounded into its foot."""
    points = _at(266, 425)
    for step in range(41):
        turn = math.pi * step / 40
        points += _at(396 - 112 * math.cos(turn), 590 + 76 * math.sin(turn) ** 0.8)
    points += _at(526, 425)

    def draw(canvas: ImageDraw.ImageDraw) -> None:
        canvas.polygon(points, 255)
        canvas.ellipse(_at(266, 376, 526, 474), 255)

    return draw


def _steam(scene: Image.Image) -> None:
    for start, lean in ((366, -1), (420, 1)):
        rising = [
            point
            for step in range(60)
            for point in _at(start + lean * 22 * math.sin(step / 9) + step * 0.5, 404 - step * 4.2)
        ]
        _veil(scene, STEAM, _line(rising, 16 * FINE), blur=11, strength=0.42)


def _polygon(points: list[float]) -> Draw:
    return lambda canvas: canvas.polygon(points, 255)


def _line(points: list[float], width: int) -> Draw:
    return lambda canvas: canvas.line(points, 255, width=width, joint="curve")
