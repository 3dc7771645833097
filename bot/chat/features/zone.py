"""/timezone: by city, by the clock on the wall, or by a location used once."""

from collections.abc import Iterable, Mapping
from typing import Any

from telegram import (
    BotCommand,
    InlineKeyboardButton,
    KeyboardButton,
    ReplyKeyboardMarkup,
    ReplyKeyboardRemove,
    Update,
)
from telegram.ext import BaseHandler, CallbackQueryHandler, CommandHandler

from bot.chat import dialogues
from bot.chat.context import Context
from bot.chat.first_steps import begin
from bot.chat.planned import in_words, rows
from bot.chat.speaking import argument, button, say, show, toast
from bot.domain.moments import parse_times
from bot.domain.place_names import folded
from bot.domain.places import City, find_cities, zone_at, zones_by_clock
from bot.domain.schedule import local
from bot.domain.zones import UnknownZone
from bot.locales import LANGUAGES, Words, mark
from bot.services import pausing, preferences

_ = mark

COMMANDS = [BotCommand("timezone", _("change the time zone"))]

WHERE = _(
    "Where are you? Write your city, or what your clock shows now, such as 21:14. "
    "Or send your location: it is used once and not kept."
)
SEND_LOCATION = _("Send my location")
PRESS_BELOW = _("Press the button below. Your location is used once and not kept.")
WHICH_CITY = _("Which one?")
WHICH_CLOCK = _("It is {clock} in these places. Which is nearest?")
NO_SUCH_CITY = _("I know no city of that name. Try a larger one nearby.")
CITY_OF = _("{city}, {country}")
CHOICE = _("{city} · {clock}")
THANKS = _("Thank you.")
ON_A_TRIP = _("{there} time while you are away. When the break is over, it is {home} time again.")
ONCE_THERE = _("Press this once your break has begun. /pause brings it back then.")
ORIGINS = ("start", "set", "trip")


def handlers() -> list[BaseHandler[Update, Context, None]]:
    return [
        CommandHandler("timezone", command),
        CallbackQueryHandler(ask, r"^zone:ask:"),
        CallbackQueryHandler(ask_location, r"^zone:where:"),
        CallbackQueryHandler(choose, r"^zone:(set|use):"),
    ]


async def command(update: Update, context: Context) -> None:
    """`/timezone Osaka` looks it up at once; `/timezone` asks."""
    said = " ".join(context.args or ())
    if said and await _take(update, context, said, {"origin": "set"}):
        return
    await _ask(update, context, "set")


async def ask(update: Update, context: Context) -> None:
    origin = _origin(argument(update))
    if origin == "trip" and not await pausing.is_paused(context.ground, context.person.id):
        await toast(update, context.words(ONCE_THERE), alert=True)
        return
    await toast(update)
    await _ask(update, context, origin)


def _origin(said: str) -> str:
    return said if said in ORIGINS else "set"


async def _ask(update: Update, context: Context, origin: str) -> None:
    words = context.words
    where = button(words(SEND_LOCATION), f"zone:where:{origin}")
    if origin == "trip":
        # The break's own buttons are still wanted.
        shown = (await say(update, context, words(WHERE), [[where]])).message_id
    else:
        shown = await show(update, context, words(WHERE), [[where]])
    await dialogues.ask_for(context, "zone", shown, origin=origin)


async def ask_location(update: Update, context: Context) -> None:
    """Only a keyboard can ask a phone for its location, so it comes when it is wanted."""
    await toast(update)
    words = context.words
    keyboard = ReplyKeyboardMarkup(
        [[KeyboardButton(words(SEND_LOCATION), request_location=True)]],
        resize_keyboard=True,
        one_time_keyboard=True,
    )
    sent = await say(update, context, words(PRESS_BELOW), reply=keyboard)
    origin = _origin(argument(update))
    await dialogues.ask_for(context, "zone", sent.message_id, origin=origin, keyboard=True)


async def read(update: Update, context: Context, about: Mapping[str, Any]) -> bool:
    """A message while the zone is asked for. A location is used here and kept nowhere."""
    message = update.effective_message
    if message is None:
        return False
    if message.location is not None:
        return await _located(update, context, _origin(str(about.get("origin"))))
    if not message.text:
        return False
    if await _take(update, context, message.text, about, asked=True):
        return True
    if about.get("else_diary"):
        return False
    kept = {name: about[name] for name in ("origin", "keyboard") if name in about}
    return await dialogues.not_understood(update, context, NO_SUCH_CITY, "zone", **kept)


