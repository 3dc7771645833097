"""How long X finds a text: by the configuration of twitter-text 3, read 2026-11-28:
https://github.com/twitter/twitter-text/blob/master/config/v3.json

By our own hand: twitter-text-parser, the one library that PyPI has for this, was last released in
2023 and cannot be imported without `pkg_resources`, which setuptools has taken out.
"""

import unicodedata

import regex

from bot.domain.bare_links import bare_links
from bot.domain.whole_emoji import SEVERAL

HEAVY = regex.compile(r"[^\u0000-\u10FF\u2000-\u200D\u2010-\u201F\u2032-\u2037]")
EMOJI_WEIGHT = 2
# With one of these X takes no post (`hasInvalidCharacters` there); a word joiner does the same.
BROKEN = regex.compile(r"[\uFFFE\uFEFF\uFFFF]")
JOINER = "\u2060"


def takeable(text: str) -> str:
    """The text, sign by sign, without those with which X takes no post."""
    return str(BROKEN.sub(JOINER, text))


def weighted(text: str, link: int) -> int:
    """Latin letters and most signs count one, all else two, and so does a whole emoji; what X
    makes a link of counts `link`, however long."""
    text = unicodedata.normalize("NFC", text)
    whole = [(one.start, one.counted, link) for one in bare_links(text)]
    whole += [(*match.span(), EMOJI_WEIGHT) for match in SEVERAL.finditer(text)]
    total = place = 0
    for start, end, weight in sorted(whole):
        # A digit at the end of a link begins no keycap.
        if start >= place:
            total += _by_signs(text[place:start]) + weight
            place = end
    return total + _by_signs(text[place:])


def _by_signs(text: str) -> int:
    return len(text) + len(HEAVY.findall(text))
