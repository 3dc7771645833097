"""Makes of one snippet the post that one network shows."""

from collections.abc import Sequence
from dataclasses import asdict, dataclass
from datetime import datetime, timedelta
from typing import Any

from bot.db import tables
from bot.db.accounts import PAGE
from bot.db.surroundings import Surroundings, Whole
from bot.domain import compose
from bot.domain.compose import Limits, Picture, Post, Unit
from bot.networks.base import Account, Network, NetworkError, Refused, TryLater
from bot.services.door import body_of, uncleared
from bot.services.forming import Formed, formed, style_of
from bot.services.going_along import chosen, loaded
from bot.services.ground import Ground
from bot.services.outgoing import CARD, card, outgoing

LIMITS_LAST = timedelta(days=1)
PICTURE_COMES = timedelta(seconds=10)
"""How soon to look again for a photo that Telegram has not handed over yet."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Shaped:
    """A post, and which pictures and which revision of the snippet went into it.

    `rest` are the words of the parts behind it, where a long answer becomes a thread; `drawn`
    are those on a card, which is the picture 0 among `media_ids` where the person chose it.
    """

    post: Post
    rest: tuple[str, ...] = ()
    drawn: str = ""
    media_ids: tuple[int, ...]
    revision: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Draft:
    """What a snippet becomes at one account, before a picture is fitted or drawn.

    `text` are the words before they were formed; `drawn` those on a card, whether it was chosen
    (`made.drawn`) or is needed there; `photos` and `recordings` are those that go.
    """

    text: str
    made: Formed
    photos: tuple[tables.Media, ...]
    recordings: tuple[tables.Media, ...]
    drawn: str


async def drafted(
    ground: Ground,
    whole: Whole,
    name: str,
    account: tables.Account | None,
    limits: Limits,
    *,
    permalink: str | None,
    standing: tables.Copy | None = None,
    recordings: Sequence[tables.Media] = (),
) -> Draft:
    """The draft for a network by name; its account is None for the page before it opens.

    A photo that is still on its way counts like one that is kept. Raises TryLater where the
    machine is too busy to measure a card.
    """
    network = ground.networks[name]
    photos = photos_to_go(whole)[: limits.pictures]
    text = words(ground, whole, name, account.id if account else None)
    style = style_of(network, limits, account, standing)
    # A recording leaves no room for a picture of the words.
    taken = limits.pictures if recordings else len(photos)
    made = await formed(network, limits, style, text, permalink=permalink, photos=taken)
    needed = network.needs_picture and not photos and not recordings
    drawn = text if needed else made.drawn
    return Draft(
        text=text, made=made, photos=tuple(photos), recordings=tuple(recordings), drawn=drawn
    )


async def shape(
    ground: Ground, around: Surroundings, limits: Limits, *, permalink: str | None
) -> Shaped:
    """The post as the snippet stands now. Raises Refused or TryLater where there is none yet."""
    if uncleared(around.whole):
        raise Refused("door")
    _check_photos(around.whole)
    name, account = around.account.network, around.account
    recordings = chosen(around, limits, pictured=bool(photos_to_go(around.whole)))
    draft = await drafted(
        ground,
        around.whole,
        name,
        account,
        limits,
        permalink=permalink,
        standing=around.copy,
        recordings=recordings,
    )
    if not draft.text and not draft.photos:
        raise Refused("nothing_to_show")
    first, *rest = draft.made.texts
    post = Post(
        text=first,
        language=around.snippet.language,
        created_at=ground.now(),
        pictures=await _pictures(ground, around, draft.photos, draft.drawn, limits),
        recordings=await loaded(ground, ground.networks[name], recordings, limits),
        permalink=permalink if not rest and first != draft.text else None,
        public_id=around.snippet.public_id,
    )
    carded = bool(draft.made.drawn)
    return Shaped(
        post=post,
        rest=tuple(rest),
        drawn=draft.drawn,
        media_ids=(
            *(one.id for one in (*draft.photos, *recordings)),
            *((CARD,) if carded else ()),
        ),
        revision=around.snippet.revision,
    )


async def shape_again(
    ground: Ground, around: Surroundings, limits: Limits, known: dict[str, Any]
) -> Shaped:
    """The very post of an earlier try, so that a repeat is the same call."""
    network = ground.networks[around.account.network]
    files = [one for one in around.whole.media if one.id in known["media_ids"] and one.name]
    photos = [one for one in files if one.kind == tables.PartKind.PHOTO]
    recordings = [one for one in files if one not in photos]
    drawn = known.get("drawn", "")
    if not drawn and not files and network.needs_picture:
        drawn = words(ground, around.whole, network.name, around.account.id)
    post = Post(
        text=known["text"],
        language=known["language"],
        created_at=datetime.fromisoformat(known["created_at"]),
        pictures=await _pictures(ground, around, photos, drawn, limits),
        recordings=await loaded(ground, network, recordings, limits),
        permalink=known["permalink"],
        public_id=around.snippet.public_id,
    )
    return Shaped(
        post=post,
        rest=tuple(known.get("rest", ())),
        drawn=drawn,
        media_ids=tuple(known["media_ids"]),
        revision=known["revision"],
    )


def remembered(shaped: Shaped) -> dict[str, Any]:
    """What `shape_again` needs, as plain JSON."""
    return {
        "text": shaped.post.text,
        "rest": list(shaped.rest),
        "drawn": shaped.drawn,
        "language": shaped.post.language,
        "created_at": shaped.post.created_at.isoformat(),
        "permalink": shaped.post.permalink,
        "media_ids": list(shaped.media_ids),
        "revision": shaped.revision,
    }


def words(ground: Ground, whole: Whole, network: str, account_id: int | None = None) -> str:
    """The words before they are fitted: those that were written for this account alone, else
    the diary's, behind a lead where a lone answer needs one.

    On the page the question stands above the answer, so it goes without.
    """
    by_hand = (whole.snippet.own_words or {}).get(str(account_id))
    if by_hand:
        return by_hand
    snippet, body = whole.snippet, body_of(whole)
    question = ground.questions.get(snippet.question_id or "")
    if network == PAGE or question is None or not snippet.with_lead:
        return body
    spoken = question.texts.get(snippet.language)
    return compose.with_lead(body, spoken.lead, snippet.language) if spoken else body


def known_limits(network: Network, row: tables.Account) -> Limits:
    """What this account's server took when it was asked last, else the network's own facts."""
    known = row.limits.get("known")
    return _limits_from(known) if known else network.limits


async def limits_for(
    ground: Ground, network: Network, account: Account, row: tables.Account
) -> tuple[Limits, bool]:
    """What this account's server takes, asked once a day; the flag says that it was asked now.

    Where it does not answer, what it said before holds, else the network's own facts.
    """
    known = row.limits.get("known")
    now = ground.now()
    if known and now - datetime.fromisoformat(row.limits["asked_at"]) < LIMITS_LAST:
        return _limits_from(known), False
    try:
        return await network.limits_of(account), True
    except NetworkError:
        return known_limits(network, row), False


def limits_as_json(limits: Limits, now: datetime) -> dict[str, Any]:
    return {"known": {**asdict(limits), "unit": limits.unit.value}, "asked_at": now.isoformat()}


def _limits_from(known: dict[str, Any]) -> Limits:
    return Limits(**{**known, "unit": Unit(known["unit"])})


def photos_to_go(whole: Whole) -> list[tables.Media]:
    """In order: those that are kept, and those that are still on their way to be."""
    return [
        one
        for one in whole.media
        if one.kind == tables.PartKind.PHOTO
        and (
            one.state == tables.MediaState.WAITING
            or (one.state == tables.MediaState.STORED and one.name)
        )
    ]


def _check_photos(whole: Whole) -> None:
    """One that is still on its way is waited for; one that cannot be kept is left out, if there
    are words to stand without it."""
    to_go = photos_to_go(whole)
    if any(one.state == tables.MediaState.WAITING for one in to_go):
        raise TryLater("picture_on_its_way", wait=PICTURE_COMES)
    any_sent = any(one.kind == tables.PartKind.PHOTO for one in whole.media)
    if any_sent and not to_go and not whole.snippet.text:
        raise Refused("picture_missing")


async def _pictures(
    ground: Ground, around: Surroundings, photos: Sequence[tables.Media], drawn: str, limits: Limits
) -> tuple[Picture, ...]:
    """In order; behind them the words themselves, where they are drawn."""
    network = ground.networks[around.account.network]
    pictures = [await outgoing(ground, network, photo, limits) for photo in photos]
    if drawn:
        pictures.append(
            await card(ground, network, around.snippet, around.account.id, drawn, limits)
        )
    return tuple(pictures)
