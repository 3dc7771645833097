"""What becomes of an answer, in plain words: a sentence each, or one line for all places."""

from typing import Any

import pytest

from bot.chat import first_look
from bot.chat.card_face import in_words, rows
from bot.domain.compose import Limits
from bot.domain.preflight import Finding, Rule
from bot.locales import speak
from bot.services.sharing import TargetState
from tests.builders import an_account
from tests.chat.acting import keep, kept, plug
from tests.chat.house import House
from tests.chat.test_card_face import a_target, a_view
from tests.chat.test_cost_words import a_first_time

EN, JA = speak("en"), speak("ja")
NETWORKS = ("mastodon", "bluesky", "x", "misskey", "threads")
SPLIT, SHORTENED = Finding(Rule.TEXT_SPLIT, count=3), Finding(Rule.TEXT_SHORTENED)
MISSING = Finding(Rule.ALT_MISSING)


def last_lines(*found: tuple[Finding, ...], **given: Any) -> list[str]:
    """What the waiting card says below the places, with these findings one place each."""
    targets = [
        a_target(TargetState.WAITING, account_id=place, network=name, title=name)
        for place, name in enumerate(NETWORKS[: len(found)], 1)
    ]
    view = a_view(*targets, findings=dict(enumerate(found, 1)), **given)
    return in_words(EN, view).text.splitlines()[2:]


@pytest.mark.parametrize(
    ("finding", "english", "japanese"),
    [
        (SPLIT, "It goes as 3 posts.", "3件の投稿になります。"),
        (
            SHORTENED,
            "It is shortened there, and ends with (…).",
            "長いので短くなり、最後に「(…)」が付きます。",
        ),
        (
            Finding(Rule.TEXT_SHORTENED, linked=True),
            "It is shortened there, and ends with (…) and a link to the whole.",
            "長いので短くなり、最後に「(…)」と全文へのリンクが付きます。",
        ),
        (
            Finding(Rule.PICTURES_DROPPED, 4, 6),
            "The first 4 of 6 photos go there.",
            "写真は6枚のうち、はじめの4枚を載せます。",
        ),
        (
            Finding(Rule.PICTURES_DROPPED, 0, 6),
            "Photos do not go there.",
            "写真は載りません。",
        ),
        (MISSING, "1 photo has no description yet.", "写真1枚に、まだ説明がありません。"),
    ],
)
def test_the_first_look_says_what_happens(finding: Finding, english: str, japanese: str) -> None:
    first = a_first_time(words="Tea", findings=(finding,))

    for words, said in ((EN, english), (JA, japanese)):
        line, _ = first_look.face(words, first, at_home=False)
        assert line.text.splitlines()[-1] == said


@pytest.mark.parametrize("rule", Rule)
def test_every_rule_has_words_in_both_languages(rule: Rule) -> None:
    first = a_first_time(words="Tea", findings=(Finding(rule),))

    said = {first_look.face(words, first, at_home=False)[0].text for words in (EN, JA)}
    without = {
        first_look.face(words, a_first_time(words="Tea"), at_home=False)[0].text
        for words in (EN, JA)
    }

    assert len(said) == 2
    assert not said & without


def test_nothing_is_said_where_nothing_happens() -> None:
    assert last_lines((), ()) == []


def test_places_with_the_same_findings_stand_together() -> None:
    assert last_lines((SPLIT,), (SHORTENED,), (SPLIT,)) == [
        "Mastodon, X: 3 posts · Bluesky: shortened"
    ]


def test_the_card_stays_short_however_many_places_there_are() -> None:
    found = [(Finding(Rule.TEXT_SPLIT, count=count),) for count in range(2, 7)]

    assert last_lines(*found) == ["Mastodon: 2 posts · Bluesky: 3 posts · X: 4 posts · …"]


def test_only_the_first_two_things_are_named() -> None:
    names = Finding(Rule.NAMES_UNCALLED)

    assert last_lines((SPLIT, Finding(Rule.PICTURES_DROPPED, 4, 6), names)) == [
        "Mastodon: 3 posts, 4 of 6 photos"
    ]


def test_a_missing_description_is_told_where_nothing_else_is() -> None:
    assert last_lines((MISSING,), (MISSING,)) == ["1 photo has no description yet."]
    assert last_lines((MISSING,), (SHORTENED, MISSING)) == ["Bluesky: shortened"]


def test_the_waiting_card_has_the_button_that_describes() -> None:
    waiting = a_target(TargetState.WAITING)
    described = [[each.text for each in row] for row in rows(EN, a_view(waiting, photos=1))]
    missing = rows(EN, a_view(waiting, photos=1, undescribed=1))

    assert ["Describe the photo"] not in described
    assert ["Describe the photo"] in [[each.text for each in row] for row in missing]


async def test_it_is_told_before_the_first_time_and_while_it_waits(
    house_on_sqlite: House,
) -> None:
    house = house_on_sqlite
    plug(house, threads=True, limits=Limits(characters=12))
    aki = await kept(house, "A cold cup of tea")
    await keep(house, an_account(person_id=aki.id, shown_first_at=None))
    await aki.presses("○ your page")
    await aki.presses("Not now")

    await aki.presses("○ Mastodon")
    look = aki.last.text
    await aki.presses("Share it")

    assert look.endswith("It goes as 4 posts.")
    assert "\nMastodon: 4 posts" in aki.last.text
