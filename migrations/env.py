"""Alembic's way in: on the connection that the bot hands over, or by HIBI_DATABASE_URL."""

import asyncio
from typing import Any, Literal

from alembic import context
from sqlalchemy import BigInteger, Connection, TypeDecorator
from sqlmodel import SQLModel

import bot.db.tables  # noqa: F401  (fills the metadata)
from bot.config import read_settings
from bot.db.migrating import alone


def plain_types(kind: str, item: Any, _autogen: object) -> str | Literal[False]:
    """Writes our own column types as the plain ones below them.

    A step that named `bot.db.types.Moment` would break the day that class is moved. BIG_ID stands
    in the template of a step.
    """
    if kind == "type" and isinstance(item, BigInteger):
        return "BIG_ID"
    if kind == "type" and isinstance(item, TypeDecorator):
        return f"sa.{item.impl!r}"
    return False


def run(connection: Connection) -> None:
    context.configure(
        connection=connection,
        target_metadata=SQLModel.metadata,
        render_item=plain_types,
        render_as_batch=True,  # SQLite alters a table by building it anew
        compare_server_default=True,
        transactional_ddl=True,  # SQLite can; Alembic supposes that it cannot
    )
    context.run_migrations()


given: Connection | None = context.config.attributes.get("connection")
if given is not None:
    run(given)
else:
    asyncio.run(alone(read_settings().database, run))
