"""From a due delivery to a copy: once, in order, with what each network takes."""

from datetime import timedelta

import pytest

from bot.db.tables import Account, Copy, Delivery, MediaState, Snippet
from bot.domain.compose import Limits
from bot.domain.delivery import DeliveryState
from bot.networks.base import (
    AccountBlocked,
    QuotaSpent,
    Refused,
    SignInAgain,
    TryLater,
    Unsure,
    VersionRetired,
)
from bot.services.notices import CardDue
from tests.builders import HANA, World, a_delivery, a_page, an_account
from tests.fakes import NOW, FakeNetwork
from tests.services.journeys import on_its_way


async def _shown(world: World, row: Delivery) -> None:
    """The card of its snippet stands in the chat."""
    snippet = await world.one(Snippet, id=row.snippet_id)
    snippet.card_message_id = 55
    await world.add(snippet)


async def test_what_no_card_shows_yet_is_not_told(world: World, account: Account) -> None:
    await on_its_way(world, account)

    await world.work()

    assert world.messenger.said == []


async def test_a_due_delivery_becomes_a_post_and_a_copy(
    world: World, account: Account, network: FakeNetwork
) -> None:
    row = await on_its_way(world, account)
    await _shown(world, row)

    assert await world.work() == 1

    copy = await world.one(Copy)
    assert network.texts == ["「お昼ごはん」カレー"]
    assert (copy.text, copy.remote_id) == ("「お昼ごはん」カレー", "post-1")
    assert copy.url == "https://mastodon.example/post-1"
    assert (await world.fresh(row)).state == DeliveryState.PUBLISHED
    assert (await world.fresh(account)).last_post_at == NOW
    assert world.messenger.said == [CardDue(person_id=HANA, snippet_id=row.snippet_id)]


async def test_the_lead_can_be_left_out(
    world: World, account: Account, network: FakeNetwork
) -> None:
    snippet = await world.a_kept_answer("カレー", with_lead=False)
    await world.add(a_delivery(snippet, account))

    await world.work()

    assert network.texts == ["カレー"]


async def test_a_note_has_no_lead(world: World, account: Account, network: FakeNetwork) -> None:
    snippet = await world.a_kept_answer("雪", question=None)
    await world.add(a_delivery(snippet, account))

    await world.work()

    assert network.texts == ["雪"]


async def test_the_page_gets_the_bare_words(world: World) -> None:
    page = await world.add(an_account("page"))
    await world.add(a_page())
    await on_its_way(world, page)

    await world.work()

    assert (await world.one(Copy)).text == "カレー"


async def test_pictures_go_along_with_their_descriptions(
    world: World, account: Account, network: FakeNetwork
) -> None:
    snippet = await world.a_kept_answer("カレー")
    photo = await world.a_photo(snippet, alt="皿に盛ったカレー")
    await world.add(a_delivery(snippet, account))

    await world.work()

    (post,) = network.standing.values()
    assert (post.pictures, post.alts) == (1, ("皿に盛ったカレー",))
    assert (await world.one(Copy)).media_ids == [photo.id]


async def test_a_picture_that_is_on_its_way_is_waited_for(
    world: World, account: Account, network: FakeNetwork
) -> None:
    snippet = await world.a_kept_answer("")
    photo = await world.a_photo(snippet, state=MediaState.WAITING)
    await world.add(a_delivery(snippet, account))

    await world.work()
    assert network.texts == []

    photo.state = MediaState.STORED
    await world.add(photo)
    world.clock.passes(seconds=30)
    await world.work()
    assert [post.pictures for post in network.standing.values()] == [1]


async def test_words_stand_without_a_picture_that_could_not_be_kept(
    world: World, account: Account, network: FakeNetwork
) -> None:
    snippet = await world.a_kept_answer("カレー")
    await world.a_photo(snippet, state=MediaState.REFUSED, name=None)
    await world.add(a_delivery(snippet, account))

    await world.work()

    assert [post.pictures for post in network.standing.values()] == [0]


async def test_a_picture_whose_file_is_gone_is_never_left_out_unseen(
    world: World, account: Account, network: FakeNetwork
) -> None:
    snippet = await world.a_kept_answer("カレー")
    photo = await world.a_photo(snippet)
    await world.ground.files.delete(photo.name or "")
    row = await world.add(a_delivery(snippet, account))

    await world.work()

    assert network.texts == []
    kept = await world.fresh(row)
    assert (kept.state, kept.rule) == (DeliveryState.REFUSED, "picture_missing")


