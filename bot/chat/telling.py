"""The words for what happened unasked."""

from collections.abc import Callable, Sequence

from telegram import InlineKeyboardButton
from telegram.ext import ExtBot

from bot.chat import door_words
from bot.chat.bringing import bring
from bot.chat.echo_face import say_echoes, say_responded
from bot.chat.link_words import again_in_words
from bot.chat.names import network_title
from bot.chat.speaking import NO_PREVIEW, button, markup
from bot.db.accounts import GROUP
from bot.db.people import person_by_id
from bot.locales import Words, mark, mark_for, mark_plural, speak
from bot.services import notices
from bot.services.ground import Ground
from bot.services.notices import CardDue, Notice

_ = mark

SIGNED_OUT = _("{network} wants you to sign in again.")
OUT_OF_GROUP = _(
    "I can no longer write in the group {handle}: I was taken out, or silenced. "
    "If that was not meant, add me again."
)
WAITING = mark_plural(
    "{count} answer is waiting here and goes out once you have.",
    "{count} answers are waiting here and go out once you have.",
)
SIGN_IN_ENDS = _(
    "{network} lets me post for you until {day}. "
    "Sign in again before then, and nothing has to wait."
)
OUTDATED = _(
    "{network} no longer takes posts from this version of Hibi. Please update it; "
    "what people share there waits until then."
)
DONT_SEND = _("Don't send what waits")
UNLINK = _("Unlink")
WAS_IT = _(
    "I could not find out whether this reached {network}: “{excerpt}”. Could you look? Is it there?"
)
IT_IS, IT_IS_NOT = _("It is there"), _("It is not · send it")
BY_ITSELF = _(
    "You have shared three times with {network}. "
    "Shall answers go there by themselves from now on? You keep the time to undo."
)
YES_BY_ITSELF, NO_EACH_TIME = _("Yes, by themselves"), _("No, I choose each time")
SEARCH = _("May people who search for your name find this page? You can change this later.")
MAY_FIND = mark_for("search engines may find the page", "Yes")
MAY_NOT_FIND = mark_for("search engines may find the page", "No")
LEFT_GROUP = _("You are no longer in the group {handle}, so nothing of yours goes there any more.")
LINK_ENDED = _("I can no longer post to {handle} on {network}, so the link has ended.")
CONFIRM = _(
    "{handle} on {network} waits for your yes. If you have just linked it, press the button that "
    "your browser shows, or send me the six digits beside it."
)
NOT_ME = _("That was not me")
DESCRIBE = _("Would you describe the photo in one line, for people who cannot see it?")
DESCRIBE_IT = _("Describe the photo")
MILESTONE = mark_plural("{count} day in a row.", "{count} days in a row.")
ON_THE_FIRST = _("On the first one you wrote “{words}”. It adds up nicely.")
SEE = _("See your record")
WELCOME_BACK = mark_plural(
    "Welcome back. Your {count} day is still here.\nOne line makes the next.",
    "Welcome back. All {count} days are still here.\nOne line makes the next.",
)
TOO_LARGE = _(
    "Telegram does not hand over files of more than 20 MB. I kept your words; "
    "a shorter or smaller one works."
)
NOT_A_PICTURE = _("I could not read that picture. I kept your words; another format may work.")
DISK_FULL = _("There is no room left here just now. Your words are kept; I fetch the file later.")
TOO_MANY = _("That was more than I can keep in one day. Your words are kept.")
NOT_HANDED_OVER = _(
    "Telegram did not hand over that file. Your words are kept; please send it again."
)
STILL_PAUSED = _(
    "You have been on a break for a while. That is fine. /resume brings the questions back."
)

TROUBLES = {
    "too large": TOO_LARGE,
    "disk full": DISK_FULL,
    "too many today": TOO_MANY,
    "not handed over": NOT_HANDED_OVER,
}

Said = tuple[str, Sequence[Sequence[InlineKeyboardButton]]]


class Teller:
    """Says a notice in its person's language."""

    def __init__(self, ground: Callable[[], Ground]) -> None:
        self._ground_of = ground

    async def __call__(self, bot: ExtBot[str], notice: Notice) -> None:
        ground = self._ground_of()
        if isinstance(notice, CardDue):
            await bring(bot, ground, notice)
            return
        async with ground.database.reading() as session:
            person = await person_by_id(session, notice.person_id)
        if person is None or person.blocked_at is not None:
            return
        words = speak(person.language)
        if isinstance(notice, notices.Echoes):
            await say_echoes(bot, words, notice)
            return
        if isinstance(notice, notices.Responded):
            await say_responded(bot, words, notice)
            return
        text, rows = in_words(words, notice)
        await bot.send_message(
            notice.person_id,
            text,
            reply_markup=markup(rows),
            link_preview_options=NO_PREVIEW,
            disable_notification=not isinstance(notice, notices.ConfirmLink),
        )


