"""/networks: what is connected, what goes there, and what is said of it."""

from datetime import timedelta
from typing import Any

import pytest
from telegram import InlineKeyboardButton, InlineKeyboardMarkup

from bot.chat import account_face, long_face
from bot.chat.features import networks
from bot.chat.link_words import CANNOT, NOT_CONFIRMED, account_name, in_words, let_go_in_words
from bot.db import tables
from bot.db.tables import AccountState
from bot.domain.forms import LongForm
from bot.locales import speak
from bot.services.linked import LetGo, Linked, LinkedAccount
from bot.services.linking import NotConfirmed, Why
from tests.chat.house import House
from tests.chat.linked_people import a_mastodon, stored, with_account
from tests.fakes import NOW, FakeNetwork

EN = speak("en")


def a_linked(**given: Any) -> LinkedAccount:
    plain: dict[str, Any] = {
        "account_id": 5,
        "network": "bluesky",
        "title": "Bluesky",
        "server": "",
        "handle": "@hana.bsky.social",
        "state": AccountState.WORKING,
        "by_itself": False,
        "is_page": False,
        "waiting": 0,
        "linked_at": NOW,
        "last_post_at": NOW,
    }
    return LinkedAccount(**plain | given)


def a_button(data: str) -> InlineKeyboardMarkup:
    return InlineKeyboardMarkup([[InlineKeyboardButton("Press", callback_data=data)]])


def labels(account: LinkedAccount) -> list[str]:
    return [button.text for row in networks.account_rows(EN, account) for button in row]


# The words.


def test_an_account_says_whether_it_works_and_when_it_last_posted() -> None:
    assert account_face.in_words(EN, a_linked(), "Asia/Tokyo") == (
        "Bluesky @hana.bsky.social\nworking · only what you choose · last on Mon 23 Nov"
    )


def test_a_lost_sign_in_says_so_and_how_many_wait() -> None:
    account = a_linked(state=AccountState.SIGNED_OUT, waiting=2, last_post_at=None, by_itself=True)

    assert account_face.in_words(EN, account, "UTC").endswith(
        "wants you to sign in again · answers go there by themselves"
        " · nothing shared yet · 2 answers are waiting"
    )
    assert labels(account) == ["✓ By itself", "Sign in", "Unlink", "◀"]


def test_where_there_is_one_form_only_nothing_is_asked() -> None:
    account = a_linked(forms=(LongForm.SHORTENED,))

    assert labels(account) == ["By itself", "Unlink", "◀"]
    assert long_face.said(EN, account) == ""


def test_where_there_are_no_threads_nothing_is_numbered() -> None:
    account = a_linked(forms=(LongForm.CARD, LongForm.SHORTENED))

    assert labels(account)[1:3] == ["Picture of the words", "✓ Shortened"]
    assert "Number the parts (2/3)" not in labels(account)


def test_the_page_cannot_be_unlinked() -> None:
    assert labels(a_linked(network="page", is_page=True)) == ["By itself", "◀"]
    assert account_name(EN, "page", "hana") == "Your page @hana"


def test_every_reason_has_words_without_jargon() -> None:
    assert set(CANNOT) == set(Why)
    assert set(NOT_CONFIRMED) == set(NotConfirmed)
    for sentence in (*CANNOT.values(), *NOT_CONFIRMED.values()):
        assert not {"token", "oauth", "error", "failed"} & set(sentence.lower().split())


def test_a_new_link_says_that_nothing_goes_by_itself_and_what_goes_now() -> None:
    linked = Linked(
        account_id=5,
        network="bluesky",
        title="Bluesky",
        server="",
        handle="@hana.bsky.social",
        revived=True,
        waiting=2,
    )

    said = in_words(EN, linked)

    assert said.startswith("Bluesky @hana.bsky.social is connected. Nothing goes there by itself")
    assert said.endswith("2 answers that waited for it go out now.")


@pytest.mark.parametrize(
    ("network", "revoked", "expected"),
    [
        ("mastodon", True, "My key to it has been given back and is erased here."),
        ("mastodon", False, "My key to it is erased here, but Mastodon did not answer."),
        ("bluesky", True, "If you made an app password for it"),
        ("telegram", False, "You can now remove me from your channel's administrators."),
    ],
)
def test_the_end_says_what_was_given_back(network: str, revoked: bool, expected: str) -> None:
    gone = LetGo(network=network, title="", handle="@hana", revoked=revoked, cancelled=1)

    said = let_go_in_words(EN, gone)

    assert expected in said
    assert said.endswith("1 answer that was waiting for it stays in your diary.")


