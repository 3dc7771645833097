"""/page: the person's own page, its address, and the lines of "Who you are"."""

from collections.abc import Mapping
from typing import Any

from telegram import BotCommand, Update
from telegram.ext import BaseHandler, CallbackQueryHandler, CommandHandler

from bot.chat import dialogues, page_lines
from bot.chat.context import Context
from bot.chat.first_look import look_again
from bot.chat.page_lines import FOR_MY_DIARY, about_snippet, ask, back, own_page
from bot.chat.page_view import (
    LINES,
    NEWEST,
    in_words,
    rows,
    who_in_words,
    who_rows,
)
from bot.chat.speaking import argument, button, id_in, say, show, toast
from bot.domain.handles import CHANGES_A_YEAR, normal, problem
from bot.locales import mark
from bot.services import pages
from bot.services.pages import OwnPage, Problem

_ = mark

COMMANDS = [BotCommand("page", _("your page"))]

ASK_HANDLE = _(
    "Which address would you like? 3 to 30 small letters, digits or _, for example: {example}"
)
MOVES = _(
    "Your page then moves to {handle}. The old address leads on to it and stays yours. "
    "You can do this {count} times a year."
)
MOVE_IT = _("Move it there")
MOVED = _("Your address is {handle} now.")
PROBLEMS = {
    Problem.SHAPE: _("An address has 3 to 30 small letters, digits or _, and at least one letter."),
    Problem.RESERVED: _("That one is kept free for Hibi itself. Another one?"),
    Problem.TAKEN: _("Somebody has that one, or one that looks just like it. Another one?"),
    Problem.TOO_OFTEN: _("You have moved three times within a year; please wait a little."),
}
SEARCH_YES = _("Thank you. People who search for your name may find it from now on. /page")
SEARCH_NO = _("All right, search engines stay uninvited. You can change it any time: /page")
HANDLE = "page-handle"


def handlers() -> list[BaseHandler[Update, Context, None]]:
    return [
        CommandHandler("page", show_page),
        CallbackQueryHandler(show_page, r"^page:show$"),
        CallbackQueryHandler(show_who, r"^page:who$"),
        CallbackQueryHandler(toggle_search, r"^page:toggle$"),
        CallbackQueryHandler(answer_search, r"^page:search:(yes|no)$"),
        CallbackQueryHandler(page_lines.ask_line, r"^page:(line|name)(:|$)"),
        CallbackQueryHandler(clear, r"^page:clear:"),
        CallbackQueryHandler(page_lines.fill, r"^page:fill:"),
        CallbackQueryHandler(page_lines.undo, r"^page:undo$"),
        CallbackQueryHandler(ask_handle, r"^page:handle(:|$)"),
        CallbackQueryHandler(move, r"^page:move:"),
    ]


async def show_page(update: Update, context: Context) -> None:
    await toast(update)
    page = await own_page(update, context)
    if page is not None:
        await _show_page(update, context, page)


async def _show_page(update: Update, context: Context, page: OwnPage) -> None:
    words = context.words
    newest = await pages.public_snippets(context.ground, context.person.id, limit=NEWEST)
    await show(update, context, in_words(words, page, newest), rows(words, page))


async def show_who(update: Update, context: Context) -> None:
    await toast(update)
    page = await own_page(update, context)
    if page is not None:
        await show(
            update, context, who_in_words(context.words, page), who_rows(context.words, page)
        )


async def toggle_search(update: Update, context: Context) -> None:
    page = await own_page(update, context)
    if page is not None:
        await pages.set_searchable(context.ground, context.person.id, not page.searchable)
    await show_page(update, context)


async def answer_search(update: Update, context: Context) -> None:
    """The answer to the question that comes by itself after the third public snippet."""
    await toast(update)
    if await own_page(update, context) is None:
        return
    yes = argument(update) == "yes"
    await pages.set_searchable(context.ground, context.person.id, yes)
    await show(update, context, context.words(SEARCH_YES if yes else SEARCH_NO))


async def clear(update: Update, context: Context) -> None:
    """*Take it off*, and back to where that line stood."""
    line = argument(update)
    await page_lines.clear_line(context, line)
    await (show_who if line in LINES else show_page)(update, context)


async def ask_handle(update: Update, context: Context) -> None:
    await toast(update)
    page = await own_page(update, context)
    if page is None:
        return
    text = context.words(ASK_HANDLE, example=page.handle)
    await ask(update, context, HANDLE, text, [back("")], about_snippet(id_in(update)))


async def read_handle(update: Update, context: Context, about: Mapping[str, Any]) -> bool:
    """An address; a page that people can read moves only after one more yes."""
    message = update.effective_message
    page = await own_page(update, context)
    if message is None or not message.text or message.forward_origin or page is None:
        return False
    handle, snippet = normal(message.text), about_snippet(about.get("snippet"))
    trouble = problem(handle)
    if trouble is Problem.SHAPE:
        return await dialogues.not_understood(
            update, context, PROBLEMS[Problem.SHAPE], HANDLE, **snippet
        )
    if trouble is None and page.is_open and page.handle != handle:
        await _ask_to_move(update, context, handle, snippet.get("snippet", 0))
        return True
    await _rename(update, context, handle, snippet)
    return True


async def _ask_to_move(update: Update, context: Context, handle: str, snippet_id: int) -> None:
    words, message = context.words, update.effective_message
    text = words(MOVES, handle=f"@{handle}", count=words.number(CHANGES_A_YEAR))
    rows = [
        [button(words(MOVE_IT), f"page:move:{handle}:{snippet_id}")],
        [button(words(FOR_MY_DIARY), "answer:diary")],
    ]
    await say(update, context, text, rows, reply_to=message.message_id if message else None)


async def move(update: Update, context: Context) -> None:
    await toast(update)
    if await own_page(update, context) is not None:
        await _rename(update, context, argument(update), about_snippet(id_in(update, 1)))


async def _rename(update: Update, context: Context, handle: str, snippet: dict[str, Any]) -> None:
    words = context.words
    trouble = await pages.rename(context.ground, context.person.id, handle)
    if trouble is None:
        await show(update, context, words(MOVED, handle=f"@{handle}"))
        await look_again(context, snippet.get("snippet"))
        return
    await show(update, context, words(PROBLEMS[trouble]))
    if trouble is not Problem.TOO_OFTEN:
        await dialogues.ask_for(context, HANDLE, **snippet)


DIALOGUES = {**page_lines.DIALOGUES, HANDLE: read_handle}
