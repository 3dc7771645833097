"""Share buttons that were picked, and posts that were made by hand."""

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None

BIG_ID = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    # People who are there already have picked nothing; the default is for them alone.
    op.add_column(
        "people", sa.Column("share_places", sa.JSON(), nullable=False, server_default="[]")
    )
    with op.batch_alter_table("people") as people:
        people.alter_column("share_places", server_default=None)
    op.create_table(
        "hand_copies",
        sa.Column("id", BIG_ID, autoincrement=True, nullable=False),
        sa.Column("person_id", BIG_ID, nullable=False),
        sa.Column("snippet_id", BIG_ID, nullable=False),
        sa.Column("place", sa.String(length=32), nullable=False),
        sa.Column("url", sa.String(length=2048), nullable=False),
        sa.Column("shared_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["person_id"],
            ["people.id"],
            name=op.f("fk_hand_copies_person_id"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["snippet_id"],
            ["snippets.id"],
            name=op.f("fk_hand_copies_snippet_id"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_hand_copies")),
        sa.UniqueConstraint("snippet_id", "place", name=op.f("uq_hand_copies_snippet_id_place")),
    )
    op.create_index(op.f("ix_hand_copies_person_id"), "hand_copies", ["person_id"])


def downgrade() -> None:
    op.drop_table("hand_copies")
    with op.batch_alter_table("people") as people:
        people.drop_column("share_places")
