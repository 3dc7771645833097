"""Which share buttons a person wants: any number is picked, a card shows the first few."""

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

from sqlmodel.ext.asyncio.session import AsyncSession

from bot.db import people
from bot.db.tables import Account, Person
from bot.domain.share_links import PLACES, Way
from bot.networks.base import NotLinked
from bot.networks.guard import Guard
from bot.networks.servers import server_name
from bot.services.ground import Ground

MOST_ON_A_CARD = 3


@dataclass(frozen=True, slots=True)
class Picked:
    """One place among a person's share buttons."""

    place: str
    server: str = ""


class CannotPick(StrEnum):
    """Why a place is not picked."""

    UNKNOWN = "unknown"
    DIARY_ONLY = "diary only"
    WHICH_SERVER = "which server"
    BAD_SERVER = "bad server"
    NO_PUBLIC_ADDRESS = "no public address"


async def picked(ground: Ground, person_id: int) -> tuple[Picked, ...]:
    """A person's share buttons, in the order in which they were picked."""
    async with ground.database.reading() as session:
        person = await people.person_by_id(session, person_id)
    return picked_by(person) if person else ()


async def pick(
    ground: Ground, person_id: int, place_id: str, server: str = ""
) -> Picked | CannotPick:
    """Adds a share button, or gives it another server. `server` is whatever was typed for it."""
    place = PLACES.get(place_id)
    if place is None:
        return CannotPick.UNKNOWN
    if place.way is Way.PAGE and not ground.base_url:
        return CannotPick.NO_PUBLIC_ADDRESS
    name = _server(server) if place.needs_server else ""
    if name is None:
        return CannotPick.BAD_SERVER if server.strip() else CannotPick.WHICH_SERVER
    async with ground.database.writing() as session:
        person = await people.person_by_id(session, person_id)
        if person is None or person.diary_only:
            return CannotPick.DIARY_ONLY
        new = Picked(place.id, name)
        kept = [new if one.place == place.id else one for one in picked_by(person)]
        _keep(session, person, kept if new in kept else [*kept, new])
    return new


async def unpick(ground: Ground, person_id: int, place_id: str) -> None:
    """Takes a share button away; what was posted by it stays known."""
    async with ground.database.writing() as session:
        person = await people.person_by_id(session, person_id)
        if person is not None:
            _keep(session, person, [one for one in picked_by(person) if one.place != place_id])


def picked_by(person: Person) -> tuple[Picked, ...]:
    """What is stored, as far as this release knows the places."""
    stored = (Picked(one["place"], one.get("server", "")) for one in person.share_places)
    return tuple(one for one in stored if one.place in PLACES)


def for_a_card(ground: Ground, person: Person, linked: Sequence[Account]) -> list[str]:
    """The first places that are picked, that work here, and that no linked account makes
    superfluous."""
    automatic = {(row.network, row.server) for row in linked}
    automatic |= {(row.network, "") for row in linked}
    fitting = [
        one.place
        for one in picked_by(person)
        if (PLACES[one.place].network, one.server) not in automatic
        and (ground.base_url or PLACES[one.place].way is not Way.PAGE)
    ]
    return fitting[:MOST_ON_A_CARD]


def _keep(session: AsyncSession, person: Person, wanted: Sequence[Picked]) -> None:
    person.share_places = [{"place": one.place, "server": one.server} for one in wanted]
    session.add(person)


def _server(typed: str) -> str | None:
    """A public host name: nothing calls it, but the person is sent there."""
    try:
        return server_name(typed, Guard()) if typed.strip() else None
    except NotLinked:
        return None
