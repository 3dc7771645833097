from datetime import date
from pathlib import Path

import pytest

import bot
from bot.domain.questions import BadQuestion, Facet, parse_questions
from bot.domain.seasons import Region, Season

WELL = """
[[question]]
id = "day-tea"
tags = ["easy", "profile-base"]
season = { from = "12-20", to = "01-10", region = "JP" }
[question.en]
ask = "Which tea?"
example = "Green"
lead = "Tea"
taps = ["Green", "Black"]
[question.ja]
ask = "お茶は？"
example = "緑茶"
lead = "お茶"
"""
SHIPPED = Path(bot.__file__).parent / "questions"


def test_a_question_is_read_whole() -> None:
    (question,) = parse_questions(WELL, Facet.DAY)

    assert question.id == "day-tea"
    assert question.facet is Facet.DAY
    assert question.tags == {"easy", "profile-base"}
    assert question.profile_line == "base"
    assert question.season == Season((12, 20), (1, 10), Region.JAPAN)
    assert question.texts["en"].taps == ("Green", "Black")
    assert (question.texts["ja"].ask, question.texts["ja"].taps) == ("お茶は？", ())


BROKEN = [
    ("not TOML", ("ask = ", "ask ")),
    ("begin with day-", ("day-tea", "tea")),
    ("day-tea: the part \\[question.ja\\]", ("[question.ja]", "[question.de]")),
    ("day-tea: unknown keys", ('tags = ["easy", "profile-base"]', "colour = 1")),
    ("day-tea: unknown keys in en", ('lead = "Tea"', 'lead = "Tea"\nhint = "x"')),
    ("day-tea: ja.ask must be a text", ('ask = "お茶は？"', 'ask = " "')),
    ("day-tea: en.lead must be a text", ('lead = "Tea"', "")),
    ("day-tea: en.taps must be two to four", ('"Green", "Black"', '"Green"')),
    ("day-tea: tags must be", ('["easy", "profile-base"]', '"easy"')),
    ("day-tea: season days", ('from = "12-20"', 'from = "20-12"')),
    ("day-tea: season must be", ('{ from = "12-20", to = "01-10", region = "JP" }', '"winter"')),
    ("day-tea: no region is called 'west'", ('"JP"', '"west"')),
]


@pytest.mark.parametrize(("problem", "change"), BROKEN)
def test_a_wrong_question_is_named_with_its_problem(problem: str, change: tuple[str, str]) -> None:
    text = WELL.replace(*change)
    if "[question.de]" in text:
        problem = "day-tea: unknown keys"

    with pytest.raises(BadQuestion, match=problem):
        parse_questions(text, Facet.DAY)


def test_an_id_is_used_once() -> None:
    with pytest.raises(BadQuestion, match="day-tea: the id is used twice"):
        parse_questions(WELL + WELL, Facet.DAY)


def test_rows_that_are_no_tables_are_refused() -> None:
    with pytest.raises(BadQuestion, match=r"\[\[question\]\]"):
        parse_questions("question = 3", Facet.DAY)


@pytest.mark.parametrize("facet", Facet)
def test_the_shipped_questions_can_be_read(facet: Facet) -> None:
    assert len(parse_questions((SHIPPED / f"{facet}.toml").read_text("utf-8"), facet)) >= 50


SEASONS = [
    ("01-05", "JP", True),
    ("12-20", "JP", True),
    ("01-10", "JP", True),
    ("01-11", "JP", False),
    ("06-01", "JP", False),
    ("01-05", "US", False),
    ("01-05", None, False),
]


@pytest.mark.parametrize(("day", "country", "expected"), SEASONS)
def test_a_season_may_span_new_year(day: str, country: str | None, expected: bool) -> None:
    season = Season((12, 20), (1, 10), Region.JAPAN)

    assert season.holds(date.fromisoformat(f"2026-{day}"), country) == expected


@pytest.mark.parametrize(
    ("country", "north", "south"),
    [("JP", True, False), ("DE", True, False), ("AU", False, True), ("SG", False, False)],
)
def test_hemispheres_have_their_own_seasons(country: str, north: bool, south: bool) -> None:
    all_year = [Season((1, 1), (12, 31), region) for region in (Region.NORTH, Region.SOUTH)]

    assert [each.holds(date(2026, 7, 1), country) for each in all_year] == [north, south]


def test_a_season_without_region_is_for_everyone() -> None:
    assert Season((1, 1), (1, 6)).holds(date(2026, 1, 3), None)
