"""One fault at one deed on one network, and what it came to: counted there and in the rows."""

from collections import Counter
from collections.abc import AsyncIterator, Sequence
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import dataclass, field
from datetime import timedelta
from enum import StrEnum
from functools import partial
from itertools import pairwise
from pathlib import Path

from aiohttp.test_utils import TestClient, TestServer

from bot.config import Settings
from bot.db.accounts import PAGE
from bot.db.engine import Database
from bot.db.tables import Account, Copy, Delivery, Media, Snippet
from bot.domain.compose import Unit
from bot.domain.delivery import DeliveryKind, DeliveryState
from bot.services import delivering, withdrawing
from bot.services.identity import sealed
from bot.web.server import create_web
from tests.builders import (
    BASE_URL,
    HANA,
    World,
    a_delivery,
    a_page,
    a_person,
    an_account,
    build_world,
)
from tests.fakes import Killed
from tests.faults.gate import Fault, Plan
from tests.faults.site import Site, Standing
from tests.faults.watched import Watched
from tests.media import recordings
from tests.services.journeys import lease_ends, reword
from tests.web.conftest import parts_for

PATIENCE = 8
FILLER = "海を見ながら歩いた"


class Deed(StrEnum):
    PUBLISH = "publish"
    NEXT_PART = "second part"
    VIDEO = "a video"
    EDIT = "edit"
    DELETE = "delete"


POSTS = (Deed.PUBLISH, Deed.NEXT_PART, Deed.VIDEO)
CHANGES = (Fault.BEFORE_PREPARING, Fault.PREPARED)
"""Faults that an edit and a deletion do not know: they prepare nothing."""


@dataclass(frozen=True, slots=True)
class Cell:
    """What a fault came to. `happened` is False where the network has no such moment."""

    happened: bool = True
    duplicates: int = 0
    losses: int = 0
    asked: bool = False

    def __str__(self) -> str:
        if not self.happened:
            return "-"
        if self.duplicates:
            return "DUPLICATE"
        if self.losses:
            return "LOST"
        return "asked" if self.asked else "ok"


@dataclass(slots=True)
class Bench:
    """A person with one account there. `reborn` is another process on the same rows."""

    site: Site
    world: World
    account: Account
    database: Database
    folder: Path
    _count: int = field(default=0)

    def mark(self) -> str:
        """A word that stands in no other post."""
        self._count += 1
        return f"q{self._count}x"

    def plan(self, fault: Fault | None, call: int = 1) -> Plan:
        plan = Plan(fault, call)
        self.site.plan(plan)
        self.world = _world(self.database, self.folder, self.site, plan)
        return plan

    async def work(self) -> None:
        """A worker does what is due; where it dies, another one stands there afterwards."""
        try:
            await self.world.work()
        except Killed:
            self.plan(None)


def _world(database: Database, folder: Path, site: Site, plan: Plan) -> World:
    settings = Settings(_env_file=None, data_dir=folder, x_posts_a_month=10_000)
    network = Watched(site.network, plan)
    return build_world(database, folder, network, clock=site.clock, settings=settings)


@asynccontextmanager
async def bench(site: Site, database: Database, folder: Path) -> AsyncIterator[Bench]:
    world = _world(database, folder, site, Plan())
    await world.add(a_person())
    known = site.account
    row = an_account(network=known.network, handle=known.handle)
    row.server, row.remote_id = known.server, known.remote_id
    await world.add(row)
    row.secret = sealed(world.ground, row, known.secret)
    await world.add(row)
    async with AsyncExitStack() as stack:
        if site.meta is not None:
            server = TestServer(create_web(world.ground, parts_for()))
            client = await stack.enter_async_context(TestClient(server))
            site.meta.homes[BASE_URL] = str(client.make_url("")).rstrip("/")
        one = Bench(site, world, row, database, folder)
        if known.network == PAGE:
            await world.add(a_page())
            site.seen = partial(_on_page, one)
        yield one


async def _on_page(one: Bench) -> list[Standing]:
    copies = await one.world.all(Copy, account_id=one.account.id)
    return [Standing(copy.remote_id, copy.text) for copy in copies if copy.removed_at is None]


