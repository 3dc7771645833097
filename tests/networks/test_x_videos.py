"""A video on X: sent in pieces, worked on for a while, posted once."""

from typing import Any

import pytest

from bot.domain.compose import Recording
from bot.networks import x_videos
from bot.networks.base import Account, Attempt, NetworkError, Refused, SignInAgain, TryLater, Unsure
from bot.networks.x import X
from tests.media import recordings
from tests.networks.exes import KEYS, XHouse, prepared
from tests.networks.stand_in import StandIn, says
from tests.standins.x import Problem

SLOW = 100


def a_video(house: XHouse, data: bytes | None = None, text: str = "雨の音") -> Attempt:
    file = recordings.clean_video() if data is None else data
    video = Recording(media_id=3, data=file, mime="video/mp4", width=160, height=120, seconds=2.0)
    return house.attempt(text, recordings=(video,))


async def test_it_is_sent_in_pieces_and_posted(
    x_house: XHouse, x_hana: Account, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(x_videos, "PIECE", 5_000)
    attempt = await prepared(x_house.x, x_hana, a_video(x_house))

    copy = await x_house.x.publish(x_hana, attempt)

    (upload,) = x_house.server.uploads.values()
    (post,) = x_house.server.tweets.values()
    assert upload.data == recordings.clean_video()
    assert x_house.server.calls("POST", "/append") == -(-len(upload.data) // 5_000) > 1
    assert (copy.remote_id, post.words, len(post.media)) == (post.id, "雨の音", 1)


async def test_one_that_is_worked_on_for_long_is_sent_once(
    x_house: XHouse, x_hana: Account
) -> None:
    x_house.server.looks_until_ready = SLOW
    attempt = await prepared(x_house.x, x_hana, a_video(x_house))

    with pytest.raises(TryLater, match="media_processing"):
        await x_house.x.publish(x_hana, attempt)
    (upload,) = x_house.server.uploads.values()
    upload.looks = 0
    again = await prepared(x_house.x, x_hana, attempt)
    await x_house.x.publish(x_hana, again)

    assert [one["id"] for one in again.prepared["media"]] == list(x_house.server.uploads)
    assert "works" not in again.prepared["media"][0]
    assert len(x_house.server.uploads) == len(x_house.server.tweets) == 1


async def test_a_moment_is_waited_for(x_house: XHouse, x_hana: Account) -> None:
    x_house.server.looks_until_ready = 2
    attempt = await prepared(x_house.x, x_hana, a_video(x_house))

    await x_house.x.publish(x_hana, attempt)

    assert "works" not in attempt.prepared["media"][0]
    assert x_house.server.calls("GET", "/2/media/upload") == 2


async def test_a_lost_answer_is_found_by_the_video(x_house: XHouse, x_hana: Account) -> None:
    attempt = await prepared(x_house.x, x_hana, a_video(x_house))
    x_house.server.loses.append("/2/tweets")

    with pytest.raises(Unsure):
        await x_house.x.publish(x_hana, attempt)
    (post,) = x_house.server.tweets.values()
    post.words = "X wrote something else"
    found = await x_house.x.find(x_hana, x_house.later(attempt))

    assert found is not None
    assert found.remote_id == post.id


async def test_one_that_cannot_be_played_is_refused(x_house: XHouse, x_hana: Account) -> None:
    with pytest.raises(Refused, match="video_rejected"):
        await x_house.x.prepare(x_hana, a_video(x_house, b"no video"))

    x_house.server.looks_until_ready = SLOW
    attempt = await prepared(x_house.x, x_hana, a_video(x_house, b"no video"))
    for upload in x_house.server.uploads.values():
        upload.looks = 0
    with pytest.raises(Refused, match="video_rejected"):
        await x_house.x.publish(x_hana, attempt)
    assert x_house.server.tweets == {}


async def test_an_upload_that_x_forgot_is_sent_again(x_house: XHouse, x_hana: Account) -> None:
    attempt = await prepared(x_house.x, x_hana, a_video(x_house))
    x_house.server.uploads.clear()

    with pytest.raises(TryLater, match="media_lost"):
        await x_house.x.publish(x_hana, attempt)
    again = await prepared(x_house.x, x_hana, attempt)
    await x_house.x.publish(x_hana, again)

    assert again.prepared["media"] != attempt.prepared["media"]
    assert len(x_house.server.tweets) == len(x_house.server.uploads) == 1


@pytest.mark.parametrize(
    ("status", "words", "expected", "rule"),
    [
        (404, "Could not find media.", TryLater, "media_lost"),
        (400, "The duration is too long.", Refused, "video_rejected"),
        (413, "File size exceeds 536870912 bytes.", Refused, "video_rejected"),
        (401, "Unauthorized", SignInAgain, "signed_out"),
    ],
)
async def test_a_refusal_is_one_of_the_video_and_never_of_its_words(
    x_house: XHouse,
    x_hana: Account,
    status: int,
    words: str,
    expected: type[NetworkError],
    rule: str,
) -> None:
    x_house.server.troubles.append(("/finalize", Problem(status, words)))

    with pytest.raises(expected, match=rule):
        await x_house.x.prepare(x_hana, a_video(x_house))


async def test_an_old_upload_is_not_used(x_house: XHouse, x_hana: Account) -> None:
    attempt = await prepared(x_house.x, x_hana, a_video(x_house))
    x_house.clock.passes(hours=23, minutes=55)
    x_house.server.tokens[x_hana.secret["access_token"]].ends_at = None

    again = await prepared(x_house.x, x_hana, attempt)

    assert again.prepared["media"] != attempt.prepared["media"]


@pytest.mark.parametrize("place", ["initialize", "append", "finalize"])
async def test_trouble_on_the_way_posts_nothing(
    x_house: XHouse, x_hana: Account, place: str
) -> None:
    x_house.server.troubles.append((place, Problem(503, "Over capacity")))
    x_house.server.loses.append(f"/{place}")

    for _ in range(2):
        with pytest.raises(TryLater):
            await x_house.x.prepare(x_hana, a_video(x_house))
    await x_house.x.publish(x_hana, await prepared(x_house.x, x_hana, a_video(x_house)))

    assert len(x_house.server.tweets) == 1


@pytest.mark.parametrize(
    "body", [{}, [], "words", {"data": []}, {"data": {"id": ["1"]}}, {"data": {"id": ""}}]
)
async def test_odd_answers_are_no_uploads(
    x_house: XHouse, x_hana: Account, stand_in: StandIn, body: Any
) -> None:
    stand_in.answer = says(200, body)
    x = X(x_house.http, KEYS, api=stand_in.origin, pause=0)

    with pytest.raises(NetworkError):
        await x.prepare(x_hana, a_video(x_house))


async def test_a_piece_may_be_answered_by_nothing(
    x_house: XHouse, x_hana: Account, stand_in: StandIn
) -> None:
    told = {"data": {"id": "1", "media_key": "7_1"}}
    stand_in.answer = says(200, told)
    stand_in.routes["/2/media/upload/1/append"] = says(204)
    x = X(x_house.http, KEYS, api=stand_in.origin, pause=0)

    prepared_now = await x.prepare(x_hana, a_video(x_house))

    assert [one["key"] for one in prepared_now["media"]] == ["7_1"]
