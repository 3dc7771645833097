"""A video on Threads, Instagram and a Page: worked on for minutes, shown once."""

from dataclasses import replace
from typing import Any

import pytest

from bot.domain.compose import Recording
from bot.networks.base import Account, Attempt, Refused, TryLater, Unsure
from tests.media import recordings
from tests.networks.metas import MetaHouse, linked, prepared
from tests.standins.meta import GraphError

NAMES = ("threads", "instagram", "facebook")
FETCHING = NAMES[:2]
SLOW = 100


@pytest.fixture(params=NAMES)
def network(request: pytest.FixtureRequest, house: MetaHouse) -> Any:
    return getattr(house, request.param)


@pytest.fixture(params=FETCHING)
def fetching(request: pytest.FixtureRequest, house: MetaHouse) -> Any:
    return getattr(house, request.param)


def a_video(house: MetaHouse, data: bytes | None = None) -> Attempt:
    """Words and a video, where everybody may fetch it."""
    file = recordings.clean_video() if data is None else data
    video = Recording(
        media_id=3,
        data=file,
        mime="video/mp4",
        width=160,
        height=120,
        seconds=2.0,
        url=house.meta.show(file),
    )
    return house.attempt("雨の音", recordings=(video,))


async def hana_on(house: MetaHouse, network: Any) -> Account:
    return await linked(house, network)


async def test_it_stands_there_with_its_words(house: MetaHouse, network: Any) -> None:
    hana = await hana_on(house, network)

    copy = await network.publish(hana, await prepared(network, hana, a_video(house)))

    (post,) = house.meta.posts.values()
    assert (copy.remote_id, post.words, len(post.videos)) == (post.id, "雨の音", 1)
    assert copy.url.startswith("https://")


async def test_one_that_is_worked_on_for_long_is_sent_once(house: MetaHouse, fetching: Any) -> None:
    hana = await hana_on(house, fetching)
    house.meta.looks_until_ready = SLOW
    attempt = await prepared(fetching, hana, a_video(house))

    with pytest.raises(TryLater, match="media_processing"):
        await fetching.publish(hana, attempt)
    (container,) = house.meta.containers.values()
    container.looks = 0
    again = await prepared(fetching, hana, attempt)
    await fetching.publish(hana, again)

    assert again.prepared == attempt.prepared
    assert len(house.meta.posts) == len(house.meta.containers) == 1


async def test_one_that_fails_after_a_while_is_refused_and_not_sent_anew(
    house: MetaHouse, fetching: Any
) -> None:
    hana = await hana_on(house, fetching)
    house.meta.looks_until_ready = SLOW
    attempt = await prepared(fetching, hana, a_video(house))
    (container,) = house.meta.containers.values()
    container.trouble = "FAILED_PROCESSING_VIDEO"

    for call in (fetching.publish, fetching.prepare):
        with pytest.raises(Refused, match="video_rejected"):
            await call(hana, attempt)
    assert len(house.meta.containers) == 1
    assert house.meta.made("POST", "_publish") == 0


async def test_a_lost_answer_makes_no_second_one(house: MetaHouse, network: Any) -> None:
    hana = await hana_on(house, network)
    attempt = await prepared(network, hana, a_video(house))
    house.meta.loses.append("/videos" if network.name == "facebook" else "_publish")

    with pytest.raises(Unsure):
        await network.publish(hana, attempt)
    found = await network.find(hana, house.later(attempt))
    again = await network.publish(hana, house.later(attempt))

    assert found == again
    assert len(house.meta.posts) == 1


async def test_before_it_is_sent_it_is_not_found(house: MetaHouse, network: Any) -> None:
    hana = await hana_on(house, network)
    attempt = house.later(await prepared(network, hana, a_video(house)))
    house.clock.passes(minutes=16)

    assert await network.find(hana, attempt) is None


