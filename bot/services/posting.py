"""One attempt at one delivery: shape, prepare, arm, call. Says what it came to; never retries."""

import asyncio
import logging
from dataclasses import dataclass, replace
from datetime import timedelta
from functools import partial
from typing import Any

from sqlmodel.ext.asyncio.session import AsyncSession

from bot.db import accounts, copies, deliveries
from bot.db.accounts import PAGE
from bot.db.surroundings import Surroundings
from bot.domain.compose import Limits
from bot.domain.delivery import Attempted, DeliveryKind, Outcome
from bot.networks import base
from bot.networks.base import Account, Attempt, Network
from bot.services.addresses import snippet_address
from bot.services.composing import (
    Shaped,
    limits_as_json,
    limits_for,
    remembered,
    shape,
    shape_again,
)
from bot.services.ground import LEASE, Ground
from bot.services.renewing import NEEDS_NO_SIGN_IN, renewed

logger = logging.getLogger(__name__)

DELIVERY_LEASE = 5 * LEASE
"""Pictures take their time: four uploads at half a minute each and their processing."""
WHOLE_TRY = timedelta(minutes=4)
THE_CALL = timedelta(minutes=2)

OUTCOMES: tuple[tuple[type[base.NetworkError], Outcome], ...] = (
    (base.TryLater, Outcome.TRY_LATER),
    (base.VersionRetired, Outcome.TRY_LATER),
    (base.SignInAgain, Outcome.SIGN_IN_AGAIN),
    (base.AccountBlocked, Outcome.ACCOUNT_BLOCKED),
    (base.Refused, Outcome.REFUSED),
)


