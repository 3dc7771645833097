"""A year in squares, one a day: 53 weeks in two bands, so that a telephone shows them."""

from collections.abc import Iterator, Mapping, Sequence, Set
from dataclasses import dataclass
from datetime import date, timedelta

from PIL import Image

from bot.pictures.ink import Ink
from bot.pictures.paper import FADED, PAPER, PERSIMMON, RULE, box, dot

WEEKS = 53
BAND_WEEKS = 27
LEVELS = ("#8FC1BF", "#3F8E94", "#155E67")
REST = "#C9BFAE"
STEP, CELL, RADIUS = 32, 27, 7
NAMES_WIDTH = 64
MONTHS_HEIGHT = 44
BAND_GAP = 18
NAME_SIZE = 28


@dataclass(frozen=True, slots=True, kw_only=True)
class Year:
    """The days up to today, and the names that stand beside them."""

    days: Mapping[date, int]
    today_on: date
    since_on: date | None
    paused: Set[date]
    week_start: int
    months: Sequence[str]
    weekdays: Sequence[str]

    @property
    def first_on(self) -> date:
        """The first day of the first of 53 weeks, of which the last holds today."""
        past = (self.today_on.weekday() - self.week_start) % 7
        return self.today_on - timedelta(days=past, weeks=WEEKS - 1)


def draw_year(image: Image.Image, ink: Ink, year: Year, *, left: int, top: int, right: int) -> None:
    left_of_cells = right - BAND_WEEKS * STEP + (STEP - CELL)
    for weeks in (range(BAND_WEEKS), range(BAND_WEEKS, WEEKS)):
        write_months(ink, year, weeks, left_of_cells, top + NAME_SIZE)
        cells = top + MONTHS_HEIGHT
        write_weekdays(ink, year, left, cells)
        for week in weeks:
            for row in range(7):
                day = year.first_on + timedelta(weeks=week, days=row)
                place = (left_of_cells + (week - weeks.start) * STEP, cells + row * STEP)
                draw_day(image, year, day, place)
        top = cells + 7 * STEP + BAND_GAP


def draw_day(image: Image.Image, year: Year, day: date, place: tuple[int, int]) -> None:
    if day > year.today_on:
        return
    x, y = place
    if day == year.today_on:
        box(image, (x - 3, y - 3), (CELL + 6, CELL + 6), RADIUS + 3, PERSIMMON)
        box(image, place, (CELL, CELL), RADIUS, PAPER)
        x, y = x + 2, y + 2
    size = CELL - 4 if day == year.today_on else CELL
    kept = year.days.get(day, 0)
    if kept > 0:
        box(image, (x, y), (size, size), RADIUS, LEVELS[min(kept, len(LEVELS)) - 1])
    elif day in year.paused:
        dot(image, (x + size // 2 - 5, y + size // 2 - 5), 10, REST)
    elif year.since_on is None or day >= year.since_on:
        box(image, (x, y), (size, size), RADIUS, RULE)
    else:
        dot(image, (x + size // 2 - 3, y + size // 2 - 3), 6, RULE)


def write_months(ink: Ink, year: Year, weeks: range, left: int, y: int) -> None:
    for column, name in months_of(year, weeks):
        ink.write((left + column * STEP, y), name, size=NAME_SIZE, color=FADED)


def months_of(year: Year, weeks: range) -> Iterator[tuple[int, str]]:
    """Each month's name over the week of its first day; the first week has one if there is room."""
    starts = []
    for week in weeks:
        last = year.first_on + timedelta(weeks=week, days=6)
        if last.day <= 7 and last - timedelta(days=6) <= year.today_on:
            starts.append((week - weeks.start, last.month))
    if not starts or starts[0][0] >= 3:
        yield 0, year.months[(year.first_on + timedelta(weeks=weeks.start)).month - 1]
    for column, month in starts:
        yield column, year.months[month - 1]


def write_weekdays(ink: Ink, year: Year, left: int, top: int) -> None:
    """Every second name, so that they stand apart."""
    for row in range(0, 7, 2):
        name = year.weekdays[(year.week_start + row) % 7]
        y = top + row * STEP + CELL - 4
        ink.write((left, y), name, size=NAME_SIZE - 2, color=FADED, room=NAMES_WIDTH)
