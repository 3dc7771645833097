"""A Facebook Page: pictures first, then one post, and a look where an answer was lost."""

from dataclasses import replace
from datetime import timedelta

import pytest

from bot.networks.base import (
    SIGN_IN_ENDS,
    Account,
    Copy,
    NotLinked,
    Refused,
    SignInAgain,
    TryLater,
    Unsure,
)
from bot.networks.facebook import Facebook
from bot.networks.http import Http
from bot.networks.oauth import OUT_OF_BAND
from tests.networks.metas import CALLBACK, MetaHouse, linked, prepared, with_token
from tests.standins.meta import GraphError


@pytest.fixture
def facebook(house: MetaHouse) -> Facebook:
    return house.facebook


@pytest.fixture
async def kitchen(house: MetaHouse, facebook: Facebook) -> Account:
    """Hana's Page."""
    return await linked(house, facebook)


async def test_linking_ends_with_the_pages_own_token(house: MetaHouse, kitchen: Account) -> None:
    token = house.meta.tokens[kitchen.secret["access_token"]]

    assert (kitchen.remote_id, kitchen.handle, kitchen.server) == ("501", "Hana's Kitchen", "")
    assert token.expires_at is None


async def test_what_was_granted_to_a_page_ends_after_ninety_days(
    house: MetaHouse, kitchen: Account
) -> None:
    ends = kitchen.secret.moment(SIGN_IN_ENDS)

    assert ends == house.clock.now + timedelta(days=90)


@pytest.mark.parametrize(
    ("pages", "rule"),
    [
        ([], "no_page"),
        ([{"id": "1", "name": "A", "tasks": ["ANALYZE"]}], "may_not_post"),
        ([{"id": "1", "name": "A"}, {"id": "2", "name": "B"}], "choose_one_page"),
    ],
)
async def test_exactly_one_page_is_linked(
    house: MetaHouse, facebook: Facebook, pages: list[dict[str, object]], rule: str
) -> None:
    house.meta.pages[:] = pages

    with pytest.raises(NotLinked, match=rule):
        await linked(house, facebook)


async def test_without_keys_or_an_address_no_page_is_linked(http: Http, house: MetaHouse) -> None:
    assert not Facebook(http, None).linkable
    with pytest.raises(NotLinked, match="no_operator_keys"):
        await Facebook(http, None).register("facebook.com", CALLBACK)
    with pytest.raises(NotLinked, match="needs_public_address"):
        await house.facebook.register("facebook.com", OUT_OF_BAND)


@pytest.mark.parametrize("count", [0, 1, 10])
async def test_a_post_has_its_words_and_pictures(
    house: MetaHouse, facebook: Facebook, kitchen: Account, count: int
) -> None:
    attempt = await prepared(facebook, kitchen, house.attempt("with @ken and @[1:Ken]", count))

    copy = await facebook.publish(kitchen, attempt)

    (post,) = house.meta.posts.values()
    assert post.words == "with @\u200bken and @\u200b[1:Ken]"
    assert post.alts == [f"cat {number}" for number in range(count)]
    assert copy == Copy(post.id, f"https://www.facebook.com/{post.id}")


@pytest.mark.parametrize(
    ("text", "count"), [("寿司", 0), ("https://example.com/", 0), ("寿司", 1), ("", 3)]
)
async def test_a_lost_answer_on_a_page_is_looked_up(
    house: MetaHouse, facebook: Facebook, kitchen: Account, text: str, count: int
) -> None:
    attempt = await prepared(facebook, kitchen, house.attempt(text, count))
    house.meta.loses.append("/feed")

    with pytest.raises(Unsure):
        await facebook.publish(kitchen, attempt)
    found = await facebook.find(kitchen, house.later(attempt))
    again = await facebook.publish(kitchen, house.later(attempt))

    (post,) = house.meta.posts.values()
    assert found == again == Copy(post.id, f"https://www.facebook.example/{post.id}")
    assert house.meta.made("POST", "/feed") == 1


