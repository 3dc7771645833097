"""Posts that cost whoever runs this money: so many a month for each person."""

from datetime import date
from pathlib import Path
from typing import Any

import pytest

from bot.config import Settings
from bot.db.engine import Database
from bot.db.tables import Account, Delivery, Snippet
from bot.domain.compose import Limits
from bot.domain.delivery import DeliveryState
from bot.networks.base import Refused, Unsure
from bot.services import sharing
from bot.services.allowance import link_price
from bot.services.sharing import AllowanceSpent, FirstTime, TargetState, Waiting
from tests.builders import HANA, World, a_delivery, a_person, an_account, build_world
from tests.fakes import FakeClock, FakeNetwork
from tests.services.conftest import MALLORY
from tests.services.taps import arrive, choose, target


@pytest.fixture
def network(clock: FakeClock) -> FakeNetwork:
    return FakeNetwork(clock=clock, name="x", title="X", can_edit=False)


@pytest.fixture
async def world(
    database: Database, tmp_path: Path, clock: FakeClock, network: FakeNetwork
) -> World:
    """Two posts a month to X, any number to another network."""
    settings = Settings(_env_file=None, data_dir=tmp_path, x_posts_a_month=2)
    free = FakeNetwork(clock=clock)
    made = build_world(database, tmp_path, network, free, clock=clock, settings=settings)
    await made.add(a_person(), a_person(MALLORY))
    return made


@pytest.fixture
async def account(world: World) -> Account:
    return await world.add(an_account("x", server=""))


async def shared(world: World, account: Account, text: str = "カレー") -> Snippet:
    snippet = await world.a_kept_answer(text)
    assert isinstance(await choose(world, snippet, account.id), Waiting)
    await arrive(world)
    return snippet


async def last(world: World) -> Delivery:
    return (await world.all(Delivery))[-1]


async def test_the_third_post_of_a_month_is_refused_with_the_day(
    world: World, account: Account, network: FakeNetwork
) -> None:
    for text in ("1", "2"):
        await shared(world, account, text)
    snippet = await world.a_kept_answer("3")

    refused = await choose(world, snippet, account.id)

    assert refused == AllowanceSpent(network="x", back_on=date(2026, 12, 1))
    assert (await target(world, snippet, account)).state is TargetState.OFF
    assert len(network.texts) == 2


async def test_what_waits_counts_when_choosing(world: World, account: Account) -> None:
    snippets = [await world.a_kept_answer(text) for text in "123"]

    chosen = [await choose(world, snippet, account.id) for snippet in snippets]
    await sharing.untarget(world.ground, HANA, snippets[0].id, account.id)

    assert [type(one) for one in chosen] == [Waiting, Waiting, AllowanceSpent]
    assert isinstance(await choose(world, snippets[2], account.id), Waiting)


async def test_the_next_month_is_a_new_one(world: World, account: Account) -> None:
    for text in ("1", "2"):
        await shared(world, account, text)
    # The 1st of December in Tokyo, still November in UTC.
    world.clock.passes(days=7, hours=4)

    await shared(world, account, "3")

    assert len(world.networks["x"].texts) == 3  # type: ignore[attr-defined]


async def test_another_person_and_another_network_have_their_own(
    world: World, account: Account
) -> None:
    for text in ("1", "2"):
        await shared(world, account, text)
    free = await world.add(an_account())
    theirs = await world.add(an_account("x", MALLORY, server=""))
    snippet = await world.a_kept_answer("4", MALLORY)

    for text in "abc":
        await shared(world, free, text)
    assert isinstance(await choose(world, snippet, theirs.id, MALLORY), Waiting)


async def test_a_second_account_there_shares_the_allowance(world: World, account: Account) -> None:
    other = await world.add(an_account("x", server="", remote_id="another"))
    await shared(world, account, "1")
    await shared(world, other, "2")

    snippet = await world.a_kept_answer("3")
    assert isinstance(await choose(world, snippet, other.id), AllowanceSpent)


async def test_what_was_deleted_again_has_cost_all_the_same(world: World, account: Account) -> None:
    for text in ("1", "2"):
        snippet = await shared(world, account, text)
        await sharing.untarget(world.ground, HANA, snippet.id, account.id)
        await arrive(world)

    assert world.networks["x"].texts == []  # type: ignore[attr-defined]
    snippet = await world.a_kept_answer("3")
    assert isinstance(await choose(world, snippet, account.id), AllowanceSpent)


