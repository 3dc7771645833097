"""What becomes of answers that are too long for one account: said, and chosen."""

from telegram import InlineKeyboardButton

from bot.chat.context import Context
from bot.chat.speaking import button
from bot.domain.forms import LongForm
from bot.locales import Words, mark
from bot.services import forming
from bot.services.linked import LinkedAccount

_ = mark

TOO_LONG = {
    LongForm.THREAD: _("What is too long there becomes several posts."),
    LongForm.CARD: _(
        "What is too long there becomes its beginning and a picture of all the words, "
        "as far as they have room on one."
    ),
    LongForm.SHORTENED: _("What is too long there is shortened, and ends with (…)."),
}
FORMS = {
    LongForm.THREAD: _("Several posts"),
    LongForm.CARD: _("Picture of the words"),
    LongForm.SHORTENED: _("Shortened"),
}
NUMBERS = _("Number the parts (2/3)")


NUMBERED, PLAIN = "numbered", "plain"

Rows = list[list[InlineKeyboardButton]]


def said(words: Words, account: LinkedAccount) -> str:
    """What it is now, as a paragraph behind others; empty where there is nothing to choose."""
    return f"\n\n{words(TOO_LONG[account.form])}" if _has_choice(account) else ""


def rows(words: Words, account: LinkedAccount) -> Rows:
    """One button a form, and whether the posts of a thread are numbered."""
    if not _has_choice(account):
        return []
    forms = [(FORMS[form], form is account.form, str(form)) for form in account.forms]
    if LongForm.THREAD in account.forms:
        forms.append((NUMBERS, account.numbers_parts, PLAIN if account.numbers_parts else NUMBERED))
    return [
        [_choice(words(name), f"networks:long:{account.account_id}:{what}", chosen=chosen)]
        for name, chosen, what in forms
    ]


async def choose(context: Context, account_id: int, what: str) -> None:
    """One of the buttons above; anything else changes nothing."""
    ground, who = context.ground, context.person.id
    if what in (NUMBERED, PLAIN):
        await forming.set_numbered(ground, who, account_id, on=what == NUMBERED)
    elif what in set(LongForm):
        await forming.set_form(ground, who, account_id, LongForm(what))


def _has_choice(account: LinkedAccount) -> bool:
    return len(account.forms) > 1


def _choice(label: str, data: str, *, chosen: bool) -> InlineKeyboardButton:
    return button(f"✓ {label}" if chosen else label, data)