async def test_a_cut_text_leads_to_the_page_where_it_is_public(
    world: World, account: Account, network: FakeNetwork
) -> None:
    network.limits = Limits(characters=120)
    page = await world.add(an_account("page"))
    await world.add(a_page())
    snippet = await world.a_kept_answer("長い話です。" * 40)
    await world.add(a_delivery(snippet, page))
    await world.add(a_delivery(snippet, account))

    await world.work()

    (text,) = network.texts
    assert text.endswith(f" (…)\nhttps://hibi.example/@hana/{snippet.public_id}")
    assert len(text) <= 120


async def test_a_cut_text_leads_nowhere_where_it_is_not_public(
    world: World, account: Account, network: FakeNetwork
) -> None:
    network.limits = Limits(characters=120)
    await on_its_way(world, account, "長い話です。" * 40)

    await world.work()

    assert network.texts[0].endswith(" (…)")


async def test_the_servers_own_limits_are_asked_once_a_day(
    world: World, account: Account, network: FakeNetwork
) -> None:
    network.limits = Limits(characters=100)
    for hours in (0, 1, 24):
        world.clock.now = NOW + timedelta(hours=hours)
        await on_its_way(world, account, queued_at=world.clock.now, due_at=world.clock.now)
        await world.work()

    assert len(network.made("limits_of")) == 2


ERRORS = [
    (TryLater("busy", wait=timedelta(minutes=5)), DeliveryState.WAITING, "busy"),
    (QuotaSpent("daily", wait=timedelta(hours=3)), DeliveryState.WAITING, "daily"),
    (VersionRetired("version_retired"), DeliveryState.WAITING, "version_retired"),
    (Refused("text_too_long"), DeliveryState.REFUSED, "text_too_long"),
    (SignInAgain("revoked"), DeliveryState.PARKED, "revoked"),
    (AccountBlocked("suspended"), DeliveryState.PARKED, "suspended"),
    (Unsure("answer_lost"), DeliveryState.ASKED, "answer_lost"),
    (ZeroDivisionError(), DeliveryState.ASKED, "unplanned"),
]


@pytest.mark.parametrize(("error", "state", "rule"), ERRORS)
async def test_each_error_leads_where_it_says(
    world: World,
    account: Account,
    network: FakeNetwork,
    error: Exception,
    state: DeliveryState,
    rule: str,
) -> None:
    row = await on_its_way(world, account)
    network.fails.append(error)

    await world.work()

    kept = await world.fresh(row)
    assert (kept.state, kept.rule, kept.tries) == (state, rule, 1)
    assert network.texts == []


async def test_a_busy_network_gets_it_later_and_once(
    world: World, account: Account, network: FakeNetwork
) -> None:
    await on_its_way(world, account)
    network.fails.append(TryLater("busy", wait=timedelta(minutes=5)))

    await world.work()
    world.clock.passes(minutes=4)
    assert await world.work() == 0
    world.clock.passes(minutes=2)
    await world.work()

    assert len(network.texts) == 1


async def test_after_a_day_of_tries_the_card_asks(
    world: World, account: Account, network: FakeNetwork
) -> None:
    row = await on_its_way(world, account)
    network.fails += [TryLater("busy")] * 1000

    for _ in range(60):
        await world.work()
        world.clock.passes(hours=1)

    kept = await world.fresh(row)
    assert (kept.state, kept.rule) == (DeliveryState.REFUSED, "gave_up")
    assert 12 < kept.tries < 30


async def test_what_was_due_long_ago_asks_before_it_goes_out(
    world: World, account: Account, network: FakeNetwork
) -> None:
    row = await on_its_way(world, account)
    world.clock.passes(days=7)

    await world.work()

    kept = await world.fresh(row)
    assert (kept.state, kept.rule) == (DeliveryState.REFUSED, "too_old")
    assert network.texts == []


async def test_younger_ones_wait_behind_one_that_is_tried_again(
    world: World, account: Account, network: FakeNetwork
) -> None:
    for number in range(3):
        at = NOW + timedelta(seconds=number)
        await on_its_way(world, account, f"話{number}" * 20, queued_at=at, due_at=at)
    world.clock.passes(minutes=1)
    network.fails.append(TryLater("busy", wait=timedelta(minutes=5)))

    await world.work()
    assert network.texts == []
    world.clock.passes(minutes=6)
    await world.work()

    assert [text[:2] for text in network.texts] == ["話0", "話1", "話2"]
