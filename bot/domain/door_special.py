"""What speaks of health, belief, politics, sex life, unions or crime."""

import re
from collections.abc import Iterator

import regex

from bot.domain.door_kinds import Detail, Kind
from bot.domain.door_special_words import ENGLISH, ENGLISH_BESIDE, JAPANESE, JAPANESE_BESIDE

TERMS = tuple((kind, term) for kind, words in JAPANESE.items() for term in words.split())
BESIDE = tuple((kind, term, regex.compile(pattern)) for kind, term, pattern in JAPANESE_BESIDE)
# One look instead of one for each term: most texts hold none.
TERM_AT_ALL = re.compile("|".join(re.escape(row[1]) for row in (*TERMS, *BESIDE)))
WORD = regex.compile(r"[\p{Latin}']+")
PHRASES = {
    tuple(WORD.findall(phrase)): kind
    for kind, phrases in ENGLISH.items()
    for phrase in phrases.split(",")
}
LONGEST_PHRASE = max(map(len, PHRASES))
BEGINNINGS = frozenset(phrase[0] for phrase in PHRASES)
BESIDE_ENGLISH = tuple(
    (kind, words.split(), regex.compile(rf"(?<![\w'])(?:{pattern})(?![\w'])", regex.IGNORECASE))
    for kind, words, pattern in ENGLISH_BESIDE
)


def special_details(text: str) -> Iterator[Detail]:
    """By their words in the tables; one word may come more than once."""
    if TERM_AT_ALL.search(text):
        yield from _in_japanese(text)
    if WORD.search(text):
        yield from _in_english(text.replace("’", "'"))


def _in_japanese(text: str) -> Iterator[Detail]:
    for kind, term in TERMS:
        if term in text:
            yield _detail(kind, term)
    for kind, term, pattern in BESIDE:
        if term in text and pattern.search(text):
            yield _detail(kind, term)


def _in_english(text: str) -> Iterator[Detail]:
    words = WORD.findall(text.casefold())
    for place, word in enumerate(words):
        if word in BEGINNINGS:
            yield from _phrases(words[place : place + LONGEST_PHRASE])
    said = set(words)
    for kind, needed, pattern in BESIDE_ENGLISH:
        seen = next((word for word in needed if word in said), None)
        if seen is not None and pattern.search(text):
            yield _detail(kind, seen)


def _phrases(words: list[str]) -> Iterator[Detail]:
    for length in range(1, len(words) + 1):
        kind = PHRASES.get(tuple(words[:length]))
        if kind is not None:
            yield _detail(kind, " ".join(words[:length]))


def _detail(kind: Kind, term: str) -> Detail:
    """Masked: the warning names the matter, not the illness."""
    return Detail(kind, f"{term[0]}…", f"{kind}:{term}")
