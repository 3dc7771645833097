"""What came back to a post at Meta, with the rights that an app has and without."""

from collections.abc import AsyncIterator
from typing import Any

import pytest

from bot.networks.base import Account, Copy, Refused, SignInAgain
from tests.networks.metas import READING, MetaHouse, linked, prepared, run_meta, with_token
from tests.standins.meta import GraphError

REPLY = {"hide_status": "NOT_HUSHED", "is_reply_owned_by_me": False}
NAMES = ("threads", "instagram", "facebook")


@pytest.fixture
async def house() -> AsyncIterator[MetaHouse]:
    async with run_meta() as house:
        yield house


async def posted(house: MetaHouse, name: str, *, reading: bool) -> tuple[Any, Account, Copy]:
    if reading:
        house.keys = READING
    network = getattr(house, name)
    account = await linked(house, network)
    attempt = await prepared(network, account, house.attempt(count=int(name == "instagram")))
    return network, account, await network.publish(account, attempt)


def a_reply(number: int, text: str, **changes: Any) -> dict[str, Any]:
    url = f"https://www.threads.com/@bob/post/{number}"
    known = {"id": str(number), "text": text, "username": "bob", "permalink": url}
    return {**known, **REPLY, **changes}


async def test_threads_tells_replies_without_a_further_right(house: MetaHouse) -> None:
    network, account, copy = await posted(house, "threads", reading=False)
    house.voices.counts[copy.remote_id] = {"likes": 3}
    house.voices.said[copy.remote_id] = [
        a_reply(9, "later"),
        a_reply(8, "mine", is_reply_owned_by_me=True),
        a_reply(7, "spam", hide_status="COVERED"),
        a_reply(6, "hidden", hide_status="HIDDEN"),
        {"id": "5", "text": "closed profile", **REPLY},
        a_reply(4, "first", permalink="javascript:alert(1)"),
    ]

    heard = await network.listen(account, copy)

    assert [(one.text, one.author) for one in heard.echoes] == [
        ("first", "@bob"),
        ("later", "@bob"),
    ]
    assert [one.url for one in heard.echoes] == ["", "https://www.threads.com/@bob/post/9"]
    assert (heard.likes, heard.boosts) == (0, 0)
    assert house.meta.made("GET", "/insights") == 0


async def test_threads_without_any_right_to_read_is_no_trouble(house: MetaHouse) -> None:
    network, account, copy = await posted(house, "threads", reading=True)
    house.voices.said[copy.remote_id] = [a_reply(9, "unread")]
    house.meta.tokens[account.secret["access_token"]].scopes = frozenset({"threads_basic"})

    heard = await network.listen(account, copy)

    assert (heard.likes, heard.boosts, heard.echoes) == (0, 0, ())


async def test_threads_counts_with_the_right_to(house: MetaHouse) -> None:
    network, account, copy = await posted(house, "threads", reading=True)
    house.voices.counts[copy.remote_id] = {"likes": 3, "reposts": 2, "quotes": 1}

    heard = await network.listen(account, copy)

    assert (heard.likes, heard.boosts) == (3, 3)


async def test_instagram_counts_and_reads_comments_with_the_right_to(house: MetaHouse) -> None:
    network, account, copy = await posted(house, "instagram", reading=True)
    house.voices.counts[copy.remote_id] = {"like_count": 5, "comments_count": 4}
    answers = [{"id": "33", "text": "answer", "username": "eve"}]
    house.voices.said[copy.remote_id] = [
        {"id": "32", "text": "second", "username": "bob", "replies": {"data": answers}},
        {"id": "31", "text": "thanks", "username": "HANA"},
        {"id": "30", "text": "rude", "username": "mallory", "hidden": True},
        {"id": "29", "text": "first", "username": "bob"},
    ]

    heard = await network.listen(account, copy)

    assert (heard.likes, heard.boosts) == (5, 0)
    assert [one.text for one in heard.echoes] == ["first", "second", "answer"]
    assert {one.url for one in heard.echoes} == {copy.url}


