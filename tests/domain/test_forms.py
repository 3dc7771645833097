"""The forms of a long answer: which there are, which holds, and how a copy tells its own."""

import pytest

from bot.domain.compose import Limits, Unit, length
from bot.domain.forms import LongForm, are_numbered, form_in, forms_for, opening

THREAD, CARD, SHORTENED = LongForm
FEW = Limits(characters=300)
LINK = "https://hibi.example/@mika/9f3c"


@pytest.mark.parametrize(
    ("limits", "threads", "needs_picture", "expected"),
    [
        (FEW, True, False, (THREAD, CARD, SHORTENED)),
        (FEW, False, False, (CARD, SHORTENED)),
        # What is too long for these has no room on a card either.
        (Limits(characters=1_800), False, False, (SHORTENED,)),
        (Limits(characters=3_000), True, False, (THREAD, SHORTENED)),
        (Limits(characters=300, pictures=0), True, False, (THREAD, SHORTENED)),
        # There is a card anyway.
        (FEW, False, True, (SHORTENED,)),
    ],
)
def test_what_there_is_to_choose(
    limits: Limits, threads: bool, needs_picture: bool, expected: tuple[LongForm, ...]
) -> None:
    assert forms_for(limits, threads=threads, needs_picture=needs_picture) == expected


@pytest.mark.parametrize(
    ("stored", "forms", "expected"),
    [
        (None, (THREAD, CARD, SHORTENED), THREAD),
        (None, (CARD, SHORTENED), SHORTENED),
        ("card", (CARD, SHORTENED), CARD),
        # Its server takes longer posts by now, or a later version stored it.
        ("card", (THREAD, SHORTENED), THREAD),
        ("thread", (CARD, SHORTENED), SHORTENED),
        ("verse", (THREAD, SHORTENED), THREAD),
    ],
)
def test_which_form_holds(
    stored: str | None, forms: tuple[LongForm, ...], expected: LongForm
) -> None:
    assert form_in(stored, forms) is expected


@pytest.mark.parametrize(
    "limits",
    [
        Limits(characters=280, unit=Unit.WEIGHTED, url_length=23),
        Limits(characters=500, url_length=23),
        Limits(characters=4_096, with_picture=60),
    ],
)
def test_beside_a_card_stands_the_beginning(limits: Limits) -> None:
    text = "公園まで散歩に行きました。" + "帰りにパンを二つ買いました。" * 30

    said = opening(text, limits, permalink=LINK)

    assert said.startswith("公園まで散歩に行きました。")
    assert said.endswith(f" (…)\n{LINK}")
    assert length(said, limits) <= min(120, limits.with_picture or 120)


@pytest.mark.parametrize(
    ("texts", "expected"),
    [
        (["a 1/2", "b 2/2"], True),
        ([f"a {n}/12" for n in range(1, 13)], True),
        (["a", "b"], False),
        (["a 1/2"], False),
        (["a 1/3", "b 2/3"], False),
        (["a 2/2", "b 1/2"], False),
        (["a １/２", "b ２/２"], False),
        (["see 1/2", "b"], False),
    ],
)
def test_numbers_are_seen_in_the_words(texts: list[str], expected: bool) -> None:
    assert are_numbered(texts) is expected
