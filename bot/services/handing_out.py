"""Hands a picture or a video to the network that fetches it, by the ticket in its address."""

from dataclasses import dataclass

from bot.db import surroundings, tables
from bot.db.surroundings import Whole
from bot.media.files import StorageError
from bot.networks.base import NetworkError
from bot.services.composing import words
from bot.services.going_along import may_leave
from bot.services.ground import Ground
from bot.services.outgoing import CARD, FETCHED, Ticket, drawn, fit, ticket_in


@dataclass(frozen=True, slots=True)
class Handed:
    """The bytes that a network fetches, and their kind."""

    data: bytes
    mime: str


async def handed_out(ground: Ground, token: str) -> Handed | None:
    """What was promised: a JPEG, or a recording as it is; None for a ticket that is forged or
    over, and once its snippet is deleted."""
    ticket = ticket_in(ground, token)
    whole = await _whole(ground, ticket) if ticket else None
    if ticket is None or whole is None:
        return None
    try:
        if ticket.media_id == CARD:
            card = await drawn(words(ground, whole, "", ticket.account_id))
            return Handed(card, "image/jpeg")
        return await _file(ground, whole, ticket)
    except (NetworkError, StorageError):
        return None


async def _file(ground: Ground, whole: Whole, ticket: Ticket) -> Handed | None:
    media = _stored(whole, ticket)
    if media is None:
        return None
    if media.kind == tables.PartKind.PHOTO:
        return Handed((await fit(ground, media, ticket, FETCHED)).data, "image/jpeg")
    if not may_leave(media):
        return None
    return Handed(await ground.files.read(media.name or ""), media.mime or "")


async def _whole(ground: Ground, ticket: Ticket) -> Whole | None:
    async with ground.database.reading() as session:
        snippet = await session.get(tables.Snippet, ticket.snippet_id)
        if snippet is None or snippet.person_id != ticket.person_id:
            return None
        if snippet.deleted_at or snippet.undone_at:
            return None
        return await surroundings.whole(session, snippet)


def _stored(whole: Whole, ticket: Ticket) -> tables.Media | None:
    stored = (
        one for one in whole.media if one.state == tables.MediaState.STORED and one.name is not None
    )
    return next((one for one in stored if one.id == ticket.media_id), None)
