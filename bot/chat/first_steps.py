"""The steps after hello, which more than one feature can lead to: zone, then first question."""

from telegram import Update

from bot.chat import dialogues
from bot.chat.context import Context
from bot.chat.planned import in_words, rows
from bot.chat.speaking import button, show
from bot.domain.schedule import local
from bot.locales import mark
from bot.services import preferences, today

_ = mark

RIGHT_ZONE = _("It is {clock} in {city} now. Is that your time?")
YES_ZONE = _("Yes, {city}")
OTHER_ZONE = _("Somewhere else")
HERE_IS_ONE = _("And here is a first one, right now:")


async def ask_zone(update: Update, context: Context) -> None:
    """One tap if the guess from the language is right."""
    words, zone = context.words, context.person.zone
    clock = words.clock(local(context.ground.now(), zone))
    city = words.city(zone)
    shown = await show(
        update,
        context,
        words(RIGHT_ZONE, clock=clock, city=city),
        [
            [button(words(YES_ZONE, city=city), "start:zone")],
            [button(words(OTHER_ZONE), "zone:ask:start")],
        ],
    )
    await dialogues.ask_for(context, "zone", shown, origin="start", else_diary=True)


async def begin(update: Update, context: Context) -> None:
    """Everything needed is known: says when questions come, and asks the first one."""
    planned = await preferences.planned(context.ground, context.person.id)
    if planned is None:
        return
    words, line = context.words, in_words(context.words, planned)
    await dialogues.end(context)
    # Pressed twice, or after the first answer, it asks nothing again.
    found = await today.look(context.ground, context.person.id)
    first = found.prompt is None and not found.kept
    if first:
        line += "\n" + words(HERE_IS_ONE)
    await show(update, context, line, rows(words, planned))
    if first:
        await today.ask_now(context.ground, context.person.id)
