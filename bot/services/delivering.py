"""Brings snippets to accounts: claim, act, record, one wish at a time and in order."""

import logging
from dataclasses import replace
from functools import partial

from bot.db import copies, deliveries, tables, wishes
from bot.db.surroundings import Surroundings, surroundings
from bot.domain.delivery import (
    DeliveryKind,
    DeliveryState,
    Facts,
    Next,
    Way,
    settle,
    way,
)
from bot.networks import base
from bot.services import aftermath, posting
from bot.services.continuing import rest_as_json, standing
from bot.services.ground import Ground
from bot.services.recording import Ending, Recorded, record_all
from bot.services.responding import without_words
from bot.services.slow_servers import server_of
from bot.services.trying import DELIVERY_LEASE, FenceLost, Result

logger = logging.getLogger(__name__)

SLOW_SERVERS_A_CLAIM = 8

Claimed = Surroundings
"""A claimed delivery with everything needed to act on it."""


async def claim_due(ground: Ground, most: int) -> list[Claimed]:
    """Claims up to `most` due deliveries, each the head of its account's queue; few of those for
    servers that are slow, so that hands are left for all others."""
    slow, most = ground.servers.slow(), min(most, 100)
    async with ground.database.writing() as session:
        claim = partial(deliveries.claim, session, ground.now(), DELIVERY_LEASE)
        rows = list(await claim(most, but=slow))
        for server in ground.chance.sample(slow, min(len(slow), SLOW_SERVERS_A_CLAIM)):
            if room := min(most - len(rows), ground.servers.room(server)):
                rows += await claim(room, at=server)
        return await surroundings(session, rows) if rows else []


async def deliver(ground: Ground, claimed: Claimed) -> None:
    """Acts on one claimed delivery and records what came of it.

    Raises nothing that the row does not know of: a worker may die anywhere in here.
    """
    facts = _facts(ground, claimed)
    try:
        media = bool(claimed.whole.media)
        with ground.servers.visit(server_of(claimed.account), media=media) as visit:
            result, settled = await _try(ground, claimed, facts)
            visit.answered = result is not None
            visit.rule = result.attempted.rule if result else None
    except FenceLost:
        logger.info("delivery %s: taken over or taken back", claimed.delivery.id)
        return
    ending = Ending(ground=ground, around=claimed, result=result, settled=settled)
    recorded: Recorded | None = await ground.writer.together(record_all, ending)
    if recorded is not None:
        ground.counted(f"deliveries_{settled.state}")
        made = result.copies if result else ()
        await aftermath.tell(ground, claimed, settled, made, has_card=recorded.has_card)


async def sweep(ground: Ground) -> int:
    """Frees what dead workers held, and tells what had to wait for the end of a pause."""
    async with ground.database.writing() as session:
        released = await deliveries.release_expired(session, ground.now())
    await aftermath.tell_sign_outs(ground)
    await aftermath.offer_held(ground)
    return released


async def answer_asked(ground: Ground, person_id: int, delivery_id: int, was_posted: bool) -> bool:
    """The person says whether a post went out; False when nobody is asking any more.

    What was posted counts as shared, though we know no address to edit or delete it at. What
    was not is posted now, unless it was taken back meanwhile.
    """
    now = ground.now()
    async with ground.database.writing() as session:
        row = await wishes.delivery_of(session, person_id, delivery_id)
        if row is None or row.state != DeliveryState.ASKED:
            return False
        if was_posted and _has_more(row):
            # The rest of the thread goes on behind a part whose address nobody knows.
            done = [*row.prepared.get("done", ()), {"remote_id": "", "url": ""}]
            row.prepared = {**row.prepared, "done": done, "made": {}}
            row.begun_parts, row.state, row.rule, row.tries = (
                len(done),
                DeliveryState.WAITING,
                None,
                0,
            )
            row.queued_at = row.due_at = now
        elif was_posted and row.kind == DeliveryKind.RESPONSE:
            row.state, row.ended_at = DeliveryState.PUBLISHED, now
            row.prepared = without_words(row.prepared)
        elif was_posted:
            (around,) = await surroundings(session, [row])
            await copies.put_copy(session, _unknown_copy(around, ground))
            row.state, row.ended_at = DeliveryState.PUBLISHED, now
        elif row.rule == deliveries.TAKEN_BACK:
            row.state, row.ended_at = DeliveryState.CANCELLED, now
        else:
            row.state, row.rule, row.tries = DeliveryState.WAITING, None, 0
            row.queued_at = row.due_at = now
        row.first_armed_at = None
        session.add(row)
        return True


