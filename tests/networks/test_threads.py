"""Threads: what goes out, and what is taken back."""

from dataclasses import replace
from typing import Any

import pytest

from bot.networks.base import (
    Account,
    Copy,
    QuotaSpent,
    Refused,
    SignInAgain,
    Unsure,
)
from bot.networks.threads import LIMITS, Threads
from tests.networks.builders import a_picture
from tests.networks.metas import MetaHouse, prepared, with_token


async def test_words_are_posted_once_and_call_nobody(
    house: MetaHouse, threads: Threads, hana: Account
) -> None:
    attempt = await prepared(threads, hana, house.attempt("with @ken, ken@example.com"))

    copy = await threads.publish(hana, attempt)

    (post,) = house.meta.posts.values()
    assert post.words == "with @\u200bken, ken@example.com"
    assert copy == Copy(post.id, f"https://threads.example/p/{post.id}")


async def test_a_name_in_a_full_post_does_not_make_it_too_long(
    house: MetaHouse, threads: Threads, hana: Account
) -> None:
    text = "@ken " + "あ" * 495
    await threads.publish(hana, await prepared(threads, hana, house.attempt(text)))

    (post,) = house.meta.posts.values()
    assert post.words == "＠ken " + "あ" * 495


@pytest.mark.parametrize("count", [1, 2, 20])
async def test_pictures_are_fetched_with_their_descriptions(
    house: MetaHouse, threads: Threads, hana: Account, count: int
) -> None:
    house.meta.looks_until_ready = 2
    attempt = await prepared(threads, hana, house.attempt("猫", count))

    await threads.publish(hana, attempt)

    (post,) = house.meta.posts.values()
    assert post.alts == [f"cat {number}" for number in range(count)]
    assert len(house.meta.containers) == (1 if count == 1 else count + 1)


async def test_a_picture_without_an_address_is_refused(
    house: MetaHouse, threads: Threads, hana: Account
) -> None:
    with pytest.raises(Refused, match="needs_public_address"):
        await threads.prepare(hana, replace_pictures(house, a_picture()))
    assert house.meta.containers == {}


async def test_a_picture_that_cannot_be_fetched_is_named(
    house: MetaHouse, threads: Threads, hana: Account
) -> None:
    gone = replace(a_picture(), url=f"{house.meta.origin}/pictures/none")

    with pytest.raises(Refused, match="picture_not_fetched"):
        await threads.prepare(hana, replace_pictures(house, gone))


async def test_six_links_are_too_many(house: MetaHouse, threads: Threads, hana: Account) -> None:
    links = [f"https://example.com/{number}" for number in range(6)]

    await threads.prepare(hana, house.attempt(" ".join([*links[:5], links[0]])))
    with pytest.raises(Refused, match="too_many_links"):
        await threads.prepare(hana, house.attempt(" ".join(links)))


async def test_a_second_part_answers_the_first(
    house: MetaHouse, threads: Threads, hana: Account
) -> None:
    first = await threads.publish(hana, await prepared(threads, hana, house.attempt("1")))
    second = replace(house.attempt("2"), reply_to=first, root=first)
    house.meta.loses.append("threads_publish")

    attempt = await prepared(threads, hana, second)
    with pytest.raises(Unsure):
        await threads.publish(hana, attempt)
    found = await threads.find(hana, house.later(attempt))

    assert [post.reply_to for post in house.meta.posts.values()] == ["", first.remote_id]
    assert found is not None
    assert found.remote_id == list(house.meta.posts)[1]


async def test_the_day_is_full_after_250_posts(
    house: MetaHouse, threads: Threads, hana: Account
) -> None:
    house.meta.posts_a_day = 1
    await threads.publish(hana, await prepared(threads, hana, house.attempt("1")))
    attempt = await prepared(threads, hana, house.attempt("2"))

    with pytest.raises(QuotaSpent, match="daily_limit"):
        await threads.publish(hana, attempt)

    house.clock.passes(hours=25)
    again = await prepared(threads, hana, attempt)  # the container has died meanwhile
    assert again.prepared["container"] != attempt.prepared["container"]
    await threads.publish(hana, again)
    assert [post.words for post in house.meta.posts.values()] == ["1", "2"]


async def test_deleting_twice_is_fine_and_editing_is_not_possible(
    house: MetaHouse, threads: Threads, hana: Account
) -> None:
    copy = await threads.publish(hana, await prepared(threads, hana, house.attempt()))

    await threads.delete(hana, copy)
    await threads.delete(hana, copy)

    assert house.meta.posts == {}
    with pytest.raises(Refused, match="cannot_edit"):
        await threads.edit(hana, copy, house.attempt())


async def test_a_right_that_was_not_given_is_asked_for_again(
    house: MetaHouse, threads: Threads, hana: Account
) -> None:
    copy = await threads.publish(hana, await prepared(threads, hana, house.attempt()))
    poor = house.meta.a_token("1001", None, frozenset({"threads_basic"}))

    with pytest.raises(SignInAgain, match="scope"):
        await threads.delete(with_token(hana, poor), copy)
    with pytest.raises(SignInAgain, match="scope"):
        await threads.prepare(with_token(hana, poor), house.attempt())


def replace_pictures(house: MetaHouse, *pictures: Any) -> Any:
    attempt = house.attempt()
    return replace(attempt, post=replace(attempt.post, pictures=pictures))


def test_facts_are_honest() -> None:
    assert (LIMITS.characters, LIMITS.pictures) == (500, 20)
    assert (Threads.can_edit, Threads.can_delete, Threads.can_find) == (False, True, True)
    assert (Threads.threads, Threads.own_keys) == (True, True)
