"""Words by hand for one account: they go there alone, pass the same door, and can be given back."""

import pytest

from bot.db.tables import Account, Copy, Delivery, DeliveryState, Snippet
from bot.domain.preflight import Rule
from bot.networks.base import Refused
from bot.services import cards, own_words, sharing
from bot.services.erasing import erase_gone
from bot.services.sharing import AtTheDoor, FirstTime
from tests.builders import HANA, World, a_delivery, an_account
from tests.fakes import FakeNetwork
from tests.services.conftest import MALLORY
from tests.services.journeys import reword
from tests.services.taps import PHONE, arrive, choose, target

OWN = "公園を歩きました #散歩"


async def write(world: World, snippet: Snippet, account: Account, text: str = OWN) -> bool:
    return await own_words.set_words(world.ground, HANA, snippet.id, account.id, text)


@pytest.fixture
async def elsewhere(world: World) -> FakeNetwork:
    """A second network, which cannot change what stands there."""
    network = FakeNetwork(clock=world.clock, name="bluesky", can_edit=False)
    world.ground.networks["bluesky"] = network  # type: ignore[index]
    return network


@pytest.fixture
async def other(world: World, elsewhere: FakeNetwork) -> Account:
    return await world.add(an_account("bluesky"))


async def test_they_stand_there_and_the_diarys_words_elsewhere(
    world: World, account: Account, network: FakeNetwork, other: Account, elsewhere: FakeNetwork
) -> None:
    snippet = await world.a_kept_answer("カレー")
    for one in (account, other):
        await choose(world, snippet, one.id)

    assert await write(world, snippet, account)
    await arrive(world)

    assert network.texts == [OWN]
    assert elsewhere.texts == ["「お昼ごはん」カレー"]
    assert (await world.fresh(snippet)).text == "カレー"


async def test_what_stands_already_follows_and_nothing_else_is_behind(
    world: World, account: Account, network: FakeNetwork, other: Account, elsewhere: FakeNetwork
) -> None:
    snippet = await world.a_kept_answer("カレー", with_lead=False)
    for one in (account, other):
        await choose(world, snippet, one.id)
    await arrive(world)

    await write(world, snippet, account)
    meanwhile = await target(world, snippet, other)
    await arrive(world)

    assert network.texts == [OWN]
    assert elsewhere.texts == ["カレー"]
    assert [verb for verb, _ in elsewhere.calls].count("publish") == 1
    assert not meanwhile.stale
    assert not (await target(world, snippet, other)).stale


async def test_where_nothing_can_be_changed_it_is_offered_to_post_again(
    world: World, other: Account, elsewhere: FakeNetwork
) -> None:
    snippet = await world.a_kept_answer("カレー", with_lead=False)
    await choose(world, snippet, other.id)
    await arrive(world)

    await write(world, snippet, other)
    await arrive(world)

    assert elsewhere.texts == ["カレー"]
    assert (await target(world, snippet, other)).stale
    await sharing.repost(world.ground, HANA, snippet.id, other.id)
    await arrive(world)
    assert elsewhere.texts == [OWN]


async def test_given_back_the_words_are_those_of_the_diary_again(
    world: World, account: Account, network: FakeNetwork
) -> None:
    snippet = await world.a_kept_answer("カレー", with_lead=False)
    await choose(world, snippet, account.id)
    await write(world, snippet, account)
    await arrive(world)

    assert await write(world, snippet, account, " \n ")
    await arrive(world)

    assert network.texts == ["カレー"]
    assert (await world.fresh(snippet)).own_words is None


async def test_another_answer_in_the_diary_leaves_them_alone(
    world: World, account: Account, network: FakeNetwork
) -> None:
    snippet = await world.a_kept_answer("カレー")
    await choose(world, snippet, account.id)
    await write(world, snippet, account)
    await arrive(world)

    await reword(world, snippet.id, "うどん")
    await arrive(world)

    assert network.texts == [OWN]
    assert [verb for verb, _ in network.calls].count("edit") == 0
    view = await cards.view(world.ground, HANA, snippet.id)
    assert view is not None
    assert view.own_words == {account.id: OWN}


async def test_a_change_while_the_post_is_on_its_way_follows_it(
    world: World, account: Account, network: FakeNetwork
) -> None:
    snippet = await world.a_kept_answer("カレー", with_lead=False)
    await world.add(a_delivery(snippet, account))

    async def somebody_writes() -> None:
        network.before = None
        await write(world, snippet, account)

    network.before = somebody_writes
    await world.work()
    await arrive(world)

    assert network.texts == [OWN]
    assert (await world.one(Copy)).text == OWN


async def test_the_door_reads_them_too(
    world: World, account: Account, network: FakeNetwork
) -> None:
    snippet = await world.a_kept_answer("カレー")
    await choose(world, snippet, account.id)

    await write(world, snippet, account, PHONE)
    await arrive(world)

    assert network.texts == []
    assert (await world.one(Delivery)).state == DeliveryState.REFUSED
    assert isinstance(await choose(world, snippet, account.id), AtTheDoor)


async def test_the_first_look_and_the_findings_are_of_these_words(
    world: World, account: Account, network: FakeNetwork
) -> None:
    account.shown_first_at = None
    await world.add(account)
    snippet = await world.a_kept_answer("カレー")
    await write(world, snippet, account, "@ken と歩いた")

    look = await choose(world, snippet, account.id)

    assert isinstance(look, FirstTime)
    assert look.preview == "@ken と歩いた"
    assert [one.rule for one in look.findings] == [Rule.NAMES_UNCALLED]


async def test_nobody_elses_and_nothing_that_is_gone_is_changed(
    world: World, account: Account
) -> None:
    snippet = await world.a_kept_answer("カレー")
    theirs = await world.add(an_account(person_id=MALLORY))
    page = await world.add(an_account("page"))
    forwarded = await world.a_kept_answer("よそのことば", forwarded=True)
    ground = world.ground

    assert not await own_words.set_words(ground, MALLORY, snippet.id, account.id, OWN)
    assert not await write(world, snippet, theirs)
    assert not await write(world, snippet, page)
    assert not await write(world, forwarded, account)
    await sharing.delete(ground, HANA, snippet.id)
    assert not await write(world, snippet, account)
    assert await own_words.words_for(ground, HANA, snippet.id, account.id) is None
    assert {row.own_words for row in await world.all(Snippet)} == {None}


async def test_a_text_of_any_length_is_kept_and_fitted(
    world: World, account: Account, network: FakeNetwork
) -> None:
    snippet = await world.a_kept_answer("カレー")
    await choose(world, snippet, account.id)

    assert await write(world, snippet, account, "長い話。" * 25_000)
    await arrive(world)

    (text,) = network.texts
    assert text.startswith("長い話。")
    assert len(text) <= network.limits.characters


async def test_they_are_erased_with_their_snippet(world: World, account: Account) -> None:
    snippet = await world.a_kept_answer("カレー")
    await write(world, snippet, account)
    await sharing.delete(world.ground, HANA, snippet.id)

    world.clock.passes(hours=2)
    await erase_gone(world.ground)

    assert (await world.fresh(snippet)).own_words is None


async def test_a_refusal_after_them_is_told_as_ever(
    world: World, account: Account, network: FakeNetwork
) -> None:
    snippet = await world.a_kept_answer("カレー")
    await choose(world, snippet, account.id)
    await write(world, snippet, account)
    network.fails = [Refused("rejected")]

    await arrive(world)

    assert (await target(world, snippet, account)).rule == "rejected"
