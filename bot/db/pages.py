"""Pages, their handles, and what stands on them for everyone to read."""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import or_, update
from sqlmodel import col, select
from sqlmodel.ext.asyncio.session import AsyncSession

from bot.db.accounts import KEPT_FROM_PAGES, PAGE
from bot.db.snippets import KEPT
from bot.db.tables import (
    Account,
    AccountState,
    Copy,
    HandCopy,
    Media,
    Page,
    RetiredHandle,
    Snippet,
)


async def page_of(session: AsyncSession, person_id: int) -> Page | None:
    return await session.get(Page, person_id, populate_existing=True)


async def lock_page(session: AsyncSession, person_id: int) -> Page | None:
    query = select(Page).where(col(Page.person_id) == person_id).with_for_update()
    query = query.execution_options(populate_existing=True)
    return (await session.exec(query)).one_or_none()


async def open_page_by_handle(session: AsyncSession, handle: str) -> Page | None:
    """The page that bears this handle or, if its person had it before, bears another now."""
    shown = (col(Page.opened_at).is_not(None), col(Page.suspended_at).is_(None))
    query = select(Page).where(col(Page.handle) == handle, *shown)
    found: Page | None = (await session.exec(query)).one_or_none()
    if found is not None:
        return found
    retired = (
        select(Page)
        .join(RetiredHandle, col(RetiredHandle.person_id) == col(Page.person_id))
        .where(col(RetiredHandle.handle) == handle, *shown)
    )
    before: Page | None = (await session.exec(retired)).one_or_none()
    return before


async def is_taken(session: AsyncSession, handle: str, skeleton: str, person_id: int) -> bool:
    """Whether somebody else has, or ever had, a handle that looks like this one."""
    pages = select(col(Page.person_id)).where(
        or_(col(Page.handle) == handle, col(Page.skeleton) == skeleton),
        col(Page.person_id) != person_id,
    )
    retired = select(col(RetiredHandle.person_id)).where(
        or_(col(RetiredHandle.handle) == handle, col(RetiredHandle.skeleton) == skeleton),
        col(RetiredHandle.person_id) != person_id,
    )
    for query in (pages, retired):
        if (await session.exec(query.limit(1))).first() is not None:
            return True
    return False


async def retire(
    session: AsyncSession, handle: str, skeleton: str, person_id: int, now: datetime
) -> None:
    """Nobody else ever gets a handle under which somebody was public."""
    await session.merge(
        RetiredHandle(handle=handle, skeleton=skeleton, person_id=person_id, retired_at=now)
    )


async def take_search_question(session: AsyncSession, person_id: int, now: datetime) -> bool:
    """Whether the question about search engines may be asked now; True only once."""
    done = await session.exec(
        update(Page)
        .where(
            col(Page.person_id) == person_id,
            col(Page.asked_search_at).is_(None),
            col(Page.searchable).is_(None),
        )
        .values(asked_search_at=now)
        .execution_options(synchronize_session=False)
    )
    return done.rowcount > 0


async def public_copies(
    session: AsyncSession, person_id: int, *, before: str | None, most: int
) -> Sequence[tuple[Copy, Snippet]]:
    """What stands on a person's page, the newest snippet first; `before` is a public id."""
    query = (
        select(Copy, Snippet)
        .join(Snippet, col(Snippet.id) == col(Copy.snippet_id))
        .join(Account, col(Account.id) == col(Copy.account_id))
        .where(
            col(Account.person_id) == person_id,
            col(Account.network) == PAGE,
            col(Copy.removed_at).is_(None),
            *KEPT,
        )
        .order_by(col(Copy.snippet_id).desc())
        .limit(most)
    )
    if before is not None:
        place = select(col(Snippet.id)).where(
            col(Snippet.public_id) == before, col(Snippet.person_id) == person_id
        )
        query = query.where(col(Copy.snippet_id) < place.scalar_subquery())
    return [(row[0], row[1]) for row in await session.exec(query)]


async def page_copy(
    session: AsyncSession, person_id: int, public_id: str
) -> tuple[Copy, Snippet] | None:
    """The copy of one snippet on its person's page, also when it stands there no more."""
    query = (
        select(Copy, Snippet)
        .join(Snippet, col(Snippet.id) == col(Copy.snippet_id))
        .join(Account, col(Account.id) == col(Copy.account_id))
        .where(
            col(Snippet.public_id) == public_id,
            col(Snippet.person_id) == person_id,
            col(Account.network) == PAGE,
        )
    )
    found = (await session.exec(query)).first()
    return None if found is None else (found[0], found[1])


async def owner_of_public(session: AsyncSession, public_id: str) -> Page | None:
    """The open page of whoever wrote this snippet, public or not."""
    query = (
        select(Page)
        .join(Snippet, col(Snippet.person_id) == col(Page.person_id))
        .where(
            col(Snippet.public_id) == public_id,
            col(Page.opened_at).is_not(None),
            col(Page.suspended_at).is_(None),
        )
    )
    return (await session.exec(query)).one_or_none()


async def media_by_ids(session: AsyncSession, ids: Sequence[int]) -> dict[int, Media]:
    found = await session.exec(select(Media).where(col(Media.id).in_(ids)))
    return {row.id: row for row in found.all()}


async def copies_elsewhere(
    session: AsyncSession, snippet_ids: Sequence[int]
) -> Sequence[tuple[int, str, str]]:
    """Where else these snippets can be read now: snippet, network or place, address. First what
    we posted, then what their person posted by hand."""
    query = (
        select(col(Copy.snippet_id), col(Account.network), col(Copy.url))
        .join(Account, col(Account.id) == col(Copy.account_id))
        .where(
            col(Copy.snippet_id).in_(snippet_ids),
            col(Copy.removed_at).is_(None),
            col(Copy.url) != "",
            col(Account.network).not_in(KEPT_FROM_PAGES),
        )
        .order_by(col(Copy.id))
    )
    by_hand = (
        select(col(HandCopy.snippet_id), col(HandCopy.place), col(HandCopy.url))
        .where(col(HandCopy.snippet_id).in_(snippet_ids), col(HandCopy.url) != "")
        .order_by(col(HandCopy.id))
    )
    return [
        (row[0], row[1], row[2]) for found in (query, by_hand) for row in await session.exec(found)
    ]


async def profiles_elsewhere(session: AsyncSession, person_id: int) -> Sequence[Account]:
    """The working accounts at which at least one copy of this person stands."""
    stands = (
        select(col(Copy.id))
        .where(col(Copy.account_id) == col(Account.id), col(Copy.removed_at).is_(None))
        .exists()
    )
    query = (
        select(Account)
        .where(
            col(Account.person_id) == person_id,
            col(Account.network).not_in(KEPT_FROM_PAGES),
            col(Account.state) == AccountState.WORKING,
            stands,
        )
        .order_by(col(Account.id))
    )
    return (await session.exec(query)).all()
