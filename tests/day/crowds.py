"""Many people at once, put into the database, and a look at what became of their rows."""

import json
from collections import Counter
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

from sqlmodel import SQLModel, col, select, update

from bot.db.engine import Database
from bot.db.tables import Delivery, InboxUpdate, Nudge, Person, Slot, Snippet
from bot.db.types import Vault
from bot.services.identity import secret_place
from tests.day.readers import me
from tests.day.telegrams import Telegram
from tests.peers.mastodon import MastodonPeer
from tests.rows import a_delivery, a_person, a_snippet, an_account

KEY = "a key for tests that opens nothing else"
FIRST_ID = 70_001
TOKYO = ZoneInfo("Asia/Tokyo")


@asynccontextmanager
async def database_in(folder: Path) -> AsyncIterator[Database]:
    """The SQLite file of a process that runs in this folder."""
    opened = Database(f"sqlite+aiosqlite:///{folder}/data/hibi.db")
    try:
        yield opened
    finally:
        await opened.close()


class Crowd:
    """People who are all due at the same moment."""

    def __init__(self, database: Database, size: int) -> None:
        self.database = database
        self.ids = range(FIRST_ID, FIRST_ID + size)

    async def has_telegram(self, telegram: Telegram) -> None:
        for person_id in self.ids:
            await telegram.phone(f"P{person_id}", id=person_id, started=True)

    async def joins(self) -> None:
        now = datetime.now(UTC)
        await self._add(*(a_person(each, joined_at=now, undo_seconds=60) for each in self.ids))

    async def is_due(self) -> None:
        """A question for each, now."""
        at = datetime.now(UTC).replace(microsecond=0)
        here = at.astimezone(TOKYO)
        plain: dict[str, Any] = {"at": f"{here:%H:%M}", "next_nudge_at": at, "next_on": here.date()}
        await self._add(*(Slot(person_id=each, **plain) for each in self.ids))

    async def posts_to_mastodon(self, peer: MastodonPeer, most: int) -> list[str]:
        """An answer of each is on its way; returns their words. All of them are alice there."""
        alice = await me(peer)
        vault, now = Vault([KEY]), datetime.now(UTC)
        words = []
        for person_id in self.ids[:most]:
            account = an_account(person_id=person_id, server=peer.server, remote_id=alice)
            secret = json.dumps({"access_token": "alice_token"})
            account.secret = vault.seal(secret, secret_place(account))
            snippet = a_snippet(f"ひとこと {person_id}", person_id, kept_at=now)
            await self._add(account, snippet)
            times: dict[str, Any] = {"queued_at": now, "due_at": now, "made_at": now}
            await self._add(a_delivery(snippet, account, **times))
            words.append(snippet.text)
        return words

    async def _add(self, *rows: SQLModel) -> None:
        async with self.database.writing() as session:
            session.add_all(rows)

    async def states(self, table: type[Nudge] | type[Delivery] | type[InboxUpdate]) -> Counter[str]:
        async with self.database.reading() as session:
            return Counter((await session.exec(select(table.state))).all())

    async def sent(self) -> set[int]:
        """Whose question is known to have been asked."""
        query = select(col(Nudge.person_id)).where(col(Nudge.state) == "sent")
        async with self.database.reading() as session:
            return set((await session.exec(query)).all())

    async def snippets(self, person_id: int) -> list[str]:
        query = select(Snippet.text).where(Snippet.person_id == person_id)
        async with self.database.reading() as session:
            return list((await session.exec(query)).all())

    async def people(self) -> int:
        async with self.database.reading() as session:
            return len((await session.exec(select(Person.id))).all())

    async def outlives_leases(self) -> None:
        """Lets every lease run out now, as if those minutes had passed."""
        over = datetime.now(UTC) - timedelta(seconds=1)
        async with self.database.writing() as session:
            for table in (Nudge, Delivery, InboxUpdate):
                await session.exec(
                    update(table)
                    .where(col(table.lease_until).is_not(None))
                    .values(lease_until=over)
                )
