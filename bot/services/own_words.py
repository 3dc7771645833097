"""Words by hand for one account: they stand there instead of those in the diary."""

from sqlmodel.ext.asyncio.session import AsyncSession

from bot.db import accounts, copies, snippets, wishes
from bot.db.accounts import PAGE
from bot.db.surroundings import whole
from bot.db.tables import Account, Snippet
from bot.domain.snippets import clean
from bot.services.composing import words
from bot.services.following import account_changed
from bot.services.ground import Ground


async def words_for(ground: Ground, person_id: int, snippet_id: int, account_id: int) -> str | None:
    """What would stand there now, uncut; None where nothing can be changed for it."""
    async with ground.database.reading() as session:
        found = await _found(session, person_id, snippet_id, account_id)
        if found is None:
            return None
        snippet, account = found
        return words(ground, await whole(session, snippet), account.network, account.id)


async def set_words(
    ground: Ground, person_id: int, snippet_id: int, account_id: int, text: str
) -> bool:
    """From now on these words stand at that account; none brings those of the diary back.

    A copy that stands there already follows after the undo time. False where there is no such
    snippet or account, and for the page, on which the diary is read.
    """
    async with ground.database.writing() as session:
        await wishes.lock_snippet(session, snippet_id)
        found = await _found(session, person_id, snippet_id, account_id)
        if found is None:
            return False
        snippet, account = found
        kept = {**(snippet.own_words or {}), str(account_id): clean(text)}
        own = {key: value for key, value in kept.items() if value} or None
        if own == snippet.own_words:
            return True
        snippet.own_words = own
        before = snippet.revision
        await account_changed(session, snippet, account, ground.now())
        # Nothing of theirs has changed, so that what stands elsewhere is not behind.
        await copies.keep_up(session, snippet.id, account_id, before, snippet.revision)
    return True


async def _found(
    session: AsyncSession, person_id: int, snippet_id: int, account_id: int
) -> tuple[Snippet, Account] | None:
    snippet = await snippets.snippet_of(session, person_id, snippet_id)
    account = await accounts.account_in_use(session, person_id, account_id)
    if snippet is None or snippet.deleted_at or snippet.undone_at or snippet.forwarded:
        return None
    if account is None or account.network == PAGE:
        return None
    return snippet, account
