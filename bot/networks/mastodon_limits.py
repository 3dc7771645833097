"""What one server of the Mastodon family takes in a post, read from what it says of itself."""

import re

from bot.domain.compose import Limits
from bot.networks.answers import Answer

# What Mastodon allows by itself.
# https://docs.joinmastodon.org/user/posting/ and https://docs.joinmastodon.org/entities/Instance/
DEFAULT_LIMITS = Limits(
    characters=500,
    url_length=23,
    pictures=4,
    picture_bytes=16_777_216,
    picture_pixels=33_177_600,
    alt_text=1500,
    # One, alone: https://docs.joinmastodon.org/user/posting/#media (2026-11-28). Sound has the
    # limit of videos: MediaAttachment in
    # https://github.com/mastodon/mastodon/blob/main/app/models/media_attachment.rb (2026-11-28)
    recordings=1,
    sound_bytes=40_000_000,
    video_bytes=40_000_000,
)

# Mastodon and its near forks count every link as 23; of the others it is not known, so there a
# link counts in full. GoToSocial, for one, says 25 and counts in full.
MASTODON_VERSION = re.compile(r"[2-9]\.\d+\.\d+[^()]*\Z")
OTHER_SOFTWARE = re.compile(r"compatible|takahe|gotosocial|\+git-|pleroma|akkoma", re.IGNORECASE)


def limits_from(instance: Answer) -> Limits:
    """Reads `/api/v2/instance` or `/api/v1/instance`; what is missing or absurd is Mastodon's."""
    statuses = ("configuration", "statuses")
    media = ("configuration", "media_attachments")
    old_limit = _number(instance, "max_toot_chars", highest=100_000)
    plain = DEFAULT_LIMITS
    recorded = _number(instance, *media, "video_size_limit", highest=100_000_000)
    return Limits(
        characters=_number(instance, *statuses, "max_characters", highest=100_000)
        or old_limit
        or plain.characters,
        url_length=_url_length(instance),
        pictures=_number(instance, *statuses, "max_media_attachments", highest=20)
        or plain.pictures,
        picture_bytes=_number(instance, *media, "image_size_limit", highest=100_000_000)
        or plain.picture_bytes,
        picture_pixels=_number(instance, *media, "image_matrix_limit", highest=500_000_000)
        or plain.picture_pixels,
        recordings=plain.recordings,
        sound_bytes=recorded or plain.sound_bytes,
        video_bytes=recorded or plain.video_bytes,
        alt_text=_number(instance, *media, "description_limit", highest=10_000)
        or _number(instance, "description_limit", highest=10_000)
        or plain.alt_text,
    )


def _url_length(instance: Answer) -> int | None:
    version = instance.text("version")
    if OTHER_SOFTWARE.search(version) or not MASTODON_VERSION.match(version):
        return None
    path = ("configuration", "statuses", "characters_reserved_per_url")
    return _number(instance, *path, highest=200) or DEFAULT_LIMITS.url_length


def _number(instance: Answer, *path: str, highest: int) -> int | None:
    value = instance.value(*path)
    if isinstance(value, bool) or not isinstance(value, int) or value < 1:
        return None
    return min(value, highest)
