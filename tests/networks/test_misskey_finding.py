"""Whether a note of ours arrived at Misskey: found, surely not there, or nobody can tell."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from bot.networks.base import (
    Account,
    Copy,
    Unsure,
)
from bot.networks.misskey import Misskey
from tests.networks.builders import a_picture, an_attempt
from tests.networks.misskeys import posted, prepared
from tests.standins.misskey import MisskeyServer


@pytest.mark.parametrize("pictures", [(), (a_picture(),)])
async def test_a_lost_answer_is_unsure_and_then_found(
    misskey: Misskey,
    misskey_server: MisskeyServer,
    misskey_hana: Account,
    pictures: tuple[Any, ...],
) -> None:
    misskey_server.write("hana", "Before.")
    attempt = await prepared(misskey, misskey_hana, an_attempt("**Wow** @bob ", pictures=pictures))
    misskey_server.lose.append("notes/create")

    with pytest.raises(Unsure, match="answer_lost"):
        await misskey.publish(misskey_hana, attempt)
    mine = misskey_server.notes[0]["id"]
    misskey_server.write("hana", "After.")

    found = await misskey.find(misskey_hana, attempt)
    assert found == Copy(mine, f"http://{misskey_server.server}/notes/{mine}")


@pytest.mark.parametrize("pictures", [(), (a_picture(),)])
async def test_a_lost_request_surely_did_not_arrive(
    misskey: Misskey,
    misskey_server: MisskeyServer,
    misskey_hana: Account,
    pictures: tuple[Any, ...],
) -> None:
    misskey_server.write("hana", "Fine.")
    attempt = await prepared(misskey, misskey_hana, an_attempt("Fine.", pictures=pictures))
    misskey_server.drop.append("notes/create")

    with pytest.raises(Unsure):
        await misskey.publish(misskey_hana, attempt)
    misskey_server.write("hana", "Something else.")
    misskey_server.write("bob", "Fine.")

    assert await misskey.find(misskey_hana, attempt) is None


async def test_after_a_crash_between_nothing_or_one_note_is_found(
    misskey: Misskey, misskey_server: MisskeyServer, misskey_hana: Account
) -> None:
    attempt = await prepared(misskey, misskey_hana, an_attempt("Fine."))
    assert await misskey.find(misskey_hana, attempt) is None

    copy = await misskey.publish(misskey_hana, attempt)

    assert await misskey.find(misskey_hana, attempt) == copy
    assert len(misskey_server.notes) == 1


@pytest.mark.parametrize("off", [timedelta(hours=-9), timedelta(hours=9)])
async def test_a_server_whose_clock_is_wrong_is_searched_all_the_same(
    misskey: Misskey, misskey_server: MisskeyServer, misskey_hana: Account, off: timedelta
) -> None:
    misskey_server.clock = lambda: datetime.now(UTC) + off
    misskey_server.write("hana", "Fine.")
    attempt = await prepared(misskey, misskey_hana, an_attempt("Fine."))

    assert await misskey.find(misskey_hana, attempt) is None
    copy = await misskey.publish(misskey_hana, attempt)
    assert await misskey.find(misskey_hana, attempt) == copy


async def test_equal_words_before_the_first_note_are_told_apart_by_time(
    misskey: Misskey, misskey_server: MisskeyServer, misskey_hana: Account
) -> None:
    misskey_server.clock = lambda: datetime.now(UTC) - timedelta(hours=1)
    misskey_server.write("hana", "Fine.")
    misskey_server.clock = lambda: datetime.now(UTC)
    attempt = an_attempt("Fine.", first_tried_at=datetime.now(UTC))

    assert await misskey.find(misskey_hana, attempt) is None


async def test_two_wordless_pictures_are_never_confused(
    misskey: Misskey, misskey_server: MisskeyServer, misskey_hana: Account
) -> None:
    lost = await prepared(misskey, misskey_hana, an_attempt("", pictures=(a_picture(),)))
    copy = await posted(misskey, misskey_hana, an_attempt("", pictures=(a_picture(),)))

    assert copy.remote_id == misskey_server.notes[0]["id"]
    assert await misskey.find(misskey_hana, lost) is None


async def test_two_notes_of_equal_words_are_not_guessed_at(
    misskey: Misskey, misskey_server: MisskeyServer, misskey_hana: Account
) -> None:
    attempt = await prepared(misskey, misskey_hana, an_attempt("Fine."))
    await misskey.publish(misskey_hana, attempt)
    misskey_server.write("hana", "Fine.")

    with pytest.raises(Unsure, match="two_alike"):
        await misskey.find(misskey_hana, attempt)


async def test_equal_words_that_answer_another_note_are_another_note(
    misskey: Misskey, misskey_server: MisskeyServer, misskey_hana: Account
) -> None:
    first = await posted(misskey, misskey_hana, an_attempt("One."))
    attempt = await prepared(misskey, misskey_hana, replace(an_attempt("Fine."), reply_to=first))
    misskey_server.write("hana", "Fine.")

    assert await misskey.find(misskey_hana, attempt) is None
    copy = await misskey.publish(misskey_hana, attempt)
    assert await misskey.find(misskey_hana, attempt) == copy


async def test_a_cats_words_may_be_disguised_so_nobody_is_sure(
    misskey: Misskey, misskey_server: MisskeyServer, misskey_hana: Account
) -> None:
    misskey_server.cats.add("hana")
    attempt = await prepared(misskey, misskey_hana, an_attempt("なるほど"))
    assert await misskey.find(misskey_hana, attempt) is None

    misskey_server.write("hana", "にゃるほど")
    with pytest.raises(Unsure, match="cat_language"):
        await misskey.find(misskey_hana, attempt)


async def test_the_search_goes_back_to_the_first_try_and_no_further(
    misskey: Misskey, misskey_server: MisskeyServer, misskey_hana: Account
) -> None:
    misskey_server.write("hana", "Before.")
    attempt = await prepared(misskey, misskey_hana, an_attempt("Fine."))
    copy = await misskey.publish(misskey_hana, attempt)
    for number in range(250):
        misskey_server.write("hana", f"Note {number}")

    misskey_server.asked.clear()
    assert await misskey.find(misskey_hana, attempt) == copy
    assert len(misskey_server.asked) == 3
    for number in range(300):
        misskey_server.write("hana", f"More {number}")
    with pytest.raises(Unsure, match="too_many_posts"):
        await misskey.find(misskey_hana, attempt)
