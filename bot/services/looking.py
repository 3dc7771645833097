"""The first look: what would stand at a place where nothing of a person stands yet."""

from sqlmodel.ext.asyncio.session import AsyncSession

from bot.db.accounts import PAGE
from bot.db.surroundings import Whole
from bot.db.tables import Account
from bot.domain.compose import Limits
from bot.networks.base import Network, TryLater
from bot.networks.group import Group
from bot.services import forming
from bot.services.addresses import page_address
from bot.services.choices import FirstTime, NoPageYet
from bot.services.composing import known_limits, words
from bot.services.ground import Ground
from bot.services.identity import opened
from bot.services.permitting import photos_of
from bot.services.targets import PAGE_TARGET


async def first_look(
    ground: Ground, session: AsyncSession, found: Whole, account: Account | None
) -> FirstTime | NoPageYet:
    """What is shown before the first yes. Without an account it is the page, before it opens."""
    name = account.network if account else PAGE
    page = found.page if name == PAGE else None
    if name == PAGE and (page is None or page.handle is None):
        return NoPageYet(found.snippet.id)
    photos = min(len(photos_of(found)), ground.networks[name].limits.pictures)
    made = await _formed(ground, session, found, account, photos)
    return FirstTime(
        snippet_id=found.snippet.id,
        account_id=account.id if account else PAGE_TARGET,
        network=name,
        title=ground.networks[name].title,
        handle=(page.handle if page else account.handle if account else "") or "",
        name=page.name if page else "",
        address=page_address(ground, page.handle) if page else "",
        preview=_as_read(ground, account, made.texts[0], found.snippet.language),
        pictures=photos,
        rest=made.texts[1:],
        drawn=bool(made.drawn),
        words=words(ground, found, name),
    )


async def _formed(
    ground: Ground, session: AsyncSession, found: Whole, account: Account | None, photos: int
) -> forming.Formed:
    """The posts as they would go out now."""
    name = account.network if account else PAGE
    network = ground.networks[name]
    limits = await _limits(ground, network, account)
    text = words(ground, found, name)
    link = await forming.permalink(ground, session, found, name)
    style = forming.style_of(network, limits, account)
    try:
        return await forming.formed(network, limits, style, text, permalink=link, photos=photos)
    except TryLater:
        # Too busy to measure a card: the look is that of the form which needs none.
        plain = forming.style_of(network, limits, None)
        return await forming.formed(network, limits, plain, text, permalink=link, photos=photos)


async def _limits(ground: Ground, network: Network, account: Account | None) -> Limits:
    """In a group there is less room, for the author's name stands before the words."""
    if account is None:
        return network.limits
    if isinstance(network, Group):
        return await network.limits_of(opened(ground, account))
    return known_limits(network, account)


def _as_read(ground: Ground, account: Account | None, text: str, language: str) -> str:
    network = ground.networks[account.network] if account else None
    if account is None or not isinstance(network, Group):
        return text
    return network.signed(opened(ground, account), text, language)
