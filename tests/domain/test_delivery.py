"""States of a delivery: every outcome, and what each doubt leads to."""

import random
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.domain.delivery import (
    GIVE_UP_AFTER,
    LONGEST_WAIT,
    Attempted,
    DeliveryKind,
    DeliveryState,
    Facts,
    Next,
    Outcome,
    Way,
    backoff,
    settle,
    way,
)

NOW = datetime(2026, 11, 23, 12, 0, tzinfo=UTC)
MINUTE = timedelta(minutes=1)
HOUR = timedelta(hours=1)
EVER = timedelta.max
NEVER = timedelta(0)


def facts(**given: Any) -> Facts:
    plain: dict[str, Any] = {
        "kind": DeliveryKind.PUBLISH,
        "tries": 0,
        "queued_at": NOW,
        "unsure_since": None,
        "repeatable_for": NEVER,
        "can_find": False,
    }
    return Facts(**plain | given)


def after(outcome: Outcome, about: Facts, *, called: bool = False, **given: Any) -> Next:
    attempted = Attempted(outcome=outcome, called=called, **given)
    return settle(attempted, about, NOW, random.Random(1))


WAYS = [
    # Nothing has been called yet: call.
    (facts(), Way.CALL),
    (facts(queued_at=NOW - 23 * HOUR), Way.CALL),
    # Down for more than a day: what was meant for then asks before it goes out now …
    (facts(queued_at=NOW - 24 * HOUR), Way.TOO_OLD),
    # … but not when we were at it all the time, and never for edits and deletes.
    (facts(queued_at=NOW - 24 * HOUR, tries=3), Way.CALL),
    (facts(queued_at=NOW - 24 * HOUR, kind=DeliveryKind.DELETE), Way.CALL),
    (facts(queued_at=NOW - 24 * HOUR, kind=DeliveryKind.EDIT), Way.CALL),
    # A doubt: the same key again while the network remembers it …
    (facts(unsure_since=NOW - 54 * MINUTE, repeatable_for=55 * MINUTE), Way.CALL),
    (facts(unsure_since=NOW - 23 * HOUR, repeatable_for=EVER), Way.CALL),
    # … else look …
    (facts(unsure_since=NOW - 55 * MINUTE, repeatable_for=55 * MINUTE, can_find=True), Way.FIND),
    (facts(unsure_since=NOW, can_find=True), Way.FIND),
    # … else ask.
    (facts(unsure_since=NOW - 55 * MINUTE, repeatable_for=55 * MINUTE), Way.ASK),
    (facts(unsure_since=NOW), Way.ASK),
    (facts(unsure_since=NOW - 24 * HOUR, repeatable_for=EVER), Way.ASK),
    (facts(unsure_since=NOW - 48 * HOUR, can_find=True), Way.ASK),
    # Taken back meanwhile: a repeat could make what nobody wants any more.
    (facts(unsure_since=NOW, repeatable_for=EVER, can_find=True, wanted=False), Way.FIND),
    (facts(unsure_since=NOW, repeatable_for=EVER, wanted=False), Way.ASK),
    # The second edit or delete changes nothing.
    (facts(unsure_since=NOW - 5 * HOUR, kind=DeliveryKind.EDIT), Way.CALL),
    (facts(unsure_since=NOW - 5 * HOUR, kind=DeliveryKind.DELETE), Way.CALL),
]


@pytest.mark.parametrize(("about", "expected"), WAYS)
def test_the_safe_way_is_chosen(about: Facts, expected: Way) -> None:
    assert way(about, NOW) is expected


DOUBT = NOW - 10 * MINUTE
ENDS = [
    (Outcome.DONE, {}, facts(), DeliveryState.PUBLISHED, None),
    (Outcome.NOT_WANTED, {"rule": "no copy"}, facts(), DeliveryState.CANCELLED, "no copy"),
    (Outcome.REFUSED, {"rule": "text too long"}, facts(), DeliveryState.REFUSED, "text too long"),
    (Outcome.SIGN_IN_AGAIN, {"rule": "revoked"}, facts(), DeliveryState.PARKED, "revoked"),
    (Outcome.ACCOUNT_BLOCKED, {"rule": "closed"}, facts(), DeliveryState.PARKED, "closed"),
    # Busy: later, for a day, then the person decides.
    (Outcome.TRY_LATER, {"rule": "busy"}, facts(), DeliveryState.WAITING, "busy"),
    (Outcome.TRY_LATER, {}, facts(queued_at=NOW - 24 * HOUR), DeliveryState.REFUSED, "gave_up"),
    # The answer was lost.
    (Outcome.UNSURE, {"called": True}, facts(repeatable_for=EVER), DeliveryState.UNSURE, None),
    (Outcome.UNSURE, {"called": True}, facts(can_find=True), DeliveryState.UNSURE, None),
    (Outcome.UNSURE, {"called": True, "rule": "cut"}, facts(), DeliveryState.ASKED, "cut"),
    (Outcome.UNSURE, {"called": True}, facts(), DeliveryState.ASKED, "lost"),
    # Before the call nothing can have been posted.
    (Outcome.UNSURE, {}, facts(), DeliveryState.WAITING, None),
    (Outcome.UNPLANNED, {}, facts(), DeliveryState.WAITING, None),
    (Outcome.UNPLANNED, {"rule": "bug"}, facts(tries=1), DeliveryState.REFUSED, "bug"),
    # A bug in the call: unsure once, then asked, never a loop.
    (Outcome.UNPLANNED, {"called": True}, facts(repeatable_for=EVER), DeliveryState.UNSURE, None),
    (
        Outcome.UNPLANNED,
        {"called": True, "rule": "bug"},
        facts(repeatable_for=EVER, unsure_since=DOUBT, tries=1),
        DeliveryState.ASKED,
        "bug",
    ),
    (
        Outcome.UNPLANNED,
        {"rule": "bug"},
        facts(can_find=True, unsure_since=DOUBT, tries=1),
        DeliveryState.ASKED,
        "bug",
    ),
    # An edit whose answer is lost is simply made again, for a day.
    (
        Outcome.UNSURE,
        {"called": True},
        facts(kind=DeliveryKind.EDIT),
        DeliveryState.UNSURE,
        None,
    ),
    (
        Outcome.UNSURE,
        {"called": True},
        facts(kind=DeliveryKind.DELETE, unsure_since=NOW - 24 * HOUR),
        DeliveryState.REFUSED,
        "lost",
    ),
    # Looked, and it is not there.
    (Outcome.NOTHING_THERE, {}, facts(unsure_since=DOUBT), DeliveryState.WAITING, None),
    (
        Outcome.NOTHING_THERE,
        {},
        facts(unsure_since=DOUBT, wanted=False),
        DeliveryState.CANCELLED,
        "taken_back",
    ),
    (
        Outcome.NOTHING_THERE,
        {},
        facts(unsure_since=DOUBT, queued_at=NOW - 24 * HOUR),
        DeliveryState.REFUSED,
        "gave_up",
    ),
]


