"""What came of linking an account, or of ending that, in plain words."""

from bot.chat.names import network_title
from bot.db.accounts import GROUP
from bot.db.tables import AccountState
from bot.locales import Words, mark, mark_plural
from bot.services.linked import LetGo, Linked
from bot.services.linking import NotConfirmed, Why

_ = mark

LINKED = _(
    "{account} is connected. Nothing goes there by itself: "
    "you choose it under each answer. I will show you first how it looks."
)
GOES_OUT = mark_plural(
    "{count} answer that waited for it goes out now.",
    "{count} answers that waited for it go out now.",
)
KEY = _(
    "Each message to it is signed with this key. "
    "Give it to your software; I show it only now:\n{key}"
)
CANNOT = {
    Why.DIARY_ONLY: _(
        "Your Hibi is a diary for you alone, so there is nothing to connect. "
        "Whoever invited you can open sharing for you."
    ),
    Why.UNKNOWN_NETWORK: _("I don't know that place yet. /link shows those I know."),
    Why.TOO_MANY: _("That was often enough for now. Please try again in an hour."),
    Why.BAD_SERVER: _(
        "I cannot go to a server of that name. It looks like mastodon.social or misskey.io."
    ),
    Why.OTHER_KIND: _("That server is of another kind. Is it the right one?"),
    Why.UNREACHABLE: _("Nobody answers over there just now. Please try again in a little while."),
    Why.BAD_HANDLE: _("Bluesky does not know that name. It looks like hana.bsky.social."),
    Why.NOT_APP_PASSWORD: _(
        "That is not an app password; those look like abcd-efgh-ijkl-mnop. I sent it nowhere."
    ),
    Why.WRONG_PASSWORD: _(
        "Bluesky did not take it. Please look at the name once more, or make a new app password."
    ),
    Why.CODE_REFUSED: _("That code was not taken. Please copy it once more, all of it."),
    Why.SAID_NO: _("You did not agree over there, so nothing changes. /link begins again."),
    Why.NOT_ASKED: _("That is over. /link begins again."),
    Why.MAY_NOT_POST: _(
        "Telegram says that you may not post in that channel. "
        "I can only connect one that you run, or where you may post."
    ),
    Why.OTHER_BROWSER: _("That page belongs to another browser. /link begins again."),
    Why.BAD_WEBHOOK: _(
        "That is not an address that I can send to. "
        "It must begin with https:// and be copied whole."
    ),
    Why.WEBHOOK_GONE: _("Nobody answers at that address any more. Please make a new one there."),
    Why.NEEDS_ADDRESS: _(
        "For that, this Hibi needs a public address. Whoever runs it can set one up."
    ),
    Why.NEEDS_PROFESSIONAL: _(
        "Instagram lets programs post only to professional accounts. You can switch yours in its "
        "settings, free of charge; then /link begins again."
    ),
    Why.NO_PAGE: _("You run no Page there, and personal profiles take nothing from programs."),
    Why.ONE_PAGE: _("Please choose just one Page over there. /link begins again."),
    Why.NOT_A_CHANNEL: _("That is not a channel. For a group there is /link group"),
    Why.NOT_A_GROUP: _("That is a channel, not a group. For a channel there is /link telegram"),
    Why.NOT_A_MEMBER: _("Telegram says that you are not in that group, so I left it again."),
    Why.MAY_NOT_WRITE: _(
        "I may not write in that group. Whoever runs it can allow members to, or make me an "
        "administrator. Then /link begins again."
    ),
    Why.NOT_ALLOWED: _("They did not let me in over there. /link begins again."),
}
NOT_CONFIRMED = {
    NotConfirmed.NOTHING_WAITS: _("Nothing waits for your yes any more. /link begins again."),
    NotConfirmed.WRONG_PERSON: _(
        "Somebody else began that, so I ended it. Nothing was connected, and nothing can go out."
    ),
    NotConfirmed.WRONG_CODE: _("That is not what your browser shows. Please look once more."),
    NotConfirmed.TOO_MANY_TRIES: _("That did not match five times, so I ended it. /link"),
}
UNLINKED = _("{account} is unlinked.")
TAKEN_BACK = _("My key to it has been given back and is erased here.")
NOT_TAKEN_BACK = _(
    "My key to it is erased here, but {network} did not answer. "
    "To be sure, remove Hibi in your settings there."
)
KEY_STAYS = _(
    "My key to it is erased here. Misskey lets nobody give one back: "
    "to be sure, remove Hibi in your server's settings."
)
APP_PASSWORD_STAYS = _(
    "If you made an app password for it, that is yours: "
    "delete it in Bluesky's settings if you like."
)
LEFT_GROUP = _("I have left the group. What I posted there stays.")
STILL_IN_GROUP = _(
    "Nothing of yours goes there any more. I am still in the group: somebody else shares there, "
    "or I could not leave, and whoever runs it can take me out. What I posted there stays."
)
LEAVE_CHANNEL = _("You can now remove me from your channel's administrators.")
WERE_WAITING = mark_plural(
    "{count} answer that was waiting for it stays in your diary.",
    "{count} answers that were waiting for it stay in your diary.",
)


