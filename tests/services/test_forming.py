"""Long answers in the form that was chosen: what goes out, what an edit keeps, what is shown."""

import pytest

from bot.db.tables import Account, AccountState, Copy
from bot.domain.compose import Limits
from bot.domain.forms import LongForm
from bot.pictures.text_card import holds
from bot.services import forming, linked, sharing
from bot.services.choices import FirstTime
from bot.services.outgoing import CARD
from tests.builders import HANA, World, a_delivery, a_page, an_account
from tests.fakes import FakeNetwork
from tests.services.conftest import MALLORY
from tests.services.long_answers import LONG, NUMBERED, a_long_one, choose, number

WHOLE = LONG * 40
"""More than a card has room for."""


@pytest.fixture
def network(network: FakeNetwork) -> FakeNetwork:
    network.threads, network.limits = True, Limits(characters=16)
    return network


async def test_parts_are_numbered_where_it_was_chosen(
    world: World, account: Account, network: FakeNetwork
) -> None:
    await number(world, account)
    await a_long_one(world, account)

    await world.work()

    assert network.texts == NUMBERED


async def test_a_card_shows_all_the_words_beside_their_beginning(
    world: World, account: Account, network: FakeNetwork
) -> None:
    await choose(world, account, LongForm.CARD)
    await a_long_one(world, account)

    await world.work()

    (post,) = network.standing.values()
    assert (post.text, post.pictures, post.alts) == ("一日目は海を見た。 (…)", 1, (LONG,))
    assert (await world.one(Copy)).media_ids == [CARD]


async def test_a_description_ends_where_the_network_ends_it(
    world: World, account: Account, network: FakeNetwork
) -> None:
    network.limits = Limits(characters=16, alt_text=20)
    await choose(world, account, LongForm.CARD)
    await a_long_one(world, account)

    await world.work()

    (post,) = network.standing.values()
    assert post.alts == (LONG[:20],)


async def test_a_card_stands_behind_the_photos(
    world: World, account: Account, network: FakeNetwork
) -> None:
    await choose(world, account, LongForm.CARD)
    snippet = await a_long_one(world, account)
    photo = await world.a_photo(snippet, alt="a cat")

    await world.work()

    (post,) = network.standing.values()
    assert post.alts == ("a cat", LONG)
    assert (await world.one(Copy)).media_ids == [photo.id, CARD]


async def test_a_card_takes_no_photos_place(
    world: World, account: Account, network: FakeNetwork
) -> None:
    network.limits = Limits(characters=16, pictures=1)
    await choose(world, account, LongForm.CARD)
    snippet = await a_long_one(world, account)
    await world.a_photo(snippet)

    await world.work()

    assert [post.pictures for post in network.standing.values()] == [1, 0, 0, 0]


@pytest.mark.parametrize("threads", [True, False])
async def test_what_has_no_room_on_a_card_goes_as_without_one(
    world: World, account: Account, network: FakeNetwork, threads: bool
) -> None:
    network.threads, network.limits = threads, Limits(characters=300)
    await choose(world, account, LongForm.CARD)
    await a_long_one(world, account, WHOLE)

    await world.work()

    assert not holds(WHOLE)
    assert {post.pictures for post in network.standing.values()} == {0}
    assert (len(network.texts) > 1) is threads


async def test_shortened_is_one_post(world: World, account: Account, network: FakeNetwork) -> None:
    await choose(world, account, LongForm.SHORTENED)
    await a_long_one(world, account)

    await world.work()

    assert network.texts == ["一日目は海を見た。 (…)"]


@pytest.mark.parametrize("form", [LongForm.CARD, LongForm.SHORTENED])
async def test_what_is_cut_leads_to_the_page(
    world: World, account: Account, network: FakeNetwork, form: LongForm
) -> None:
    network.limits = Limits(characters=60)
    await world.add(a_page(opened_at=world.clock.now))
    await choose(world, account, form)
    snippet = await a_long_one(world, account, LONG * 2)
    page = await world.add(an_account("page"))
    await world.add(a_delivery(snippet, page))

    await world.work()
    await world.work()

    (text,) = network.texts
    assert text.endswith(f" (…)\nhttps://hibi.example/@hana/{snippet.public_id}")


async def test_a_link_that_would_cost_is_left_out(
    world: World, account: Account, network: FakeNetwork
) -> None:
    x = FakeNetwork(clock=world.clock, name="x", limits=Limits(characters=60))
    world.ground.networks["x"] = x  # type: ignore[index]
    await world.add(a_page(opened_at=world.clock.now))
    to_x = await world.add(an_account("x"))
    snippet = await a_long_one(world, to_x, LONG * 2)
    page = await world.add(an_account("page"))
    await world.add(a_delivery(snippet, page))

    await world.work()
    await world.work()

    (text,) = x.texts
    assert text.endswith("(…)")


@pytest.mark.parametrize(
    ("form", "preview", "rest", "drawn"),
    [
        (LongForm.THREAD, NUMBERED[0], tuple(NUMBERED[1:]), False),
        (LongForm.CARD, "一日目は海を見た。 (…)", (), True),
        (LongForm.SHORTENED, "一日目は海を見た。 (…)", (), False),
    ],
)
async def test_the_first_look_is_what_then_stands_there(
    world: World,
    account: Account,
    network: FakeNetwork,
    form: LongForm,
    preview: str,
    rest: tuple[str, ...],
    drawn: bool,
) -> None:
    other = await world.add(an_account(server="b.example", shown_first_at=None))
    await choose(world, other, form)
    await number(world, other)
    snippet = await world.a_kept_answer(LONG, with_lead=False)

    look = await sharing.choose_target(world.ground, HANA, snippet.id, other.id)
    await sharing.confirm_first(world.ground, HANA, snippet.id, other.id)
    world.clock.passes(minutes=2)
    await world.work()

    assert isinstance(look, FirstTime)
    assert (look.preview, look.rest, look.drawn) == (preview, rest, drawn)
    assert network.texts == [look.preview, *look.rest]
    assert next(iter(network.standing.values())).pictures == int(drawn)


async def test_what_is_chosen_is_listed(world: World, account: Account) -> None:
    await choose(world, account, LongForm.CARD)
    await number(world, account)

    (shown,) = await linked.accounts(world.ground, HANA)

    assert shown.forms == tuple(LongForm)
    assert (shown.form, shown.numbers_parts) == (LongForm.CARD, True)


async def test_nobody_chooses_for_somebody_else(world: World, account: Account) -> None:
    ground = world.ground

    assert not await forming.set_form(ground, MALLORY, account.id, LongForm.CARD)
    assert not await forming.set_numbered(ground, MALLORY, account.id, on=True)
    stored = await world.fresh(account)
    assert (stored.long_form, stored.numbers_parts) == (None, False)


async def test_an_account_that_is_gone_has_no_choice(world: World) -> None:
    gone = await world.add(an_account(server="c.example", state=AccountState.UNLINKED))

    assert not await forming.set_form(world.ground, HANA, gone.id, LongForm.CARD)
