"""Share buttons: what a place is handed of a snippet, and what came of it.

Nothing leaves here by itself: we fill in a network's own form, and the person posts.
"""

from dataclasses import dataclass
from urllib.parse import urlsplit

from sqlmodel.ext.asyncio.session import AsyncSession

from bot.db import accounts, hand_copies, pages, people, snippets
from bot.db.surroundings import Whole, whole
from bot.db.tables import HandCopy, MediaState, Snippet
from bot.domain.post_addresses import NotAPost, post_address
from bot.domain.share_links import PLACES, Place, Way, prefilled
from bot.media.files import Damaged, NotStored
from bot.services.addresses import snippet_address
from bot.services.choices import AtTheDoor, NotAllowed, Why
from bot.services.composing import words
from bot.services.door import uncleared
from bot.services.ground import Ground
from bot.services.permitting import photos_of, why_not
from bot.services.picking import for_a_card, picked_by


@dataclass(frozen=True, slots=True)
class ShareButton:
    """One share button of a card. `url` is where the person posted it: None where they have not
    said so, "" where it has no address. `stale`: the words were edited after that."""

    place: str
    url: str | None = None
    stale: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Look:
    """What one place is handed. `link` opens its form; where it is "", `text` is copied.

    `permalink` is the snippet's own address, where it is public. `pictures` do not travel in a
    link: the person adds them.
    """

    snippet_id: int
    place: Place
    text: str
    link: str
    permalink: str | None
    pictures: int
    posted: ShareButton


@dataclass(frozen=True, slots=True)
class NeedsPage:
    """The place takes nothing but a public address, and this snippet has none yet."""

    snippet_id: int
    place: Place


@dataclass(frozen=True, slots=True)
class _Chosen:
    """A snippet and the place for it. `told` is what the person said of an earlier post."""

    found: Whole
    place: Place
    server: str
    told: HandCopy | None


async def on_card(ground: Ground, person_id: int, snippet_id: int) -> tuple[ShareButton, ...]:
    """The share buttons of a card: what was posted by hand, then what was picked."""
    async with ground.database.reading() as session:
        snippet = await snippets.snippet_of(session, person_id, snippet_id)
        person = await people.person_by_id(session, person_id)
        if snippet is None or person is None or person.diary_only or snippet.forwarded:
            return ()
        copies = await hand_copies.hand_copies_of(session, [snippet.id])
        linked = await accounts.accounts_of(session, person_id)
    posted = [_button(copy, snippet) for copy in copies if copy.place in PLACES]
    known = {button.place for button in posted}
    wanted = for_a_card(ground, person, linked)
    return (*posted, *(ShareButton(name) for name in wanted if name not in known))


async def offer(
    ground: Ground, person_id: int, snippet_id: int, place_id: str
) -> Look | AtTheDoor | NeedsPage | NotAllowed:
    """A tap on a share button: how it will look and the way there, or what comes first."""
    async with ground.database.reading() as session:
        chosen = await _choose(session, person_id, snippet_id, place_id)
        if isinstance(chosen, NotAllowed):
            return chosen
        permalink = await _permalink(ground, session, chosen.found)
    if chosen.place.way is Way.PAGE and not permalink:
        return NeedsPage(snippet_id, chosen.place)
    details = uncleared(chosen.found)
    if details:
        revision = chosen.found.snippet.revision
        return AtTheDoor(snippet_id=snippet_id, account_id=None, revision=revision, details=details)
    return _look(ground, chosen, permalink)


async def pictures(ground: Ground, person_id: int, snippet_id: int, most: int) -> list[bytes]:
    """A snippet's cleaned pictures, for the person to post by hand."""
    async with ground.database.reading() as session:
        found = await _shareable(session, person_id, snippet_id)
    if isinstance(found, NotAllowed):
        return []
    stored = [one for one in photos_of(found) if one.state == MediaState.STORED and one.name]
    return [data for one in stored[:most] if (data := await _read(ground, one.name or ""))]


