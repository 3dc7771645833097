"""Recordings leave cleaned, where they are taken, and only after a yes that saw them."""

from dataclasses import replace
from pathlib import Path

import pytest

from bot.db.engine import Database
from bot.db.surroundings import whole
from bot.db.tables import Account, Copy, Media, MediaState, PartKind, Snippet
from bot.domain.compose import Limits
from bot.domain.preflight import Rule
from bot.domain.snippets import Kind
from bot.networks.base import Refused
from bot.services import fetching, sharing
from bot.services.composing import limits_as_json
from bot.services.going_along import fitting, loaded, too_long
from bot.services.handing_out import Handed, handed_out
from bot.services.outgoing import address_of, ticket_for
from bot.services.preflighting import foresee
from tests.builders import HANA, World, a_person, an_account, build_world
from tests.fakes import FakeClock, FakeNetwork
from tests.media import recordings
from tests.services.messages import photo, say
from tests.services.taps import arrive

TAKES = Limits(characters=500, recordings=1, sound_bytes=1_000_000, video_bytes=1_000_000)


@pytest.fixture
async def world(database: Database, tmp_path: Path) -> World:
    clock = FakeClock()
    made = build_world(database, tmp_path, FakeNetwork(clock=clock, limits=TAKES), clock=clock)
    await made.add(a_person())
    await made.add(an_account(shown_first_at=clock.now))
    return made


async def record(world: World, number: int, caption: str = "", data: bytes | None = None) -> int:
    """A voice note that came in and was fetched; its snippet's id."""
    captured = await photo(world, number, caption=caption, kind=Kind.VOICE)
    world.messenger.files[f"file-{number}"] = recordings.voice() if data is None else data
    await fetch(world)
    return captured.snippet_id


async def fetch(world: World) -> None:
    for media in await fetching.claim_due(world.ground, 10):
        await fetching.fetch(world.ground, media)


async def share(world: World, snippet_id: int) -> None:
    await tap(world, snippet_id)
    await arrive(world)


async def tap(world: World, snippet_id: int) -> None:
    account = await world.one(Account, network="mastodon")
    await sharing.choose_target(world.ground, HANA, snippet_id, account.id)


def posts(world: World) -> list[tuple[str, int]]:
    network = world.networks["mastodon"]
    assert isinstance(network, FakeNetwork)
    return [(post.text, post.recordings) for post in network.standing.values()]


async def test_a_voice_goes_along_after_a_line_and_a_tap(world: World) -> None:
    await share(world, await record(world, 1, "rain on the roof"))

    copy = await world.one(Copy)
    assert posts(world) == [("rain on the roof", 1)]
    assert copy.media_ids == [(await world.one(Media)).id]


async def test_without_a_line_nothing_leaves(world: World) -> None:
    await share(world, await record(world, 1))

    assert posts(world) == []


async def test_one_that_could_not_be_cleaned_stays_and_the_line_goes(world: World) -> None:
    await share(world, await record(world, 1, "rain on the roof", b"no recording"))

    assert posts(world) == [("rain on the roof", 0)]


async def test_one_on_its_way_is_waited_for(world: World) -> None:
    captured = await photo(world, 1, caption="rain on the roof", kind=Kind.VOICE)
    world.messenger.files["file-1"] = recordings.voice()
    await share(world, captured.snippet_id)
    assert posts(world) == []

    await fetch(world)
    await arrive(world)

    assert posts(world) == [("rain on the roof", 1)]


async def test_one_that_came_after_the_tap_does_not_go_with_it(world: World) -> None:
    captured = await say(world, 1, "rain on the roof")
    await tap(world, captured.snippet_id)
    world.clock.passes(seconds=1)
    await photo(world, 2, kind=Kind.VOICE, reply_to=1)
    world.messenger.files["file-2"] = recordings.voice()
    await fetch(world)

    await arrive(world)

    assert posts(world) == [("rain on the roof", 0)]


async def test_one_that_is_added_follows_no_copy(world: World) -> None:
    captured = await say(world, 1, "rain on the roof")
    await share(world, captured.snippet_id)
    world.clock.passes(minutes=1)
    await photo(world, 2, kind=Kind.VOICE, caption="and on the bus", reply_to=1)
    world.messenger.files["file-2"] = recordings.voice()
    await fetch(world)

    await arrive(world)

    assert posts(world) == [("rain on the roof\nand on the bus", 0)]


