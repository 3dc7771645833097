"""Share buttons: which ones a person wants, and which of them a card has room for."""

from dataclasses import replace

import pytest

from bot.db.tables import AccountState, Person
from bot.services import picking
from bot.services.assisting import ShareButton, on_card
from bot.services.picking import CannotPick, Picked
from tests.builders import HANA, World, a_person, an_account
from tests.services.conftest import MALLORY


async def on_the_card(world: World) -> list[str]:
    snippet = await world.a_kept_answer()
    return [button.place for button in await on_card(world.ground, HANA, snippet.id)]


async def pick(world: World, *places: str) -> None:
    for place in places:
        await picking.pick(world.ground, HANA, place)


async def test_nobody_has_share_buttons_unasked(world: World) -> None:
    assert await picking.picked(world.ground, HANA) == ()
    assert await on_the_card(world) == []


async def test_any_number_is_picked_and_a_card_shows_the_first_three(world: World) -> None:
    await pick(world, "note", "x", "line", "facebook", "x")

    found = await picking.picked(world.ground, HANA)

    assert [one.place for one in found] == ["note", "x", "line", "facebook"]
    assert await on_the_card(world) == ["note", "x", "line"]
    assert await picking.picked(world.ground, MALLORY) == ()


async def test_the_next_one_moves_up(world: World) -> None:
    await pick(world, "note", "x", "line", "facebook")

    await picking.unpick(world.ground, HANA, "x")
    await picking.unpick(world.ground, HANA, "mixi2")

    assert await on_the_card(world) == ["note", "line", "facebook"]


@pytest.mark.parametrize(
    ("typed", "server"),
    [
        ("misskey.example", "misskey.example"),
        ("https://Misskey.example/@hana", "misskey.example"),
        ("@hana@misskey.example", "misskey.example"),
    ],
)
async def test_a_place_of_many_servers_has_the_persons_own(
    world: World, typed: str, server: str
) -> None:
    assert await picking.pick(world.ground, HANA, "misskey", typed) == Picked("misskey", server)
    assert await picking.picked(world.ground, HANA) == (Picked("misskey", server),)


async def test_another_server_takes_the_same_place_in_the_row(world: World) -> None:
    await picking.pick(world.ground, HANA, "misskey", "a.example")
    await pick(world, "x")

    await picking.pick(world.ground, HANA, "misskey", "b.example")

    assert await picking.picked(world.ground, HANA) == (Picked("misskey", "b.example"), Picked("x"))


@pytest.mark.parametrize(
    ("place", "typed", "why"),
    [
        ("mastodon", "", CannotPick.WHICH_SERVER),
        ("mastodon", "  ", CannotPick.WHICH_SERVER),
        ("mastodon", "not a server", CannotPick.BAD_SERVER),
        ("mastodon", "localhost", CannotPick.BAD_SERVER),
        ("mastodon", "127.0.0.1", CannotPick.BAD_SERVER),
        ("mastodon", "a.example:8443", CannotPick.BAD_SERVER),
        ("orkut", "", CannotPick.UNKNOWN),
    ],
)
async def test_what_cannot_be_a_button_is_not_picked(
    world: World, place: str, typed: str, why: CannotPick
) -> None:
    assert await picking.pick(world.ground, HANA, place, typed) is why
    assert await picking.picked(world.ground, HANA) == ()


async def test_a_diary_has_no_share_buttons(world: World) -> None:
    await pick(world, "x")
    person = await world.one(Person, id=HANA)
    person.diary_only = True
    await world.add(person)

    assert await picking.pick(world.ground, HANA, "note") is CannotPick.DIARY_ONLY
    assert await on_the_card(world) == []
    await world.add(a_person(8, diary_only=True))
    assert await picking.pick(world.ground, 8, "x") is CannotPick.DIARY_ONLY


async def test_a_forwarded_message_has_no_share_buttons(world: World) -> None:
    await pick(world, "x")
    snippet = await world.a_kept_answer(forwarded=True)

    assert await on_card(world.ground, HANA, snippet.id) == ()


async def test_what_is_linked_needs_no_button(world: World) -> None:
    await pick(world, "line", "x")
    await picking.pick(world.ground, HANA, "mastodon", "mastodon.example")
    await world.add(an_account("mastodon"))

    assert await on_the_card(world) == ["line", "x"]


async def test_an_account_on_another_server_is_another_place(world: World) -> None:
    await picking.pick(world.ground, HANA, "mastodon", "other.example")
    await world.add(an_account("mastodon"), an_account("telegram"))
    await pick(world, "telegram")

    assert await on_the_card(world) == ["mastodon", "telegram"]


async def test_an_ended_link_brings_the_button_back(world: World) -> None:
    await picking.pick(world.ground, HANA, "mastodon", "mastodon.example")
    await world.add(an_account("mastodon", state=AccountState.UNLINKED))

    assert await on_the_card(world) == ["mastodon"]


async def test_without_a_public_address_nothing_takes_only_a_link(world: World) -> None:
    await pick(world, "facebook", "x")
    at_home = replace(world.ground, base_url="")
    snippet = await world.a_kept_answer()

    assert await picking.pick(at_home, HANA, "linkedin") is CannotPick.NO_PUBLIC_ADDRESS
    assert await on_card(at_home, HANA, snippet.id) == (ShareButton("x"),)


async def test_a_place_that_this_release_does_not_know_is_passed_over(world: World) -> None:
    person = await world.one(Person, id=HANA)
    person.share_places = [{"place": "orkut", "server": ""}, {"place": "x"}]
    await world.add(person)

    assert await picking.picked(world.ground, HANA) == (Picked("x"),)
