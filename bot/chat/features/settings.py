"""/settings and /language: one message, edited in place."""

from telegram import BotCommand, InlineKeyboardButton, Update
from telegram.ext import BaseHandler, CallbackQueryHandler, CommandHandler

from bot.chat.context import Context
from bot.chat.door_words import KINDS, NO_MORE, ON_IT_GOES
from bot.chat.planned import in_words as planned_in_words
from bot.chat.speaking import argument, button, id_in, in_rows, show, toast
from bot.db.tables import Person
from bot.domain.door import SPECIAL, Kind
from bot.locales import LANGUAGES, Words, mark, speak
from bot.services import preferences
from bot.services.preferences import UNDO_CHOICES, Planned

_ = mark

COMMANDS = [
    BotCommand("settings", _("time and language")),
    BotCommand("language", _("日本語 or English")),
]

SETTINGS = _("Settings")
NO_TIME = _("You have not chosen a time yet.")
TIME, ZONE, LANGUAGE = _("Time"), _("Time zone"), _("Language: {name}")
PAUSE, NETWORKS = _("Take a break"), _("Where you share")
UNDO = _("Time to undo: {undo}")
UNDO_ASKED = _("How long shall an answer wait before it goes out, so that you can still undo it?")
UNDO_TIMES = {
    0: _("not at all"),
    60: _("60 seconds"),
    300: _("5 minutes"),
    1800: _("30 minutes"),
}
WARNINGS = _("Warnings: {kinds}")
ALL_WARNINGS, NO_WARNINGS = _("all"), _("none")
SOME_WARNINGS = _("{on} of {all}")
WARNINGS_ASKED = _(
    "Before an answer goes out, I ask once more if it seems to contain one of these. "
    "What stays in your diary is never looked at."
)
CUSTOMERS = _("Customers: {answer}")
CUSTOMERS_ASKED = _(
    "Do you have customers? Then some of the questions about work look at it from their side."
)
YES, NO, NOT_SAID = _("yes"), _("no"), _("not said")
WHICH_LANGUAGE = _("Which language shall I speak?")
NAMES = {"en": "English", "ja": "日本語"}
TYPED = {"en": "en", "english": "en", "英語": "en", "ja": "ja", "japanese": "ja", "日本語": "ja"}
BACK = "◀"

Rows = list[list[InlineKeyboardButton]]


def handlers() -> list[BaseHandler[Update, Context, None]]:
    return [
        CommandHandler("settings", show_settings),
        CommandHandler("language", language_command),
        CallbackQueryHandler(show_settings, r"^settings:show$"),
        CallbackQueryHandler(ask_language, r"^settings:languages$"),
        CallbackQueryHandler(choose_language, r"^settings:language:"),
        CallbackQueryHandler(ask_undo, r"^settings:undo$"),
        CallbackQueryHandler(choose_undo, r"^settings:undo:"),
        CallbackQueryHandler(ask_warnings, r"^settings:warnings$"),
        CallbackQueryHandler(toggle_warning, r"^settings:warn:"),
        CallbackQueryHandler(go_on_asking, r"^settings:asking:"),
        CallbackQueryHandler(ask_customers, r"^settings:customers$"),
        CallbackQueryHandler(choose_customers, r"^settings:customers:"),
    ]


async def show_settings(update: Update, context: Context) -> None:
    await toast(update)
    words, person = context.words, context.person
    planned = await preferences.planned(context.ground, person.id)
    await show(update, context, in_words(words, planned), rows(words, person))


def in_words(words: Words, planned: Planned | None) -> str:
    when = planned_in_words(words, planned) if planned else words(NO_TIME)
    return f"{words(SETTINGS)}\n{when}"


def rows(words: Words, person: Person) -> Rows:
    """Every setting with its state; who only keeps a diary has nothing to set about sharing."""
    first = [button(words(TIME), "time:ask:set"), button(words(ZONE), "zone:ask:set")]
    language = button(words(LANGUAGE, name=NAMES[words.language]), "settings:languages")
    customers = words(CUSTOMERS, answer=words(_said(person)))
    shared = [
        [button(words(UNDO, undo=words(UNDO_TIMES[person.undo_seconds])), "settings:undo")],
        [button(words(WARNINGS, kinds=_warned(words, person)), "settings:warnings")],
    ]
    last = [button(words(PAUSE), "pause:menu")]
    if not person.diary_only:
        last.append(button(words(NETWORKS), "networks:list"))
    return [
        first,
        [language],
        *([] if person.diary_only else shared),
        [button(customers, "settings:customers")],
        last,
    ]


