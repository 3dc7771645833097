"""Links and hashtags in a text, by their places in its UTF-8 bytes."""

from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum

import regex

from bot.domain.compose import URL, utf8_length

# A tag is letters, marks, digits and `_`, with at least one letter, at the start or behind a
# space or a bracket: `#日々`, `（＃日々）`, but not `C#x`, `#1` or a keycap emoji.
TAG = regex.compile(r"(?<![^\s（(「『【、。])[#＃]((?=[\p{M}\p{N}_]*\p{L})[\p{L}\p{M}\p{N}_]+)")
# https://github.com/bluesky-social/atproto/blob/main/lexicons/app/bsky/richtext/facet.json
LONGEST_TAG = 64


class FacetKind(StrEnum):
    """What a part of a text is."""

    LINK = "link"
    TAG = "tag"


@dataclass(frozen=True, slots=True)
class Facet:
    """One part of a text that leads somewhere; `start` and `end` count UTF-8 bytes.

    `value` is the address, or the tag without its sign.
    """

    kind: FacetKind
    start: int
    end: int
    value: str


def facets_of(text: str) -> list[Facet]:
    """Every link and hashtag, in order, none inside another."""
    return sorted(_found(text), key=lambda facet: facet.start)


def _found(text: str) -> Iterator[Facet]:
    for link in URL.finditer(text):
        yield _facet(FacetKind.LINK, text, link.start(), link.end(), link[0])
    no_links = URL.sub(lambda link: " " * len(link[0]), text)
    for tag in TAG.finditer(no_links):
        if len(tag[1]) <= LONGEST_TAG:
            yield _facet(FacetKind.TAG, text, tag.start(), tag.end(), tag[1])


def _facet(kind: FacetKind, text: str, start: int, stop: int, value: str) -> Facet:
    before = utf8_length(text[:start])
    return Facet(kind, before, before + utf8_length(text[start:stop]), value)
