"""Echoes: when a copy is looked at, what others said under it, and what of that is told."""

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import and_, delete, exists, func, or_, update
from sqlmodel import col, select
from sqlmodel.ext.asyncio.session import AsyncSession

from bot.db.leases import found_once
from bot.db.tables import Account, Copy, Echo, Person, Snippet

MOST_A_COPY = 300
"""Echoes that are kept of one copy; what a crowd says beyond them is read where it stands."""


@dataclass(frozen=True, slots=True)
class Overheard:
    """An echo with what it answers: the copy, where that stands, and the words it came from."""

    echo: Echo
    copy: Copy
    account: Account
    snippet: Snippet


def mark_of(remote_id: str) -> str:
    """What stays of an echo: enough to know it again, nothing to find it by."""
    return hashlib.sha256(remote_id.encode("utf-8", "replace")).hexdigest()


def listening_due(now: Any) -> Any:
    """Whether a copy is to be looked at."""
    return col(Copy.listen_at) <= now


def telling_due(now: Any) -> Any:
    """Whether an echo is to be told."""
    return and_(col(Echo.told_at).is_(None), col(Echo.tell_at) <= now)


async def claim_listening(
    session: AsyncSession, now: datetime, lease: timedelta, most: int
) -> Sequence[Copy]:
    """Copies to be looked at now; they come back after the lease, unless that moment is changed."""
    waiting = (
        select(col(Copy.id))
        .where(listening_due(now))
        .order_by(col(Copy.listen_at))
        .limit(most)
        .with_for_update(skip_locked=True)
    )
    claimed = await session.exec(
        update(Copy)
        .where(col(Copy.id).in_(found_once(waiting)), listening_due(now))
        .values(listen_at=now + lease)
        .returning(Copy)
        .execution_options(synchronize_session=False, populate_existing=True)
    )
    return list(claimed.scalars())


async def put_off(
    session: AsyncSession, copy: Copy, listen_at: datetime | None, tries: int
) -> bool:
    """When the claimed copy is looked at again; False: somebody else has it."""
    done = await session.exec(
        update(Copy)
        .where(col(Copy.id) == copy.id, col(Copy.listen_at) == copy.listen_at)
        .values(listen_at=listen_at, listen_tries=tries)
        .execution_options(synchronize_session=False)
    )
    return done.rowcount > 0


async def count_reactions(session: AsyncSession, copy_id: int, likes: int, boosts: int) -> bool:
    """Keeps the counters; says whether they have changed."""
    done = await session.exec(
        update(Copy)
        .where(
            col(Copy.id) == copy_id,
            col(Copy.removed_at).is_(None),
            or_(col(Copy.likes) != likes, col(Copy.boosts) != boosts),
        )
        .values(likes=likes, boosts=boosts)
        .execution_options(synchronize_session=False)
    )
    return done.rowcount > 0


async def known_marks(session: AsyncSession, copy_id: int) -> set[str]:
    query = select(col(Echo.mark)).where(col(Echo.copy_id) == copy_id)
    return set((await session.exec(query)).all())


async def told_last(session: AsyncSession, person_id: int) -> datetime | None:
    """When this person was last told of echoes."""
    query = select(func.max(col(Echo.told_at))).where(col(Echo.person_id) == person_id)
    return (await session.exec(query)).one_or_none()


async def claim_telling(
    session: AsyncSession, now: datetime, lease: timedelta, most: int
) -> dict[int, list[int]]:
    """People to be told now, with the ids of their due echoes; of two workers one gets each."""
    due = telling_due(now)
    people = (
        select(col(Person.id))
        .where(exists().where(col(Echo.person_id) == col(Person.id), due))
        .limit(most)
        .with_for_update(skip_locked=True)
    )
    who = list((await session.exec(people)).all())
    if not who:
        return {}
    claimed = await session.exec(
        update(Echo)
        .where(col(Echo.person_id).in_(who), due)
        .values(tell_at=now + lease)
        .returning(col(Echo.person_id), col(Echo.id))
        .execution_options(synchronize_session=False)
    )
    found: dict[int, list[int]] = {}
    for person_id, echo_id in sorted(tuple(row) for row in claimed):
        found.setdefault(person_id, []).append(echo_id)
    return found


async def overheard(
    session: AsyncSession, person_id: int, ids: Sequence[int]
) -> Sequence[Overheard]:
    """These echoes of this person, in the order in which they were heard; not of copies or
    snippets that are gone."""
    query = (
        select(Echo, Copy, Account, Snippet)
        .join(Copy, col(Copy.id) == col(Echo.copy_id))
        .join(Account, col(Account.id) == col(Copy.account_id))
        .join(Snippet, col(Snippet.id) == col(Copy.snippet_id))
        .where(
            col(Echo.person_id) == person_id,
            col(Echo.id).in_(ids),
            col(Copy.removed_at).is_(None),
            col(Snippet.deleted_at).is_(None),
        )
        .order_by(col(Echo.id))
    )
    return [Overheard(*row) for row in (await session.exec(query)).all()]


async def tell_later(session: AsyncSession, ids: Sequence[int], tell_at: datetime) -> None:
    await session.exec(update(Echo).where(col(Echo.id).in_(ids)).values(tell_at=tell_at))


async def mark_told(session: AsyncSession, ids: Sequence[int], now: datetime) -> None:
    """They were told: their words and addresses are needed no more."""
    await session.exec(
        update(Echo).where(col(Echo.id).in_(ids)).values(told_at=now, tell_at=None, text="", url="")
    )


async def forget(session: AsyncSession, since: datetime) -> None:
    """Leaves the bare mark of what was heard before then, and nothing of copies that are gone
    or are looked at no more."""
    await session.exec(
        update(Echo)
        .where(col(Echo.heard_at) < since, col(Echo.remote_id) != "")
        .values(remote_id="", author="", url="", text="", tell_at=None)
        .execution_options(synchronize_session=False)
    )
    removed = select(col(Copy.id)).where(col(Copy.removed_at).is_not(None))
    over = select(col(Copy.id)).where(col(Copy.listen_at).is_(None))
    await session.exec(
        delete(Echo)
        .where(
            or_(
                col(Echo.copy_id).in_(removed),
                and_(col(Echo.remote_id) == "", col(Echo.copy_id).in_(over)),
            )
        )
        .execution_options(synchronize_session=False)
    )
