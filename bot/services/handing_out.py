"""Hands a picture to the network that fetches it, by the ticket in its address."""

from bot.db import tables
from bot.networks.base import NetworkError
from bot.services.ground import Ground
from bot.services.outgoing import FETCHED, Ticket, fit, ticket_in


async def handed_out(ground: Ground, token: str) -> bytes | None:
    """The JPEG that was promised; None for a ticket that is forged or over, and once its snippet
    is deleted."""
    ticket = ticket_in(ground, token)
    photo = await _photo(ground, ticket) if ticket else None
    if ticket is None or photo is None:
        return None
    try:
        return (await fit(ground, photo, ticket, FETCHED)).data
    except NetworkError:
        return None


async def _photo(ground: Ground, ticket: Ticket) -> tables.Media | None:
    async with ground.database.reading() as session:
        photo = await session.get(tables.Media, ticket.media_id)
        snippet = await session.get(tables.Snippet, ticket.snippet_id)
    if photo is None or snippet is None or snippet.deleted_at or snippet.undone_at:
        return None
    whose = (photo.person_id, photo.snippet_id)
    stored = photo.state == tables.MediaState.STORED and photo.name
    return photo if stored and whose == (ticket.person_id, ticket.snippet_id) else None
