"""The card in every state: what it says, and which buttons stand under it."""

from datetime import date, timedelta
from typing import Any

import pytest

from bot.chat.card_face import in_words, rows
from bot.locales import speak
from bot.services.assisting import ShareButton
from bot.services.cards import CardView
from bot.services.sharing import Target, TargetState
from tests.fakes import NOW

EN = speak("en")
TODAY = date(2026, 11, 23)
AFTER = ["Edit", "Day", "Who sees it", "Delete"]
OWN = ["Undo", "Edit", "Day", "Delete"]
WAITING = ["Send now", "Only me", "Undo"]


def a_target(state: TargetState = TargetState.OFF, **given: Any) -> Target:
    plain: dict[str, Any] = {
        "account_id": 5,
        "network": "mastodon",
        "title": "Mastodon",
        "handle": "@hana",
        "can_edit": True,
    }
    return Target(**plain | {"state": state} | given)


def a_view(*targets: Target, **given: Any) -> CardView:
    plain: dict[str, Any] = {
        "snippet_id": 3,
        "person_id": 7,
        "language": "en",
        "on": TODAY,
        "today": TODAY,
        "text": "Tea",
        "total": 12,
        "kept": True,
        "can_put_back": False,
        "targets": targets,
        "photos": 0,
        "undescribed": 0,
        "wants_line": False,
        "forwarded": False,
        "diary_only": False,
        "first": False,
        "with_lead": None,
        "lead": "Lunch",
        "can_join_answer": False,
        "profile_line": None,
        "now": NOW,
        "card_message_id": 9,
    }
    return CardView(**plain | given)


def said(view: CardView) -> str:
    return in_words(EN, view).text


def labels(view: CardView) -> list[str]:
    return [button.text for row in rows(EN, view) for button in row]


def test_what_is_only_ones_own_says_so() -> None:
    view = a_view(a_target())

    assert said(view) == "Kept · day 12\nOnly you can see it in your diary."
    assert labels(view) == ["○ Mastodon", *OWN]


def test_another_day_is_named() -> None:
    assert said(a_view(on=TODAY - timedelta(days=1))).startswith("Kept for Sun 22 Nov · day 12")


@pytest.mark.parametrize(
    ("ahead", "wait"), [(60, "60 s"), (90, "90 s"), (300, "5 min"), (1800, "30 min")]
)
def test_what_waits_says_how_long_and_can_be_stopped(ahead: int, wait: str) -> None:
    due_at = NOW + timedelta(seconds=ahead)
    view = a_view(a_target(TargetState.WAITING, due_at=due_at))

    assert said(view) == f"Kept · day 12\nShared in {wait}: Mastodon"
    assert labels(view) == [*WAITING, "Other words for Mastodon"]


@pytest.mark.parametrize("ago", [0, 30])
def test_what_is_due_is_on_its_way(ago: int) -> None:
    due_at = NOW - timedelta(seconds=ago)
    view = a_view(a_target(TargetState.WAITING, due_at=due_at))

    assert said(view) == "Kept · day 12\nOn its way: Mastodon"


def test_what_is_held_comes_with_the_return() -> None:
    view = a_view(a_target(TargetState.HELD))

    assert said(view) == "Kept · day 12\nShared when you are back: Mastodon"
    assert labels(view) == [*WAITING, "Other words for Mastodon"]


def test_what_is_shared_links_to_each_copy() -> None:
    page = a_target(TargetState.SHARED, network="page", url="https://hibi.example/@hana/1")
    view = a_view(page, a_target(TargetState.SHARED, url="https://mastodon.example/1"))
    line = in_words(EN, view)

    assert line.text == "Kept · day 12\nShared: your page ↗ Mastodon ↗"
    assert [entity.url for entity in line.entities] == [
        "https://hibi.example/@hana/1",
        "https://mastodon.example/1",
    ]
    assert labels(view) == AFTER


def test_a_copy_without_an_address_has_no_arrow() -> None:
    assert said(a_view(a_target(TargetState.SHARED))).endswith("Shared: Mastodon")


