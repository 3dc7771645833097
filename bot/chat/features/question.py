"""The question of the day and its buttons; /today."""

from collections.abc import Mapping, Sequence
from functools import lru_cache
from typing import Any

from telegram import BotCommand, InlineKeyboardButton, Message, Update
from telegram.ext import BaseHandler, CallbackQueryHandler, CommandHandler

from bot.chat.context import Context
from bot.chat.speaking import (
    Line,
    Rows,
    argument,
    button,
    id_in,
    in_rows,
    keyboard,
    say,
    show,
    toast,
)
from bot.db.tables import Snippet
from bot.domain.later import LaterKind
from bot.domain.schedule import local
from bot.domain.snippets import excerpt
from bot.locales import Words, mark, speak
from bot.services import cards, today
from bot.services.capturing import answer_by_tap
from bot.services.ports import Prompt

_ = mark

COMMANDS = [BotCommand("today", _("today's question"))]

EXAMPLE = _("e.g. {example}")
A_BIT_LATE = _("A little late today, sorry.")
ANOTHER = _("Another question")
LATER = _("Later")
SKIP = _("Skip today")
SKIP_COSTS = _("Skip · this ends {days} in a row")
SKIPPED = _("Skipped today. Tomorrow there is a new one.")
ANSWER_AFTER_ALL = _("Answer after all")
BACK = _("Back")
ONE_MORE = _("One more")
CLOSED = _("That question is closed. You can write any time all the same.")
WILL_ASK_AT = _("I'll ask again at {clock}.")
WILL_ASK_ON = _("I'll ask again on {day} at {clock}.")
KEPT_TODAY = _("Kept for {day}:")
PHOTO_ONLY = _("(photo or recording)")
LATER_LABELS = {
    LaterKind.HALF_HOUR: _("In 30 minutes"),
    LaterKind.TWO_HOURS: _("In 2 hours"),
    LaterKind.TONIGHT: _("Tonight"),
    LaterKind.TOMORROW: _("Tomorrow"),
}
MOST_SHOWN = 5


def handlers() -> list[BaseHandler[Update, Context, None]]:
    return [
        CommandHandler("today", show_today),
        CallbackQueryHandler(another, r"^q:another:"),
        CallbackQueryHandler(offer_later, r"^q:later:"),
        CallbackQueryHandler(snooze, r"^q:snooze:"),
        CallbackQueryHandler(skip, r"^q:skip:"),
        CallbackQueryHandler(unskip, r"^q:unskip:"),
        CallbackQueryHandler(back, r"^q:back:"),
        CallbackQueryHandler(tap, r"^q:tap:"),
        CallbackQueryHandler(one_more, r"^q:more:"),
    ]


def in_words(prompt: Prompt) -> Line:
    """The question, with an example answer under it."""
    words = speak(prompt.language)
    line = Line()
    if prompt.late:
        line.add(words(A_BIT_LATE) + "\n\n")
    line.add(prompt.question)
    line.add("\n")
    return line.add(words(EXAMPLE, example=prompt.example), kind="italic")


def buttons(prompt: Prompt) -> Rows:
    """One-tap answers first, then what else can be done with a question."""
    return [[button(label, told) for label, told in row] for row in _labelled(prompt)]


def _labelled(prompt: Prompt) -> list[list[tuple[str, str]]]:
    """Each button's label and data, in rows."""
    words, nudge = speak(prompt.language), prompt.nudge_id
    taps = [(tap, f"q:tap:{nudge}:{n}") for n, tap in enumerate(prompt.taps)]
    return [
        *(taps[start : start + 2] for start in range(0, len(taps), 2)),
        [(words(ANOTHER), f"q:another:{nudge}")],
        [(words(LATER), f"q:later:{nudge}"), (words(SKIP), f"q:skip:{nudge}")],
    ]


def as_fields(prompt: Prompt) -> dict[str, Any]:
    """Words and buttons as sendMessage takes them: thousands at once have no time for objects."""
    keyboard = [
        [{"text": label, "callback_data": told} for label, told in row] for row in _labelled(prompt)
    ]
    return {
        **_worded(prompt.language, prompt.question, prompt.example, late=prompt.late),
        "reply_markup": {"inline_keyboard": keyboard},
    }


@lru_cache(maxsize=2048)
def _worded(language: str, question: str, example: str, *, late: bool) -> Mapping[str, Any]:
    line = in_words(
        Prompt(
            person_id=0,
            nudge_id=0,
            language=language,
            question=question,
            example=example,
            late=late,
        )
    )
    return {"text": line.text, "entities": [entity.to_dict() for entity in line.entities]}


