"""What may leave by itself, and what waits for the end of a pause."""

from datetime import timedelta
from typing import Any

import pytest

from bot.db.tables import (
    Account,
    Delivery,
    Media,
    MediaState,
    Page,
    PartKind,
    Pause,
    Snippet,
)
from bot.domain.delivery import DeliveryKind, DeliveryState
from bot.networks.base import SignInAgain
from bot.services import delivering, sharing
from bot.services.notices import CardDue
from bot.services.sharing import (
    NotAllowed,
    TargetState,
    Why,
)
from tests.builders import HANA, World, a_copy, a_page, an_account
from tests.fakes import NOW, FakeNetwork
from tests.services.taps import PHONE, arrive, choose, target


async def leave(world: World, snippet: Snippet) -> list[Delivery]:
    async with world.ground.database.writing() as session:
        row = await session.get(Snippet, snippet.id)
        assert row is not None
        await sharing.by_itself(world.ground, session, row)
    return list(await world.all(Delivery))


@pytest.mark.parametrize(
    ("given", "leaves"),
    [
        ({}, True),
        ({"question": "work-customer"}, True),
        ({"question": "people-friend"}, False),  # about others: waits for a tap
        ({"question": None}, False),  # a free note
        ({"forwarded": True}, False),
        ({"kinds": [PartKind.VOICE]}, False),
        ({"kinds": [PartKind.TEXT, PartKind.VIDEO]}, False),
        ({"kinds": [PartKind.PLACE]}, False),
        ({"text": PHONE}, False),
        ({"text": ""}, False),
        ({"undone_at": NOW}, False),
    ],
)
async def test_only_plain_answers_leave_by_themselves(
    world: World, given: dict[str, Any], leaves: bool
) -> None:
    await world.add(an_account(by_itself=True))
    await world.add(an_account(server="b.example"))

    rows = await leave(world, await world.a_kept_answer(**given))

    assert len(rows) == (1 if leaves else 0)
    assert all(row.due_at == NOW + timedelta(seconds=60) for row in rows)


async def test_a_photo_leaves_by_itself(world: World) -> None:
    await world.add(an_account(by_itself=True))
    snippet = await world.a_kept_answer("", kinds=[])
    await world.a_photo(snippet, state=MediaState.WAITING)

    assert len(await leave(world, snippet)) == 1
    assert len(await world.all(Media)) == 1


async def test_nothing_leaves_by_itself_twice_or_against_a_later_no(world: World) -> None:
    await world.add(an_account(by_itself=True))
    snippet = await world.a_kept_answer()
    await leave(world, snippet)
    await sharing.only_me(world.ground, HANA, snippet.id)

    (row,) = await leave(world, snippet)

    assert row.state == DeliveryState.CANCELLED


async def test_nothing_leaves_by_itself_before_the_first_yes(world: World) -> None:
    await world.add(an_account(by_itself=True, shown_first_at=None))

    assert await leave(world, await world.a_kept_answer()) == []


async def test_during_such_a_pause_it_is_held_and_offered_afterwards(
    world: World, account: Account, network: FakeNetwork
) -> None:
    today = NOW.date()
    await world.add(
        Pause(person_id=HANA, first_on=today, last_on=today, holds_sharing=True, made_at=NOW)
    )
    snippet = await world.a_kept_answer()
    await choose(world, snippet, account.id)
    await arrive(world)
    await delivering.sweep(world.ground)
    assert (await target(world, snippet, account)).state == TargetState.HELD
    assert (network.texts, world.messenger.said) == ([], [])

    world.clock.passes(days=1)
    await delivering.sweep(world.ground)
    await delivering.sweep(world.ground)
    await world.work()
    assert world.messenger.said == [CardDue(person_id=HANA, snippet_id=snippet.id)]
    assert network.texts == []

    await sharing.send_now(world.ground, HANA, snippet.id)
    await world.work()
    assert len(network.texts) == 1


async def test_the_card_says_who_must_sign_in_again(
    world: World, account: Account, network: FakeNetwork
) -> None:
    snippet = await world.a_kept_answer()
    await choose(world, snippet, account.id)
    network.fails.append(SignInAgain("revoked"))
    await arrive(world)

    shown = await target(world, snippet, account)

    assert (shown.state, shown.rule) == (TargetState.PARKED, "revoked")


async def test_a_copy_without_an_address_cannot_be_deleted_and_says_so(
    world: World, account: Account, network: FakeNetwork
) -> None:
    snippet = await world.a_kept_answer()
    await world.add(a_copy(snippet, account, remote_id="", url=""))

    await sharing.only_me(world.ground, HANA, snippet.id)
    await world.work()

    shown = await target(world, snippet, account)
    assert (shown.state, shown.rule) == (TargetState.SHARED, "unknown_copy")
    (row,) = await world.all(Delivery, kind=DeliveryKind.DELETE)
    assert row.state == DeliveryState.REFUSED


async def test_a_suspended_page_takes_nothing(world: World) -> None:
    page = await world.add(an_account("page"))
    await world.add(a_page(suspended_at=NOW))
    snippet = await world.a_kept_answer()

    assert await choose(world, snippet, page.id) == NotAllowed(Why.SUSPENDED)
    assert len(await world.all(Page)) == 1
