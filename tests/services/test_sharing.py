"""Consent: nothing leaves without a yes."""

from datetime import timedelta
from typing import Any

import pytest

from bot.db.tables import (
    Account,
    AccountState,
    Delivery,
    PartKind,
)
from bot.services import pages, sharing
from bot.services.sharing import (
    PAGE_TARGET,
    FirstTime,
    NoPageYet,
    NotAllowed,
    TargetState,
    Waiting,
    Why,
)
from tests.builders import HANA, World, a_page, a_person, an_account
from tests.fakes import NOW, FakeNetwork
from tests.services.conftest import MALLORY
from tests.services.taps import arrive, choose, target


async def test_every_answer_starts_as_only_me(world: World, account: Account) -> None:
    snippet = await world.a_kept_answer()

    found = await sharing.targets(world.ground, HANA, snippet.id)

    assert [(each.network, each.state) for each in found] == [
        ("page", TargetState.OFF),
        ("mastodon", TargetState.OFF),
    ]


async def test_the_first_tap_shows_how_it_will_look_and_queues_nothing(world: World) -> None:
    account = await world.add(an_account(shown_first_at=None))
    snippet = await world.a_kept_answer("カレー")
    await world.a_photo(snippet)

    shown = await choose(world, snippet, account.id)

    assert isinstance(shown, FirstTime)
    assert (shown.network, shown.handle) == ("mastodon", "@hana@mastodon.example")
    assert (shown.preview, shown.pictures) == ("「お昼ごはん」カレー", 1)
    assert await world.all(Delivery) == []


async def test_the_first_yes_counts_for_this_target_alone(world: World, account: Account) -> None:
    other = await world.add(an_account(server="b.example", shown_first_at=None))
    snippet = await world.a_kept_answer()

    settled = await sharing.confirm_first(world.ground, HANA, snippet.id, other.id)

    assert isinstance(settled, Waiting)
    assert settled.due_at == NOW + timedelta(seconds=60)
    assert (await world.fresh(other)).shown_first_at == NOW
    assert [row.account_id for row in await world.all(Delivery)] == [other.id]


async def test_the_page_is_offered_before_it_exists(world: World) -> None:
    snippet = await world.a_kept_answer()

    (page,) = await sharing.targets(world.ground, HANA, snippet.id)

    assert (page.network, page.account_id, page.state) == ("page", PAGE_TARGET, TargetState.OFF)
    assert await choose(world, snippet, PAGE_TARGET) == NoPageYet(snippet.id)


async def test_the_page_opens_with_the_first_yes_and_not_before(world: World) -> None:
    snippet = await world.a_kept_answer("カレー")
    await pages.draft_page(world.ground, HANA, ["hana_s"], "Hana")

    shown = await choose(world, snippet, PAGE_TARGET)

    assert isinstance(shown, FirstTime)
    assert (shown.handle, shown.name) == ("hana_s", "Hana")
    assert shown.address == "https://hibi.example/@hana_s"
    assert shown.preview == "カレー"
    assert await pages.page_by_handle(world.ground, "hana_s") is None

    await sharing.confirm_first(world.ground, HANA, snippet.id, PAGE_TARGET)
    await arrive(world)

    assert await pages.page_by_handle(world.ground, "hana_s") is not None
    (page,) = await sharing.targets(world.ground, HANA, snippet.id)
    assert page.state == TargetState.SHARED
    assert page.url == f"https://hibi.example/@hana_s/{snippet.public_id}"


async def test_a_later_tap_waits_for_the_undo_time(
    world: World, account: Account, network: FakeNetwork
) -> None:
    snippet = await world.a_kept_answer()

    settled = await choose(world, snippet, account.id)

    assert settled.due_at == NOW + timedelta(seconds=60)
    world.clock.passes(seconds=59)
    assert await world.work() == 0
    world.clock.passes(seconds=1)
    await world.work()
    assert len(network.texts) == 1


async def test_all_that_waits_leaves_together(world: World, account: Account) -> None:
    page = await world.add(an_account("page"))
    await world.add(a_page())
    snippet = await world.a_kept_answer()
    await choose(world, snippet, page.id)
    world.clock.passes(seconds=20)

    settled = await choose(world, snippet, account.id)

    due = {each.due_at for each in settled.targets}
    assert due == {NOW + timedelta(seconds=80)}


