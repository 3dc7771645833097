"""A page's handle and lines, and what everyone may read of it."""

import asyncio
from datetime import timedelta
from pathlib import Path

import pytest

from bot.db.engine import Database
from bot.db.tables import Account, Copy, Page, RetiredHandle, Snippet
from bot.services import pages
from bot.services.pages import Gone, OwnPage, Problem, Shown
from tests.builders import HANA, World, a_copy, a_page, a_person, an_account, build_world
from tests.fakes import NOW

KEN = 8


@pytest.fixture
async def world(database: Database, tmp_path: Path) -> World:
    made = build_world(database, tmp_path)
    await made.add(a_person(), a_person(KEN))
    return made


@pytest.fixture
async def page_account(world: World) -> Account:
    await world.add(a_page(handle="hana", opened_at=NOW))
    return await world.add(an_account("page"))


async def public(world: World, account: Account, text: str = "カレー") -> Snippet:
    snippet = await world.a_kept_answer(text)
    await world.add(a_copy(snippet, account, url=""))
    return snippet


# Handles.


async def test_a_draft_is_nobodys_business_yet(world: World) -> None:
    page = await pages.draft_page(world.ground, HANA, ["hana_s"], " Hana  Sato ")

    assert (page.handle, page.name, page.is_open) == ("hana_s", "Hana Sato", False)
    assert await pages.page_by_handle(world.ground, "hana_s") is None
    assert await world.all(Account) == []


async def test_an_earlier_draft_stays(world: World) -> None:
    await pages.draft_page(world.ground, HANA, ["hana_s"], "Hana")

    again = await pages.draft_page(world.ground, HANA, ["other"], "Other")

    assert (again.handle, again.name) == ("hana_s", "Hana")


async def test_a_taken_hint_becomes_another_proposal(world: World) -> None:
    await pages.draft_page(world.ground, HANA, ["hana_s"], "Hana")

    handle = await pages.propose_handle(world.ground, KEN, ["hana_s"])

    assert handle.startswith("hana_s_")


async def test_opening_makes_the_page_and_its_account(world: World) -> None:
    page = await pages.open_page(world.ground, HANA, "@Hana", "はな")

    assert isinstance(page, OwnPage)
    assert (page.handle, page.name, page.is_open) == ("hana", "はな", True)
    assert page.address == "https://hibi.example/@hana"
    (account,) = await world.all(Account)
    assert (account.network, account.remote_id, account.handle) == ("page", "7", "hana")
    assert account.shown_first_at is None


@pytest.mark.parametrize(
    ("typed", "problem"),
    [
        ("a", Problem.SHAPE),
        ("はな", Problem.SHAPE),
        ("admin", Problem.RESERVED),
        ("Hana", Problem.TAKEN),
        ("h_a_n_a", Problem.TAKEN),  # looks alike
    ],
)
async def test_some_handles_cannot_be_had(
    world: World, page_account: Account, typed: str, problem: Problem
) -> None:
    assert await pages.open_page(world.ground, KEN, typed, "Ken") == problem
    assert await pages.rename(world.ground, KEN, typed) == problem


async def test_an_old_handle_leads_on_and_is_never_given_away(
    world: World, page_account: Account
) -> None:
    assert await pages.rename(world.ground, HANA, "hana_new") is None

    view = await pages.page_by_handle(world.ground, "hana")
    assert view is not None
    assert view.handle == "hana_new"
    assert await pages.rename(world.ground, KEN, "hana") == Problem.TAKEN
    assert (await world.fresh(page_account)).handle == "hana_new"
    assert await pages.rename(world.ground, HANA, "hana") is None


async def test_a_handle_that_was_never_public_is_free_again(world: World) -> None:
    await pages.draft_page(world.ground, HANA, ["hana_s"], "Hana")
    await pages.rename(world.ground, HANA, "other_one")

    assert await world.all(RetiredHandle) == []
    assert await pages.rename(world.ground, KEN, "hana_s") is None


async def test_three_changes_a_year(world: World, page_account: Account) -> None:
    for number in range(3):
        assert await pages.rename(world.ground, HANA, f"hana_v{number}x") is None

    assert await pages.rename(world.ground, HANA, "hana_last") == Problem.TOO_OFTEN
    world.clock.passes(timedelta(days=366))
    assert await pages.rename(world.ground, HANA, "hana_last") is None


async def test_of_two_who_want_a_handle_at_once_one_gets_it(world: World) -> None:
    answers = await asyncio.gather(
        pages.rename(world.ground, HANA, "sora"), pages.rename(world.ground, KEN, "sora")
    )

    assert sorted(answers, key=str) == sorted([None, Problem.TAKEN], key=str)
    assert len(await world.all(Page, handle="sora")) == 1


# Lines.


async def test_a_line_is_one_clean_line(world: World, page_account: Account) -> None:
    kept = await pages.set_line(world.ground, HANA, "occupation", " パン\n職人\x00 " + "x" * 500)

    assert kept.startswith("パン 職人 x")
    assert len(kept) == pages.LINES["occupation"]
    view = await pages.page_by_handle(world.ground, "hana")
    assert view is not None
    assert view.lines == {"occupation": kept}


async def test_only_lines_of_the_page_can_be_set(world: World, page_account: Account) -> None:
    with pytest.raises(KeyError):
        await pages.set_line(world.ground, HANA, "suspended_at", "x")


