"""People's words on their way into HTML and XML."""

import re

from markupsafe import Markup, escape

from bot.domain.compose import URL

# What XML 1.0 (fifth edition, https://www.w3.org/TR/xml/#charsets, 26 November 2008) forbids.
FORBIDDEN = re.compile("[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
TRAILING = re.compile(r"[.,;:!?。、！？…]+\Z")
LINK = Markup('<a href="{}" rel="ugc nofollow noopener">{}</a>')
SHOWN_SCHEME = re.compile(r"\Ahttps?://(?:www\.)?")
LONGEST_LINK = 60
ELLIPSIS = "…"


def plain(text: str) -> str:
    """The text without characters that no page and no feed may hold."""
    return FORBIDDEN.sub("", text)


def linked(text: str) -> Markup:
    """The text as HTML; addresses in it lead there, and tell search engines nothing."""
    text = plain(text)
    out, at = [], 0
    for found in URL.finditer(text):
        address = TRAILING.sub("", found.group())
        out += [escape(text[at : found.start()]), LINK.format(address, shown(address))]
        at = found.start() + len(address)
    return Markup("").join([*out, escape(text[at:])])


def shown(address: str) -> str:
    """An address as people read it: without its scheme, and not too long."""
    short = SHOWN_SCHEME.sub("", address).rstrip("/")
    return short if len(short) <= LONGEST_LINK else short[:LONGEST_LINK] + ELLIPSIS


def one_line(text: str, most: int) -> str:
    """The beginning of a text in one line of at most so many characters."""
    line = " ".join(plain(text).split())
    return line if len(line) <= most else line[: most - 1].rstrip() + ELLIPSIS