async def test_two_taps_are_one_delivery(world: World, account: Account) -> None:
    snippet = await world.a_kept_answer()

    await choose(world, snippet, account.id)
    await choose(world, snippet, account.id)

    assert len(await world.all(Delivery)) == 1


@pytest.mark.parametrize(
    ("given", "why"),
    [
        ({"forwarded": True}, Why.FORWARDED),
        ({"deleted_at": NOW}, Why.GONE),
        ({"undone_at": NOW}, Why.GONE),
        ({"text": "", "kinds": [PartKind.VOICE]}, Why.NEEDS_A_LINE),
        ({"text": "", "kinds": [PartKind.VIDEO]}, Why.NEEDS_A_LINE),
        ({"text": ""}, Why.NOTHING_TO_SHOW),
    ],
)
async def test_some_snippets_go_nowhere(
    world: World, account: Account, given: dict[str, Any], why: Why
) -> None:
    snippet = await world.a_kept_answer(**given)

    assert await choose(world, snippet, account.id) == NotAllowed(why)
    assert await sharing.confirm_first(world.ground, HANA, snippet.id, account.id) == NotAllowed(
        why
    )
    assert await world.all(Delivery) == []


async def test_who_keeps_a_diary_only_sees_no_targets(world: World) -> None:
    person = 8
    await world.add(a_person(person, diary_only=True))
    account = await world.add(an_account(person_id=person))
    snippet = await world.a_kept_answer(person_id=person)

    assert await sharing.targets(world.ground, person, snippet.id) == ()
    assert await choose(world, snippet, account.id, person) == NotAllowed(Why.DIARY_ONLY)


@pytest.mark.parametrize(
    ("state", "why"),
    [
        (AccountState.PENDING, Why.NOT_LINKED),
        (AccountState.UNLINKED, Why.NOT_LINKED),
        (AccountState.BLOCKED, Why.BLOCKED),
    ],
)
async def test_only_accounts_in_use_are_shared_to(
    world: World, state: AccountState, why: Why
) -> None:
    account = await world.add(an_account(state=state))
    snippet = await world.a_kept_answer()

    assert await choose(world, snippet, account.id) == NotAllowed(why)


async def test_what_goes_to_a_signed_out_account_is_kept_for_it(
    world: World, network: FakeNetwork
) -> None:
    account = await world.add(an_account(state=AccountState.SIGNED_OUT))
    snippet = await world.a_kept_answer()

    await choose(world, snippet, account.id)
    await arrive(world)

    assert (await target(world, snippet, account)).state == TargetState.PARKED
    assert network.texts == []
    assert await sharing.drop_parked(world.ground, HANA, account.id) == 1
    assert (await target(world, snippet, account)).state == TargetState.OFF


async def test_nothing_of_another_person_is_found_or_changed(
    world: World, account: Account, network: FakeNetwork
) -> None:
    snippet = await world.a_kept_answer()
    await choose(world, snippet, account.id)
    await arrive(world)
    own = await world.add(an_account(person_id=MALLORY))
    own_snippet = await world.a_kept_answer(person_id=MALLORY)
    before = [row.model_dump() for row in await world.all(Delivery)]
    ground, gone = world.ground, NotAllowed(Why.GONE)

    assert await sharing.targets(ground, MALLORY, snippet.id) == ()
    for account_id in (account.id, own.id, PAGE_TARGET):
        assert await choose(world, snippet, account_id, MALLORY) == gone
        for deed in (sharing.confirm_first, sharing.pass_door, sharing.mine):
            assert await deed(ground, MALLORY, snippet.id, account_id) == gone
        for deed in (sharing.untarget, sharing.repost, sharing.try_again):
            assert not await deed(ground, MALLORY, snippet.id, account_id)
    for deed in (sharing.send_now, sharing.only_me, sharing.undo, sharing.put_back, sharing.delete):
        assert not await deed(ground, MALLORY, snippet.id)
    assert await choose(world, own_snippet, account.id, MALLORY) == NotAllowed(Why.NOT_LINKED)
    assert not await sharing.untarget(ground, MALLORY, own_snippet.id, account.id)
    assert await sharing.drop_parked(ground, MALLORY, account.id) == 0
    await world.work()

    assert [row.model_dump() for row in await world.all(Delivery)] == before
    assert len(network.texts) == 1
