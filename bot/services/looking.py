"""The first look: what would stand at a place where nothing of a person stands yet."""

from dataclasses import dataclass

from bot.db.accounts import PAGE
from bot.db.surroundings import Whole
from bot.db.tables import Account
from bot.networks.group import Group
from bot.services import forming
from bot.services.addresses import page_address
from bot.services.choices import FirstTime, NoPageYet
from bot.services.ground import Ground
from bot.services.identity import opened
from bot.services.preflighting import foresee
from bot.services.targets import PAGE_TARGET


@dataclass(frozen=True, slots=True)
class ToLook:
    """What a choice ended in: something to look at. Without an account it is the page, before it
    opens. A look may measure a picture, so it is made once no transaction is open any more."""

    found: Whole
    account: Account | None


async def first_look(ground: Ground, wanted: ToLook) -> FirstTime | NoPageYet:
    """What is shown before the first yes."""
    found, account = wanted.found, wanted.account
    name = account.network if account else PAGE
    page = found.page if name == PAGE else None
    if name == PAGE and (page is None or page.handle is None):
        return NoPageYet(found.snippet.id)
    async with ground.database.reading() as session:
        link = await forming.permalink(ground, session, found, name)
    foreseen = await foresee(ground, found, name, account, permalink=link)
    draft = foreseen.draft
    return FirstTime(
        snippet_id=found.snippet.id,
        account_id=account.id if account else PAGE_TARGET,
        network=name,
        title=ground.networks[name].title,
        handle=(page.handle if page else account.handle if account else "") or "",
        name=page.name if page else "",
        address=page_address(ground, page.handle) if page else "",
        preview=_as_read(ground, account, draft.made.texts[0], found.snippet.language),
        pictures=len(draft.photos),
        recordings=len(draft.recordings),
        rest=draft.made.texts[1:],
        drawn=bool(draft.made.drawn),
        words=draft.text,
        findings=foreseen.findings,
    )


def _as_read(ground: Ground, account: Account | None, text: str, language: str) -> str:
    network = ground.networks[account.network] if account else None
    if account is None or not isinstance(network, Group):
        return text
    return network.signed(opened(ground, account), text, language)
