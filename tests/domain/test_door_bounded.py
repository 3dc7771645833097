"""That each look for names and special words does bounded work at every place of a text."""

from collections.abc import Iterator

import pytest
import regex

from bot.domain import door_names_english, door_names_japanese, door_special

MODULES = (door_names_english, door_names_japanese, door_special)
CLASS = regex.compile(r"\[(?:\\.|[^\]\\])*+\]")
UNBOUNDED = regex.compile(r"(?<!\\)(?:[*+]|\{\d*,\})(?!\+)(?<![*+?}]\+)")


def _patterns() -> Iterator[tuple[str, str]]:
    for module in MODULES:
        for name, value in vars(module).items():
            held = value if isinstance(value, tuple) else (value,)
            for one in held:
                inner = one if isinstance(one, tuple) else (one,)
                found = [each for each in inner if isinstance(each, regex.Pattern)]
                yield from ((f"{module.__name__}.{name}", each.pattern) for each in found)


PATTERNS = sorted(set(_patterns()))
ONE_CLASS_ALONE = {r"[\p{Latin}']+"}
"""It reads on to where it stopped, and can try no other way."""


@pytest.mark.parametrize("pattern", ["a+", "(?:ab)*", "a{2,}", r"\w+b", "[ab]+c"])
def test_an_open_repetition_is_seen(pattern: str) -> None:
    assert UNBOUNDED.search(CLASS.sub("x", pattern))


@pytest.mark.parametrize("pattern", ["a++", "a{1,3}", r"a\+", "[+*]", "(?:a{1,3}+b)?+", "a*+"])
def test_a_bounded_or_possessive_one_passes(pattern: str) -> None:
    assert not UNBOUNDED.search(CLASS.sub("x", pattern))


def test_every_repetition_is_bounded_or_never_gives_back() -> None:
    """So the work grows with the text and not with its square."""
    open_ones = [
        (name, pattern)
        for name, pattern in PATTERNS
        if UNBOUNDED.search(CLASS.sub("x", pattern)) and pattern not in ONE_CLASS_ALONE
    ]

    assert len(PATTERNS) > 30
    assert open_ones == []
