"""What everyone may read: open pages and the snippets on them."""

import hmac
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from sqlmodel.ext.asyncio.session import AsyncSession

from bot.db import pages
from bot.db.tables import Copy, Media, Page, PartKind, Snippet
from bot.domain.handles import normal
from bot.media.files import media_address
from bot.services.going_along import RECORDED, may_leave
from bot.services.ground import Ground

LINES_SHOWN = ("occupation", "base", "likes", "thinks", "contact")
MEDIA_KEY = "media address"


@dataclass(frozen=True, slots=True, kw_only=True)
class PageView:
    """An open page. Its `handle` may be a newer one than was asked for.

    `elsewhere` are the person's other accounts, as network, server and handle.
    """

    person_id: int
    handle: str
    name: str
    bio: str
    reading: str
    latin: str
    shop: str
    lines: dict[str, str]
    searchable: bool
    opened_at: datetime
    elsewhere: tuple[tuple[str, str, str], ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Picture:
    """A picture on a page. `address` is the unguessable last part of where it is served;
    `name` is its file in the media folder."""

    address: str
    name: str
    mime: str
    width: int
    height: int
    alt: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Recording:
    """A voice note or video on a page; like a picture, but with `size` in bytes and a length."""

    address: str
    name: str
    mime: str
    width: int
    height: int
    size: int
    seconds: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Shown:
    """One public snippet as it stands on its page, the question above it.

    `copies` are the addresses of its copies elsewhere, with their networks' names.
    """

    public_id: str
    on: date
    facet: str
    question: str
    text: str
    language: str
    pictures: tuple[Picture, ...]
    recordings: tuple[Recording, ...]
    published_at: datetime
    edited_at: datetime | None
    copies: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class Gone:
    """A snippet that was public and is no more."""

    public_id: str


async def page_by_handle(ground: Ground, handle: str) -> PageView | None:
    """The open page of that handle, also of an earlier one of its person's; else None."""
    async with ground.database.reading() as session:
        page = await pages.open_page_by_handle(session, normal(handle))
        if page is None or page.handle is None or page.opened_at is None:
            return None
        elsewhere = await pages.profiles_elsewhere(session, page.person_id)
    return PageView(
        person_id=page.person_id,
        handle=page.handle,
        name=page.name or page.handle,
        bio=page.bio,
        reading=page.reading,
        latin=page.latin,
        shop=page.shop,
        lines={line: getattr(page, line) for line in LINES_SHOWN if getattr(page, line)},
        searchable=bool(page.searchable),
        opened_at=page.opened_at,
        elsewhere=tuple((row.network, row.server, row.handle) for row in elsewhere),
    )


async def public_snippets(
    ground: Ground, person_id: int, before: str | None = None, limit: int = 20
) -> list[Shown]:
    """The newest public snippets of an open page; `before` is the public id to page on from."""
    async with ground.database.reading() as session:
        page = await pages.page_of(session, person_id)
        if not _is_open(page):
            return []
        rows = await pages.public_copies(session, person_id, before=before, most=limit)
        return await _shown(ground, session, rows)


async def public_snippet(ground: Ground, handle: str, public_id: str) -> Shown | Gone | None:
    """One snippet of that page. None also for what was never public: nobody can tell."""
    async with ground.database.reading() as session:
        page = await pages.open_page_by_handle(session, normal(handle))
        found = page and await pages.page_copy(session, page.person_id, public_id)
        if not found:
            return None
        if not _stands(*found):
            return Gone(public_id)
        return (await _shown(ground, session, [found]))[0]


async def public_file(ground: Ground, public_id: str, address: str) -> Picture | Recording | None:
    """A picture or recording of a snippet that is public now, by the last part of its address."""
    async with ground.database.reading() as session:
        page = await pages.owner_of_public(session, public_id)
        found = page and await pages.page_copy(session, page.person_id, public_id)
        if not found or not _stands(*found):
            return None
        (shown,) = await _shown(ground, session, [found])
    wanted = address.encode()
    files: tuple[Picture | Recording, ...] = (*shown.pictures, *shown.recordings)
    for file in files:
        if hmac.compare_digest(file.address.encode(), wanted):
            return file
    return None


def _is_open(page: Page | None) -> bool:
    return page is not None and page.opened_at is not None and page.suspended_at is None


def _stands(copy: Copy, snippet: Snippet) -> bool:
    gone = (copy.removed_at, snippet.deleted_at, snippet.undone_at)
    return all(moment is None for moment in gone)


async def _shown(
    ground: Ground, session: AsyncSession, rows: Sequence[tuple[Copy, Snippet]]
) -> list[Shown]:
    wanted = [media_id for copy, _ in rows for media_id in copy.media_ids]
    media = await pages.media_by_ids(session, wanted)
    elsewhere = await pages.copies_elsewhere(session, [snippet.id for _, snippet in rows])
    return [
        Shown(
            public_id=snippet.public_id,
            on=snippet.on,
            facet=snippet.facet,
            question=_question(ground, snippet),
            text=copy.text,
            language=snippet.language,
            pictures=_pictures(ground, copy, snippet, media),
            recordings=_recordings(ground, copy, snippet, media),
            published_at=copy.published_at,
            edited_at=copy.edited_at,
            copies=tuple((name, url) for where, name, url in elsewhere if where == snippet.id),
        )
        for copy, snippet in rows
    ]


def _question(ground: Ground, snippet: Snippet) -> str:
    question = ground.questions.get(snippet.question_id or "")
    words = question.texts.get(snippet.language) if question else None
    return words.ask if words else ""


def _pictures(
    ground: Ground, copy: Copy, snippet: Snippet, media: dict[int, Media]
) -> tuple[Picture, ...]:
    return tuple(
        Picture(
            address=_address(ground, snippet, one),
            name=one.name,
            mime=one.mime or "image/jpeg",
            width=one.width or 0,
            height=one.height or 0,
            alt=one.alt,
        )
        for one in (media.get(media_id) for media_id in copy.media_ids)
        if one is not None and one.name and one.kind == PartKind.PHOTO
    )


def _recordings(
    ground: Ground, copy: Copy, snippet: Snippet, media: dict[int, Media]
) -> tuple[Recording, ...]:
    """Cleaned ones only, whatever else a row may say."""
    return tuple(
        Recording(
            address=_address(ground, snippet, one),
            name=one.name or "",
            mime=one.mime or "",
            width=one.width or 0,
            height=one.height or 0,
            size=one.size or 0,
            seconds=one.seconds or 0,
        )
        for one in (media.get(media_id) for media_id in copy.media_ids)
        if one is not None and one.kind in RECORDED and may_leave(one)
    )


def _address(ground: Ground, snippet: Snippet, one: Media) -> str:
    key = ground.vault.derive(MEDIA_KEY)
    return media_address(key, snippet.person_id, snippet.public_id, one.sha256 or "")
