"""Pages with something on them, and pictures that are more than one colour."""

from datetime import date, datetime, timedelta
from io import BytesIO
from itertools import count
from typing import Any

from PIL import Image

from bot.db.tables import Account, Copy, Media, MediaState, PartKind, Snippet, SnippetPart
from bot.services import pages
from tests.builders import World, a_copy, a_snippet, an_account
from tests.fakes import NOW

NUMBERS = count(1)
COLOURS = [(222, 184, 135), (143, 168, 140), (196, 120, 90), (120, 150, 170)]


async def open_page(world: World, person_id: int, handle: str, name: str, **lines: str) -> None:
    await pages.open_page(world.ground, person_id, handle, name)
    for field, text in lines.items():
        await pages.set_line(world.ground, person_id, field, text)


async def keep(world: World, person_id: int, text: str, **known: Any) -> Snippet:
    """A snippet that only its person sees."""
    plain = {"public_id": f"s{next(NUMBERS):012}", "on": date(2026, 11, 27)}
    return await world.add(a_snippet(text, person_id, **plain | known))


async def publish(
    world: World,
    person_id: int,
    text: str,
    *,
    pictures: tuple[tuple[int, int, str], ...] = (),
    recordings: tuple[tuple[bytes, str], ...] = (),
    at: datetime = NOW,
    **known: Any,
) -> Snippet:
    """A snippet that stands on its person's page; pictures are width, height, alt text,
    recordings bytes and mime type."""
    snippet = await keep(world, person_id, text, **known)
    media = [await _picture(world, snippet, n, *facts) for n, facts in enumerate(pictures)]
    media += [await _recording(world, snippet, *facts) for facts in recordings]
    account = await world.one(Account, person_id=person_id, network="page")
    media_ids = [one.id for one in media]
    await world.add(a_copy(snippet, account, url="", media_ids=media_ids, published_at=at))
    return snippet


async def copy_at(world: World, snippet: Snippet, server: str, url: str) -> None:
    """A copy of it that stands on a Mastodon server."""
    handle = f"@hana@{server}"
    account = await world.add(an_account(person_id=snippet.person_id, server=server, handle=handle))
    await world.add(a_copy(snippet, account, url=url))


async def take_back(world: World, snippet: Snippet) -> None:
    """The person has deleted it."""
    snippet.deleted_at = NOW + timedelta(hours=1)
    copies = await world.all(Copy, snippet_id=snippet.id)
    for copy in copies:
        copy.removed_at = snippet.deleted_at
    await world.add(snippet, *copies)


def painted(width: int, height: int) -> bytes:
    """A JPEG with soft colours."""
    small = Image.new("RGB", (2, 2))
    small.putdata(COLOURS)
    file = BytesIO()
    small.resize((width, height), Image.Resampling.BICUBIC).save(file, "JPEG", quality=70)
    return file.getvalue()


async def _picture(
    world: World, snippet: Snippet, position: int, width: int, height: int, alt: str
) -> Media:
    data = painted(width, height)
    stored = await world.ground.files.store(data, ".jpg", owner=next(NUMBERS))
    whose = {"snippet_id": snippet.id, "person_id": snippet.person_id, "kind": PartKind.PHOTO}
    part = await world.add(SnippetPart(position=position, message_id=next(NUMBERS), **whose))
    return await world.add(
        Media(
            part_id=part.id,
            state=MediaState.STORED,
            due_at=NOW,
            name=stored.name,
            sha256=stored.sha256,
            mime="image/jpeg",
            size=stored.size,
            width=width,
            height=height,
            alt=alt,
            **whose,
        )
    )


async def _recording(world: World, snippet: Snippet, data: bytes, mime: str) -> Media:
    stored = await world.ground.files.store(data, f".{mime[-3:]}", owner=next(NUMBERS))
    kind = PartKind.VIDEO if mime.startswith("video") else PartKind.VOICE
    whose = {"snippet_id": snippet.id, "person_id": snippet.person_id, "kind": kind}
    part = await world.add(SnippetPart(position=0, message_id=next(NUMBERS), **whose))
    return await world.add(
        Media(
            part_id=part.id,
            state=MediaState.STORED,
            due_at=NOW,
            name=stored.name,
            sha256=stored.sha256,
            mime=mime,
            size=stored.size,
            width=160,
            height=120,
            seconds=2.0,
            **whose,
        )
    )
