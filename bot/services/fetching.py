"""Fetches what people sent while Telegram still has it: cleaned, stored, counted."""

import logging
from collections.abc import Sequence
from datetime import timedelta

from sqlalchemy import update
from sqlmodel import col
from sqlmodel.ext.asyncio.session import AsyncSession

from bot.db import snippets
from bot.db.tables import Media, MediaState
from bot.domain.snippets import Kind
from bot.media.decoding import BadPicture
from bot.media.files import StorageFull, StoredFile
from bot.media.probing import BadRecording
from bot.services.ground import LEASE, Ground
from bot.services.notices import CardDue, MediaTrouble, Notice
from bot.services.ports import CannotReach, TelegramBusy, TooLarge

logger = logging.getLogger(__name__)

SUFFIXES = {Kind.VOICE: ".ogg", Kind.VIDEO: ".mp4"}
MIMES = {Kind.VOICE: "audio/ogg", Kind.VIDEO: "video/mp4"}
MOST_TRIES = 12
LONGEST_WAIT = timedelta(minutes=30)
ROOM_LATER = timedelta(minutes=5)
DISK_FULL = "disk full"


async def claim_due(ground: Ground, most: int) -> Sequence[Media]:
    async with ground.database.writing() as session:
        return await snippets.claim_media(session, ground.now(), LEASE, most)


async def fetch(ground: Ground, media: Media) -> None:
    """Brings one file home. What cannot be kept is told once; the words beside it stay."""
    if not await _within_today(ground, media):
        await _refuse(ground, media, "too many today")
        return
    try:
        found = await _bring(ground, media)
    except TooLarge:
        await _refuse(ground, media, "too large")
    except BadPicture as error:
        await _refuse(ground, media, str(error.rule))
    except StorageFull:
        await _wait_for_room(ground, media)
    except Exception as error:  # noqa: BLE001 - also a bug of ours must not try for ever
        await _try_later(ground, media, error)
    else:
        await _keep(ground, found)


async def _wait_for_room(ground: Ground, media: Media) -> None:
    logger.error("media %s: the disk is full", media.id)
    told, media.rule = media.rule == DISK_FULL, DISK_FULL
    # Its tries begin anew: it is not the file's fault.
    await _later(ground, media, ROOM_LATER, attempt=1)
    if not told:
        await _say(ground, _trouble(media, DISK_FULL))


async def _try_later(ground: Ground, media: Media, error: Exception) -> None:
    known = isinstance(error, CannotReach)
    logger.log(
        logging.INFO if known else logging.ERROR,
        "media %s: %s, again later",
        media.id,
        type(error).__name__,
        exc_info=None if known else error,
    )
    if media.attempt >= MOST_TRIES:
        await _refuse(ground, media, "not handed over")
        return
    wait = min(LONGEST_WAIT, timedelta(seconds=2**media.attempt))
    if isinstance(error, TelegramBusy):
        wait = max(wait, error.wait)
    await _later(ground, media, wait, attempt=media.attempt)


async def _within_today(ground: Ground, media: Media) -> bool:
    if media.attempt > 1:
        return True
    settings, day = ground.settings, timedelta(days=1)
    megabytes = max(1, (media.size or 0) // 1_000_000)
    return await ground.limiter.allow(
        "files", media.person_id, settings.files_a_day, day
    ) and await ground.limiter.allow(
        "megabytes", media.person_id, settings.file_megabytes_a_day, day, cost=megabytes
    )


async def _bring(ground: Ground, media: Media) -> Media:
    data = await ground.messenger.fetch(media.file_id)
    if media.kind == Kind.PHOTO:
        picture = await ground.decoder.clean(data)
        stored = await ground.files.store(picture.data, picture.suffix, owner=media.person_id)
        media.width, media.height, media.mime = picture.width, picture.height, picture.mime
        media.rule = None
    else:
        stored = await _bring_recording(ground, media, data)
    return _stored(media, stored)


async def _bring_recording(ground: Ground, media: Media, data: bytes) -> StoredFile:
    """Cleaned; what cannot be cleaned is kept as it came, and stays in the diary for that."""
    kind = Kind(media.kind)
    try:
        found = await ground.remuxer.clean(data, video=kind == Kind.VIDEO)
    except BadRecording as error:
        logger.info("media %s stays as it came: %s", media.id, error)
        stored = await ground.files.store(data, SUFFIXES[kind], owner=media.person_id)
        media.rule, media.mime = str(error.fault), MIMES[kind]
        return stored
    stored = await ground.files.store(found.data, found.suffix, owner=media.person_id)
    media.width, media.height, media.mime = found.width, found.height, found.mime
    media.rule, media.seconds = None, found.seconds
    return stored


def _stored(media: Media, stored: StoredFile) -> Media:
    media.name, media.sha256, media.size = stored.name, stored.sha256, stored.size
    return media


async def _keep(ground: Ground, media: Media) -> None:
    statement = (
        update(Media)
        .where(col(Media.id) == media.id)
        .values(
            state=MediaState.STORED,
            rule=media.rule,
            name=media.name,
            sha256=media.sha256,
            mime=media.mime,
            size=media.size,
            width=media.width,
            height=media.height,
            seconds=media.seconds,
            lease_until=None,
        )
    )

    async def work(session: AsyncSession) -> None:
        await session.exec(statement)

    await ground.writer.do(work)
    ground.counted("files_kept")
    if media.kind != Kind.PHOTO:
        # Only now it is known whether it can leave.
        await _say(ground, CardDue(person_id=media.person_id, snippet_id=media.snippet_id))


async def _later(ground: Ground, media: Media, wait: timedelta, *, attempt: int) -> None:
    statement = (
        update(Media)
        .where(col(Media.id) == media.id)
        .values(due_at=ground.now() + wait, lease_until=None, attempt=attempt, rule=media.rule)
    )

    async def work(session: AsyncSession) -> None:
        await session.exec(statement)

    await ground.writer.do(work)


async def _refuse(ground: Ground, media: Media, rule: str) -> None:
    async def work(session: AsyncSession) -> None:
        await session.exec(
            update(Media)
            .where(col(Media.id) == media.id)
            .values(state=MediaState.REFUSED, rule=rule, lease_until=None)
        )

    await ground.writer.do(work)
    await _say(ground, _trouble(media, rule))
    # Nothing is left there to describe or to show.
    await _say(ground, CardDue(person_id=media.person_id, snippet_id=media.snippet_id))


async def _say(ground: Ground, notice: Notice) -> None:
    try:
        await ground.messenger.tell(notice)
    except CannotReach as error:
        logger.info("%s was not told: %s", type(notice).__name__, type(error).__name__)


def _trouble(media: Media, rule: str) -> MediaTrouble:
    return MediaTrouble(person_id=media.person_id, snippet_id=media.snippet_id, rule=rule)
