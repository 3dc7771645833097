"""X: whatever gets lost, a post stands once."""

from dataclasses import replace
from datetime import timedelta

import pytest

from bot.networks.base import Account, Refused, SignInAgain, TryLater, Unsure
from tests.networks.exes import XHouse, prepared
from tests.standins.x import Problem, Tweet

POSTED = "POST /2/tweets"
TEXTS = [
    "今日は寿司を食べた。",
    "see https://example.com/a?b=1&c=2 and <this> & that",
    "!!!",
    "🍣",
    "with @ken",
    "  two  spaces\nand a line",
    "がぎぐ",  # decomposed
]


@pytest.mark.parametrize("text", TEXTS)
@pytest.mark.parametrize("count", [0, 2])
async def test_a_lost_answer_is_found_by_its_words(
    x_house: XHouse, x_hana: Account, text: str, count: int
) -> None:
    attempt = await prepared(x_house.x, x_hana, x_house.attempt(text, count))
    x_house.server.loses.append(POSTED)

    with pytest.raises(Unsure, match="answer_lost"):
        await x_house.x.publish(x_hana, attempt)
    found = await x_house.x.find(x_hana, x_house.later(attempt, seconds=30))

    (post,) = x_house.server.tweets.values()
    assert found is not None
    assert found.remote_id == post.id


async def test_a_lost_answer_without_words_is_found_by_its_picture(
    x_house: XHouse, x_hana: Account
) -> None:
    attempt = await prepared(x_house.x, x_hana, x_house.attempt("", 1))
    x_house.server.loses.append(POSTED)
    with pytest.raises(Unsure):
        await x_house.x.publish(x_hana, attempt)
    other = await prepared(x_house.x, x_hana, x_house.attempt("", 1))
    last = await x_house.x.publish(x_hana, other)

    found = await x_house.x.find(x_hana, x_house.later(attempt))

    assert found is not None
    assert found.remote_id == next(iter(x_house.server.tweets)) != last.remote_id


async def test_a_call_that_did_not_arrive_is_not_found_after_a_while(
    x_house: XHouse, x_hana: Account
) -> None:
    attempt = await prepared(x_house.x, x_hana, x_house.attempt())
    x_house.server.cuts.append(POSTED)
    with pytest.raises(Unsure):
        await x_house.x.publish(x_hana, attempt)

    early = x_house.later(attempt, seconds=30)
    with pytest.raises(TryLater, match="not_shown_yet") as caught:
        await x_house.x.find(x_hana, early)
    assert caught.value.wait == timedelta(seconds=90)
    x_house.clock.passes(seconds=90)

    assert await x_house.x.find(x_hana, early) is None


async def test_a_late_timeline_makes_no_second_post(x_house: XHouse, x_hana: Account) -> None:
    """Not found although it stands: X refuses the same words, and by then it is seen."""
    attempt = await prepared(x_house.x, x_hana, x_house.attempt())
    x_house.server.loses.append(POSTED)
    x_house.server.shows_after = timedelta(minutes=4)
    with pytest.raises(Unsure):
        await x_house.x.publish(x_hana, attempt)
    assert await x_house.x.find(x_hana, x_house.later(attempt)) is None

    x_house.clock.passes(minutes=2)
    again = await prepared(x_house.x, x_hana, attempt)
    copy = await x_house.x.publish(x_hana, again)

    (post,) = x_house.server.tweets.values()
    assert copy.remote_id == post.id


async def test_an_older_post_of_the_same_words_is_not_taken_for_this_one(
    x_house: XHouse, x_hana: Account
) -> None:
    old = await x_house.x.publish(x_hana, await prepared(x_house.x, x_hana, x_house.attempt()))
    x_house.clock.passes(hours=1)
    attempt = await prepared(x_house.x, x_hana, x_house.attempt())

    with pytest.raises(Refused, match="duplicate"):
        await x_house.x.publish(x_hana, attempt)

    assert list(x_house.server.tweets) == [old.remote_id]


async def test_of_two_answers_of_the_same_words_the_second_is_refused(
    x_house: XHouse, x_hana: Account
) -> None:
    await x_house.x.publish(x_hana, await prepared(x_house.x, x_hana, x_house.attempt()))
    before = x_house.server.spent

    with pytest.raises(Refused, match="duplicate"):
        await x_house.x.publish(x_hana, await prepared(x_house.x, x_hana, x_house.attempt()))

    assert x_house.server.spent == before


async def test_a_duplicate_that_cannot_be_looked_at_is_a_doubt(
    x_house: XHouse, x_hana: Account
) -> None:
    attempt = await prepared(x_house.x, x_hana, x_house.attempt())
    await x_house.x.publish(x_hana, attempt)
    again = await prepared(x_house.x, x_hana, attempt)
    x_house.server.troubles.append(("/2001/tweets", Problem(503, "busy")))

    with pytest.raises(Unsure, match="duplicate"):
        await x_house.x.publish(x_hana, again)
    assert await x_house.x.find(x_hana, x_house.later(again)) is not None


async def test_a_part_of_a_thread_is_told_from_a_post_of_the_same_words(
    x_house: XHouse, x_hana: Account
) -> None:
    x, server = x_house.x, x_house.server
    first = await x.publish(x_hana, await prepared(x, x_hana, x_house.attempt("1")))
    second = await prepared(x, x_hana, replace(x_house.attempt("2"), reply_to=first, root=first))
    server.tweets["9"] = Tweet("9", "2001", "2", x_house.clock.now)

    assert await x.find(x_hana, x_house.later(second)) is None
    server.tweets["9"].reply_to = first.remote_id
    found = await x.find(x_hana, x_house.later(second))
    assert found is not None
    assert found.remote_id == "9"


@pytest.mark.parametrize(("others", "found"), [(5, True), (45, True), (75, None)])
async def test_a_busy_account_is_read_for_three_pages(
    x_house: XHouse, x_hana: Account, others: int, found: bool | None
) -> None:
    attempt = await prepared(x_house.x, x_hana, x_house.attempt())
    x_house.server.loses.append(POSTED)
    with pytest.raises(Unsure):
        await x_house.x.publish(x_hana, attempt)
    for number in range(others):
        name = str(number)
        x_house.server.tweets[name] = Tweet(name, "2001", f"other {name}", x_house.clock.now)

    if found is None:
        with pytest.raises(TryLater, match="too_many_posts"):
            await x_house.x.find(x_hana, x_house.later(attempt))
    else:
        assert await x_house.x.find(x_hana, x_house.later(attempt)) is not None


async def test_looking_costs_half_a_cent_at_most_where_nothing_else_was_posted(
    x_house: XHouse, x_hana: Account
) -> None:
    for number in range(30):
        name = str(number)
        x_house.server.tweets[name] = Tweet(name, "2001", name, x_house.clock.now)
    x_house.clock.passes(hours=1)
    attempt = await prepared(x_house.x, x_hana, x_house.attempt())
    x_house.server.loses.append(POSTED)
    with pytest.raises(Unsure):
        await x_house.x.publish(x_hana, attempt)
    before = x_house.server.spent

    await x_house.x.find(x_hana, x_house.later(attempt))

    assert x_house.server.spent - before == pytest.approx(0.005)


async def test_looking_fails_like_every_call(x_house: XHouse, x_hana: Account) -> None:
    attempt = x_house.later(await prepared(x_house.x, x_hana, x_house.attempt()))
    for trouble, kind in ((Problem(503, "busy"), TryLater), (Problem(401, "no"), SignInAgain)):
        x_house.server.troubles.append(("/tweets", trouble))
        with pytest.raises(kind):
            await x_house.x.find(x_hana, attempt)
