"""One attempt as it goes on: what it knows, its fence, and what it came to."""

import asyncio
from dataclasses import dataclass
from datetime import timedelta
from functools import partial
from typing import Any

from sqlmodel.ext.asyncio.session import AsyncSession

from bot.db import accounts
from bot.db.attempts import Arming, advance_all, arm_all
from bot.db.surroundings import Surroundings
from bot.domain.compose import Limits
from bot.domain.delivery import Attempted, Outcome
from bot.networks import base
from bot.networks.base import Account, Network
from bot.services import forming
from bot.services.composing import Shaped, limits_as_json, limits_for, shape, shape_again
from bot.services.continuing import Thread
from bot.services.ground import LEASE, Ground
from bot.services.renewing import NEEDS_NO_SIGN_IN

DELIVERY_LEASE = 5 * LEASE
"""Pictures take their time: four uploads at half a minute each and their processing."""
WHOLE_TRY = timedelta(minutes=4)
THE_CALL = timedelta(minutes=2)

OUTCOMES: tuple[tuple[type[base.NetworkError], Outcome], ...] = (
    (base.TryLater, Outcome.TRY_LATER),
    (base.VersionRetired, Outcome.OUTDATED),
    (base.SignInAgain, Outcome.SIGN_IN_AGAIN),
    (base.AccountBlocked, Outcome.ACCOUNT_BLOCKED),
    (base.Refused, Outcome.REFUSED),
)


class FenceLost(Exception):
    """Another worker has taken this delivery over, or nobody wants it any more: no call."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Result:
    """What an attempt came to; `copies` are the parts that stand now, in order."""

    attempted: Attempted
    copies: tuple[base.Copy, ...] = ()
    shaped: Shaped | None = None
    raw: str = ""
    went_on: bool = False
    """Whether another part was begun, so that an older doubt is settled."""


@dataclass(slots=True, kw_only=True)
class Try:
    """One attempt as it goes on; `called` while a call that cannot be taken back is in doubt."""

    ground: Ground
    network: Network
    around: Surroundings
    wanted: bool
    patience: asyncio.Timeout
    called: bool = False
    went_on: bool = False
    thread: Thread | None = None


def key_of(around: Surroundings) -> str:
    """The same for every try of one wish, another for the next wish."""
    row = around.delivery
    return f"{around.snippet.public_id}-{row.account_id}-{row.kind}-{row.revision}-{row.part}"


async def shaped(one: Try, limits: Limits) -> Shaped:
    return await shape(one.ground, one.around, limits, permalink=await permalink(one))


async def shaped_again(one: Try, limits: Limits) -> Shaped:
    return await shape_again(one.ground, one.around, limits, one.around.delivery.prepared["post"])


async def permalink(one: Try) -> str | None:
    whole, network = one.around.whole, one.around.account.network
    if not forming.may_link(whole, network):
        return None
    async with one.ground.database.reading() as session:
        return await forming.permalink(one.ground, session, whole, network)


async def limits(one: Try, account: Account) -> Limits:
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


async def arm(one: Try, prepared: dict[str, Any]) -> None:
    """Durable before the call; whoever has lost the row makes no call."""
    arming = Arming(
        row=one.around.delivery, now=one.ground.now(), lease=DELIVERY_LEASE, prepared=prepared
    )
    if not await one.ground.writer.together(arm_all, arming):
        raise FenceLost
    one.called = True


async def go_on(one: Try, thread: Thread) -> None:
    """One part stands; the next begins with a lease and a patience of its own."""
    next_one = Arming(
        row=one.around.delivery,
        now=one.ground.now(),
        lease=DELIVERY_LEASE,
        prepared=thread.remembered(),
        begun=len(thread.done),
    )
    if not await one.ground.writer.together(advance_all, next_one):
        raise FenceLost
    one.called, one.went_on = False, True
    one.patience.reschedule(asyncio.get_running_loop().time() + WHOLE_TRY.total_seconds())


def failed(one: Try, error: base.NetworkError) -> Result:
    kinds = (outcome for kind, outcome in OUTCOMES if isinstance(error, kind))
    wait = error.wait if isinstance(error, base.TryLater) else None
    return ended(one, next(kinds, Outcome.UNSURE), rule=error.rule, wait=wait, raw=error.raw)


def ended(
    one: Try,
    outcome: Outcome,
    *,
    rule: str | None = None,
    wait: timedelta | None = None,
    raw: str = "",
) -> Result:
    """The end of an attempt, with the parts that stand after it."""
    attempted = Attempted(outcome=outcome, rule=rule, wait=wait, called=one.called)
    if one.thread is None:
        return Result(attempted=attempted, raw=raw)
    return Result(
        attempted=attempted,
        copies=tuple(one.thread.done),
        shaped=one.thread.shaped,
        raw=raw,
        went_on=one.went_on,
    )


def result(
    outcome: Outcome,
    *,
    rule: str | None = None,
    copies: tuple[base.Copy, ...] = (),
    shaped: Shaped | None = None,
) -> Result:
    return Result(attempted=Attempted(outcome=outcome, rule=rule), copies=copies, shaped=shaped)
