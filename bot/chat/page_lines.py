"""The steps of filling a line of the page: asked for, read, taken from an answer, taken back."""

from collections.abc import Mapping
from typing import Any

from telegram import Message, Update

from bot.chat import dialogues
from bot.chat.asked import asked
from bot.chat.context import Context
from bot.chat.first_look import look_again
from bot.chat.page_view import LABELS, LINES, Rows
from bot.chat.speaking import argument, button, id_in, say, show, toast
from bot.locales import Words, mark
from bot.services import cards, filling, pages
from bot.services.filling import Filled
from bot.services.pages import LINES as LONGEST
from bot.services.pages import OwnPage

_ = mark

DIARY_ONLY = _(
    "Your Hibi is a diary for you alone, so it has no page. "
    "Whoever invited you can open sharing for you."
)
ASK_LINE = _("{label}: write it in one line, at most {most} characters.")
NOW = _("Now: {text}")
TAKE_OFF, UNDO = _("Take it off"), _("Undo")
TOO_LONG = _("That is longer than {most} characters. Could you say it shorter?")
FOR_MY_DIARY = _("It was for my diary")
STANDS = _("{label}: {text}\nIt stands on your page now.")
WILL_STAND = _("{label}: {text}\nIt will stand on your page once you have one.")
IS_EMPTY = _("{label}: nothing stands there any more.")
TAKEN_BACK = _("Taken back.")
TOO_LATE = _("It is too late to take that back. /page changes it any time.")
GONE = _("There are no words to put there.")
LINE, NAME_KIND, UNDO_KIND = "page-line", "page-name", "page-undo"


async def own_page(update: Update, context: Context) -> OwnPage | None:
    """The page or its draft, begun with what Telegram calls this person, for them to see first."""
    if context.person.diary_only:
        await show(update, context, context.words(DIARY_ONLY))
        return None
    user = update.effective_user
    hints = [user.username or "", user.full_name] if user else []
    name = user.full_name if user else ""
    return await pages.draft_page(context.ground, context.person.id, hints, name)


async def ask_line(update: Update, context: Context) -> None:
    """Asks for one line, in place; asked from a card (`page:name:<snippet>`), below it."""
    await toast(update)
    by_name = str(update.callback_query.data if update.callback_query else "").startswith("page:n")
    line = "name" if by_name else argument(update)
    page = await own_page(update, context)
    if page is None or line not in LABELS:
        return
    words, now = context.words, page.name if line == "name" else page.lines[line]
    label, most = words(LABELS[line]), words.number(LONGEST[line])
    text = words(ASK_LINE, label=label, most=most)
    under = [[button(words(TAKE_OFF), f"page:clear:{line}")]] if now and line != "name" else []
    about: dict[str, Any] = {"line": line} | (about_snippet(id_in(update)) if by_name else {})
    if now:
        text += f"\n{words(NOW, text=now)}"
    kind = NAME_KIND if line == "name" else LINE
    await ask(update, context, kind, text, [*under, back(line)], about)


def about_snippet(snippet_id: Any) -> dict[str, Any]:
    return {"snippet": snippet_id} if isinstance(snippet_id, int) and snippet_id > 0 else {}


def back(line: str) -> Any:
    return [button("◀", "page:who" if line in LINES else "page:show")]


async def ask(
    update: Update, context: Context, kind: str, text: str, under: Rows, about: dict[str, Any]
) -> None:
    pressed = update.callback_query.message if update.callback_query else None
    if "snippet" in about or not isinstance(pressed, Message):
        pressed = await say(update, context, text)
    else:
        await show(update, context, text, under)
    await dialogues.ask_for(context, kind, pressed.message_id, **about)


async def read_line(update: Update, context: Context, about: Mapping[str, Any]) -> bool:
    """A line for the page; what is far too long for one is for the diary."""
    message = update.effective_message
    line = str(about.get("line", "name"))
    if message is None or not message.text or message.forward_origin or line not in LABELS:
        return False
    most, words = LONGEST[line], context.words
    if len(message.text) > 2 * most:
        return False
    if len(message.text) > most:
        diary = [[button(words(FOR_MY_DIARY), "answer:diary")]]
        text = words(TOO_LONG, most=words.number(most))
        sent = await say(update, context, text, diary, reply_to=message.message_id)
        again = {"line": line, **about_snippet(about.get("snippet"))}
        kind = NAME_KIND if line == "name" else LINE
        await dialogues.ask_for(context, kind, sent.message_id, **again)
        return True
    filled = await filling.fill(context.ground, context.person.id, line, message.text)
    await _filled(update, context, filled, about.get("snippet"), reply_to=message.message_id)
    return True


async def fill(update: Update, context: Context) -> None:
    """*Put on my page*: an answer becomes a line."""
    line, snippet_id = argument(update), id_in(update, 1)
    if await own_page(update, context) is None:
        await toast(update)
        return
    filled = await filling.fill_from(context.ground, context.person.id, line, snippet_id)
    if filled is None:
        await toast(update, context.words(GONE))
        return
    await toast(update)
    await _filled(update, context, filled, snippet_id)


async def _filled(
    update: Update,
    context: Context,
    filled: Filled,
    snippet_id: Any,
    *,
    reply_to: int | None = None,
) -> None:
    """Says what stands there now; one press puts back what stood there before."""
    page = await own_page(update, context)
    if page is None:
        return
    words = context.words
    text = filled_in_words(words, filled, page)
    rows = [[button(words(UNDO), "page:undo")]]
    await say(update, context, text, rows, reply_to=reply_to)
    looking = filled.line == "name"
    about = {"line": filled.line, "before": filled.before, **about_snippet(snippet_id)}
    await dialogues.ask_for(context, UNDO_KIND, **about, looking=looking)
    await (look_again if looking else refresh)(context, snippet_id)


def filled_in_words(words: Words, filled: Filled, page: OwnPage) -> str:
    sentence = (STANDS if page.is_open else WILL_STAND) if filled.kept else IS_EMPTY
    return words(sentence, label=words(LABELS[filled.line]), text=filled.kept)


async def refresh(context: Context, snippet_id: Any) -> None:
    """The card of the answer that became a line, or that was one, no longer offers it."""
    if about_snippet(snippet_id):
        await cards.refresh(context.ground, context.person.id, snippet_id)


async def undo(update: Update, context: Context) -> None:
    await toast(update)
    about = await asked(context, UNDO_KIND)
    words = context.words
    if about is None:
        await show(update, context, words(TOO_LATE))
        return
    await filling.fill(context.ground, context.person.id, about["line"], about["before"])
    await dialogues.end(context)
    pressed = update.callback_query.message if update.callback_query else None
    replied = isinstance(pressed, Message) and pressed.reply_to_message is not None
    diary = [[button(words(FOR_MY_DIARY), "answer:diary")]] if replied else []
    await show(update, context, words(TAKEN_BACK), diary)
    await (look_again if about.get("looking") else refresh)(context, about.get("snippet"))


async def clear_line(context: Context, line: str) -> None:
    """Takes a line off the page; a page is never without a name."""
    if line in LABELS and line != "name":
        await dialogues.end(context)
        await filling.fill(context.ground, context.person.id, line, "")


DIALOGUES = {NAME_KIND: read_line, LINE: read_line}
