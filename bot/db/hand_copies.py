"""Posts that people made by hand, as they told it."""

from collections.abc import Sequence

from sqlalchemy import delete
from sqlmodel import col, select
from sqlmodel.ext.asyncio.session import AsyncSession

from bot.db.tables import HandCopy


async def hand_copies_of(session: AsyncSession, snippet_ids: Sequence[int]) -> Sequence[HandCopy]:
    """What stands elsewhere by hand of these snippets, in the order in which it was told."""
    query = (
        select(HandCopy).where(col(HandCopy.snippet_id).in_(snippet_ids)).order_by(col(HandCopy.id))
    )
    return (await session.exec(query)).all()


async def put_hand_copy(session: AsyncSession, copy: HandCopy) -> None:
    """Keeps what was told last of a snippet and a place."""
    query = select(HandCopy).where(
        col(HandCopy.snippet_id) == copy.snippet_id, col(HandCopy.place) == copy.place
    )
    known = (await session.exec(query)).one_or_none()
    if known is None:
        session.add(copy)
        return
    known.url, known.shared_at = copy.url, copy.shared_at
    session.add(known)


async def drop_hand_copy(session: AsyncSession, snippet_id: int, place: str) -> bool:
    """It is not there any more, says the person; False: nobody had said that it was."""
    done = await session.exec(
        delete(HandCopy).where(col(HandCopy.snippet_id) == snippet_id, col(HandCopy.place) == place)
    )
    return bool(getattr(done, "rowcount", 0))
