"""Servers that are not quite Mastodon, by what they were seen or are documented to do."""

import json
from datetime import UTC, datetime, timedelta

import pytest
from aiohttp import web

from bot.networks.answers import answer_of
from bot.networks.base import Account, NotLinked, Refused, Secret, SignInAgain, TryLater, Unsure
from bot.networks.http import Http
from bot.networks.mastodon import Mastodon
from bot.networks.mastodon_limits import DEFAULT_LIMITS, limits_from
from bot.networks.mastodon_search import fingerprint, is_same, plain_text
from tests.networks.builders import NOON, a_picture, an_attempt
from tests.networks.stand_in import StandIn, says


@pytest.fixture
def stand_in(stand_in: StandIn) -> StandIn:
    stand_in.answer = says(404, {"error": "Record not found"})
    return stand_in


@pytest.fixture
def account(stand_in: StandIn) -> Account:
    secret = {"access_token": "token", "client_id": "id", "client_secret": "secret"}
    return Account(
        network="mastodon",
        server=stand_in.server,
        remote_id="1",
        handle="@me@there",
        secret=Secret(secret),
    )


def instance(version: str, **configuration: object) -> bytes:
    return json.dumps({"version": version, "configuration": configuration}).encode()


@pytest.mark.parametrize(
    ("version", "expected"),
    [
        ("4.6.0", 23),
        ("4.4.0-alpha.1+glitch", 23),
        ("0.20.0+git-8e2b1c", None),  # GoToSocial counts links in full
        ("takahe/0.11.0", None),
        ("2.7.2 (compatible; Akkoma 3.15.2)", None),
        ("3.5.3 (compatible; Pixelfed 0.12.5)", None),
        ("", None),
    ],
)
def test_a_link_is_short_only_where_it_is_known_to_be(version: str, expected: int | None) -> None:
    body = instance(version, statuses={"characters_reserved_per_url": 23})

    assert limits_from(answer_of(200, {}, body)).url_length == expected


def test_limits_are_read_and_absurd_ones_are_not() -> None:
    body = instance(
        "4.6.0",
        statuses={"max_characters": 5000, "max_media_attachments": -1},
        media_attachments={"image_size_limit": "big", "description_limit": 700},
    )
    limits = limits_from(answer_of(200, {}, body))

    assert (limits.characters, limits.alt_text) == (5000, 700)
    assert limits.pictures == DEFAULT_LIMITS.pictures
    assert limits.picture_bytes == DEFAULT_LIMITS.picture_bytes


async def test_old_servers_tell_limits_at_the_old_address(
    mastodon: Mastodon, stand_in: StandIn, account: Account
) -> None:
    body = {"version": "2.7.2 (compatible; Pleroma 2.5.0)", "max_toot_chars": 4096}
    stand_in.routes["/api/v1/instance"] = says(200, body)

    assert (await mastodon.limits_of(account)).characters == 4096
    del stand_in.routes["/api/v1/instance"]
    assert await mastodon.limits_of(account) == DEFAULT_LIMITS


async def test_a_server_that_ignores_the_key_gets_the_post_once(
    mastodon: Mastodon, stand_in: StandIn, account: Account
) -> None:
    posted: list[dict[str, object]] = []

    async def post(request: web.Request) -> web.Response:
        words = (await request.json())["status"]
        now = datetime.now(UTC).isoformat()
        status = {"id": str(len(posted)), "content": f"<p>{words}</p>", "created_at": now}
        posted.append({**status, "url": "https://x.example/1", "media_attachments": []})
        request.transport.abort()  # type: ignore[union-attr]
        return web.Response()

    async def statuses(_: web.Request) -> web.Response:
        return web.json_response(posted)

    stand_in.routes["/api/v1/statuses"] = post
    stand_in.routes["/api/v1/accounts/1/statuses"] = statuses
    with pytest.raises(Unsure):
        await mastodon.publish(account, an_attempt())

    again = an_attempt(first_tried_at=datetime.now(UTC))

    assert (await mastodon.publish(account, again)).remote_id == "0"
    assert len(posted) == 1


async def test_the_search_goes_back_to_the_first_try_and_no_further(
    mastodon: Mastodon, stand_in: StandIn, account: Account
) -> None:
    asked: list[str] = []

    async def statuses(request: web.Request) -> web.Response:
        before = int(request.query.get("max_id", "100"))
        asked.append(request.query.get("max_id", ""))
        page = [
            {
                "id": str(number),
                "content": "other",
                "media_attachments": [],
                "created_at": (NOON + timedelta(minutes=number)).isoformat(),
            }
            for number in range(before - 1, before - 41, -1)
        ]
        return web.json_response(page)

    stand_in.routes["/api/v1/accounts/1/statuses"] = statuses

    found = await mastodon.find(account, an_attempt(first_tried_at=NOON + timedelta(minutes=30)))
    assert (found, asked) == (None, ["", "60"])

    asked.clear()
    with pytest.raises(Unsure, match="too_many_posts"):
        await mastodon.find(account, an_attempt(first_tried_at=NOON - timedelta(days=9)))
    assert len(asked) == 5