class FenceLost(Exception):
    """Another worker has taken this delivery over, or nobody wants it any more: no call."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Result:
    """What an attempt came to; `copy` is what stands there now."""

    attempted: Attempted
    copy: base.Copy | None = None
    shaped: Shaped | None = None
    raw: str = ""


@dataclass(slots=True, kw_only=True)
class _Try:
    """One attempt as it goes on; `called` once the irreversible call has begun."""

    ground: Ground
    network: Network
    around: Surroundings
    called: bool = False


async def attempt(ground: Ground, around: Surroundings, *, find: bool) -> Result:
    """Tries once; with `find` it only looks whether an earlier try arrived.

    Raises FenceLost, and nothing else but cancellation.
    """
    one = _Try(ground=ground, network=ground.networks[around.account.network], around=around)
    try:
        return await _act(one, find=find)
    except FenceLost:
        raise
    except base.NetworkError as error:
        return _failed(one, error)
    except TimeoutError:
        outcome = Outcome.UNSURE if one.called else Outcome.TRY_LATER
        return _result(outcome, rule="slow", called=one.called)
    except Exception:
        # A bug of ours must not become a second post: it counts as unsure.
        logger.exception("delivery %s: unplanned", around.delivery.id)
        return _result(Outcome.UNPLANNED, rule="unplanned", called=one.called)


def key_of(around: Surroundings) -> str:
    """The same for every try of one wish, another for the next wish."""
    row = around.delivery
    return f"{around.snippet.public_id}-{row.account_id}-{row.kind}-{row.revision}-{row.part}"


async def _act(one: _Try, *, find: bool) -> Result:
    async with asyncio.timeout(WHOLE_TRY.total_seconds()):
        account = await renewed(one.ground, one.network, one.around.account.id)
        match one.around.delivery.kind:
            case DeliveryKind.DELETE:
                return await _delete(one, account)
            case DeliveryKind.EDIT:
                return await _edit(one, account)
        if find:
            return await _find(one, account)
        return await _publish(one, account)


async def _publish(one: _Try, account: Account) -> Result:
    row = one.around.delivery
    limits = await _limits(one, account)
    again = row.first_armed_at is not None
    shaped = await (_shaped_again(one, limits) if again else _shaped(one, limits))
    call = Attempt(
        key=key_of(one.around),
        post=shaped.post,
        prepared=row.prepared.get("made", {}),
        first_tried_at=row.first_armed_at,
    )
    if not again:
        call = replace(call, prepared=await one.network.prepare(account, call))
    await _arm(one, {"post": remembered(shaped), "made": dict(call.prepared)})
    async with asyncio.timeout(THE_CALL.total_seconds()):
        copy = await one.network.publish(account, call)
    return _result(Outcome.DONE, copy=copy, shaped=shaped)


async def _find(one: _Try, account: Account) -> Result:
    row = one.around.delivery
    shaped = await _shaped_again(one, await _limits(one, account))
    call = Attempt(
        key=key_of(one.around),
        post=shaped.post,
        prepared=row.prepared.get("made", {}),
        first_tried_at=row.first_armed_at,
    )
    copy = await one.network.find(account, call)
    if copy is None:
        return _result(Outcome.NOTHING_THERE)
    return _result(Outcome.DONE, copy=copy, shaped=shaped)


async def _edit(one: _Try, account: Account) -> Result:
    known = one.around.copy
    if not one.network.can_edit:
        return _result(Outcome.NOT_WANTED, rule="cannot_edit")
    if known is None or known.removed_at is not None:
        return _result(Outcome.NOT_WANTED, rule="no_copy")
    if not known.remote_id:
        return _result(Outcome.REFUSED, rule="unknown_copy")
    shaped = await _shaped(one, await _limits(one, account))
    same_pictures = list(shaped.media_ids) == list(known.media_ids)
    standing = base.Copy(known.remote_id, known.url)
    if same_pictures and shaped.post.text == known.text and not _new_alt(one):
        return _result(Outcome.DONE, copy=standing, shaped=shaped)
    call = Attempt(key=key_of(one.around), post=shaped.post)
    if not same_pictures:
        call = replace(call, prepared=await one.network.prepare(account, call))
    await _arm(one, {"post": remembered(shaped), "made": dict(call.prepared)})
    async with asyncio.timeout(THE_CALL.total_seconds()):
        copy = await one.network.edit(account, standing, call)
    return _result(Outcome.DONE, copy=copy, shaped=shaped)


async def _delete(one: _Try, account: Account) -> Result:
    known = one.around.copy
    if known is None or known.removed_at is not None:
        return _result(Outcome.NOT_WANTED, rule="no_copy")
    if not known.remote_id:
        return _result(Outcome.REFUSED, rule="unknown_copy")
    if not one.network.can_delete:
        return _result(Outcome.REFUSED, rule="cannot_delete")
    await _arm(one, {})
    async with asyncio.timeout(THE_CALL.total_seconds()):
        await one.network.delete(account, base.Copy(known.remote_id, known.url))
    return _result(Outcome.DONE)


async def _shaped(one: _Try, limits: Limits) -> Shaped:
    return await shape(one.ground, one.around, limits, permalink=await _permalink(one))


async def _shaped_again(one: _Try, limits: Limits) -> Shaped:
    return await shape_again(one.ground, one.around, limits, one.around.delivery.prepared["post"])


async def _permalink(one: _Try) -> str | None:
    """Where all of the words stand, if they are public there (or will be in a moment)."""
    whole = one.around.whole
    if one.around.account.network == PAGE or whole.page is None or not whole.page.opened_at:
        return None
    async with one.ground.database.reading() as session:
        public = await copies.is_on_page(session, whole.snippet.id, one.ground.now())
    return (
        snippet_address(one.ground, whole.page.handle, whole.snippet.public_id) if public else None
    )


async def _limits(one: _Try, account: Account) -> Limits:
    limits, asked = await limits_for(one.ground, one.network, account, one.around.account)
    if asked and one.network.linking not in NEEDS_NO_SIGN_IN:
        told = limits_as_json(limits, one.ground.now())
        await one.ground.writer.do(partial(keep_limits, one.around.account.id, told))
    return limits


async def keep_limits(account_id: int, told: dict[str, Any], session: AsyncSession) -> None:
    row = await accounts.lock_account(session, account_id)
    if row is not None:
        row.limits = {**row.limits, **told}
        session.add(row)


async def _arm(one: _Try, prepared: dict[str, Any]) -> None:
    """Durable before the call; whoever has lost the row makes no call."""
    row, now = one.around.delivery, one.ground.now()

    async def write(session: AsyncSession) -> bool:
        return await deliveries.arm(session, row, now, DELIVERY_LEASE, prepared)

    if not await one.ground.writer.do(write):
        raise FenceLost
    one.called = True


def _new_alt(one: _Try) -> bool:
    """Descriptions are kept by the pictures, not by the copy: an edit sends them again."""
    return any(picture.alt for picture in one.around.whole.media)


def _failed(one: _Try, error: base.NetworkError) -> Result:
    kinds = (outcome for kind, outcome in OUTCOMES if isinstance(error, kind))
    wait = error.wait if isinstance(error, base.TryLater) else None
    return _result(
        next(kinds, Outcome.UNSURE), rule=error.rule, wait=wait, called=one.called, raw=error.raw
    )


def _result(
    outcome: Outcome,
    *,
    rule: str | None = None,
    wait: timedelta | None = None,
    called: bool = False,
    raw: str = "",
    copy: base.Copy | None = None,
    shaped: Shaped | None = None,
) -> Result:
    attempted = Attempted(outcome=outcome, rule=rule, wait=wait, called=called)
    return Result(attempted=attempted, copy=copy, shaped=shaped, raw=raw)
