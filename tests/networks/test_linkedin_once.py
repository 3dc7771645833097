"""LinkedIn: one post, whatever is lost on the way, and never somebody's older one."""

from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest

from bot.networks.base import Account, Copy, Refused, Unsure
from tests.networks.linkedins import Desk


@pytest.mark.parametrize("count", [0, 3])
async def test_a_lost_answer_is_found_by_the_same_call_once_more(
    desk: Desk, member: Account, count: int
) -> None:
    attempt = await desk.ready(member, "寿司", count)
    tried = desk.later(attempt)
    desk.server.drops = 1

    with pytest.raises(Unsure, match="answer_lost"):
        await desk.network.publish(member, attempt)
    desk.clock.passes(minutes=2)
    copy = await desk.network.publish(member, tried)

    (post,) = desk.server.posts.values()
    assert copy == Copy(post.id, f"https://www.linkedin.com/feed/update/{post.id}")


async def test_a_call_that_was_cut_is_made_again(desk: Desk, member: Account) -> None:
    attempt = await desk.ready(member)
    tried = desk.later(attempt)
    desk.server.cuts = 1

    with pytest.raises(Unsure, match="answer_lost"):
        await desk.network.publish(member, attempt)
    copy = await desk.network.publish(member, tried)

    assert list(desk.server.posts) == [copy.remote_id]


async def test_the_same_words_of_another_day_are_refused_and_their_post_is_left_alone(
    desk: Desk, member: Account
) -> None:
    await desk.network.publish(member, await desk.ready(member, "おはよう"))
    desk.clock.passes(days=1)
    attempt = await desk.ready(member, "おはよう")

    with pytest.raises(Refused, match="duplicate"):
        await desk.network.publish(member, attempt)
    with pytest.raises(Refused, match="duplicate"):
        await desk.network.publish(member, desk.later(attempt))


@pytest.mark.parametrize(
    "message",
    [
        "Content is a duplicate of urn:li:share:9223372036854775807",
        "Content is a duplicate of urn:li:share:99999999999999999999",
        "Content is a duplicate of urn:li:person:782bbtaQ",
        "DUPLICATE_POST",
        None,
    ],
)
async def test_a_duplicate_of_nobody_knows_what_stays_a_doubt(
    desk: Desk, member: Account, message: Any
) -> None:
    attempt = desk.later(await desk.ready(member))
    body = {"message": message, "errorDetails": {"inputErrors": [{"code": "DUPLICATE_POST"}]}}
    desk.server.troubles.append((422, body))

    with pytest.raises(Unsure, match="duplicate"):
        await desk.network.publish(member, attempt)


async def test_nobody_claims_that_it_could_look(desk: Desk, member: Account) -> None:
    attempt = await desk.ready(member)

    with pytest.raises(Unsure, match="cannot_find"):
        await desk.network.find(member, replace(attempt, first_tried_at=desk.clock.now))
    assert desk.network.repeatable_for == timedelta(hours=1)
