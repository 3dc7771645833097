"""A video on LinkedIn: sent in its pieces, worked on for a while, posted once."""

from typing import Any

import pytest

from bot.domain.compose import Recording
from bot.networks.base import Account, Attempt, NetworkError, Refused, TryLater, Unsure
from bot.networks.linkedin import LinkedIn
from tests.media import recordings
from tests.networks.builders import an_attempt
from tests.networks.linkedins import KEYS, Desk
from tests.networks.stand_in import StandIn, says

SLOW = 100


def a_video(data: bytes | None = None, **changes: Any) -> Recording:
    file = recordings.clean_video() if data is None else data
    given = {"media_id": 3, "width": 160, "height": 120, "seconds": 4.0, **changes}
    return Recording(data=file, mime="video/mp4", **given)


async def ready(desk: Desk, member: Account, text: str = "雨の音", **given: Any) -> Attempt:
    return await desk.ready(member, text, recordings=(a_video(),), **given)


async def test_it_is_sent_in_pieces_and_posted(desk: Desk, member: Account) -> None:
    copy = await desk.network.publish(member, await ready(desk, member))

    (post,) = desk.server.posts.values()
    ((name, data),) = desk.server.videos.finished.items()
    assert data == recordings.clean_video()
    assert len(desk.server.videos.pieces[name]) > 1
    assert (copy.remote_id, post.words, post.pictures) == (post.id, "雨の音", [name])


async def test_one_that_is_worked_on_for_long_is_sent_once(desk: Desk, member: Account) -> None:
    desk.server.videos.looks_until_ready = SLOW
    attempt = await ready(desk, member)

    with pytest.raises(TryLater, match="media_processing"):
        await desk.network.publish(member, attempt)
    desk.server.videos.looks = dict.fromkeys(desk.server.videos.looks, 0)
    again = await ready(desk, member, prepared=attempt.prepared)
    await desk.network.publish(member, again)

    assert again.prepared == attempt.prepared
    assert len(desk.server.videos.finished) == len(desk.server.posts) == 1


async def test_who_may_not_ask_posts_all_the_same(desk: Desk, member: Account) -> None:
    desk.server.videos.hidden = True

    await desk.network.publish(member, await ready(desk, member))

    assert len(desk.server.posts) == 1


async def test_a_lost_answer_is_settled_by_the_same_post_again(desk: Desk, member: Account) -> None:
    attempt = await ready(desk, member)
    desk.server.drops = 1

    with pytest.raises(Unsure):
        await desk.network.publish(member, attempt)
    copy = await desk.network.publish(member, desk.later(attempt))

    assert [copy.remote_id] == list(desk.server.posts)


async def test_one_that_cannot_be_played_is_refused(desk: Desk, member: Account) -> None:
    attempt = await desk.ready(member, "雨の音", recordings=(a_video(b"no video" * 9),))

    with pytest.raises(Refused, match="video_rejected"):
        await desk.network.publish(member, attempt)
    assert desk.server.posts == {}


async def test_another_video_is_sent_anew(desk: Desk, member: Account) -> None:
    attempt = await ready(desk, member)

    other = await desk.ready(
        member, "雨の音", recordings=(a_video(media_id=4),), prepared=attempt.prepared
    )

    assert other.prepared["video"] != attempt.prepared["video"]


async def test_its_words_are_changed_and_it_stays(desk: Desk, member: Account) -> None:
    attempt = await ready(desk, member)
    copy = await desk.network.publish(member, attempt)

    await desk.network.edit(member, copy, await ready(desk, member, "雨がやんだ"))

    assert [post.words for post in desk.server.posts.values()] == ["雨がやんだ"]


async def test_trouble_on_the_way_posts_nothing(desk: Desk, member: Account) -> None:
    busy = (503, {"status": 503, "message": "busy"})
    desk.server.troubles.append(busy)
    with pytest.raises(TryLater):
        await ready(desk, member)
    attempt = await ready(desk, member)
    desk.server.troubles.append(busy)

    with pytest.raises(TryLater):
        await desk.network.publish(member, attempt)
    assert desk.server.posts == {}


@pytest.mark.parametrize("status", [400, 401, 403, 404, 410])
async def test_an_address_that_is_over_is_no_refusal(
    desk: Desk, member: Account, status: int
) -> None:
    desk.server.videos.puts = (status, {"status": status, "message": "over"})

    with pytest.raises(TryLater, match="media_lost"):
        await ready(desk, member)
    desk.server.videos.puts = None
    await desk.network.publish(member, await ready(desk, member))

    assert len(desk.server.posts) == 1


async def test_a_video_that_fails_at_the_post_is_named(desk: Desk, member: Account) -> None:
    attempt = await ready(desk, member)
    failed = {"status": 400, "message": "MEDIA_ASSET_PROCESSING_FAILED"}
    desk.server.videos.hidden = True
    desk.server.troubles += [(403, {"status": 403, "message": "no"}), (400, failed)]

    with pytest.raises(Refused, match="video_rejected"):
        await desk.network.publish(member, attempt)


def told(*instructions: Any) -> dict[str, Any]:
    return {"value": {"video": "urn:li:video:1", "uploadInstructions": list(instructions)}}


def piece(place: str, first: Any, last: Any) -> dict[str, Any]:
    return {"uploadUrl": place, "firstByte": first, "lastByte": last}


@pytest.mark.parametrize(
    "body",
    [
        {},
        [],
        told(),
        told("x"),
        told(piece("https://linkedin.com.evil.example/up", 0, 99)),
        told(piece("http://www.linkedin.com/up", 0, 99)),
        told(piece("http://127.0.0.1:1/up", 0, 99)),
        told(piece("{origin}/up", 0, 98)),
        told(piece("{origin}/up", 1, 99)),
        told(piece("{origin}/up", "0", 99)),
        told(piece("{origin}/up", 0, 49), piece("{origin}/up", 51, 99)),
        told(piece("{origin}/up", 50, 99), piece("{origin}/up", 0, 49)),
        {"value": {"video": "", "uploadInstructions": [piece("{origin}/up", 0, 99)]}},
    ],
)
async def test_odd_instructions_send_nothing(
    desk: Desk, member: Account, stand_in: StandIn, body: Any
) -> None:
    value = body.get("value", {}) if isinstance(body, dict) else {}
    for one in value.get("uploadInstructions", []):
        if isinstance(one, dict):
            one["uploadUrl"] = one["uploadUrl"].replace("{origin}", stand_in.origin)
    stand_in.answer = says(200, body)
    network = LinkedIn(desk.http, KEYS, api=stand_in.origin, pause=0)
    attempt = an_attempt("雨", recordings=(a_video(b"x" * 100),))

    with pytest.raises(NetworkError):
        await network.prepare(member, attempt)
    assert [verb for verb, _ in stand_in.seen] == ["POST"]
