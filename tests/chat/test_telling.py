"""What is said unasked: a sentence, the buttons that help, and in whose language."""

from datetime import date, timedelta
from typing import Any

import pytest

from bot.chat.telling import TROUBLES, in_words
from bot.db.tables import Alarm, Person
from bot.domain.door import SPECIAL
from bot.locales import speak
from bot.services import notices
from tests.builders import an_account
from tests.chat.acting import keep, rows, started
from tests.chat.house import House
from tests.fakes import NOW

WHO: dict[str, Any] = {"person_id": 7}
ACCOUNT = WHO | {"account_id": 5, "network": "mastodon", "handle": "@hana@mastodon.example"}
SNIPPET = WHO | {"snippet_id": 3}
ALL: list[notices.Notice] = [
    notices.SignedOut(**ACCOUNT, waiting=2),
    notices.SignInEnds(**ACCOUNT, on=date(2026, 12, 4)),
    notices.NetworkOutdated(**WHO, network="linkedin"),
    notices.WasItPosted(
        **SNIPPET, delivery_id=9, network="mastodon", handle="@hana", excerpt="お茶"
    ),
    notices.OfferByItself(**ACCOUNT),
    notices.AskSearch(**WHO),
    *(notices.AskedEnough(**WHO, kind=kind) for kind in sorted(SPECIAL)),
    notices.Unlinked(**WHO, network="telegram", handle="はなの部屋"),
    notices.ConfirmLink(**WHO, request_id=4, network="mastodon", handle="@hana"),
    *(notices.MediaTrouble(**SNIPPET, rule=rule) for rule in [*TROUBLES, "broken"]),
    notices.DescribePhoto(**SNIPPET),
    notices.Milestone(**WHO, days=30, first_words="お茶"),
    notices.WelcomeBack(**WHO, total=212),
    notices.PausedBecauseLong(**WHO, since=NOW.date()),
]


def labels(notice: notices.Notice, language: str = "en") -> list[str]:
    _, found = in_words(speak(language), notice)
    return [button.text for row in found for button in row]


@pytest.mark.parametrize("notice", ALL, ids=lambda notice: type(notice).__name__)
def test_everything_is_said_in_both_languages(notice: notices.Notice) -> None:
    english, _ = in_words(speak("en"), notice)
    japanese, _ = in_words(speak("ja"), notice)

    assert english != japanese
    assert "{" not in english + japanese
    assert all(len(button) <= 30 for button in labels(notice) + labels(notice, "ja"))


def test_a_lost_sign_in_says_what_waits_and_offers_three_ways() -> None:
    text, _ = in_words(speak("en"), notices.SignedOut(**ACCOUNT, waiting=2))

    assert text == (
        "Mastodon wants you to sign in again.\n2 answers are waiting here and go out once you have."
    )
    assert labels(notices.SignedOut(**ACCOUNT, waiting=2)) == [
        "Sign in",
        "Don't send what waits",
        "Unlink",
    ]
    assert labels(notices.SignedOut(**ACCOUNT, waiting=0)) == ["Sign in", "Unlink"]


def test_the_end_of_a_sign_in_names_its_day_and_offers_one_button() -> None:
    notice = notices.SignInEnds(**ACCOUNT, on=date(2026, 12, 4))
    text, found = in_words(speak("en"), notice)

    assert text == (
        "Mastodon lets me post for you until Fri 4 Dec. "
        "Sign in again before then, and nothing has to wait."
    )
    ((one,),) = found
    assert (one.text, one.callback_data) == ("Sign in", "networks:again:5")


def test_a_milestone_quotes_its_first_day_if_there_are_words() -> None:
    text, _ = in_words(speak("en"), notices.Milestone(**WHO, days=30, first_words="Tea"))
    bare, _ = in_words(speak("en"), notices.Milestone(**WHO, days=30, first_words=""))

    assert text == "30 days in a row.\nOn the first one you wrote “Tea”. It adds up nicely."
    assert bare == "30 days in a row."


def test_every_trouble_with_a_file_has_its_own_sentence() -> None:
    assert len(set(TROUBLES.values())) == len(TROUBLES)
    assert "too large" in TROUBLES


async def test_a_notice_comes_silently_and_in_the_persons_language(house_on_sqlite: House) -> None:
    hana = await started(house_on_sqlite, language_code="ja")

    await house_on_sqlite.ground.messenger.tell(notices.WelcomeBack(person_id=hana.id, total=5))
    await hana.looks()

    assert hana.last.text.startswith("おかえりなさい。")
    assert hana.last.raw["silent"] is True


async def test_who_has_blocked_the_bot_is_told_nothing(house_on_sqlite: House) -> None:
    house = house_on_sqlite
    aki = await started(house)
    (person,) = await rows(house, Person)
    person.blocked_at = NOW
    await keep(house, person)
    before = len(await house.calls("sendMessage"))

    await house.ground.messenger.tell(notices.WelcomeBack(person_id=aki.id, total=5))
    await house.ground.messenger.tell(notices.WelcomeBack(person_id=404, total=5))

    assert len(await house.calls("sendMessage")) == before


async def test_the_hour_tells_of_a_sign_in_that_ends_and_its_button_links_again(
    house_on_sqlite: House,
) -> None:
    house = house_on_sqlite
    aki = await started(house)
    ends_at = house.clock.now + timedelta(days=6)
    account = an_account(person_id=aki.id, id=5, sign_in_ends_at=ends_at)
    await keep(house, account)

    await house.app.hourly()
    await house.app.hourly()
    await aki.looks()

    assert aki.last.text.startswith("Mastodon lets me post for you until ")
    assert aki.last.labels == ["Sign in"]
    assert aki.last.raw["silent"] is True
    assert len([one for one in await sent(house) if "post for you" in one]) == 1


async def test_the_sweep_tells_the_owner_what_only_an_update_mends(
    house_on_sqlite: House,
) -> None:
    house = house_on_sqlite
    aki = await started(house)
    (person,) = await rows(house, Person)
    person.is_owner = True
    await keep(
        house, person, Alarm(network="linkedin", rule="version_retired", raised_at=house.clock.now)
    )

    await house.app.sweep()
    await house.app.sweep()
    await aki.looks()

    assert aki.last.text.startswith("LinkedIn no longer takes posts from this version of Hibi.")
    assert len([one for one in await sent(house) if "this version of Hibi" in one]) == 1
    assert len(await rows(house, Alarm)) == 1


async def sent(house: House) -> list[str]:
    """Every text that was sent so far."""
    return [call["parameters"].get("text", "") for call in await house.calls("sendMessage")]
