"""When is the next nudge, and is a due one to be sent, skipped or waited for?

A slot is a wall time and a zone's name; instants are computed one by one, from the date, and
are never added up. A nudge belongs to the date it was meant for, also where the clocks push its
instant past midnight.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from enum import StrEnum

from bot.domain.pauses import Pause, in_pause
from bot.domain.zones import zone_of

DAY = timedelta(days=1)
EVERY_DAY = frozenset(range(7))

# Around a change of zone: never two within 12 hours, and no silence of two days.
_CLOSEST = timedelta(hours=12)
_LONG_SILENCE = timedelta(hours=36)
_A_DAY_OF_SILENCE = timedelta(hours=24)

_LATEST = timedelta(hours=3)
_LATEST_AT_NIGHT = timedelta(minutes=30)


@dataclass(frozen=True, slots=True)
class Slot:
    """A time of day with its weekdays, 0 is Monday. ``UnknownZone`` where the zone is none."""

    at: time
    zone: str
    weekdays: frozenset[int] = EVERY_DAY

    def __post_init__(self) -> None:
        zone_of(self.zone)
        if not self.weekdays or not self.weekdays <= EVERY_DAY:
            raise ValueError("a slot needs weekdays, 0 to 6")


@dataclass(frozen=True, slots=True)
class Quiet:
    """Hours in which nothing rings, from ``start`` up to ``end``; equal times mean none."""

    start: time = time(23)
    end: time = time(7)

    def covers(self, at: time) -> bool:
        if self.start <= self.end:
            return self.start <= at < self.end
        return at >= self.start or at < self.end


NIGHT = Quiet()


@dataclass(frozen=True, slots=True)
class Occurrence:
    """One time that a slot comes up: the date it is meant for, and the moment."""

    on: date
    at: datetime


class Verdict(StrEnum):
    WAIT = "wait"
    SEND = "send"
    SKIP = "skip"


def resolve(on: date, at: time, zone: str) -> datetime | None:
    """The moment of a wall time: the first of two, shifted on where the clocks jump over it.

    None where the zone never had that date (Apia, 2011-12-30): its moment would be the next
    date's. That is the only test for it; a jump across midnight moves a moment into the next
    date, which does not make the first one missing (Nuuk, 2026-03-28 23:30).
    """
    instant = _instant(on, at, zone)
    return None if instant == _instant(on + DAY, at, zone) else instant


def _instant(on: date, at: time, zone: str) -> datetime:
    return datetime.combine(on, at.replace(fold=0), zone_of(zone)).astimezone(UTC)


def local(now: datetime, zone: str) -> datetime:
    """The same moment on the clocks of that zone."""
    return now.astimezone(zone_of(zone))


def occurrences(slot: Slot, not_before: datetime) -> Iterator[Occurrence]:
    """The slot's times at or after that moment, in order, without end."""
    on = local(not_before, slot.zone).date() - 2 * DAY  # clocks may push a moment past midnight
    while True:
        at = resolve(on, slot.at, slot.zone) if on.weekday() in slot.weekdays else None
        if at is not None and at >= not_before:
            yield Occurrence(on, at)
        on += DAY


def next_nudge(
    slot: Slot,
    now: datetime,
    *,
    last_delivery_at: datetime | None = None,
    zone_changed: bool = False,
    quiet: Quiet = NIGHT,
) -> Occurrence:
    """The slot's next time. A time later today is asked today, even if one was asked already.

    ``zone_changed`` is for the first two nudges after the zone (not the time) of an every-day
    slot was changed: at least 12 hours after the slot's last delivery, and where that would be
    a silence of more than 36 hours, the first moment after 24 that is not quiet.
    """
    if last_delivery_at is None:
        return next(occurrences(slot, now))
    if not zone_changed or slot.weekdays != EVERY_DAY:
        found = occurrences(slot, now)
        return next(each for each in found if each.at > last_delivery_at)
    due = next(occurrences(slot, max(now, last_delivery_at + _CLOSEST)))
    if due.at <= last_delivery_at + _LONG_SILENCE:
        return due
    sooner = _first_loud(max(now, last_delivery_at + _A_DAY_OF_SILENCE), slot.zone, quiet)
    return sooner if sooner.at < due.at else due


def _first_loud(moment: datetime, zone: str, quiet: Quiet) -> Occurrence:
    here = local(moment, zone)
    if quiet.covers(here.time()):
        moment = next(occurrences(Slot(quiet.end, zone), moment)).at
    return Occurrence(local(moment, zone).date(), moment)


def next_nudge_after_pauses(
    slot: Slot,
    now: datetime,
    pauses: Iterable[Pause],
    *,
    last_delivery_at: datetime | None = None,
    zone_changed: bool = False,
    quiet: Quiet = NIGHT,
) -> Occurrence | None:
    """The next time that no pause covers; None while one is open.

    A silence that a pause explains calls for no earlier nudge: after it the slot's own time
    is next, so that coming back never brings a question at once.
    """
    pauses = tuple(pauses)
    paused = last_delivery_at and _paused_between(pauses, last_delivery_at, now, slot.zone)
    due = next_nudge(
        slot,
        now,
        last_delivery_at=last_delivery_at,
        zone_changed=zone_changed and not paused,
        quiet=quiet,
    )
    if not in_pause(pauses, due.on):
        return due
    for later in occurrences(slot, due.at):
        if any(pause.last_on is None and pause.covers(later.on) for pause in pauses):
            return None
        if not in_pause(pauses, later.on):
            return later
    raise AssertionError("occurrences never end")


def _paused_between(pauses: tuple[Pause, ...], begin: datetime, end: datetime, zone: str) -> bool:
    first, last = local(begin, zone).date(), local(end, zone).date()
    return any(
        pause.first_on <= last and (pause.last_on is None or pause.last_on >= first)
        for pause in pauses
    )


def late_limit(
    slot: Slot, due_at: datetime, *, next_due_at: datetime | None = None, quiet: Quiet = NIGHT
) -> timedelta:
    """How late this nudge may still go out.

    Three hours, but not into the quiet hours and at most half the way to the next slot. A time
    inside the quiet hours was chosen by the person and rings; late it may be 30 minutes, or
    the usual three hours where the quiet is over by then (a slot at 06:00).
    """
    limits = [_LATEST]
    if next_due_at is not None:
        limits.append(max(next_due_at - due_at, timedelta()) / 2)
    if quiet.start != quiet.end:
        limits.append(_limit_by_quiet(due_at, slot.zone, quiet))
    return min(limits)


def _limit_by_quiet(due_at: datetime, zone: str, quiet: Quiet) -> timedelta:
    if not quiet.covers(local(due_at, zone).time()):
        return next(occurrences(Slot(quiet.start, zone), due_at)).at - due_at
    loud_at = next(occurrences(Slot(quiet.end, zone), due_at)).at
    return _LATEST if loud_at - due_at <= _LATEST else _LATEST_AT_NIGHT


def verdict(due_at: datetime, now: datetime, *, late_limit: timedelta) -> Verdict:
    if now < due_at:
        return Verdict.WAIT
    return Verdict.SEND if now - due_at <= late_limit else Verdict.SKIP


def logical_day(now: datetime, zone: str, day_start: time = time(4)) -> date:
    """The day that a person is still living: before ``day_start`` it is yesterday."""
    here = local(now, zone)
    return here.date() if here.time() >= day_start else here.date() - DAY
