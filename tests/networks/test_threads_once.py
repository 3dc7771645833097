"""Threads: two steps, one post, whatever is lost on the way."""

import pytest

from bot.networks.base import (
    Account,
    Copy,
    TryLater,
    Unsure,
)
from bot.networks.threads import Threads
from tests.networks.metas import MetaHouse, prepared


async def test_a_lost_answer_is_found_by_the_container(
    house: MetaHouse, threads: Threads, hana: Account
) -> None:
    attempt = await prepared(threads, hana, house.attempt())
    house.meta.loses.append("threads_publish")

    with pytest.raises(Unsure):
        await threads.publish(hana, attempt)
    found = await threads.find(hana, house.later(attempt))
    again = await threads.publish(hana, house.later(attempt))

    (post,) = house.meta.posts.values()
    assert found == again == Copy(post.id, f"https://threads.example/p/{post.id}")
    assert house.meta.made("POST", "threads_publish") == 1


async def test_a_call_that_was_cut_is_made_again_with_the_same_container(
    house: MetaHouse, threads: Threads, hana: Account
) -> None:
    attempt = await prepared(threads, hana, house.attempt(count=1))
    house.meta.cuts.append("threads_publish")

    with pytest.raises(Unsure):
        await threads.publish(hana, attempt)
    assert await threads.find(hana, house.later(attempt)) is None
    again = await prepared(threads, hana, attempt)
    await threads.publish(hana, again)

    assert again.prepared == attempt.prepared
    assert len(house.meta.posts) == len(house.meta.containers) == 1


async def test_a_crash_before_the_call_leaves_one_post(
    house: MetaHouse, threads: Threads, hana: Account
) -> None:
    await threads.prepare(hana, house.attempt())
    attempt = await prepared(threads, hana, house.attempt())

    await threads.publish(hana, attempt)

    assert len(house.meta.posts) == 1


async def test_a_container_published_after_all_is_not_published_twice(
    house: MetaHouse, threads: Threads, hana: Account
) -> None:
    attempt = await prepared(threads, hana, house.attempt())
    copy = await threads.publish(hana, attempt)

    with pytest.raises(Unsure, match="already_published"):
        await threads.publish(hana, attempt)
    again = await prepared(threads, hana, attempt)

    assert await threads.publish(hana, again) == copy
    assert len(house.meta.posts) == 1


async def test_other_words_need_another_container(
    house: MetaHouse, threads: Threads, hana: Account
) -> None:
    first = await prepared(threads, hana, house.attempt("1"))

    second = await prepared(threads, hana, house.attempt("2", prepared=first.prepared))

    assert second.prepared["container"] != first.prepared["container"]


async def test_a_dead_container_tells_nothing_so_the_posts_are_read(
    house: MetaHouse, threads: Threads, hana: Account
) -> None:
    await threads.publish(hana, await prepared(threads, hana, house.attempt("before")))
    attempt = await prepared(threads, hana, house.attempt("this"))
    tried = house.later(attempt)
    house.clock.passes(hours=25)

    assert await threads.find(hana, tried) is None
    copy = await threads.publish(hana, await prepared(threads, hana, house.attempt("this")))
    assert await threads.find(hana, tried) == copy


async def test_a_published_post_that_is_not_listed_yet_is_waited_for(
    house: MetaHouse, threads: Threads, hana: Account
) -> None:
    attempt = await prepared(threads, hana, house.attempt())
    await threads.publish(hana, attempt)
    (post,) = house.meta.posts.values()
    post.listed = False
    tried = house.later(attempt)

    with pytest.raises(TryLater, match="not_listed_yet"):
        await threads.find(hana, tried)
    house.clock.passes(minutes=20)
    assert await threads.find(hana, tried) == Copy("", "https://www.threads.net/@hana")


async def test_a_container_that_is_slow_is_kept_for_later(
    house: MetaHouse, threads: Threads, hana: Account
) -> None:
    house.meta.looks_until_ready = 1000
    with pytest.raises(TryLater, match="media_processing"):
        await threads.prepare(hana, house.attempt())

    house.meta.looks_until_ready = 0
    attempt = await prepared(threads, hana, house.attempt())
    house.meta.containers[attempt.prepared["container"]].looks = 2
    with pytest.raises(TryLater, match="media_processing"):
        await threads.publish(hana, attempt)
    again = await prepared(threads, hana, attempt)
    await threads.publish(hana, again)
    assert again.prepared == attempt.prepared


async def test_an_old_post_with_the_same_words_is_another_post(
    house: MetaHouse, threads: Threads, hana: Account
) -> None:
    await threads.publish(hana, await prepared(threads, hana, house.attempt("おはよう")))
    house.clock.passes(days=1)

    unknown = house.later(house.attempt("おはよう"))

    assert await threads.find(hana, unknown) is None
