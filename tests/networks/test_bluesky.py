"""Bluesky, posted to for real: the reference server, read back by the atproto library."""

import asyncio
import secrets
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from bot.domain.compose import fit
from bot.networks.base import (
    Account,
    Attempt,
    Copy,
    NotLinked,
    Refused,
    SignInAgain,
    TryLater,
)
from bot.networks.bluesky import Bluesky
from bot.networks.http import Http
from tests.networks.builders import a_picture, an_attempt
from tests.peers.bluesky import BlueskyPeer


async def ready(bluesky: Bluesky, account: Account, attempt: Attempt) -> Attempt:
    return replace(attempt, prepared=await bluesky.prepare(account, attempt))


async def record(bluesky: Bluesky, account: Account, attempt: Attempt) -> Any:
    """What the server keeps, asked without the adapter."""
    async with Http(loopback=True) as http:
        answer = await http.get_json(
            f"{account.secret['pds']}/xrpc/com.atproto.repo.getRecord",
            params={
                "repo": account.remote_id,
                "collection": "app.bsky.feed.post",
                "rkey": attempt.prepared["rkey"],
            },
        )
    return answer.value("value")


async def test_a_handle_leads_to_its_own_server(skyler: Account, bluesky_peer: BlueskyPeer) -> None:
    assert skyler.remote_id == bluesky_peer.did
    assert skyler.handle == "@alice.test"
    assert skyler.secret["pds"] == bluesky_peer.pds


async def test_a_server_may_follow_the_handle(http: Http, bluesky_peer: BlueskyPeer) -> None:
    lost = Bluesky(http, entryway="http://127.0.0.1:9", plc="http://127.0.0.1:9")
    server = bluesky_peer.pds.removeprefix("http://")

    account = await lost.sign_in(f"{bluesky_peer.handle} {server}", bluesky_peer.app_password)

    assert account.remote_id == bluesky_peer.did


@pytest.mark.parametrize(
    ("handle", "password", "rule"),
    [
        ("alice.test", "aaaa-bbbb-cccc-dddd", "wrong_password"),
        ("alice.test", "the main password", "not_app_password"),
        ("nobody.test", "aaaa-bbbb-cccc-dddd", "bad_handle"),
        ("not a handle", "aaaa-bbbb-cccc-dddd", "bad_handle"),
        ("alice.test 10.0.0.1", "aaaa-bbbb-cccc-dddd", "bad_server"),
        ("alice_test", "aaaa-bbbb-cccc-dddd", "bad_handle"),
        ("", "aaaa-bbbb-cccc-dddd", "bad_handle"),
    ],
)
async def test_a_wrong_sign_in_is_refused(
    bluesky: Bluesky, handle: str, password: str, rule: str
) -> None:
    with pytest.raises(NotLinked) as caught:
        await bluesky.sign_in(handle, password)
    assert caught.value.rule == rule


async def test_the_record_is_valid_for_atproto(bluesky: Bluesky, skyler: Account) -> None:
    from atproto import Client, models  # type: ignore[import-untyped]  # heavy: 80 MB, for this one test

    attempt = an_attempt(
        "🍣と👩‍👩‍👧 https://example.com/a?b=1 #日々 Cafe\u0301", pictures=(a_picture("寿司"),)
    )
    attempt = await ready(bluesky, skyler, attempt)
    copy = await bluesky.publish(skyler, attempt)

    def read() -> Any:
        client = Client(base_url=f"{skyler.secret['pds']}/xrpc")
        params = {
            "repo": skyler.remote_id,
            "collection": "app.bsky.feed.post",
            "rkey": attempt.prepared["rkey"],
        }
        found = client.com.atproto.repo.get_record(params)
        client.request.close()
        return found

    found = await asyncio.to_thread(read)
    post = found.value
    assert isinstance(post, models.AppBskyFeedPost.Record)
    assert found.uri == copy.remote_id
    assert (post.text, post.langs) == (attempt.post.text, ["ja"])
    parts = [post.text.encode()[f.index.byte_start : f.index.byte_end] for f in post.facets]
    assert [part.decode() for part in parts] == ["https://example.com/a?b=1", "#日々"]
    assert isinstance(post.embed, models.AppBskyEmbedImages.Main)
    assert post.embed.images[0].alt == "寿司"
    assert post.embed.images[0].aspect_ratio.width == 40


