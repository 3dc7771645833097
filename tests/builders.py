"""A world to try services in: a ground on a real database, with fakes at its edges."""

import asyncio
import random
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any, TypeVar

from sqlmodel import SQLModel, select

from bot.config import Settings
from bot.db.engine import Database
from bot.db.tables import (
    Account,
    Media,
    MediaState,
    PartKind,
    Snippet,
    SnippetPart,
)
from bot.db.types import Vault
from bot.db.writer import Writer
from bot.media.decoding import Decoder
from bot.media.files import MediaFiles
from bot.media.remuxing import Remuxer
from bot.networks.base import Network, Secret
from bot.networks.page import Page as PageNetwork
from bot.services import delivering
from bot.services.ground import Ground
from bot.services.identity import sealed
from bot.services.limits import Limiter
from tests.fakes import NOW, FakeClock, FakeMessenger, FakeNetwork
from tests.rows import (
    HANA,
    a_copy,
    a_delivery,
    a_nudge,
    a_page,
    a_person,
    a_question,
    a_snippet,
    an_account,
    jpeg,
)

BASE_URL = "https://hibi.example"
Row = TypeVar("Row", bound=SQLModel)


@dataclass(slots=True, kw_only=True)
class World:
    """A ground on a real database, with fakes at its edges, and verbs for tests."""

    ground: Ground
    clock: FakeClock
    messenger: FakeMessenger
    networks: Mapping[str, Network]

    async def add(self, *rows: Row) -> Row:
        """Keeps rows and returns the first."""
        async with self.ground.database.writing() as session:
            session.add_all(rows)
        return rows[0]

    async def all(self, table: type[Row], **where: Any) -> Sequence[Row]:
        """Rows as they are committed now, by id."""
        async with self.ground.database.reading() as session:
            found = (await session.exec(select(table))).all()
        kept = [row for row in found if all(getattr(row, k) == v for k, v in where.items())]
        return sorted(kept, key=lambda row: row.id if hasattr(row, "id") else 0)  # type: ignore[attr-defined]

    async def one(self, table: type[Row], **where: Any) -> Row:
        (row,) = await self.all(table, **where)
        return row

    async def fresh(self, row: Row) -> Row:
        """The same row as it is committed now."""
        return await self.one(type(row), id=row.id)  # type: ignore[attr-defined]

    async def a_kept_answer(
        self,
        text: str = "カレー",
        person_id: int = HANA,
        *,
        question: str | None = "day-lunch",
        kinds: Sequence[str] = (PartKind.TEXT,),
        **given: Any,
    ) -> Snippet:
        """A snippet with its parts; an answer unless `question` is None."""
        nudge = None
        if question is not None:
            nudge = await self.add(a_nudge(person_id, question_id=question))
        facet = question.partition("-")[0] if question else "day"
        plain: dict[str, Any] = {
            "nudge_id": nudge.id if nudge else None,
            "question_id": question,
            "facet": facet,
        }
        snippet = await self.add(a_snippet(text, person_id, **plain | given))
        for position, kind in enumerate(kinds):
            await self.add(self._part(snippet, kind, position))
        return snippet

    async def a_photo(self, snippet: Snippet, *, alt: str = "", **given: Any) -> Media:
        """A stored picture in a part of its own."""
        parts = await self.all(SnippetPart, snippet_id=snippet.id)
        kind = given.get("kind", PartKind.PHOTO)
        part = await self.add(self._part(snippet, kind, len(parts)))
        data = jpeg()
        stored = await self.ground.files.store(data, ".jpg", owner=snippet.person_id)
        plain: dict[str, Any] = {
            "state": MediaState.STORED,
            "due_at": NOW,
            "kind": PartKind.PHOTO,
            "name": stored.name,
            "sha256": stored.sha256,
            "mime": "image/jpeg",
            "size": len(data),
            "width": 40,
            "height": 30,
        }
        return await self.add(
            Media(
                person_id=snippet.person_id,
                snippet_id=snippet.id,
                part_id=part.id,
                alt=alt,
                **plain | given,
            )
        )

    async def sign_in(self, account: Account, **values: str) -> None:
        account.secret = sealed(self.ground, account, Secret(values))
        await self.add(account)

    async def a_video(self, snippet: Snippet, data: bytes) -> Media:
        """A cleaned video of four seconds, in a part of its own."""
        stored = await self.ground.files.store(data, ".mp4", owner=snippet.person_id)
        return await self.a_photo(
            snippet,
            kind=PartKind.VIDEO,
            name=stored.name,
            sha256=stored.sha256,
            mime="video/mp4",
            size=len(data),
            seconds=4.0,
            kept_at=NOW,
        )

    async def work(self, *, most: int = 10) -> int:
        """One worker does everything that is due now; returns how many deliveries it acted on."""
        done = 0
        while claimed := await delivering.claim_due(self.ground, most):
            await asyncio.gather(*(delivering.deliver(self.ground, one) for one in claimed))
            done += len(claimed)
        return done

    @staticmethod
    def _part(snippet: Snippet, kind: str, position: int) -> SnippetPart:
        text = snippet.text if position == 0 else ""
        message_id = random.getrandbits(31)
        return SnippetPart(
            snippet_id=snippet.id,
            person_id=snippet.person_id,
            position=position,
            message_id=message_id,
            kind=kind,
            text=text,
        )


def build_world(
    database: Database,
    folder: Path,
    *networks: Network,
    clock: FakeClock | None = None,
    **given: Any,
) -> World:
    """Networks are by name; the person's own page is always among them."""
    clock = clock or FakeClock()
    messenger = FakeMessenger()
    page = PageNetwork(lambda handle, public_id: f"{BASE_URL}/@{handle}/{public_id}")
    by_name: dict[str, Network] = {page.name: page}
    by_name |= {network.name: network for network in networks}
    questions = [a_question(), a_question("people-friend"), a_question("work-customer")]
    plain: dict[str, Any] = {
        "settings": Settings(_env_file=None, data_dir=folder),
        "database": database,
        "writer": Writer(database),
        "vault": Vault(["a key for tests alone"]),
        "clock": clock,
        "chance": random.Random(1),
        "questions": {question.id: question for question in questions},
        "networks": by_name,
        "messenger": messenger,
        "limiter": Limiter(),
        "files": MediaFiles(folder / "media"),
        "decoder": Decoder(),
        "remuxer": Remuxer(),
        "bot_id": 1,
        "base_url": BASE_URL,
    }
    ground = Ground(**plain | given)
    return World(ground=ground, clock=clock, messenger=messenger, networks=by_name)


def later(now: datetime = NOW, **units: float) -> datetime:
    return now + timedelta(**units)


__all__ = [
    "BASE_URL",
    "HANA",
    "NOW",
    "FakeClock",
    "FakeMessenger",
    "FakeNetwork",
    "World",
    "a_copy",
    "a_delivery",
    "a_nudge",
    "a_page",
    "a_person",
    "a_question",
    "a_snippet",
    "an_account",
    "build_world",
    "jpeg",
    "later",
]
