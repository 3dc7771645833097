"""Who sees an answer: the targets on its card, the first look, the check at the door."""

from telegram import Update, User
from telegram.ext import BaseHandler, CallbackQueryHandler

from bot.chat import cost_words, door_face, own_words_face
from bot.chat.card_face import target_rows
from bot.chat.context import Context
from bot.chat.door_words import OWN
from bot.chat.first_look import face
from bot.chat.shown_card import show_card
from bot.chat.speaking import argument, button, id_in, keyboard, show, toast
from bot.domain.door import SHOPS
from bot.locales import mark
from bot.services import cards, pages, sharing
from bot.services.sharing import (
    AllowanceSpent,
    AtTheDoor,
    Choice,
    FirstTime,
    NoPageYet,
    NotAllowed,
    Waiting,
)

_ = mark

ONLY_ME, BACK = _("Only me"), _("Back")


def handlers() -> list[BaseHandler[Update, Context, None]]:
    deeds = {
        "to": choose,
        "off": untarget,
        "yes": confirm,
        "pass": pass_door,
        "mine": mine,
        "door": choose,
        "now": send_now,
        "me": only_me,
        "who": who_sees,
        "repost": repost,
        "again": again,
    }
    return [CallbackQueryHandler(deed, rf"^share:{verb}:") for verb, deed in deeds.items()]


async def choose(update: Update, context: Context) -> None:
    """A tap on a target: the first look, the check, or on its way."""
    choice = await sharing.choose_target(
        context.ground, context.person.id, id_in(update), id_in(update, 1)
    )
    if isinstance(choice, NoPageYet):
        await _draft(update, context)
        choice = await sharing.choose_target(
            context.ground, context.person.id, id_in(update), id_in(update, 1)
        )
    await _go_on(update, context, choice)


async def _draft(update: Update, context: Context) -> None:
    """Proposes a name and an address; nobody sees them before the person has."""
    user = update.effective_user
    await pages.draft_page(
        context.ground, context.person.id, _hints(user), user.first_name if user else ""
    )


def _hints(user: User | None) -> list[str]:
    return [hint for hint in (user.username, user.first_name) if hint] if user else []


async def confirm(update: Update, context: Context) -> None:
    choice = await sharing.confirm_first(
        context.ground, context.person.id, id_in(update), id_in(update, 1)
    )
    await _go_on(update, context, choice)


async def pass_door(update: Update, context: Context) -> None:
    choice = await sharing.pass_door(
        context.ground, context.person.id, id_in(update), id_in(update, 1), id_in(update, 2)
    )
    await _go_on(update, context, choice)


async def mine(update: Update, context: Context) -> None:
    choice = await sharing.mine(
        context.ground,
        context.person.id,
        id_in(update),
        id_in(update, 1),
        id_in(update, 2),
        # A button without the word is from a time when it spoke of everything that can be owned.
        kinds=OWN.get(argument(update, 3), SHOPS),
    )
    await _go_on(update, context, choice)


async def _go_on(update: Update, context: Context, choice: Choice) -> None:
    match choice:
        case FirstTime():
            await toast(update)
            await _first_look(update, context, choice)
        case AtTheDoor():
            await toast(update)
            await _door(update, context, choice)
        case NotAllowed(why):
            await toast(update, context.words(door_face.WHY[why]), alert=True)
        case AllowanceSpent():
            await toast(update, cost_words.used_up(context.words, choice), alert=True)
        case Waiting() | NoPageYet():
            await toast(update)
            await show_card(update, context, id_in(update))


async def _first_look(update: Update, context: Context, first: FirstTime) -> None:
    line, found = face(context.words, first, at_home=not context.ground.base_url)
    await show(update, context, line, found)


async def _door(update: Update, context: Context, door: AtTheDoor) -> None:
    """One warning that needs one more tap; nothing is changed silently."""
    words, sid = context.words, door.snippet_id
    ids = f"{sid}:{door.account_id or 0}:{door.revision}"
    no = button(words(ONLY_ME), f"share:me:{sid}")
    await show(update, context, *door_face.face(words, door, no, deed="share", ids=ids))


async def untarget(update: Update, context: Context) -> None:
    await toast(update)
    await sharing.untarget(context.ground, context.person.id, id_in(update), id_in(update, 1))
    await show_card(update, context, id_in(update))


async def send_now(update: Update, context: Context) -> None:
    await toast(update)
    await sharing.send_now(context.ground, context.person.id, id_in(update))
    await show_card(update, context, id_in(update))


async def only_me(update: Update, context: Context) -> None:
    await toast(update)
    await sharing.only_me(context.ground, context.person.id, id_in(update))
    await show_card(update, context, id_in(update))


async def who_sees(update: Update, context: Context) -> None:
    """Every target as a toggle; taking one off withdraws its copy."""
    await toast(update)
    view = await cards.view(context.ground, context.person.id, id_in(update))
    if view is None or not view.kept:
        await show_card(update, context, id_in(update))
        return
    words, sid = context.words, view.snippet_id
    last = [
        button(words(ONLY_ME), f"share:me:{sid}"),
        button(words(BACK), f"card:show:{sid}"),
    ]
    own = own_words_face.shared_rows(words, view)
    await keyboard(update, [*target_rows(words, view), *own, last])


async def repost(update: Update, context: Context) -> None:
    await toast(update)
    await sharing.repost(context.ground, context.person.id, id_in(update), id_in(update, 1))
    await show_card(update, context, id_in(update))


async def again(update: Update, context: Context) -> None:
    await toast(update)
    await sharing.try_again(context.ground, context.person.id, id_in(update), id_in(update, 1))
    await show_card(update, context, id_in(update))
