"""What others said under a post, as its person reads it, and what became of an answer.

Words of strangers go out as they are meant to be read, and as nothing else: no mark-up is read in
them, no preview is drawn, no name of Telegram's and no command comes alive.
"""

from datetime import timedelta

from telegram import InlineKeyboardButton
from telegram.error import BadRequest
from telegram.ext import ExtBot

from bot.chat.names import network_title
from bot.chat.speaking import LONGEST, NO_PREVIEW, Line, Rows, button, is_beyond_edit, link, markup
from bot.domain.echoes import plain, still
from bot.domain.snippets import excerpt
from bot.locales import Words, mark, mark_plural
from bot.services.notices import Echoes, Responded, ToldEcho
from bot.services.responding import OnItsWay

_ = mark

CAME_BACK = _("What came back to your posts:")
WITHOUT_WORDS = _("(without words)")
UNDER = _("under “{below}”")
MORE = mark_plural(
    "And {count} more, where it was said.", "And {count} more, where they were said."
)
REPLY = _("To answer, reply to this message.")
REPLY_WITH_NUMBER = _("To answer, reply to this message and begin with the number, such as “2 …”.")
OPEN, ANSWER = _("Open"), _("Answer")
LEAVES = _("“{text}” goes to {author} on {network}.")
LEAVES_IN = _("“{text}” goes to {author} on {network} in {wait}.")
SECONDS, MINUTES = _("{count} s"), _("{count} min")
TAKE_BACK = _("Take it back")
IS_THERE = _("Your answer to {author} is on {network}.")
NOT_TAKEN = _("{network} did not take your answer to {author}.")
IS_GONE = _("What {author} said is gone from {network}, so your answer stayed here.")
LONGEST_SHOWN = 80
ROOMS = (300, 150, 80, 40, 20)
"""How many graphemes of each are shown: as many as one message holds."""
GONE = ("reply_gone", "not_there")


async def say_echoes(bot: ExtBot[str], words: Words, notice: Echoes) -> None:
    """One silent message. Should an address spoil its buttons, it comes without them."""
    text = in_words(words, notice)
    try:
        await _send(bot, notice.person_id, text, rows(words, notice))
    except BadRequest:
        await _send(bot, notice.person_id, text, rows(words, notice, links=False))


async def _send(bot: ExtBot[str], person_id: int, text: str, buttons: Rows) -> None:
    await bot.send_message(
        person_id,
        text[:LONGEST],
        reply_markup=markup(buttons),
        link_preview_options=NO_PREVIEW,
        disable_notification=True,
    )


def in_words(words: Words, notice: Echoes) -> str:
    """Each with who said it, where, and under which words; shorter where there are many."""
    texts = (_all(words, notice, room) for room in ROOMS)
    return next((text for text in texts if _fits(text)), _all(words, notice, ROOMS[-1]))


def _fits(text: str) -> bool:
    """As Telegram counts: in UTF-16 units."""
    return len(text.encode("utf-16-le")) // 2 <= LONGEST


def _all(words: Words, notice: Echoes, room: int) -> str:
    many = len(notice.echoes) > 1
    told = [
        _told(words, echo, f"{number}. " if many else "", room)
        for number, echo in enumerate(notice.echoes, 1)
    ]
    text = [words(CAME_BACK), *told]
    if notice.more:
        text.append(words.plural(MORE, notice.more))
    if any(echo.can_answer for echo in notice.echoes):
        text.append(words(REPLY_WITH_NUMBER if many else REPLY))
    return "\n\n".join(text)


def _told(words: Words, echo: ToldEcho, number: str, room: int) -> str:
    said = still(plain(echo.text, room)) or words(WITHOUT_WORDS)
    lines = [f"{number}{still(echo.author)} · {network_title(words, echo.network)}", said]
    if echo.below:
        lines.append("↳ " + words(UNDER, below=echo.below))
    return "\n".join(lines)


def rows(words: Words, notice: Echoes, *, links: bool = True) -> Rows:
    """Two buttons each: where it stands, and an answer."""
    many = len(notice.echoes) > 1
    return [
        _buttons(words, echo, number, many=many, links=links)
        for number, echo in enumerate(notice.echoes, 1)
    ]


def _buttons(
    words: Words, echo: ToldEcho, number: int, *, many: bool, links: bool
) -> list[InlineKeyboardButton]:
    found, shown = [], f" {number}" if many else ""
    if echo.url and links:
        found.append(link(f"{words(OPEN)}{shown} ↗", echo.url))
    if echo.can_answer:
        found.append(button(words(ANSWER) + shown, f"echo:to:{echo.echo_id}:{number}"))
    return found


def on_its_way(words: Words, sent: OnItsWay) -> tuple[str, Rows]:
    """What goes where, and a way to stop it."""
    told = {
        "text": excerpt(sent.text, LONGEST_SHOWN),
        "author": still(sent.author),
        "network": network_title(words, sent.network),
    }
    if not sent.wait:
        return words(LEAVES, **told), []
    text = words(LEAVES_IN, wait=_wait(words, sent.wait), **told)
    return text, [[button(words(TAKE_BACK), f"echo:undo:{sent.delivery_id}")]]


def _wait(words: Words, wait: timedelta) -> str:
    seconds = round(wait.total_seconds())
    if seconds > 90:
        return words(MINUTES, count=words.number(round(seconds / 60)))
    return words(SECONDS, count=words.number(seconds))


async def say_responded(bot: ExtBot[str], words: Words, notice: Responded) -> None:
    """What stands there is said where it was announced; what does not, in a message of its own."""
    line = _responded(words, notice)
    if notice.rule is None:
        if notice.said_in is not None:
            await _edit(bot, notice.person_id, notice.said_in, line)
        return
    if notice.said_in is not None:
        await _edit(bot, notice.person_id, notice.said_in, line)
    await bot.send_message(
        notice.person_id, line.text, link_preview_options=NO_PREVIEW, disable_notification=True
    )


async def _edit(bot: ExtBot[str], person_id: int, message_id: int, line: Line) -> None:
    try:
        await bot.edit_message_text(
            line.text,
            person_id,
            message_id,
            entities=line.entities,
            link_preview_options=NO_PREVIEW,
        )
    except BadRequest as error:
        if not is_beyond_edit(error):
            raise


def _responded(words: Words, notice: Responded) -> Line:
    told = {"author": still(notice.author), "network": network_title(words, notice.network)}
    if notice.rule is not None:
        return Line(words(IS_GONE if notice.rule in GONE else NOT_TAKEN, **told))
    line = Line(words(IS_THERE, **told))
    if notice.url.startswith("https://"):
        line.add(" ").add("↗", url=notice.url)
    return line
