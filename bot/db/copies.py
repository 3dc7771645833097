"""Copies: what stands at an account, and where people read it."""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import case, insert, update
from sqlmodel import col, select
from sqlmodel.ext.asyncio.session import AsyncSession

from bot.db.accounts import PAGE
from bot.db.tables import Account, Copy, Delivery
from bot.domain.delivery import UNFINISHED, DeliveryKind


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


async def put_copy(session: AsyncSession, copy: Copy) -> None:
    """Keeps what stands there now; an older copy of the same snippet gives way to it."""
    await put_copies(session, [copy])


async def put_copies(session: AsyncSession, made: Sequence[Copy]) -> None:
    """Many at once, of any snippets and accounts."""
    if not made:
        return
    query = (
        select(Copy)
        .where(
            col(Copy.snippet_id).in_({copy.snippet_id for copy in made}),
            col(Copy.account_id).in_({copy.account_id for copy in made}),
        )
        .execution_options(populate_existing=True)
    )
    known = {(row.snippet_id, row.account_id): row for row in (await session.exec(query)).all()}
    fresh = []
    for copy in made:
        standing = known.get((copy.snippet_id, copy.account_id))
        if standing is None:
            fresh.append(copy.model_dump(exclude={"id"}))
        else:
            _give_way(standing, copy)
            session.add(standing)
    if fresh:
        await (await session.connection()).execute(insert(Copy), fresh)


def _give_way(standing: Copy, copy: Copy) -> None:
    standing.remote_id = copy.remote_id
    standing.url = copy.url
    standing.text = copy.text
    standing.parts = copy.parts
    standing.media_ids = list(copy.media_ids)
    standing.revision = copy.revision
    standing.published_at = copy.published_at
    standing.edited_at = copy.edited_at
    standing.removed_at = None
    standing.listen_at, standing.listen_tries = copy.listen_at, 0
    standing.likes = standing.boosts = 0


async def edit_copy(session: AsyncSession, copy: Copy, now: datetime) -> None:
    """Keeps the new words of a copy that still stands; one that was removed stays so."""
    await session.exec(
        update(Copy)
        .where(
            col(Copy.snippet_id) == copy.snippet_id,
            col(Copy.account_id) == copy.account_id,
            col(Copy.removed_at).is_(None),
        )
        .values(
            remote_id=copy.remote_id,
            url=copy.url,
            text=copy.text,
            parts=copy.parts,
            media_ids=copy.media_ids,
            revision=copy.revision,
            edited_at=case((col(Copy.text) == copy.text, col(Copy.edited_at)), else_=now),
        )
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
