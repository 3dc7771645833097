"""When a sign-in ends and how far ahead that was told; what only the operator can mend."""

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None


def upgrade() -> None:
    with op.batch_alter_table("accounts") as accounts:
        accounts.add_column(sa.Column("sign_in_ends_at", sa.DateTime(timezone=True), nullable=True))
        accounts.add_column(sa.Column("told_end_days", sa.Integer(), nullable=True))
    op.create_index(op.f("ix_accounts_sign_in_ends_at"), "accounts", ["sign_in_ends_at"])
    op.create_table(
        "alarms",
        sa.Column("network", sa.String(length=32), nullable=False),
        sa.Column("rule", sa.String(length=64), nullable=False),
        sa.Column("raised_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("told_at", sa.DateTime(timezone=True), nullable=True),
        sa.PrimaryKeyConstraint("network", "rule", name=op.f("pk_alarms")),
    )


def downgrade() -> None:
    op.drop_table("alarms")
    op.drop_index(op.f("ix_accounts_sign_in_ends_at"), "accounts")
    with op.batch_alter_table("accounts") as accounts:
        accounts.drop_column("told_end_days")
        accounts.drop_column("sign_in_ends_at")