async def test_the_same_call_twice_is_one_post(bluesky: Bluesky, skyler: Account) -> None:
    attempt = await ready(bluesky, skyler, an_attempt(pictures=(a_picture(),)))

    first = await bluesky.publish(skyler, attempt)

    assert await bluesky.publish(skyler, attempt) == first
    assert await bluesky.find(skyler, attempt) == first


async def test_other_words_never_replace_what_stands_under_a_key(
    bluesky: Bluesky, skyler: Account
) -> None:
    attempt = await ready(bluesky, skyler, an_attempt("first"))
    first = await bluesky.publish(skyler, attempt)
    other = replace(an_attempt("second"), prepared=attempt.prepared)

    assert await bluesky.publish(skyler, other) == first
    assert (await record(bluesky, skyler, attempt))["text"] == "first"


async def test_what_never_arrived_is_not_found(bluesky: Bluesky, skyler: Account) -> None:
    attempt = await ready(bluesky, skyler, an_attempt())

    assert await bluesky.find(skyler, attempt) is None
    assert await bluesky.find(skyler, an_attempt()) is None


async def test_prepare_keeps_what_was_stored(bluesky: Bluesky, skyler: Account) -> None:
    attempt = await ready(bluesky, skyler, an_attempt(pictures=(a_picture(),)))

    assert await bluesky.prepare(skyler, attempt) == attempt.prepared


async def test_deleting_twice_is_fine(bluesky: Bluesky, skyler: Account) -> None:
    attempt = await ready(bluesky, skyler, an_attempt())
    copy = await bluesky.publish(skyler, attempt)

    await bluesky.delete(skyler, copy)
    await bluesky.delete(skyler, copy)

    assert await bluesky.find(skyler, attempt) is None


@pytest.mark.parametrize("letter", ["あ", "👩‍👩‍👧‍👦", "e\u0301", "🇯🇵", "か\u3099", "x"])
async def test_the_server_counts_as_we_do(bluesky: Bluesky, skyler: Account, letter: str) -> None:
    fitted = fit(letter * 400, bluesky.limits)
    full = await ready(bluesky, skyler, an_attempt(fitted))

    await bluesky.publish(skyler, full)

    if fitted.count(letter) > 290:  # cut by letters, not by bytes: one more is too many
        over = await ready(bluesky, skyler, an_attempt(letter + fitted))
        with pytest.raises(Refused, match="rejected"):
            await bluesky.publish(skyler, over)


async def test_an_edit_is_refused(bluesky: Bluesky, skyler: Account) -> None:
    attempt = await ready(bluesky, skyler, an_attempt())
    copy = await bluesky.publish(skyler, attempt)

    with pytest.raises(Refused, match="cannot_edit"):
        await bluesky.edit(skyler, copy, attempt)


async def test_fresh_tokens_are_left_alone(bluesky: Bluesky, skyler: Account) -> None:
    assert await bluesky.renew(skyler) is None


async def test_tokens_are_renewed_before_they_end(bluesky: Bluesky, skyler: Account) -> None:
    bluesky._http.clock = lambda: datetime.now(UTC) + timedelta(minutes=115)

    secret = await bluesky.renew(skyler)

    assert secret is not None
    assert secret["refresh_jwt"] != skyler.secret["refresh_jwt"]
    assert secret["pds"] == skyler.secret["pds"]
    bluesky._http.clock = lambda: datetime.now(UTC)
    renewed = replace(skyler, secret=secret)
    await bluesky.publish(renewed, await ready(bluesky, renewed, an_attempt()))


async def test_a_token_that_the_server_finds_old_is_renewed_next(
    bluesky: Bluesky, skyler: Account, bluesky_peer: BlueskyPeer
) -> None:
    attempt = await ready(bluesky, skyler, an_attempt())
    ended = bluesky_peer.access_token(ended=timedelta(minutes=1))
    stale = replace(skyler, secret=skyler.secret.evolve(access_jwt=ended))
    bluesky._http.clock = lambda: datetime.now(UTC) - timedelta(hours=1)  # a clock that is behind
    assert await bluesky.renew(stale) is None

    with pytest.raises(TryLater, match="token_expired") as caught:
        await bluesky.publish(stale, attempt)

    assert caught.value.wait == timedelta(0)
    secret = await bluesky.renew(stale)
    assert secret is not None
    await bluesky.publish(replace(stale, secret=secret), attempt)


