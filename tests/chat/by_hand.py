"""What tests of share buttons do: pick some, keep an answer, post it and say so."""

from typing import Any

from bot.services import picking
from tests.chat.acting import started
from tests.chat.house import House, Person, Seen

POST = "https://x.com/aki/status/12"


async def picked(house: House, *places: str, text: str = "Tea", **wish: Any) -> Person:
    """Somebody with these share buttons; the card of a first answer is the newest message."""
    aki = await started(house, **wish)
    for place in places:
        await picking.pick(house.ground, aki.id, place, "server.example")
    await aki.says(text)
    return aki


async def published(house: House, *places: str) -> Person:
    """The same, with the answer on a page that everybody can read."""
    aki = await picked(house, *places)
    await aki.presses("○ your page")
    await aki.presses("Share it")
    await aki.presses("Send now")
    return aki


async def has_posted(person: Person, pasted: str) -> None:
    await person.presses("↗ X")
    await person.presses("I posted it")
    await person.says(pasted)


def seen(person: Person, begin: str) -> Seen:
    """The newest message of the bot that begins so."""
    return next(one for one in reversed(person.bot_messages) if one.text.startswith(begin))


def card(person: Person) -> Seen:
    return seen(person, "Kept")