@pytest.mark.parametrize(
    ("text", "content"),
    [
        ("a & b < c", "<p>a &amp; b &lt; c</p>"),
        ("one\n\ntwo\nthree", "<p>one</p><p>two<br/>three</p>"),
        (
            "see https://example.com/a/long/path",
            '<p>see <a href="https://example.com/a/long/path"><span class="invisible">https://'
            '</span><span class="ellipsis">example.com/a/lo</span>'
            '<span class="invisible">ng/path</span></a></p>',
        ),
        ("#日々 @\u200bbob@b.example", "<p>#<span>日々</span> <span>@<span>bob</span></span></p>"),
        ("**bold** and `code`", "<p><strong>bold</strong> and <code>code</code></p>"),
        ("🎉", "<p>🎉</p>"),
        ("!!!", "<p>!!!</p>"),
    ],
)
def test_words_are_recognised_behind_a_servers_markup(text: str, content: str) -> None:
    assert fingerprint(plain_text(content)) == fingerprint(text)


def test_other_words_or_other_pictures_are_another_post() -> None:
    status = {"content": "<p>Fine.</p>", "media_attachments": [{"id": "5"}]}

    assert is_same(status, "Fine.", ["9"], 1)
    assert is_same(status, "Edited since.", ["5"], 1)
    assert not is_same(status, "Fine.", [], 0)
    assert not is_same(status, "Fine too.", [], 1)


async def test_a_picture_is_awaited_until_the_server_is_ready(
    mastodon: Mastodon, stand_in: StandIn, account: Account
) -> None:
    looks = [206, 206, 200]

    async def look(_: web.Request) -> web.Response:
        return web.json_response({"id": "5"}, status=looks.pop(0))

    stand_in.routes["/api/v2/media"] = says(202, {"id": "5"})
    stand_in.routes["/api/v1/media/5"] = look

    prepared = await mastodon.prepare(account, an_attempt(pictures=(a_picture(),)))

    assert (prepared, looks) == ({"media": ["5"]}, [])


async def test_a_picture_that_never_gets_ready_is_tried_later(
    mastodon: Mastodon, stand_in: StandIn, account: Account
) -> None:
    stand_in.routes["/api/v2/media"] = says(202, {"id": "5"})
    stand_in.routes["/api/v1/media/5"] = says(206, {"id": "5"})

    with pytest.raises(TryLater, match="media_processing"):
        await mastodon.prepare(account, an_attempt(pictures=(a_picture(),)))


async def test_an_old_server_takes_pictures_at_the_old_address(
    mastodon: Mastodon, stand_in: StandIn, account: Account
) -> None:
    stand_in.routes["/api/v1/media"] = says(200, {"id": "5"})

    prepared = await mastodon.prepare(account, an_attempt(pictures=(a_picture(),)))

    assert prepared == {"media": ["5"]}


async def test_pictures_that_a_server_forgot_are_sent_again(
    mastodon: Mastodon, stand_in: StandIn, account: Account
) -> None:
    async def post(request: web.Request) -> web.Response:
        if (await request.json())["media_ids"] == ["old"]:
            words = "Validation failed: Media old not found or already attached to another post"
            return web.json_response({"error": words}, status=422)
        return web.json_response({"id": "7", "url": "https://x.example/7"})

    stand_in.routes["/api/v1/statuses"] = post
    stand_in.routes["/api/v2/media"] = says(200, {"id": "new"})
    attempt = an_attempt(pictures=(a_picture(),), prepared={"media": ["old"]})

    assert (await mastodon.publish(account, attempt)).remote_id == "7"


async def test_a_page_for_400_is_looked_into(
    mastodon: Mastodon, stand_in: StandIn, account: Account
) -> None:
    stand_in.routes["/api/v1/statuses"] = says(400, "<h1>Bad Request</h1>")  # Takahē
    whose = "/api/v1/accounts/verify_credentials"

    stand_in.routes[whose] = says(400, "<h1>Bad Request</h1>")
    with pytest.raises(SignInAgain):
        await mastodon.publish(account, an_attempt())
    stand_in.routes[whose] = says(200, {"id": "1", "username": "me"})
    with pytest.raises(Refused, match="rejected"):
        await mastodon.publish(account, an_attempt())


@pytest.mark.parametrize(
    ("status", "body"),
    [
        (404, "<h1>Not found</h1>"),
        (200, "<html>a blog</html>"),
        (200, {"client_id": 5}),
        (422, {"error": "no"}),
        (401, {}),
    ],
)
async def test_a_server_of_another_kind_is_not_linked(
    mastodon: Mastodon, stand_in: StandIn, status: int, body: object
) -> None:
    stand_in.answer = says(status, body)

    with pytest.raises(NotLinked, match="not_of_this_family"):
        await mastodon.register(stand_in.server, "https://hibi.example/")


async def test_a_useless_token_is_given_back(
    mastodon: Mastodon, stand_in: StandIn, account: Account
) -> None:
    stand_in.routes["/api/v1/apps"] = says(200, {"client_id": "i", "client_secret": "s3cr"})
    stand_in.routes["/oauth/token"] = says(200, {"access_token": "t", "scope": "read"})
    stand_in.routes["/oauth/revoke"] = says(200, {})
    keys = await mastodon.register(stand_in.server, "https://hibi.example/")

    with pytest.raises(NotLinked, match="scope"):
        await mastodon.finish(stand_in.server, keys, code="c", verifier="v")

    assert stand_in.seen[-1] == ("POST", "/oauth/revoke")


async def test_a_server_that_the_guard_refuses_is_not_linked(http: Http) -> None:
    with pytest.raises(NotLinked, match="address_not_allowed"):
        await Mastodon(http).register("10.0.0.1:3000", "https://hibi.example/")
