"""X's own count, against the program that X gives to whoever counts for it."""

import time

import pytest

from bot.domain.compose import fit
from bot.domain.threads import parts_of
from bot.domain.weights import weighted
from bot.networks.x_words import LIMITS, uncalled
from tests.domain.twitter_text import judged, some_texts

NAMES = [
    *("東京@ken ", "@hana.com ", "見て@a.b.co ", "(@tea.jp) ", "ken@example.com ", "＠mei ", "x "),
    *("example.com ", "https://example.com/@mei ", "@example.com/path ", "。", "\n", "今日は"),
]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("", 0),
        ("tea", 3),
        ("お茶", 4),
        ("か\u3099", 2),
        ("👩‍👩‍👧‍👦🇯🇵👍🏽1️⃣", 8),
        ("©", 1),
        ("see example.com", 27),
        ("日本語example.jp", 29),
        ("https://example.com/" + "a" * 200, 23),
        ("https://localhost/" + "a" * 50, 68),
        ("hana@example.com", 16),
        ("node.js", 7),
    ],
)
def test_what_weighs_how_much(text: str, expected: int) -> None:
    assert weighted(text, 23) == expected


def test_the_count_is_that_of_twitter_text() -> None:
    texts = some_texts(1, 8_000, 14)

    ours = [(text, weighted(text, 23)) for text in texts]

    assert ours == [(text, one.length) for text, one in zip(texts, judged(texts), strict=True)]


def test_every_part_of_a_thread_is_one_that_x_takes() -> None:
    texts = some_texts(2, 300, 150)

    parts = [
        uncalled(part)
        for numbered in (False, True)
        for text in texts
        for part in parts_of(text, LIMITS, numbered=numbered, most=1000)
        if part
    ]

    refused = [part for part, one in zip(parts, judged(parts), strict=True) if not one.valid]
    assert len(parts) > 2 * len(texts)
    assert refused == []


def test_what_is_shortened_is_one_that_x_takes() -> None:
    texts = [text for text in some_texts(3, 500, 120) if text.strip()]
    link = "https://hibi.com/@mika/9f3c"

    short = [uncalled(fit(text, LIMITS, permalink=link)) for text in texts]

    refused = [text for text, one in zip(short, judged(short), strict=True) if not one.valid]
    assert refused == []


def test_no_name_becomes_a_link_and_no_link_is_lost() -> None:
    texts = some_texts(4, 2_000, 8, NAMES)

    before = judged(texts)
    after = judged([uncalled(text) for text in texts])

    counts = [(text, len(one.links)) for text, one in zip(texts, before, strict=True)]
    assert [(text, len(one.links)) for text, one in zip(texts, after, strict=True)] == counts


@pytest.mark.parametrize(
    "piece", ["a-", "a_a.", "a.", "あ。", ".com", "a.com_", "(", "a.com/(", "-."]
)
def test_no_text_takes_long(piece: str) -> None:
    text = piece * (4096 // len(piece)) + "!x.co"
    begun = time.process_time()

    weighted(text, 23)

    # A regular expression that goes astray takes minutes; the machine's other work counts not.
    assert time.process_time() - begun < 5
