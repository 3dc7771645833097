"""Copies: what stands at an account, and where people read it."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import case, insert, update
from sqlmodel import col, select
from sqlmodel.ext.asyncio.session import AsyncSession

from bot.db.accounts import PAGE
from bot.db.tables import Account, Copy, Delivery
from bot.domain.delivery import UNFINISHED, DeliveryKind


@dataclass(frozen=True, slots=True, kw_only=True)
class Standing:
    """What stands at an account now, as an attempt left it; the row of a copy comes of it.

    `parts` are a thread's further parts, as `Copy.parts` keeps them.
    """

    person_id: int
    snippet_id: int
    account_id: int
    remote_id: str
    url: str
    text: str
    parts: list[dict[str, str]] | None
    media_ids: list[int]
    revision: int
    published_at: datetime
    listen_at: datetime | None = None

    def as_row(self) -> dict[str, Any]:
        """A fresh copy: every column but its id."""
        return {
            **{name: getattr(self, name) for name in self.__slots__},
            "edited_at": None,
            "removed_at": None,
            "listen_tries": 0,
            "likes": 0,
            "boosts": 0,
        }


async def copy_at(session: AsyncSession, snippet_id: int, account_id: int) -> Copy | None:
    """The copy of a snippet at an account, removed or not."""
    query = (
        select(Copy)
        .where(col(Copy.snippet_id) == snippet_id, col(Copy.account_id) == account_id)
        .execution_options(populate_existing=True)
    )
    return (await session.exec(query)).one_or_none()


async def copies_of(session: AsyncSession, snippet_id: int) -> Sequence[Copy]:
    """All copies of a snippet, the removed ones too."""
    query = select(Copy).where(col(Copy.snippet_id) == snippet_id).order_by(col(Copy.id))
    return (await session.exec(query)).all()


async def put_copy(session: AsyncSession, made: Standing) -> None:
    """Keeps what stands there now; an older copy of the same snippet gives way to it."""
    await put_copies(session, [made])


async def put_copies(session: AsyncSession, made: Sequence[Standing]) -> None:
    """Many at once, of any snippets and accounts."""
    if not made:
        return
    query = (
        select(Copy)
        .where(
            col(Copy.snippet_id).in_({one.snippet_id for one in made}),
            col(Copy.account_id).in_({one.account_id for one in made}),
        )
        .execution_options(populate_existing=True)
    )
    known = {(row.snippet_id, row.account_id): row for row in (await session.exec(query)).all()}
    fresh = []
    for one in made:
        copy = known.get((one.snippet_id, one.account_id))
        if copy is None:
            fresh.append(one.as_row())
        else:
            _give_way(copy, one)
            session.add(copy)
    if fresh:
        await (await session.connection()).execute(insert(Copy), fresh)


def _give_way(copy: Copy, made: Standing) -> None:
    for name, value in made.as_row().items():
        setattr(copy, name, value)


async def edit_copy(session: AsyncSession, made: Standing, now: datetime) -> None:
    """Keeps the new words of a copy that still stands; one that was removed stays so."""
    await session.exec(
        update(Copy)
        .where(
            col(Copy.snippet_id) == made.snippet_id,
            col(Copy.account_id) == made.account_id,
            col(Copy.removed_at).is_(None),
        )
        .values(
            remote_id=made.remote_id,
            url=made.url,
            text=made.text,
            parts=made.parts,
            media_ids=made.media_ids,
            revision=made.revision,
            edited_at=case((col(Copy.text) == made.text, col(Copy.edited_at)), else_=now),
        )
    )


async def keep_up(
    session: AsyncSession, snippet_id: int, but_account_id: int, before: int, now: int
) -> None:
    """Copies of one revision are up to date with another: only one account's words changed."""
    await session.exec(
        update(Copy)
        .where(
            col(Copy.snippet_id) == snippet_id,
            col(Copy.account_id) != but_account_id,
            col(Copy.revision) == before,
            col(Copy.removed_at).is_(None),
        )
        .values(revision=now)
    )


async def remove_copy(
    session: AsyncSession, snippet_id: int, account_id: int, now: datetime
) -> None:
    """The copy is gone from there; the row stays, so that its address can say so."""
    await session.exec(
        update(Copy)
        .where(
            col(Copy.snippet_id) == snippet_id,
            col(Copy.account_id) == account_id,
            col(Copy.removed_at).is_(None),
        )
        .values(removed_at=now, listen_at=None)
    )


async def is_on_page(session: AsyncSession, snippet_id: int, now: datetime) -> bool:
    """Whether the snippet is public on its person's own page, or is on its way there now."""
    stands = (
        select(col(Copy.id))
        .join(Account, col(Account.id) == col(Copy.account_id))
        .where(
            col(Copy.snippet_id) == snippet_id,
            col(Copy.removed_at).is_(None),
            col(Account.network) == PAGE,
        )
    )
    comes = (
        select(col(Delivery.id))
        .join(Account, col(Account.id) == col(Delivery.account_id))
        .where(
            col(Delivery.snippet_id) == snippet_id,
            col(Delivery.kind) == DeliveryKind.PUBLISH,
            col(Delivery.state).in_(UNFINISHED),
            col(Delivery.due_at) <= now,
            col(Account.network) == PAGE,
        )
    )
    for query in (stands, comes):
        if (await session.exec(query.limit(1))).first() is not None:
            return True
    return False
