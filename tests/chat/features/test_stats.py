"""/stats: the numbers in words, the picture, and what happens without one."""

from datetime import date, timedelta
from typing import Any

import pytest

from bot.chat.features import stats
from bot.domain.questions import Facet
from bot.domain.stats import Summary, summarize
from bot.domain.streaks import Day, DayState
from bot.locales import speak
from bot.pictures.in_time import TooSlow
from bot.pictures.stats import draw_stats
from bot.services.history import Stats
from tests.chat.house import House

TODAY = date(2026, 11, 23)
FACETS = {"day": 9, "work": 3}
NETWORKS = {"page": 4, "bluesky": 2}


def a_summary(days: int = 12, **given: Any) -> Summary:
    answered = [Day(TODAY - timedelta(days=back), DayState.ANSWERED) for back in range(days)]
    return summarize(answered, given.get("facets", FACETS), given.get("networks", NETWORKS), TODAY)


# The words.


def test_the_total_comes_first_and_then_the_streak() -> None:
    assert stats.in_words(speak("en"), a_summary()).split("\n") == [
        "12 days kept in all.",
        "12 days in a row now.",
        "What they are about: Work 3, The day 9",
        "Shared: your page 4, Bluesky 2",
    ]


def test_one_day_is_one_day_and_nothing_shared_is_not_told() -> None:
    summary = a_summary(1, facets={"people": 1}, networks={})

    assert stats.in_words(speak("en"), summary).split("\n") == [
        "1 day kept in all.",
        "1 day in a row now.",
        "What they are about: People 1",
    ]


def test_a_lost_streak_is_not_mentioned() -> None:
    days = [Day(TODAY - timedelta(days=3), DayState.ANSWERED)]
    days += [Day(TODAY - timedelta(days=back), DayState.MISSED) for back in (2, 1)]
    summary = summarize(days, {}, {}, TODAY)

    assert stats.in_words(speak("en"), summary) == "1 day kept in all."


def test_more_adds_the_longest_run_the_month_and_the_habit() -> None:
    added = stats.in_words(speak("en"), a_summary(), full=True).split("\n")[4:]

    assert added == [
        "Longest so far: 12 days in a row.",
        "Answered in the last 30 days: 100%",
        f"How settled the habit is: {round(a_summary().strength * 100)}%",
    ]


# The picture.


def test_the_picture_says_the_same_numbers() -> None:
    found = Stats(summary=a_summary(), language="en", joined_on=TODAY)

    picture = stats.picture_of(speak("en"), found, frozenset())

    assert (picture.total.shown, picture.total.label) == ("12", "days kept in all")
    assert [share.shown for share in picture.facets] == ["3", "0", "0", "0", "0", "9"]
    assert [share.label for share in picture.networks] == ["your page", "Bluesky"]
    assert sum(picture.days.values()) == 12
    assert len(picture.months) == 12
    assert picture.weekdays[0] == "M"


def test_the_year_begins_with_the_first_kept_day_however_it_was_dated() -> None:
    found = Stats(summary=a_summary(), language="en", joined_on=TODAY)

    picture = stats.picture_of(speak("en"), found, frozenset())

    assert picture.since_on == TODAY - timedelta(days=11)


@pytest.mark.parametrize("language", ["en", "ja"])
def test_both_languages_can_be_drawn(language: str) -> None:
    found = Stats(summary=a_summary(), language=language, joined_on=TODAY)

    drawn = draw_stats(stats.picture_of(speak(language), found, frozenset({TODAY})))

    assert drawn.startswith(b"\x89PNG")


def test_every_facet_has_a_name() -> None:
    assert set(stats.FACETS) == set(Facet)


# In the chat.


async def test_a_newcomer_is_led_to_todays_question(house: House) -> None:
    aki = await house.person()
    await aki.says("/start")

    await aki.says("/stats")
    assert aki.last.text == "Nothing yet. One line is enough for the first day."

    await aki.presses("Today's question")
    assert aki.last.labels[-1] == "Skip today"


async def test_stats_come_as_a_picture_with_the_same_words(house: House) -> None:
    aki = await house.person()
    await aki.says("/start")
    await aki.says("A cold cup of tea")

    await aki.says("/stats")

    assert aki.last.raw["photo"]
    assert aki.last.text.startswith("1 day kept in all.\n1 day in a row now.")
    assert aki.last.raw["silent"] is True

    await aki.presses("More numbers")
    assert "Longest so far: 1 day in a row." in aki.last.text
    await aki.presses("Fewer numbers")
    assert "Longest so far" not in aki.last.text


@pytest.mark.parametrize("trouble", [TooSlow(), RuntimeError("no font")])
async def test_without_a_picture_the_words_come_alone(
    house: House, monkeypatch: pytest.MonkeyPatch, trouble: Exception
) -> None:
    async def fails(*_: Any) -> bytes:
        raise trouble

    monkeypatch.setattr(stats, "draw_in_time", fails)
    aki = await house.person()
    await aki.says("/start")
    await aki.says("A cold cup of tea")

    await aki.says("/stats")

    assert aki.last.text.startswith("1 day kept in all.")
    await aki.presses("More numbers")
    assert "Longest so far: 1 day in a row." in aki.last.text
