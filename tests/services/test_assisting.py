"""Share buttons: what a place is handed, what comes first, and what the person says came of it."""

from datetime import timedelta
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest

from bot.db.tables import Copy, Delivery, HandCopy, MediaState, Page, PartKind, Snippet
from bot.domain.post_addresses import NotAPost
from bot.services import assisting, capturing, picking, sharing, showing
from bot.services.assisting import Look, NeedsPage, ShareButton
from bot.services.choices import AtTheDoor, NotAllowed, Why
from tests.builders import HANA, NOW, World, a_copy, a_page, an_account
from tests.services.conftest import MALLORY
from tests.services.taps import PHONE

POST = "https://x.com/hana/status/12"


async def picks(world: World, *places: str) -> None:
    for place in places:
        await picking.pick(world.ground, HANA, place, "server.example")


async def offered(world: World, snippet: Snippet, place: str, person_id: int = HANA) -> Any:
    return await assisting.offer(world.ground, person_id, snippet.id, place)


async def says_posted(world: World, snippet: Snippet, place: str, pasted: str | None) -> Any:
    return await assisting.posted(world.ground, HANA, snippet.id, place, pasted)


async def on_the_page(world: World, **given: Any) -> Snippet:
    """A snippet that everybody can read on Hana's page."""
    await world.add(a_page())
    account = await world.add(an_account("page"))
    snippet = await world.a_kept_answer(**given)
    await world.add(a_copy(snippet, account, url=""))
    return snippet


def read(look: Look) -> dict[str, list[str]]:
    return parse_qs(urlsplit(look.link).query)


async def test_a_private_answer_is_handed_over_as_its_words_alone(world: World) -> None:
    await picks(world, "x")
    snippet = await world.a_kept_answer("カレー")

    look = await offered(world, snippet, "x")

    assert isinstance(look, Look)
    assert (look.text, look.permalink) == ("「お昼ごはん」カレー", None)
    assert read(look) == {"text": ["「お昼ごはん」カレー"]}
    assert await world.all(Delivery) == []


async def test_a_public_answer_goes_with_its_own_address(world: World) -> None:
    await picks(world, "x", "mastodon")
    snippet = await on_the_page(world)
    address = f"https://hibi.example/@hana/{snippet.public_id}"

    look = await offered(world, snippet, "x")
    there = await offered(world, snippet, "mastodon")

    assert read(look)["url"] == [look.permalink] == [address]
    assert urlsplit(there.link).hostname == "server.example"
    assert read(there)["text"][0].endswith(f"\n{address}")


@pytest.mark.parametrize("gone", ["withdrawn", "suspended", "waiting"])
async def test_an_address_where_nobody_can_read_it_is_not_given_away(
    world: World, gone: str
) -> None:
    await picks(world, "x", "facebook")
    snippet = await on_the_page(world)
    if gone == "suspended":
        page = await world.one(Page)
        page.suspended_at = NOW
        await world.add(page)
    else:
        copy = await world.one(Copy)
        copy.removed_at = NOW
        await world.add(copy)
    if gone == "waiting":
        await sharing.choose_target(world.ground, HANA, snippet.id, sharing.PAGE_TARGET)

    assert "url" not in read(await offered(world, snippet, "x"))
    assert isinstance(await offered(world, snippet, "facebook"), NeedsPage)


@pytest.mark.parametrize("place", ["facebook", "linkedin"])
async def test_what_takes_only_a_link_asks_for_the_page_first(world: World, place: str) -> None:
    await picks(world, place)
    private = await world.a_kept_answer()
    public = await on_the_page(world)

    asked = await offered(world, private, place)
    look = await offered(world, public, place)

    assert isinstance(asked, NeedsPage)
    assert list(read(look).values()) == [[f"https://hibi.example/@hana/{public.public_id}"]]


