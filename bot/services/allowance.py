"""What whoever runs this Hibi pays for: so many posts a month for each person, dear links."""

from dataclasses import dataclass
from datetime import date

from sqlmodel.ext.asyncio.session import AsyncSession

from bot.db import wishes
from bot.db.tables import Person
from bot.domain.allowance import has_link, month_began_at, next_month_on
from bot.networks.base import Refused
from bot.services.choices import AllowanceSpent
from bot.services.continuing import Thread
from bot.services.ground import Ground
from bot.services.trying import Try

SPENT = "allowance"
"""The rule of a post for which this month's allowance was used up."""

LIMITS = {"x": "x_posts_a_month"}
"""The networks that cost money, and the setting that says how many posts a month."""


@dataclass(frozen=True, slots=True)
class LinkPrice:
    """What one post costs whoever runs this, with a link in it and without."""

    with_link: str
    without: str


# https://docs.x.com/x-api/getting-started/pricing (as of 2026-11)
LINK_PRICES = {"x": LinkPrice("$0.20", "$0.015")}


def link_price(network: str, text: str) -> LinkPrice | None:
    """What to tell before these words go there; None where a link costs nothing or is none."""
    price = LINK_PRICES.get(network)
    return price if price is not None and has_link(text) else None


async def spent(
    ground: Ground, session: AsyncSession, person: Person, network: str
) -> AllowanceSpent | None:
    """Why this person can choose this network no more this month; what waits counts, too."""
    left = await _left(ground, session, person, network, waiting=True)
    if left is None or left > 0:
        return None
    return AllowanceSpent(network=network, back_on=_back_on(ground, person))


async def check(one: Try, thread: Thread) -> None:
    """Right before the first part: raises Refused where the whole is more than is left.

    What has begun goes on, so that no thread ends in the middle for a limit of ours.
    """
    begun = bool(thread.done) or one.around.delivery.first_armed_at is not None
    network, person = one.around.account.network, one.around.whole.person
    if begun or network not in LIMITS:
        return
    async with one.ground.database.reading() as session:
        left = await _left(one.ground, session, person, network, waiting=False)
    if left is not None and left < len(thread.texts):
        raise Refused(SPENT)


async def _left(
    ground: Ground, session: AsyncSession, person: Person, network: str, *, waiting: bool
) -> int | None:
    """How many posts are left this month; None where nobody counts."""
    if network not in LIMITS:
        return None
    most: int = getattr(ground.settings, LIMITS[network])
    begun = month_began_at(ground.now(), person.zone)
    sent = await wishes.count_posts(session, person.id, network, begun, waiting=waiting)
    return most - sent


def _back_on(ground: Ground, person: Person) -> date:
    return next_month_on(ground.now(), person.zone)