async def test_search_engines_are_not_invited_by_themselves(
    world: World, page_account: Account
) -> None:
    view = await pages.page_by_handle(world.ground, "hana")
    assert view is not None
    assert view.searchable is False

    await pages.set_searchable(world.ground, HANA, True)

    view = await pages.page_by_handle(world.ground, "HANA")
    assert view is not None
    assert view.searchable is True


# What everyone may read.


async def test_the_newest_public_snippets_come_first_and_in_pages(
    world: World, page_account: Account
) -> None:
    made = [await public(world, page_account, f"話{number}") for number in range(5)]

    first = await pages.public_snippets(world.ground, HANA, None, 2)
    second = await pages.public_snippets(world.ground, HANA, first[-1].public_id, 2)

    assert [shown.text for shown in [*first, *second]] == ["話4", "話3", "話2", "話1"]
    assert first[0].public_id == made[4].public_id


async def test_the_page_shows_what_went_out_with_its_question_above(
    world: World, page_account: Account
) -> None:
    snippet = await public(world, page_account)
    row = await world.fresh(snippet)
    row.text = "まだ公開していない直し"
    await world.add(row)

    shown = await pages.public_snippet(world.ground, "hana", snippet.public_id)

    assert isinstance(shown, Shown)
    assert (shown.question, shown.text) == ("お昼は何でしたか？", "カレー")
    assert shown.pictures == ()


async def test_copies_elsewhere_are_named(world: World, page_account: Account) -> None:
    snippet = await public(world, page_account)
    other = await world.add(an_account())
    await world.add(a_copy(snippet, other))

    shown = await pages.public_snippet(world.ground, "hana", snippet.public_id)

    assert isinstance(shown, Shown)
    assert shown.copies == (("mastodon", "https://mastodon.example/post-1"),)
    view = await pages.page_by_handle(world.ground, "hana")
    assert view is not None
    assert view.elsewhere == (("mastodon", "mastodon.example", "@hana@mastodon.example"),)


async def test_what_was_never_public_cannot_be_told_from_nothing(
    world: World, page_account: Account
) -> None:
    private = await world.a_kept_answer("日記")
    other = await world.add(an_account())
    elsewhere = await world.a_kept_answer("よそ")
    await world.add(a_copy(elsewhere, other))
    kens = await world.a_kept_answer("ケン", KEN)

    for public_id in (private.public_id, elsewhere.public_id, kens.public_id, "0", "", "x" * 999):
        assert await pages.public_snippet(world.ground, "hana", public_id) is None
    assert await pages.public_snippets(world.ground, HANA) == []


@pytest.mark.parametrize("gone", ["deleted_at", "undone_at"])
async def test_what_was_public_is_gone_the_moment_it_is_deleted(
    world: World, page_account: Account, gone: str
) -> None:
    snippet = await public(world, page_account)
    row = await world.fresh(snippet)
    setattr(row, gone, NOW)
    await world.add(row)

    found = await pages.public_snippet(world.ground, "hana", snippet.public_id)

    assert found == Gone(snippet.public_id)
    assert await pages.public_snippets(world.ground, HANA) == []


async def test_what_was_withdrawn_is_gone(world: World, page_account: Account) -> None:
    snippet = await public(world, page_account)
    copy = await world.one(Copy)
    copy.removed_at = NOW
    await world.add(copy)

    assert await pages.public_snippet(world.ground, "hana", snippet.public_id) == Gone(
        snippet.public_id
    )


async def test_a_suspended_page_is_nowhere(world: World, page_account: Account) -> None:
    snippet = await public(world, page_account)
    photo = await world.a_photo(snippet)
    copy = await world.one(Copy)
    copy.media_ids = [photo.id]
    await world.add(copy)
    shown = await pages.public_snippet(world.ground, "hana", snippet.public_id)
    assert isinstance(shown, Shown)
    page = await world.one(Page)
    page.suspended_at = NOW
    await world.add(page)

    assert await pages.page_by_handle(world.ground, "hana") is None
    assert await pages.public_snippet(world.ground, "hana", snippet.public_id) is None
    assert await pages.public_snippets(world.ground, HANA) == []
    address = shown.pictures[0].address
    assert await pages.public_file(world.ground, snippet.public_id, address) is None


async def test_a_picture_is_served_at_its_own_address_while_it_is_public(
    world: World, page_account: Account
) -> None:
    snippet, other = await public(world, page_account), await public(world, page_account)
    photo = await world.a_photo(snippet, alt="カレー")
    hidden = await world.a_photo(snippet)
    async with world.ground.database.writing() as session:
        copy = next(row for row in await world.all(Copy) if row.snippet_id == snippet.id)
        copy.media_ids = [photo.id]
        await session.merge(copy)

    shown = await pages.public_snippet(world.ground, "hana", snippet.public_id)

    assert isinstance(shown, Shown)
    (picture,) = shown.pictures
    assert (picture.alt, picture.name) == ("カレー", photo.name)
    assert (photo.sha256 or "") not in picture.address
    served = await pages.public_file(world.ground, snippet.public_id, picture.address)
    assert served == picture
    for public_id, address in (
        (other.public_id, picture.address),
        (snippet.public_id, photo.sha256 or ""),
        (snippet.public_id, "ü"),
        (snippet.public_id, ""),
    ):
        assert await pages.public_file(world.ground, public_id, address) is None
    assert hidden.id not in copy.media_ids
