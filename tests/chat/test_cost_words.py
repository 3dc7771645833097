"""What posts to X cost is said where a person decides."""

from datetime import date
from typing import Any

import pytest

from bot.chat import cost_words, first_look
from bot.chat.card_face import in_words, rows
from bot.locales import speak
from bot.services.sharing import AllowanceSpent, FirstTime, TargetState
from tests.builders import an_account
from tests.chat.acting import keep, kept, plug, toast
from tests.chat.house import House
from tests.chat.test_card_face import a_target, a_view

EN, JA = speak("en"), speak("ja")
LINK = "Tea at https://example.com"
COSTS = "On X, a post with a link costs whoever runs this Hibi $0.20 instead of $0.015."


def a_first_time(**given: Any) -> FirstTime:
    plain: dict[str, Any] = {
        "snippet_id": 3,
        "account_id": 5,
        "network": "x",
        "title": "X",
        "handle": "@hana",
        "name": "",
        "address": "",
        "preview": "Tea",
        "pictures": 0,
        "words": LINK,
    }
    return FirstTime(**plain | given)


@pytest.mark.parametrize(
    ("first", "told"),
    [
        (a_first_time(), True),
        (a_first_time(words="Tea"), False),
        (a_first_time(network="mastodon"), False),
    ],
)
def test_the_first_look_tells_of_the_price_of_a_link(first: FirstTime, told: bool) -> None:
    line, _ = first_look.face(EN, first, at_home=False)

    assert (COSTS in line.text) == told


@pytest.mark.parametrize(
    ("text", "by_hand", "told"), [("Tea", LINK, True), (LINK, "Tea", False), (LINK, None, True)]
)
def test_the_card_tells_of_the_words_that_will_stand_there(
    text: str, by_hand: str | None, told: bool
) -> None:
    target = a_target(TargetState.WAITING, network="x")
    own = {target.account_id: by_hand} if by_hand else {}

    said = in_words(EN, a_view(target, text=text, own_words=own)).text

    assert (COSTS in said) == told


@pytest.mark.parametrize(
    ("state", "told"),
    [
        (TargetState.OFF, True),
        (TargetState.WAITING, True),
        (TargetState.HELD, True),
        (TargetState.SHARED, False),
        (TargetState.SENDING, False),
    ],
)
def test_the_card_tells_it_while_there_is_a_choice(state: TargetState, told: bool) -> None:
    x = a_target(state, network="x")

    assert (COSTS in in_words(EN, a_view(x, text=LINK)).text) == told
    assert COSTS not in in_words(EN, a_view(x, text="Tea")).text
    assert COSTS not in in_words(EN, a_view(a_target(state), text=LINK)).text


def test_two_accounts_there_make_one_sentence() -> None:
    both = a_view(a_target(network="x"), a_target(network="x", account_id=6), text=LINK)

    assert in_words(EN, both).text.count(COSTS) == 1


def test_what_the_allowance_stopped_may_be_tried_again() -> None:
    view = a_view(a_target(TargetState.REFUSED, network="x", rule="allowance"))

    assert "That month's posts to X were used up." in in_words(EN, view).text
    assert "Try again · X" in [button.text for row in rows(EN, view) for button in row]


def test_the_day_is_said_in_both_languages() -> None:
    spent = AllowanceSpent(network="x", back_on=date(2026, 12, 1))

    assert "this month's posts to X" in cost_words.used_up(EN, spent)
    assert EN.day(date(2026, 12, 1)) in cost_words.used_up(EN, spent)
    assert cost_words.used_up(JA, spent).startswith("X へ投稿できる今月の件数を使いきりました。")


async def test_a_tap_after_the_last_post_says_when_there_are_more(house_on_sqlite: House) -> None:
    house = house_on_sqlite
    await house.restarts(x_posts_a_month=1)
    plug(house, name="x", title="X")
    aki = await kept(house)
    await keep(house, an_account("x", aki.id, server="", id=50))
    await aki.says("One more cup of tea")
    await aki.presses("○ X")
    await house.passes(seconds=60)

    await aki.says("And another one")
    told = await toast(aki, "○ X")

    assert told == "All of this month's posts to X are used up. More from Tue 1 Dec on."
    assert "Only you can see it" in aki.last.text
