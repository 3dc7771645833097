"""What must hold of nudges in every zone, found by generation."""

from datetime import UTC, date, datetime, time, timedelta
from itertools import pairwise
from zoneinfo import available_timezones

from hypothesis import given, settings
from hypothesis import strategies as st

from bot.domain.pauses import Pause, in_pause
from bot.domain.schedule import (
    NIGHT,
    Slot,
    local,
    next_nudge,
    next_nudge_after_pauses,
    occurrences,
    resolve,
)

HOUR = timedelta(hours=1)

ZONES = sorted(zone for zone in available_timezones() if "/" in zone and "posix" not in zone)
zones = st.sampled_from(ZONES)
times = st.times().map(lambda at: at.replace(second=0, microsecond=0))
starts = st.datetimes(datetime(2024, 1, 1), datetime(2027, 12, 31)).map(  # noqa: DTZ001
    lambda moment: moment.replace(tzinfo=UTC)
)


@settings(max_examples=300, deadline=None)
@given(zones, times, starts)
def test_without_moving_nudges_are_22_to_26_hours_apart(
    zone: str, at: time, start: datetime
) -> None:
    found = occurrences(Slot(at, zone), start)
    days = [next(found) for _ in range(8)]

    for one, other in pairwise(days):
        assert 22 * HOUR <= other.at - one.at <= 26 * HOUR
        assert other.on > one.on


@settings(max_examples=300, deadline=None)
@given(zones, zones, times, starts)
def test_moving_after_a_delivery_keeps_12_to_36_hours(
    home: str, away: str, at: time, start: datetime
) -> None:
    last = next_nudge(Slot(at, home), start).at
    due = next_nudge(Slot(at, away), last, last_delivery_at=last, zone_changed=True)
    after = next_nudge(Slot(at, away), due.at, last_delivery_at=due.at, zone_changed=True)

    assert 12 * HOUR <= due.at - last <= 36 * HOUR
    assert 12 * HOUR <= after.at - due.at <= 36 * HOUR


@settings(max_examples=300, deadline=None)
@given(zones, zones, times, starts, st.floats(0, 1))
def test_one_move_at_any_moment_keeps_under_44_hours(
    home: str, away: str, at: time, start: datetime, moment: float
) -> None:
    last = next_nudge(Slot(at, home), start).at
    planned = next_nudge(Slot(at, home), last, last_delivery_at=last).at
    moved_at = last + (planned - last) * moment
    due = next_nudge(Slot(at, away), moved_at, last_delivery_at=last, zone_changed=True)

    assert due.at >= moved_at
    assert 12 * HOUR <= due.at - last < 44 * HOUR
    if local(due.at, away).time() != at and due.at - last >= 24 * HOUR:
        # Only a wall time that the clocks jumped over is shown as another one.
        jumped = resolve(due.on, at, away) == due.at
        assert jumped or not NIGHT.covers(local(due.at, away).time())


pauses = st.lists(
    st.tuples(st.integers(0, 40), st.integers(0, 30)).map(
        lambda span: Pause(
            date(2026, 3, 1) + timedelta(days=span[0]),
            date(2026, 3, 1) + timedelta(days=span[0] + span[1]),
        )
    ),
    max_size=4,
)


@settings(max_examples=200, deadline=None)
@given(zones, times, pauses, st.booleans(), st.integers(0, 1000))
def test_no_nudge_falls_into_a_pause(
    zone: str, at: time, quiet_days: list[Pause], moved: bool, hours: int
) -> None:
    now = datetime(2026, 3, 1, tzinfo=UTC) + hours * HOUR
    slot = Slot(at, zone)
    due = next_nudge_after_pauses(
        slot, now, quiet_days, last_delivery_at=now - 20 * HOUR, zone_changed=moved
    )

    assert due is not None
    assert due.at >= now
    assert not in_pause(quiet_days, due.on)
