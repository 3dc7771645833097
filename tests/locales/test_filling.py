"""Japanese has no space between its own letters, and one beside others."""

import pytest

from bot.locales import filled, speak

WAITING = ("{count} answer is waiting", "{count} answers are waiting")


@pytest.mark.parametrize(
    ("sentence", "network", "expected"),
    [
        ("{network} と連携する", "Mastodon", "Mastodon と連携する"),
        ("{network} と連携する", "ご自分のプログラム", "ご自分のプログラムと連携する"),
        ("いまは {network} です", "Bluesky", "いまは Bluesky です"),
        ("いまは {network} です", "日々", "いまは日々です"),
        ("{network} → {network}", "日々", "日々 → 日々"),
        ("{{{network}}}", "日々", "{日々}"),
        ("{network} と", "", " と"),
    ],
)
def test_a_space_stands_only_beside_other_letters(
    sentence: str, network: str, expected: str
) -> None:
    assert filled(sentence, {"network": network}) == expected


@pytest.mark.parametrize("said", ["雨 の 日", " 晴れ ", "a 晴れ"])
def test_what_somebody_wrote_stays_as_it_is(said: str) -> None:
    assert filled("「{text}」", {"text": said}) == f"「{said}」"


def test_numbers_and_plurals_are_filled_in_the_same_way() -> None:
    assert speak("ja").plural(WAITING, 3) == "3件をお預かり中"
