"""An answer becomes a line of the page, only for whoever wrote it."""

from pathlib import Path

import pytest

from bot.db.engine import Database
from bot.db.tables import Page
from bot.services.filling import Filled, fill, fill_from
from tests.builders import HANA, World, a_page, a_person, a_snippet, build_world
from tests.fakes import NOW

KEN = 8


@pytest.fixture
async def world(database: Database, tmp_path: Path) -> World:
    made = build_world(database, tmp_path)
    await made.add(a_person(), a_person(KEN))
    return made


async def test_an_answer_becomes_a_line_and_the_old_one_is_remembered(world: World) -> None:
    await world.add(a_page(occupation="Student"))
    snippet = await world.add(a_snippet("I bake\nbread"))

    filled = await fill_from(world.ground, HANA, "occupation", snippet.id)

    assert filled == Filled(line="occupation", kept="I bake bread", before="Student")
    assert (await world.one(Page, person_id=HANA)).occupation == "I bake bread"


async def test_a_line_can_be_filled_before_there_is_a_page(world: World) -> None:
    filled = await fill(world.ground, HANA, "base", "Kyoto")

    assert filled == Filled(line="base", kept="Kyoto", before="")
    assert (await world.one(Page, person_id=HANA)).opened_at is None


async def test_nobody_fills_a_line_with_somebody_elses_answer(world: World) -> None:
    snippet = await world.add(a_snippet("I bake bread"))

    assert await fill_from(world.ground, KEN, "occupation", snippet.id) is None
    assert await world.all(Page) == []


@pytest.mark.parametrize("gone", [{"deleted_at": NOW}, {"undone_at": NOW}, {"text": ""}])
async def test_what_is_gone_or_wordless_fills_nothing(
    world: World, gone: dict[str, object]
) -> None:
    snippet = await world.add(a_snippet(**{"text": "I bake bread"} | gone))  # type: ignore[arg-type]

    assert await fill_from(world.ground, HANA, "occupation", snippet.id) is None


@pytest.mark.parametrize("line", ["handle", "opened_at", "nonsense"])
async def test_only_lines_can_be_filled(world: World, line: str) -> None:
    snippet = await world.add(a_snippet("I bake bread"))

    assert await fill_from(world.ground, HANA, line, snippet.id) is None
