"""Every marked sentence is spoken in both languages, and no other."""

import io
import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from string import Formatter
from typing import Any

import pytest
from babel.messages.catalog import Catalog, Message
from babel.messages.extract import extract
from babel.messages.pofile import read_po
from jinja2.ext import babel_extract

BOT = Path(__file__).parent.parent.parent / "bot"
# The ways to mark a sentence: alone, or with its plural.
KEYWORDS: dict[str, Any] = {
    "_": None,
    "mark": None,
    "gettext": None,
    "_n": (1, 2),
    "mark_plural": (1, 2),
    "ngettext": (1, 2),
    "mark_for": ((1, "c"), 2),
}
# The voice of the house has other words for these.
AVOIDED_IN_ENGLISH = re.compile(r"\b(nudges?|snippets?|tokens?|errors?|failed)\b", re.IGNORECASE)
AVOIDED_IN_JAPANESE = re.compile(
    "ナッジ|スニペット|ストリーク|トークン|エラー|失敗|頑張りましょう|マイページ"
)


@dataclass(frozen=True, slots=True)
class Sentence:
    """One marked sentence: what it is about where that matters, and its English forms."""

    context: str | None
    forms: tuple[str, ...]


def _marked() -> dict[Sentence, str]:
    """Every marked sentence and where it stands."""
    return {
        sentence: f"{path.relative_to(BOT.parent)}:{line}"
        for path in sorted(BOT.rglob("*"))
        if path.suffix in {".py", ".html", ".xml", ".txt"} and path.is_file()
        for line, sentence in _marked_in(path)
    }


def _marked_in(path: Path) -> Iterator[tuple[int, Sentence]]:
    method: Any = "python" if path.suffix == ".py" else babel_extract
    source = io.BytesIO(path.read_bytes())
    for line, message, _comments, context in extract(method, source, keywords=KEYWORDS):
        yield line, Sentence(context, _forms(message))


def _catalogue() -> Catalog:
    path = BOT / "locales" / "ja" / "LC_MESSAGES" / "bot.po"
    return read_po(io.BytesIO(path.read_bytes()), locale="ja", abort_invalid=True)


def _translated() -> dict[Sentence, Message]:
    return {
        Sentence(message.context, _forms(message.id)): message
        for message in _catalogue()
        if message.id
    }


def _forms(text: Any) -> tuple[str, ...]:
    return (text,) if isinstance(text, str) else tuple(text)


def _placeholders(text: str) -> set[str]:
    return {name for _, name, _, _ in Formatter().parse(text) if name is not None}


def test_every_marked_sentence_is_translated() -> None:
    translated = _translated()
    silent = {
        sentence: place
        for sentence, place in _marked().items()
        if sentence not in translated
        or not all(_forms(translated[sentence].string))
        or translated[sentence].fuzzy
    }

    assert silent == {}


def test_no_translation_is_unused() -> None:
    assert set(_translated()) - set(_marked()) == set()
    assert dict(_catalogue().obsolete) == {}


def test_both_languages_fill_in_the_same() -> None:
    different = {
        sentence: message.string
        for sentence, message in _translated().items()
        for form in _forms(message.string)
        if _placeholders(form) != _placeholders(sentence.forms[-1])
    }

    assert different == {}


@pytest.mark.parametrize("number", [0, 1])
def test_plural_forms_fill_in_no_more_than_the_plural(number: int) -> None:
    counting = [sentence.forms for sentence in _marked() if len(sentence.forms) == 2]
    more = [
        forms for forms in counting if not _placeholders(forms[number]) <= _placeholders(forms[1])
    ]

    assert more == []


def test_the_voice_keeps_to_its_words() -> None:
    english = [form for sentence in _marked() for form in sentence.forms]
    japanese = [form for message in _translated().values() for form in _forms(message.string)]

    assert [form for form in english if AVOIDED_IN_ENGLISH.search(form)] == []
    assert [form for form in japanese if AVOIDED_IN_JAPANESE.search(form)] == []
