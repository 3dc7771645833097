"""Pictures on their way out: fitted to a network and, where it fetches them, at an address of ours.

Such an address is a ticket: it names one picture or recording and its bounds, ends after a day, and
only our own key can write one.
"""

import base64
import binascii
import hmac
import json
from dataclasses import asdict, dataclass, replace
from datetime import UTC, datetime, timedelta

from bot.db import tables
from bot.domain.compose import Limits, Picture
from bot.domain.preflight import Photo, off_shape, too_big
from bot.media.decoding import MAX_PIXELS, BadPicture, CleanPicture
from bot.media.files import Damaged, NotStored
from bot.networks.base import Network, Refused, TryLater
from bot.pictures.in_time import TooSlow, draw_in_time
from bot.pictures.text_card import HEIGHT, WIDTH, TextCard, draw_text_card, holds
from bot.services.ground import Ground

PURPOSE = "pictures for networks"
LASTS = timedelta(hours=24)
FETCHED = ("image/jpeg",)
"""What every network that fetches takes; Instagram takes nothing else."""
UPLOADED = ("image/jpeg", "image/png")
CARD = 0
"""Instead of a picture's id: the words of the snippet, drawn."""
LONGEST = 400


@dataclass(frozen=True, slots=True, kw_only=True)
class Ticket:
    """One picture or recording of one snippet, and in what bounds it is handed out until when."""

    person_id: int
    snippet_id: int
    media_id: int
    max_bytes: int
    max_pixels: int
    narrowest: float
    widest: float
    ends_at: int
    account_id: int = 0
    """For whom words are drawn; 0 in a ticket of before."""

    def is_over(self, now: datetime) -> bool:
        return now >= datetime.fromtimestamp(self.ends_at, UTC)


async def outgoing(
    ground: Ground, network: Network, photo: tables.Media, limits: Limits
) -> Picture:
    """The picture as this network gets it. Raises Refused or TryLater where there is none."""
    check_reachable(ground, network)
    ticket = ticket_for(ground, photo.person_id, photo.snippet_id, photo.id, limits)
    fitted = await fit(ground, photo, ticket, FETCHED if network.fetches_pictures else UPLOADED)
    return Picture(
        media_id=photo.id,
        data=fitted.data,
        mime=fitted.mime,
        width=fitted.width,
        height=fitted.height,
        alt=photo.alt[: limits.alt_text],
        url=address_of(ground, ticket) if network.fetches_pictures else "",
    )


async def card(
    ground: Ground,
    network: Network,
    snippet: tables.Snippet,
    account_id: int,
    text: str,
    limits: Limits,
) -> Picture:
    """Words as a picture, for a network where words alone are no post; its `media_id` is 0."""
    check_reachable(ground, network)
    ticket = ticket_for(ground, snippet.person_id, snippet.id, CARD, limits)
    ticket = replace(ticket, account_id=account_id)
    return Picture(
        media_id=CARD,
        data=await drawn(text),
        mime="image/jpeg",
        width=WIDTH,
        height=HEIGHT,
        alt=text[: limits.alt_text],
        url=address_of(ground, ticket) if network.fetches_pictures else "",
    )


async def drawn(text: str) -> bytes:
    """Raises TryLater where the machine is too busy to draw."""
    try:
        return await draw_in_time(draw_text_card, TextCard(text=text))
    except TooSlow:
        raise TryLater("drawing") from None


async def has_room(text: str) -> bool:
    """Whether a card has room for all of these words. Raises TryLater like `drawn`."""
    try:
        return await draw_in_time(holds, text)
    except TooSlow:
        raise TryLater("drawing") from None


def check_reachable(ground: Ground, network: Network) -> None:
    """A network that fetches can do so only from an address that all the world may open."""
    if network.fetches_pictures and not (ground.base_url or "").startswith("https://"):
        raise Refused("needs_public_address")


async def fit(
    ground: Ground, photo: tables.Media, ticket: Ticket, formats: tuple[str, ...]
) -> CleanPicture:
    """The stored picture within its bounds: byte for byte where it is so already."""
    try:
        data = await ground.files.read(photo.name or "")
        mime, width, height = photo.mime or "image/jpeg", photo.width or 0, photo.height or 0
        if formats == UPLOADED and _fits(Photo(size=len(data), width=width, height=height), ticket):
            return CleanPicture(data, mime, width, height)
        return await ground.decoder.fit(
            data,
            max_bytes=ticket.max_bytes,
            max_pixels=ticket.max_pixels,
            formats=formats,
            narrowest=ticket.narrowest,
            widest=ticket.widest,
        )
    except (NotStored, Damaged) as error:
        raise Refused("picture_missing") from error
    except BadPicture as error:
        raise Refused("picture_cannot_fit") from error
    except OSError as error:
        raise TryLater("disk") from error


def _fits(photo: Photo, ticket: Ticket) -> bool:
    """By the same rules that tell people beforehand what becomes of a photo."""
    big = too_big(photo, most_bytes=ticket.max_bytes, most_pixels=ticket.max_pixels)
    return not big and not off_shape(photo, ticket.narrowest, ticket.widest)


def ticket_for(
    ground: Ground, person_id: int, snippet_id: int, media_id: int, limits: Limits
) -> Ticket:
    return Ticket(
        person_id=person_id,
        snippet_id=snippet_id,
        media_id=media_id,
        max_bytes=limits.picture_bytes,
        max_pixels=limits.picture_pixels or MAX_PIXELS,
        narrowest=limits.narrowest or 0,
        widest=limits.widest or 0,
        ends_at=int((ground.now() + LASTS).timestamp()),
    )


def address_of(ground: Ground, ticket: Ticket) -> str:
    """Where a network fetches it."""
    told = json.dumps(list(asdict(ticket).values())).encode()
    return f"{ground.base_url}/media/out/{_text(told)}.{_text(_signature(ground, told))}"


def ticket_in(ground: Ground, token: str) -> Ticket | None:
    """The ticket, or None: forged, odd, or over."""
    told, signature = (_bytes(part) for part in (token[:LONGEST] + ".").split(".")[:2])
    if not hmac.compare_digest(signature, _signature(ground, told)):
        return None
    # A ticket of before an update is shorter, and good for its day.
    ticket = Ticket(**dict(zip(Ticket.__slots__, json.loads(told), strict=False)))
    return None if ticket.is_over(ground.now()) else ticket


def _signature(ground: Ground, told: bytes) -> bytes:
    return hmac.digest(ground.vault.derive(PURPOSE), told, "sha256")


def _text(told: bytes) -> str:
    return base64.urlsafe_b64encode(told).decode().rstrip("=")


def _bytes(text: str) -> bytes:
    try:
        return base64.urlsafe_b64decode(text + "=" * (-len(text) % 4))
    except (binascii.Error, ValueError):
        return b""
