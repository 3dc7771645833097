"""Groups of people, as tests of the chat meet them."""

from typing import Any

from bot.db.tables import Dialogue
from tests.chat.acting import kept, rows, started
from tests.chat.house import House, Person


async def asks_for_a_group(house: House, name: str = "Aki") -> Person:
    aki = await started(house, name)
    await aki.says("/link group")
    return aki


async def a_group(house: House, founder: Person, title: str = "Family", **wish: Any) -> int:
    plain = {"member": founder.id, "title": title}
    found = await house.post("/groups", plain | wish)
    await house.settles()
    return int(found["id"])


async def stands(house: House, group: int) -> list[str]:
    found = await house.asks("GET", f"/groups/{group}/messages")
    return [each["text"] for each in found["messages"] if each["from"] == "bot"]


async def linked(house: House) -> tuple[Person, int]:
    aki = await kept(house)
    await aki.says("/link group")
    group = await a_group(house, aki)
    await aki.presses("Yes, share there")
    return aki, group


async def token_of(house: House, person: Person) -> str:
    (dialogue,) = await rows(house, Dialogue, person_id=person.id)
    return str(dialogue.about["token"])
