"""What came of attempts, written down: those of one moment together, posts above all."""

import logging
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta

from sqlmodel.ext.asyncio.session import AsyncSession

from bot.db import accounts, alarms, attempts, copies, snippets, tables
from bot.db.attempts import Ended
from bot.db.surroundings import Surroundings
from bot.db.tables import AccountState
from bot.domain.delivery import DeliveryKind, DeliveryState, Next, Outcome
from bot.services.continuing import rest_as_json
from bot.services.ground import Ground
from bot.services.linked import stand_still
from bot.services.listening import first_look
from bot.services.responding import forget_words
from bot.services.trying import Result
from bot.services.wishing import wish_edit

logger = logging.getLogger(__name__)

OVER = (DeliveryState.PUBLISHED, DeliveryState.REFUSED, DeliveryState.CANCELLED)


@dataclass(frozen=True, slots=True, kw_only=True)
class Ending:
    """One attempt that is over; `result` is None where there was nothing to try."""

    ground: Ground
    around: Surroundings
    result: Result | None
    settled: Next


@dataclass(frozen=True, slots=True)
class Recorded:
    """`has_card` tells whether a card in the chat shows the snippet."""

    has_card: bool


async def record_all(session: AsyncSession, endings: Sequence[Ending]) -> list[Recorded | None]:
    """None for an attempt whose delivery was taken over meanwhile: nothing is kept of it."""
    held = await attempts.record_all(session, [_ended(one) for one in endings])
    mine = [one for one, ok in zip(endings, held, strict=True) if ok]
    for one in (one for one, ok in zip(endings, held, strict=True) if not ok):
        logger.warning("delivery %s: a late record was refused", one.around.delivery.id)
    posted = [one for one in mine if _is_posted(one)]
    now_known = await snippets.heads(session, {one.around.snippet.id for one in mine})
    await _record_posts(session, posted)
    for one in posted:
        if now_known[one.around.snippet.id].revision > _revision(one):
            await _catch_up(session, one)
    for one in mine:
        if not _is_posted(one):
            await _record_rest(session, one)
    return [
        Recorded(now_known[one.around.snippet.id].has_card) if ok else None
        for one, ok in zip(endings, held, strict=True)
    ]


def _ended(one: Ending) -> Ended:
    return Ended(
        row=one.around.delivery,
        settled=one.settled,
        now=one.ground.now(),
        raw=one.result.raw if one.result else "",
    )


def _is_posted(one: Ending) -> bool:
    """Whether a whole post stands there now."""
    return (
        one.around.delivery.kind == DeliveryKind.PUBLISH
        and one.result is not None
        and one.result.attempted.outcome is Outcome.DONE
        and bool(one.result.copies)
        and one.result.shaped is not None
    )


async def _record_posts(session: AsyncSession, posted: Sequence[Ending]) -> None:
    made = [copy for one in posted if (copy := _copy(one)) is not None]
    await copies.put_copies(session, made)
    await accounts.note_posts(session, [(copy.account_id, copy.published_at) for copy in made])


async def _record_rest(session: AsyncSession, one: Ending) -> None:
    row, result, settled = one.around.delivery, one.result, one.settled
    now = one.ground.now()
    if result is not None and (result.attempted.outcome is Outcome.DONE or _stops(one)):
        if row.kind == DeliveryKind.DELETE:
            await copies.remove_copy(session, row.snippet_id, row.account_id, now)
        elif (made := _copy(one)) is not None:
            if row.kind == DeliveryKind.EDIT:
                await copies.edit_copy(session, made, now)
            else:
                await copies.put_copies(session, [made])
    if row.kind == DeliveryKind.RESPONSE and settled.state in OVER:
        await forget_words(session, row.id)
    if settled.account_signed_out or settled.account_blocked:
        state = AccountState.BLOCKED if settled.account_blocked else AccountState.SIGNED_OUT
        await stand_still(session, row.account_id, state, now)
    if result is not None and result.attempted.outcome is Outcome.OUTDATED:
        await _raise_alarm(session, one, result.attempted.rule or "version_retired")


async def _raise_alarm(session: AsyncSession, one: Ending, rule: str) -> None:
    network = one.around.account.network
    if await alarms.raise_alarm(session, network, rule, one.ground.now()):
        logger.error("%s no longer speaks the version that this Hibi knows: update it", network)


def _stops(one: Ending) -> bool:
    """Whether a thread ends here for now, with parts of it standing."""
    ends = (DeliveryState.REFUSED, DeliveryState.ASKED, DeliveryState.PARKED)
    return one.result is not None and bool(one.result.copies) and one.settled.state in ends


def _copy(one: Ending) -> copies.Standing | None:
    row, result = one.around.delivery, one.result
    if result is None or not result.copies or result.shaped is None:
        return None
    if row.kind == DeliveryKind.RESPONSE:
        return None
    texts = [result.shaped.post.text, *result.shaped.rest]
    return copies.Standing(
        person_id=row.person_id,
        snippet_id=row.snippet_id,
        account_id=row.account_id,
        remote_id=result.copies[0].remote_id,
        url=result.copies[0].url,
        text=texts[0],
        parts=rest_as_json(result.copies, texts),
        media_ids=list(result.shaped.media_ids),
        revision=result.shaped.revision,
        published_at=one.ground.now(),
        listen_at=first_look(one.ground, one.around.account.network, one.ground.now()),
    )


def _revision(one: Ending) -> int:
    assert one.result is not None
    assert one.result.shaped is not None
    return one.result.shaped.revision


async def _catch_up(session: AsyncSession, one: Ending) -> None:
    """The words changed while they were on their way: what stands there now must follow."""
    snippet = await session.get(tables.Snippet, one.around.snippet.id, populate_existing=True)
    if snippet is not None:
        await wish_edit(session, snippet, one.around.account, one.ground.now(), undo=timedelta(0))
