"""Files come home cleaned, within limits; what cannot be kept is told once."""

import io
from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest
from PIL import Image

from bot.config import Settings
from bot.db.engine import Database
from bot.db.tables import Media, MediaState, Snippet
from bot.domain.snippets import Kind
from bot.media.files import StorageFull, StoredFile
from bot.media.probing import Fault
from bot.services import fetching
from bot.services.fetching import MOST_TRIES
from bot.services.going_along import may_leave
from bot.services.notices import CardDue, MediaTrouble, Notice
from bot.services.ports import CannotReach, PersonGone, TelegramBusy, TooLarge
from tests.builders import World, a_person, build_world, jpeg
from tests.fakes import FakeMessenger
from tests.media import recordings
from tests.services.messages import photo


@pytest.fixture
async def world(database: Database, tmp_path: Path) -> World:
    settings = Settings(data_dir=tmp_path, files_a_day=3, file_megabytes_a_day=50)
    made = build_world(database, tmp_path, settings=settings)
    await made.add(a_person())
    return made


async def fetch_due(world: World) -> int:
    claimed = await fetching.claim_due(world.ground, 10)
    for media in claimed:
        await fetching.fetch(world.ground, media)
    return len(claimed)


def troubles(world: World) -> list[str]:
    return [notice.rule for notice in world.messenger.heard(MediaTrouble)]


def a_picture_with_a_place() -> bytes:
    exif = Image.Exif()
    exif[0x010F] = "the maker"
    exif.get_ifd(0x8825)[2] = (35.0, 40.0, 52.0)
    file = io.BytesIO()
    Image.new("RGB", (60, 40), (10, 90, 40)).save(file, "JPEG", exif=exif)
    return file.getvalue()


async def test_a_photo_is_stored_clean(world: World) -> None:
    await photo(world, 101)
    world.messenger.files["file-101"] = a_picture_with_a_place()

    assert await fetch_due(world) == 1
    assert await fetch_due(world) == 0

    media = await world.one(Media)
    assert (media.state, media.rule, media.lease_until) == (MediaState.STORED, None, None)
    assert (media.width, media.height, media.mime) == (60, 40, "image/jpeg")
    assert media.name is not None
    kept = await world.ground.files.read(media.name)
    assert media.size == len(kept)
    with Image.open(io.BytesIO(kept)) as picture:
        assert picture.size == (60, 40)
        assert dict(picture.getexif()) == {}
    assert world.messenger.said == []


@pytest.mark.parametrize(
    ("kind", "recorded", "mime"),
    [(Kind.VOICE, recordings.voice, "audio/ogg"), (Kind.VIDEO, recordings.video, "video/mp4")],
)
async def test_sound_and_video_are_stored_clean(
    world: World, kind: Kind, recorded: Callable[[], bytes], mime: str
) -> None:
    await photo(world, 101, kind=kind)
    world.messenger.files["file-101"] = recorded()

    await fetch_due(world)

    media = await world.one(Media)
    kept = await world.ground.files.read(media.name or "")
    assert (media.state, media.mime, media.rule) == (MediaState.STORED, mime, None)
    assert media.seconds == pytest.approx(2, abs=0.1)
    assert recordings.SECRET.encode() not in kept
    assert world.messenger.heard(CardDue)


@pytest.mark.parametrize(("kind", "mime"), [(Kind.VOICE, "audio/ogg"), (Kind.VIDEO, "video/mp4")])
async def test_what_cannot_be_cleaned_is_kept_as_it_came(
    world: World, kind: Kind, mime: str
) -> None:
    await photo(world, 101, kind=kind)
    world.messenger.files["file-101"] = b"no recording at"

    await fetch_due(world)

    media = await world.one(Media)
    assert (media.state, media.mime, media.size) == (MediaState.STORED, mime, 15)
    assert (media.rule, media.seconds) == (Fault.NOT_ONE, None)
    assert not may_leave(media)


async def test_what_is_no_picture_is_told_and_the_words_stay(world: World) -> None:
    await photo(world, 101, caption="夕焼け")
    world.messenger.files["file-101"] = b"GIF89a, or so it says"

    await fetch_due(world)

    media, snippet = await world.one(Media), await world.one(Snippet)
    assert media.state == MediaState.REFUSED
    assert troubles(world) == [media.rule]
    assert snippet.text == "夕焼け"
    assert world.messenger.heard(CardDue)
    assert await fetch_due(world) == 0


async def test_what_telegram_does_not_hand_over_is_told_once(world: World) -> None:
    await photo(world, 101)
    world.messenger.unreachable = TooLarge()
    (claimed,) = await fetching.claim_due(world.ground, 10)
    await fetching.fetch(world.ground, claimed)

    media = await world.one(Media)
    assert (media.state, media.rule) == (MediaState.REFUSED, "too large")


