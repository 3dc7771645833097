"""Pictures at an address of a day: one picture, in its bounds, by our key alone."""

import base64
import json
from dataclasses import replace
from pathlib import Path

import pytest

from bot.db.engine import Database
from bot.db.tables import Account, Copy, Media, Snippet
from bot.db.types import Vault
from bot.domain.delivery import DeliveryState
from bot.services.handing_out import Handed, handed_out
from bot.services.outgoing import Ticket, address_of, card, outgoing, ticket_for, ticket_in
from tests.builders import (
    BASE_URL,
    NOW,
    World,
    a_delivery,
    a_person,
    an_account,
    build_world,
)
from tests.fakes import FakeNetwork
from tests.services.conftest import MALLORY


@pytest.fixture
async def photo(world: World) -> Media:
    snippet = await world.a_kept_answer()
    return await world.a_photo(snippet, alt="a cat")


def token_of(url: str) -> str:
    start, _, token = url.rpartition("/")
    assert start == f"{BASE_URL}/media/out"
    return token


def ticket(world: World, photo: Media) -> Ticket:
    return ticket_for(
        world.ground,
        photo.person_id,
        photo.snippet_id,
        photo.id,
        FakeNetwork(clock=world.clock).limits,
    )


async def test_a_network_that_fetches_gets_the_very_bytes_of_the_picture(
    world: World, network: FakeNetwork, photo: Media
) -> None:
    network.fetches_pictures = True

    picture = await outgoing(world.ground, network, photo, network.limits)

    assert (picture.mime, picture.alt) == ("image/jpeg", "a cat")
    assert await handed_out(world.ground, token_of(picture.url)) == Handed(
        picture.data, "image/jpeg"
    )
    assert picture.url not in repr(picture)


async def test_a_network_that_takes_uploads_gets_no_address(
    world: World, network: FakeNetwork, photo: Media
) -> None:
    assert (await outgoing(world.ground, network, photo, network.limits)).url == ""


async def test_a_picture_is_made_smaller_where_the_network_asks_for_it(
    world: World, network: FakeNetwork, photo: Media
) -> None:
    network.fetches_pictures = True
    small = replace(network.limits, picture_pixels=300)

    picture = await outgoing(world.ground, network, photo, small)

    assert picture.width * picture.height <= 300
    assert await handed_out(world.ground, token_of(picture.url)) == Handed(
        picture.data, "image/jpeg"
    )


async def test_a_ticket_ends_after_a_day(world: World, photo: Media) -> None:
    token = token_of(address_of(world.ground, ticket(world, photo)))

    world.clock.passes(hours=23, minutes=59)
    assert await handed_out(world.ground, token) is not None
    world.clock.passes(minutes=1)
    assert await handed_out(world.ground, token) is None


async def test_a_forged_ticket_opens_nothing(world: World, photo: Media) -> None:
    told, _, signature = token_of(address_of(world.ground, ticket(world, photo))).partition(".")
    longer = json.loads(base64.urlsafe_b64decode(told + "=="))
    longer[-1] += 1
    forged = base64.urlsafe_b64encode(json.dumps(longer).encode()).decode().rstrip("=")
    foreign = replace(world.ground, vault=Vault(["another key"]))
    theirs = token_of(address_of(foreign, ticket(world, photo)))

    odd = ["", ".", "..", told, f".{signature}", f"{told}.", f"{told}.é", "é" * 5000, "A" * 100]
    for token in [f"{forged}.{signature}", theirs, *odd]:
        assert ticket_in(world.ground, token) is None


async def test_a_ticket_opens_no_picture_of_somebody_else(world: World, photo: Media) -> None:
    theirs = await world.a_photo(await world.a_kept_answer("secret", MALLORY))
    mine = ticket(world, photo)

    for crossed in (
        replace(mine, media_id=theirs.id),
        replace(mine, media_id=theirs.id, snippet_id=theirs.snippet_id),
        replace(mine, media_id=404),
        replace(mine, snippet_id=theirs.snippet_id),
    ):
        token = token_of(address_of(world.ground, crossed))
        assert await handed_out(world.ground, token) is None


