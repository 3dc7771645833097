"""What comes back: counters of a copy, when it is looked at, and what others say under it."""

import sqlalchemy as sa
from alembic import op

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None

BIG_ID = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
COUNTS = ("listen_tries", "likes", "boosts")


def upgrade() -> None:
    # Copies that stand already are not looked at: nobody was told that they would be.
    op.add_column("copies", sa.Column("listen_at", sa.DateTime(timezone=True), nullable=True))
    for name in COUNTS:
        op.add_column("copies", sa.Column(name, sa.Integer(), nullable=False, server_default="0"))
    op.create_index(op.f("ix_copies_listen"), "copies", ["listen_at"])
    op.create_table(
        "echoes",
        sa.Column("id", BIG_ID, autoincrement=True, nullable=False),
        sa.Column("person_id", BIG_ID, nullable=False),
        sa.Column("copy_id", BIG_ID, nullable=False),
        sa.Column("mark", sa.String(length=64), nullable=False),
        sa.Column("remote_id", sa.String(length=1024), nullable=False),
        sa.Column("author", sa.String(length=512), nullable=False),
        sa.Column("url", sa.String(length=2048), nullable=False),
        sa.Column("text", sa.String(), nullable=False),
        sa.Column("heard_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("tell_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("told_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(
            ["person_id"], ["people.id"], name=op.f("fk_echoes_person_id"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["copy_id"], ["copies.id"], name=op.f("fk_echoes_copy_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_echoes")),
        sa.UniqueConstraint("copy_id", "mark", name=op.f("uq_echoes_copy_id_mark")),
    )
    op.create_index(op.f("ix_echoes_person_id"), "echoes", ["person_id"])
    op.create_index(op.f("ix_echoes_due"), "echoes", ["tell_at"])


def downgrade() -> None:
    op.drop_table("echoes")
    op.drop_index(op.f("ix_copies_listen"), "copies")
    with op.batch_alter_table("copies") as copies:
        for name in ("listen_at", *COUNTS):
            copies.drop_column(name)
