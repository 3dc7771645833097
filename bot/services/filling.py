"""An answer becomes a line of "Who you are"."""

from dataclasses import dataclass

from bot.db import pages, snippets
from bot.services.ground import Ground
from bot.services.pages import LINES, set_line


@dataclass(frozen=True, slots=True, kw_only=True)
class Filled:
    """A line as it is kept now, and as it was."""

    line: str
    kept: str
    before: str


async def fill(ground: Ground, person_id: int, line: str, text: str) -> Filled:
    """Sets a line of the page and remembers what stood there. Raises KeyError for no line."""
    async with ground.database.reading() as session:
        page = await pages.page_of(session, person_id)
    before = getattr(page, line) if page is not None and line in LINES else ""
    kept = await set_line(ground, person_id, line, text)
    return Filled(line=line, kept=kept, before=before)


async def fill_from(ground: Ground, person_id: int, line: str, snippet_id: int) -> Filled | None:
    """Takes a kept answer's words as a line; None for what is gone, wordless or not theirs."""
    async with ground.database.reading() as session:
        snippet = await snippets.snippet_of(session, person_id, snippet_id)
    if line not in LINES or snippet is None or not snippet.text:
        return None
    if snippet.deleted_at is not None or snippet.undone_at is not None:
        return None
    return await fill(ground, person_id, line, snippet.text)
