"""Mastodon, posted to for real and read back by Mastodon.py."""

import asyncio
import json
from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest
from mastodon import Mastodon as Reader

from bot.networks.base import Account, Attempt, NotLinked, SignInAgain, Unsure
from bot.networks.mastodon import Mastodon
from bot.networks.oauth import OUT_OF_BAND, challenge_of, new_state, new_verifier
from tests.networks.builders import a_picture, an_attempt
from tests.peers.mastodon import MastodonPeer


async def read(peer: MastodonPeer, method: str, *arguments: Any) -> Any:
    """Asks by another client, which blocks."""

    def ask() -> Any:
        reader = Reader(access_token="alice_token", api_base_url=peer.origin)
        return getattr(reader, method)(*arguments)

    return await asyncio.to_thread(ask)


async def posted(mastodon: Mastodon, account: Account, attempt: Attempt) -> tuple[Attempt, Any]:
    prepared = await mastodon.prepare(account, attempt)
    ready = Attempt(
        key=attempt.key,
        post=attempt.post,
        prepared=prepared,
        first_tried_at=attempt.first_tried_at,
    )
    return ready, await mastodon.publish(account, ready)


async def test_a_linked_account_knows_its_name(alice: Account, mastodon_peer: MastodonPeer) -> None:
    assert alice.handle == f"@alice@{mastodon_peer.server}"
    assert (alice.network, alice.server) == ("mastodon", mastodon_peer.server)


async def test_a_code_that_the_server_shows_links_too(
    mastodon: Mastodon, mastodon_peer: MastodonPeer
) -> None:
    verifier = new_verifier()
    keys = await mastodon.register(mastodon_peer.server, OUT_OF_BAND)
    there = await mastodon.begin(
        mastodon_peer.server, keys, state=new_state(), challenge=challenge_of(verifier)
    )
    shown = await mastodon_peer.say_yes(there.url, "bob")

    account = await mastodon.finish(
        mastodon_peer.server, keys, code=shown["code"], verifier=verifier
    )

    assert account.handle.startswith("@bob@")


async def test_a_code_links_once_and_only_with_its_verifier(
    mastodon: Mastodon, mastodon_peer: MastodonPeer
) -> None:
    server, verifier = mastodon_peer.server, new_verifier()
    keys = await mastodon.register(server, OUT_OF_BAND)

    async def code() -> str:
        there = await mastodon.begin(
            server, keys, state=new_state(), challenge=challenge_of(verifier)
        )
        return (await mastodon_peer.say_yes(there.url))["code"]

    with pytest.raises(NotLinked, match="code_refused"):
        await mastodon.finish(server, keys, code=await code(), verifier=new_verifier())
    used = await code()
    await mastodon.finish(server, keys, code=used, verifier=verifier)
    with pytest.raises(NotLinked, match="code_refused"):
        await mastodon.finish(server, keys, code=used, verifier=verifier)


async def test_a_post_reads_back_as_it_was_meant(
    mastodon: Mastodon, mastodon_peer: MastodonPeer, alice: Account
) -> None:
    attempt = an_attempt(pictures=(a_picture("赤い四角"), a_picture("second")))

    _, copy = await posted(mastodon, alice, attempt)

    status = await read(mastodon_peer, "status", copy.remote_id)
    assert status.content == "<p>今日は寿司を食べた。</p>"
    assert (status.language, status.visibility) == ("ja", "public")
    assert [one.description for one in status.media_attachments] == ["赤い四角", "second"]
    assert copy.url == status.url


async def test_the_same_call_twice_is_one_post(
    mastodon: Mastodon, mastodon_peer: MastodonPeer, alice: Account
) -> None:
    attempt, first = await posted(mastodon, alice, an_attempt())

    assert await mastodon.publish(alice, attempt) == first
    assert len(await read(mastodon_peer, "account_statuses", alice.remote_id)) == 1


async def test_a_lost_answer_is_unsure_and_then_found(
    mastodon: Mastodon, mastodon_peer: MastodonPeer, alice: Account
) -> None:
    mastodon_peer.lose_answer("POST", "/api/v1/statuses")
    attempt = an_attempt("Read more at https://example.com/a/very/long/path & smile 🎉 @bob")

    with pytest.raises(Unsure, match="answer_lost"):
        await mastodon.publish(alice, attempt)
    tried = Attempt(key="another key", post=attempt.post, first_tried_at=_now(mastodon))

    copy = await mastodon.find(alice, tried)
    assert copy is not None
    assert await mastodon.publish(alice, tried) == copy
    assert len(await read(mastodon_peer, "account_statuses", alice.remote_id)) == 1


