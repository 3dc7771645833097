"""What whoever runs this pays for by the post: the month that counts, and what a link is."""

from datetime import date, datetime

import regex

from bot.domain.compose import URL
from bot.domain.schedule import local
from bot.domain.zones import zone_of

# X makes a link of a bare name, too, if its ending is known; these are common ones.
BARE_NAME = regex.compile(
    r"(?<![\w@./-])(?:[a-z0-9-]+\.)+"
    r"(?:com|net|org|info|biz|jp|uk|de|fr|eu|us|io|me|tv|co|app|dev|shop|blog|page|site|online)"
    r"(?![a-z0-9-]|\.[a-z0-9])",
    regex.IGNORECASE | regex.ASCII,
)


def has_link(text: str) -> bool:
    """Whether a network would make a link of something in this text; rather yes than no."""
    return bool(URL.search(text) or BARE_NAME.search(text))


def month_began_at(now: datetime, zone: str) -> datetime:
    """The moment at which this month began where the person lives."""
    first = local(now, zone).date().replace(day=1)
    return datetime(first.year, first.month, 1, tzinfo=zone_of(zone))


def next_month_on(now: datetime, zone: str) -> date:
    """The first day of the next month where the person lives."""
    today = local(now, zone).date()
    year, month = divmod(today.year * 12 + today.month, 12)
    return date(year, month + 1, 1)
