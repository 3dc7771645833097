"""Which page names may be had."""

import random
from datetime import UTC, datetime, timedelta
from itertools import islice

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.domain.handles import Problem, may_change, normal, problem, proposals, skeleton

NOW = datetime(2026, 11, 23, tzinfo=UTC)


@pytest.mark.parametrize(
    ("handle", "expected"),
    [
        ("hana", None),
        ("hana_sato", None),
        ("a1b", None),
        ("x" * 30, None),
        ("ab", Problem.SHAPE),
        ("x" * 31, Problem.SHAPE),
        ("___", Problem.SHAPE),  # nobody could say it
        ("123", Problem.SHAPE),
        ("Hana", Problem.SHAPE),
        ("hána", Problem.SHAPE),
        ("はな", Problem.SHAPE),
        ("ha na", Problem.SHAPE),
        ("hana\n", Problem.SHAPE),
        ("../x", Problem.SHAPE),
        ("admin", Problem.RESERVED),
        ("adm1n", Problem.RESERVED),
        ("supp0rt", Problem.RESERVED),
        ("h_i_b_i", Problem.RESERVED),
        ("feed", Problem.RESERVED),
    ],
)
def test_a_handle_is_judged(handle: str, expected: Problem | None) -> None:
    assert problem(handle) is expected


@pytest.mark.parametrize(
    ("one", "other"),
    [("han0", "hano"), ("rnitsu", "mitsu"), ("a_b_c", "abc"), ("li1i", "llll"), ("vvada", "wada")],
)
def test_handles_that_look_alike_are_one(one: str, other: str) -> None:
    assert skeleton(one) == skeleton(other)


@pytest.mark.parametrize(("one", "other"), [("hana", "hanna"), ("ken", "kan"), ("sora1", "sora2")])
def test_handles_that_differ_stay_apart(one: str, other: str) -> None:
    assert skeleton(one) != skeleton(other)


@pytest.mark.parametrize(
    ("typed", "expected"), [(" @Hana ", "hana"), ("ＨＡＮＡ", "hana"), ("hana_2", "hana_2")]
)
def test_a_typed_handle_is_made_plain(typed: str, expected: str) -> None:
    assert normal(typed) == expected


def test_three_changes_a_year_and_no_more() -> None:
    changes = [NOW - timedelta(days=days) for days in (1, 100, 364)]

    assert not may_change(changes, NOW)
    assert may_change(changes, NOW + timedelta(days=2))
    assert may_change(changes[:2], NOW)


@pytest.mark.parametrize(
    ("hints", "first"),
    [
        (["hana_s", "Hana"], "hana_s"),
        (["Hána Satō"], "hana_sato"),
        (["", "佐藤 花", "Hana Sato"], "hana_sato"),
        (["x" * 50], "x" * 30),
    ],
)
def test_the_first_proposal_comes_from_the_name(hints: list[str], first: str) -> None:
    assert next(proposals(hints, random.Random(1))) == first


def test_a_name_without_latin_letters_gets_a_calm_word() -> None:
    handle = next(proposals(["佐藤 花"], random.Random(1)))

    assert problem(handle) is None


def test_a_name_of_digits_gets_a_calm_word() -> None:
    handle = next(proposals(["12345"], random.Random(1)))

    assert problem(handle) is None


@given(st.lists(st.text(max_size=60), max_size=3), st.integers())
def test_every_proposal_may_be_had(hints: list[str], seed: int) -> None:
    for handle in islice(proposals(hints, random.Random(seed)), 5):
        assert problem(handle) is None
