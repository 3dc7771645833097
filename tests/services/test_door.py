"""The one warning before something goes out."""

import pytest

from bot.db.tables import Account, Delivery, Person, Snippet
from bot.domain.delivery import DeliveryState
from bot.domain.door import Kind
from bot.services import capturing, sharing
from bot.services.door import warned_about
from bot.services.sharing import (
    AtTheDoor,
    TargetState,
    Waiting,
)
from tests.builders import HANA, World, a_page
from tests.fakes import FakeNetwork
from tests.services.taps import PHONE, arrive, choose, rewrite, target


async def test_a_phone_number_wants_one_more_tap(world: World, account: Account) -> None:
    snippet = await world.a_kept_answer(PHONE)

    asked = await choose(world, snippet, account.id)

    assert isinstance(asked, AtTheDoor)
    assert [(each.kind, each.shown) for each in asked.details] == [(Kind.PHONE, "090-…-5678")]
    assert await world.all(Delivery) == []

    settled = await sharing.pass_door(world.ground, HANA, snippet.id, account.id, asked.revision)
    assert isinstance(settled, Waiting)
    assert (await world.one(Delivery)).state == DeliveryState.WAITING


async def test_what_was_let_pass_is_asked_about_again_elsewhere(
    world: World, account: Account
) -> None:
    first, second = await world.a_kept_answer(PHONE), await world.a_kept_answer(PHONE)
    await sharing.pass_door(world.ground, HANA, first.id, account.id)

    assert isinstance(await choose(world, second, account.id), AtTheDoor)


async def test_words_that_changed_behind_the_warning_are_asked_about_anew(
    world: World, account: Account
) -> None:
    snippet = await world.a_kept_answer(PHONE)
    asked = await choose(world, snippet, account.id)
    row = await world.fresh(snippet)
    row.text, row.revision = "hana@example.org", row.revision + 1
    await world.add(row)

    again = await sharing.pass_door(world.ground, HANA, snippet.id, account.id, asked.revision)

    assert isinstance(again, AtTheDoor)
    assert [each.kind for each in again.details] == [Kind.EMAIL]


async def test_the_shops_number_is_never_warned_about_again(world: World, account: Account) -> None:
    first, second = await world.a_kept_answer(PHONE), await world.a_kept_answer(PHONE)

    await sharing.mine(world.ground, HANA, first.id, account.id)

    assert (await world.one(Person, id=HANA)).own_details == ["phone:+819012345678"]
    assert isinstance(await choose(world, second, account.id), Waiting)


async def test_what_stands_on_the_own_page_is_never_warned_about(
    world: World, account: Account
) -> None:
    await world.add(a_page(contact="090-1234-5678"))
    snippet = await world.a_kept_answer(PHONE)

    assert isinstance(await choose(world, snippet, account.id), Waiting)


async def test_a_kind_can_be_turned_off(world: World, account: Account) -> None:
    person = await world.one(Person, id=HANA)
    person.warnings_off = ["phone"]
    await world.add(person)
    snippet = await world.a_kept_answer(PHONE)

    assert isinstance(await choose(world, snippet, account.id), Waiting)


async def test_an_edit_that_adds_a_number_stops_at_the_door(
    world: World, account: Account, network: FakeNetwork
) -> None:
    snippet = await world.a_kept_answer()
    await choose(world, snippet, account.id)
    await arrive(world)

    await rewrite(world, snippet, PHONE)
    await arrive(world)

    assert network.texts == ["「お昼ごはん」カレー"]
    shown = await target(world, snippet, account)
    assert (shown.state, shown.rule, shown.stale) == (TargetState.SHARED, "door", True)

    await sharing.pass_door(world.ground, HANA, snippet.id)
    await arrive(world)
    assert PHONE in network.texts[0]
    shown = await target(world, snippet, account)
    assert (shown.rule, shown.stale) == (None, False)


async def test_a_number_added_within_the_undo_time_stops_the_post(
    world: World, account: Account, network: FakeNetwork
) -> None:
    snippet = await world.a_kept_answer()
    await choose(world, snippet, account.id)

    await rewrite(world, snippet, PHONE)
    await arrive(world)
    shown = await target(world, snippet, account)
    assert (shown.state, shown.rule) == (TargetState.REFUSED, "door")
    assert network.texts == []

    await rewrite(world, snippet, "うどん")
    await arrive(world)
    assert network.texts == ["「お昼ごはん」うどん"]


async def test_an_edit_behind_the_first_warning_is_asked_about_anew(
    world: World, account: Account
) -> None:
    snippet = await world.a_kept_answer(PHONE)
    asked = await choose(world, snippet, account.id)
    await capturing.edit_text(world.ground, HANA, snippet.id, "hana@example.org")

    again = await sharing.pass_door(world.ground, HANA, snippet.id, account.id, asked.revision)

    assert isinstance(again, AtTheDoor)
    assert [each.kind for each in again.details] == [Kind.EMAIL]
    assert await world.all(Delivery) == []


