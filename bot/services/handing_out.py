"""Hands a picture to the network that fetches it, by the ticket in its address."""

from bot.db import surroundings, tables
from bot.db.surroundings import Whole
from bot.networks.base import NetworkError
from bot.services.composing import words
from bot.services.ground import Ground
from bot.services.outgoing import CARD, FETCHED, Ticket, drawn, fit, ticket_in


async def handed_out(ground: Ground, token: str) -> bytes | None:
    """The JPEG that was promised; None for a ticket that is forged or over, and once its snippet
    is deleted."""
    ticket = ticket_in(ground, token)
    whole = await _whole(ground, ticket) if ticket else None
    if ticket is None or whole is None:
        return None
    try:
        if ticket.media_id == CARD:
            return await drawn(words(ground, whole, "", ticket.account_id))
        photo = _photo(whole, ticket)
        return (await fit(ground, photo, ticket, FETCHED)).data if photo else None
    except NetworkError:
        return None


async def _whole(ground: Ground, ticket: Ticket) -> Whole | None:
    async with ground.database.reading() as session:
        snippet = await session.get(tables.Snippet, ticket.snippet_id)
        if snippet is None or snippet.person_id != ticket.person_id:
            return None
        if snippet.deleted_at or snippet.undone_at:
            return None
        return await surroundings.whole(session, snippet)


def _photo(whole: Whole, ticket: Ticket) -> tables.Media | None:
    stored = (
        one for one in whole.media if one.state == tables.MediaState.STORED and one.name is not None
    )
    return next((one for one in stored if one.id == ticket.media_id), None)
