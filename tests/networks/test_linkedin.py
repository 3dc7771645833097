"""LinkedIn: what goes out, what is changed and taken back, and what its refusals mean."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest

from bot.networks import linkedin_api
from bot.networks.base import (
    Account,
    Copy,
    NetworkError,
    QuotaSpent,
    Refused,
    SignInAgain,
    TryLater,
    Unsure,
    VersionRetired,
)
from bot.networks.linkedin import API, LIMITS, LinkedIn
from bot.networks.linkedin_media import is_theirs
from tests.networks.builders import an_attempt
from tests.networks.linkedins import Desk


async def test_words_arrive_as_they_were_written(desk: Desk, member: Account) -> None:
    text = "(x) [y] {z} <b> *a* _u_ ~t~ | \\ C# @ken #寿司 https://example.com/a_(b)#c"

    copy = await desk.network.publish(member, await desk.ready(member, text))

    (post,) = desk.server.posts.values()
    assert (post.words, post.tags) == (text, ["寿司"])
    assert copy == Copy(post.id, f"https://www.linkedin.com/feed/update/{post.id}")
    assert "content" not in post.body


@pytest.mark.parametrize("count", [1, 2, 20])
async def test_pictures_travel_with_their_descriptions(
    desk: Desk, member: Account, count: int
) -> None:
    attempt = await desk.ready(member, "猫", count)
    await desk.network.publish(member, attempt)

    (post,) = desk.server.posts.values()
    assert post.alts == [f"cat {number}" for number in range(count)]
    assert [desk.server.images[name] for name in post.pictures] == [
        picture.data for picture in attempt.post.pictures
    ]
    assert ("multiImage" in post.body["content"]) == (count > 1)


async def test_a_picture_goes_nowhere_but_to_linkedin(desk: Desk, member: Account) -> None:
    desk.server.troubles.append(
        (
            200,
            {"value": {"image": "urn:li:image:1", "uploadUrl": "https://linkedin.com.evil.test/"}},
        )
    )

    with pytest.raises(TryLater, match="odd_answer"):
        await desk.ready(member, "猫", 1)
    assert desk.server.images == {}


@pytest.mark.parametrize(
    ("place", "theirs"),
    [
        ("https://www.linkedin.com/dms-uploads/x", True),
        ("https://linkedin.com/x", True),
        ("http://www.linkedin.com/x", False),
        ("https://notlinkedin.com/x", False),
        ("https://www.linkedin.com@evil.test/x", False),
        ("https://[bad", False),
        ("", False),
    ],
)
def test_whose_an_upload_address_is(place: str, theirs: bool) -> None:
    assert is_theirs(place, API) == theirs


async def test_pictures_of_another_post_are_never_sent(desk: Desk, member: Account) -> None:
    attempt = replace(await desk.ready(member, "猫", 2), prepared={"images": ["urn:li:image:1"]})

    with pytest.raises(TryLater, match="media_lost"):
        await desk.network.publish(member, attempt)


async def test_too_many_signs_are_found_before_the_call(desk: Desk, member: Account) -> None:
    await desk.ready(member, "あ" * LIMITS.characters)
    with pytest.raises(Refused, match="too_long"):
        await desk.ready(member, "*" * 1501)


async def test_words_are_changed_and_pictures_stay(desk: Desk, member: Account) -> None:
    copy = await desk.network.publish(member, await desk.ready(member, "猫", 1))

    again = await desk.network.edit(member, copy, an_attempt("(犬)"))

    (post,) = desk.server.posts.values()
    assert (post.words, post.alts, again) == ("(犬)", ["cat 0"], copy)


async def test_deleting_twice_is_fine_and_editing_what_is_gone_is_not(
    desk: Desk, member: Account
) -> None:
    copy = await desk.network.publish(member, await desk.ready(member))

    await desk.network.delete(member, copy)
    await desk.network.delete(member, copy)

    assert desk.server.posts == {}
    with pytest.raises(Refused, match="not_there"):
        await desk.network.edit(member, copy, an_attempt())


async def test_a_retired_version_is_named(desk: Desk, member: Account) -> None:
    attempt = await desk.ready(member)
    copy = await desk.network.publish(member, attempt)
    desk.server.versions = ("202801",)
    calls = (
        desk.network.publish(member, attempt),
        desk.network.edit(member, copy, attempt),
        desk.network.delete(member, copy),
        desk.ready(member, "猫", 1),
    )

    for call in calls:
        with pytest.raises(VersionRetired, match="version_retired"):
            await call


REFUSALS: list[tuple[int, dict[str, Any], type[NetworkError], str]] = [
    (401, {"code": "REVOKED_ACCESS_TOKEN"}, SignInAgain, "signed_out"),
    (403, {"code": "ACCESS_DENIED"}, SignInAgain, "scope"),
    (400, {"code": "VERSION_MISSING"}, VersionRetired, "version_retired"),
    (400, {"code": "FIELD_LENGTH_TOO_LONG"}, Refused, "too_long"),
    (422, {"message": "text exceeds the maximum length allowed"}, Refused, "too_long"),
    (400, {"code": "MEDIA_ASSET_WAITING_UPLOAD"}, TryLater, "media_processing"),
    (400, {"code": "MEDIA_ASSET_PROCESSING_FAILED"}, Refused, "picture_rejected"),
    (422, {"code": "UNPROCESSABLE_ENTITY"}, Refused, "rejected"),
    (409, {"message": "conflict"}, Unsure, "passing"),
    (500, {"message": "Internal server error"}, Unsure, "server_error"),
]


@pytest.mark.parametrize(("status", "body", "kind", "rule"), REFUSALS)
async def test_a_refusal_is_named_for_the_deed(
    desk: Desk, member: Account, status: int, body: Any, kind: type[NetworkError], rule: str
) -> None:
    attempt = await desk.ready(member)
    desk.server.troubles.append((status, body))

    with pytest.raises(NetworkError) as caught:
        await desk.network.publish(member, attempt)

    assert (type(caught.value), caught.value.rule) == (kind, rule)


@pytest.mark.parametrize(
    ("hour", "wait"), [(12, timedelta(hours=1)), (23.5, timedelta(minutes=30))]
)
async def test_a_spent_allowance_comes_back_by_midnight(
    desk: Desk, member: Account, hour: float, wait: timedelta
) -> None:
    attempt = await desk.ready(member)
    desk.clock.now = datetime(2026, 11, 24, tzinfo=UTC) + timedelta(hours=hour)
    desk.server.troubles.append((429, {"status": 429, "message": "Resource level throttle"}))

    with pytest.raises(QuotaSpent) as caught:
        await desk.network.publish(member, attempt)

    assert caught.value.wait == wait


def test_facts_are_honest() -> None:
    assert (LIMITS.characters, LIMITS.pictures) == (2800, 20)
    assert (LinkedIn.can_edit, LinkedIn.can_delete, LinkedIn.can_find) == (True, True, False)
    assert (LinkedIn.threads, LinkedIn.own_keys, LinkedIn.keys_end) == (False, True, True)
    assert linkedin_api.supported_until("202612") == date(2027, 12, 1)