async def test_a_call_that_never_came_is_made_again_with_the_same_photos(
    house: MetaHouse, facebook: Facebook, kitchen: Account
) -> None:
    attempt = await prepared(facebook, kitchen, house.attempt("寿司", 2))
    house.meta.cuts.append("/feed")

    with pytest.raises(Unsure):
        await facebook.publish(kitchen, attempt)
    assert await facebook.find(kitchen, house.later(attempt)) is None
    await facebook.publish(kitchen, await prepared(facebook, kitchen, attempt))

    assert len(house.meta.posts) == 1
    assert len(house.meta.photos) == 2


async def test_the_same_words_with_other_pictures_are_not_taken_for_ours(
    house: MetaHouse, facebook: Facebook, kitchen: Account
) -> None:
    await facebook.publish(kitchen, await prepared(facebook, kitchen, house.attempt("寿司", 1)))
    ours = await prepared(facebook, kitchen, house.attempt("寿司", 1))
    plain = await prepared(facebook, kitchen, house.attempt("寿司"))

    assert await facebook.find(kitchen, house.later(ours)) is None
    assert await facebook.find(kitchen, house.later(plain)) is None


async def test_the_same_words_again_are_refused_or_in_doubt(
    house: MetaHouse, facebook: Facebook, kitchen: Account
) -> None:
    await facebook.publish(kitchen, await prepared(facebook, kitchen, house.attempt("寿司")))
    again = await prepared(facebook, kitchen, house.attempt("寿司"))
    (post,) = house.meta.posts.values()
    post.listed = False

    with pytest.raises(Refused, match="duplicate"):
        await facebook.publish(kitchen, again)
    with pytest.raises(Unsure, match="duplicate"):
        await facebook.publish(kitchen, house.later(again))


async def test_words_may_be_changed_and_pictures_may_not(
    house: MetaHouse, facebook: Facebook, kitchen: Account
) -> None:
    copy = await facebook.publish(kitchen, await prepared(facebook, kitchen, house.attempt("1")))

    assert await facebook.edit(kitchen, copy, house.attempt("2")) == copy
    assert house.meta.posts[copy.remote_id].words == "2"
    with pytest.raises(Refused, match="pictures_stay"):
        await facebook.edit(kitchen, copy, house.attempt("3", prepared={"media": ["1"]}))


async def test_a_page_post_is_deleted_once_and_for_all(
    house: MetaHouse, facebook: Facebook, kitchen: Account
) -> None:
    copy = await facebook.publish(kitchen, await prepared(facebook, kitchen, house.attempt()))

    await facebook.delete(kitchen, copy)
    await facebook.delete(kitchen, copy)

    assert house.meta.posts == {}


async def test_letting_go_takes_everything_back(
    house: MetaHouse, facebook: Facebook, kitchen: Account
) -> None:
    await facebook.revoke(kitchen)

    assert house.meta.tokens == {}
    with pytest.raises(SignInAgain):
        await facebook.publish(kitchen, await prepared(facebook, kitchen, house.attempt()))
    with pytest.raises(SignInAgain):
        await facebook.revoke(kitchen)


async def test_a_role_that_was_lost_is_asked_for_again(
    house: MetaHouse, facebook: Facebook, kitchen: Account
) -> None:
    poor = with_token(kitchen, house.meta.a_token("501", None, frozenset({"pages_show_list"})))

    with pytest.raises(SignInAgain, match="scope"):
        await facebook.publish(poor, house.attempt())
    with pytest.raises(SignInAgain, match="scope"):
        await facebook.prepare(poor, house.attempt(count=1))


async def test_a_look_that_fails_posts_nothing(
    house: MetaHouse, facebook: Facebook, kitchen: Account
) -> None:
    house.meta.troubles.append(("/published_posts", GraphError(2)))
    attempt = replace(house.attempt(), first_tried_at=house.clock.now)

    with pytest.raises(TryLater, match="passing"):
        await facebook.publish(kitchen, attempt)
    assert house.meta.posts == {}