def _said(person: Person) -> str:
    if person.has_customers is None:
        return NOT_SAID
    return YES if person.has_customers else NO


def _warned(words: Words, person: Person) -> str:
    on = sum(kind not in person.warnings_off for kind in KINDS)
    if on in (0, len(KINDS)):
        return words(ALL_WARNINGS if on else NO_WARNINGS)
    return words(SOME_WARNINGS, on=words.number(on), all=words.number(len(KINDS)))


def _choice(label: str, data: str, *, chosen: bool) -> InlineKeyboardButton:
    return button(f"✓ {label}" if chosen else label, data)


async def language_command(update: Update, context: Context) -> None:
    """`/language 日本語` sets it at once; `/language` asks."""
    language = TYPED.get(" ".join(context.args or ()).strip().casefold())
    if language is None:
        await ask_language(update, context)
        return
    await _speak(update, context, language)


async def ask_language(update: Update, context: Context) -> None:
    await toast(update)
    words = context.words
    choices = [
        _choice(NAMES[each], f"settings:language:{each}", chosen=each == words.language)
        for each in LANGUAGES
    ]
    await show(update, context, words(WHICH_LANGUAGE), [choices, _back()])


async def choose_language(update: Update, context: Context) -> None:
    language = argument(update)
    await _speak(update, context, language if language in LANGUAGES else context.words.language)


async def _speak(update: Update, context: Context, language: str) -> None:
    await preferences.set_language(context.ground, context.person.id, language)
    context.person.language = speak(language).language
    await show_settings(update, context)


async def ask_undo(update: Update, context: Context) -> None:
    await toast(update)
    words, now = context.words, context.person.undo_seconds
    choices = [
        _choice(words(UNDO_TIMES[each]), f"settings:undo:{each}", chosen=each == now)
        for each in UNDO_CHOICES
    ]
    await show(update, context, words(UNDO_ASKED), [*in_rows(choices, 2), _back()])


async def choose_undo(update: Update, context: Context) -> None:
    seconds = id_in(update)
    if seconds in UNDO_CHOICES:
        await preferences.set_undo_seconds(context.ground, context.person.id, seconds)
        context.person.undo_seconds = seconds
    await show_settings(update, context)


async def ask_warnings(update: Update, context: Context) -> None:
    await toast(update)
    words, off = context.words, context.person.warnings_off
    toggles = [
        _choice(words(label), f"settings:warn:{kind}", chosen=kind not in off)
        for kind, label in KINDS.items()
    ]
    await show(update, context, words(WARNINGS_ASKED), [*in_rows(toggles, 2), _back()])


async def toggle_warning(update: Update, context: Context) -> None:
    kind = argument(update)
    if kind in set(Kind):
        await preferences.toggle_warning(context.ground, context.person.id, kind)
        context.person.warnings_off = sorted(set(context.person.warnings_off) ^ {kind})
    await ask_warnings(update, context)


async def go_on_asking(update: Update, context: Context) -> None:
    """What was asked after the third yes to a special kind; /settings can change it again."""
    kind, on = argument(update), argument(update, 1) != "off"
    await toast(update)
    if kind not in SPECIAL:
        return
    await preferences.set_warning(context.ground, context.person.id, kind, on=on)
    named = context.words(KINDS[Kind(kind)])
    await show(update, context, context.words(ON_IT_GOES if on else NO_MORE, kind=named))


async def ask_customers(update: Update, context: Context) -> None:
    await toast(update)
    words, said = context.words, context.person.has_customers
    choices = [
        _choice(words(YES), "settings:customers:yes", chosen=said is True),
        _choice(words(NO), "settings:customers:no", chosen=said is False),
    ]
    await show(update, context, words(CUSTOMERS_ASKED), [choices, _back()])


async def choose_customers(update: Update, context: Context) -> None:
    said = argument(update) == "yes"
    await preferences.set_customers(context.ground, context.person.id, said)
    context.person.has_customers = said
    await show_settings(update, context)


def _back() -> list[InlineKeyboardButton]:
    return [button(BACK, "settings:show")]