@pytest.mark.parametrize(("error", "counts"), [(Refused("rejected"), False), (Unsure("x"), True)])
async def test_what_may_have_gone_out_counts_and_what_was_refused_does_not(
    world: World, account: Account, network: FakeNetwork, error: Exception, counts: bool
) -> None:
    network.fails = [error]
    await shared(world, account, "1")
    await shared(world, account, "2")

    snippet = await world.a_kept_answer("3")
    assert isinstance(await choose(world, snippet, account.id), AllowanceSpent) == counts


async def test_what_slips_through_is_refused_before_the_call(
    world: World, account: Account, network: FakeNetwork
) -> None:
    """By itself, or chosen by two taps at once: the delivery counts again."""
    for text in ("1", "2", "3"):
        snippet = await world.a_kept_answer(text)
        await world.add(a_delivery(snippet, account))

    await world.work()

    rows = await world.all(Delivery)
    assert [row.state for row in rows][:2] == [DeliveryState.PUBLISHED] * 2
    assert (rows[2].state, rows[2].rule) == (DeliveryState.REFUSED, "allowance")
    assert (await target(world, snippet, account)).rule == "allowance"
    assert len(network.made("publish")) == 2


async def test_a_refused_one_goes_out_when_the_month_is_over(
    world: World, account: Account, network: FakeNetwork
) -> None:
    for text in ("1", "2", "3"):
        snippet = await world.a_kept_answer(text)
        await world.add(a_delivery(snippet, account))
    await world.work()

    assert await sharing.try_again(world.ground, HANA, snippet.id, account.id)
    await world.work()
    assert (await last(world)).state == DeliveryState.REFUSED
    world.clock.passes(days=8)
    assert await sharing.try_again(world.ground, HANA, snippet.id, account.id)
    await world.work()

    assert len(network.texts) == 3


async def a_thread(world: World, account: Account, network: FakeNetwork, parts: int) -> Any:
    network.threads, network.limits = True, Limits(characters=10)
    snippet = await world.a_kept_answer("あいうえおかきく。" * parts, question=None)
    return await world.add(a_delivery(snippet, account))


async def test_each_part_of_a_thread_counts(
    world: World, account: Account, network: FakeNetwork
) -> None:
    await a_thread(world, account, network, 2)
    await world.work()
    assert len(network.texts) == 2

    snippet = await world.a_kept_answer("3")
    assert isinstance(await choose(world, snippet, account.id), AllowanceSpent)


async def test_a_thread_goes_out_whole_or_not_at_all(
    world: World, account: Account, network: FakeNetwork
) -> None:
    await a_thread(world, account, network, 3)
    await world.work()

    assert network.texts == []
    assert (await last(world)).rule == "allowance"


async def test_a_thread_that_has_begun_goes_on(
    world: World, account: Account, network: FakeNetwork
) -> None:
    network.can_find = True
    await a_thread(world, account, network, 2)
    network.loses = 1
    await world.work()
    other = await world.add(an_account("x", server="", remote_id="another"))
    await world.add(a_delivery(await world.a_kept_answer("間", question=None), other))
    await world.work()
    assert len(network.texts) == 2
    world.clock.passes(minutes=5)
    await world.work()

    assert len(network.texts) == 3
    assert network.texts[1] == "間"


async def test_the_first_look_holds_all_words(world: World) -> None:
    account = await world.add(an_account("x", server="", shown_first_at=None))
    text = "あ" * 600 + " https://example.com"
    snippet = await world.a_kept_answer(text, question=None)

    shown = await choose(world, snippet, account.id)

    assert isinstance(shown, FirstTime)
    assert shown.words == text
    assert len(shown.preview) < len(text)


def test_a_link_costs_more_where_posts_cost_money() -> None:
    price = link_price("x", "see https://example.com")

    assert price is not None
    assert (price.with_link, price.without) == ("$0.20", "$0.015")
    assert link_price("x", "see nothing") is None
    assert link_price("mastodon", "see https://example.com") is None
