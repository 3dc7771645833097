"""Answering what somebody said under a post: by a reply, a number or a button."""

import pytest

from bot.db.tables import Account, Copy, Delivery, Echo
from bot.domain.delivery import DeliveryState
from bot.networks.base import Refused
from tests.chat.acting import keep, press, rows, started, texts
from tests.chat.features.test_echo import evening, shared, told, with_echoes
from tests.chat.house import House


async def test_answering_the_message_posts_the_answer(house: House) -> None:
    aki, network = await with_echoes(house, "Where?")
    (message,) = told(aki)

    await aki.says("At home", reply_to=message.id)

    assert (
        aki.last.text
        == "“At home” goes to @\u2060bob1@\u2060far.\u2060example on Mastodon in 60 s."
    )
    assert aki.last.labels == ["Take it back"]
    await house.passes(minutes=2)
    await aki.looks()
    *_, post = network.standing.values()
    assert (post.text, post.reply_to) == ("At home", "echo-1")
    assert aki.last.text == "Your answer to @\u2060bob1@\u2060far.\u2060example is on Mastodon. ↗"
    assert aki.last.labels == []
    assert await texts(house, aki) == ["Tea"]


async def test_an_answer_can_be_taken_back_in_time(house: House) -> None:
    aki, network = await with_echoes(house, "Where?")
    await aki.says("At home", reply_to=told(aki)[0].id)

    await aki.presses("Take it back")
    await house.passes(minutes=2)
    await aki.looks()

    assert aki.last.text == "Taken back. Nothing went out."
    assert network.texts == ["Within arm's reach: Tea"]


async def test_too_late_is_said(house_on_sqlite: House) -> None:
    house = house_on_sqlite
    aki, _ = await with_echoes(house, "Where?")
    await aki.says("At home", reply_to=told(aki)[0].id)
    (row,) = [one for one in await rows(house, Delivery) if one.kind == "response"]
    await house.passes(minutes=2)

    assert await press(aki, f"echo:undo:{row.id}") == "That one is out already."


@pytest.mark.parametrize("words", ["2 Thank you", "2. Thank you", "２、Thank you"])
async def test_a_number_says_who_is_answered(house_on_sqlite: House, words: str) -> None:
    aki, network = await with_echoes(house_on_sqlite, "One", "Two")

    await aki.says(words, reply_to=told(aki)[0].id)
    await house_on_sqlite.passes(minutes=2)

    *_, post = network.standing.values()
    assert (post.text, post.reply_to) == ("Thank you", "echo-2")


async def test_numbers_are_those_that_are_shown(house_on_sqlite: House) -> None:
    """Also where one of them can no longer be answered."""
    house = house_on_sqlite
    aki, network = await shared(house)
    network.says("One", "Two", "Three")
    await house.passes(minutes=10)
    first, *_ = await rows(house, Echo)
    first.remote_id = ""
    await keep(house, first)
    await evening(house, aki)

    for words in ("1 Oh", "2 Thank you"):
        await aki.says(words, reply_to=told(aki)[0].id)
    await house.passes(minutes=2)

    assert [post.reply_to for post in network.standing.values()] == ["", "echo-2"]
    assert [seen.text for seen in aki.bot_messages].count("Whom do you answer?") == 1


async def test_without_a_number_it_is_asked(house: House) -> None:
    aki, network = await with_echoes(house, "One", "Two")
    await aki.says("Thank you", reply_to=told(aki)[0].id)
    assert aki.last.text == "Whom do you answer?"
    assert aki.last.labels == [
        "1 · @bob1@far.example",
        "2 · @bob2@far.example",
        "It was for my diary",
    ]

    await aki.presses("2 · @bob2")
    assert aki.last.text.startswith("“Thank you” goes to @\u2060bob2@\u2060far.\u2060example")
    await house.passes(minutes=2)

    *_, post = network.standing.values()
    assert (post.text, post.reply_to) == ("Thank you", "echo-2")


async def test_what_was_for_the_diary_is_kept_there(house_on_sqlite: House) -> None:
    house = house_on_sqlite
    aki, network = await with_echoes(house, "One", "Two")
    await aki.says("Thank you", reply_to=told(aki)[0].id)

    await aki.presses("It was for my diary")
    await house.passes(minutes=2)

    assert await texts(house, aki) == ["Tea", "Thank you"]
    assert len(network.texts) == 1