def in_words(words: Words, notice: Notice) -> Said:
    """What is said, and the buttons under it."""
    match notice:
        case notices.SignedOut():
            return _signed_out(words, notice)
        case notices.SignInEnds():
            return _sign_in_ends(words, notice)
        case notices.NetworkOutdated():
            return words(OUTDATED, network=network_title(words, notice.network)), []
        case notices.WasItPosted():
            return _was_it_posted(words, notice)
        case notices.OfferByItself():
            return _offer(words, notice)
        case notices.AskSearch():
            yes = button(words(MAY_FIND), "page:search:yes")
            return words(SEARCH), [[yes, button(words(MAY_NOT_FIND), "page:search:no")]]
        case notices.AskedEnough():
            return door_words.go_on(words, notice.kind)
        case notices.Unlinked():
            return _link_ended(words, notice), []
        case notices.ConfirmLink():
            return _confirm(words, notice)
        case _:
            return _of_a_snippet(words, notice)


def _of_a_snippet(words: Words, notice: Notice) -> Said:
    match notice:
        case notices.MediaTrouble():
            return words(TROUBLES.get(notice.rule, NOT_A_PICTURE)), []
        case notices.DescribePhoto():
            data = f"card:alt:{notice.snippet_id}"
            return words(DESCRIBE), [[button(words(DESCRIBE_IT), data)]]
        case notices.Milestone():
            return _milestone(words, notice)
        case notices.WelcomeBack():
            return words.plural(WELCOME_BACK, notice.total), []
        case _:
            return words(STILL_PAUSED), []


def _signed_out(words: Words, notice: notices.SignedOut) -> Said:
    of_group = notice.network == GROUP
    text = words(SIGNED_OUT, network=network_title(words, notice.network))
    if of_group:
        text = words(OUT_OF_GROUP, handle=notice.handle)
    again = again_in_words(words, notice.network)
    rows = [[button(again, f"networks:again:{notice.account_id}")]]
    if notice.waiting:
        text += "\n" + words.plural(WAITING, notice.waiting)
        rows[0].append(button(words(DONT_SEND), f"networks:drop:{notice.account_id}"))
    rows.append([button(words(UNLINK), f"networks:unlink:{notice.account_id}")])
    return text, rows


def _sign_in_ends(words: Words, notice: notices.SignInEnds) -> Said:
    network = network_title(words, notice.network)
    again = button(again_in_words(words, notice.network), f"networks:again:{notice.account_id}")
    return words(SIGN_IN_ENDS, network=network, day=words.day(notice.on)), [[again]]


def _was_it_posted(words: Words, notice: notices.WasItPosted) -> Said:
    text = words(WAS_IT, network=network_title(words, notice.network), excerpt=notice.excerpt)
    ids, sid = f"card:there:{notice.delivery_id}", notice.snippet_id
    here = button(words(IT_IS), f"{ids}:yes:{sid}")
    return text, [[here, button(words(IT_IS_NOT), f"{ids}:no:{sid}")]]


def _offer(words: Words, notice: notices.OfferByItself) -> Said:
    text = words(BY_ITSELF, network=network_title(words, notice.network))
    yes = button(words(YES_BY_ITSELF), f"networks:itself:{notice.account_id}:on")
    no = button(words(NO_EACH_TIME), f"networks:itself:{notice.account_id}:off")
    return text, [[yes], [no]]


def _confirm(words: Words, notice: notices.ConfirmLink) -> Said:
    text = words(CONFIRM, handle=notice.handle, network=network_title(words, notice.network))
    # No yes here: pressed in this chat it would also link a victim of somebody else's link.
    return text, [[button(words(NOT_ME), f"networks:no:{notice.request_id}")]]


def _milestone(words: Words, notice: notices.Milestone) -> Said:
    text = words.plural(MILESTONE, notice.days)
    if notice.first_words:
        text += "\n" + words(ON_THE_FIRST, words=notice.first_words)
    return text, [[button(words(SEE), "stats:show")]]


def _link_ended(words: Words, notice: notices.Unlinked) -> str:
    if notice.network == GROUP:
        return words(LEFT_GROUP, handle=notice.handle)
    return words(LINK_ENDED, handle=notice.handle, network=network_title(words, notice.network))
