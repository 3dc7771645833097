"""States of a delivery, and what one attempt makes of it. Pure: time and chance come in."""

import random
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

GIVE_UP_AFTER = timedelta(hours=24)
"""How long we try by ourselves; after it the card asks the person whether to try again."""
FIRST_WAIT = timedelta(seconds=30)
LONGEST_WAIT = timedelta(hours=1)
JITTER = 0.25
"""So that many accounts of one server that went down do not come back in the same second."""


class DeliveryState(StrEnum):
    HELD = "held"
    WAITING = "waiting"
    CLAIMED = "claimed"
    ARMED = "armed"
    PUBLISHED = "published"
    REFUSED = "refused"
    UNSURE = "unsure"
    ASKED = "asked"
    PARKED = "parked"
    CANCELLED = "cancelled"


class DeliveryKind(StrEnum):
    PUBLISH = "publish"
    EDIT = "edit"
    DELETE = "delete"
    RESPONSE = "response"
    """What its person says to somebody who answered the post."""


POSTS = (DeliveryKind.PUBLISH, DeliveryKind.RESPONSE)
"""What would stand twice if it were called twice."""

UNFINISHED = (
    DeliveryState.WAITING,
    DeliveryState.CLAIMED,
    DeliveryState.ARMED,
    DeliveryState.UNSURE,
)
"""What younger deliveries of the same account wait for."""


class Outcome(StrEnum):
    """What an attempt came to."""

    DONE = "done"
    NOTHING_THERE = "nothing there"
    TRY_LATER = "try later"
    OUTDATED = "outdated"
    """Only a newer Hibi can carry it out."""
    SIGN_IN_AGAIN = "sign in again"
    REFUSED = "refused"
    ACCOUNT_BLOCKED = "account blocked"
    UNSURE = "unsure"
    UNPLANNED = "unplanned"
    NOT_WANTED = "not wanted"


class Way(StrEnum):
    """How to go about a claimed delivery."""

    CALL = "call"
    FIND = "find"
    ASK = "ask"
    TOO_OLD = "too old"


