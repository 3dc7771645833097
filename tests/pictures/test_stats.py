import asyncio
import io
import threading
import time
from datetime import date, timedelta
from itertools import pairwise
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import Image, ImageColor

from bot.pictures import heatmap
from bot.pictures.flower import flower
from bot.pictures.heatmap import BAND_WEEKS, CELL, LEVELS, MONTHS_HEIGHT, STEP, WEEKS, months_of
from bot.pictures.in_time import TooSlow, draw_in_time
from bot.pictures.paper import PAPER, PERSIMMON, RULE
from bot.pictures.stats import (
    HEIGHT,
    MARGIN,
    RIGHT,
    WIDTH,
    YEAR_Y,
    Figure,
    Share,
    StatsPicture,
    draw_stats,
    year_of,
)

TODAY = date(2026, 11, 24)
FACETS = ("しごと", "まち", "好きなこと", "考えごと", "人とのつながり", "きょう")


def a_picture(**changes: Any) -> StatsPicture:
    values: dict[str, Any] = {
        "title": "日々",
        "period": "2025年11月〜2026年11月",
        "total": Figure("271", "通算の日数"),
        "streak": Figure("12", "続けて（日）"),
        "days": {},
        "today_on": TODAY,
        "months": [f"{month}月" for month in range(1, 13)],
        "weekdays": list("月火水木金土日"),
        "facets": [Share(name, 10 + 9 * n, str(10 + 9 * n)) for n, name in enumerate(FACETS)],
        "networks": [Share("あなたのページ", 134, "134"), Share("Bluesky", 98, "98")],
    }
    return StatsPicture(**values | changes)


def seen(stats: StatsPicture) -> Image.Image:
    return Image.open(io.BytesIO(draw_stats(stats))).convert("RGB")


def middle_of(stats: StatsPicture, day: date) -> tuple[int, int]:
    week, row = divmod((day - year_of(stats).first_on).days, 7)
    band, column = divmod(week, BAND_WEEKS)
    left = RIGHT - BAND_WEEKS * STEP + (STEP - CELL)
    top = YEAR_Y + MONTHS_HEIGHT + band * (MONTHS_HEIGHT + 7 * STEP + heatmap.BAND_GAP)
    return left + column * STEP + CELL // 2, top + row * STEP + CELL // 2


def color_of(stats: StatsPicture, day: date) -> tuple[int, ...]:
    pixel = seen(stats).getpixel(middle_of(stats, day))
    assert isinstance(pixel, tuple)
    return pixel


def test_it_is_a_small_png_made_for_a_telephone() -> None:
    busy = {TODAY - timedelta(days=n): n % 4 for n in range(370)}

    data = draw_stats(a_picture(days=busy, title="小鳥遊ひなたさんの日々 🌱"))

    assert data.startswith(b"\x89PNG")
    assert Image.open(io.BytesIO(data)).size == (WIDTH, HEIGHT)
    assert len(data) < 200_000


def test_it_takes_less_than_150_ms() -> None:
    busy = a_picture(days={TODAY - timedelta(days=n): n % 4 for n in range(370)})
    draw_stats(busy)
    taken = []
    for _ in range(5):
        begun = time.thread_time()
        draw_stats(busy)
        taken.append(time.thread_time() - begun)

    assert min(taken) < 0.15


@pytest.mark.parametrize(
    ("kept", "color"), [(0, RULE), (1, LEVELS[0]), (2, LEVELS[1]), (3, LEVELS[2]), (99, LEVELS[2])]
)
def test_a_day_is_as_dark_as_it_was_full(kept: int, color: str) -> None:
    for back in (1, 100, 250, 360):
        day = TODAY - timedelta(days=back)

        assert color_of(a_picture(days={day: kept}), day) == ImageColor.getrgb(color)


