"""What several of these tests do: questions asked, messages sent, cards that come due."""

from typing import Any

from bot.db.tables import Nudge
from bot.domain.snippets import Incoming, Kind
from bot.services import cards
from bot.services.capturing import Captured, capture
from tests.builders import HANA, World, a_nudge


async def ask(world: World, message_id: int, **given: Any) -> Nudge:
    """A question that stands in the chat as that message."""
    return await world.add(a_nudge(message_id=message_id, **given))


async def say(world: World, message_id: int, text: str, **given: Any) -> Captured:
    plain: dict[str, Any] = {
        "person_id": HANA,
        "message_id": message_id,
        "sent_at": world.clock.now,
        "kind": Kind.TEXT,
        "text": text,
    }
    return await capture(world.ground, Incoming(**plain | given))


async def photo(
    world: World, message_id: int, *, group: str | None = None, caption: str = "", **given: Any
) -> Captured:
    plain = {"kind": Kind.PHOTO, "file_id": f"file-{message_id}", "media_group_id": group}
    return await say(world, message_id, caption, **plain | given)


async def show_due(world: World) -> int:
    """Shows every card that is due now; returns how many."""
    claimed = await cards.claim_due(world.ground, 50)
    for person_id, snippet_id in claimed:
        await cards.show(world.ground, person_id, snippet_id)
    return len(claimed)
