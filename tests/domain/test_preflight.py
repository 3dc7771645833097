"""What is told before anything is sent: one row a rule, and nothing that does not happen."""

from typing import Any

import pytest

from bot.domain.compose import Limits
from bot.domain.preflight import REPAIRS, Finding, Outgoing, Photo, Rule, findings

LIMITS = Limits(
    characters=20,
    pictures=2,
    picture_bytes=1000,
    picture_pixels=500,
    alt_text=5,
    narrowest=0.8,
    widest=2,
)
FITTING = Photo(size=1000, width=20, height=20, alt="a cat")


def told(**given: Any) -> tuple[Finding, ...]:
    plain: dict[str, Any] = {"network": "mastodon", "text": "Tea", "posts": ["Tea"]}
    limits = given.pop("limits", LIMITS)
    return findings(Outgoing(**plain | given), limits)


@pytest.mark.parametrize(
    ("given", "found"),
    [
        # The words.
        ({"posts": ["Tea", "and", "more"]}, Finding(Rule.TEXT_SPLIT, count=3)),
        ({"posts": ["T (…)"]}, Finding(Rule.TEXT_SHORTENED)),
        (
            {"posts": ["T (…)\nhttps://a.example/1"], "permalink": "https://a.example/1"},
            Finding(Rule.TEXT_SHORTENED, linked=True),
        ),
        # A link that had no room is not promised.
        (
            {"posts": ["T (…)"], "permalink": "https://a.example/1"},
            Finding(Rule.TEXT_SHORTENED),
        ),
        ({"carded": True}, Finding(Rule.TEXT_CARD)),
        # Where all the words stand on the picture, their beginning beside it is no loss.
        ({"posts": ["T (…)"], "carded": True, "all_drawn": True}, Finding(Rule.TEXT_CARD)),
        # The photos.
        ({"photos": [FITTING] * 3}, Finding(Rule.PICTURES_DROPPED, 2, 3)),
        (
            {"photos": [Photo(size=1001, width=20, height=20, alt="a cat"), FITTING]},
            Finding(Rule.PICTURES_SHRUNK, 1, 2),
        ),
        (
            {"photos": [Photo(size=9, width=30, height=20, alt="a cat")]},
            Finding(Rule.PICTURES_SHRUNK),
        ),
        (
            {"photos": [Photo(size=9, width=10, height=20, alt="a cat")]},
            Finding(Rule.PICTURES_PADDED),
        ),
        (
            {"photos": [Photo(size=9, width=21, height=10, alt="a cat")]},
            Finding(Rule.PICTURES_PADDED),
        ),
        # Their descriptions.
        (
            {"photos": [Photo(size=9, width=9, height=9, alt="a cat.")]},
            Finding(Rule.ALT_CUT),
        ),
        ({"photos": [Photo(size=9, width=9, height=9)]}, Finding(Rule.ALT_MISSING)),
        # And the rest.
        ({"recordings": 1}, Finding(Rule.RECORDING_STAYS)),
        ({"recordings": 1, "too_long": 1}, Finding(Rule.VIDEO_TOO_LONG)),
        ({"text": "with @bob", "posts": ["with @bob"]}, Finding(Rule.NAMES_UNCALLED)),
    ],
)
def test_what_happens_is_told(given: dict[str, Any], found: Finding) -> None:
    assert told(**given) == (found,)


@pytest.mark.parametrize(
    "given",
    [
        {},
        {"photos": [FITTING, FITTING]},
        # Of a photo that has not come yet nobody knows how large it is.
        {"photos": [Photo(alt="a cat")]},
        # Photos that do not go need no description and no margin.
        {"photos": [FITTING] * 2, "text": "hana@example.com", "posts": ["hana@example.com"]},
        {"network": "telegram", "text": "with @bob", "posts": ["with @bob"]},
    ],
)
def test_what_does_not_happen_is_not_told(given: dict[str, Any]) -> None:
    assert told(**given) == ()


def test_where_no_photo_goes_none_is_judged() -> None:
    photos = [Photo(size=9999, width=1, height=999, alt="a long description")]

    found = told(photos=photos, limits=Limits(characters=20, pictures=0))

    assert found == (Finding(Rule.PICTURES_DROPPED, 0, 1),)


def test_where_there_are_no_descriptions_none_is_asked_for() -> None:
    limits = Limits(characters=20, alt_text=0)

    found = told(photos=[FITTING, Photo(size=9, width=9, height=9)], limits=limits)

    assert found == (Finding(Rule.ALT_DROPPED, 1, 2),)


def test_every_rule_has_its_repair() -> None:
    assert set(REPAIRS) == set(Rule)


def test_the_ids_stay_what_they_are() -> None:
    assert [str(rule) for rule in Rule] == [
        "text.split",
        "text.shortened",
        "text.card",
        "pictures.dropped",
        "pictures.shrunk",
        "pictures.padded",
        "recording.stays",
        "video.too_long",
        "names.uncalled",
        "alt.cut",
        "alt.dropped",
        "alt.missing",
    ]
