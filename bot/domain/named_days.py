"""Days as people name them: one date, a day of every week, a day of every month or year."""

import calendar
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta

DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Fixed:
    """One day of the calendar."""

    on: date

    def on_or_after(self, base: date) -> date | None:
        return self.on if self.on >= base else None

    def on_or_before(self, base: date) -> date | None:
        return self.on if self.on <= base else None


@dataclass(frozen=True, slots=True)
class Weekly:
    """A day of every week, 0 is Monday."""

    weekday: int

    def on_or_after(self, base: date) -> date | None:
        return shifted(base, (self.weekday - base.weekday()) % 7)

    def on_or_before(self, base: date) -> date | None:
        return shifted(base, -((base.weekday() - self.weekday) % 7))


@dataclass(frozen=True, slots=True)
class Monthly:
    """A day of every month, or of one month of every year where ``month`` is set."""

    day: int
    month: int | None = None

    def on_or_after(self, base: date) -> date | None:
        return next(self._walk(base, +1), None)

    def on_or_before(self, base: date) -> date | None:
        return next(self._walk(base, -1), None)

    def _walk(self, base: date, step: int) -> Iterator[date]:
        """Month by month away from the base, eight years far: each 29 February is met."""
        for count in range(97):
            year, month = divmod(base.year * 12 + base.month - 1 + step * count, 12)
            if self.month in {None, month + 1}:
                on = date_or_none(year, month + 1, self.day)
                if on is not None and (on - base).days * step >= 0:
                    yield on


NamedDay = Fixed | Weekly | Monthly


def date_or_none(year: int, month: int, day: int) -> date | None:
    """The date, or nothing where the calendar has none such."""
    try:
        return date(year, month, day)
    except ValueError:
        return None


def shifted(base: date, days: int) -> date | None:
    """So many days on, or nothing beyond the end of the calendar."""
    try:
        return base + days * DAY
    except OverflowError:
        return None


def month_end(on: date, months: int = 0) -> date | None:
    """The last day of the month that is so many months after this day's."""
    year, month = divmod(on.year * 12 + on.month - 1 + months, 12)
    if not 1 <= year <= 9999:
        return None
    return date(year, month + 1, calendar.monthrange(year, month + 1)[1])