async def _located(update: Update, context: Context, origin: str) -> bool:
    location = update.effective_message.location if update.effective_message else None
    assert location is not None
    try:
        zone = zone_at(location.latitude, location.longitude)
    except ValueError:
        return False
    await say(update, context, context.words(THANKS), reply=ReplyKeyboardRemove())
    await _set(update, context, zone, origin)
    return True


async def _take(
    update: Update, context: Context, said: str, about: Mapping[str, Any], *, asked: bool = False
) -> bool:
    """Takes the one place that fits, or offers several; False if nothing can be read there."""
    words, now, origin = context.words, context.ground.now(), _origin(str(about.get("origin")))
    found = find_cities(said)
    called = [city for city in found if _is_called(city, said)]
    cities = _one_a_zone(called or found)
    sure = len(cities) == 1 and bool(called) and not about.get("else_diary")
    zones = [zone for at in parse_times(said) for zone in zones_by_clock(at, now)][:6]
    if not cities and not zones:
        return False
    if about.get("keyboard"):
        await say(update, context, words(THANKS), reply=ReplyKeyboardRemove())
    if sure:
        await _set(update, context, cities[0].zone, origin)
    elif cities:
        choices = [_choice(words, city, context, origin) for city in cities]
        await _offer(update, context, words(WHICH_CITY), choices, asked=asked)
    else:
        choices = [_by_zone(words, zone, context, origin) for zone in zones]
        clock = words.clock(local(now, zones[0]))
        await _offer(update, context, words(WHICH_CLOCK, clock=clock), choices, asked=asked)
    return True


def _one_a_zone(cities: Iterable[City]) -> list[City]:
    """Only the zone matters, so quarters of one town are one choice."""
    found: dict[str, City] = {}
    for city in cities:
        found.setdefault(city.zone, city)
    return list(found.values())


def _is_called(city: City, said: str) -> bool:
    return folded(said) in {folded(city.title(language)) for language in LANGUAGES}


async def _offer(
    update: Update,
    context: Context,
    text: str,
    choices: list[InlineKeyboardButton],
    *,
    asked: bool,
) -> None:
    """The choices; under an answer to our question also the way into the diary."""
    message = update.effective_message
    found = [[choice] for choice in choices]
    if asked:
        found.append(dialogues.into_diary(context))
    await say(update, context, text, found, reply_to=message.message_id if message else None)


def _choice(words: Words, city: City, context: Context, origin: str) -> InlineKeyboardButton:
    clock = words.clock(local(context.ground.now(), city.zone))
    country = words.locale.territories.get(city.country, city.country)
    name = words(CITY_OF, city=city.title(words.language), country=country)
    return button(words(CHOICE, city=name, clock=clock), f"zone:set:{city.zone}:{origin}")


def _by_zone(words: Words, zone: str, context: Context, origin: str) -> InlineKeyboardButton:
    clock = words.clock(local(context.ground.now(), zone))
    return button(words(CHOICE, city=words.city(zone), clock=clock), f"zone:set:{zone}:{origin}")


async def choose(update: Update, context: Context) -> None:
    await toast(update)
    await dialogues.end(context)
    await _set(update, context, argument(update), _origin(argument(update, 1)))


async def _set(update: Update, context: Context, zone: str, origin: str) -> None:
    try:
        if origin == "trip" and await _travel(update, context, zone):
            return
        planned = await preferences.set_zone(context.ground, context.person.id, zone)
    except UnknownZone:
        await _ask(update, context, origin)
        return
    context.person.zone = zone
    if origin == "start":
        await begin(update, context)
    elif planned is not None:
        await show(update, context, in_words(context.words, planned), rows(context.words, planned))


async def _travel(update: Update, context: Context, zone: str) -> bool:
    """Their time for the length of the break; False where there is no break any more."""
    home = await pausing.spend_in(context.ground, context.person.id, zone)
    if home is None:
        return False
    words = context.words
    there, here = words.city(zone), words.city(home)
    await show(update, context, words(ON_A_TRIP, there=there, home=here))
    return True


DIALOGUES = {"zone": read}