async def test_a_page_lists_a_video_late(house: MetaHouse) -> None:
    hana = await hana_on(house, house.facebook)
    house.meta.looks_until_ready = SLOW
    attempt = await prepared(house.facebook, hana, a_video(house))
    house.meta.loses.append("/videos")
    with pytest.raises(Unsure):
        await house.facebook.publish(hana, attempt)
    doubted = house.later(attempt)

    with pytest.raises(TryLater, match="not_listed_yet"):
        await house.facebook.find(hana, doubted)
    for post in house.meta.posts.values():
        post.listed = True
    found = await house.facebook.find(hana, doubted)

    assert found is not None
    assert [found.remote_id] == list(house.meta.posts)


async def test_other_words_make_another_one(house: MetaHouse, network: Any) -> None:
    hana = await hana_on(house, network)
    attempt = await prepared(network, hana, a_video(house))
    edited = replace(attempt, post=replace(attempt.post, text="雨がやんだ"))

    copy = await network.publish(hana, await prepared(network, hana, edited))

    assert [post.words for post in house.meta.posts.values()] == ["雨がやんだ"]
    assert copy.remote_id in house.meta.posts


async def test_one_that_cannot_be_played_is_refused(house: MetaHouse, network: Any) -> None:
    hana = await hana_on(house, network)

    with pytest.raises(Refused, match="video_rejected"):
        await network.publish(hana, await prepared(network, hana, a_video(house, b"no video")))
    assert house.meta.posts == {}


async def test_one_that_does_not_come_is_named(house: MetaHouse, fetching: Any) -> None:
    hana = await hana_on(house, fetching)
    attempt = a_video(house)
    house.meta.shown.clear()

    with pytest.raises(Refused, match="video_not_fetched"):
        await fetching.prepare(hana, attempt)


async def test_one_without_an_address_is_not_offered(house: MetaHouse, fetching: Any) -> None:
    hana, attempt = await hana_on(house, fetching), a_video(house)
    here = tuple(replace(one, url="") for one in attempt.post.recordings)

    with pytest.raises(Refused, match="needs_public_address"):
        await fetching.prepare(hana, replace(attempt, post=replace(attempt.post, recordings=here)))


async def test_instagram_makes_a_reel_of_it_without_a_picture_of_the_words(
    house: MetaHouse,
) -> None:
    hana = await hana_on(house, house.instagram)

    await prepared(house.instagram, hana, a_video(house))

    (container,) = house.meta.containers.values()
    assert container.fields["media_type"] == "REELS"
    assert "image_url" not in container.fields


async def test_a_page_changes_the_words_of_a_video_and_deletes_it(house: MetaHouse) -> None:
    page = house.facebook
    hana = await hana_on(house, page)
    attempt = a_video(house)
    copy = await page.publish(hana, await prepared(page, hana, attempt))

    edited = replace(attempt, post=replace(attempt.post, text="雨がやんだ"))
    assert await page.edit(hana, copy, edited) == copy
    assert [post.words for post in house.meta.posts.values()] == ["雨がやんだ"]
    await page.delete(hana, copy)

    assert house.meta.posts == {}


async def test_the_likes_of_a_page_s_video_are_heard(house: MetaHouse) -> None:
    page = house.facebook
    hana = await hana_on(house, page)
    copy = await page.publish(hana, await prepared(page, hana, a_video(house)))
    house.meta.counts[copy.remote_id] = {"likes": {"summary": {"total_count": 4}}}

    assert (await page.listen(hana, copy)).likes == 4


async def test_trouble_on_the_way_to_a_page_is_named(house: MetaHouse) -> None:
    page = house.facebook
    hana = await hana_on(house, page)
    trouble = GraphError(2, 0, "An unexpected error has occurred")
    house.meta.troubles.append(("/videos", trouble))
    attempt = await prepared(page, hana, a_video(house))

    with pytest.raises((TryLater, Unsure)):
        await page.publish(hana, attempt)
    house.meta.troubles.append(("/videos", trouble))
    with pytest.raises(TryLater):
        await page.find(hana, house.later(attempt))
    assert house.meta.posts == {}
