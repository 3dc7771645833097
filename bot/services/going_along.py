"""Which voice notes and videos go along with a post: only cleaned ones that had a yes."""

from collections.abc import Sequence
from datetime import timedelta
from enum import StrEnum

from bot.db.surroundings import Surroundings, Whole
from bot.db.tables import Media, MediaState, PartKind
from bot.domain.compose import Limits, Recording
from bot.domain.delivery import DeliveryKind
from bot.media.files import Damaged, NotStored
from bot.media.probing import Fault
from bot.networks.base import Network, Refused, TryLater
from bot.services.ground import Ground
from bot.services.outgoing import address_of, check_reachable, ticket_for

RECORDED = {PartKind.VOICE, PartKind.VIDEO}
COMES = timedelta(seconds=10)
"""How soon to look again for a recording that Telegram has not handed over yet."""


class Recorded(StrEnum):
    """What becomes of the recordings of a snippet."""

    COMING = "coming"
    GOES = "goes"
    STAYS = "stays"
    NO_FFMPEG = "no ffmpeg"


def recorded(media: Sequence[Media]) -> Recorded | None:
    """None where there is none, or where it could not be kept at all."""
    kept = [one for one in media if one.kind in RECORDED and one.state != MediaState.REFUSED]
    if not kept:
        return None
    if any(one.state == MediaState.WAITING for one in kept):
        return Recorded.COMING
    if any(may_leave(one) for one in kept):
        return Recorded.GOES
    lacking = any(one.rule == Fault.NO_FFMPEG for one in kept)
    return Recorded.NO_FFMPEG if lacking else Recorded.STAYS


def recordings_of(whole: Whole) -> Sequence[Media]:
    """The recordings that may leave, or of which it is not known yet."""
    return [
        one
        for one in whole.media
        if one.kind in RECORDED and (one.state == MediaState.WAITING or may_leave(one))
    ]


def may_leave(media: Media) -> bool:
    """Whether it was cleaned and checked; what was kept as it came never leaves."""
    return media.state == MediaState.STORED and media.seconds is not None and bool(media.name)


def fitting(recordings: Sequence[Media], limits: Limits, *, pictured: bool) -> list[Media]:
    """Those that a network takes: beside pictures only where it takes several."""
    if pictured and limits.recordings == 1:
        return []
    return [one for one in recordings if _fits(one, limits)][: limits.recordings]


def _fits(media: Media, limits: Limits) -> bool:
    """How long it is, is known once it was cleaned."""
    if media.kind == PartKind.VOICE:
        return 0 < limits.sound_bytes >= (media.size or 0)
    seconds = media.seconds or limits.shortest_video
    takes = 0 < limits.video_bytes >= (media.size or 0)
    return takes and limits.shortest_video <= seconds and not too_long(media, limits)


def too_long(media: Media, limits: Limits) -> bool:
    """Whether a video stays behind for its length, at a network that takes videos."""
    if media.kind != PartKind.VIDEO or limits.longest_video is None:
        return False
    return (media.seconds or 0) > limits.longest_video


def chosen(around: Surroundings, limits: Limits, *, pictured: bool) -> list[Media]:
    """What goes along. Raises TryLater while it is not known whether one may leave."""
    agreed = [one for one in recordings_of(around.whole) if _agreed(one, around)]
    found = fitting(agreed, limits, pictured=pictured)
    if any(one.state == MediaState.WAITING for one in found):
        raise TryLater("picture_on_its_way", wait=COMES)
    return found


def _agreed(media: Media, around: Surroundings) -> bool:
    """A recording waits for a tap: one that was added later follows no copy, and goes with no
    post that was already on its way, perhaps by itself."""
    if around.delivery.kind == DeliveryKind.EDIT:
        return around.copy is not None and media.id in around.copy.media_ids
    return media.kept_at is not None and media.kept_at <= around.delivery.made_at


async def loaded(
    ground: Ground, network: Network, recordings: Sequence[Media], limits: Limits
) -> tuple[Recording, ...]:
    """As this network gets them. Raises Refused where a file is gone or is not what was stored,
    and where a network that fetches cannot reach us."""
    return tuple([await _loaded(ground, network, one, limits) for one in recordings])


async def _loaded(ground: Ground, network: Network, media: Media, limits: Limits) -> Recording:
    check_reachable(ground, network)
    ticket = ticket_for(ground, media.person_id, media.snippet_id, media.id, limits)
    try:
        data = await ground.files.read(media.name or "")
    except (NotStored, Damaged) as error:
        raise Refused("picture_missing") from error
    except OSError as error:
        raise TryLater("disk") from error
    return Recording(
        media_id=media.id,
        data=data,
        mime=media.mime or "",
        width=media.width or 0,
        height=media.height or 0,
        seconds=media.seconds or 0,
        alt=media.alt,
        url=address_of(ground, ticket) if network.fetches_pictures else "",
    )
