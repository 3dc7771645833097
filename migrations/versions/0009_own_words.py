"""Words by hand for one account, instead of those in the diary."""

import sqlalchemy as sa
from alembic import op

revision = "0009"
down_revision = "0008"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("snippets", sa.Column("own_words", sa.JSON(), nullable=True))


def downgrade() -> None:
    with op.batch_alter_table("snippets") as snippets:
        snippets.drop_column("own_words")