async def posted(
    ground: Ground, person_id: int, snippet_id: int, place_id: str, pasted: str | None
) -> ShareButton | NotAPost | NotAllowed:
    """The person has posted it. With an address, card and page lead there; None: it has none."""
    async with ground.database.writing() as session:
        chosen = await _choose(session, person_id, snippet_id, place_id)
        if isinstance(chosen, NotAllowed):
            return chosen
        place = chosen.place
        url = "" if pasted is None else post_address(place, chosen.server, pasted)
        if isinstance(url, NotAPost):
            return url
        copy = HandCopy(
            person_id=person_id,
            snippet_id=snippet_id,
            place=place.id,
            url=url,
            shared_at=ground.now(),
        )
        await hand_copies.put_hand_copy(session, copy)
    return ShareButton(place.id, url)


async def gone(ground: Ground, person_id: int, snippet_id: int, place_id: str) -> bool:
    """The person has deleted it there, or never posted it; False: nobody had said so."""
    async with ground.database.writing() as session:
        snippet = await snippets.snippet_of(session, person_id, snippet_id)
        if snippet is None:
            return False
        return await hand_copies.drop_hand_copy(session, snippet_id, place_id)


def _look(ground: Ground, chosen: _Chosen, permalink: str | None) -> Look:
    found, place, told = chosen.found, chosen.place, chosen.told
    text = words(ground, found, place.id)
    made = prefilled(place, text, permalink=permalink, server=chosen.server)
    return Look(
        snippet_id=found.snippet.id,
        place=place,
        text=made.text,
        link=made.link,
        permalink=permalink,
        pictures=min(len(photos_of(found)), place.limits.pictures),
        posted=_button(told, found.snippet) if told else ShareButton(place.id),
    )


def _button(copy: HandCopy, snippet: Snippet) -> ShareButton:
    edited = snippet.edited_at is not None and snippet.edited_at > copy.shared_at
    return ShareButton(copy.place, copy.url, edited)


async def _choose(
    session: AsyncSession, person_id: int, snippet_id: int, place_id: str
) -> _Chosen | NotAllowed:
    """A place that is picked now, or that the snippet was posted to when it was."""
    found = await _shareable(session, person_id, snippet_id)
    if isinstance(found, NotAllowed):
        return found
    copies = await hand_copies.hand_copies_of(session, [snippet_id])
    told = next((copy for copy in copies if copy.place == place_id), None)
    servers = {one.place: one.server for one in picked_by(found.person)}
    if told is not None:
        servers.setdefault(told.place, urlsplit(told.url).hostname or "")
    place = PLACES.get(place_id)
    if place is None or place_id not in servers:
        return NotAllowed(Why.NOT_LINKED)
    if place.needs_server and not servers[place_id]:
        return NotAllowed(Why.NOT_LINKED)
    return _Chosen(found, place, servers[place_id], told)


async def _shareable(session: AsyncSession, person_id: int, snippet_id: int) -> Whole | NotAllowed:
    snippet = await snippets.snippet_of(session, person_id, snippet_id)
    if snippet is None:
        return NotAllowed(Why.GONE)
    found = await whole(session, snippet)
    why = why_not(found)
    return found if why is None else NotAllowed(why)


async def _permalink(ground: Ground, session: AsyncSession, found: Whole) -> str | None:
    """The snippet's address, if everyone can read it there now."""
    page = found.page
    if page is None or page.opened_at is None or page.suspended_at is not None:
        return None
    stands = await pages.page_copy(session, page.person_id, found.snippet.public_id)
    if stands is None or stands[0].removed_at is not None:
        return None
    return snippet_address(ground, page.handle, found.snippet.public_id) or None


async def _read(ground: Ground, name: str) -> bytes | None:
    try:
        return await ground.files.read(name)
    except (NotStored, Damaged, OSError):
        return None
