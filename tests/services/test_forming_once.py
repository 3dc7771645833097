"""A long answer keeps the form with which it began: over a crash, and over an edit."""

from datetime import timedelta

import pytest

from bot.db.tables import Account, Delivery
from bot.domain.compose import Limits
from bot.domain.delivery import DeliveryState
from bot.domain.forms import LongForm
from bot.networks.base import FOR_EVER
from tests.builders import World
from tests.fakes import FakeNetwork, Killed, die
from tests.services.journeys import lease_ends, reword
from tests.services.long_answers import LONG, NUMBERED, a_long_one, choose, edited, number


@pytest.fixture
def network(network: FakeNetwork) -> FakeNetwork:
    network.threads, network.limits = True, Limits(characters=16)
    return network


@pytest.mark.parametrize(("way", "dies"), [("key", "before"), ("key", "after"), ("find", "after")])
@pytest.mark.parametrize("first", [LongForm.CARD, LongForm.THREAD])
async def test_a_choice_between_two_tries_changes_nothing(
    world: World, account: Account, network: FakeNetwork, first: LongForm, dies: str, way: str
) -> None:
    network.can_find = way == "find"
    network.repeatable_for = FOR_EVER if way == "key" else timedelta(0)
    await choose(world, account, first)
    await number(world, account)
    await a_long_one(world, account)
    setattr(network, dies, die)
    with pytest.raises(Killed):
        await world.work()
    setattr(network, dies, None)

    await choose(world, account, LongForm.SHORTENED)
    await number(world, account, on=False)
    await lease_ends(world)
    for _ in range(3):
        world.clock.passes(minutes=1)
        await world.work()

    card = first is LongForm.CARD
    assert network.texts == (["一日目は海を見た。 (…)"] if card else NUMBERED)
    assert next(iter(network.standing.values())).pictures == int(card)
    assert (await world.one(Delivery)).state == DeliveryState.PUBLISHED


async def test_words_that_changed_between_two_tries_are_on_no_card(
    world: World, account: Account, network: FakeNetwork
) -> None:
    network.repeatable_for = FOR_EVER
    await choose(world, account, LongForm.CARD)
    snippet = await a_long_one(world, account)
    network.before = die
    with pytest.raises(Killed):
        await world.work()
    network.before, network.can_edit = None, False
    await reword(world, snippet.id, LONG.replace("海", "川"))

    await lease_ends(world)
    for _ in range(3):
        world.clock.passes(minutes=1)
        await world.work()

    (post,) = network.standing.values()
    assert post.alts == (LONG,)


async def test_an_edit_keeps_the_numbers_whatever_was_chosen_since(
    world: World, account: Account, network: FakeNetwork
) -> None:
    await number(world, account)
    snippet = await a_long_one(world, account)
    await world.work()

    await number(world, account, on=False)
    await choose(world, account, LongForm.CARD)
    await edited(world, snippet, LONG.replace("海", "川").replace("四日目は雨だった。", ""))

    assert network.texts == [
        "一日目は川を見た。 1/3",
        "二日目は山に登った。 2/3",
        "三日目は家で寝ていた。 3/3",
    ]
    assert len(network.made("publish")) == 4


async def test_an_edit_brings_no_numbers_to_what_stands_without(
    world: World, account: Account, network: FakeNetwork
) -> None:
    snippet = await a_long_one(world, account)
    await world.work()

    await number(world, account)
    await edited(world, snippet, LONG.replace("海", "川"))

    assert network.texts[0] == "一日目は川を見た。"
    assert len(network.texts) == 4


async def test_an_edit_draws_the_card_anew(
    world: World, account: Account, network: FakeNetwork
) -> None:
    await choose(world, account, LongForm.CARD)
    snippet = await a_long_one(world, account)
    await world.work()

    await choose(world, account, LongForm.THREAD)
    await edited(world, snippet, LONG.replace("雨", "雪"))

    (post,) = network.standing.values()
    assert (post.text, post.pictures) == ("一日目は海を見た。 (…)", 1)
    assert len(network.made("prepare")) == 2
    assert len(network.made("publish")) == 1


async def test_words_that_grow_long_get_neither_card_nor_parts(
    world: World, account: Account, network: FakeNetwork
) -> None:
    snippet = await a_long_one(world, account, "短い。")
    await world.work()

    await choose(world, account, LongForm.CARD)
    await edited(world, snippet, LONG)

    (post,) = network.standing.values()
    assert (post.text, post.pictures) == ("一日目は海を見た。 (…)", 0)
