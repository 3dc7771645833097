"""The way through a link, step by step, for tests."""

from collections.abc import Mapping
from pathlib import Path

from yarl import URL

from bot.db.engine import Database
from bot.services import linking
from bot.services.linking_browser import CameBack, Return, begin, come_back
from tests.builders import HANA, World, a_person
from tests.web.conftest import MALLORY, a_world
from tests.web.villages import Village

SERVER = "sakura.village"


async def linking_world(database: Database, folder: Path, village: Village) -> World:
    """Hana and Mallory, and a network that both may link."""
    made = a_world(database, folder, village)
    await made.add(a_person(HANA), a_person(MALLORY))
    return made


async def started(world: World, person_id: int, server: str = SERVER) -> str:
    """The token of a link that this person has begun."""
    begun = await linking.start(world.ground, person_id, "mastodon", server, who="Hana")
    return URL(begun.url).name


def returned(answer: Mapping[str, str], cookie: str, **other: str) -> Return:
    known = {"network": "mastodon", "server": SERVER, "cookie": cookie, **answer, **other}
    return Return(**known)


async def gone_through(world: World, village: Village, person_id: int = HANA) -> CameBack:
    """The whole way through one browser, up to the last page."""
    there = await begin(world.ground, await started(world, person_id), "her browser")
    answer = village.say_yes(there, "hana")
    return await come_back(world.ground, returned(answer, "her browser"))
