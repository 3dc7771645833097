"""Snippets, their parts and their media."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from sqlalchemy import ColumnElement, and_, exists, func, or_, update
from sqlmodel import col, select
from sqlmodel.ext.asyncio.session import AsyncSession

from bot.db.leases import found_once
from bot.db.tables import Account, Copy, Delivery, Media, MediaState, Snippet, SnippetPart
from bot.domain.delivery import UNFINISHED

KEPT: tuple[ColumnElement[bool], ...] = (
    col(Snippet.deleted_at).is_(None),
    col(Snippet.undone_at).is_(None),
)
"""What makes a snippet part of the diary."""


@dataclass(frozen=True, slots=True)
class Head:
    """What is asked most of a snippet, without its words."""

    revision: int
    has_card: bool


async def heads(session: AsyncSession, snippet_ids: set[int]) -> dict[int, Head]:
    """By id, as they stand now."""
    query = select(col(Snippet.id), col(Snippet.revision), col(Snippet.card_message_id)).where(
        col(Snippet.id).in_(snippet_ids)
    )
    found = (await (await session.connection()).execute(query)).all()
    return {one.id: Head(one.revision, one.card_message_id is not None) for one in found}


async def snippet_of(session: AsyncSession, person_id: int, snippet_id: int) -> Snippet | None:
    """One of this person's snippets, deleted or not; None for anybody else's."""
    query = select(Snippet).where(
        col(Snippet.id) == snippet_id, col(Snippet.person_id) == person_id
    )
    return (await session.exec(query)).one_or_none()


async def snippet_by_card(session: AsyncSession, person_id: int, message_id: int) -> Snippet | None:
    query = select(Snippet).where(
        col(Snippet.person_id) == person_id, col(Snippet.card_message_id) == message_id, *KEPT
    )
    return (await session.exec(query)).first()


async def snippet_of_nudge(session: AsyncSession, person_id: int, nudge_id: int) -> Snippet | None:
    query = select(Snippet).where(
        col(Snippet.person_id) == person_id, col(Snippet.nudge_id) == nudge_id, *KEPT
    )
    return (await session.exec(query)).first()


async def part_by_message(
    session: AsyncSession, person_id: int, message_id: int
) -> SnippetPart | None:
    query = select(SnippetPart).where(
        col(SnippetPart.person_id) == person_id, col(SnippetPart.message_id) == message_id
    )
    return (await session.exec(query)).one_or_none()


async def part_by_group(session: AsyncSession, person_id: int, group: str) -> SnippetPart | None:
    """The first part of an album that has already come in."""
    query = (
        select(SnippetPart)
        .where(col(SnippetPart.person_id) == person_id, col(SnippetPart.media_group_id) == group)
        .order_by(col(SnippetPart.id))
        .limit(1)
    )
    return (await session.exec(query)).one_or_none()


async def parts_of(session: AsyncSession, snippet_id: int) -> Sequence[SnippetPart]:
    query = (
        select(SnippetPart)
        .where(col(SnippetPart.snippet_id) == snippet_id)
        .order_by(col(SnippetPart.position), col(SnippetPart.id))
    )
    return (await session.exec(query)).all()


async def media_of(session: AsyncSession, snippet_id: int) -> Sequence[Media]:
    query = select(Media).where(col(Media.snippet_id) == snippet_id).order_by(col(Media.id))
    return (await session.exec(query)).all()


async def recent_snippets(
    session: AsyncSession, person_id: int, *, before_id: int | None, most: int
) -> Sequence[Snippet]:
    """The newest kept snippets first; `before_id` pages on."""
    query = (
        select(Snippet)
        .where(col(Snippet.person_id) == person_id, *KEPT)
        .order_by(col(Snippet.id).desc())
        .limit(most)
    )
    if before_id is not None:
        query = query.where(col(Snippet.id) < before_id)
    return (await session.exec(query)).all()


async def newest_answer_on(session: AsyncSession, person_id: int, on: date) -> Snippet | None:
    query = (
        select(Snippet)
        .where(col(Snippet.person_id) == person_id, col(Snippet.on) == on, *KEPT)
        .where(col(Snippet.nudge_id).is_not(None))
        .order_by(col(Snippet.id).desc())
        .limit(1)
    )
    return (await session.exec(query)).one_or_none()


async def days_kept(session: AsyncSession, person_id: int) -> dict[date, int]:
    """How many snippets each day holds."""
    rows = await session.exec(
        select(col(Snippet.on), func.count())
        .where(col(Snippet.person_id) == person_id, *KEPT)
        .group_by(col(Snippet.on))
    )
    return {row[0]: row[1] for row in rows}


async def count_days(session: AsyncSession, person_id: int) -> int:
    query = select(func.count(func.distinct(col(Snippet.on)))).where(
        col(Snippet.person_id) == person_id, *KEPT
    )
    return int((await session.exec(query)).one())


async def facet_counts(session: AsyncSession, person_id: int) -> dict[str, int]:
    rows = await session.exec(
        select(col(Snippet.facet), func.count())
        .where(col(Snippet.person_id) == person_id, *KEPT)
        .group_by(col(Snippet.facet))
    )
    return {row[0]: row[1] for row in rows}


async def first_snippet_on(session: AsyncSession, person_id: int, on: date) -> Snippet | None:
    query = (
        select(Snippet)
        .where(col(Snippet.person_id) == person_id, col(Snippet.on) == on, *KEPT)
        .order_by(col(Snippet.id))
        .limit(1)
    )
    return (await session.exec(query)).one_or_none()


def card_due(now: Any) -> Any:
    """Whether a snippet is complete and has no card yet."""
    return col(Snippet.card_due_at) <= now


async def claim_cards(
    session: AsyncSession, now: datetime, lease: timedelta, most: int
) -> Sequence[tuple[int, int]]:
    """Takes snippets whose card is due, as (person, snippet); comes back after the lease."""
    complete = (
        select(col(Snippet.id))
        .where(card_due(now))
        .order_by(col(Snippet.card_due_at))
        .limit(most)
        .with_for_update(skip_locked=True)
    )
    claimed = await session.exec(
        update(Snippet)
        .where(col(Snippet.id).in_(found_once(complete)), card_due(now))
        .values(card_due_at=now + lease)
        .returning(col(Snippet.person_id), col(Snippet.id))
        .execution_options(synchronize_session=False)
    )
    return [(row[0], row[1]) for row in claimed]


def media_due(now: Any) -> Any:
    """Whether a file that Telegram still holds may be fetched."""
    free = or_(col(Media.lease_until).is_(None), col(Media.lease_until) <= now)
    return and_(col(Media.state) == MediaState.WAITING, col(Media.due_at) <= now, free)


async def claim_media(
    session: AsyncSession, now: datetime, lease: timedelta, most: int
) -> Sequence[Media]:
    """Takes files that Telegram still holds and we do not; comes back after the lease."""
    waiting = (
        select(col(Media.id))
        .where(media_due(now))
        .order_by(col(Media.due_at))
        .limit(most)
        .with_for_update(skip_locked=True)
    )
    claimed = await session.exec(
        update(Media)
        .where(
            col(Media.id).in_(found_once(waiting)),
            or_(col(Media.lease_until).is_(None), col(Media.lease_until) <= now),
        )
        .values(attempt=col(Media.attempt) + 1, lease_until=now + lease)
        .returning(Media)
        .execution_options(synchronize_session=False)
    )
    return list(claimed.scalars())


async def count_uses(session: AsyncSession, name: str) -> int:
    """How many media rows point to one stored file."""
    query = select(func.count()).select_from(Media).where(col(Media.name) == name)
    return int((await session.exec(query)).one())


async def kept_on(session: AsyncSession, person_id: int, on: date) -> Sequence[Snippet]:
    """What was kept for one day, in order."""
    query = (
        select(Snippet)
        .where(col(Snippet.person_id) == person_id, col(Snippet.on) == on, *KEPT)
        .order_by(col(Snippet.id))
    )
    return (await session.exec(query)).all()


async def network_counts(session: AsyncSession, person_id: int) -> dict[str, int]:
    """How many copies stand at each network."""
    rows = await session.exec(
        select(col(Account.network), func.count())
        .join(Copy, col(Copy.account_id) == col(Account.id))
        .where(col(Account.person_id) == person_id, col(Copy.removed_at).is_(None))
        .group_by(col(Account.network))
    )
    return {row[0]: row[1] for row in rows}


async def with_media(session: AsyncSession, snippet_ids: Sequence[int], kind: str) -> set[int]:
    """Which of these snippets hold media of that kind."""
    query = select(col(Media.snippet_id)).where(
        col(Media.snippet_id).in_(snippet_ids), col(Media.kind) == kind
    )
    return set(await session.exec(query))


async def to_erase(
    session: AsyncSession, deleted_before: datetime, undone_before: datetime, most: int
) -> Sequence[Snippet]:
    """What was deleted or undone before these moments and nothing is on its way about."""
    unfinished = exists().where(
        col(Delivery.snippet_id) == col(Snippet.id), col(Delivery.state).in_(UNFINISHED)
    )
    query = (
        select(Snippet)
        .where(
            col(Snippet.erased).is_(False),
            or_(
                col(Snippet.deleted_at) < deleted_before,
                col(Snippet.undone_at) < undone_before,
            ),
            ~unfinished,
        )
        .limit(most)
        .with_for_update(skip_locked=True)
    )
    return (await session.exec(query)).all()


async def forget_copied_words(session: AsyncSession, snippet_id: int) -> None:
    """Drops the words and pictures that its copies went out with."""
    await session.exec(
        update(Copy).where(col(Copy.snippet_id) == snippet_id).values(text="", media_ids=[])
    )
