"""The picture of /stats: a person's year, how round it is, and where it was shared."""

import io
from collections.abc import Mapping, Sequence, Set
from dataclasses import dataclass, field
from datetime import date

from PIL import Image

from bot.pictures.flower import flower
from bot.pictures.heatmap import Year, draw_year
from bot.pictures.ink import Ink
from bot.pictures.paper import FADED, INK, PAPER, PERSIMMON, PETALS, RULE, TEAL, dot

WIDTH, HEIGHT = 1080, 1350
MARGIN = 72
RIGHT = WIDTH - MARGIN

# A telephone shows the picture about 390 px wide: 30 here are 11 there, the least to be read.
SMALL, PLAIN, TITLE, NUMBER = 30, 34, 42, 132

TITLE_Y, NUMBER_Y, LABEL_Y = 106, 258, 310
YEAR_Y = 350
FLOWER_SIZE = 300
FLOWER_X, FLOWER_Y = 88, 938
FACETS_X, FACETS_Y, FACET_STEP = 470, 976, 49
NETWORKS_Y = 1300
MOST_FACETS = 6


@dataclass(frozen=True, slots=True)
class Figure:
    """A number, already in the reader's writing, and what it counts."""

    shown: str
    label: str


@dataclass(frozen=True, slots=True)
class Share:
    """One part of a whole: a facet or a network, its count, and that count as it is written."""

    label: str
    count: int
    shown: str


@dataclass(frozen=True, slots=True, kw_only=True)
class StatsPicture:
    """All that stands on the picture, in the reader's own words.

    `days` counts what was kept on each day; `paused` days are drawn as rest, days before
    `since_on` and after `today_on` not at all. `months` are twelve short names from January on,
    `weekdays` seven from Monday on; `week_start` is 0 for Monday, 6 for Sunday.
    """

    title: str
    period: str
    total: Figure
    streak: Figure
    days: Mapping[date, int]
    today_on: date
    months: Sequence[str]
    weekdays: Sequence[str]
    facets: Sequence[Share]
    networks: Sequence[Share] = ()
    paused: Set[date] = field(default_factory=frozenset)
    since_on: date | None = None
    week_start: int = 0


def draw_stats(stats: StatsPicture) -> bytes:
    """A PNG, 1080 × 1350. Takes tens of milliseconds of CPU: call it in a thread."""
    image = Image.new("RGB", (WIDTH, HEIGHT), PAPER)
    ink = Ink(image)
    write_head(ink, stats)
    draw_year(image, ink, year_of(stats), left=MARGIN, top=YEAR_Y, right=RIGHT)
    draw_facets(image, ink, stats.facets[:MOST_FACETS])
    write_networks(image, ink, stats.networks)
    out = io.BytesIO()
    image.save(out, "PNG", compress_level=6)
    return out.getvalue()


def year_of(stats: StatsPicture) -> Year:
    return Year(
        days=stats.days,
        today_on=stats.today_on,
        since_on=stats.since_on,
        paused=stats.paused,
        week_start=stats.week_start,
        months=stats.months,
        weekdays=stats.weekdays,
    )


def write_head(ink: Ink, stats: StatsPicture) -> None:
    period = ink.write(
        (RIGHT, TITLE_Y), stats.period, size=SMALL, color=FADED, align="right", room=420
    )
    room = RIGHT - MARGIN - period - 40
    ink.write((MARGIN, TITLE_Y), stats.title, size=TITLE, color=INK, room=room, weight=0.5)
    half = (RIGHT - MARGIN) / 2
    for x, figure, color in ((MARGIN, stats.total, TEAL), (MARGIN + half, stats.streak, PERSIMMON)):
        ink.write((x, NUMBER_Y), figure.shown, size=NUMBER, color=color, room=half - 30, weight=1.5)
        ink.write((x, LABEL_Y), figure.label, size=PLAIN, color=INK, room=half - 30)


def draw_facets(image: Image.Image, ink: Ink, facets: Sequence[Share]) -> None:
    """A flower, one petal a facet, and beside it the same in words."""
    petals = flower([share.count for share in facets], FLOWER_SIZE, PETALS, RULE)
    image.paste(petals, (FLOWER_X, FLOWER_Y), petals)
    for number, share in enumerate(facets):
        y = FACETS_Y + FACET_STEP * number
        dot(image, (FACETS_X, y - 22), 20, PETALS[number])
        counted = ink.write((RIGHT, y), share.shown, size=PLAIN, color=INK, align="right")
        room = RIGHT - FACETS_X - 40 - counted - 20
        ink.write((FACETS_X + 40, y), share.label, size=PLAIN, color=INK, room=room)


def write_networks(image: Image.Image, ink: Ink, networks: Sequence[Share]) -> None:
    """As many as fit into one line, in the order given."""
    x = float(MARGIN)
    for share in networks:
        text = f"{share.label} {share.shown}"
        x += ink.write((x, NETWORKS_Y), text, size=SMALL, color=FADED, room=RIGHT - x) + 44
        if x > RIGHT - 120:
            break
