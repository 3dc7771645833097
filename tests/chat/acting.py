"""What tests of the chat do besides talking: look into the memory, send odd things, restart."""

import asyncio
from collections.abc import Sequence
from typing import Any, TypeVar

import aiohttp
from sqlmodel import SQLModel, select

from bot.db.tables import Nudge, Snippet
from tests.chat.house import House, Json, Person
from tests.fakes import FakeNetwork

Row = TypeVar("Row", bound=SQLModel)
YES = {"en": "Yes, ", "ja": "はい、"}


async def started(house: House, name: str = "Aki", **wish: Any) -> Person:
    """Somebody who has come as far as the first question."""
    person = await house.person(name, **wish)
    await person.says("/start")
    await person.presses("7:30")
    await person.presses(person.last.labels[0])
    return person


async def kept(house: House, text: str = "A cold cup of tea", **wish: Any) -> Person:
    """Somebody who has kept a first answer; its card is the newest message."""
    person = await started(house, **wish)
    await person.says(text)
    return person


async def rows(house: House, table: type[Row], **where: Any) -> list[Row]:
    """Rows as they are committed now, by id."""
    async with house.ground.database.reading() as session:
        found = (await session.exec(select(table))).all()
    fitting = [row for row in found if all(getattr(row, k) == v for k, v in where.items())]
    return sorted(fitting, key=lambda row: getattr(row, "id", 0))


async def keep(house: House, *rows: SQLModel) -> None:
    async with house.ground.database.writing() as session:
        for row in rows:
            await session.merge(row)


async def texts(house: House, person: Person) -> list[str]:
    """The diary, as far as it stands."""
    found = await rows(house, Snippet, person_id=person.id)
    return [row.text for row in found if not (row.deleted_at or row.undone_at)]


async def ask(house: House, person: Person, question_id: str) -> None:
    """Puts this question into the place of the open one, as if it had been asked."""
    *_, nudge = await rows(house, Nudge, person_id=person.id)
    nudge.question_id = question_id
    await keep(house, nudge)


def plug(house: House, **given: Any) -> FakeNetwork:
    """A network in memory in the place of the real one of that name."""
    network = FakeNetwork(clock=house.clock, **given)
    house.ground.networks[network.name] = network
    return network


async def press(person: Person, data: str, message_id: int | None = None) -> str:
    """Presses anything, as a client that somebody tampered with; the toast that comes of it."""
    (said,) = await press_all(person, [data], message_id)
    return said


async def press_all(
    person: Person, forged: Sequence[str], message_id: int | None = None
) -> list[str]:
    """Presses one after the other without waiting for what the bot says in between."""
    house, path = person.house, f"/people/{person.id}/press"
    on = message_id or person.last.id
    wishes = [house.post(path, {"message_id": on, "data": data}) for data in forged]
    answers = asyncio.gather(*wishes)
    while not answers.done():
        await house.settles()
        await asyncio.sleep(0.001)
    await person.looks()
    return [str(each["answer"].get("text") or "") for each in answers.result()]


async def toast(person: Person, label: str, message_id: int | None = None) -> str:
    """Presses a button and returns what flies by."""
    found = await person.presses(label, message_id)
    return str(found["answer"].get("text") or "")


async def sends_file(person: Person, kind: str, caption: str = "", **facts: str) -> int:
    """A voice note, a video or a document."""
    form = aiohttp.FormData()
    form.add_field(kind, b"\x00" * 64, filename=f"{kind}.bin", content_type="video/mp4")
    for name, value in {"caption": caption, **facts}.items():
        if value:
            form.add_field(name, value)
    path = f"/people/{person.id}/messages"
    answer = await person.house.asks("POST", path, data=form)
    await person.looks()
    return int(answer["message_ids"][0])


async def forwards(person: Person, text: str) -> int:
    path = f"/people/{person.id}/messages"
    answer = await person.house.post(path, {"text": text, "forwarded_from": "Somebody"})
    await person.looks()
    return int(answer["message_ids"][0])


def a_message(person: Person, message_id: int = 9001, **content: Any) -> Json:
    """A raw message of that person, for updates that no client can send."""
    user = {"id": person.id, "is_bot": False, "first_name": "Aki", "language_code": "en"}
    return {
        "message_id": message_id,
        "date": int(person.house.clock().timestamp()),
        "from": user,
        "chat": {"id": person.id, "type": "private", "first_name": "Aki"},
        **content,
    }


async def happens(house: House, chat_id: int = 0, **update: Any) -> None:
    """An update comes in as it stands, however odd."""
    await house.post("/updates", {"update": update, "chat_id": chat_id})
    await house.settles()
