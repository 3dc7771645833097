r"""A person's words in LinkedIn's "little text": every sign of theirs is a sign, tags are tags.

https://learn.microsoft.com/en-us/linkedin/marketing/community-management/shares/little-text-format
(as of 2026-11): the characters of `RESERVED` need a backslash, also where they mean nothing;
without it, a post is cut there and nobody is told. A mention is only ever `@[…](urn…)`, so an
escaped name calls nobody. A tag is `{hashtag|\#|name}`.
"""

import regex

from bot.domain.compose import URL
from bot.domain.facets import TAG

RESERVED = regex.compile(r"([\\|{}@\[\]()<>#*_~])")


def little(text: str) -> str:
    """The same words, escaped; hashtags outside addresses become templates."""
    links = [link.span() for link in URL.finditer(text)]
    pieces, place = [], 0
    for tag in TAG.finditer(text):
        if any(start < tag.start() < stop for start, stop in links):
            continue
        pieces += [escaped(text[place : tag.start()]), rf"{{hashtag|\#|{escaped(tag[1])}}}"]
        place = tag.end()
    return "".join([*pieces, escaped(text[place:])])


def escaped(text: str) -> str:
    return str(RESERVED.sub(r"\\\1", text))
