"""A copy's further parts, how far a thread has come, and whether a long pause was asked about."""

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None


def upgrade() -> None:
    with op.batch_alter_table("copies") as copies:
        copies.add_column(sa.Column("parts", sa.JSON(), nullable=True))
    with op.batch_alter_table("deliveries") as deliveries:
        deliveries.add_column(
            sa.Column("begun_parts", sa.Integer(), nullable=False, server_default="0")
        )
    with op.batch_alter_table("pauses") as pauses:
        pauses.add_column(sa.Column("asked_at", sa.DateTime(timezone=True), nullable=True))


def downgrade() -> None:
    with op.batch_alter_table("pauses") as pauses:
        pauses.drop_column("asked_at")
    with op.batch_alter_table("deliveries") as deliveries:
        deliveries.drop_column("begun_parts")
    with op.batch_alter_table("copies") as copies:
        copies.drop_column("parts")