class FullDisk:
    """A disk without room, until somebody makes some."""

    def __init__(self, world: World) -> None:
        self.files, self.full = world.ground.files, True
        object.__setattr__(world.ground, "files", self)

    async def store(self, data: bytes, suffix: str, *, owner: int) -> StoredFile:
        if self.full:
            raise StorageFull("no room")
        return await self.files.store(data, suffix, owner=owner)


async def test_a_full_disk_is_told_once_and_heals_alone(world: World) -> None:
    disk = FullDisk(world)
    await photo(world, 101, caption="夕焼け")
    world.messenger.files["file-101"] = jpeg()

    for _ in range(MOST_TRIES + 3):
        assert await fetch_due(world) == 1
        world.clock.passes(minutes=5)
    assert troubles(world) == ["disk full"]
    assert (await world.one(Media)).state == MediaState.WAITING
    disk.full = False
    world.messenger.unreachable = CannotReach("a bad minute")
    await fetch_due(world)
    world.messenger.unreachable = None
    world.clock.passes(minutes=5)
    await fetch_due(world)

    media = await world.one(Media)
    assert (media.state, media.rule) == (MediaState.STORED, None)
    assert troubles(world) == ["disk full"]


async def test_a_bad_minute_is_waited_out_longer_and_longer(world: World) -> None:
    await photo(world, 101)
    world.messenger.unreachable = CannotReach("file is temporarily unavailable")
    waits: list[timedelta] = []
    while (media := await world.one(Media)).state == MediaState.WAITING:
        waits.append(media.due_at - world.clock.now)
        world.clock.now = media.due_at
        assert await fetch_due(world) == 1

    assert waits[1:5] == [timedelta(seconds=2**n) for n in (1, 2, 3, 4)]
    assert max(waits) == timedelta(minutes=30)
    assert len(waits) == MOST_TRIES
    assert media.rule == "not handed over"


async def test_telegram_says_when_to_come_again(world: World) -> None:
    await photo(world, 101)
    world.messenger.unreachable = TelegramBusy(timedelta(seconds=90))

    await fetch_due(world)

    assert (await world.one(Media)).due_at == world.clock.now + timedelta(seconds=90)


async def test_a_bug_of_ours_does_not_try_for_ever(world: World) -> None:
    await photo(world, 101)
    tries = 0
    while (media := await world.one(Media)).state == MediaState.WAITING:
        world.clock.now = media.due_at
        tries += await fetch_due(world)  # the fake knows no such file: KeyError

    assert (tries, media.rule) == (MOST_TRIES, "not handed over")


async def test_beyond_the_limit_of_a_day_a_file_is_refused(world: World) -> None:
    for n in range(5):
        await photo(world, 100 + n)
        world.messenger.files[f"file-{100 + n}"] = jpeg()

    await fetch_due(world)

    states = [media.state for media in await world.all(Media)]
    assert sorted(states) == [MediaState.REFUSED] * 2 + [MediaState.STORED] * 3
    assert troubles(world) == ["too many today"] * 2


async def test_megabytes_are_limited_as_well(world: World) -> None:
    for n in range(3):
        await photo(world, 100 + n, kind=Kind.VIDEO, file_size=19_000_000)
        world.messenger.files[f"file-{100 + n}"] = b"video"

    await fetch_due(world)

    states = [media.state for media in await world.all(Media)]
    assert states == [MediaState.STORED, MediaState.STORED, MediaState.REFUSED]


async def test_two_workers_fetch_each_file_once(world: World) -> None:
    await photo(world, 101)

    first = await fetching.claim_due(world.ground, 10)
    second = await fetching.claim_due(world.ground, 10)

    assert (len(first), len(second)) == (1, 0)


async def test_a_file_of_a_dead_worker_is_fetched_after_the_lease(world: World) -> None:
    await photo(world, 101)
    world.messenger.files["file-101"] = jpeg()
    await fetching.claim_due(world.ground, 10)
    world.clock.passes(seconds=61)

    assert await fetch_due(world) == 1

    assert (await world.one(Media)).state == MediaState.STORED


async def test_whoever_is_gone_is_told_nothing_and_nothing_breaks(world: World) -> None:
    await photo(world, 101)

    class Gone(FakeMessenger):
        async def tell(self, notice: Notice) -> None:
            raise PersonGone

    gone = Gone()
    gone.files["file-101"] = b"no picture"
    world.ground = replace(world.ground, messenger=gone)

    await fetch_due(world)

    assert (await world.one(Media)).state == MediaState.REFUSED