@pytest.mark.parametrize("place", ["x", "note", "telegram"])
async def test_the_door_comes_before_any_link(world: World, place: str) -> None:
    await picks(world, place)
    snippet = await world.a_kept_answer(PHONE)

    door = await offered(world, snippet, place)
    assert isinstance(door, AtTheDoor)
    assert [one.shown for one in door.details] == ["090-…-5678"]

    await sharing.pass_door(world.ground, HANA, snippet.id, None, door.revision)
    assert isinstance(await offered(world, snippet, place), Look)
    await capturing.edit_text(world.ground, HANA, snippet.id, "hana@example.org")
    assert isinstance(await offered(world, snippet, place), AtTheDoor)


async def test_a_public_answer_that_was_edited_stands_at_the_door_again(world: World) -> None:
    await picks(world, "facebook")
    snippet = await on_the_page(world)
    await capturing.edit_text(world.ground, HANA, snippet.id, PHONE)

    assert isinstance(await offered(world, snippet, "facebook"), AtTheDoor)


async def test_what_cannot_leave_is_not_handed_over(world: World) -> None:
    await picks(world, "x")
    forwarded = await world.a_kept_answer(forwarded=True)
    spoken = await world.a_kept_answer("", kinds=[PartKind.VOICE])
    deleted = await world.a_kept_answer(deleted_at=NOW)
    kept = await world.a_kept_answer()

    assert await offered(world, forwarded, "x") == NotAllowed(Why.FORWARDED)
    assert await offered(world, spoken, "x") == NotAllowed(Why.NEEDS_A_LINE)
    assert await offered(world, deleted, "x") == NotAllowed(Why.GONE)
    assert await offered(world, kept, "line") == NotAllowed(Why.NOT_LINKED)
    assert await offered(world, kept, "orkut") == NotAllowed(Why.NOT_LINKED)


async def test_nobody_else_shares_it(world: World) -> None:
    await picks(world, "x")
    await picking.pick(world.ground, MALLORY, "x")
    snippet = await world.a_kept_answer()
    await says_posted(world, snippet, "x", POST)
    ground = world.ground

    assert await offered(world, snippet, "x", MALLORY) == NotAllowed(Why.GONE)
    assert await assisting.pictures(ground, MALLORY, snippet.id, 4) == []
    said = await assisting.posted(ground, MALLORY, snippet.id, "x", POST + "3")
    assert said == NotAllowed(Why.GONE)
    assert await assisting.gone(ground, MALLORY, snippet.id, "x") is False
    assert await assisting.on_card(ground, MALLORY, snippet.id) == ()
    assert (await world.one(HandCopy)).url == POST


async def test_pictures_are_given_for_posting_by_hand(world: World) -> None:
    await picks(world, "note")
    snippet = await world.a_kept_answer()
    photo = await world.a_photo(snippet)
    await world.a_photo(snippet, state=MediaState.WAITING, name=None)
    await world.a_photo(snippet, state=MediaState.REFUSED)

    given = await assisting.pictures(world.ground, HANA, snippet.id, 4)

    assert given == [await world.ground.files.read(photo.name or "")]
    assert (await offered(world, snippet, "note")).pictures == 2
    assert await assisting.pictures(world.ground, HANA, snippet.id, 0) == []


async def test_a_picture_that_is_lost_is_left_out(world: World) -> None:
    snippet = await world.a_kept_answer()
    await world.a_photo(snippet, name="lost.jpg")

    assert await assisting.pictures(world.ground, HANA, snippet.id, 4) == []


async def test_what_was_posted_is_on_the_card_and_on_the_page(world: World) -> None:
    await picks(world, "x", "note")
    snippet = await on_the_page(world)

    said = await says_posted(world, snippet, "x", f"{POST}?s=20")

    assert said == ShareButton("x", POST)
    card = await assisting.on_card(world.ground, HANA, snippet.id)
    assert card == (ShareButton("x", POST), ShareButton("note"))
    (shown,) = await showing.public_snippets(world.ground, HANA)
    assert shown.copies == (("x", POST),)
    row = await world.one(HandCopy)
    assert (row.person_id, row.snippet_id, row.shared_at) == (HANA, snippet.id, NOW)


