"""A snippet with all that belongs to it, read for a whole batch of deliveries at once."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import sqlalchemy
from sqlmodel import col, select
from sqlmodel.ext.asyncio.session import AsyncSession

from bot.db.tables import Account, Copy, Delivery, Media, Page, Person, Snippet, SnippetPart
from bot.domain.delivery import UNFINISHED, DeliveryKind, DeliveryState

UNFINISHED_OF = sqlalchemy.select(
    col(Delivery.id),
    col(Delivery.snippet_id),
    col(Delivery.account_id),
    col(Delivery.kind),
    col(Delivery.queued_at),
).where(col(Delivery.state).in_((*UNFINISHED, DeliveryState.PARKED)))


@dataclass(frozen=True, slots=True, kw_only=True)
class Whole:
    """A snippet with all that belongs to it, in the order in which it came in."""

    snippet: Snippet
    person: Person
    parts: tuple[SnippetPart, ...]
    media: tuple[Media, ...]
    page: Page | None


@dataclass(frozen=True, slots=True)
class Younger:
    """What stood behind a delivery in its queue, for the same snippet."""

    edit: bool = False
    delete: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Surroundings:
    """One delivery with its snippet and where it goes. `copy` may be a removed one.

    A wish that comes later takes back what was not armed yet, so that `younger` may be as old as
    the claim.
    """

    delivery: Delivery
    whole: Whole
    account: Account
    copy: Copy | None
    younger: Younger = Younger()

    @property
    def snippet(self) -> Snippet:
        return self.whole.snippet


async def whole(session: AsyncSession, snippet: Snippet) -> Whole:
    return (await _wholes(session, [snippet]))[snippet.id]


async def surroundings(session: AsyncSession, rows: Sequence[Delivery]) -> list[Surroundings]:
    """In the order of the deliveries."""
    snippet_ids = {row.snippet_id for row in rows}
    snippets = await _by_id(session, Snippet, snippet_ids)
    wholes = await _wholes(session, list(snippets.values()))
    accounts = await _by_id(session, Account, {row.account_id for row in rows})
    copies = await _of_snippets(session, Copy, snippet_ids)
    unfinished = await _unfinished(session, snippet_ids)
    return [
        Surroundings(
            delivery=row,
            whole=wholes[row.snippet_id],
            account=accounts[row.account_id],
            copy=next((c for c in copies[row.snippet_id] if c.account_id == row.account_id), None),
            younger=_younger(row, unfinished[row.snippet_id]),
        )
        for row in rows
    ]


async def _unfinished(session: AsyncSession, snippet_ids: set[int]) -> dict[int, list[Any]]:
    query = UNFINISHED_OF.where(col(Delivery.snippet_id).in_(snippet_ids))
    by_snippet: defaultdict[int, list[Any]] = defaultdict(list)
    for row in (await (await session.connection()).execute(query)).all():
        by_snippet[row.snippet_id].append(row)
    return by_snippet


def _younger(row: Delivery, others: Sequence[Any]) -> Younger:
    kinds = {
        other.kind
        for other in others
        if other.account_id == row.account_id
        and (other.queued_at, other.id) > (row.queued_at, row.id)
    }
    return Younger(edit=DeliveryKind.EDIT in kinds, delete=DeliveryKind.DELETE in kinds)


async def _wholes(session: AsyncSession, snippets: Sequence[Snippet]) -> dict[int, Whole]:
    person_ids = {snippet.person_id for snippet in snippets}
    people = await _by_id(session, Person, person_ids)
    found = await session.exec(select(Page).where(col(Page.person_id).in_(person_ids)))
    pages = {page.person_id: page for page in found.all()}
    snippet_ids = {snippet.id for snippet in snippets}
    parts = await _of_snippets(session, SnippetPart, snippet_ids)
    media = await _of_snippets(session, Media, snippet_ids)
    return {
        snippet.id: Whole(
            snippet=snippet,
            person=people[snippet.person_id],
            parts=tuple(sorted(parts[snippet.id], key=lambda part: (part.position, part.id))),
            media=_in_order(media[snippet.id], parts[snippet.id]),
            page=pages.get(snippet.person_id),
        )
        for snippet in snippets
    }


def _in_order(media: list[Media], parts: list[SnippetPart]) -> tuple[Media, ...]:
    """In the order of the messages that brought them."""
    places = {part.id: part.position for part in parts}
    return tuple(sorted(media, key=lambda one: (places.get(one.part_id, 0), one.id)))


async def _by_id(session: AsyncSession, table: Any, ids: set[int]) -> dict[int, Any]:
    found = await session.exec(select(table).where(col(table.id).in_(ids)))
    return {row.id: row for row in found.all()}


async def _of_snippets(
    session: AsyncSession, table: Any, snippet_ids: set[int]
) -> defaultdict[int, list[Any]]:
    found = await session.exec(
        select(table).where(col(table.snippet_id).in_(snippet_ids)).order_by(col(table.id))
    )
    by_snippet: defaultdict[int, list[Any]] = defaultdict(list)
    for row in found.all():
        by_snippet[row.snippet_id].append(row)
    return by_snippet