async def test_a_facebook_page_counts_and_reads_comments_with_the_right_to(
    house: MetaHouse,
) -> None:
    network, account, copy = await posted(house, "facebook", reading=True)
    reactions = {"data": [], "summary": {"total_count": 7}}
    house.voices.counts[copy.remote_id] = {"reactions": reactions, "shares": {"count": 2}}
    at = "https://www.facebook.com/x"
    house.voices.said[copy.remote_id] = [
        {"id": "43", "message": "late", "from": {"id": "9", "name": "Bob"}, "permalink_url": at},
        {"id": "42", "message": "ours", "from": {"id": account.remote_id, "name": "Kitchen"}},
        {"id": "41", "message": "who?"},
        {"id": "40", "message": "early", "from": {"id": "8", "name": "Eve"}},
    ]

    heard = await network.listen(account, copy)

    assert (heard.likes, heard.boosts) == (7, 2)
    assert [(one.author, one.url) for one in heard.echoes] == [("Eve", copy.url), ("Bob", at)]


@pytest.mark.parametrize("name", NAMES)
async def test_an_account_from_before_the_right_is_heard_without_it(
    house: MetaHouse, name: str
) -> None:
    _, account, copy = await posted(house, name, reading=False)
    house.keys = READING
    house.voices.counts[copy.remote_id] = {
        "like_count": 2,
        "likes": 2,
        "reactions": {"summary": {"total_count": 2}},
    }

    heard = await getattr(house, name).listen(account, copy)

    assert heard.likes == (0 if name == "threads" else 2)
    assert heard.echoes == ()


@pytest.mark.parametrize("name", NAMES)
async def test_people_are_asked_for_the_right_only_where_the_app_has_it(
    house: MetaHouse, name: str
) -> None:
    _, account, _ = await posted(house, name, reading=False)
    before = house.meta.tokens[account.secret["access_token"]].scopes

    house.keys = READING
    later = await linked(house, getattr(house, name))

    assert len(house.meta.tokens[later.secret["access_token"]].scopes - before) == 1


@pytest.mark.parametrize("name", NAMES)
async def test_a_post_that_is_gone_has_nothing_to_tell(house: MetaHouse, name: str) -> None:
    network, account, copy = await posted(house, name, reading=True)
    house.meta.posts.clear()

    with pytest.raises(Refused, match="not_there"):
        await network.listen(account, copy)


@pytest.mark.parametrize("name", NAMES)
async def test_a_dead_token_is_no_missing_right(house: MetaHouse, name: str) -> None:
    network, account, copy = await posted(house, name, reading=True)

    with pytest.raises(SignInAgain, match="signed_out"):
        await network.listen(with_token(account, "c4nary-dead"), copy)


@pytest.mark.parametrize("name", NAMES)
@pytest.mark.parametrize(
    "odd", [None, 7, "x", {}, {"id": 5}, {"id": "1", "username": ["x"], "from": "x"}]
)
async def test_nonsense_says_nothing(house: MetaHouse, name: str, odd: Any) -> None:
    network, account, copy = await posted(house, name, reading=True)
    house.voices.counts[copy.remote_id] = {"like_count": "many", "reactions": [], "shares": 1}
    house.voices.said[copy.remote_id] = [odd]

    heard = await network.listen(account, copy)

    assert (heard.likes, heard.boosts, heard.echoes) == (0, 0, ())


@pytest.mark.parametrize("name", NAMES)
async def test_an_app_that_asks_too_often_waits(house: MetaHouse, name: str) -> None:
    network, account, copy = await posted(house, name, reading=True)
    end = "/conversation" if name == "threads" else f"/{copy.remote_id}"
    house.meta.troubles.append((end, GraphError(4, 0, "Application request limit reached")))

    with pytest.raises(Exception, match="rate_limited"):
        await network.listen(account, copy)
