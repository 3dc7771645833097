from datetime import UTC, date, datetime, time, timedelta

import pytest

from bot.domain.pauses import Pause
from bot.domain.schedule import (
    NIGHT,
    Occurrence,
    Quiet,
    Slot,
    Verdict,
    late_limit,
    local,
    logical_day,
    next_nudge,
    next_nudge_after_pauses,
    occurrences,
    resolve,
    verdict,
)
from bot.domain.zones import UnknownZone

HOUR = timedelta(hours=1)

# Zone, wall time wanted, moment (UTC), wall time shown.
VECTORS = [
    ("America/New_York", "2026-03-08 02:30", "2026-03-08 07:30", "03:30"),
    ("America/New_York", "2026-11-01 01:30", "2026-11-01 05:30", "01:30"),
    ("Europe/Berlin", "2026-03-29 02:30", "2026-03-29 01:30", "03:30"),
    ("Europe/Berlin", "2026-10-25 02:30", "2026-10-25 00:30", "02:30"),
    ("Australia/Lord_Howe", "2026-10-04 02:15", "2026-10-03 15:45", "02:45"),
    ("Australia/Lord_Howe", "2026-04-05 01:45", "2026-04-04 14:45", "01:45"),
    ("America/Nuuk", "2026-03-28 23:30", "2026-03-29 01:30", "00:30"),
    ("Africa/Cairo", "2026-04-24 00:15", "2026-04-23 22:15", "01:15"),
    ("Africa/Cairo", "2026-10-29 23:30", "2026-10-29 20:30", "23:30"),
    ("America/Havana", "2026-03-08 00:30", "2026-03-08 05:30", "01:30"),
    ("America/Santiago", "2026-09-06 00:10", "2026-09-06 04:10", "01:10"),
    ("Asia/Beirut", "2026-03-29 00:05", "2026-03-28 22:05", "01:05"),
    ("Antarctica/Troll", "2026-03-29 01:30", "2026-03-29 01:30", "03:30"),
    ("Pacific/Chatham", "2026-04-05 03:00", "2026-04-04 13:15", "03:00"),
    ("Africa/Casablanca", "2026-02-15 02:30", "2026-02-15 01:30", "02:30"),
    ("Africa/Casablanca", "2026-03-22 02:30", "2026-03-22 02:30", "03:30"),
    ("Pacific/Apia", "2011-12-31 20:00", "2011-12-31 06:00", "20:00"),
    ("Pacific/Kiritimati", "2026-01-01 09:00", "2025-12-31 19:00", "09:00"),
    ("Etc/GMT+12", "2026-01-01 09:00", "2026-01-01 21:00", "09:00"),
    ("Asia/Kathmandu", "2026-01-01 09:00", "2026-01-01 03:15", "09:00"),
]


def utc(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=UTC)


def wall(text: str) -> tuple[date, time]:
    moment = datetime.fromisoformat(text)
    return moment.date(), moment.time()


@pytest.mark.parametrize(("zone", "wanted", "moment", "shown"), VECTORS)
def test_a_wall_time_has_its_one_moment(zone: str, wanted: str, moment: str, shown: str) -> None:
    found = resolve(*wall(wanted), zone)

    assert found == utc(moment)
    assert f"{local(found, zone):%H:%M}" == shown


def test_a_date_that_was_not_lived_has_no_moment() -> None:
    slot = Slot(time(20), "Pacific/Apia")
    lived = occurrences(slot, utc("2011-12-29 12:00"))

    assert resolve(date(2011, 12, 30), time(20), "Pacific/Apia") is None
    assert [next(lived).on.day for _ in range(3)] == [29, 31, 1]


def test_a_nudge_pushed_past_midnight_belongs_to_the_date_it_was_meant_for() -> None:
    slot = Slot(time(23, 30), "America/Nuuk")

    assert next_nudge(slot, utc("2026-03-29 01:00")) == Occurrence(
        date(2026, 3, 28), utc("2026-03-29 01:30")
    )


@pytest.mark.parametrize("zone", ["", "Asia", "Asia/Nowhere", "../etc/passwd", "\0", "x" * 300])
def test_an_unknown_zone_is_refused(zone: str) -> None:
    with pytest.raises(UnknownZone):
        Slot(time(8), zone)


def test_a_slot_needs_weekdays() -> None:
    with pytest.raises(ValueError, match="weekdays"):
        Slot(time(8), "UTC", frozenset())


def test_only_the_chosen_weekdays_come_up() -> None:
    slot = Slot(time(8), "Asia/Tokyo", frozenset({0, 4}))
    found = occurrences(slot, utc("2026-11-25 00:00"))

    assert [next(found).on.day for _ in range(3)] == [27, 30, 4]


def test_a_time_later_today_is_asked_today_though_one_was_asked() -> None:
    now, asked_at = utc("2026-11-25 03:00"), utc("2026-11-24 22:30")
    due = next_nudge(Slot(time(21), "Asia/Tokyo"), now, last_delivery_at=asked_at)

    assert due == Occurrence(date(2026, 11, 25), utc("2026-11-25 12:00"))


def test_a_time_that_is_over_comes_tomorrow() -> None:
    assert next_nudge(Slot(time(7, 30), "Asia/Tokyo"), utc("2026-11-25 03:00")).on.day == 26


def test_what_was_delivered_on_time_is_not_due_again() -> None:
    at = utc("2026-11-25 12:00")
    slot = Slot(time(21), "Asia/Tokyo")

    assert next_nudge(slot, at).at == at
    assert next_nudge(slot, at, last_delivery_at=at).at == at + 24 * HOUR


