from collections.abc import Iterable
from datetime import date, time, timedelta
from itertools import pairwise
from pathlib import Path
from random import Random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import bot
from bot.domain.choosing import NoQuestion, Traits, choose
from bot.domain.questions import Facet, Question, Words, parse_questions
from bot.domain.seasons import Season

WEDNESDAY = date(2026, 11, 25)
DAY = timedelta(days=1)
FOLDER = Path(bot.__file__).parent / "questions"
SHIPPED = tuple(
    question
    for facet in Facet
    for question in parse_questions((FOLDER / f"{facet}.toml").read_text("utf-8"), facet)
)


def make(name: str, *tags: str, season: Season | None = None, language: str = "en") -> Question:
    facet = Facet(name.partition("-")[0])
    texts = {language: Words("?", "!", "…")}
    return Question(id=name, facet=facet, texts=texts, tags=frozenset(tags), season=season)


def pick(questions: Iterable[Question], asked: dict[str, date] | None = None, **facts) -> str:
    given_facts = {"on": WEDNESDAY, "recent_facets": (), "traits": Traits(), "language": "en"}
    given_facts |= {"rng": Random(1)} | facts
    return choose(
        questions, asked={"day-x": date(2020, 1, 1)} if asked is None else asked, **given_facts
    ).id


def test_the_first_question_is_the_one_for_beginners() -> None:
    pool = [make("day-one"), make("day-two", "first"), make("work-three")]

    assert {pick(pool, {}, rng=Random(seed)) for seed in range(20)} == {"day-two"}


def test_the_one_for_beginners_never_comes_again() -> None:
    pool = [make("day-one"), make("day-two", "first")]

    assert {pick(pool, rng=Random(seed)) for seed in range(20)} == {"day-one"}


def test_what_rests_does_not_come() -> None:
    pool = [make("day-one"), make("day-two")]

    assert pick(pool, asked={"day-one": WEDNESDAY - 21 * DAY}) == "day-two"
    assert pick(pool, asked={"day-one": WEDNESDAY - 22 * DAY, "day-two": WEDNESDAY - 23 * DAY}) == (
        "day-two"
    )


def test_where_all_rest_the_one_asked_longest_ago_comes() -> None:
    asked = {"day-one": WEDNESDAY - 3 * DAY, "work-two": WEDNESDAY - 5 * DAY}

    assert pick([make("day-one"), make("work-two")], asked) == "work-two"


def test_facets_take_turns() -> None:
    pool = [make("day-one"), make("work-two"), make("hobby-three")]
    recent = (Facet.HOBBY, Facet.WORK, Facet.DAY)

    assert pick(pool, recent_facets=recent) == "hobby-three"
    assert pick(pool[:2], recent_facets=recent) == "work-two"
    assert pick(pool[:1], recent_facets=recent) == "day-one"


def test_customers_are_asked_about_only_where_there_are_some() -> None:
    pool = [make("work-one", "customers"), make("work-two")]
    asked = {"work-two": WEDNESDAY - 30 * DAY}

    assert pick(pool, asked) == "work-two"
    assert pick(pool, asked, traits=Traits(has_customers=True)) == "work-one"


def test_questions_for_certain_days_and_hours_wait_for_them() -> None:
    pool = [
        make("day-weekend", "weekend"),
        make("day-late", "evening"),
        make("day-early", "morning"),
    ]

    assert pick(pool, on=date(2026, 11, 28), at=time(12)) == "day-weekend"
    assert pick(pool, at=time(7, 30)) == "day-early"
    assert pick(pool, at=time(21)) == "day-late"
    with pytest.raises(NoQuestion):
        pick(pool, at=time(13))


def test_a_language_without_a_question_is_said() -> None:
    with pytest.raises(NoQuestion):
        pick([make("day-one", language="ja")])


def test_what_fits_only_this_season_comes_in_half_of_the_turns() -> None:
    pool = [make("day-snow", season=Season((11, 1), (12, 31)))]
    pool += [make(f"day-{number}") for number in range(50)]
    found = [pick(pool, rng=Random(seed)) for seed in range(200)]

    assert 80 <= found.count("day-snow") <= 125
    assert "day-snow" not in {pick(pool, on=date(2026, 6, 1), rng=Random(n)) for n in range(50)}


def lived(
    rng: Random, count: int, traits: Traits, questions: Iterable[Question] = SHIPPED
) -> list[tuple[date, Question]]:
    """That many days, one question a day."""
    asked: dict[str, date] = {}
    facets: list[Facet] = []
    history = []
    for day in range(count):
        on = WEDNESDAY + day * DAY
        question = choose(
            questions,
            asked=asked,
            on=on,
            recent_facets=facets[-12:],
            traits=Traits(traits.has_customers, traits.known_lines, traits.country, day),
            language="ja",
            rng=rng,
            at=time(21),
        )
        asked[question.id] = on
        facets.append(question.facet)
        history.append((on, question))
    return history


@settings(max_examples=12, deadline=None)
@given(st.randoms(use_true_random=False), st.booleans(), st.sampled_from(["JP", "AU", "SG", None]))
def test_a_year_of_questions_keeps_every_rule(
    rng: Random, has_customers: bool, country: str | None
) -> None:
    history = lived(rng, 120, Traits(has_customers=has_customers, country=country))
    last: dict[str, date] = {}
    for on, question in history:
        assert on - last.get(question.id, date.min) > 21 * DAY
        assert has_customers or "customers" not in question.tags
        assert question.season is None or question.season.holds(on, country)
        last[question.id] = on
    for (_, one), (_, other) in pairwise(history):
        assert one.facet != other.facet
    for begin in range(len(history) - 13):
        assert {question.facet for _, question in history[begin : begin + 14]} == set(Facet)


@settings(max_examples=20, deadline=None)
@given(st.randoms(use_true_random=False))
def test_the_lines_of_who_you_are_are_asked_once_each_in_the_first_ten_days(rng: Random) -> None:
    history = lived(rng, 40, Traits())
    lines = [(on, each.profile_line) for on, each in history if each.profile_line]

    assert "first" in history[0][1].tags
    assert sorted(line for _, line in lines) == sorted(
        each.profile_line for each in SHIPPED if each.profile_line
    )
    assert all((on - WEDNESDAY).days < 10 for on, _ in lines)
    assert all(later - earlier >= 2 * DAY for (earlier, _), (later, _) in pairwise(lines))


def test_a_line_that_is_known_is_not_asked() -> None:
    known = frozenset(each.profile_line for each in SHIPPED if each.profile_line)
    history = lived(Random(1), 12, Traits(known_lines=known))

    assert [each for _, each in history if each.profile_line] == []
