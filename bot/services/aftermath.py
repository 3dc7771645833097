"""What people hear after a delivery. Nothing said here can fail the delivery itself."""

import logging
from collections.abc import Sequence

from bot.db import accounts, deliveries, tables
from bot.db.accounts import PAGE
from bot.db.surroundings import Surroundings
from bot.domain.delivery import DeliveryKind, DeliveryState, Next
from bot.domain.snippets import excerpt
from bot.networks.base import Copy
from bot.services.ground import Ground
from bot.services.notices import (
    AskSearch,
    CardDue,
    Notice,
    OfferByItself,
    Responded,
    SignedOut,
    WasItPosted,
)
from bot.services.pages import take_search_question
from bot.services.pausing import is_paused
from bot.services.ports import CannotReach

logger = logging.getLogger(__name__)

THIRD = 3
AT_ONCE = 100


async def tell(
    ground: Ground,
    around: Surroundings,
    settled: Next,
    made: Sequence[Copy] = (),
    *,
    has_card: bool = True,
) -> None:
    """Brings the card up to date and says what its owner must know or may decide."""
    row = around.delivery
    if row.kind == DeliveryKind.RESPONSE:
        await _tell_response(ground, around, settled, made)
    if has_card:
        await _say(ground, CardDue(person_id=row.person_id, snippet_id=row.snippet_id))
    if settled.state is DeliveryState.ASKED and settled.rule != deliveries.TAKEN_BACK:
        await _ask_whether_posted(ground, around)
    if settled.account_signed_out:
        await _tell_signed_out(ground, around.account)
    if settled.state is DeliveryState.PUBLISHED and row.kind == DeliveryKind.PUBLISH:
        await _offer(ground, around.account)


async def _tell_response(
    ground: Ground, around: Surroundings, settled: Next, made: Sequence[Copy]
) -> None:
    """That it stands now, or that it does not; what is still tried needs no word."""
    response = around.delivery.prepared.get("response", {})
    if settled.state not in (DeliveryState.PUBLISHED, DeliveryState.REFUSED):
        return
    refused = settled.state is DeliveryState.REFUSED
    await _say(
        ground,
        Responded(
            person_id=around.delivery.person_id,
            author=response.get("author", ""),
            network=around.account.network,
            url=made[0].url if made and not refused else "",
            rule=(settled.rule or "refused") if refused else None,
            said_in=response.get("said_in"),
        ),
    )


async def tell_sign_outs(ground: Ground) -> None:
    """Tells each lost sign-in once, as soon as no pause silences it."""
    async with ground.database.reading() as session:
        rows = await accounts.untold_sign_outs(session, AT_ONCE)
    for row in rows:
        await _tell_signed_out(ground, row)


async def offer_held(ground: Ground) -> None:
    """After a pause, brings up the cards of what waited for its end; nothing goes by itself."""
    async with ground.database.reading() as session:
        held = await deliveries.held_snippets(session, AT_ONCE)
    for person_id, snippet_id in held:
        if await is_paused(ground, person_id):
            continue
        async with ground.database.writing() as session:
            first = await deliveries.mark_offered(session, snippet_id)
        if first:
            await _say(ground, CardDue(person_id=person_id, snippet_id=snippet_id))


async def _ask_whether_posted(ground: Ground, around: Surroundings) -> None:
    await _say(
        ground,
        WasItPosted(
            person_id=around.delivery.person_id,
            delivery_id=around.delivery.id,
            snippet_id=around.snippet.id,
            network=around.account.network,
            handle=around.account.handle,
            excerpt=excerpt(_words(around)),
        ),
    )


def _words(around: Surroundings) -> str:
    """What went out: the answer, or else what somebody said to an echo."""
    if around.delivery.kind != DeliveryKind.RESPONSE:
        return around.snippet.text
    return str(around.delivery.prepared.get("response", {}).get("text", ""))


async def _tell_signed_out(ground: Ground, account: tables.Account) -> None:
    if await is_paused(ground, account.person_id):
        return
    async with ground.database.writing() as session:
        if not await accounts.take_sign_out_notice(session, account.id, ground.now()):
            return
        waiting = await deliveries.count_waiting(session, account.id)
    await _say(
        ground,
        SignedOut(
            person_id=account.person_id,
            account_id=account.id,
            network=account.network,
            handle=account.handle,
            waiting=waiting,
        ),
    )


async def _offer(ground: Ground, account: tables.Account) -> None:
    """After the third shared snippet: by itself from now on? On the page also: be found?"""
    if account.network != PAGE and account.offered_by_itself_at is not None:
        return
    async with ground.database.reading() as session:
        shared = await accounts.count_shared(session, account.person_id, account.id)
    if shared < THIRD or await is_paused(ground, account.person_id):
        return
    if account.network == PAGE and await take_search_question(ground, account.person_id):
        await _say(ground, AskSearch(person_id=account.person_id))
    async with ground.database.writing() as session:
        offered = await accounts.take_offer(session, account.id, ground.now())
    if offered:
        await _say(
            ground,
            OfferByItself(
                person_id=account.person_id,
                account_id=account.id,
                network=account.network,
                handle=account.handle,
            ),
        )


async def _say(ground: Ground, notice: Notice) -> None:
    try:
        await ground.messenger.tell(notice)
    except CannotReach as error:
        logger.info("%s was not told: %s", type(notice).__name__, type(error).__name__)
