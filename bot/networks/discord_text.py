"""A person's words as Discord shows them as typed: its marks become ordinary signs."""

import regex

from bot.domain.compose import URL
from bot.domain.mentions import uncalled

# https://support.discord.com/hc/en-us/articles/210298617 (as of 2026-11)
MARKS = regex.compile(r"([\\*_~`|<\[\]])")
# A heading, a quotation, a list; and the dot of a numbered one.
AT_A_LINES_START = regex.compile(r"^(\s*)([#>-])(?=[#\s])", regex.MULTILINE)
NUMBERED = regex.compile(r"^(\s*\d+)(\.)(?=\s)", regex.MULTILINE)


def as_typed(text: str) -> str:
    """The same words with every mark escaped, but inside addresses; nobody is called."""
    pieces, place = [], 0
    for link in URL.finditer(text):
        pieces += [_escaped(text[place : link.start()]), link[0]]
        place = link.end()
    return "".join([*pieces, _escaped(text[place:])])


def _escaped(text: str) -> str:
    marked = MARKS.sub(r"\\\1", uncalled(text))
    return str(NUMBERED.sub(r"\1\\\2", AT_A_LINES_START.sub(r"\1\\\2", marked)))
