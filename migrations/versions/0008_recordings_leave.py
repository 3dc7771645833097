"""Recordings that were cleaned may leave; and when they came in."""

import sqlalchemy as sa
from alembic import op

revision = "0008"
down_revision = "0007"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("media", sa.Column("seconds", sa.Float(), nullable=True))
    op.add_column("media", sa.Column("kept_at", sa.DateTime(timezone=True), nullable=True))


def downgrade() -> None:
    with op.batch_alter_table("media") as media:
        media.drop_column("kept_at")
        media.drop_column("seconds")
