"""What would become of a snippet at each account, found by the very steps that compose it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import partial

from sqlmodel.ext.asyncio.session import AsyncSession

from bot.db import accounts, snippets
from bot.db.surroundings import Whole, whole
from bot.db.tables import Account, Media
from bot.domain.compose import Limits
from bot.domain.preflight import Finding, Outgoing, Photo, findings
from bot.networks.base import Network, TryLater
from bot.networks.group import Group
from bot.services import forming
from bot.services.composing import Draft, drafted, known_limits, photos_to_go
from bot.services.going_along import RECORDED, fitting, recordings_of, too_long
from bot.services.ground import Ground
from bot.services.identity import opened
from bot.services.targets import PAGE_TARGET, Target, TargetState

AHEAD = (TargetState.WAITING, TargetState.HELD)


@dataclass(frozen=True, slots=True)
class Foreseen:
    """What would go out now, and what is to be told of it."""

    draft: Draft
    findings: tuple[Finding, ...]


async def foresee(
    ground: Ground, found: Whole, name: str, account: Account | None, *, permalink: str | None
) -> Foreseen:
    """Asks no network: what an account's server takes is what it said last."""
    network = ground.networks[name]
    limits = await _limits(ground, network, account)
    pictured = bool(photos_to_go(found))
    recordings = fitting(recordings_of(found), limits, pictured=pictured)
    draft_as = partial(
        drafted, ground, found, name, limits=limits, permalink=permalink, recordings=recordings
    )
    try:
        draft = await draft_as(account=account)
    except TryLater:
        # Too busy to measure a card: the look is that of the form which needs none.
        draft = await draft_as(account=None)
    return Foreseen(draft, findings_of(found, name, draft, limits, permalink=permalink))


async def _limits(ground: Ground, network: Network, account: Account | None) -> Limits:
    """In a group there is less room, for the author's name stands before the words."""
    if account is None:
        return network.limits
    known = known_limits(network, account)
    if isinstance(network, Group) and known is network.limits:
        return await network.limits_of(opened(ground, account))
    return known


def findings_of(
    found: Whole, name: str, draft: Draft, limits: Limits, *, permalink: str | None
) -> tuple[Finding, ...]:
    """Nothing where there is nothing to show."""
    if not draft.text and not draft.photos:
        return ()
    out = Outgoing(
        network=name,
        text=draft.text,
        posts=draft.made.texts,
        carded=bool(draft.drawn),
        all_drawn=bool(draft.made.drawn),
        permalink=permalink,
        photos=[_photo(one) for one in photos_to_go(found)],
        recordings=sum(part.kind in RECORDED for part in found.parts) - len(draft.recordings),
        too_long=sum(too_long(one, limits) for one in recordings_of(found)),
    )
    return findings(out, limits)


async def of_card(
    ground: Ground, person_id: int, snippet_id: int, targets: Sequence[Target]
) -> Mapping[int, tuple[Finding, ...]]:
    """By account, for what is still ahead: nothing is told of what has left."""
    ahead = [one for one in targets if one.state in AHEAD and one.account_id != PAGE_TARGET]
    if not ahead:
        return {}
    async with ground.database.reading() as session:
        snippet = await snippets.snippet_of(session, person_id, snippet_id)
        if snippet is None:
            return {}
        found = await whole(session, snippet)
        rows = [await _waiting(ground, session, found, one) for one in ahead]
    told = {}
    for row, link in filter(None, rows):
        foreseen = await foresee(ground, found, row.network, row, permalink=link)
        told[row.id] = foreseen.findings
    return told


async def _waiting(
    ground: Ground, session: AsyncSession, found: Whole, target: Target
) -> tuple[Account, str | None] | None:
    """The account's row, and the link that its post may end with."""
    row = await accounts.account_of(session, found.person.id, target.account_id)
    if row is None:
        return None
    return row, await forming.permalink(ground, session, found, row.network)


def _photo(one: Media) -> Photo:
    return Photo(
        size=one.size or 0, width=one.width or 0, height=one.height or 0, alt=one.alt or ""
    )
