"""What is told beforehand is what composing then does, at every network; the card asks nobody."""

import random
from collections.abc import AsyncIterator
from dataclasses import dataclass, replace

import pytest

from bot.db.surroundings import Surroundings, whole
from bot.db.tables import Account, Delivery, Media, MediaState, PartKind, Snippet
from bot.domain.compose import CUT_MARK, Limits, Picture
from bot.domain.forms import LongForm
from bot.domain.preflight import Finding, Rule
from bot.networks import NETWORKS, Ways, build_networks
from bot.networks.base import Network
from bot.networks.http import Http
from bot.services import cards, forming, preflighting, sharing
from bot.services.choices import FirstTime
from bot.services.composing import Shaped, known_limits, limits_as_json, shape
from bot.services.composing import words as words_for
from bot.services.outgoing import CARD
from tests.builders import HANA, World, a_delivery, a_page, an_account, jpeg
from tests.fakes import NOW, FakeNetwork
from tests.networks.posters import FakePoster
from tests.services.conftest import MALLORY
from tests.services.long_answers import LONG, a_long_one, choose

PIECES = ("お茶を飲んだ。", "A walk by the river. ", "🍵", "https://example.com/tea ", "\n\n")
SHAPES = ((40, 30), (20, 90), (90, 20))
PLAYED = 4
"""Posts for each network."""


@pytest.fixture
async def networks() -> AsyncIterator[dict[str, Network]]:
    """The real ones, of which only facts are read."""
    async with Http(loopback=True, first_byte=0.1, in_all=0.1) as http:
        yield build_networks(
            Ways(http=http, poster=FakePoster(), page_address=lambda h, i: f"/{h}/{i}")
        )


@dataclass(frozen=True, slots=True)
class Played:
    """One generated post, as it is told of and as it was composed."""

    told: dict[Rule, Finding]
    shaped: Shaped
    text: str
    photos: list[Media]
    recordings: list[Media]
    limits: Limits


async def a_post(world: World, chance: random.Random) -> Snippet:
    """From one line to more than a thread takes, with photos of any shape, or a recording."""
    text = "".join(chance.choices(PIECES, k=chance.choice((1, 20, 90, 400)))).strip() or "Tea"
    recorded = [PartKind.VOICE] if chance.random() < 0.3 else []
    snippet = await world.a_kept_answer(text, with_lead=False, kinds=[PartKind.TEXT, *recorded])
    for _ in range(chance.choice((0, 1, 5))):
        width, height = chance.choice(SHAPES)
        data = jpeg(width, height)
        stored = await world.ground.files.store(data, ".jpg", owner=HANA)
        await world.a_photo(
            snippet,
            alt="猫" * chance.choice((0, 3, 2500)),
            name=stored.name,
            size=len(data),
            width=width,
            height=height,
        )
    if recorded:
        voice = await world.a_photo(snippet)
        voice.kind = PartKind.VOICE
        await world.add(voice)
    return snippet


async def play(world: World, account: Account, chance: random.Random) -> Played:
    snippet = await a_post(world, chance)
    account.long_form = chance.choice((None, *LongForm))
    account.numbers_parts = chance.random() < 0.5
    narrow = chance.choice((None, 1000))
    known = replace(world.networks[account.network].limits, picture_pixels=narrow)
    account.limits = limits_as_json(known, NOW)
    await world.add(account)
    row = await world.add(a_delivery(snippet, account))
    async with world.ground.database.reading() as session:
        found = await whole(session, snippet)
        link = await forming.permalink(world.ground, session, found, account.network)
    limits = known_limits(world.networks[account.network], account)
    around = Surroundings(delivery=row, whole=found, account=account, copy=None)
    told = await preflighting.foresee(world.ground, found, account.network, account, permalink=link)
    return Played(
        told={one.rule: one for one in told.findings},
        shaped=await shape(world.ground, around, limits, permalink=link),
        text=words_for(world.ground, found, account.network),
        photos=[one for one in found.media if one.kind == PartKind.PHOTO],
        recordings=[one for one in found.media if one.kind == PartKind.VOICE],
        limits=limits,
    )


def happened(one: Played) -> dict[Rule, int]:
    """What composing did and how often, read from what came in and what goes out alone."""
    post, rest = one.shaped.post, one.shaped.rest
    kept = {photo.id: photo for photo in one.photos}
    pairs = [(kept[each.media_id], each) for each in post.pictures if each.media_id != CARD]
    cards_drawn = len(post.pictures) - len(pairs)
    cut = not rest and post.text != one.text and CUT_MARK in post.text
    alts = [(was.alt, now.alt) for was, now in pairs]
    takes_alts = one.limits.alt_text > 0
    counts = {
        Rule.TEXT_SPLIT: 1 + len(rest) if rest else 0,
        Rule.TEXT_SHORTENED: int(cut and CARD not in one.shaped.media_ids),
        Rule.TEXT_CARD: cards_drawn,
        Rule.PICTURES_SHRUNK: sum(
            now.width * now.height < (was.width or 0) * (was.height or 0) for was, now in pairs
        ),
        Rule.PICTURES_PADDED: sum(_has_other_shape(was, now) for was, now in pairs),
        Rule.ALT_CUT: sum(was != now for was, now in alts) * takes_alts,
        Rule.ALT_DROPPED: sum(was != now for was, now in alts) * (not takes_alts),
        Rule.ALT_MISSING: sum(not was for was, _ in alts) * takes_alts,
        Rule.RECORDING_STAYS: sum(voice.id not in one.shaped.media_ids for voice in one.recordings),
    }
    found = {rule: count for rule, count in counts.items() if count}
    if len(pairs) < len(one.photos):
        found[Rule.PICTURES_DROPPED] = len(pairs)
    return found


