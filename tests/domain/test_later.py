from datetime import UTC, datetime, time, timedelta

import pytest

from bot.domain.later import LaterKind, later_choices
from bot.domain.schedule import Slot, local

MORNING = Slot(time(7, 30), "Asia/Tokyo")


def tokyo(text: str) -> datetime:
    return (datetime.fromisoformat(text) - timedelta(hours=9)).replace(tzinfo=UTC)


def offered(now: str, slot: Slot = MORNING) -> dict[LaterKind, str]:
    choices = later_choices(tokyo(now), slot)
    return {each.kind: f"{local(each.at, slot.zone):%d %H:%M}" for each in choices}


def test_in_the_morning_all_four_are_offered() -> None:
    assert offered("2026-11-25 07:30") == {
        LaterKind.HALF_HOUR: "25 08:00",
        LaterKind.TWO_HOURS: "25 09:30",
        LaterKind.TONIGHT: "25 21:00",
        LaterKind.TOMORROW: "26 07:30",
    }


@pytest.mark.parametrize("now", ["2026-11-25 20:30", "2026-11-25 23:00", "2026-11-26 01:00"])
def test_late_in_the_evening_tonight_is_not_offered(now: str) -> None:
    assert LaterKind.TONIGHT not in offered(now)


def test_after_midnight_tomorrow_is_this_mornings_time() -> None:
    assert offered("2026-11-26 01:00")[LaterKind.TOMORROW] == "26 07:30"


def test_tomorrow_is_never_within_two_hours() -> None:
    night = Slot(time(1, 30), "Asia/Tokyo")

    assert offered("2026-11-26 01:00", night)[LaterKind.TOMORROW] == "27 01:30"