async def show_today(update: Update, context: Context) -> None:
    """The open question; what was kept, once it is answered; else a question now."""
    if await today.ask_again(context.ground, context.person.id):
        return
    found = await today.look(context.ground, context.person.id)
    if not found.kept:
        await today.ask_now(context.ground, context.person.id)
        return
    words = context.words
    lines = [words(KEPT_TODAY, day=words.day(found.on)), *_kept(words, found.kept)]
    more = [[button(words(ONE_MORE), "q:more:0")]]
    await say(update, context, "\n".join(lines), more)


def _kept(words: Words, snippets: Sequence[Snippet]) -> list[str]:
    return [f"· {excerpt(each.text) or words(PHOTO_ONLY)}" for each in snippets[-MOST_SHOWN:]]


async def one_more(update: Update, context: Context) -> None:
    await toast(update)
    await keyboard(update, None)
    await today.ask_now(context.ground, context.person.id)


async def another(update: Update, context: Context) -> None:
    prompt = await today.swap(context.ground, context.person.id, _nudge(update))
    await _replace(update, context, prompt)


async def back(update: Update, context: Context) -> None:
    prompt = await today.again(context.ground, context.person.id, _nudge(update))
    await _replace(update, context, prompt)


async def unskip(update: Update, context: Context) -> None:
    prompt = await today.unskip(context.ground, context.person.id, _nudge(update))
    await _replace(update, context, prompt)


async def _replace(update: Update, context: Context, prompt: Prompt | None) -> None:
    if prompt is None:
        await _closed(update, context)
        return
    await toast(update)
    await show(update, context, in_words(prompt), buttons(prompt))


async def _closed(update: Update, context: Context) -> None:
    await toast(update, context.words(CLOSED))
    await keyboard(update, None)


async def offer_later(update: Update, context: Context) -> None:
    nudge, words = _nudge(update), context.words
    if await today.again(context.ground, context.person.id, nudge) is None:
        await _closed(update, context)
        return
    await toast(update)
    choices = [
        button(words(LATER_LABELS[choice.kind]), f"q:snooze:{nudge}:{choice.kind}")
        for choice in await today.later(context.ground, context.person.id)
    ]
    await keyboard(update, [*in_rows(choices, 2), [button(words(BACK), f"q:back:{nudge}")]])


async def snooze(update: Update, context: Context) -> None:
    kind = argument(update, 1)
    at = None
    if kind in set(LaterKind):
        at = await today.snooze(context.ground, context.person.id, _nudge(update), LaterKind(kind))
    if at is None:
        await _closed(update, context)
        return
    await toast(update)
    words, zone = context.words, context.person.zone
    here = local(at, zone)
    same_day = here.date() == local(context.ground.now(), zone).date()
    sentence = WILL_ASK_AT if same_day else WILL_ASK_ON
    await show(
        update, context, words(sentence, day=words.day(here.date()), clock=words.clock(here))
    )


async def skip(update: Update, context: Context) -> None:
    """Passes; where that would end a streak, the button says so first."""
    nudge, who = _nudge(update), context.person.id
    sure = argument(update, 1) == "sure"
    cost = 0 if sure else await today.skip_would_cost(context.ground, who)
    words = context.words
    if cost:
        await toast(update)
        await keyboard(update, _costly(words, nudge, cost))
        return
    if await today.skip(context.ground, who, nudge) is None:
        await _closed(update, context)
        return
    await toast(update)
    await show(
        update,
        context,
        words(SKIPPED),
        [[button(words(ANSWER_AFTER_ALL), f"q:unskip:{nudge}")]],
    )


def _costly(words: Words, nudge: int, days: int) -> list[list[InlineKeyboardButton]]:
    return [
        [button(words(SKIP_COSTS, days=words.number(days)), f"q:skip:{nudge}:sure")],
        [button(words(BACK), f"q:back:{nudge}")],
    ]


async def tap(update: Update, context: Context) -> None:
    """A one-tap answer."""
    message = update.callback_query.message if update.callback_query else None
    if not isinstance(message, Message):
        await _closed(update, context)
        return
    choice = id_in(update, 1)
    captured = await answer_by_tap(
        context.ground, context.person.id, _nudge(update), choice, message.message_id
    )
    if captured is None:
        await _closed(update, context)
        return
    await toast(update)
    await keyboard(update, None)
    await cards.show(context.ground, context.person.id, captured.snippet_id)


def _nudge(update: Update) -> int:
    return id_in(update)