def _has_other_shape(was: Media, now: Picture) -> bool:
    """By more than what rounding makes of a small picture."""
    shape = (was.width or 0) / (was.height or 1)
    return abs(now.width / now.height - shape) > 0.2 * shape


@pytest.mark.parametrize("name", NETWORKS)
async def test_what_is_told_is_what_composing_does(
    world: World, networks: dict[str, Network], name: str
) -> None:
    world.ground.networks.update(networks)  # type: ignore[attr-defined]
    account = await world.add(an_account(name))
    await world.add(a_page())
    chance = random.Random(name)

    played = [await play(world, account, chance) for _ in range(PLAYED)]

    told = [{rule: found.count for rule, found in one.told.items()} for one in played]
    assert told == [happened(one) for one in played]
    linked = [found.linked for one in played for found in one.told.values()]
    assert not any(linked)  # The page has none of these, so that no post can lead there.


async def test_a_link_to_the_whole_is_told_where_it_will_stand(
    world: World, account: Account, network: FakeNetwork
) -> None:
    network.limits = Limits(characters=60)
    page = await world.add(an_account("page"))
    await world.add(a_page())
    snippet = await a_long_one(world, account, LONG * 3)
    await world.add(a_delivery(snippet, page))

    view = await cards.view(world.ground, HANA, snippet.id)
    await world.work()

    assert view is not None
    assert view.findings[account.id] == (Finding(Rule.TEXT_SHORTENED, linked=True),)
    assert "\nhttps://hibi.example/@hana/" in network.texts[0]


async def test_the_card_tells_of_what_is_ahead_and_then_no_more(
    world: World, account: Account, network: FakeNetwork
) -> None:
    network.threads, network.limits = True, Limits(characters=16)
    snippet = await a_long_one(world, account)

    before = await cards.view(world.ground, HANA, snippet.id)
    await world.work()
    after = await cards.view(world.ground, HANA, snippet.id)

    assert before is not None
    assert after is not None
    assert before.findings == {account.id: (Finding(Rule.TEXT_SPLIT, count=4),)}
    assert after.findings == {}
    assert len(network.texts) == 4


async def test_the_card_goes_by_what_a_server_has_said_and_asks_nobody(
    world: World, account: Account, network: FakeNetwork
) -> None:
    account.limits = limits_as_json(Limits(characters=16), NOW)
    await world.add(account)
    snippet = await a_long_one(world, account)

    view = await cards.view(world.ground, HANA, snippet.id)

    assert view is not None
    assert view.findings == {account.id: (Finding(Rule.TEXT_SHORTENED),)}
    assert network.calls == []


async def test_the_first_look_tells_the_same(
    world: World, account: Account, network: FakeNetwork
) -> None:
    network.limits = Limits(characters=16, pictures=1)
    account.shown_first_at = None
    await world.add(account)
    await choose(world, account, LongForm.SHORTENED)
    snippet = await world.a_kept_answer(LONG, with_lead=False)
    await world.a_photo(snippet, alt="a cat")
    await world.a_photo(snippet, alt="a cat")

    look = await sharing.choose_target(world.ground, HANA, snippet.id, account.id)

    assert isinstance(look, FirstTime)
    assert look.findings == (
        Finding(Rule.TEXT_SHORTENED),
        Finding(Rule.PICTURES_DROPPED, 1, 2),
    )


async def test_a_photo_on_its_way_counts_as_one(world: World, account: Account) -> None:
    snippet = await world.a_kept_answer("カレー", with_lead=False)
    waiting = {"state": MediaState.WAITING, "name": None, "size": None}
    await world.a_photo(snippet, **waiting, width=None, height=None)
    await world.add(a_delivery(snippet, account))

    view = await cards.view(world.ground, HANA, snippet.id)

    assert view is not None
    assert view.findings == {account.id: (Finding(Rule.ALT_MISSING),)}


async def test_nobody_is_told_of_the_answers_of_others(world: World, account: Account) -> None:
    snippet = await a_long_one(world, account, "@bob " + LONG * 40)
    targets = await sharing.targets(world.ground, HANA, snippet.id)

    assert await preflighting.of_card(world.ground, HANA, snippet.id, targets) != {}
    assert await preflighting.of_card(world.ground, MALLORY, snippet.id, targets) == {}
    assert (await world.one(Delivery)).account_id == account.id
