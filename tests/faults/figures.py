"""The whole matrix, as a table to read and as four figures."""

import tempfile
from collections.abc import AsyncIterator, Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path

from sqlmodel import SQLModel

from bot.db.engine import Database
from tests.faults.gate import Fault
from tests.faults.matrix import Cell, Deed, bench, deeds_of, fault_at, faults_of
from tests.faults.site import Site
from tests.faults.sites import SITES

KNOWS_ITS_OWN = {
    "page",
    "mastodon",
    "bluesky",
    "facebook",
    "threads",
    "instagram",
    "linkedin",
    "webhook",
    "x",
}
"""Networks with a key for each post or a way to find it: nobody need be asked there."""


@dataclass(frozen=True, slots=True)
class Row:
    network: str
    deed: Deed
    cells: dict[Fault, Cell]


async def rows_of(site: Site, database: Database, folder: Path) -> AsyncIterator[Row]:
    """One row a deed, with every fault that the deed may meet."""
    async with bench(site, database, folder) as one:
        for deed in deeds_of(site):
            cells = {fault: await fault_at(one, deed, fault) for fault in faults_of(deed)}
            yield Row(site.network.name, deed, cells)


async def all_rows(names: Sequence[str] = tuple(SITES)) -> AsyncIterator[Row]:
    """Every network on an SQLite of its own."""
    for name in names:
        with tempfile.TemporaryDirectory() as folder:
            database = Database(f"sqlite+aiosqlite:///{folder}/hibi.db")
            async with database.engine.begin() as connection:
                await connection.run_sync(SQLModel.metadata.create_all)
            try:
                async with SITES[name]() as site:
                    async for row in rows_of(site, database, Path(folder)):
                        yield row
            finally:
                await database.close()


def figures(rows: Iterable[Row]) -> dict[str, int]:
    """What was counted; an ask is avoidable where the network itself could have told."""
    cells = [(row.network, cell) for row in rows for cell in row.cells.values() if cell.happened]
    asked = [network for network, cell in cells if cell.asked]
    return {
        "network_faults": len(cells),
        "network_duplicates": sum(cell.duplicates for _, cell in cells),
        "network_losses": sum(cell.losses for _, cell in cells),
        "network_asked": len(asked),
        "network_asked_avoidable": sum(network in KNOWS_ITS_OWN for network in asked),
    }


def heading() -> str:
    return _line(f"{'network':10} {'deed':12}", [fault.value for fault in Fault])


def line(row: Row) -> str:
    cells = [str(row.cells[fault]) if fault in row.cells else "" for fault in Fault]
    return _line(f"{row.network:10} {row.deed:12}", cells)


def _line(name: str, cells: Iterable[str]) -> str:
    widths = [len(fault.value) for fault in Fault]
    padded = [f"{cell:{width}}" for cell, width in zip(cells, widths, strict=True)]
    return "  ".join([name, *padded]).rstrip()