async def fault_at(one: Bench, deed: Deed, fault: Fault) -> Cell:
    """Lets one deed meet one fault, and everything go on until nothing moves any more."""
    marks = [one.mark() for _ in range(3 if deed is Deed.NEXT_PART else 1)]
    snippet = await one.world.a_kept_answer(_text(one, marks), with_lead=False)
    if deed is Deed.VIDEO:
        await one.world.a_video(snippet, recordings.clean_video())
    if deed in POSTS:
        plan = one.plan(fault, 2 if deed is Deed.NEXT_PART else 1)
        row = await _due(one, snippet)
    else:
        one.plan(None)
        await _due(one, snippet)
        await one.world.work()
        assert any(marks[0] in post.words for post in await one.site.seen()), "nothing to change"
        plan = one.plan(fault)
        if deed is Deed.EDIT:
            marks = [one.mark(), *(f"-{mark}" for mark in marks)]
            await reword(one.world, snippet.id, _text(one, marks[:1]))
        else:
            marks = [f"-{mark}" for mark in marks]
            await withdrawing.untarget(one.world.ground, HANA, snippet.id, one.account.id)
        row = (await one.world.all(Delivery, snippet_id=snippet.id))[-1]
    await one.work()
    asked = await _settled(one, row, marks)
    return await _judged(one, snippet, marks, happened=plan.happened, asked=asked)


def _text(one: Bench, marks: list[str]) -> str:
    """Short for one mark; for more, each with words enough for a part of its own."""
    if len(marks) == 1:
        return f"{marks[0]} {FILLER}。"
    limits = one.site.network.limits
    length = limits.characters * 7 // (20 if limits.unit is Unit.WEIGHTED else 10)
    return "\n\n".join(f"{mark} {(FILLER * length)[:length]}。" for mark in marks)


async def _due(one: Bench, snippet: Snippet) -> Delivery:
    now = one.site.clock.now
    return await one.world.add(
        a_delivery(snippet, one.account, queued_at=now, due_at=now, made_at=now)
    )


async def _settled(one: Bench, row: Delivery, marks: list[str]) -> bool:
    """Ends leases, lets time pass, and says the truth where the person is asked."""
    asked = False
    for _ in range(PATIENCE):
        await lease_ends(one.world)
        one.site.clock.passes(timedelta(minutes=3))
        await one.work()
        now = await one.world.fresh(row)
        if now.state == DeliveryState.ASKED:
            asked = True
            await delivering.answer_asked(
                one.world.ground, HANA, row.id, await _arrived(one, now, marks)
            )
        elif now.ended_at is not None:
            break
    return asked


async def _arrived(one: Bench, row: Delivery, marks: list[str]) -> bool:
    """Whether the part in doubt stands there: what a person sees who looks."""
    mark = marks[row.begun_parts if row.kind == DeliveryKind.PUBLISH else 0]
    return any(mark in post.words for post in await one.site.seen())


async def _judged(
    one: Bench, snippet: Snippet, marks: list[str], *, happened: bool, asked: bool
) -> Cell:
    """A mark with a minus must stand nowhere, every other one once, in order, and known to us."""
    posts = await one.site.seen()
    wanted = [mark for mark in marks if not mark.startswith("-")]
    counts = Counter(mark for mark in wanted for post in posts if mark in post.words)
    left = sum(mark[1:] in post.words for mark in marks if mark[0] == "-" for post in posts)
    duplicates = sum(max(0, counts[mark] - 1) for mark in wanted)
    losses = sum(counts[mark] == 0 for mark in wanted)
    if wanted and left:
        duplicates += left
    elif left:
        losses += left
    if not asked and not duplicates and not losses:
        losses += not _in_order(posts, wanted) or not await _known(one, snippet, wanted)
    return Cell(happened=happened, duplicates=duplicates, losses=losses, asked=asked)


def _in_order(posts: Sequence[Standing], wanted: list[str]) -> bool:
    """Whether each part answers the one before it."""
    chain = [next(post for post in posts if mark in post.words) for mark in wanted]
    return all(after.reply_to == before.id for before, after in pairwise(chain))


async def _known(one: Bench, snippet: Snippet, wanted: list[str]) -> bool:
    """Whether our rows say the same, so that an edit and a deletion find it; its video too."""
    copies = await one.world.all(Copy, snippet_id=snippet.id)
    stands = [copy for copy in copies if copy.removed_at is None and copy.remote_id]
    went = [media.id for media in await one.world.all(Media, snippet_id=snippet.id)]
    return len(stands) == bool(wanted) and all(copy.media_ids == went for copy in stands)


def faults_of(deed: Deed) -> list[Fault]:
    if deed in POSTS:
        return list(Fault)
    return [fault for fault in Fault if fault not in CHANGES]


def deeds_of(site: Site) -> list[Deed]:
    network, deeds = site.network, [Deed.PUBLISH]
    if network.threads:
        deeds.append(Deed.NEXT_PART)
    if network.limits.video_bytes:
        deeds.append(Deed.VIDEO)
    if network.can_edit:
        deeds.append(Deed.EDIT)
    if network.can_delete:
        deeds.append(Deed.DELETE)
    return deeds
