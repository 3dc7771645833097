"""What is asked: the questions as values, and their TOML text read.

A file holds one facet, every language side by side::

    [[question]]
    id = "place-first-snow"
    tags = ["photo"]
    season = { from = "11-10", to = "02-28", region = "north" }
    [question.en]
    ask = "…"
    example = "…"
    lead = "…"
    taps = ["…", "…"]
"""

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from types import MappingProxyType
from typing import Any

from bot.domain.seasons import Region, Season

FIRST = "first"
CUSTOMERS = "customers"
WEEKDAY, WEEKEND = "weekday", "weekend"
MORNING, EVENING = "morning", "evening"
_PROFILE = "profile-"

_LANGUAGES = ("en", "ja")
_KEYS = {"id", "tags", "season", *_LANGUAGES}
_TEXT_KEYS = {"ask", "example", "lead", "taps"}


class Facet(StrEnum):
    WORK = "work"
    PLACE = "place"
    HOBBY = "hobby"
    THOUGHT = "thought"
    PEOPLE = "people"
    DAY = "day"


class BadQuestion(ValueError):
    """A question's text is not as it must be; says which one and why."""


@dataclass(frozen=True, slots=True)
class Words:
    """A question in one language; ``taps`` are answers of one tap, none or two to four."""

    ask: str
    example: str
    lead: str
    taps: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Question:
    """``texts`` has the words by language code."""

    id: str
    facet: Facet
    texts: Mapping[str, Words]
    tags: frozenset[str] = frozenset()
    season: Season | None = None

    @property
    def profile_line(self) -> str | None:
        """The line of "Who you are" that the answer may fill."""
        lines = sorted(tag.removeprefix(_PROFILE) for tag in self.tags if tag.startswith(_PROFILE))
        return lines[0] if lines else None


def parse_questions(text: str, facet: Facet) -> tuple[Question, ...]:
    """The questions of one facet's TOML text; ``BadQuestion`` names the first that is wrong."""
    try:
        rows = tomllib.loads(text).get("question", [])
    except tomllib.TOMLDecodeError as error:
        raise BadQuestion(f"{facet}: not TOML: {error}") from error
    if not isinstance(rows, list) or not all(isinstance(row, dict) for row in rows):
        raise BadQuestion(f"{facet}: questions are written as [[question]]")
    questions = tuple(_question(row, facet) for row in rows)
    ids = [question.id for question in questions]
    for twice in {each for each in ids if ids.count(each) > 1}:
        raise BadQuestion(f"{twice}: the id is used twice")
    return questions


def _question(row: dict[str, Any], facet: Facet) -> Question:
    name = row.get("id")
    if not isinstance(name, str) or not name.startswith(f"{facet}-"):
        raise BadQuestion(f"{facet}: an id must begin with {facet}- and is {name!r}")
    _require(not row.keys() - _KEYS, name, f"unknown keys {sorted(row.keys() - _KEYS)}")
    tags = row.get("tags", [])
    _require(_is_texts(tags), name, "tags must be a list of words")
    return Question(
        id=name,
        facet=facet,
        texts=MappingProxyType({code: _words(row.get(code), name, code) for code in _LANGUAGES}),
        tags=frozenset(tags),
        season=_season(row["season"], name) if "season" in row else None,
    )


def _words(table: object, name: str, code: str) -> Words:
    _require(isinstance(table, dict), name, f"the part [question.{code}] is missing")
    assert isinstance(table, dict)
    _require(not table.keys() - _TEXT_KEYS, name, f"unknown keys in {code}")
    for key in ("ask", "example", "lead"):
        _require(_is_texts([table.get(key)]), name, f"{code}.{key} must be a text")
    taps = table.get("taps", [])
    _require(_is_texts(taps), name, f"{code}.taps must be a list of texts")
    _require(len(taps) in {0, 2, 3, 4}, name, f"{code}.taps must be two to four")
    return Words(table["ask"], table["example"], table["lead"], tuple(taps))


def _season(table: object, name: str) -> Season:
    _require(isinstance(table, dict), name, "season must be { from, to, region }")
    assert isinstance(table, dict)
    _require(not table.keys() - {"from", "to", "region"}, name, "unknown keys in season")
    region = table.get("region")
    _require(region is None or region in set(Region), name, f"no region is called {region!r}")
    first, last = (_month_day(table.get(key), name) for key in ("from", "to"))
    return Season(first, last, Region(region) if region else None)


def _month_day(text: object, name: str) -> tuple[int, int]:
    try:
        day = date.fromisoformat(f"2024-{text}")  # a leap year
    except ValueError as error:
        raise BadQuestion(f"{name}: season days are written MM-DD, not {text!r}") from error
    return day.month, day.day


def _is_texts(value: object) -> bool:
    return isinstance(value, list) and all(isinstance(each, str) and each.strip() for each in value)


def _require(condition: bool, name: str, problem: str) -> None:
    if not condition:
        raise BadQuestion(f"{name}: {problem}")