async def test_what_the_button_did_not_name_stays_at_the_door(
    world: World, account: Account, network: FakeNetwork
) -> None:
    snippet = await world.a_kept_answer(f"{PHONE} hana@example.org 4111 1111 1111 1111")

    left = await sharing.mine(world.ground, HANA, snippet.id, account.id, kinds=[Kind.PHONE])
    assert isinstance(left, AtTheDoor)
    assert [each.kind for each in left.details] == [Kind.EMAIL, Kind.CARD]

    left = await sharing.mine(world.ground, HANA, snippet.id, account.id, kinds=set(Kind))
    assert isinstance(left, AtTheDoor)
    assert [each.kind for each in left.details] == [Kind.CARD]
    own = (await world.one(Person, id=HANA)).own_details
    assert own == ["email:hana@example.org", "phone:+819012345678"]

    await arrive(world)
    assert network.texts == []


@pytest.mark.parametrize(
    ("line", "text"),
    [("contact", "〒150-0001"), ("shop", "郵便番号 150-0001"), ("bio", "〒1500001 です")],
)
async def test_a_postal_code_on_the_own_page_is_never_warned_about(
    world: World, account: Account, line: str, text: str
) -> None:
    await world.add(a_page(**{line: text}))
    snippet = await world.a_kept_answer("お手紙は〒150-0001まで")

    assert isinstance(await choose(world, snippet, account.id), Waiting)


@pytest.mark.parametrize("line", ["base", "shop", "contact", "bio"])
async def test_where_the_own_page_says_the_shop_is_may_be_said(
    world: World, account: Account, line: str
) -> None:
    await world.add(a_page(**{line: "東京都渋谷区神南1-2-3"}))
    snippet = await world.a_kept_answer("お店は渋谷区神南一丁目2番3号です")
    other = await world.a_kept_answer("お店は渋谷区神南一丁目2番4号です")

    assert isinstance(await choose(world, snippet, account.id), Waiting)
    assert isinstance(await choose(world, other, account.id), AtTheDoor)


NAMED = "田中太郎さんと散歩した"


async def about_people(world: World, text: str = NAMED, facet: str = "people") -> Snippet:
    snippet = await world.a_kept_answer(text)
    row = await world.fresh(snippet)
    row.facet = facet
    await world.add(row)
    return row


async def test_who_is_named_in_an_answer_about_people_is_asked_about(
    world: World, account: Account
) -> None:
    snippet = await about_people(world)

    asked = await choose(world, snippet, account.id)

    assert isinstance(asked, AtTheDoor)
    assert [(each.kind, each.shown) for each in asked.details] == [(Kind.NAME, "田…")]


@pytest.mark.parametrize("facet", ["work", "place", "hobby", "thought", "day"])
async def test_other_answers_may_name_anybody(world: World, account: Account, facet: str) -> None:
    snippet = await about_people(world, facet=facet)

    assert isinstance(await choose(world, snippet, account.id), Waiting)


async def test_a_name_that_is_always_fine_is_never_asked_about_again(
    world: World, account: Account
) -> None:
    first, second = await about_people(world), await about_people(world, "また田中太郎と会った")
    other = await about_people(world, "佐藤さんと会った")

    await sharing.mine(world.ground, HANA, first.id, account.id, kinds=[Kind.NAME])

    assert (await world.one(Person, id=HANA)).own_details == ["name:田中太郎"]
    assert isinstance(await choose(world, second, account.id), Waiting)
    assert isinstance(await choose(world, other, account.id), AtTheDoor)


@pytest.mark.parametrize(
    ("line", "text"),
    [
        ({"name": "田中太郎"}, NAMED),
        ({"name": "田中 太郎"}, "田中さん、と呼ばれた"),
        ({"reading": "タナカタロウ"}, "たなかさん、と呼ばれた"),
        ({"latin": "Taro Tanaka"}, "Taro Tanaka, that is me. Mr Tanaka to some"),
        ({"shop": "田中太郎商店、佐藤さんの隣"}, "佐藤さんと散歩した"),
    ],
)
async def test_the_own_name_and_what_the_page_says_are_never_asked_about(
    world: World, account: Account, line: dict[str, str], text: str
) -> None:
    snippet = await about_people(world, text)
    assert isinstance(await choose(world, snippet, account.id), AtTheDoor)

    await world.add(a_page(**line))

    assert isinstance(await choose(world, snippet, account.id), Waiting)


async def test_an_answer_to_an_echo_may_greet_by_name(world: World, account: Account) -> None:
    person = await world.one(Person, id=HANA)

    assert warned_about("田中さん、ありがとう", person, None) == ()
