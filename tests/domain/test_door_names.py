"""Who is named in an answer about people, told from those who are only spoken of."""

import tomllib
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

import bot
from bot.domain.door import Kind, details, normals_of
from bot.domain.door_surnames import SURNAMES
from tests.domain import door_english, door_japanese
from tests.domain.door_reading import LONG, LONGEST_SECONDS, hostile, seconds

QUESTIONS = Path(bot.__file__).parent / "questions"


def named(text: str) -> list[str]:
    """The normal forms of the names in it, without their kind."""
    found = [each.normal for each in details(text, named=True) if each.kind is Kind.NAME]
    return [normal.removeprefix("name:") for normal in found]


# Measured.


@pytest.mark.parametrize(
    ("sentences", "missed"),
    [(door_japanese.NAMING, 2), (door_english.NAMING, 1)],
    ids=["Japanese", "English"],
)
def test_nearly_every_name_is_noticed(sentences: str, missed: int) -> None:
    said = sentences.strip().splitlines()

    silent = [sentence for sentence in said if not named(sentence)]

    assert len(said) >= 89
    assert len(silent) <= missed, silent


@pytest.mark.parametrize(
    "sentences", [door_japanese.ORDINARY, door_english.ORDINARY], ids=["Japanese", "English"]
)
def test_no_ordinary_sentence_is_stopped(sentences: str) -> None:
    said = sentences.strip().splitlines()

    assert len(said) >= 145
    assert {sentence: named(sentence) for sentence in said if named(sentence)} == {}


def test_no_question_that_ships_names_anybody() -> None:
    """Fifteen hundred everyday lines in both languages that nobody wrote for this test."""
    asked = [
        one
        for path in QUESTIONS.glob("*.toml")
        for one in tomllib.loads(path.read_text("utf-8"))["question"]
    ]
    said = [one[code][key] for one in asked for code in ("en", "ja") for key in ("ask", "example")]

    assert len(said) > 1500
    assert {line: named(line) for line in said if named(line)} == {}


# What a name is.


@pytest.mark.parametrize(
    ("text", "normals"),
    [
        ("田中太郎さんと", ["田中太郎"]),
        ("佐藤さん、佐藤くん、佐藤先生", ["佐藤"]),
        ("サトウさんとさとうさん", ["さとう"]),
        ("Mr. Smith and Mrs Smith and the Smiths", ["smith"]),
        ("Anna Kowalski. ANNA KOWALSKI! Anna Kowalski’s dog", ["anna kowalski"]),
        ("José García y Jose Garcia", ["jose garcia"]),
        ("Mr. John F. Smith", ["john smith"]),
        ("Satō-san, Satou-san, Satoh-san, sato san", ["sato", "satou", "satoh"]),
        ("髙橋さん", ["髙橋"]),
        ("アンナ・コワルスキと", ["あんな・こわるすき"]),
    ],
)
def test_a_name_is_known_without_what_stands_around_it(text: str, normals: list[str]) -> None:
    assert sorted(named(text)) == sorted(normals)


@pytest.mark.parametrize(
    ("text", "shown"),
    [("田中太郎さんと", "田…"), ("With Anna Kowalski", "A. K."), ("Mrs Tanaka", "T.")],
)
def test_what_is_shown_is_masked(text: str, shown: str) -> None:
    assert [each.shown for each in details(text, named=True)] == [shown]


def test_names_are_looked_for_only_where_people_are_asked_about() -> None:
    assert details("田中太郎さんと Anna Kowalski") == ()


@pytest.mark.parametrize(
    "text",
    [
        "村上春樹の小説", "小林一郎の映画を見た", "A novel by Anna Kowalski", "Read Anna Kowalski",
        "Anna's Garden", "San Diego County", "Queen Elizabeth Way", "Anna Kowalski Street",
    ],
)  # fmt: skip
def test_a_work_and_a_place_are_nobody(text: str) -> None:
    assert named(text) == []


def test_the_table_of_surnames_is_whole() -> None:
    entries = [entry.split() for entry in SURNAMES.split(",")]

    assert len(entries) >= 200
    assert {len(entry) for entry in entries} == {3}
    assert len({entry[0] for entry in entries}) == len(entries)


@pytest.mark.parametrize("honorific", ["さん", "くん", "君", "ちゃん", "さま", "様", "氏", "先生"])
def test_every_surname_of_the_table_is_noticed(honorific: str) -> None:
    for entry in SURNAMES.split(","):
        for kanji in entry.split()[0].split("/"):
            assert named(f"きのう、{kanji}{honorific}と歩いた") == [kanji]


# One's own.


@pytest.mark.parametrize(
    ("spellings", "text"),
    [
        (("田中花子",), "田中さん、と呼ばれた。田中花子です"),
        (("田中 花子",), "田中花子です。花子と申します"),
        (("田中花子", "たなかはなこ"), "たなかさん、タナカさん"),
        (("", "", "Hana Tanaka"), "Hana Tanaka, Tanaka Hana, Mrs Tanaka, tanaka-san"),
        (("Anna Maria Kowalski",), "Anna Kowalski and Ms Kowalski"),
    ],
)
def test_the_own_name_is_known_in_whole_and_in_part(spellings: tuple[str, ...], text: str) -> None:
    found = details(text, named=True)

    assert found
    assert details(text, named=True, known=normals_of(*spellings)) == ()


def test_the_own_name_hides_nobody_else() -> None:
    own = normals_of("田中花子", "たなかはなこ", "Hana Tanaka")

    found = details("佐藤さんと Anna Kowalski と田中一郎", named=True, known=own)

    assert len(found) == 3


@given(st.lists(st.text(max_size=80), max_size=4))
def test_any_name_of_ones_own_is_taken(spellings: list[str]) -> None:
    assert len(normals_of(*spellings)) < 1000


# Hostile.


@pytest.mark.parametrize(
    "text",
    [
        "田\u200b中\u2060さんと", "田中\u0335さ\u0336んと", "\u202e田中さん\u202c", "ﾀﾅｶさん",
        "Mr. S\u00admith",
        "A\u0334nna K\u0335owalski", "Ａｎｎａ Ｋｏｗａｌｓｋｉ", "Anna\u00a0Kowalski",
        "Anna\u3000Kowalski",
    ],
)  # fmt: skip
def test_what_is_hidden_in_a_name_hides_no_name(text: str) -> None:
    assert len(named(text)) == 1


@hostile(
    "田", "田中", "佐々木", "友人の", "友人の田中", "さん", "中さ", "アンナ・", "アンナ・ア", "ー",
    "A ", "A. ", "Anna ", "Anna van ", "Anna de la ", "O'", "Aa-", "Mr ", "Mr. A ", "my friend ",
    "My friend A ", "novel by ", "read some ", "x-san", "a\u0334", "\u0316\u0301", "さ\u200b", "Aé",
)  # fmt: skip
def test_hostile_names_take_no_time(piece: str) -> None:
    assert seconds((piece * LONG)[:LONG]) < LONGEST_SECONDS


@given(st.text(max_size=300))
def test_any_text_is_taken(text: str) -> None:
    for detail in details(text, named=True):
        assert detail.normal.startswith(f"{detail.kind}:")
        assert detail.shown
