"""How the bot says when the next question comes."""

from telegram import InlineKeyboardButton

from bot.chat.speaking import button
from bot.domain.schedule import local
from bot.locales import Words, mark, mark_plural
from bot.services.preferences import Planned

_ = mark

TODAY_AT = _("Every day at {clock}. The next question comes today at {next}, {city} time.")
ON_DAY_AT = _("Every day at {clock}. The next question comes on {day} at {next}, {city} time.")
SOON = mark_plural(
    "Every day at {clock}. The next question comes in {count} minute, {city} time.",
    "Every day at {clock}. The next question comes in {count} minutes, {city} time.",
)
NO_NEXT = _("Every day at {clock}, {city} time. You are taking a break until you come back.")
FROM_TOMORROW = _("From tomorrow")
SOON_MINUTES = 60


def in_words(words: Words, planned: Planned) -> str:
    """The next moment with its zone; near ones in minutes, so that nobody has to reckon."""
    clock, city = words.clock(planned.clock), words.city(planned.zone)
    if planned.at is None:
        return words(NO_NEXT, clock=clock, city=city)
    here = local(planned.at, planned.zone)
    if planned.in_minutes is not None and planned.in_minutes < SOON_MINUTES:
        return words.plural(SOON, planned.in_minutes, clock=clock, city=city)
    sentence = TODAY_AT if planned.today else ON_DAY_AT
    return words(
        sentence, clock=clock, next=words.clock(here), day=words.day(here.date()), city=city
    )


def rows(words: Words, planned: Planned) -> list[list[InlineKeyboardButton]]:
    """*From tomorrow*, where the next question would still come today."""
    return [[button(words(FROM_TOMORROW), "time:tomorrow")]] if planned.today else []
