"""What a page says of itself in the chat."""

from datetime import UTC, date, datetime
from typing import Any

from bot.chat.page_lines import filled_in_words
from bot.chat.page_view import LABELS, in_words, rows, who_in_words
from bot.locales import speak
from bot.services.filling import Filled
from bot.services.pages import LINES, OwnPage, Shown

EN = speak("en")


def an_own_page(**given: Any) -> OwnPage:
    lines = dict.fromkeys((line for line in LINES if line != "name"), "")
    plain: dict[str, Any] = {
        "handle": "hana",
        "name": "Hana",
        "address": "https://hibi.example/@hana",
        "is_open": True,
        "is_suspended": False,
        "searchable": None,
        "lines": lines | given.pop("lines", {}),
    }
    return OwnPage(**plain | given)


def labels(own: OwnPage) -> list[str]:
    return [button.text for row in rows(EN, own) for button in row]


def test_an_open_page_shows_its_address_its_lines_and_what_is_newest() -> None:
    newest = Shown(
        public_id="x",
        on=date(2026, 11, 23),
        facet="day",
        question="",
        text="A cold\ncup of tea",
        language="en",
        pictures=(),
        recordings=(),
        published_at=datetime(2026, 11, 23, tzinfo=UTC),
        edited_at=None,
        copies=(),
    )
    own = an_own_page(lines={"bio": "I bake"}, searchable=True)

    assert in_words(EN, own, [newest]).split("\n") == [
        "Your page: https://hibi.example/@hana",
        "Name: Hana",
        "One line about you: I bake",
        "Newest on it:",
        "· A cold cup of tea",
        "People who search for your name may find it.",
    ]
    assert "✓ May be found in searches" in labels(own)


def test_a_page_to_come_shows_how_it_would_begin_and_offers_no_search() -> None:
    own = an_own_page(is_open=False)

    assert in_words(EN, own).split("\n")[1:] == ["https://hibi.example/@hana", "Name: Hana"]
    assert labels(own) == ["Name", "Address", "One line about you", "Who you are"]


def test_without_a_public_address_no_link_is_shown() -> None:
    own = an_own_page(address="")

    text = in_words(EN, own)

    assert text.startswith("Your page: @hana\nThis Hibi has no public address yet")
    assert not any(button.url for row in rows(EN, own) for button in row)


def test_a_hidden_page_says_so_and_leads_nowhere() -> None:
    own = an_own_page(is_suspended=True)

    assert in_words(EN, own).startswith("Your page is hidden for now")
    assert "Open the page" not in labels(own)


def test_who_you_are_names_every_line_the_empty_ones_too() -> None:
    text = who_in_words(EN, an_own_page(lines={"occupation": "I bake bread"}))

    assert "What you do: I bake bread" in text
    assert "Where you are based: —" in text
    assert set(LABELS) == set(LINES)


def test_a_line_says_whether_it_stands_there_already() -> None:
    filled = Filled(line="base", kept="Kyoto", before="")

    now = filled_in_words(EN, filled, an_own_page())
    later = filled_in_words(EN, filled, an_own_page(is_open=False))

    assert now == "Where you are based: Kyoto\nIt stands on your page now."
    assert later.endswith("It will stand on your page once you have one.")
