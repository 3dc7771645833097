"""What was deleted is really gone, once nobody needs it any more."""

import pytest

from bot.db.tables import Account, Copy, Media, Snippet, SnippetPart
from bot.media.files import NotStored
from bot.services import sharing
from bot.services.erasing import erase_gone
from tests.builders import HANA, World
from tests.services.taps import arrive, choose


async def test_a_deleted_snippet_leaves_neither_words_nor_files(world: World) -> None:
    snippet = await world.a_kept_answer("ひみつのカレー")
    photo = await world.a_photo(snippet, alt="皿")
    await sharing.delete(world.ground, HANA, snippet.id)

    world.clock.passes(hours=2)
    assert await erase_gone(world.ground) == 1

    assert (await world.fresh(snippet)).text == ""
    assert {part.text for part in await world.all(SnippetPart)} == {""}
    assert await world.all(Media) == []
    with pytest.raises(NotStored):
        await world.ground.files.read(photo.name or "")
    assert await erase_gone(world.ground) == 0


async def test_what_can_still_be_put_back_stays_whole(world: World) -> None:
    snippet = await world.a_kept_answer("カレー")
    await sharing.undo(world.ground, HANA, snippet.id)

    world.clock.passes(hours=23)
    assert await erase_gone(world.ground) == 0
    assert await sharing.put_back(world.ground, HANA, snippet.id)
    world.clock.passes(hours=48)

    assert await erase_gone(world.ground) == 0
    assert (await world.fresh(snippet)).text == "カレー"


async def test_nothing_is_erased_before_its_copies_are_withdrawn(
    world: World, account: Account
) -> None:
    snippet = await world.a_kept_answer("カレー")
    await choose(world, snippet, account.id)
    await arrive(world)
    await sharing.delete(world.ground, HANA, snippet.id)

    world.clock.passes(hours=2)
    assert await erase_gone(world.ground) == 0
    await world.work()
    assert await erase_gone(world.ground) == 1

    assert (await world.one(Copy)).text == ""
    assert (await world.one(Snippet)).text == ""


async def test_a_file_that_another_snippet_shows_stays(world: World) -> None:
    gone = await world.a_kept_answer("一枚目")
    photo = await world.a_photo(gone)
    kept = await world.a_kept_answer("二枚目")
    await world.a_photo(kept, name=photo.name, sha256=photo.sha256)
    await sharing.delete(world.ground, HANA, gone.id)

    world.clock.passes(hours=2)
    await erase_gone(world.ground)

    assert await world.ground.files.read(photo.name or "")
