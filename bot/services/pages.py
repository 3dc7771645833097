"""A person's own page: its handle, its lines, who may find it. Reading is in `showing`."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy.exc import IntegrityError
from sqlmodel.ext.asyncio.session import AsyncSession

from bot.db import accounts, pages, people
from bot.db.tables import Account, AccountState, Page
from bot.domain.handles import Problem, may_change, normal, problem, proposals, skeleton
from bot.domain.snippets import clean
from bot.services.addresses import page_address
from bot.services.ground import Ground
from bot.services.showing import (
    Gone,
    PageView,
    Picture,
    Recording,
    Shown,
    page_by_handle,
    public_file,
    public_snippet,
    public_snippets,
)

__all__ = [
    "LINES",
    "Gone",
    "OwnPage",
    "PageView",
    "Picture",
    "Problem",
    "Recording",
    "Shown",
    "draft_page",
    "open_draft",
    "open_page",
    "own_page",
    "page_by_handle",
    "propose_handle",
    "public_file",
    "public_snippet",
    "public_snippets",
    "rename",
    "set_line",
    "set_searchable",
    "take_search_question",
]

LINES = {
    "name": 60,
    "bio": 160,
    "reading": 60,
    "latin": 60,
    "shop": 60,
    "occupation": 120,
    "base": 120,
    "likes": 120,
    "thinks": 120,
    "contact": 200,
}
"""The lines that a person may fill, with their greatest length."""

TRIES = 40


@dataclass(frozen=True, slots=True, kw_only=True)
class OwnPage:
    """A page as its owner sees it. `address` is empty while no phone could open it."""

    handle: str
    name: str
    address: str
    is_open: bool
    is_suspended: bool
    searchable: bool | None
    lines: dict[str, str]


async def own_page(ground: Ground, person_id: int) -> OwnPage | None:
    """A person's page, or the draft of it; None before there is a handle."""
    async with ground.database.reading() as session:
        page = await pages.page_of(session, person_id)
    return None if page is None or page.handle is None else _own(ground, page)


async def propose_handle(ground: Ground, person_id: int, hints: Sequence[str] = ()) -> str:
    """A free handle, near to the hints (a user name, a name in Latin letters). Keeps nothing."""
    tried = 0
    async with ground.database.reading() as session:
        for handle in proposals(hints, ground.chance):
            taken = await pages.is_taken(session, handle, skeleton(handle), person_id)
            tried += 1
            if not taken or tried >= TRIES:
                return handle
    raise AssertionError("proposals never end")


async def draft_page(
    ground: Ground, person_id: int, hints: Sequence[str] = (), name: str = ""
) -> OwnPage:
    """Keeps a handle and a name for a page that nobody can see yet; an earlier draft stays.

    The first tap on the page shows them, so nothing is taken from Telegram unseen.
    """
    for _ in range(TRIES):
        known = await own_page(ground, person_id)
        if known is not None:
            return known
        handle = await propose_handle(ground, person_id, hints)
        if await _take_handle(ground, person_id, handle, name=name) is None:
            break
    found = await own_page(ground, person_id)
    assert found is not None, "no handle could be had"
    return found


async def open_page(ground: Ground, person_id: int, handle: str, name: str) -> OwnPage | Problem:
    """Opens the page under this handle and name; from now on everyone may read what is on it."""
    page = await own_page(ground, person_id)
    if page is None or page.handle != normal(handle):
        trouble = await rename(ground, person_id, handle)
        if trouble is not None:
            return trouble
    if name:
        await set_line(ground, person_id, "name", name)
    async with ground.database.writing() as session:
        await open_draft(session, person_id, ground.now())
    found = await own_page(ground, person_id)
    assert found is not None
    return found


async def open_draft(session: AsyncSession, person_id: int, now: datetime) -> Account | None:
    """Opens a drafted page and returns its account; None while there is no draft."""
    page = await pages.lock_page(session, person_id)
    if page is None or page.handle is None:
        return None
    page.opened_at = page.opened_at or now
    session.add(page)
    account = await accounts.page_account(session, person_id)
    if account is None:
        account = Account(
            person_id=person_id,
            network=accounts.PAGE,
            remote_id=str(person_id),
            handle=page.handle,
            state=AccountState.WORKING,
            linked_at=now,
        )
        session.add(account)
        await session.flush()
    return account


async def rename(ground: Ground, person_id: int, typed: str) -> Problem | None:
    """Gives the page another handle; None where that went well.

    A handle under which the page was public stays with its person for ever and leads on to the
    new one.
    """
    handle = normal(typed)
    trouble = problem(handle)
    return trouble or await _take_handle(ground, person_id, handle)


async def set_line(ground: Ground, person_id: int, field: str, text: str) -> str:
    """Sets one line of the page; returns it as it is kept. An empty one takes it off."""
    kept = " ".join(clean(text).split())[: LINES[field]]
    async with ground.database.writing() as session:
        page = await _page(session, person_id)
        setattr(page, field, kept)
        session.add(page)
    return kept


async def set_searchable(ground: Ground, person_id: int, searchable: bool) -> None:
    """Whether search engines may find the page."""
    async with ground.database.writing() as session:
        page = await _page(session, person_id)
        page.searchable = searchable
        session.add(page)


async def take_search_question(ground: Ground, person_id: int) -> bool:
    """Whether the person may now be asked about search engines; True only once."""
    async with ground.database.writing() as session:
        return await pages.take_search_question(session, person_id, ground.now())


async def _take_handle(
    ground: Ground, person_id: int, handle: str, *, name: str = ""
) -> Problem | None:
    try:
        async with ground.database.writing() as session:
            return await _change_handle(session, person_id, handle, ground.now(), name=name)
    except IntegrityError:
        return Problem.TAKEN  # somebody took it in this very moment


async def _change_handle(
    session: AsyncSession, person_id: int, handle: str, now: datetime, *, name: str
) -> Problem | None:
    page = await _page(session, person_id)
    if page.handle == handle:
        return None
    if await pages.is_taken(session, handle, skeleton(handle), person_id):
        return Problem.TAKEN
    if page.handle is not None and page.opened_at is not None:
        if not may_change(map(datetime.fromisoformat, page.handle_changes), now):
            return Problem.TOO_OFTEN
        await pages.retire(session, page.handle, skeleton(page.handle), person_id, now)
        page.handle_changes = [*page.handle_changes, now.isoformat()]
    page.handle, page.skeleton = handle, skeleton(handle)
    page.name = page.name or " ".join(clean(name).split())[: LINES["name"]]
    session.add(page)
    account = await accounts.page_account(session, person_id)
    if account is not None:
        account.handle = handle
        session.add(account)
    await session.flush()
    return None


async def _page(session: AsyncSession, person_id: int) -> Page:
    page = await pages.lock_page(session, person_id)
    if page is None:
        if await people.person_by_id(session, person_id) is None:
            raise LookupError("nobody of that id has joined")
        page = Page(person_id=person_id)
        session.add(page)
        await session.flush()
    return page


def _own(ground: Ground, page: Page) -> OwnPage:
    assert page.handle is not None
    return OwnPage(
        handle=page.handle,
        name=page.name,
        address=page_address(ground, page.handle),
        is_open=page.opened_at is not None,
        is_suspended=page.suspended_at is not None,
        searchable=page.searchable,
        lines={line: getattr(page, line) for line in LINES if line != "name"},
    )