async def test_the_button_asks_for_the_words(house: House) -> None:
    aki, network = await with_echoes(house, "One", "Two")

    await aki.presses("Answer 2")
    asked = aki.last
    assert asked.text == "Your answer to @\u2060bob2@\u2060far.\u2060example:"
    await aki.says("Thank you", reply_to=asked.id)
    await house.passes(minutes=2)

    *_, post = network.standing.values()
    assert (post.text, post.reply_to) == ("Thank you", "echo-2")


async def test_what_is_merely_written_next_is_for_the_diary(house: House) -> None:
    aki, network = await with_echoes(house, "One")
    await aki.presses("Answer")

    await aki.says("My secret")
    await house.passes(minutes=2)

    assert await texts(house, aki) == ["Tea", "My secret"]
    assert len(network.texts) == 1


@pytest.mark.parametrize(
    ("before", "words"), [((), "Call 090-1234-5678"), (("Hi",), "2. Call 090-1234-5678")]
)
async def test_a_phone_number_asks_once_more(
    house_on_sqlite: House, before: tuple[str, ...], words: str
) -> None:
    house = house_on_sqlite
    aki, network = await with_echoes(house, *before, "How do I reach you?")
    await aki.says(words, reply_to=told(aki)[0].id)
    assert "it seems to contain a phone number" in aki.last.text

    await aki.presses("Share as it is")
    await house.passes(minutes=2)

    assert network.texts[-1] == "Call 090-1234-5678"


async def test_what_was_refused_is_said(house: House) -> None:
    aki, network = await with_echoes(house, "Where?")
    network.fails_to_prepare = [Refused("reply_gone")]
    await aki.says("At home", reply_to=told(aki)[0].id)

    await house.passes(minutes=2)
    await aki.looks()

    assert aki.last.text == (
        "What @\u2060bob1@\u2060far.\u2060example said is gone from Mastodon, "
        "so your answer stayed here."
    )


async def test_a_picture_is_no_answer_and_not_lost(house_on_sqlite: House) -> None:
    house = house_on_sqlite
    aki, _ = await with_echoes(house, "Where?")
    (message,) = told(aki)

    await aki.says("/help")
    await aki.says("\u3000", reply_to=message.id)

    assert aki.last.text == "Only words can go there as an answer."
    assert aki.last.labels == ["It was for my diary"]


async def test_an_account_that_must_sign_in_says_so(house_on_sqlite: House) -> None:
    house = house_on_sqlite
    aki, _ = await with_echoes(house, "Where?")
    (account,) = await rows(house, Account, network="mastodon")
    account.state = "signed out"
    await keep(house, account)

    await aki.says("At home", reply_to=told(aki)[0].id)

    assert aki.last.text.startswith("Mastodon wants you to sign in again.")
    assert aki.last.labels == ["Sign in", "It was for my diary"]


async def test_an_edit_changes_nothing_over_there(house_on_sqlite: House) -> None:
    house = house_on_sqlite
    aki, network = await with_echoes(house, "Where?")
    sent = await aki.says("At home", reply_to=told(aki)[0].id)

    await aki.edits(sent, "At work")
    await house.passes(minutes=2)
    await aki.looks()

    assert network.texts[-1] == "At home"
    assert any(seen.text.startswith("An answer that was sent stays") for seen in aki.chat)
    assert await texts(house, aki) == ["Tea"]


async def test_nobody_presses_what_is_somebody_elses(house_on_sqlite: House) -> None:
    house = house_on_sqlite
    _, network = await with_echoes(house, "Where?")
    (echo,) = await rows(house, Echo)
    eve = await started(house, "Eve")

    for verb in ("to", "this", "pass", "undo"):
        await press(eve, f"echo:{verb}:{echo.id}")
    await house.passes(minutes=2)

    assert len(network.texts) == 1
    assert [row.state for row in await rows(house, Delivery)] == [DeliveryState.PUBLISHED]
    assert [copy.likes for copy in await rows(house, Copy)] == [0]
