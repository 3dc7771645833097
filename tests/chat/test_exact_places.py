"""A place is its city from the first moment: the exact one is nowhere afterwards."""

import re
from collections.abc import Sequence
from pathlib import Path
from typing import TypeVar

import pytest
from sqlalchemy import text
from sqlmodel import SQLModel, select

from bot.db.tables import InboxUpdate, Snippet, SnippetPart
from bot.db.types import Sealed
from tests.chat.house import House, Person

Row = TypeVar("Row", bound=SQLModel)
LATITUDE, LONGITUDE = 35.6812362, 139.7671248
TRACES = re.compile(rb"35\.681|139\.767|latitude|longitude", re.IGNORECASE)


async def everything_stored(house: House, folder: Path) -> list[bytes]:
    """Every value of every table, opened where it is sealed, and every byte of every file."""
    found: list[bytes] = []
    async with house.ground.database.reading() as session:
        connection = await session.connection()
        for table in SQLModel.metadata.sorted_tables:
            rows = await connection.execute(text(f'SELECT * FROM "{table.name}"'))
            found += [repr(tuple(row)).encode() for row in rows]
    for row in await rows_of(house, InboxUpdate):
        if isinstance(row.payload, Sealed):
            place = f"inbox.payload:{house.ground.bot_id}:{row.update_id}"
            found.append(house.ground.vault.open(row.payload, place).encode())
    return found + bytes_below(folder)


def bytes_below(folder: Path) -> list[bytes]:
    return [path.read_bytes() for path in folder.rglob("*") if path.is_file()]


async def rows_of(house: House, table: type[Row]) -> Sequence[Row]:
    async with house.ground.database.reading() as session:
        return (await session.exec(select(table))).all()


@pytest.fixture
async def hana(house: House) -> Person:
    hana = await house.person("Hana", language_code="ja")
    await hana.says("/start")
    return hana


async def test_of_a_place_only_the_city_is_kept(house: House, hana: Person, tmp_path: Path) -> None:
    await hana.sends_location(LATITUDE, LONGITUDE)

    (snippet,) = await rows_of(house, Snippet)
    (part,) = await rows_of(house, SnippetPart)
    assert (part.kind, part.place) == ("place", snippet.text)
    assert part.place
    assert not [each for each in await everything_stored(house, tmp_path) if TRACES.search(each)]


async def test_nor_is_it_kept_by_what_replies_to_it(
    house: House, hana: Person, tmp_path: Path
) -> None:
    message_id = await hana.sends_location(LATITUDE, LONGITUDE)

    await hana.says("ここです", reply_to=message_id)

    (snippet,) = await rows_of(house, Snippet)
    assert snippet.text.endswith("\nここです")
    assert not [each for each in await everything_stored(house, tmp_path) if TRACES.search(each)]


async def test_the_test_would_find_it(house: House, hana: Person, tmp_path: Path) -> None:
    """A judge that cannot fail proves nothing."""
    await hana.says(f"ここ {LATITUDE}")

    assert [each for each in await everything_stored(house, tmp_path) if TRACES.search(each)]
