"""Asks people what was claimed: arm → send → record, never twice by guess."""

import asyncio
import logging
from collections.abc import Iterator
from datetime import timedelta
from typing import Any

from sqlmodel.ext.asyncio.session import AsyncSession

from bot.db import nudges, people
from bot.db.tables import NudgeState
from bot.services.ground import Ground
from bot.services.nudging import Batch, Claimed
from bot.services.ports import AnswerLost, CannotReach, PersonGone, TelegramBusy

logger = logging.getLogger(__name__)

HANDS = 16
"""Messages of one batch that are under way at once: more would only queue for a connection."""

TRY_AGAIN = timedelta(seconds=30)


async def send_batch(ground: Ground, batch: Batch) -> None:
    """Arms a batch with one commit, sends it, and records what became of each."""

    async def work(session: AsyncSession) -> set[int]:
        return await nudges.arm(session, ((c.nudge_id, c.attempt) for c in batch))

    armed: set[int] = await ground.writer.do(work)
    ours = iter([each for each in batch if each.nudge_id in armed])
    await asyncio.gather(*(_send_each(ground, ours) for _ in range(HANDS)))


async def _send_each(ground: Ground, ours: Iterator[Claimed]) -> None:
    records = [record for claimed in ours for record in await _send(ground, claimed)]
    for record in records:
        await record


async def _send(ground: Ground, claimed: Claimed) -> "list[asyncio.Future[Any]]":
    """Sends one, and returns the records that are on their way."""
    try:
        message_id = await ground.messenger.ask(claimed.prompt)
    except PersonGone:
        await _gone(ground, claimed)
    except TelegramBusy as busy:
        await _again(ground, claimed, NudgeState.WAITING, busy.wait)
    except AnswerLost:
        # It may stand in the chat; after the lease it is asked once more, and no more.
        ground.counted("nudges_answer_lost")
    except CannotReach:
        await _again(ground, claimed, NudgeState.WAITING, TRY_AGAIN)
    except Exception:
        logger.exception("nudge %s: not sent", claimed.nudge_id)
        await _again(ground, claimed, NudgeState.UNSURE, timedelta())
    else:
        return _sent(ground, claimed, message_id)
    return []


def _sent(ground: Ground, claimed: Claimed, message_id: int) -> "list[asyncio.Future[Any]]":
    now = ground.now()
    ground.counted("nudges_sent")
    sent = {
        "row": claimed.nudge_id,
        "try": claimed.attempt,
        "new_sent_at": now,
        "new_message_id": message_id,
    }
    records = [ground.writer.execute(nudges.SENT, sent, soon=False)]
    if claimed.slot_id is not None:
        delivered = {"row": claimed.slot_id, "new_last_delivery_at": now}
        records.append(ground.writer.execute(nudges.DELIVERED, delivered, soon=False))
    return records


async def _again(ground: Ground, claimed: Claimed, state: NudgeState, wait: timedelta) -> None:
    await ground.writer.execute(
        nudges.AGAIN,
        {
            "row": claimed.nudge_id,
            "try": claimed.attempt,
            "new_state": state,
            "new_not_before": ground.now() + wait,
        },
    )


async def _gone(ground: Ground, claimed: Claimed) -> None:
    now = ground.now()

    async def work(session: AsyncSession) -> None:
        await people.mark_blocked(session, claimed.prompt.person_id, now)

    await asyncio.gather(
        ground.writer.do(work), _again(ground, claimed, NudgeState.SKIPPED, timedelta())
    )


async def sweep(ground: Ground) -> None:
    """Gives back what dead workers held; counts what may have been sent twice."""

    async def work(session: AsyncSession) -> tuple[int, int]:
        return await nudges.release_expired(session, ground.now())

    _, again = await ground.writer.do(work)
    for _ in range(again):
        ground.counted("nudges_maybe_repeated")