async def test_an_ended_session_asks_to_sign_in(bluesky: Bluesky, skyler: Account) -> None:
    await bluesky.revoke(skyler)
    bluesky._http.clock = lambda: datetime.now(UTC) + timedelta(days=1)

    with pytest.raises(SignInAgain):
        await bluesky.renew(skyler)


async def test_a_broken_token_asks_to_sign_in(bluesky: Bluesky, skyler: Account) -> None:
    broken = replace(skyler, secret=skyler.secret.evolve(access_jwt="not.a.token"))
    attempt = await ready(bluesky, skyler, an_attempt())

    with pytest.raises(SignInAgain):
        await bluesky.publish(broken, attempt)


async def test_a_part_answers_the_one_before(bluesky: Bluesky, skyler: Account) -> None:
    root = await bluesky.publish(skyler, await ready(bluesky, skyler, an_attempt("一つ目")))
    second = an_attempt("二つ目", reply_to=root, root=root)
    parent = await bluesky.publish(skyler, await ready(bluesky, skyler, second))
    third = await ready(bluesky, skyler, an_attempt("三つ目", reply_to=parent, root=root))

    await bluesky.publish(skyler, third)

    reply = (await record(bluesky, skyler, third))["reply"]
    assert (reply["root"]["uri"], reply["parent"]["uri"]) == (root.remote_id, parent.remote_id)


async def test_an_answer_goes_below_what_somebody_else_said(
    bluesky: Bluesky, bluesky_peer: BlueskyPeer, skyler: Account
) -> None:
    """Both posts it hangs on are named by their hashes; one stands in another's repository."""
    first = await bluesky.publish(skyler, await ready(bluesky, skyler, an_attempt("Curry")))
    bob = await somebody_else(bluesky, bluesky_peer)
    said = await bluesky.publish(
        bob, await ready(bluesky, bob, an_attempt("Where?", reply_to=first, root=first))
    )

    response = an_attempt("At home", key="response", reply_to=said, root=first, calls="@bob.test")
    attempt = await ready(bluesky, skyler, response)
    made = await bluesky.publish(skyler, attempt)

    kept = await record(bluesky, skyler, attempt)
    assert kept["text"] == "At home"
    assert kept["reply"]["parent"]["uri"] == said.remote_id
    assert kept["reply"]["root"]["uri"] == first.remote_id
    assert kept["reply"]["parent"]["uri"].startswith(f"at://{bob.remote_id}/")
    assert await bluesky.publish(skyler, attempt) == made


async def test_what_somebody_has_deleted_cannot_be_answered(
    bluesky: Bluesky, bluesky_peer: BlueskyPeer, skyler: Account
) -> None:
    first = await bluesky.publish(skyler, await ready(bluesky, skyler, an_attempt("Curry")))
    gone = Copy(f"{first.remote_id[:-13]}3m6aaaaaaaaaa", "")

    with pytest.raises(Refused, match="reply_gone"):
        await bluesky.prepare(skyler, an_attempt("Oh", reply_to=gone, root=first))


async def somebody_else(bluesky: Bluesky, peer: BlueskyPeer) -> Account:
    """Another account on the same server, linked by the same path."""
    name = f"bob{secrets.token_hex(4)}.test"
    async with Http(loopback=True) as http:
        made = await http.send_json(
            "POST",
            f"{peer.pds}/xrpc/com.atproto.server.createAccount",
            {"handle": name, "password": "a-long-word", "email": f"{name}@example.com"},
        )
        app = await http.send_json(
            "POST",
            f"{peer.pds}/xrpc/com.atproto.server.createAppPassword",
            {"name": "hibi"},
            token=made.text("accessJwt"),
        )
    return await bluesky.sign_in(name, app.text("password"))
