"""One linked account as its person sees it: whether it works, what goes there, when it last did."""

from telegram import Update

from bot.chat.context import Context
from bot.chat.link_words import account_name, state_in_words
from bot.chat.speaking import show
from bot.domain.schedule import local
from bot.locales import Words, mark, mark_plural
from bot.services import linking
from bot.services.linked import LinkedAccount

_ = mark

BY_ITSELF_ON = _("answers go there by themselves")
BY_TAP = _("only what you choose")
LAST = _("last on {day}")
NOT_YET = _("nothing shared yet")
WAITING = mark_plural("{count} answer is waiting", "{count} answers are waiting")
NOT_THERE = _("That one is not connected any more.")


def in_words(words: Words, account: LinkedAccount, zone: str) -> str:
    """One account: whether it works, what goes there, when something last did."""
    name = account_name(words, account.network, account.handle)
    state = state_in_words(words, account.network, account.state)
    facts = [state, words(BY_ITSELF_ON if account.by_itself else BY_TAP)]
    if account.last_post_at is None:
        facts.append(words(NOT_YET))
    else:
        facts.append(words(LAST, day=words.day(local(account.last_post_at, zone).date())))
    if account.waiting:
        facts.append(words.plural(WAITING, account.waiting))
    return f"{name}\n{' · '.join(facts)}"


async def found(update: Update, context: Context, account_id: int) -> LinkedAccount | None:
    """One account of this person; says so where there is none."""
    accounts = await linking.accounts(context.ground, context.person.id)
    account = next((one for one in accounts if one.account_id == account_id), None)
    if account is None:
        await show(update, context, context.words(NOT_THERE))
    return account
