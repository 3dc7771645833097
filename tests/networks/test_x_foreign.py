"""What we send to X, beside what Tweepy sends: another client that knows its API."""

import asyncio
from collections.abc import Iterator
from typing import Any

import pytest
import requests
import tweepy
from requests.adapters import HTTPAdapter

from bot.networks.base import Account
from bot.networks.oauth import new_state
from tests.networks.exes import CALLBACK, XHouse, prepared
from tests.standins.x import CLIENT_ID, CLIENT_SECRET

THEIRS = "https://api.twitter.com"


class Detour(HTTPAdapter):
    """Leads Tweepy, which knows one address only, to the stand-in."""

    def __init__(self, origin: str) -> None:
        super().__init__()
        self._origin = origin

    def send(self, request: requests.PreparedRequest, *given: Any, **more: Any) -> Any:
        assert request.url is not None
        request.url = request.url.replace(THEIRS, self._origin)
        return super().send(request, *given, **more)


@pytest.fixture
def client(x_house: XHouse, x_hana: Account) -> Iterator[tweepy.Client]:
    made = tweepy.Client(bearer_token=x_hana.secret["access_token"])
    made.session.mount(THEIRS, Detour(x_house.server.origin))
    yield made
    made.session.close()


async def test_the_bodies_of_posts_are_the_same(
    x_house: XHouse, x_hana: Account, client: tweepy.Client
) -> None:
    x = x_house.x
    first = await x.publish(x_hana, await prepared(x, x_hana, x_house.attempt("1", 2)))
    reply = x_house.attempt("2", reply_to=first, root=first)
    await x.publish(x_hana, await prepared(x, x_hana, reply))
    ours = list(x_house.server.bodies)
    media = list(x_house.server.uploads)
    await x.delete(x_hana, first)

    await asyncio.to_thread(client.create_tweet, text="1", media_ids=media, user_auth=False)
    last = list(x_house.server.tweets)[-1]
    await asyncio.to_thread(
        client.create_tweet, text="2 again", in_reply_to_tweet_id=last, user_auth=False
    )

    theirs = x_house.server.bodies[len(ours) :]
    assert ours[0] == theirs[0]
    assert ours[1] == {
        **theirs[1],
        "text": "2",
        "reply": {"in_reply_to_tweet_id": first.remote_id},
    }
    assert theirs[1]["reply"] == {"in_reply_to_tweet_id": last}


async def test_it_reads_and_deletes_what_we_posted(
    x_house: XHouse, x_hana: Account, client: tweepy.Client
) -> None:
    x = x_house.x
    copy = await x.publish(x_hana, await prepared(x, x_hana, x_house.attempt("a < b")))

    found = await asyncio.to_thread(
        client.get_users_tweets,
        "2001",
        start_time=x_house.clock.now,
        max_results=5,
        user_auth=False,
    )
    assert [(str(one.id), one.text) for one in found.data] == [(copy.remote_id, "a &lt; b")]
    await asyncio.to_thread(client.delete_tweet, copy.remote_id, user_auth=False)
    assert x_house.words == []


async def test_its_sign_in_takes_the_same_way(x_house: XHouse) -> None:
    handler = tweepy.OAuth2UserHandler(
        client_id=CLIENT_ID,
        client_secret=CLIENT_SECRET,
        redirect_uri=CALLBACK,
        scope=["tweet.read", "users.read", "offline.access"],
    )
    handler.mount(THEIRS, Detour(x_house.server.origin))
    came_back = x_house.server.say_yes(handler.get_authorization_url())
    back = f"{CALLBACK}?code={came_back['code']}&state={came_back['state']}"

    token = await asyncio.to_thread(handler.fetch_token, back)
    handler.close()

    assert token["access_token"] in x_house.server.tokens
    keys = await x_house.x.register("x.com", CALLBACK)
    ours = await x_house.x.begin("x.com", keys, state=new_state(), challenge="c" * 43)
    assert ours.url.partition("?")[0].endswith("/i/oauth2/authorize")