async def test_what_has_no_address_is_noted_without_one(world: World) -> None:
    await picks(world, "line")
    snippet = await on_the_page(world)

    assert await says_posted(world, snippet, "line", None) == ShareButton("line", "")
    (shown,) = await showing.public_snippets(world.ground, HANA)
    assert shown.copies == ()


async def test_the_last_address_holds(world: World) -> None:
    await picks(world, "x")
    snippet = await world.a_kept_answer()
    await says_posted(world, snippet, "x", None)
    await says_posted(world, snippet, "x", POST)

    assert (await world.one(HandCopy)).url == POST


@pytest.mark.parametrize(
    ("pasted", "why"),
    [
        ("javascript:alert(1)", NotAPost.NO_ADDRESS),
        ("https://example.com/hana", NotAPost.OTHER_PLACE),
        ("https://x.com.example.com/hana", NotAPost.OTHER_PLACE),
        ("https://x.com@example.com/hana", NotAPost.OTHER_PLACE),
        ("https://x.com/" + "a" * 3000, NotAPost.TOO_LONG),
    ],
)
async def test_a_hostile_address_leaves_nothing(world: World, pasted: str, why: NotAPost) -> None:
    await picks(world, "x")
    snippet = await world.a_kept_answer()

    assert await says_posted(world, snippet, "x", pasted) is why
    assert await world.all(HandCopy) == []


async def test_a_post_on_another_server_is_not_the_persons_own(world: World) -> None:
    await picks(world, "mastodon")
    snippet = await world.a_kept_answer()

    assert (
        await says_posted(world, snippet, "mastodon", "https://other.example/@hana/1")
        is NotAPost.OTHER_PLACE
    )
    own = "https://server.example/@hana/1"
    assert await says_posted(world, snippet, "mastodon", own) == ShareButton("mastodon", own)


async def test_words_that_changed_afterwards_are_known(world: World) -> None:
    await picks(world, "x")
    snippet = await world.a_kept_answer()
    await says_posted(world, snippet, "x", POST)
    world.clock.passes(minutes=1)
    await capturing.edit_text(world.ground, HANA, snippet.id, "うどん")

    (button,) = await assisting.on_card(world.ground, HANA, snippet.id)
    assert button == ShareButton("x", POST, stale=True)
    assert await world.all(Delivery) == []

    world.clock.passes(minutes=1)
    await says_posted(world, snippet, "x", POST)
    (button,) = await assisting.on_card(world.ground, HANA, snippet.id)
    assert not button.stale


async def test_what_is_gone_there_is_gone_here(world: World) -> None:
    await picks(world, "x")
    snippet = await on_the_page(world)
    await says_posted(world, snippet, "x", POST)

    assert await assisting.gone(world.ground, HANA, snippet.id, "x") is True
    assert await assisting.gone(world.ground, HANA, snippet.id, "x") is False
    (shown,) = await showing.public_snippets(world.ground, HANA)
    assert shown.copies == ()


@pytest.mark.parametrize("place", ["x", "mastodon"])
async def test_a_post_outlives_its_button(world: World, place: str) -> None:
    await picks(world, place)
    snippet = await world.a_kept_answer()
    url = POST if place == "x" else "https://server.example/@hana/1"
    await says_posted(world, snippet, place, url)
    await picking.unpick(world.ground, HANA, place)

    look = await offered(world, snippet, place)

    assert isinstance(look, Look)
    assert look.posted == ShareButton(place, url)
    assert await assisting.on_card(world.ground, HANA, snippet.id) == (look.posted,)


async def test_deleting_withdraws_what_is_ours_and_leaves_the_rest_to_the_person(
    world: World,
) -> None:
    await picks(world, "x")
    snippet = await on_the_page(world)
    await says_posted(world, snippet, "x", POST)

    await sharing.delete(world.ground, HANA, snippet.id)
    world.clock.now += timedelta(minutes=2)
    await world.work()

    assert await world.all(Delivery) == []
    assert await assisting.on_card(world.ground, HANA, snippet.id) == (ShareButton("x", POST),)
    assert await showing.public_snippets(world.ground, HANA) == []
