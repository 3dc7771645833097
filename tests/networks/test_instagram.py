"""Instagram: a JPEG that it fetches, published once."""

from dataclasses import replace
from datetime import timedelta

import pytest
from PIL import Image

from bot.domain.compose import Picture
from bot.networks.base import (
    Account,
    Copy,
    NetworkError,
    NotLinked,
    QuotaSpent,
    Refused,
    TryLater,
    Unsure,
)
from bot.networks.http import Http
from bot.networks.instagram import LIMITS, Instagram
from bot.networks.oauth import OUT_OF_BAND
from bot.pictures.text_card import HEIGHT, WIDTH, TextCard, draw_text_card
from tests.media.samples import encoded
from tests.networks.builders import a_picture
from tests.networks.metas import CALLBACK, MetaHouse, linked, prepared
from tests.standins.meta import GraphError


@pytest.fixture
def instagram(house: MetaHouse) -> Instagram:
    return house.instagram


@pytest.fixture
async def gram(house: MetaHouse, instagram: Instagram) -> Account:
    """Hana on Instagram."""
    return await linked(house, instagram)


async def test_linking_a_professional_account(house: MetaHouse, gram: Account) -> None:
    assert (gram.remote_id, gram.handle, gram.server) == ("1001", "@hana", "")
    assert house.meta.tokens[gram.secret["access_token"]].long
    assert gram.secret["expires_at"] == (house.clock.now + timedelta(days=60)).isoformat()


async def test_a_private_account_cannot_be_linked(house: MetaHouse, instagram: Instagram) -> None:
    house.meta.kinds["1001"] = "PERSONAL"

    with pytest.raises(NotLinked, match="needs_professional"):
        await linked(house, instagram)


async def test_without_keys_or_an_address_there_is_no_instagram(
    http: Http, house: MetaHouse
) -> None:
    assert not Instagram(http, None).linkable
    with pytest.raises(NotLinked, match="no_operator_keys"):
        await Instagram(http, None).register("instagram.com", CALLBACK)
    with pytest.raises(NotLinked, match="needs_public_address"):
        await house.instagram.register("instagram.com", OUT_OF_BAND)


async def test_its_token_is_renewed_in_its_second_month(
    house: MetaHouse, instagram: Instagram, gram: Account
) -> None:
    assert await instagram.renew(gram) is None
    house.clock.passes(days=31)

    fresh = await instagram.renew(gram)

    assert fresh is not None
    assert house.meta.tokens[fresh["access_token"]].long


@pytest.mark.parametrize("count", [1, 2, 10])
async def test_pictures_are_posted_with_words_and_descriptions(
    house: MetaHouse, instagram: Instagram, gram: Account, count: int
) -> None:
    house.meta.looks_until_ready = 1
    attempt = await prepared(instagram, gram, house.attempt("寿司 @ken", count))

    copy = await instagram.publish(gram, attempt)

    (post,) = house.meta.posts.values()
    assert post.words == "寿司 @\u200bken"
    assert post.alts == [f"cat {number}" for number in range(count)]
    assert copy == Copy(post.id, f"https://instagram.example/p/{post.id}")


async def test_a_text_card_is_a_picture_that_instagram_takes(
    house: MetaHouse, instagram: Instagram, gram: Account
) -> None:
    card = Picture(
        media_id=0,
        data=draw_text_card(TextCard(text="カレー")),
        mime="image/jpeg",
        width=WIDTH,
        height=HEIGHT,
        alt="カレー",
    )
    attempt = house.attempt("カレー")
    shown = replace(attempt, post=replace(attempt.post, pictures=house.pictures(card)))

    await instagram.publish(gram, await prepared(instagram, gram, shown))

    (post,) = house.meta.posts.values()
    assert post.alts == ["カレー"]


def a_png() -> Picture:
    data = encoded(Image.new("RGB", (50, 40), "teal"), "PNG")
    return replace(a_picture(), data=data)


@pytest.mark.parametrize(
    ("picture", "rule"),
    [
        (None, "needs_picture"),
        (replace(a_png(), mime="image/png"), "picture_format"),
        (a_png(), "picture_format"),
        (a_picture(width=30, height=40), "picture_shape"),
        (a_picture(width=400, height=40), "picture_shape"),
    ],
)
async def test_what_instagram_does_not_take_is_named(
    house: MetaHouse, instagram: Instagram, gram: Account, picture: Picture | None, rule: str
) -> None:
    attempt = house.attempt()
    shown = house.pictures(picture) if picture else ()

    with pytest.raises(Refused, match=rule):
        await instagram.prepare(gram, replace(attempt, post=replace(attempt.post, pictures=shown)))
    assert house.meta.containers == {}


