"""/stats: what was kept, as a picture and in words."""

import logging
from datetime import date, timedelta

from babel.dates import format_skeleton, get_day_names, get_month_names
from telegram import BotCommand, InlineKeyboardButton, Update
from telegram.ext import BaseHandler, CallbackQueryHandler, CommandHandler

from bot.chat.context import Context
from bot.chat.names import network_title
from bot.chat.speaking import button, markup, say, show, toast
from bot.domain.questions import Facet
from bot.domain.stats import Summary
from bot.locales import Words, mark, mark_plural
from bot.pictures.in_time import TooSlow, draw_in_time
from bot.pictures.stats import Figure, Share, StatsPicture, draw_stats
from bot.services.history import Stats, stats
from bot.services.quiet_days import quiet_days

logger = logging.getLogger(__name__)
_ = mark

COMMANDS = [BotCommand("stats", _("your record"))]

NOTHING_YET = _("Nothing yet. One line is enough for the first day.")
TODAYS_QUESTION = _("Today's question")
TOTAL = mark_plural("{count} day kept in all.", "{count} days kept in all.")
IN_A_ROW = mark_plural("{count} day in a row now.", "{count} days in a row now.")
ABOUT = _("What they are about: {facets}")
SHARED = _("Shared: {networks}")
COUNTED = _("{name} {count}")
MORE, FEWER = _("More numbers"), _("Fewer numbers")
BEST = mark_plural(
    "Longest so far: {count} day in a row.", "Longest so far: {count} days in a row."
)
RATE = _("Answered in the last 30 days: {percent}%")
STRENGTH = _("How settled the habit is: {percent}%")
TITLE = _("Hibi")
PERIOD = _("{first} – {last}")
TOTAL_LABEL = mark_plural("day kept in all", "days kept in all")
STREAK_LABEL = mark_plural("day in a row", "days in a row")
FACETS = {
    Facet.WORK: _("Work"),
    Facet.PLACE: _("Places"),
    Facet.HOBBY: _("Likes"),
    Facet.THOUGHT: _("Thoughts"),
    Facet.PEOPLE: _("People"),
    Facet.DAY: _("The day"),
}


def handlers() -> list[BaseHandler[Update, Context, None]]:
    return [
        CommandHandler("stats", show_stats),
        CallbackQueryHandler(show_stats, r"^stats:show$"),
        CallbackQueryHandler(more, r"^stats:(more|fewer)$"),
    ]


async def show_stats(update: Update, context: Context) -> None:
    """The picture with the same numbers under it; words alone where it cannot be drawn."""
    await toast(update)
    words = context.words
    found = await stats(context.ground, context.person.id)
    if not found.summary.streak.total:
        first = [[button(words(TODAYS_QUESTION), "q:more:0")]]
        await say(update, context, words(NOTHING_YET), first)
        return
    caption, under = in_words(words, found.summary), rows(words, full=False)
    drawn = await _drawn(context, found)
    if drawn is None:
        await say(update, context, caption, under)
        return
    await context.bot.send_photo(
        context.person.id,
        drawn,
        caption=caption,
        reply_markup=markup(under),
        disable_notification=True,
    )


async def more(update: Update, context: Context) -> None:
    """Best, the last 30 days and strength, in the same message; a second press folds them."""
    await toast(update)
    full = update.callback_query is not None and update.callback_query.data == "stats:more"
    words = context.words
    found = await stats(context.ground, context.person.id)
    await show(update, context, in_words(words, found.summary, full=full), rows(words, full=full))


def rows(words: Words, *, full: bool) -> list[list[InlineKeyboardButton]]:
    return [[button(words(FEWER), "stats:fewer") if full else button(words(MORE), "stats:more")]]


def in_words(words: Words, summary: Summary, *, full: bool = False) -> str:
    """First the total, then the streak, what it is about, and where it was shared."""
    streak = summary.streak
    lines = [words.plural(TOTAL, streak.total)]
    if streak.current:
        lines.append(words.plural(IN_A_ROW, streak.current))
    about = [(words(FACETS[facet]), count) for facet, count in summary.facets.items()]
    shared = [(network_title(words, name), count) for name, count in summary.networks.items()]
    for sentence, counts in ((ABOUT, about), (SHARED, shared)):
        told = [
            words(COUNTED, name=name, count=words.number(count)) for name, count in counts if count
        ]
        if told:
            lines.append(words(sentence, facets=words.listed(told), networks=words.listed(told)))
    return "\n".join(lines + (_more(words, summary) if full else []))


def _more(words: Words, summary: Summary) -> list[str]:
    lines = [words.plural(BEST, summary.streak.best)]
    if summary.rate is not None:
        lines.append(words(RATE, percent=words.number(round(summary.rate * 100))))
    lines.append(words(STRENGTH, percent=words.number(round(summary.strength * 100))))
    return lines


def picture_of(words: Words, found: Stats, paused: frozenset[date]) -> StatsPicture:
    """The same numbers, with the year day by day."""
    summary = found.summary
    year, streak = summary.year, summary.streak
    dates = [year.first_on + timedelta(days=count) for count in range(len(year.counts))]
    days = {on: count for on, count in zip(dates, year.counts, strict=True) if count}
    months = get_month_names("abbreviated", "stand-alone", words.locale)
    weekdays = get_day_names("narrow", "stand-alone", words.locale)
    return StatsPicture(
        title=words(TITLE),
        period=words(PERIOD, first=_month(words, year.first_on), last=_month(words, year.today)),
        total=Figure(words.number(streak.total), words.plural(TOTAL_LABEL, streak.total)),
        streak=Figure(words.number(streak.current), words.plural(STREAK_LABEL, streak.current)),
        days=days,
        today_on=year.today,
        months=[months[number] for number in range(1, 13)],
        weekdays=[weekdays[number] for number in range(7)],
        facets=[
            Share(words(FACETS[facet]), count, words.number(count))
            for facet, count in summary.facets.items()
        ],
        networks=[
            Share(network_title(words, name), count, words.number(count))
            for name, count in summary.networks.items()
        ],
        paused=paused,
        since_on=min([found.joined_on, *days]),
        week_start=6 if words.language == "ja" else 0,
    )


def _month(words: Words, on: date) -> str:
    return str(format_skeleton("yMMM", on, locale=words.locale))


async def _drawn(context: Context, found: Stats) -> bytes | None:
    year = found.summary.year
    try:
        paused = await quiet_days(context.ground, context.person.id, year.first_on, year.today)
        return await draw_in_time(draw_stats, picture_of(context.words, found, paused))
    except TooSlow:
        logger.warning("the picture of /stats took too long")
    except Exception:
        # Whatever goes wrong in drawing, the numbers are there in words.
        logger.exception("the picture of /stats could not be drawn")
    return None
