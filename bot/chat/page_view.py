"""A person's page as they see it in the chat: what stands there, and what they can change."""

from collections.abc import Sequence

from telegram import InlineKeyboardButton

from bot.chat.speaking import button, in_rows, link
from bot.domain.snippets import excerpt
from bot.locales import Words, mark
from bot.services.pages import OwnPage, Shown

_ = mark

YOUR_PAGE = _("Your page: {address}")
AT_HOME = _("This Hibi has no public address yet, so the page opens at home only.")
TO_COME = _(
    "Your page is not there yet: it appears with the first answer you share there. "
    "It would begin like this:"
)
HIDDEN = _(
    "Your page is hidden for now by whoever runs this Hibi. /privacy says how to reach them."
)
ON_IT = _("Newest on it:")
NOTHING_ON_IT = _("Nothing stands on it now.")
PHOTO = _("(photo)")
FOUND = _("People who search for your name may find it.")
NOT_FOUND = _("Search engines are not invited.")
OPEN = _("Open the page")
NAME, ADDRESS, BIO = _("Name"), _("Address"), _("One line about you")
WHO = _("Who you are")
MAY_FIND, FINDS = _("May be found in searches"), _("✓ May be found in searches")
WHO_YOU_ARE = _("Who you are. Fill what you like; each line stands on your page.")
EMPTY = "—"
LINES = {
    "occupation": _("What you do"),
    "base": _("Where you are based"),
    "likes": _("What you like"),
    "thinks": _("What you think about"),
    "contact": _("How to reach you"),
    "reading": _("How your name is read"),
    "latin": _("Your name in Latin letters"),
    "shop": _("Your shop or place of work"),
}
LABELS = {"name": NAME, "bio": BIO, **LINES}
BACK = "◀"
NEWEST = 3

Rows = list[list[InlineKeyboardButton]]


def in_words(words: Words, page: OwnPage, newest: Sequence[Shown] = ()) -> str:
    """Address, name, line and what is shown; before it is open, how it would begin."""
    parts = [head(words, page), *_about(words, page)]
    if page.is_open and not page.is_suspended:
        shown = [f"· {excerpt(each.text) or words(PHOTO)}" for each in newest]
        parts += [words(ON_IT), *shown] if shown else [words(NOTHING_ON_IT)]
        parts.append(words(FOUND if page.searchable else NOT_FOUND))
    return "\n".join(parts)


def head(words: Words, page: OwnPage) -> str:
    if page.is_suspended:
        return words(HIDDEN)
    address = page.address or f"@{page.handle}"
    lines = [words(YOUR_PAGE, address=address)] if page.is_open else [words(TO_COME), address]
    return "\n".join(lines if page.address else [*lines, words(AT_HOME)])


def _about(words: Words, page: OwnPage) -> list[str]:
    known = [(NAME, page.name), (BIO, page.lines["bio"])]
    known += [(label, page.lines[line]) for line, label in LINES.items()]
    return [_labelled(words, label, text) for label, text in known if text]


def _labelled(words: Words, label: str, text: str) -> str:
    return f"{words(label)}{'：' if words.language == 'ja' else ': '}{text}"


def rows(words: Words, page: OwnPage) -> Rows:
    toggle = button(words(FINDS if page.searchable else MAY_FIND), "page:toggle")
    shown = page.is_open and not page.is_suspended
    return [
        [link(words(OPEN), page.address)] if page.address and shown else [],
        [button(words(NAME), "page:name"), button(words(ADDRESS), "page:handle")],
        [button(words(BIO), "page:line:bio"), button(words(WHO), "page:who")],
        [toggle] if page.is_open else [],
    ]


def who_in_words(words: Words, page: OwnPage) -> str:
    """Every line of "Who you are", the empty ones too."""
    lines = [_labelled(words, label, page.lines[line] or EMPTY) for line, label in LINES.items()]
    return "\n".join([words(WHO_YOU_ARE), "", *lines])


def who_rows(words: Words, page: OwnPage) -> Rows:
    buttons = [
        button(f"✓ {words(label)}" if page.lines[line] else words(label), f"page:line:{line}")
        for line, label in LINES.items()
    ]
    return [*in_rows(buttons, 2), [button(BACK, "page:show")]]
