"""Each reason that a network may give has words, and the card says them."""

import ast
from pathlib import Path

import pytest

from bot.chat.card_face import in_words, rows
from bot.chat.refusal_words import NOTHING_HELPS, REFUSALS
from bot.locales import speak
from bot.networks import meta, misskey_api
from bot.services.sharing import TargetState
from tests.chat.test_card_face import a_target, a_view

NETWORKS = Path(__file__).parents[2] / "bot" / "networks"
SAY_NOTHING_MORE = {"rejected", "no_public_id"}
"""A network that gave no reason, and what only a fault of ours could bring about."""
NO_POSTS = {"cannot_revoke", "token_stays", "nothing_to_hear"}
"""What is said of unlinking, and of looking for likes and replies; no card shows it."""


def refused() -> set[str]:
    """Every rule that stands in a `Refused(…)` of a network, and in the tables behind one."""
    named = set(misskey_api.REFUSED.values()) | set(meta.REFUSALS.values())
    for path in NETWORKS.glob("*.py"):
        for node in ast.walk(ast.parse(path.read_text("utf-8"))):
            if isinstance(node, ast.Call) and getattr(node.func, "id", "") == "Refused":
                named |= {
                    one.value
                    for argument in node.args
                    for one in ast.walk(argument)
                    if isinstance(one, ast.Constant) and isinstance(one.value, str)
                }
    return named


def test_each_reason_has_words() -> None:
    known = refused()

    assert len(known) > 20
    assert known - SAY_NOTHING_MORE - NO_POSTS - REFUSALS.keys() == set()


@pytest.mark.parametrize("language", ["en", "ja"])
@pytest.mark.parametrize("rule", REFUSALS)
def test_the_card_says_why(rule: str, language: str) -> None:
    words = speak(language)
    view = a_view(a_target(TargetState.REFUSED, rule=rule))

    text = in_words(words, view).text

    assert words(REFUSALS[rule], network="Mastodon") in text
    assert "{" not in text


def test_where_nothing_helps_no_button_says_so() -> None:
    def helps(rule: str) -> list[str]:
        view = a_view(a_target(TargetState.SHARED, rule=rule))
        return [one.text for row in rows(speak("en"), view) for one in row if "Try" in one.text]

    assert helps("drive_full") == ["Try again · Mastodon"]
    assert [helps(rule) for rule in NOTHING_HELPS] == [[]] * len(NOTHING_HELPS)


def test_without_a_reason_nothing_is_made_up() -> None:
    view = a_view(a_target(TargetState.REFUSED, rule="rejected"))

    assert in_words(speak("en"), view).text.endswith("\nMastodon did not take it.")