@pytest.mark.parametrize("gone", ["deleted_at", "undone_at"])
async def test_a_picture_goes_with_its_snippet(world: World, photo: Media, gone: str) -> None:
    token = token_of(address_of(world.ground, ticket(world, photo)))
    snippet = await world.one(Snippet)
    setattr(snippet, gone, NOW)
    await world.add(snippet)

    assert await handed_out(world.ground, token) is None


@pytest.mark.parametrize("base_url", [None, "http://127.0.0.1:8080"])
async def test_without_a_public_address_such_a_network_gets_words_only(
    database: Database, tmp_path: Path, network: FakeNetwork, base_url: str | None
) -> None:
    network.fetches_pictures = True
    world = build_world(database, tmp_path, network, clock=network.clock, base_url=base_url)
    account = await with_hana(world)
    words = await world.a_kept_answer("words")
    pictured = await world.a_kept_answer("picture")
    await world.a_photo(pictured)
    plain = await world.add(a_delivery(words, account))
    fetched = await world.add(a_delivery(pictured, account))

    await world.work()

    assert (await world.fresh(plain)).state == DeliveryState.PUBLISHED
    refused = await world.fresh(fetched)
    assert (refused.state, refused.rule) == (DeliveryState.REFUSED, "needs_public_address")


async def with_hana(world: World) -> Account:
    await world.add(a_person())
    return await world.add(an_account())


async def test_words_alone_become_a_card_where_a_picture_is_needed(
    world: World, network: FakeNetwork
) -> None:
    network.fetches_pictures = network.needs_picture = True
    account = await world.add(an_account())
    snippet = await world.a_kept_answer("カレー")

    words = "「お昼ごはん」カレー"
    picture = await card(world.ground, network, snippet, account.id, words, network.limits)
    await world.add(a_delivery(snippet, account))
    await world.work()

    assert await handed_out(world.ground, token_of(picture.url)) == Handed(
        picture.data, "image/jpeg"
    )
    (post,) = network.standing.values()
    assert (post.text, post.pictures) == ("「お昼ごはん」カレー", 1)
    assert (post.alts, picture.mime) == (("「お昼ごはん」カレー",), "image/jpeg")
    assert (await world.one(Copy)).media_ids == []


async def test_a_photo_stands_for_itself_where_a_picture_is_needed(
    world: World, network: FakeNetwork, photo: Media
) -> None:
    network.fetches_pictures = network.needs_picture = True
    account = await world.add(an_account())

    await world.add(a_delivery(await world.one(Snippet), account))
    await world.work()

    (post,) = network.standing.values()
    assert post.alts == ("a cat",)
    assert (await world.one(Copy)).media_ids == [photo.id]


async def test_a_shape_that_a_network_does_not_take_is_handed_out_with_a_margin(
    world: World, network: FakeNetwork, photo: Media
) -> None:
    network.fetches_pictures = True
    square = replace(network.limits, narrowest=1.0, widest=1.1)

    picture = await outgoing(world.ground, network, photo, square)

    assert 1.0 <= picture.width / picture.height <= 1.1
    assert await handed_out(world.ground, token_of(picture.url)) == Handed(
        picture.data, "image/jpeg"
    )


async def test_words_by_hand_are_drawn_for_their_account_alone(
    world: World, network: FakeNetwork
) -> None:
    network.fetches_pictures = network.needs_picture = True
    account = await world.add(an_account())
    snippet = await world.a_kept_answer("カレー", own_words={str(account.id): "うどん"})

    picture = await card(world.ground, network, snippet, account.id, "うどん", network.limits)
    another = await card(world.ground, network, snippet, account.id + 1, "カレー", network.limits)

    assert await handed_out(world.ground, token_of(picture.url)) == Handed(
        picture.data, "image/jpeg"
    )
    assert await handed_out(world.ground, token_of(another.url)) != picture.data