def _has_more(row: tables.Delivery) -> bool:
    """Whether parts of a thread follow behind the one in doubt."""
    texts = 1 + len(row.prepared.get("post", {}).get("rest", ()))
    return row.rule != deliveries.TAKEN_BACK and row.begun_parts + 1 < texts


def _facts(ground: Ground, claimed: Claimed) -> Facts:
    row, network = claimed.delivery, ground.networks[claimed.account.network]
    younger = claimed.younger
    gone = claimed.snippet.deleted_at is not None or claimed.snippet.undone_at is not None
    match row.kind:
        case DeliveryKind.PUBLISH:
            wanted = not (younger.delete or gone)
        case DeliveryKind.RESPONSE:
            wanted = not gone
        case DeliveryKind.EDIT:
            wanted = not (younger.delete or younger.edit or gone)
        case _:
            wanted = True
    return Facts(
        kind=DeliveryKind(row.kind),
        tries=row.tries,
        queued_at=row.queued_at,
        unsure_since=row.first_armed_at,
        repeatable_for=network.repeatable_for,
        can_find=network.can_find,
        wanted=wanted,
        begun=row.begun_parts > 0,
    )


async def _try(ground: Ground, claimed: Claimed, facts: Facts) -> tuple[Result | None, Next]:
    now = ground.now()
    if not facts.wanted and facts.unsure_since is None and not facts.begun:
        return None, _ended(DeliveryState.CANCELLED, "superseded", ground)
    if claimed.delivery.kind == DeliveryKind.PUBLISH and _stands(claimed):
        return None, _ended(DeliveryState.CANCELLED, "still_there", ground)
    match way(facts, now):
        case Way.ASK:
            asked = Next(
                state=DeliveryState.ASKED,
                due_at=now,
                unsure_since=facts.unsure_since,
                rule=None if facts.wanted else deliveries.TAKEN_BACK,
            )
            return None, asked
        case Way.TOO_OLD:
            return None, _ended(DeliveryState.REFUSED, "too_old", ground)
        case step:
            result = await posting.attempt(
                ground, claimed, find=step is Way.FIND, wanted=facts.wanted
            )
            if result.went_on:
                facts = replace(facts, unsure_since=None, begun=True)
            return result, settle(result.attempted, facts, ground.now(), ground.chance)


def _ended(state: DeliveryState, rule: str, ground: Ground) -> Next:
    return Next(state=state, due_at=ground.now(), rule=rule)


def _stands(claimed: Claimed) -> bool:
    """A whole copy; of a thread that has begun only its first parts may stand."""
    begun = claimed.delivery.begun_parts > 0
    return not begun and claimed.copy is not None and claimed.copy.removed_at is None


def _unknown_copy(around: Surroundings, ground: Ground) -> copies.Standing:
    row, post = around.delivery, around.delivery.prepared.get("post", {})
    known = [*standing(row.prepared), base.Copy("", "")]
    texts = [post.get("text", around.snippet.text), *post.get("rest", ())]
    return copies.Standing(
        person_id=row.person_id,
        snippet_id=row.snippet_id,
        account_id=row.account_id,
        remote_id=known[0].remote_id,
        url=known[0].url,
        text=texts[0],
        parts=rest_as_json(known, texts),
        media_ids=post.get("media_ids", []),
        revision=post.get("revision", around.snippet.revision),
        published_at=ground.now(),
    )
