"""What becomes of answers that are too long, for each account; by default what became of them."""

import sqlalchemy as sa
from alembic import op

revision = "0007"
down_revision = "0006"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("accounts", sa.Column("long_form", sa.String(length=16), nullable=True))
    op.add_column(
        "accounts",
        sa.Column("numbers_parts", sa.Boolean(), nullable=False, server_default=sa.false()),
    )


def downgrade() -> None:
    with op.batch_alter_table("accounts") as accounts:
        accounts.drop_column("numbers_parts")
        accounts.drop_column("long_form")