# Home, away, last delivery (UTC), next one (UTC) and its date; every slot is at 20:00.
JOURNEYS = [
    ("Asia/Tokyo", "2026-05-11 03:00", "2026-05-12 11:00", 12),
    ("Pacific/Honolulu", "2026-05-10 11:00", "2026-05-11 06:00", 10),
    ("Pacific/Honolulu", "2026-05-10 08:00", "2026-05-11 06:00", 10),
    ("Pacific/Auckland", "2026-05-11 06:00", "2026-05-12 08:00", 12),
]


@pytest.mark.parametrize(("zone", "last", "expected", "day"), JOURNEYS)
def test_a_journey_brings_the_next_nudge_neither_soon_nor_late(
    zone: str, last: str, expected: str, day: int
) -> None:
    due = next_nudge(
        Slot(time(20), zone), utc(last) + HOUR, last_delivery_at=utc(last), zone_changed=True
    )

    assert due == Occurrence(date(2026, 5, day), utc(expected))


def test_a_move_just_before_the_nudge_brings_it_at_the_first_loud_moment() -> None:
    # Asked at 20:00 in Honolulu, and a minute before the next time moved to Tokyo (14:59 there).
    last = utc("2026-05-11 06:00")
    slot = Slot(time(14, 30), "Asia/Tokyo")
    due = next_nudge(slot, last + 24 * HOUR - HOUR / 60, last_delivery_at=last, zone_changed=True)

    assert due == Occurrence(date(2026, 5, 12), last + 24 * HOUR)


def test_the_first_loud_moment_waits_for_the_morning() -> None:
    last = utc("2026-05-10 15:00")  # midnight in Tokyo
    slot = Slot(time(22), "Asia/Tokyo")
    due = next_nudge(slot, last + 23 * HOUR, last_delivery_at=last, zone_changed=True)

    assert due == Occurrence(date(2026, 5, 12), utc("2026-05-11 22:00"))


def test_an_open_pause_has_no_next_nudge() -> None:
    slot, now = Slot(time(8), "Asia/Tokyo"), utc("2026-11-25 00:00")

    assert next_nudge_after_pauses(slot, now, [Pause(date(2026, 11, 26), None)]) is None
    assert next_nudge_after_pauses(slot, now, [Pause(date(2026, 11, 27), None)]) is not None


def test_after_a_pause_the_slots_own_time_is_next() -> None:
    slot, last = Slot(time(20), "Asia/Tokyo"), utc("2026-11-20 11:00")
    week = [Pause(date(2026, 11, 21), date(2026, 11, 24))]
    due = next_nudge_after_pauses(
        slot, utc("2026-11-25 00:00"), week, last_delivery_at=last, zone_changed=True
    )

    assert due == Occurrence(date(2026, 11, 25), utc("2026-11-25 11:00"))


# The slot's time in Tokyo, hours to the next slot (or none), how late is allowed.
LIMITS = [
    ("12:30", None, timedelta(hours=3)),
    ("21:00", None, timedelta(hours=2)),
    ("22:30", None, timedelta(minutes=30)),
    ("12:30", 4, timedelta(hours=2)),
    ("12:30", 0, timedelta()),
    ("23:00", None, timedelta(minutes=30)),
    ("23:30", None, timedelta(minutes=30)),
    ("02:00", None, timedelta(minutes=30)),
    ("06:00", None, timedelta(hours=3)),
    ("07:00", None, timedelta(hours=3)),
]


@pytest.mark.parametrize(("at", "hours", "expected"), LIMITS)
def test_lateness_ends_with_the_quiet_hours_and_half_way_to_the_next(
    at: str, hours: int | None, expected: timedelta
) -> None:
    slot = Slot(time.fromisoformat(at), "Asia/Tokyo")
    due_at = next_nudge(slot, utc("2026-11-25 00:00")).at
    next_due_at = None if hours is None else due_at + hours * HOUR

    assert late_limit(slot, due_at, next_due_at=next_due_at) == expected


def test_without_quiet_hours_three_hours_are_the_limit() -> None:
    slot = Slot(time(23, 30), "UTC")

    assert late_limit(slot, utc("2026-11-25 23:30"), quiet=Quiet(time(0), time(0))) == 3 * HOUR


@pytest.mark.parametrize(
    ("minutes", "expected"),
    [(-1, Verdict.WAIT), (0, Verdict.SEND), (60, Verdict.SEND), (61, Verdict.SKIP)],
)
def test_a_late_nudge_is_skipped(minutes: int, expected: Verdict) -> None:
    due_at = utc("2026-11-25 12:00")
    now = due_at + timedelta(minutes=minutes)

    assert verdict(due_at, now, late_limit=HOUR) == expected


@pytest.mark.parametrize(
    ("now", "expected"),
    [("2026-11-25 18:59", 25), ("2026-11-25 19:00", 26), ("2026-11-25 14:59", 25)],
)
def test_the_small_hours_still_belong_to_the_day_before(now: str, expected: int) -> None:
    assert logical_day(utc(now), "Asia/Tokyo") == date(2026, 11, expected)


def test_quiet_hours_may_lie_within_one_day() -> None:
    nap = Quiet(time(13), time(15))

    assert [nap.covers(time(hour)) for hour in (12, 13, 14, 15)] == [False, True, True, False]
    assert [NIGHT.covers(time(hour)) for hour in (22, 23, 0, 6, 7)] == [
        *(False, True, True, True, False)
    ]
