"""A crash and a lost answer at every point of every network: one copy, or the person is asked.

The counting itself is tried on networks that lie.
"""

from dataclasses import dataclass, field
from datetime import timedelta
from pathlib import Path

import pytest

from bot.db.engine import Database
from bot.networks import NETWORKS
from bot.networks.base import FOR_EVER, Account, Attempt, Copy
from tests.fakes import FakeClock, FakeNetwork
from tests.faults.figures import KNOWS_ITS_OWN, Row, figures, line, rows_of
from tests.faults.gate import Fault
from tests.faults.matrix import Cell, Deed, bench, fault_at
from tests.faults.site import Site, Standing
from tests.faults.sites import SITES


def test_every_network_is_in_the_matrix() -> None:
    assert tuple(SITES) == NETWORKS
    assert set(NETWORKS) > KNOWS_ITS_OWN


@pytest.mark.parametrize("name", SITES)
async def test_nothing_stands_twice_and_nothing_is_lost(
    name: str, sqlite_url: str, tmp_path: Path
) -> None:
    database = Database(sqlite_url)
    async with SITES[name]() as site:
        rows = [row async for row in rows_of(site, database, tmp_path)]
    await database.close()

    print(*map(line, rows), sep="\n")
    found = figures(rows)
    met = [cell.happened for row in rows for cell in row.cells.values()]
    assert any(met) if name == "page" else all(met)  # on the page no request can be lost
    assert (found["network_duplicates"], found["network_losses"]) == (0, 0)
    assert found["network_asked_avoidable"] == 0


@pytest.mark.parametrize("fault", [Fault.INSIDE, Fault.LOST])
@pytest.mark.parametrize("name", ["mastodon", "misskey"])
async def test_postgresql_is_no_different(
    name: str, fault: Fault, postgres_url: str, tmp_path: Path
) -> None:
    database = Database(postgres_url)
    async with SITES[name]() as site, bench(site, database, tmp_path) as one:
        cell = await fault_at(one, Deed.NEXT_PART, fault)
    await database.close()

    assert cell == Cell(happened=True)


@dataclass(slots=True, kw_only=True)
class Forgetful(FakeNetwork):
    """Says that a call may be repeated, and posts anew each time."""

    repeatable_for: timedelta = FOR_EVER
    posts: list[Standing] = field(default_factory=list)

    async def publish(self, account: Account, attempt: Attempt) -> Copy:
        self.posts.append(Standing(str(len(self.posts)), attempt.post.text))
        return Copy(self.posts[-1].id, "")


@dataclass(slots=True, kw_only=True)
class Boastful(Forgetful):
    """Says that it can find what it took, and finds whatever it is asked about."""

    repeatable_for: timedelta = timedelta(0)
    can_find: bool = True

    async def find(self, account: Account, attempt: Attempt) -> Copy | None:
        return Copy("1", "")


@dataclass(slots=True, kw_only=True)
class Silent(Forgetful):
    """Can tell nothing afterwards."""

    repeatable_for: timedelta = timedelta(0)


@pytest.mark.parametrize(
    ("kind", "fault", "cell"),
    [
        (Forgetful, Fault.ANSWERED, Cell(duplicates=1)),
        (Boastful, Fault.ARMED, Cell(losses=1)),
        (Silent, Fault.ARMED, Cell(asked=True)),
        (Silent, Fault.ANSWERED, Cell(asked=True)),
        (Silent, Fault.LOST, Cell(happened=False)),
    ],
)
async def test_the_counting_catches_a_network_that_lies(
    kind: type[Forgetful], fault: Fault, cell: Cell, sqlite_url: str, tmp_path: Path
) -> None:
    network, database = kind(clock=FakeClock()), Database(sqlite_url)

    async def seen() -> list[Standing]:
        return network.posts

    account = Account(network="mastodon", server="x.example", remote_id="1", handle="@me")
    site = Site(network, account, seen)
    async with bench(site, database, tmp_path) as one:
        assert await fault_at(one, Deed.PUBLISH, fault) == cell
    await database.close()


def test_an_ask_counts_where_it_could_have_been_spared() -> None:
    rows = [
        Row("mastodon", Deed.PUBLISH, {Fault.LOST: Cell(asked=True)}),
        Row(
            "discord", Deed.PUBLISH, {Fault.LOST: Cell(asked=True), Fault.HTML: Cell(duplicates=1)}
        ),
        Row("page", Deed.PUBLISH, {Fault.LOST: Cell(happened=False, losses=3)}),
    ]

    assert figures(rows) == {
        "network_faults": 3,
        "network_duplicates": 1,
        "network_losses": 0,
        "network_asked": 2,
        "network_asked_avoidable": 1,
    }
