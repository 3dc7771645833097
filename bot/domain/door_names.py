"""Who is named: a surname with its honorific, or a full name, in both scripts.

A given name alone, initials and nicknames pass: nobody whom a stranger could find. It is grammar
and small tables: what stands in neither is missed rather than guessed.
"""

import itertools
import unicodedata
from collections.abc import Iterator

from bot.domain.door_kinds import Detail, Kind
from bot.domain.door_names_english import english_names
from bot.domain.door_names_japanese import hiragana, japanese_names

LONGEST_NAME = 60
MOST_WORDS = 4


def names(text: str) -> Iterator[Detail]:
    """Each by its normal form: without honorific, in lower case, katakana as hiragana."""
    for name in japanese_names(text):
        yield Detail(Kind.NAME, f"{name[0]}…", f"{Kind.NAME}:{name}")
    for words in english_names(text):
        shown = " ".join(f"{word[0].upper()}." for word in words)
        yield Detail(Kind.NAME, shown, f"{Kind.NAME}:{' '.join(words)}")


def normals_of(*spellings: str) -> frozenset[str]:
    """What a warning about this very person would have as its normal form, whole or in part."""
    found: set[str] = set()
    for spelling in spellings:
        plain = unicodedata.normalize("NFKC", spelling)[:LONGEST_NAME].casefold()
        words = plain.replace("・", " ").replace(",", " ").split()[:MOST_WORDS]
        for count in range(1, len(words) + 1):
            for some in itertools.permutations(words, count):
                found.add(" ".join(some))
        together = hiragana("".join(words))
        if not together.isascii():
            found |= {together[:end] for end in range(1, len(together) + 1)}
            found |= {together[start:] for start in range(len(together))}
    return frozenset(f"{Kind.NAME}:{name}" for name in found)
