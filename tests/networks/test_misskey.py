"""Misskey, posted to and read back; its stand-in keeps Misskey's rules."""

from dataclasses import replace
from datetime import timedelta

import pytest

from bot.networks.base import (
    Account,
    AccountBlocked,
    Copy,
    NetworkError,
    Refused,
    SignInAgain,
    TryLater,
)
from bot.networks.misskey import Misskey
from tests.networks.builders import a_picture, an_attempt
from tests.networks.misskeys import posted, prepared
from tests.standins.misskey import AN_HOUR, MisskeyServer


async def test_a_note_stands_there_as_it_was_meant(
    misskey: Misskey, misskey_server: MisskeyServer, misskey_hana: Account
) -> None:
    copy = await posted(misskey, misskey_hana, an_attempt("今日は寿司。 #日々"))

    (note,) = misskey_server.notes
    assert (note["text"], note["userId"]) == ("今日は寿司。 #日々", "id-hana")
    assert copy == Copy(note["id"], f"http://{misskey_server.server}/notes/{note['id']}")
    sent = dict(misskey_server.asked)["notes/create"]
    assert (sent["visibility"], sent["localOnly"]) == ("public", False)
    assert sent.keys() == {"i", "visibility", "localOnly", "noExtractMentions", "text"}


async def test_pictures_keep_their_order_and_descriptions(
    misskey: Misskey, misskey_server: MisskeyServer, misskey_hana: Account
) -> None:
    pictures = (a_picture("赤い四角"), a_picture("", width=50), a_picture("third", width=60))

    await posted(misskey, misskey_hana, an_attempt("", pictures=pictures))

    (note,) = misskey_server.notes
    assert [misskey_server.files[one]["comment"] for one in note["fileIds"]] == [
        "赤い四角",
        None,
        "third",
    ]
    assert note["text"] is None


async def test_the_same_picture_twice_is_two_files_with_their_own_descriptions(
    misskey: Misskey, misskey_server: MisskeyServer, misskey_hana: Account
) -> None:
    await posted(misskey, misskey_hana, an_attempt(pictures=(a_picture("one"), a_picture("two"))))
    await posted(misskey, misskey_hana, an_attempt(pictures=(a_picture("later"),)))

    assert [one["comment"] for one in misskey_server.files.values()] == ["one", "two", "later"]


async def test_uploads_of_an_earlier_try_are_used_again(
    misskey: Misskey, misskey_server: MisskeyServer, misskey_hana: Account
) -> None:
    first = await misskey.prepare(misskey_hana, an_attempt(pictures=(a_picture(),)))
    again = await misskey.prepare(misskey_hana, an_attempt(pictures=(a_picture(),), prepared=first))

    assert again == first
    assert len(misskey_server.files) == 1


async def test_the_next_part_answers_the_one_before(
    misskey: Misskey, misskey_server: MisskeyServer, misskey_hana: Account
) -> None:
    first = await posted(misskey, misskey_hana, an_attempt("One."))
    second = replace(an_attempt("Two."), reply_to=first, root=first)

    await posted(misskey, misskey_hana, second)

    assert misskey_server.notes[0]["replyId"] == first.remote_id


async def test_deleting_twice_is_fine(
    misskey: Misskey, misskey_server: MisskeyServer, misskey_hana: Account
) -> None:
    copy = await posted(misskey, misskey_hana, an_attempt())

    await misskey.delete(misskey_hana, copy)
    await misskey.delete(misskey_hana, copy)

    assert misskey_server.notes == []
    theirs = misskey_server.write("bob", "Mine.")
    with pytest.raises(Refused, match="forbidden"):
        await misskey.delete(misskey_hana, Copy(theirs, ""))


async def test_nothing_can_be_edited(misskey: Misskey, misskey_hana: Account) -> None:
    with pytest.raises(Refused, match="cannot_edit"):
        await misskey.edit(misskey_hana, Copy("a1", ""), an_attempt())


async def test_too_many_notes_wait_as_long_as_the_server_says(
    misskey: Misskey, misskey_server: MisskeyServer, misskey_hana: Account
) -> None:
    attempt = await prepared(misskey, misskey_hana, an_attempt())
    misskey_server.counted["notes/create", "hana"] = AN_HOUR["notes/create"]

    with pytest.raises(TryLater) as caught:
        await misskey.publish(misskey_hana, attempt)

    assert caught.value.wait is not None
    assert timedelta(minutes=29) < caught.value.wait <= timedelta(minutes=30)


REFUSALS: list[tuple[str, type[NetworkError], str]] = [
    ("signed out", SignInAgain, "signed_out"),
    ("scope", SignInAgain, "scope"),
    ("suspended", AccountBlocked, "closed"),
    ("moved", AccountBlocked, "moved"),
    ("too long", Refused, "too_long"),
    ("file gone", Refused, "media_lost"),
    ("reply gone", Refused, "reply_gone"),
]


@pytest.mark.parametrize(("what", "kind", "rule"), REFUSALS)
async def test_a_refusal_is_named_for_the_deed(
    misskey: Misskey,
    misskey_server: MisskeyServer,
    misskey_hana: Account,
    what: str,
    kind: type[NetworkError],
    rule: str,
) -> None:
    attempt = await prepared(misskey, misskey_hana, an_attempt())
    token = misskey_hana.secret["access_token"]
    match what:
        case "signed out":
            misskey_server.grants.clear()
        case "scope":
            misskey_server.grants[token] = replace(
                misskey_server.grants[token], permissions=frozenset()
            )
        case "suspended":
            misskey_server.suspended.add("hana")
        case "moved":
            misskey_server.moved.add("hana")
        case "too long":
            misskey_server.most_text = 3
        case "file gone":
            attempt = replace(attempt, prepared={"media": ["gone"], "after": ""})
        case "reply gone":
            attempt = replace(attempt, reply_to=Copy("gone", ""))

    with pytest.raises(NetworkError) as caught:
        await misskey.publish(misskey_hana, attempt)

    assert (type(caught.value), caught.value.rule) == (kind, rule)
    assert token not in f"{caught.value!r} {caught.value.raw}"
    assert misskey_server.notes == []


async def test_limits_come_from_the_server(
    misskey: Misskey, misskey_server: MisskeyServer, misskey_hana: Account
) -> None:
    limits = await misskey.limits_of(misskey_hana)

    assert (limits.characters, limits.pictures, limits.alt_text) == (2900, 16, 512)
    assert limits.picture_bytes == 5 * 1024 * 1024
