"""What whoever runs this pays for by the post: the month that counts, and dear links."""

from datetime import date, datetime

from bot.domain.bare_links import bare_links
from bot.domain.schedule import local
from bot.domain.weights import takeable
from bot.domain.zones import zone_of

DEAR_LINKS = frozenset({"x"})
"""Networks where a link makes a post dearer, so that we add none of our own."""


def has_link(text: str) -> bool:
    """Whether X, the one network that is paid for by the post, makes a link of something here."""
    return bool(bare_links(takeable(text)))


def month_began_at(now: datetime, zone: str) -> datetime:
    """The moment at which this month began where the person lives."""
    first = local(now, zone).date().replace(day=1)
    return datetime(first.year, first.month, 1, tzinfo=zone_of(zone))


def next_month_on(now: datetime, zone: str) -> date:
    """The first day of the next month where the person lives."""
    today = local(now, zone).date()
    year, month = divmod(today.year * 12 + today.month, 12)
    return date(year, month + 1, 1)
