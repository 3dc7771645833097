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
from bot.domain.threads import parts_of
from bot.networks.base import Account, Network, NetworkError, Refused, TryLater
from bot.services.door import body_of, uncleared
from bot.services.going_along import chosen, loaded
from bot.services.ground import Ground
from bot.services.outgoing import card, outgoing

LIMITS_LAST = timedelta(days=1)
LONGEST_THREAD = 12
"""Parts; what is longer is shortened with the address of the whole, as nobody reads on."""
PICTURE_COMES = timedelta(seconds=10)
"""How soon to look again for a photo that Telegram has not handed over yet."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Shaped:
    """A post, and which pictures and which revision of the snippet went into it.

    `rest` are the words of the parts behind it, where a long answer becomes a thread.
    """

    post: Post
    rest: tuple[str, ...] = ()
    media_ids: tuple[int, ...]
    revision: int


async def shape(
    ground: Ground, around: Surroundings, limits: Limits, *, permalink: str | None
) -> Shaped:
    """The post as the snippet stands now. Raises Refused or TryLater where there is none yet."""
    if uncleared(around.whole):
        raise Refused("door")
    photos = _photos(around.whole)[: limits.pictures]
    recordings = chosen(around, limits, pictured=bool(photos))
    text = words(ground, around.whole, around.account.network)
    if not text and not photos:
        raise Refused("nothing_to_show")
    needs_picture = ground.networks[around.account.network].needs_picture
    pictured = bool(photos or recordings) or needs_picture
    fitted, *rest = _parts(ground, around, limits, text, permalink, pictured=pictured)
    shortened = not rest and fitted != text
    post = Post(
        text=fitted,
        language=around.snippet.language,
        created_at=ground.now(),
        pictures=await _pictures(ground, around, photos, limits),
        recordings=await loaded(ground, recordings),
        permalink=permalink if shortened else None,
        public_id=around.snippet.public_id,
    )
    return Shaped(
        post=post,
        rest=tuple(rest),
        media_ids=tuple(one.id for one in (*photos, *recordings)),
        revision=around.snippet.revision,
    )


def _parts(
    ground: Ground,
    around: Surroundings,
    limits: Limits,
    text: str,
    permalink: str | None,
    *,
    pictured: bool,
) -> list[str]:
    """The whole in order where the network has threads; an edit never has more than stand."""
    whole = compose.fit(text, limits, permalink=permalink, pictured=pictured)
    if whole == text or not ground.networks[around.account.network].threads:
        return [whole]
    parts = parts_of(text, limits, numbered=False, pictured=pictured, most=LONGEST_THREAD)
    standing = around.copy
    if standing is None or standing.removed_at is not None:
        return parts
    room = 1 + len(standing.parts or ())
    if len(parts) <= room:
        return parts
    last = "\n".join(parts[room - 1 :])
    return [*parts[: room - 1], compose.fit(last, limits, permalink=permalink)]


async def shape_again(
    ground: Ground, around: Surroundings, limits: Limits, known: dict[str, Any]
) -> Shaped:
    """The very post of an earlier try, so that a repeat is the same call."""
    files = [one for one in around.whole.media if one.id in known["media_ids"] and one.name]
    photos = [one for one in files if one.kind == tables.PartKind.PHOTO]
    post = Post(
        text=known["text"],
        language=known["language"],
        created_at=datetime.fromisoformat(known["created_at"]),
        pictures=await _pictures(ground, around, photos, limits),
        recordings=await loaded(ground, [one for one in files if one not in photos]),
        permalink=known["permalink"],
        public_id=around.snippet.public_id,
    )
    return Shaped(
        post=post,
        rest=tuple(known.get("rest", ())),
        media_ids=tuple(known["media_ids"]),
        revision=known["revision"],
    )


def remembered(shaped: Shaped) -> dict[str, Any]:
    """What `shape_again` needs, as plain JSON."""
    return {
        "text": shaped.post.text,
        "rest": list(shaped.rest),
        "language": shaped.post.language,
        "created_at": shaped.post.created_at.isoformat(),
        "permalink": shaped.post.permalink,
        "media_ids": list(shaped.media_ids),
        "revision": shaped.revision,
    }


def words(ground: Ground, whole: Whole, network: str) -> str:
    """The words before they are fitted: behind a lead where a lone answer needs one.

    On the page the question stands above the answer, so it goes without.
    """
    snippet, body = whole.snippet, body_of(whole)
    question = ground.questions.get(snippet.question_id or "")
    if network == PAGE or question is None or not snippet.with_lead:
        return body
    spoken = question.texts.get(snippet.language)
    return compose.with_lead(body, spoken.lead, snippet.language) if spoken else body


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
        return (_limits_from(known) if known else network.limits), False


def limits_as_json(limits: Limits, now: datetime) -> dict[str, Any]:
    return {"known": {**asdict(limits), "unit": limits.unit.value}, "asked_at": now.isoformat()}


def _limits_from(known: dict[str, Any]) -> Limits:
    return Limits(**{**known, "unit": Unit(known["unit"])})


def _photos(whole: Whole) -> list[tables.Media]:
    """The stored photos. One that is still on its way is waited for; one that cannot be kept
    is left out, if there are words to stand without it."""
    photos = [one for one in whole.media if one.kind == tables.PartKind.PHOTO]
    if any(one.state == tables.MediaState.WAITING for one in photos):
        raise TryLater("picture_on_its_way", wait=PICTURE_COMES)
    stored = [one for one in photos if one.state == tables.MediaState.STORED and one.name]
    if photos and not stored and not whole.snippet.text:
        raise Refused("picture_missing")
    return stored


def drawn_words(ground: Ground, whole: Whole) -> str:
    """What stands on the card of a snippet: what its post would say, uncut."""
    return words(ground, whole, "")


async def _pictures(
    ground: Ground, around: Surroundings, photos: Sequence[tables.Media], limits: Limits
) -> tuple[Picture, ...]:
    """In order; where a network wants one and there is none, the words themselves, drawn."""
    network = ground.networks[around.account.network]
    if network.needs_picture and not photos:
        text = drawn_words(ground, around.whole)
        return (await card(ground, network, around.snippet, text, limits),)
    return tuple([await outgoing(ground, network, photo, limits) for photo in photos])
