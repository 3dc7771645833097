"""What one server of the Misskey family takes in a note, read from what it says of itself."""

from dataclasses import replace

from bot.domain.compose import Limits, Unit
from bot.networks.answers import Answer

# Misskey's own limit; a server says its own in `maxNoteTextLength`.
# https://github.com/misskey-dev/misskey/blob/develop/packages/backend/src/const.ts (as of 2026-11)
CHARACTERS = 3000
# Kept free for the invisible spaces that `misskey_words` sets.
ROOM = 100
MEGABYTE = 1024 * 1024

# A person's drive is small, so no picture of ours is larger than this, even where the server
# would take 250 MB (`maxFileSize` in .../api/ApiServerService.ts, as of 2026-11).
# 16 files: `fileIds` in .../api/endpoints/notes/create.ts; 512 characters of description:
# DB_MAX_IMAGE_COMMENT_LENGTH in packages/backend/src/const.ts (as of 2026-11)
# Characters: Misskey counts code points, Sharkey UTF-16 units, version 12 graphemes; the
# largest of these numbers fits all of them.
DEFAULT_LIMITS = Limits(
    characters=CHARACTERS - ROOM,
    unit=Unit.UTF16,
    pictures=16,
    picture_bytes=8_000_000,
    alt_text=512,
    # A drive file like any other; beside pictures one would be as welcome, but the rule is one.
    recordings=1,
    sound_bytes=20_000_000,
    video_bytes=20_000_000,
)


def limits_from(meta: Answer) -> Limits:
    """Reads `/api/meta`; what is missing or absurd is Misskey's."""
    told = _number(meta, "maxNoteTextLength") or CHARACTERS
    sizes = (
        _number(meta, "maxFileSize"),
        (_number(meta, "policies", "maxFileSizeMb") or 0) * MEGABYTE,
    )
    told_sizes = [size for size in sizes if size]
    recorded = min([DEFAULT_LIMITS.video_bytes, *told_sizes])
    return replace(
        DEFAULT_LIMITS,
        characters=min(told, 100_000) - min(ROOM, told // 10),
        picture_bytes=min([DEFAULT_LIMITS.picture_bytes, *told_sizes]),
        sound_bytes=recorded,
        video_bytes=recorded,
    )


def is_family(meta: Answer) -> bool:
    """Whether this is how a server of the family speaks of itself, and of nobody else."""
    return meta.ok and bool(meta.text("version")) and bool(_number(meta, "maxNoteTextLength"))


def _number(meta: Answer, *path: str) -> int | None:
    value = meta.value(*path)
    return value if isinstance(value, int) and not isinstance(value, bool) and value > 0 else None