async def test_one_that_is_fetched_has_an_address_of_a_day(world: World) -> None:
    network = world.networks["mastodon"]
    assert isinstance(network, FakeNetwork)
    network.fetches_pictures = True
    await record(world, 1, "rain on the roof")
    (kept,) = await world.all(Media)

    (going,) = await loaded(world.ground, network, [kept], TAKES)

    token = going.url.rpartition("/")[2]
    assert going.url not in repr(going)
    assert await handed_out(world.ground, token) == Handed(going.data, "audio/ogg")


async def test_one_that_could_not_be_cleaned_is_never_handed_out(world: World) -> None:
    await record(world, 1, "rain on the roof", b"no recording")
    (kept,) = await world.all(Media)
    ticket = ticket_for(world.ground, kept.person_id, kept.snippet_id, kept.id, TAKES)

    token = address_of(world.ground, ticket).rpartition("/")[2]

    assert await handed_out(world.ground, token) is None


async def test_where_a_network_cannot_reach_us_nothing_is_promised(world: World) -> None:
    network = world.networks["mastodon"]
    assert isinstance(network, FakeNetwork)
    network.fetches_pictures = True
    await record(world, 1, "rain on the roof")
    at_home = replace(world.ground, base_url="http://127.0.0.1:8080")

    with pytest.raises(Refused, match="needs_public_address"):
        await loaded(at_home, network, await world.all(Media), TAKES)


def media(kind: PartKind, size: int, seconds: float | None = None) -> Media:
    return Media(kind=kind, size=size, seconds=seconds, state=MediaState.STORED)


@pytest.mark.parametrize(
    ("limits", "pictured", "taken"),
    [
        (Limits(characters=1), False, []),
        (TAKES, False, [PartKind.VOICE]),
        (TAKES, True, []),
        (Limits(characters=1, recordings=9, sound_bytes=10, video_bytes=99), True, ["video"]),
        (Limits(characters=1, recordings=9, sound_bytes=99), False, ["voice"]),
        (
            Limits(characters=1, recordings=9, sound_bytes=99, video_bytes=99),
            True,
            ["voice", "video"],
        ),
    ],
)
def test_a_network_gets_what_it_takes(limits: Limits, taken: list[str], *, pictured: bool) -> None:
    both = [media(PartKind.VOICE, 20), media(PartKind.VIDEO, 20)]

    assert [one.kind for one in fitting(both, limits, pictured=pictured)] == taken


@pytest.mark.parametrize(("seconds", "taken"), [(2.9, 0), (3, 1), (140, 1), (140.1, 0), (None, 1)])
def test_a_video_too_short_or_too_long_stays(seconds: float | None, taken: int) -> None:
    limits = Limits(characters=1, recordings=1, video_bytes=99, shortest_video=3, longest_video=140)

    video = media(PartKind.VIDEO, 20, seconds)

    assert len(fitting([video], limits, pictured=False)) == taken
    assert too_long(video, limits) == (seconds == 140.1)


async def test_before_it_is_shared_it_is_told_that_a_video_is_too_long(world: World) -> None:
    captured = await photo(world, 1, caption="rain on the roof", kind=Kind.VIDEO)
    world.messenger.files["file-1"] = recordings.video()
    await fetch(world)
    account = await world.one(Account, network="mastodon")
    account.limits = limits_as_json(replace(TAKES, longest_video=1), world.clock.now)
    snippet = await world.one(Snippet, id=captured.snippet_id)
    async with world.ground.database.reading() as session:
        found = await whole(session, snippet)

    told = await foresee(world.ground, found, "mastodon", account, permalink=None)

    assert [one.rule for one in told.findings] == [Rule.VIDEO_TOO_LONG]


def test_how_long_a_voice_is_counts_nowhere() -> None:
    limits = Limits(characters=1, recordings=1, sound_bytes=99, longest_video=3)

    assert fitting([media(PartKind.VOICE, 20, 600)], limits, pictured=False)
