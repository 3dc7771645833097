"""A person's plain words in a language that reads signs in them: every sign stays visible.

Misskey reads notes as MFM, in which `**`, `$[`, `<small>` and more are eaten and change how the
words around them look: "2 * 3 * 4" loses its stars, `__init__` its lines. People write plain text
here, and a name in a diary calls nobody. An invisible space behind the first sign keeps the
server from reading it.
https://github.com/misskey-dev/mfm.js/blob/develop/src/internal/parser.ts (as of 2026-11)

What is left to be read: addresses and hashtags, which people mean; quotes, which stay quotes;
emoji codes, which show as they are unless the server has that emoji; and inline code, whose
inside may be anything, so that no invisible sign can break it: its words stay, in code's type.
"""

import regex

from bot.domain.compose import URL

INVISIBLE = "\u200b"

# What stands between two single stars or lines to make them slanted.
SLANTED = r"[A-Za-z0-9 \u3000\t]++"

SIGNS = (
    r"(?<![A-Za-z0-9])@(?=[A-Za-z0-9_-])",  # a mention, also right behind Japanese
    rf"\*(?=\*|{SLANTED}\*)",
    rf"_(?=_)|(?<![A-Za-z0-9])_(?={SLANTED}_)",
    r"~(?=~)",
    r"\$(?=\[)",
    r"\\(?=[(\[])",
    r"\](?=\(<?https?://)",  # [words](address) hides the address
    r"<(?=/?(?:b|i|s|small|center|plain)>)",
    r"[ \u3000\t](?=\[?(?:検索|(?i:search))\]?(?:[\r\n]|\Z))",  # a box for a search engine
)
READ_AS_MARKUP = regex.compile(rf"(?P<address>{URL.pattern})|{'|'.join(SIGNS)}", regex.ASCII)


def as_plain(text: str) -> str:
    """The same words, with nothing in them that MFM would hide or turn into a call.

    >>> as_plain("2 * 3 * 4 @bob").replace(INVISIBLE, "|")
    '2 *| 3 * 4 @|bob'
    """
    return str(READ_AS_MARKUP.sub(_broken, text))


def _broken(match: regex.Match[str]) -> str:
    read: str = match[0]
    return read if match["address"] else read + INVISIBLE