@pytest.mark.parametrize(
    ("url", "rule"), [("", "needs_public_address"), ("/pictures/gone", "picture_not_fetched")]
)
async def test_a_picture_must_be_fetchable(
    house: MetaHouse, instagram: Instagram, gram: Account, url: str, rule: str
) -> None:
    picture = replace(a_picture(), url=url and house.meta.origin + url)
    attempt = house.attempt()

    with pytest.raises(Refused, match=rule):
        await instagram.prepare(
            gram, replace(attempt, post=replace(attempt.post, pictures=(picture,)))
        )


async def test_a_lost_answer_is_found_and_not_repeated(
    house: MetaHouse, instagram: Instagram, gram: Account
) -> None:
    attempt = await prepared(instagram, gram, house.attempt(count=1))
    house.meta.loses.append("media_publish")

    with pytest.raises(Unsure):
        await instagram.publish(gram, attempt)
    found = await instagram.find(gram, house.later(attempt))
    again = await instagram.publish(gram, house.later(attempt))

    (post,) = house.meta.posts.values()
    assert found == again == Copy(post.id, f"https://instagram.example/p/{post.id}")
    assert house.meta.made("POST", "media_publish") == 1


async def test_a_call_that_was_cut_did_nothing(
    house: MetaHouse, instagram: Instagram, gram: Account
) -> None:
    attempt = await prepared(instagram, gram, house.attempt(count=2))
    house.meta.cuts.append("media_publish")

    with pytest.raises(Unsure):
        await instagram.publish(gram, attempt)
    assert await instagram.find(gram, house.later(attempt)) is None
    await instagram.publish(gram, await prepared(instagram, gram, attempt))

    assert len(house.meta.posts) == 1


async def test_a_container_that_died_is_made_anew(
    house: MetaHouse, instagram: Instagram, gram: Account
) -> None:
    attempt = await prepared(instagram, gram, house.attempt(count=1))
    house.clock.passes(hours=25)

    with pytest.raises(TryLater, match="media_processing"):
        await instagram.publish(gram, attempt)
    again = await prepared(instagram, gram, attempt)
    await instagram.publish(gram, again)

    assert again.prepared["container"] != attempt.prepared["container"]
    assert len(house.meta.posts) == 1


@pytest.mark.parametrize(
    ("error", "kind", "rule"),
    [
        (GraphError(-2, 2207003, "It takes too long to download"), TryLater, "passing"),
        (GraphError(-2, 2207020, "The media has expired"), TryLater, "media_lost"),
        (GraphError(36000, 2207004, "too large"), Refused, "picture_too_big"),
        (GraphError(36004, 2207010, "too long"), Refused, "too_long"),
        (GraphError(9, 2207042, "maximum number of posts"), QuotaSpent, "daily_limit"),
    ],
)
async def test_instagrams_own_codes_are_known(
    house: MetaHouse,
    instagram: Instagram,
    gram: Account,
    error: GraphError,
    kind: type[NetworkError],
    rule: str,
) -> None:
    house.meta.troubles.append(("/media", error))

    with pytest.raises(NetworkError) as caught:
        await instagram.prepare(gram, house.attempt(count=1))

    assert (type(caught.value), caught.value.rule) == (kind, rule)


async def test_what_it_cannot_do_it_says(
    house: MetaHouse, instagram: Instagram, gram: Account
) -> None:
    copy = Copy("1", "https://www.instagram.com/p/1")

    assert (Instagram.can_edit, Instagram.can_delete, Instagram.threads) == (False, False, False)
    assert (LIMITS.characters, LIMITS.pictures, LIMITS.picture_bytes) == (2200, 10, 8_000_000)
    with pytest.raises(Refused, match="cannot_edit"):
        await instagram.edit(gram, copy, house.attempt())
    with pytest.raises(Refused, match="cannot_delete"):
        await instagram.delete(gram, copy)
    with pytest.raises(Refused, match="cannot_revoke"):
        await instagram.revoke(gram)