@pytest.mark.parametrize(
    ("target", "sentence", "help_"),
    [
        (
            a_target(TargetState.REFUSED, rule="too long"),
            "Mastodon did not take it.",
            ["Try again · Mastodon"],
        ),
        (
            a_target(TargetState.REFUSED, rule="door"),
            "Before it goes to Mastodon, one check.",
            ["Check it"],
        ),
        (
            a_target(TargetState.PARKED),
            "Mastodon wants you to sign in again; this waits until then.",
            ["Sign in"],
        ),
        (
            a_target(TargetState.ASKED, delivery_id=4),
            "I could not find out whether it reached Mastodon.",
            ["It is there", "It is not · send it"],
        ),
        (
            a_target(TargetState.SHARED, rule="gone"),
            "The change has not reached Mastodon.",
            ["Try again · Mastodon"],
        ),
        (
            a_target(TargetState.SHARED, stale=True, can_edit=False),
            "Mastodon still shows the earlier words.",
            ["Delete and post again: Mastodon"],
        ),
    ],
)
def test_what_went_wrong_has_a_sentence_and_what_helps(
    target: Target, sentence: str, help_: list[str]
) -> None:
    view = a_view(target)

    assert sentence in said(view).split("\n")
    assert set(help_) <= set(labels(view))


def test_what_may_stand_somewhere_is_not_called_ones_own() -> None:
    assert "Only you" not in said(a_view(a_target(TargetState.ASKED, delivery_id=4)))
    assert "Only you" in said(a_view(a_target(TargetState.PARKED)))


def test_an_edit_that_is_on_its_way_is_no_trouble() -> None:
    assert said(a_view(a_target(TargetState.SHARED, stale=True))).count("\n") == 1


def test_what_was_taken_back_can_be_put_back_for_a_while() -> None:
    gone = a_view(kept=False, can_put_back=True)

    assert (said(gone), labels(gone)) == ("Taken back, as if it was never written.", ["Put back"])


def test_what_was_deleted_says_which_copies_still_stand() -> None:
    view = a_view(a_target(TargetState.SENDING), kept=False)

    assert said(view) == "Deleted from your diary.\n1 copy is being deleted."
    assert labels(view) == []


def test_the_lead_is_offered_only_where_posts_go() -> None:
    page = a_target(network="page")

    assert "Leave out “Lunch”" not in labels(a_view(page, with_lead=True))
    assert "Leave out “Lunch”" in labels(a_view(page, a_target(), with_lead=True))
    assert "Put “Lunch” before it" in labels(a_view(page, a_target(), with_lead=False))


def test_more_can_be_done_where_it_fits() -> None:
    view = a_view(
        photos=1, undescribed=1, can_join_answer=True, profile_line="occupation", first=True
    )

    assert labels(view)[:3] == ["Describe the photo", "Add to the answer before", "Put on my page"]
    assert "Put on my page" not in labels(a_view(profile_line="occupation", diary_only=True))
    assert "[Delete] on its card removes it" in said(view)


def test_a_long_list_of_targets_stays_within_what_telegram_takes() -> None:
    targets = [a_target(account_id=2**31 + number) for number in range(30)]

    data = [button.callback_data for row in rows(EN, a_view(*targets)) for button in row]
    assert all(isinstance(each, str) and len(each.encode()) <= 64 for each in data)


# Share buttons.


@pytest.mark.parametrize(
    ("state", "shown"),
    [
        (TargetState.OFF, True),
        (TargetState.SHARED, True),
        (TargetState.WAITING, False),
        (TargetState.HELD, False),
    ],
)
def test_share_buttons_stand_where_nothing_waits(state: TargetState, shown: bool) -> None:
    view = a_view(a_target(state), share_buttons=(ShareButton("x"), ShareButton("note", "")))

    assert ("↗ X" in labels(view)) is shown
    assert ("● note" in labels(view)) is shown


def test_what_was_posted_by_hand_is_not_only_ones_own() -> None:
    url = "https://x.com/hana/status/1"
    posted = (ShareButton("x", url, stale=True), ShareButton("line", ""), ShareButton("note"))

    assert said(a_view(share_buttons=posted)) == (
        "Kept · day 12\nPosted by you: X ↗ LINE\nX still shows the earlier words."
    )
    assert said(a_view(kept=False, share_buttons=posted)) == (
        "Deleted from your diary.\n"
        "What you posted yourself stays until you delete it there: X ↗ LINE"
    )