def test_rest_is_no_gap_and_before_the_start_is_nothing() -> None:
    day = TODAY - timedelta(days=20)
    beside = (CELL // 2 - 3, 0)

    rest = a_picture(paused={day})
    before = a_picture(since_on=TODAY - timedelta(days=10))

    for stats, color in ((rest, heatmap.REST), (before, RULE)):
        x, y = middle_of(stats, day)
        assert seen(stats).getpixel((x, y)) == ImageColor.getrgb(color)
        assert seen(stats).getpixel((x + beside[0], y)) == ImageColor.getrgb(PAPER)


def test_an_answer_in_a_pause_is_seen() -> None:
    day = TODAY - timedelta(days=20)

    assert color_of(a_picture(paused={day}, days={day: 1}), day) == ImageColor.getrgb(LEVELS[0])


def test_today_has_a_ring_and_tomorrow_is_blank() -> None:
    stats = a_picture(days={TODAY: 1})
    x, y = middle_of(stats, TODAY)
    image = seen(stats)

    ring = {image.getpixel((x + offset, y)) for offset in range(CELL // 2 - 2, CELL // 2 + 5)}
    assert ImageColor.getrgb(PERSIMMON) in ring
    assert image.getpixel((x, y + STEP)) == ImageColor.getrgb(PAPER)


@settings(max_examples=200)
@given(today=st.dates(date(2000, 1, 1), date(2100, 1, 1)), week_start=st.sampled_from([0, 5, 6]))
def test_the_year_begins_with_a_week_and_ends_with_today(today: date, week_start: int) -> None:
    year = year_of(a_picture(today_on=today, week_start=week_start))

    assert year.first_on.weekday() == week_start
    assert WEEKS * 7 - 7 <= (today - year.first_on).days < WEEKS * 7
    for weeks in (range(BAND_WEEKS), range(BAND_WEEKS, WEEKS)):
        columns = [column for column, _ in months_of(year, weeks)]
        assert all(b - a >= 3 for a, b in pairwise(columns))
        assert 5 <= len(columns) <= 8


def test_words_of_any_length_and_script_stay_inside_the_margins() -> None:
    long = "とても長い名前😀 Wolfeschlegelstein كريم ก " * 20
    stats = a_picture(
        title=long,
        period=long,
        total=Figure("1,234,567,890", long),
        streak=Figure("9" * 40, long),
        weekdays=[long] * 7,
        facets=[Share(long, 5, "1,234,567") for _ in range(9)],
        networks=[Share(long, 5, "7") for _ in range(30)],
    )

    image = seen(stats)

    for left in (0, RIGHT + 6):
        strip = image.crop((left, 0, left + MARGIN - 6, HEIGHT))
        assert strip.getcolors(1 << 16) == [(strip.width * HEIGHT, ImageColor.getrgb(PAPER))]


def test_a_first_day_without_networks_is_a_picture_too() -> None:
    stats = a_picture(
        days={TODAY: 1},
        since_on=TODAY,
        networks=(),
        facets=[Share(name, 0, "0") for name in FACETS],
    )

    assert seen(stats).size == (WIDTH, HEIGHT)


def test_a_longer_petal_is_a_higher_count() -> None:
    image = flower([1, 4, 16, 0, 16, 16], 300, ["#FF0000"] * 6, "#00FF00")
    up, down = (image.crop((0, 0, 300, 150)), image.crop((0, 150, 300, 300)))

    reds = [
        sum(count for count, pixel in half.getcolors(1 << 17) or [] if pixel == (255, 0, 0, 255))
        for half in (up, down)
    ]
    assert reds[0] > 0
    assert reds[1] > 0
    # The fourth petal points down and is empty: only its ground is seen there.
    assert image.getpixel((150, 250)) == (0, 255, 0, 255)
    assert image.getpixel((150, 30)) == (0, 255, 0, 255)
    assert image.getpixel((150, 110)) == (255, 0, 0, 255)


async def test_a_drawing_that_takes_too_long_is_not_waited_for() -> None:
    let_go = threading.Event()

    def slow(_: None) -> bytes:
        let_go.wait(10)
        return b""

    with pytest.raises(TooSlow):
        await draw_in_time(slow, None, limit=timedelta(milliseconds=50))
    let_go.set()


async def test_pictures_are_drawn_side_by_side() -> None:
    pictures = [a_picture(title=str(n), days={TODAY: n}) for n in range(4)]

    together = await asyncio.gather(*(draw_in_time(draw_stats, p) for p in pictures))

    assert together == [draw_stats(picture) for picture in pictures]
