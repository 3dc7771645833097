"""How a first share will look: under which name and address, before the first yes."""

import logging
from collections.abc import Sequence
from typing import Any

from telegram.error import TelegramError

from bot.chat import own_words_face, preflight_face
from bot.chat.context import Context
from bot.chat.names import network_title
from bot.chat.recording_words import WITH_IT
from bot.chat.speaking import NO_PREVIEW, Line, Rows, button, markup
from bot.db.accounts import GROUP, PAGE
from bot.locales import Words, mark, mark_plural
from bot.services import cards, sharing
from bot.services.sharing import PAGE_TARGET, FirstTime

logger = logging.getLogger(__name__)
_ = mark

FIRST = _("Your first time sharing. This is how it will look.")
FIRST_THERE = _("The first time on {network}. This is how it will look.")
ANYONE = _(
    "Anyone can open this page; search engines are not invited yet. You can change or withdraw "
    "it later, though not what someone has already saved."
)
ANYONE_THERE = _(
    "People on {network} can read it there. You can withdraw it later, "
    "though not what someone has already saved."
)
ALL_IN_GROUP = _(
    "Everybody in the group can read it, and whoever joins later. You can withdraw it for "
    "48 hours, though not what someone has already saved."
)
AT_HOME = _("This Hibi has no public address yet, so the page opens at home only.")
WITH_PHOTO = _("(with the photo)")
WITH_CARD = _("(with a picture of all the words)")
MORE_POSTS = mark_plural("(and {count} more post)", "(and {count} more posts)")
MOST_SHOWN = 2_500
"""Characters of further posts; a message of Telegram takes 4,096."""
SHARE_IT, NOT_NOW = _("Share it"), _("Not now")
NAME, ADDRESS = _("Change name"), _("Change address")


def face(words: Words, first: FirstTime, *, at_home: bool) -> tuple[Line, Rows]:
    """The preview with what it says about itself; then a yes or a no."""
    name, page = network_title(words, first.network), first.network == PAGE
    line = Line(words(FIRST) if page else words(FIRST_THERE, network=name))
    line.add("\n\n")
    line.add(first.preview or words(WITH_PHOTO), kind="blockquote")
    if first.preview and first.pictures:
        line.add("\n" + words(WITH_PHOTO))
    if first.recordings:
        line.add("\n" + words(WITH_IT))
    line.add("\n" + words(WITH_CARD) if first.drawn else "")
    _add_rest(line, words, first.rest)
    line.add(f"\n\n{first.name or first.handle}\n" if page else f"\n\n{first.handle}\n")
    line.add((first.address or f"@{first.handle}") + "\n" if page else "")
    line.add("\n" + _who_reads(words, first, name))
    for told in preflight_face.sentences(words, first):
        line.add(f"\n{told}")
    if page and at_home:
        line.add("\n" + words(AT_HOME))
    return line, _rows(words, first, page=page)


def _add_rest(line: Line, words: Words, rest: Sequence[str]) -> None:
    """The further posts as they will stand, as many as have room."""
    room = MOST_SHOWN
    for place, text in enumerate(rest):
        room -= len(text)
        if room < 0:
            line.add("\n" + words.plural(MORE_POSTS, len(rest) - place))
            return
        line.add("\n\n")
        line.add(text, kind="blockquote")


def _who_reads(words: Words, first: FirstTime, name: str) -> str:
    if first.network == PAGE:
        return words(ANYONE)
    return words(ALL_IN_GROUP) if first.network == GROUP else words(ANYONE_THERE, network=name)


def _rows(words: Words, first: FirstTime, *, page: bool) -> Rows:
    sid = first.snippet_id
    other_words = own_words_face.button_for(words, sid, first.account_id, first.network)
    change = [button(words(NAME), f"page:name:{sid}"), button(words(ADDRESS), f"page:handle:{sid}")]
    return [
        [button(words(SHARE_IT), f"share:yes:{sid}:{first.account_id}")],
        change if page else other_words,
        [button(words(NOT_NOW), f"card:show:{sid}")],
    ]


async def look_again(context: Context, snippet_id: Any) -> None:
    """After another name or address: the look once more, lower in the chat, in the card's place."""
    ground, who = context.ground, context.person.id
    view = await cards.view(ground, who, snippet_id) if isinstance(snippet_id, int) else None
    if view is None:
        return
    unopened = any(target.account_id == PAGE_TARGET for target in view.targets)
    # Where the page is open a choice would already be a yes.
    choice = await sharing.choose_target(ground, who, snippet_id, PAGE_TARGET) if unopened else None
    if not isinstance(choice, FirstTime):
        await cards.refresh(ground, who, snippet_id)
        return
    line, rows = face(context.words, choice, at_home=not ground.base_url)
    sent = await context.bot.send_message(
        who,
        line.text,
        entities=line.entities,
        reply_markup=markup(rows),
        link_preview_options=NO_PREVIEW,
        disable_notification=True,
    )
    await cards.remember_message(ground, who, snippet_id, sent.message_id)
    if view.card_message_id is not None:
        await _take_away(context, view.card_message_id)


async def _take_away(context: Context, message_id: int) -> None:
    """Two cards of one answer would tell two stories."""
    try:
        await context.bot.delete_message(context.person.id, message_id)
    except TelegramError as error:
        logger.info("an old card stays: %s", type(error).__name__)
