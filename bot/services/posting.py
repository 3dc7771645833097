"""One attempt at one delivery: shape, prepare, arm, call. Says what it came to; never retries."""

import asyncio
import logging
from dataclasses import replace

from bot.db.surroundings import Surroundings
from bot.domain.delivery import DeliveryKind, Outcome
from bot.networks import base
from bot.networks.base import Account
from bot.services import allowance
from bot.services.changing import delete, edit
from bot.services.continuing import Thread, standing
from bot.services.ground import Ground
from bot.services.groups import moved
from bot.services.identity import opened
from bot.services.renewing import renewed
from bot.services.shaping import shaped_response
from bot.services.trying import (
    THE_CALL,
    WHOLE_TRY,
    FenceLost,
    Result,
    Try,
    arm,
    ended,
    failed,
    go_on,
    key_of,
    limits,
    shaped,
    shaped_again,
)

logger = logging.getLogger(__name__)


async def attempt(
    ground: Ground, around: Surroundings, *, find: bool, wanted: bool = True
) -> Result:
    """Tries once; with `find` it looks first whether an earlier try arrived. What is not `wanted`
    any more is not continued.

    Raises FenceLost, and nothing else but cancellation.
    """
    one = Try(
        ground=ground,
        network=ground.networks[around.account.network],
        around=around,
        wanted=wanted,
        patience=asyncio.timeout(WHOLE_TRY.total_seconds()),
    )
    try:
        async with one.patience:
            return await _act(one, find=find)
    except FenceLost:
        raise
    except base.NetworkError as error:
        if isinstance(error, base.Moved):
            await moved(ground, int(around.account.remote_id), int(error.to))
        return failed(one, error)
    except TimeoutError:
        outcome = Outcome.UNSURE if one.called else Outcome.TRY_LATER
        return ended(one, outcome, rule="slow")
    except Exception:
        # A bug of ours must not become a second post: it counts as unsure.
        logger.exception("delivery %s: unplanned", around.delivery.id)
        return ended(one, Outcome.UNPLANNED, rule="unplanned")


async def _act(one: Try, *, find: bool) -> Result:
    account = await _account(one)
    match one.around.delivery.kind:
        case DeliveryKind.DELETE:
            return await delete(one, account)
        case DeliveryKind.EDIT:
            return await edit(one, account)
    one.thread = await _thread(one, account)
    if find and not await _found(one, account, one.thread):
        return ended(one, Outcome.NOTHING_THERE)
    return await _publish(one, account, one.thread)


async def _account(one: Try) -> Account:
    """With keys that work. Where they have no end, those of the claim do: whoever unlinks the
    account meanwhile takes its deliveries back, and the fence holds."""
    if not one.network.keys_end:
        return opened(one.ground, one.around.account)
    return await renewed(one.ground, one.network, one.around.account.id)


async def _thread(one: Try, account: Account) -> Thread:
    row, takes = one.around.delivery, await limits(one, account)
    begun = row.first_armed_at is not None or row.begun_parts > 0
    response = row.prepared.get("response", {})
    if response and not begun:
        words = shaped_response(response, takes, one.ground.now())
    else:
        words = await (shaped_again(one, takes) if begun else shaped(one, takes))
    return Thread(
        key=key_of(one.around),
        shaped=words,
        done=standing(row.prepared),
        made=row.prepared.get("made", {}),
        response=response,
    )


async def _publish(one: Try, account: Account, thread: Thread) -> Result:
    """Part by part; each stands durably before the next one begins."""
    doubt = one.around.delivery.first_armed_at
    await allowance.check(one, thread)
    while not thread.complete and one.wanted:
        call = thread.next_call(doubt)
        if doubt is None:
            thread.made = await one.network.prepare(account, call)
            call = replace(call, prepared=thread.made)
        await arm(one, thread.remembered())
        async with asyncio.timeout(THE_CALL.total_seconds()):
            copy = await one.network.publish(account, call)
        thread.goes_on(copy)
        if not thread.complete:
            await go_on(one, thread)
        doubt = None
    return ended(one, Outcome.DONE)


async def _found(one: Try, account: Account, thread: Thread) -> bool:
    """Whether the part in doubt stands, or else the thread may simply go on behind what does."""
    copy = await one.network.find(account, thread.next_call(one.around.delivery.first_armed_at))
    if copy is not None:
        thread.goes_on(copy)
    elif not thread.done:
        return False
    if not thread.complete:
        await go_on(one, thread)
    one.around.delivery.first_armed_at = None
    return True