@pytest.mark.parametrize(("outcome", "attempted", "about", "state", "rule"), ENDS)
def test_an_attempt_settles(
    outcome: Outcome,
    attempted: dict[str, Any],
    about: Facts,
    state: DeliveryState,
    rule: str | None,
) -> None:
    settled = after(outcome, about, **attempted)

    assert (settled.state, settled.rule) == (state, rule)


def test_a_doubt_is_remembered_through_a_busy_network() -> None:
    settled = after(Outcome.TRY_LATER, facts(unsure_since=DOUBT, repeatable_for=EVER))

    assert settled.state is DeliveryState.UNSURE
    assert settled.unsure_since == DOUBT


def test_a_busy_network_leaves_no_doubt_where_there_was_none() -> None:
    settled = after(Outcome.TRY_LATER, facts(), called=True)

    assert settled.unsure_since is None


def test_a_doubt_is_remembered_while_the_account_is_signed_out() -> None:
    settled = after(Outcome.SIGN_IN_AGAIN, facts(unsure_since=DOUBT))

    assert settled.unsure_since == DOUBT
    assert settled.account_signed_out
    assert not settled.account_blocked


def test_a_blocked_account_is_not_asked_to_sign_in() -> None:
    settled = after(Outcome.ACCOUNT_BLOCKED, facts())

    assert settled.account_blocked
    assert not settled.account_signed_out


@pytest.mark.parametrize(
    ("asked_for", "waited"),
    [
        (timedelta(seconds=7), timedelta(seconds=7)),
        (3 * HOUR, 3 * HOUR),
        (timedelta(days=365), GIVE_UP_AFTER),  # no server decides that we never try again
        (timedelta(seconds=-5), timedelta(0)),
    ],
)
def test_the_wait_that_the_network_asked_for_wins(asked_for: timedelta, waited: timedelta) -> None:
    settled = after(Outcome.TRY_LATER, facts(tries=4), wait=asked_for)

    assert settled.due_at == NOW + waited


@given(st.integers(0, 10_000), st.randoms(use_true_random=False))
def test_the_backoff_stays_within_its_bounds(tries: int, chance: random.Random) -> None:
    wait = backoff(tries, chance)

    assert timedelta(seconds=22) < wait <= LONGEST_WAIT * 1.25


def test_the_backoff_doubles() -> None:
    middle = random.Random()
    middle.uniform = lambda low, high: (low + high) / 2  # type: ignore[method-assign]

    waits = [backoff(tries, middle).total_seconds() for tries in range(9)]

    assert waits == [30, 60, 120, 240, 480, 960, 1920, 3600, 3600]


@given(
    st.sampled_from(Outcome),
    st.booleans(),
    st.builds(
        facts,
        kind=st.sampled_from(DeliveryKind),
        tries=st.integers(0, 50),
        queued_at=st.timedeltas(NEVER, timedelta(days=9)).map(lambda ago: NOW - ago),
        unsure_since=st.none() | st.timedeltas(NEVER, timedelta(days=9)).map(lambda ago: NOW - ago),
        repeatable_for=st.sampled_from([NEVER, HOUR, EVER]),
        can_find=st.booleans(),
        wanted=st.booleans(),
    ),
)
def test_no_doubt_is_ever_forgotten(outcome: Outcome, called: bool, about: Facts) -> None:
    settled = after(outcome, about, called=called)

    certain = {Outcome.DONE, Outcome.NOTHING_THERE, Outcome.REFUSED, Outcome.NOT_WANTED}
    if about.unsure_since is not None and outcome not in certain:
        assert settled.unsure_since == about.unsure_since
    if called and outcome in {Outcome.UNSURE, Outcome.UNPLANNED}:
        assert settled.unsure_since is not None
    assert settled.due_at >= NOW
    assert settled.due_at <= NOW + GIVE_UP_AFTER


@pytest.mark.parametrize("doubt", [None, DOUBT])
def test_what_only_a_newer_hibi_can_do_is_never_given_up(doubt: datetime | None) -> None:
    about = facts(unsure_since=doubt, queued_at=NOW - 400 * HOUR, tries=300)

    settled = after(Outcome.OUTDATED, about, rule="version_retired")

    waits = DeliveryState.UNSURE if doubt else DeliveryState.WAITING
    assert (settled.state, settled.unsure_since) == (waits, doubt)
    assert settled.rule == "version_retired"
    assert timedelta(minutes=45) <= settled.due_at - NOW <= timedelta(minutes=75)