@dataclass(frozen=True, slots=True, kw_only=True)
class Facts:
    """What is known about a delivery when it is claimed.

    `unsure_since` is the moment of the earliest call whose fate nobody knows; None while it is
    certain that nothing was carried out. `queued_at` is when it was first due.
    """

    kind: DeliveryKind
    tries: int
    queued_at: datetime
    unsure_since: datetime | None
    repeatable_for: timedelta
    can_find: bool
    wanted: bool = True
    begun: bool = False
    """Whether parts of a thread stand already, so that it goes on however late it is."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Attempted:
    """What one attempt came to. `called`: the irreversible call had begun."""

    outcome: Outcome
    rule: str | None = None
    wait: timedelta | None = None
    called: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Next:
    """What becomes of a delivery after an attempt."""

    state: DeliveryState
    due_at: datetime
    unsure_since: datetime | None = None
    rule: str | None = None
    account_signed_out: bool = False
    account_blocked: bool = False


def way(facts: Facts, now: datetime) -> Way:
    """Which step is safe: the call, looking first, or asking the person.

    An edit or a delete may be repeated for ever: the second time changes nothing.
    """
    if facts.unsure_since is None:
        too_old = not facts.begun and facts.tries == 0 and now - facts.queued_at >= GIVE_UP_AFTER
        return Way.TOO_OLD if too_old and facts.kind in POSTS else Way.CALL
    if facts.kind not in POSTS:
        return Way.CALL
    # A repeat could bring to life what its owner has taken back; looking cannot.
    if facts.wanted and _repeatable(facts, facts.unsure_since, now):
        return Way.CALL
    young = now - facts.unsure_since < 2 * GIVE_UP_AFTER
    return Way.FIND if facts.can_find and young else Way.ASK


def settle(attempted: Attempted, facts: Facts, now: datetime, chance: random.Random) -> Next:
    """The state after an attempt. Never leads to a second post by guess."""
    match attempted.outcome:
        case Outcome.DONE:
            return Next(state=DeliveryState.PUBLISHED, due_at=now)
        case Outcome.NOT_WANTED:
            return Next(state=DeliveryState.CANCELLED, due_at=now, rule=attempted.rule)
        case Outcome.NOTHING_THERE:
            return _nothing_there(facts, now)
        case Outcome.REFUSED:
            return Next(state=DeliveryState.REFUSED, due_at=now, rule=attempted.rule)
        case Outcome.SIGN_IN_AGAIN:
            return _parked(attempted, facts, now, signed_out=True)
        case Outcome.ACCOUNT_BLOCKED:
            return _parked(attempted, facts, now, signed_out=False)
        case Outcome.TRY_LATER:
            return _later(attempted, facts, now, chance)
        case Outcome.OUTDATED:
            return _outdated(attempted, facts, now, chance)
        case Outcome.UNSURE | Outcome.UNPLANNED:
            return _unsure(attempted, facts, now, chance)


def backoff(tries: int, chance: random.Random) -> timedelta:
    """30 s, 1 min, 2 min … at most an hour, each a quarter longer or shorter by chance."""
    wait: timedelta = min(FIRST_WAIT * (1 << min(tries, 10)), LONGEST_WAIT)
    return wait * chance.uniform(1 - JITTER, 1 + JITTER)


def _nothing_there(facts: Facts, now: datetime) -> Next:
    """The network says that no earlier call arrived: a fresh start, if it is still wanted."""
    if not facts.wanted:
        return Next(state=DeliveryState.CANCELLED, due_at=now, rule="taken_back")
    if now - facts.queued_at >= GIVE_UP_AFTER:
        return Next(state=DeliveryState.REFUSED, due_at=now, rule="gave_up")
    return Next(state=DeliveryState.WAITING, due_at=now)


def _parked(attempted: Attempted, facts: Facts, now: datetime, *, signed_out: bool) -> Next:
    return Next(
        state=DeliveryState.PARKED,
        due_at=now,
        unsure_since=facts.unsure_since,
        rule=attempted.rule,
        account_signed_out=signed_out,
        account_blocked=not signed_out,
    )


def _later(attempted: Attempted, facts: Facts, now: datetime, chance: random.Random) -> Next:
    """Nothing was carried out this time; an older doubt stays a doubt."""
    if attempted.wait is None:
        due_at = now + backoff(facts.tries, chance)
    else:
        due_at = now + min(max(attempted.wait, timedelta(0)), GIVE_UP_AFTER)
    if facts.unsure_since is not None:
        return Next(
            state=DeliveryState.UNSURE,
            due_at=due_at,
            unsure_since=facts.unsure_since,
            rule=attempted.rule,
        )
    if now - facts.queued_at >= GIVE_UP_AFTER:
        return Next(state=DeliveryState.REFUSED, due_at=now, rule="gave_up")
    return Next(state=DeliveryState.WAITING, due_at=due_at, rule=attempted.rule)


def _outdated(attempted: Attempted, facts: Facts, now: datetime, chance: random.Random) -> Next:
    """Waits for the operator however long it takes, and looks now and then."""
    doubt = facts.unsure_since is not None
    return Next(
        state=DeliveryState.UNSURE if doubt else DeliveryState.WAITING,
        due_at=now + LONGEST_WAIT * chance.uniform(1 - JITTER, 1 + JITTER),
        unsure_since=facts.unsure_since,
        rule=attempted.rule,
    )


def _unsure(attempted: Attempted, facts: Facts, now: datetime, chance: random.Random) -> Next:
    if not attempted.called:
        return _unsure_before_the_call(attempted, facts, now, chance)
    again = attempted.outcome is Outcome.UNPLANNED and facts.unsure_since is not None
    since = facts.unsure_since or now
    due_at = now + backoff(facts.tries, chance)
    if again or _hopeless(facts, since, due_at):
        return _without_hope(attempted, facts, now, since)
    return Next(state=DeliveryState.UNSURE, due_at=due_at, unsure_since=since, rule=attempted.rule)


def _unsure_before_the_call(
    attempted: Attempted, facts: Facts, now: datetime, chance: random.Random
) -> Next:
    """Preparing and looking may be repeated; a bug in them must not become a loop."""
    if attempted.outcome is Outcome.UNPLANNED and facts.tries >= 1:
        return _without_hope(attempted, facts, now, facts.unsure_since)
    return _later(attempted, facts, now, chance)


def _without_hope(
    attempted: Attempted, facts: Facts, now: datetime, since: datetime | None
) -> Next:
    """Only a post can stand twice; an edit or a delete that nobody can confirm has not worked."""
    ask = facts.kind in POSTS and since is not None
    return Next(
        state=DeliveryState.ASKED if ask else DeliveryState.REFUSED,
        due_at=now,
        unsure_since=since,
        rule=attempted.rule or "lost",
    )


def _hopeless(facts: Facts, since: datetime, due_at: datetime) -> bool:
    if facts.kind not in POSTS:
        return due_at - since >= GIVE_UP_AFTER
    return not facts.can_find and not _repeatable(facts, since, due_at)


def _repeatable(facts: Facts, since: datetime, at: datetime) -> bool:
    return at - since < min(facts.repeatable_for, GIVE_UP_AFTER)
