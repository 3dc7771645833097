"""Whose question is due, and which one: the claim that comes before every asking."""

import logging
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import lru_cache
from typing import Any

from sqlmodel.ext.asyncio.session import AsyncSession

from bot.db import nudges, people, slots
from bot.db.leases import moment_of
from bot.db.slots import DueSlot
from bot.db.tables import Nudge, NudgeState, Person
from bot.domain.pauses import Pause, in_pause
from bot.domain.questions import Question
from bot.domain.schedule import (
    Occurrence,
    Slot,
    Verdict,
    late_limit,
    local,
    next_nudge_after_pauses,
    verdict,
)
from bot.domain.zones import UnknownZone
from bot.services.choosing import PROFILE_DAYS, Chooser, filled_lines
from bot.services.ground import LEASE, Ground
from bot.services.planning import pause_of, slot_of
from bot.services.ports import Prompt

logger = logging.getLogger(__name__)

# Very many people are due at the same minute of the same zone.
_late_limit = lru_cache(maxsize=1024)(late_limit)
_next_nudge = lru_cache(maxsize=1024)(next_nudge_after_pauses)

BATCH = 100
SAY_LATE_AFTER = timedelta(minutes=15)
TOGETHER = timedelta(hours=2)
"""A question that was put off to this close is the only one: nobody is asked two at once."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Claimed:
    """One nudge that is ours until the lease ends."""

    nudge_id: int
    attempt: int
    slot_id: int | None
    prompt: Prompt


Batch = list[Claimed]


async def claim_due(ground: Ground, most: int) -> list[Batch]:
    """Claims due nudges as one batch: new ones of due slots, and those that wait again.

    A batch is at most what the pace can send in half a lease.
    """
    size = min(BATCH, most * BATCH, int(ground.settings.send_rate * LEASE.total_seconds() / 2))
    now = ground.now()
    async with ground.database.writing() as session:
        batch = await _claim_waiting(ground, session, now, size)
        due = await slots.lock_due(session, now, size - len(batch))
        if due:
            batch += await _claim_slots(ground, session, due, now)
    return [batch] if batch else []


async def _claim_slots(
    ground: Ground, session: AsyncSession, due: Sequence[DueSlot], now: datetime
) -> Batch:
    who = [slot.person_id for slot in due]
    pauses = await _pauses(session, who, now)
    asked = await nudges.asked_before(session, who, now.date() - nudges.REMEMBERED)
    newcomers = [slot.person_id for slot in due if now - slot.joined_at < PROFILE_DAYS]
    lines = await filled_lines(session, newcomers)
    days = [(slot.slot_id, slot.next_on) for slot in due]
    put_off = await nudges.put_off_to(session, days, now, TOGETHER)
    chooser = Chooser(ground.questions, ground.chance)
    plans: list[dict[str, Any]] = []
    rows: list[dict[str, Any]] = []
    sending: list[tuple[DueSlot, Question, bool]] = []
    leased = await moment_of(session, now) + LEASE
    for slot in due:
        try:
            verdict_, following = _judge(slot, pauses.get(slot.person_id, ()), now)
            question = chooser.choose_for(
                slot, asked.get(slot.person_id, []), lines.get(slot.person_id, frozenset())
            )
        except Exception as error:  # noqa: BLE001 - one person's trouble is nobody else's
            plans.append(_skip_for_a_day(ground, slot, now, error))
            continue
        plans.append(_plan(slot, following))
        if verdict_ is None:
            continue
        send = verdict_ is Verdict.SEND and slot.slot_id not in put_off
        rows.append(_row(slot, question, leased, send=send))
        if verdict_ is not Verdict.SEND:
            ground.counted("nudges_skipped_late")
        sending.append((slot, question, send))
    await slots.plan(session, plans)
    ids = await nudges.add_nudges(session, rows)
    return [
        _claimed(slot, question, nudge_id, now)
        for (slot, question, send), nudge_id in zip(sending, ids, strict=True)
        if send
    ]


async def _pauses(
    session: AsyncSession, who: Sequence[int], now: datetime
) -> dict[int, list[Pause]]:
    found: dict[int, list[Pause]] = {}
    for row in await people.pauses_of(session, who, now.date() - timedelta(days=1)):
        found.setdefault(row.person_id, []).append(pause_of(row))
    return found


def _judge(
    due: DueSlot, pauses: Sequence[Pause], now: datetime
) -> tuple[Verdict | None, Occurrence | None]:
    """What becomes of a due slot (None: its day is paused), and its next moment."""
    slot = slot_of(due.at, due.zone, due.weekdays)
    limit = _late_limit(slot, due.next_nudge_at)
    judged = verdict(due.next_nudge_at, now, late_limit=limit)
    paused = in_pause(pauses, due.next_on)
    sent = judged is Verdict.SEND and not paused
    # What was missed may be days old; today's own question may still be in time.
    since = now - limit if judged is Verdict.SKIP else now
    following = _following(slot, due, pauses, now, since, sent=sent)
    return (None if paused else judged), following


def _following(
    slot: Slot,
    due: DueSlot,
    pauses: Sequence[Pause],
    now: datetime,
    since: datetime,
    *,
    sent: bool,
) -> Occurrence | None:
    return _next_nudge(
        slot,
        # The one that is due now must not be found again.
        max(since, due.next_nudge_at + timedelta(seconds=1)),
        tuple(pauses),
        last_delivery_at=now if sent else due.last_delivery_at,
        zone_changed=due.moves_left > 1,
    )


def _plan(slot: DueSlot, following: Occurrence | None) -> dict[str, Any]:
    return {
        "row": slot.slot_id,
        "new_at": following.at if following else None,
        "new_on": following.on if following else None,
        "new_moves": max(0, slot.moves_left - 1),
    }


def _skip_for_a_day(
    ground: Ground, slot: DueSlot, now: datetime, error: Exception
) -> dict[str, Any]:
    """Nothing is asked today; tomorrow it may have been mended."""
    ground.counted("nudges_failed")
    known = error if isinstance(error, UnknownZone) else None
    logger.error(
        "person %s: %s, nothing is asked for a day",
        slot.person_id,
        f"unknown zone {slot.zone[:40]!r}" if known else type(error).__name__,
        exc_info=None if known else error,
    )
    tomorrow = now + timedelta(days=1)
    return {"row": slot.slot_id, "new_at": tomorrow, "new_on": tomorrow.date(), "new_moves": 0}


def _row(slot: DueSlot, question: Question, leased: datetime, *, send: bool) -> dict[str, Any]:
    return {
        "person_id": slot.person_id,
        "slot_id": slot.slot_id,
        "on": slot.next_on,
        "sequence": slot.sequence,
        "question_id": question.id,
        "state": NudgeState.CLAIMED if send else NudgeState.SKIPPED,
        "attempt": 1,
        "due_at": slot.next_nudge_at,
        "lease_until": leased if send else None,
    }


def _claimed(slot: DueSlot, question: Question, nudge_id: int, now: datetime) -> Claimed:
    late = now - slot.next_nudge_at > SAY_LATE_AFTER
    return Claimed(
        nudge_id=nudge_id,
        attempt=1,
        slot_id=slot.slot_id,
        prompt=prompt_of(question, slot.person_id, nudge_id, slot.language, late=late),
    )


def prompt_of(
    question: Question, person_id: int, nudge_id: int, language: str, *, late: bool = False
) -> Prompt:
    """A question as this person reads it."""
    text = question.texts[language]
    return Prompt(
        person_id=person_id,
        nudge_id=nudge_id,
        language=language,
        question=text.ask,
        example=text.example,
        taps=text.taps,
        late=late,
    )


async def _claim_waiting(ground: Ground, session: AsyncSession, now: datetime, most: int) -> Batch:
    batch: Batch = []
    for nudge in await nudges.claim_waiting(session, now, LEASE, most):
        person = await people.person_by_id(session, nudge.person_id)
        question = ground.questions.get(nudge.question_id)
        if person is None or question is None or await _too_late(session, person, nudge, now):
            # Tried before, it may stand in the chat: then it must rest as if it did.
            nudge.state = NudgeState.UNSURE if nudge.attempt > 1 else NudgeState.SKIPPED
            nudge.lease_until = None
            session.add(nudge)
            continue
        late = now - nudge.due_at > SAY_LATE_AFTER
        batch.append(
            Claimed(
                nudge_id=nudge.id,
                attempt=nudge.attempt,
                slot_id=nudge.slot_id,
                prompt=prompt_of(question, person.id, nudge.id, person.language, late=late),
            )
        )
    return batch


async def _too_late(session: AsyncSession, person: Person, nudge: Nudge, now: datetime) -> bool:
    """Whether a waiting nudge has missed its time, or its person wants quiet now."""
    if person.blocked_at is not None:
        return True
    pauses = await _pauses(session, [person.id], now)
    try:
        slot = slot_of("12:00", person.zone)
    except UnknownZone:
        logger.error("person %s: unknown zone, a question is dropped", person.id)
        return True
    if in_pause(pauses.get(person.id, ()), local(now, person.zone).date()):
        return True
    limit = late_limit(slot, nudge.due_at)
    return verdict(nudge.due_at, now, late_limit=limit) is Verdict.SKIP
