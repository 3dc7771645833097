"""What an attempt left standing becomes the row of a copy."""

from datetime import UTC, datetime

from bot.db.copies import Standing
from bot.db.tables import Copy

NOON = datetime(2026, 11, 26, 3, tzinfo=UTC)


def test_a_fresh_copy_names_every_column_but_its_id() -> None:
    made = Standing(
        person_id=1,
        snippet_id=2,
        account_id=3,
        remote_id="4",
        url="https://example.com/4",
        text="曇り。",
        parts=None,
        media_ids=[],
        revision=1,
        published_at=NOON,
    )

    row = made.as_row()

    assert set(row) == set(Copy.model_fields) - {"id"}
    assert Copy(**row).model_dump(exclude={"id"}) == row