async def test_a_lost_request_is_not_found_and_posted_once(
    mastodon: Mastodon, mastodon_peer: MastodonPeer, alice: Account
) -> None:
    tried = an_attempt(first_tried_at=_now(mastodon))

    assert await mastodon.find(alice, tried) is None
    await mastodon.publish(alice, tried)
    assert len(await read(mastodon_peer, "account_statuses", alice.remote_id)) == 1


async def test_the_same_words_of_another_day_are_another_post(
    mastodon: Mastodon, alice: Account
) -> None:
    await posted(mastodon, alice, an_attempt("Fine."))

    later = an_attempt("Fine.", first_tried_at=_now(mastodon) + timedelta(days=1))

    assert await mastodon.find(alice, later) is None


async def test_uploads_of_an_earlier_try_are_used_again(
    mastodon: Mastodon, mastodon_peer: MastodonPeer, alice: Account
) -> None:
    first = await mastodon.prepare(alice, an_attempt(pictures=(a_picture(),)))
    again = await mastodon.prepare(alice, an_attempt(pictures=(a_picture(),), prepared=first))

    assert again == first
    uploads = [note for note in mastodon_peer.notes if note.path == "/api/v2/media"]
    assert len(uploads) == 1


async def test_an_edit_keeps_pictures_and_language(
    mastodon: Mastodon, mastodon_peer: MastodonPeer, alice: Account
) -> None:
    attempt, copy = await posted(mastodon, alice, an_attempt(pictures=(a_picture(),)))
    changed = an_attempt("やっぱり蕎麦。", pictures=(a_picture(),))

    assert await mastodon.edit(alice, copy, changed) == copy

    status = await read(mastodon_peer, "status", copy.remote_id)
    sent = json.loads(mastodon_peer.notes[-2].body)
    assert status.content == "<p>やっぱり蕎麦。</p>"
    assert status.edited_at is not None
    assert sent["media_ids"] == attempt.prepared["media"]
    assert sent["language"] == "ja"
    described = [one["description"] for one in sent["media_attributes"]]
    assert described == ["A cat on a mat"]


async def test_deleting_twice_is_fine(
    mastodon: Mastodon, mastodon_peer: MastodonPeer, alice: Account
) -> None:
    _, copy = await posted(mastodon, alice, an_attempt())

    await mastodon.delete(alice, copy)
    await mastodon.delete(alice, copy)

    assert await read(mastodon_peer, "account_statuses", alice.remote_id) == []


async def test_a_revoked_token_asks_to_sign_in(mastodon: Mastodon, alice: Account) -> None:
    await mastodon.revoke(alice)
    await mastodon.revoke(alice)

    with pytest.raises(SignInAgain):
        await mastodon.publish(alice, an_attempt())


async def test_limits_come_from_the_server(mastodon: Mastodon, alice: Account) -> None:
    limits = await mastodon.limits_of(alice)

    assert (limits.characters, limits.url_length, limits.pictures) == (500, 23, 4)
    assert limits.picture_bytes > 1_000_000


async def test_a_name_in_a_diary_calls_nobody(
    mastodon: Mastodon, mastodon_peer: MastodonPeer, alice: Account
) -> None:
    await posted(mastodon, alice, an_attempt("@bob と me@example.com https://a.example/@bob"))

    sent = json.loads(mastodon_peer.notes[-1].body)
    assert sent["status"] == "@\u200bbob と me@example.com https://a.example/@bob"


def _now(mastodon: Mastodon) -> Any:
    return mastodon._http.clock()


async def test_a_part_answers_the_one_before_and_is_found_there(
    mastodon: Mastodon, alice: Account
) -> None:
    first = await mastodon.publish(alice, an_attempt("同じ言葉", key="thread"))
    part = an_attempt("同じ言葉", key="thread-1", reply_to=first, root=first)

    second = await mastodon.publish(alice, part)

    again = replace(part, key="thread-2", first_tried_at=_now(mastodon))
    assert second.remote_id != first.remote_id
    assert await mastodon.find(alice, again) == second
