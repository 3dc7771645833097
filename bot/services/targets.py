"""Where a snippet may go, and how it stands with each: what a card shows and can do."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from enum import StrEnum

from sqlmodel.ext.asyncio.session import AsyncSession

from bot.db import accounts, copies, pages, wishes
from bot.db.accounts import PAGE
from bot.db.tables import Account, Copy, Delivery, Page, Person, Snippet
from bot.domain.delivery import DeliveryKind, DeliveryState
from bot.services.addresses import snippet_address
from bot.services.ground import Ground
from bot.services.wishing import IN_FLIGHT, of_account

PAGE_TARGET = 0
"""The id of the page as a target before it exists."""


class TargetState(StrEnum):
    OFF = "off"
    WAITING = "waiting"
    HELD = "held"
    SENDING = "sending"
    SHARED = "shared"
    REFUSED = "refused"
    ASKED = "asked"
    PARKED = "parked"


@dataclass(frozen=True, slots=True, kw_only=True)
class Target:
    """One toggle of a card.

    `rule` says what went wrong: with the post itself (refused), or with a later edit or
    withdrawal of a shared copy. `stale`: newer words do not stand there yet; where the network
    `can_edit` they will, else the card may offer to delete and post again.
    """

    account_id: int
    network: str
    title: str
    handle: str
    state: TargetState
    can_edit: bool
    due_at: datetime | None = None
    url: str = ""
    rule: str | None = None
    delivery_id: int | None = None
    stale: bool = False
    by_itself: bool = False
    likes: int = 0
    boosts: int = 0


PUBLISHING = {
    DeliveryState.HELD: TargetState.HELD,
    DeliveryState.WAITING: TargetState.WAITING,
    DeliveryState.CLAIMED: TargetState.SENDING,
    DeliveryState.ARMED: TargetState.SENDING,
    DeliveryState.UNSURE: TargetState.SENDING,
    DeliveryState.ASKED: TargetState.ASKED,
    DeliveryState.PARKED: TargetState.PARKED,
    DeliveryState.REFUSED: TargetState.REFUSED,
}
WITH_A_RULE = (TargetState.REFUSED, TargetState.WAITING, TargetState.PARKED)


async def targets_of(
    ground: Ground, session: AsyncSession, person: Person, snippet: Snippet
) -> tuple[Target, ...]:
    """One target an account, the page first, also before it exists."""
    page = await pages.page_of(session, person.id)
    rows = await wishes.deliveries_of(session, snippet.id)
    standing = {copy.account_id: copy for copy in await copies.copies_of(session, snippet.id)}
    found = [
        _target(ground, account, snippet, rows, standing.get(account.id), page)
        for account in await accounts.accounts_of(session, person.id)
        if account.network in ground.networks
    ]
    if PAGE in ground.networks and not any(target.network == PAGE for target in found):
        found.insert(0, _page_to_come(ground, page))
    return tuple(found)


def _page_to_come(ground: Ground, page: Page | None) -> Target:
    return Target(
        account_id=PAGE_TARGET,
        network=PAGE,
        title=ground.networks[PAGE].title,
        handle=(page.handle if page else None) or "",
        state=TargetState.OFF,
        can_edit=True,
    )


def _target(
    ground: Ground,
    account: Account,
    snippet: Snippet,
    rows: Sequence[Delivery],
    copy: Copy | None,
    page: Page | None,
) -> Target:
    network = ground.networks[account.network]
    bare = Target(
        account_id=account.id,
        network=account.network,
        title=network.title,
        handle=account.handle,
        state=TargetState.OFF,
        can_edit=network.can_edit,
        by_itself=account.by_itself,
    )
    publishes = of_account(rows, account.id, DeliveryKind.PUBLISH)
    last = publishes[-1] if publishes else None
    if copy is not None and copy.removed_at is None:
        if account.network == PAGE:
            url = snippet_address(ground, page.handle if page else None, snippet.public_id)
        else:
            url = copy.url
        return _standing(replace(bare, url=url), snippet, copy, rows, last)
    return bare if last is None else _on_its_way(bare, last)


def _on_its_way(bare: Target, last: Delivery) -> Target:
    state = PUBLISHING.get(DeliveryState(last.state), TargetState.OFF)
    return replace(
        bare,
        state=state,
        due_at=last.due_at if state is TargetState.WAITING else None,
        rule=last.rule if state in WITH_A_RULE else None,
        delivery_id=last.id if state is not TargetState.OFF else None,
    )


def _standing(
    bare: Target,
    snippet: Snippet,
    copy: Copy,
    rows: Sequence[Delivery],
    last: Delivery | None,
) -> Target:
    edits = of_account(rows, copy.account_id, DeliveryKind.EDIT)[-1:]
    deletes = of_account(rows, copy.account_id, DeliveryKind.DELETE)[-1:]
    leaving = any(row.state in (*IN_FLIGHT, DeliveryState.WAITING) for row in deletes)
    later = max((*edits, *deletes), key=lambda row: row.id, default=None)
    missed = later is not None and later.state in (DeliveryState.REFUSED, DeliveryState.PARKED)
    shown = later if missed else last
    return replace(
        bare,
        state=TargetState.SENDING if leaving else TargetState.SHARED,
        rule=later.rule if missed and later is not None else None,
        delivery_id=shown.id if shown is not None else None,
        stale=copy.revision < snippet.revision,
        likes=copy.likes,
        boosts=copy.boosts,
    )