STATES = {
    AccountState.WORKING: _("working"),
    AccountState.SIGNED_OUT: _("wants you to sign in again"),
    AccountState.BLOCKED: _("has closed this account"),
}
NOT_IN_THERE = _("I am not in there any more, or may not write")
SIGN_IN, ADD_AGAIN = _("Sign in"), _("Add me again")


def state_in_words(words: Words, network: str, state: AccountState) -> str:
    """How an account is; a group asks for no sign-in, it has taken the bot out."""
    out = network == GROUP and state == AccountState.SIGNED_OUT
    return words(NOT_IN_THERE if out else STATES[state])


def again_in_words(words: Words, network: str) -> str:
    """What the button says that links the same account once more."""
    return words(ADD_AGAIN if network == GROUP else SIGN_IN)


def in_words(words: Words, outcome: Linked | NotConfirmed | Why) -> str:
    """One sentence for whatever came of it; after a link, also what goes out now."""
    if isinstance(outcome, Why):
        return words(CANNOT[outcome])
    if isinstance(outcome, NotConfirmed):
        return words(NOT_CONFIRMED[outcome])
    account = account_name(words, outcome.network, outcome.handle)
    said = words(LINKED, account=account)
    if outcome.waiting:
        said += f"\n{words.plural(GOES_OUT, outcome.waiting)}"
    if outcome.key:
        said += f"\n\n{words(KEY, key=outcome.key)}"
    return said


def let_go_in_words(words: Words, gone: LetGo) -> str:
    """What was given back, and what only the person can still do."""
    lines = [words(UNLINKED, account=account_name(words, gone.network, gone.handle))]
    if gone.network == "telegram":
        lines.append(words(LEAVE_CHANNEL))
    elif gone.network == GROUP:
        lines.append(words(LEFT_GROUP if gone.revoked else STILL_IN_GROUP))
    elif gone.network == "misskey":
        lines.append(words(KEY_STAYS))
    elif gone.revoked:
        lines.append(words(TAKEN_BACK))
    else:
        lines.append(words(NOT_TAKEN_BACK, network=network_title(words, gone.network)))
    if gone.network == "bluesky":
        lines.append(words(APP_PASSWORD_STAYS))
    if gone.cancelled:
        lines.append(words.plural(WERE_WAITING, gone.cancelled))
    return "\n".join(lines)


def account_name(words: Words, network: str, handle: str) -> str:
    """One account, as a line begins with it: Bluesky @hana.bsky.social"""
    name = network_title(words, network)
    shown = f"@{handle}" if network == "page" and handle else handle
    return f"{name[:1].upper()}{name[1:]} {shown}".strip()
