"""The quick choice beside the same rules written down plainly, on pools of every kind.

Both take chance in the same order, so that they must agree on the very question.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import date, time, timedelta
from functools import partial
from random import Random
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from bot.domain.choosing import NoQuestion, Traits, choose
from bot.domain.questions import Facet, Question, Words
from bot.domain.seasons import Region, Season
from bot.services.choosing import Chooser

WEDNESDAY = date(2026, 11, 25)
LINES = ("likes", "base", "contact")
SEASONS = (None, None, Season((11, 1), (2, 28)), Season((6, 1), (12, 1), Region.NORTH))
AGES = (None, None, None, 0, 1, 2, 20, 21, 22, 30, 199, 201, 400)
TAGS = ((), (), ("first",), ("customers",), ("weekday", "evening"), ("weekend",), ("morning",))


def plainly(
    pool: Sequence[Question],
    asked: Mapping[str, date],
    on: date,
    recent: Sequence[Facet],
    traits: Traits,
    at: time,
    rng: Random,
) -> Question | None:
    suiting = [each for each in pool if suits(each, asked, on, traits, at)]
    first = [each for each in suiting if "first" in each.tags]
    if not asked and first:
        return rng.choice(first)
    suiting = [each for each in suiting if each not in first] or suiting
    rested = [each for each in suiting if days_since(each, asked, on) > 21]
    if not suiting:
        return None
    if not rested:
        return longest_unasked(suiting, asked, on, rng)
    candidates = [each for each in rested if not each.profile_line] or rested
    lines = [each for each in rested if each.profile_line and each.facet not in recent[-1:]]
    if lines and all(days_since(each, asked, on) > 1 for each in pool if each.profile_line):
        candidates = lines
    facet = next_facet({each.facet for each in candidates}, recent, rng)
    candidates = [each for each in candidates if each.facet == facet]
    seasonal = [each for each in candidates if each.season and days_since(each, asked, on) > 200]
    if seasonal and rng.random() < 0.5:
        candidates = seasonal
    return longest_unasked(candidates, asked, on, rng)


def suits(
    question: Question, asked: Mapping[str, date], on: date, traits: Traits, at: time
) -> bool:
    tags, line, weekend = question.tags, question.profile_line, on.isoweekday() > 5
    if line and (
        line in traits.known_lines or question.id in asked or traits.days_since_start >= 10
    ):
        return False
    return not (
        "en" not in question.texts
        or (question.season and not question.season.holds(on, traits.country))
        or ("customers" in tags and not traits.has_customers)
        or (("weekday" if weekend else "weekend") in tags)
        or ("morning" in tags and at.hour not in range(4, 11))
        or ("evening" in tags and at.hour in range(4, 16))
    )


def days_since(question: Question, asked: Mapping[str, date], on: date) -> int:
    return (on - asked.get(question.id, date.min)).days


def longest_unasked(
    questions: Sequence[Question], asked: Mapping[str, date], on: date, rng: Random
) -> Question:
    most = max(days_since(each, asked, on) for each in questions)
    return rng.choice([each for each in questions if days_since(each, asked, on) == most])


def next_facet(facets: set[Facet], recent: Sequence[Facet], rng: Random) -> Facet:
    others = facets - set(recent[-1:]) or facets

    def last_turn(facet: Facet) -> int:
        return max((turn for turn, each in enumerate(recent) if each == facet), default=-1)

    earliest = min(map(last_turn, others))
    return rng.choice([each for each in Facet if each in others and last_turn(each) == earliest])


def some_question(number: int, dice: Random) -> Question:
    facet = dice.choice(list(Facet)[:3])
    line = dice.choice((None, None, None, *LINES))
    # No line of "Who you are" is for beginners.
    tags = {f"profile-{line}"} if line else set(dice.choice(TAGS))
    return Question(
        id=f"{facet}-{number}",
        facet=facet,
        texts={dice.choice(("en", "en", "en", "ja")): Words("?", "!", "…")},
        tags=frozenset(tags),
        season=dice.choice(SEASONS),
    )


def some_history(ids: Iterable[str], on: date, dice: Random) -> list[tuple[str, date]]:
    ages = {each: dice.choice(AGES) for each in ids}
    longest_ago_first = sorted((-age, each) for each, age in ages.items() if age is not None)
    return [(each, on + timedelta(days=days)) for days, each in longest_ago_first]


@settings(max_examples=1500, deadline=None)
@given(st.integers(0, 2**64))
def test_the_quick_choice_is_the_plain_one(seed: int) -> None:
    dice = Random(seed)
    by_id = {each.id: each for each in (some_question(n, dice) for n in range(dice.randrange(13)))}
    pool = list(by_id.values())
    on = WEDNESDAY + timedelta(days=dice.randrange(7))
    history = some_history([*by_id, "day-forgotten"], on, dice)
    asked = dict(history)
    recent = [by_id[each].facet for each, _ in history if each in by_id]
    traits = Traits(
        has_customers=dice.random() < 0.5,
        known_lines=frozenset(dice.sample(LINES, dice.randrange(3))),
        country=dice.choice(("JP", "AU", None)),
        days_since_start=dice.choice((0, 9, 10, 300)),
    )
    facts = {"on": on, "traits": traits, "language": "en", "at": time(dice.randrange(24))}

    expected = plainly(pool, asked, on, recent, traits, facts["at"], Random(seed))
    choices = (
        partial(choose, pool, asked=asked, recent_facets=recent, rng=Random(seed)),
        partial(Chooser(by_id, Random(seed)).choose, history),
    )

    assert [or_none(choice, facts) for choice in choices] == [expected, expected]


def or_none(choice: Callable[..., Question], facts: dict[str, Any]) -> Question | None:
    try:
        return choice(**facts)
    except NoQuestion:
        return None
