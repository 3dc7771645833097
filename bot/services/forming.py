"""Which form an answer takes where it is too long for one post, as each account's person chose."""

from dataclasses import dataclass

from sqlmodel.ext.asyncio.session import AsyncSession

from bot.db import accounts, copies
from bot.db.accounts import PAGE
from bot.db.surroundings import Whole
from bot.db.tables import Account, Copy
from bot.domain.allowance import DEAR_LINKS
from bot.domain.compose import Limits, fit
from bot.domain.forms import LongForm, are_numbered, form_in, forms_for, opening
from bot.domain.threads import parts_of, parts_within
from bot.networks.base import Network
from bot.services.addresses import snippet_address
from bot.services.ground import Ground
from bot.services.outgoing import CARD, has_room

LONGEST_THREAD = 12
"""Parts; what is longer is shortened with the address of the whole, as nobody reads on."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Style:
    """How long answers go to one account; `room` is how many parts an edit may have."""

    form: LongForm
    numbered: bool = False
    room: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Formed:
    """The words of each post in order, and those that stand on a picture beside the first."""

    texts: tuple[str, ...]
    drawn: str = ""


def texts_of_copy(copy: Copy) -> list[str]:
    return [copy.text, *(one["text"] for one in copy.parts or ())]


def offered(network: Network, limits: Limits) -> tuple[LongForm, ...]:
    return forms_for(limits, threads=network.threads, needs_picture=network.needs_picture)


def style_of(
    network: Network, limits: Limits, account: Account | None, standing: Copy | None = None
) -> Style:
    """As the person chose; what stands already keeps the form that it has."""
    if standing is not None and standing.removed_at is None:
        texts = texts_of_copy(standing)
        form = LongForm.CARD if CARD in standing.media_ids else LongForm.THREAD
        return Style(form=form, numbered=are_numbered(texts), room=len(texts))
    stored = account.long_form if account else None
    form = form_in(stored, offered(network, limits))
    return Style(form=form, numbered=bool(account and account.numbers_parts))


async def formed(
    network: Network,
    limits: Limits,
    style: Style,
    text: str,
    *,
    permalink: str | None,
    photos: int,
) -> Formed:
    """The posts of one answer. What has no room on a card goes as a thread or is shortened."""
    pictured = bool(photos) or network.needs_picture
    whole = fit(text, limits, permalink=permalink, pictured=pictured)
    if whole == text:
        return Formed(texts=(text,))
    if style.form is LongForm.CARD and photos < limits.pictures and await has_room(text):
        return Formed(texts=(opening(text, limits, permalink=permalink),), drawn=text)
    if style.form is LongForm.SHORTENED or not network.threads:
        return Formed(texts=(whole,))
    parts = parts_of(text, limits, numbered=style.numbered, pictured=pictured, most=LONGEST_THREAD)
    if style.room is not None and (len(parts) > style.room or len(parts) == 1):
        parts = parts_within(
            text,
            limits,
            style.room,
            numbered=style.numbered,
            pictured=pictured,
            permalink=permalink,
        )
    return Formed(texts=tuple(parts) if len(parts) > 1 else (whole,))


def may_link(whole: Whole, network: str) -> bool:
    """Whether a post there may lead to the page at all: there is one, and a link costs nothing."""
    opened = whole.page is not None and whole.page.opened_at is not None
    return opened and network != PAGE and network not in DEAR_LINKS


async def permalink(
    ground: Ground, session: AsyncSession, whole: Whole, network: str
) -> str | None:
    """Where all of the words stand, if they are public there (or will be in a moment)."""
    if whole.page is None or not may_link(whole, network):
        return None
    public = await copies.is_on_page(session, whole.snippet.id, ground.now())
    handle, public_id = whole.page.handle, whole.snippet.public_id
    return snippet_address(ground, handle, public_id) if public else None


async def set_form(ground: Ground, person_id: int, account_id: int, form: LongForm) -> bool:
    """What is on its way already keeps its form. False where there is no such account."""
    async with ground.database.writing() as session:
        account = await accounts.account_in_use(session, person_id, account_id)
        if account is None:
            return False
        account.long_form = form
        session.add(account)
    return True


async def set_numbered(ground: Ground, person_id: int, account_id: int, *, on: bool) -> bool:
    """Whether the parts of a thread end with their number. False as above."""
    async with ground.database.writing() as session:
        account = await accounts.account_in_use(session, person_id, account_id)
        if account is None:
            return False
        account.numbers_parts = on
        session.add(account)
    return True
