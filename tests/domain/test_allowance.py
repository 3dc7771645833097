"""The month that counts, and what a link is."""

from datetime import UTC, date, datetime

import pytest

from bot.domain.allowance import has_link, month_began_at, next_month_on


@pytest.mark.parametrize(
    "text",
    [
        "https://example.com",
        "見て https://example.com/日記 ね",
        "see example.com",
        "ブログはexample.co.jpです",
        "HTTP://EXAMPLE.COM",
        "(shop.example.org)",
    ],
)
def test_links_are_seen(text: str) -> None:
    assert has_link(text)


@pytest.mark.parametrize(
    "text", ["", "tea", "3.5 km", "e.g. this", "hana@example.com", "node.js", "end.Then", "…"]
)
def test_words_are_no_links(text: str) -> None:
    assert not has_link(text)


@pytest.mark.parametrize(
    ("now", "zone", "began", "following"),
    [
        (datetime(2026, 11, 23, 12, tzinfo=UTC), "Asia/Tokyo", "2026-10-31T15:00", (2026, 12)),
        (datetime(2026, 11, 30, 16, tzinfo=UTC), "Asia/Tokyo", "2026-11-30T15:00", (2027, 1)),
        (datetime(2026, 11, 30, 16, tzinfo=UTC), "UTC", "2026-11-01T00:00", (2026, 12)),
        (datetime(2027, 1, 1, 1, tzinfo=UTC), "America/Lima", "2026-12-01T05:00", (2027, 1)),
        (datetime(2024, 2, 29, 1, tzinfo=UTC), "UTC", "2024-02-01T00:00", (2024, 3)),
    ],
)
def test_a_month_is_that_of_the_person(
    now: datetime, zone: str, began: str, following: tuple[int, int]
) -> None:
    assert month_began_at(now, zone) == datetime.fromisoformat(began).replace(tzinfo=UTC)
    assert next_month_on(now, zone) == date(*following, 1)