# In the chat.


@pytest.fixture
def mastodon(house: House) -> FakeNetwork:
    """A Mastodon in memory, in the place of the real one."""
    return a_mastodon(house)


async def test_who_has_linked_nothing_hears_that_nothing_has_to_be(house: House) -> None:
    aki = await house.person()
    await aki.says("/start")

    await aki.says("/networks")

    assert aki.last.text.startswith("Nothing is connected yet, and nothing has to be.")
    assert aki.last.labels == [
        "Connect Mastodon",
        "Connect Bluesky",
        "Connect Misskey",
        "Connect your Telegram channel",
        "Connect Discord",
        "Connect your own software",
        "Connect your Telegram group",
        "Share buttons",
    ]


async def test_by_itself_is_a_switch_in_the_accounts_own_view(house: House) -> None:
    aki, account_id = await with_account(house)
    await aki.says("/networks")
    await aki.presses("Mastodon @hana")

    await aki.presses("By itself")
    assert "✓ By itself" in aki.last.labels
    assert (await stored(house, account_id)).by_itself

    await aki.presses("✓ By itself")
    assert not (await stored(house, account_id)).by_itself


async def test_what_becomes_of_long_answers_is_chosen_there(
    house: House, mastodon: FakeNetwork
) -> None:
    mastodon.threads = True
    aki, account_id = await with_account(house)
    await aki.says("/networks")
    await aki.presses("Mastodon @hana")
    assert aki.last.text.endswith("What is too long there becomes several posts.")
    assert aki.last.labels[1:5] == [
        "✓ Several posts",
        "Picture of the words",
        "Shortened",
        "Number the parts (2/3)",
    ]

    await aki.presses("Picture of the words")
    await aki.presses("Number the parts")

    assert "a picture of all the words" in aki.last.text
    assert {"✓ Picture of the words", "✓ Number the parts (2/3)"} <= set(aki.last.labels)
    account = await stored(house, account_id)
    assert (account.long_form, account.numbers_parts) == ("card", True)

    await aki.presses("✓ Number the parts")
    assert not (await stored(house, account_id)).numbers_parts


@pytest.mark.parametrize("what", ["", "verse", "thread:x", "itself"])
async def test_a_form_that_is_none_changes_nothing(house_on_sqlite: House, what: str) -> None:
    aki, account_id = await with_account(house_on_sqlite, long_form="card")
    data = f"networks:long:{account_id}:{what}"
    await house_on_sqlite.ptb.bot.send_message(aki.id, "Forged", reply_markup=a_button(data))

    await aki.presses("Press")

    kept = "card" if what != "thread:x" else "thread"
    assert (await stored(house_on_sqlite, account_id)).long_form == kept


async def test_by_itself_waits_for_a_first_share_by_hand(house: House) -> None:
    aki, account_id = await with_account(house, shown_first_at=None)
    await aki.says("/networks")
    await aki.presses("Mastodon @hana")

    pressed = await aki.presses("By itself")

    assert "Share one answer there by hand first" in str(pressed)
    assert not (await stored(house, account_id)).by_itself


async def test_somebody_elses_account_is_not_there(house: House) -> None:
    _, account_id = await with_account(house)
    ken = await house.person("Ken")
    await ken.says("/start")
    for verb in ("account", "unlink", "gone", "again", "itself", "drop", "long"):
        data = f"networks:{verb}:{account_id}:on"
        await house.ptb.bot.send_message(ken.id, "Forged", reply_markup=a_button(data))

        await ken.presses("Press")

        assert "Mastodon" not in ken.last.text, verb
    account = await stored(house, account_id)
    assert (account.state, account.by_itself) == (AccountState.WORKING, False)


async def test_who_only_keeps_a_diary_hears_one_kind_sentence(house: House) -> None:
    aki = await house.person()
    await aki.says("/start")
    async with house.ground.database.writing() as session:
        person = await session.get(tables.Person, aki.id)
        person.diary_only = True
        session.add(person)

    for command in ("/networks", "/link", "/link mastodon"):
        await aki.says(command)
        assert aki.last.text.startswith("Your Hibi is a diary for you alone"), command


async def test_an_old_post_is_dated_in_the_persons_zone(house: House) -> None:
    aki, _ = await with_account(house, last_post_at=NOW - timedelta(days=3))

    await aki.says("/networks")

    assert "last on Fri 20 Nov" in aki.last.text
