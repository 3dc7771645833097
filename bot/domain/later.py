"""The choices behind *Later*: a question now, asked again at a better moment."""

from dataclasses import dataclass
from datetime import datetime, time, timedelta
from enum import StrEnum

from bot.domain.schedule import DAY, Slot, logical_day, resolve

_EVENING = time(21)
_TWO_HOURS = timedelta(hours=2)


class LaterKind(StrEnum):
    HALF_HOUR = "half_hour"
    TWO_HOURS = "two_hours"
    TONIGHT = "tonight"
    TOMORROW = "tomorrow"


@dataclass(frozen=True, slots=True)
class Later:
    kind: LaterKind
    at: datetime


def later_choices(now: datetime, slot: Slot) -> tuple[Later, ...]:
    """The moments to offer, in order: *tonight* only while 21:00 is more than half an hour off.

    Tomorrow is the day after the one that the person is still living, at the slot's own time,
    whatever its weekdays, and more than two hours away.
    """
    half_hour = now + timedelta(minutes=30)
    choices = [Later(LaterKind.HALF_HOUR, half_hour), Later(LaterKind.TWO_HOURS, now + _TWO_HOURS)]
    today = logical_day(now, slot.zone)
    tonight = resolve(today, _EVENING, slot.zone)
    if tonight is not None and tonight > half_hour:
        choices.append(Later(LaterKind.TONIGHT, tonight))
    choices.append(Later(LaterKind.TOMORROW, _tomorrow(now, slot)))
    return tuple(choices)


def _tomorrow(now: datetime, slot: Slot) -> datetime:
    on = logical_day(now, slot.zone) + DAY
    while (at := resolve(on, slot.at, slot.zone)) is None or at <= now + _TWO_HOURS:
        on += DAY
    return at
