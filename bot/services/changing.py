"""What follows a copy: its edit, its removal, each for all parts of a thread."""

import asyncio

from bot.domain.delivery import Outcome
from bot.networks.base import Account, Copy
from bot.services.continuing import Thread, parts_of_copy
from bot.services.forming import texts_of_copy
from bot.services.outgoing import CARD
from bot.services.trying import THE_CALL, Result, Try, arm, key_of, limits, result, shaped


async def edit(one: Try, account: Account) -> Result:
    known = one.around.copy
    if known is None or known.removed_at is not None:
        return result(Outcome.NOT_WANTED, rule="no_copy")
    if not known.remote_id:
        return result(Outcome.REFUSED, rule="unknown_copy")
    fresh = await shaped(one, await limits(one, account))
    thread = Thread(key=key_of(one.around), shaped=fresh, done=[], made={})
    standing_now = parts_of_copy(known)
    # A card is drawn anew with the words: what stands beside it may be the same beginning.
    drawn_anew = CARD in fresh.media_ids and known.revision != fresh.revision
    same_pictures = list(fresh.media_ids) == list(known.media_ids) and not drawn_anew
    if same_pictures and thread.texts == texts_of_copy(known) and not _says_alt_anew(one):
        return result(Outcome.DONE, copies=tuple(standing_now), shaped=fresh)
    if not one.network.can_edit:
        return result(Outcome.NOT_WANTED, rule="cannot_edit")
    if not same_pictures:
        thread.made = await one.network.prepare(account, thread.next_call(None))
    await arm(one, thread.remembered())
    await _follow(one, account, thread, standing_now)
    return result(Outcome.DONE, copies=tuple(thread.done), shaped=fresh)


async def _follow(one: Try, account: Account, thread: Thread, standing: list[Copy]) -> None:
    """Part by part; those that the new words need no more are removed, the last one first."""
    for copy in standing[: len(thread.texts)]:
        async with asyncio.timeout(THE_CALL.total_seconds()):
            call = thread.next_call(None)
            # A part whose address nobody knows stays as it is.
            known = await one.network.edit(account, copy, call) if copy.remote_id else copy
        thread.goes_on(known)
    await _remove(one, account, standing[len(thread.texts) :])


async def _remove(one: Try, account: Account, copies: list[Copy]) -> None:
    """The last one first, so that no part ever answers nothing."""
    for copy in reversed(copies):
        if copy.remote_id:
            async with asyncio.timeout(THE_CALL.total_seconds()):
                await one.network.delete(account, copy)


async def delete(one: Try, account: Account) -> Result:
    known = one.around.copy
    if known is None or known.removed_at is not None:
        return result(Outcome.NOT_WANTED, rule="no_copy")
    if not known.remote_id:
        return result(Outcome.REFUSED, rule="unknown_copy")
    if not one.network.can_delete:
        return result(Outcome.REFUSED, rule="cannot_delete")
    await arm(one, {})
    await _remove(one, account, parts_of_copy(known))
    return result(Outcome.DONE)


def _says_alt_anew(one: Try) -> bool:
    """Descriptions are kept by the pictures, not by the copy: an edit sends them again, where
    there are edits."""
    return one.network.can_edit and any(picture.alt for picture in one.around.whole.media)
