"""What others say under a note, on a server of the Misskey family.

packages/backend/src/server/api/endpoints/notes/show.ts and replies.ts in
https://github.com/misskey-dev/misskey (as of 2026-11): neither needs a permission, and the latter
leaves out whom the asker has muted or blocked.
"""

import re
from collections.abc import Awaitable, Callable
from typing import Any

from bot.networks.answers import Answer, dig
from bot.networks.base import Account
from bot.networks.listening import MOST, Echo, Heard, as_text, counted, without_names

SEEN_BY_ALL = ("public", "home")
NOTE_ID = re.compile(r"[A-Za-z0-9_-]{1,64}")
NAME = re.compile(r"[A-Za-z0-9_.-]{1,128}")
HOST = re.compile(r"[A-Za-z0-9.:-]{1,255}")
PAGE_SIZE = 30
MOST_PAGES = 5
"""How often one look asks for echoes: below the note, and below our own further ones."""

Ask = Callable[[str], Awaitable[list[Any]]]


async def gather(ask: Ask, note: Answer, account: Account, origin: str) -> Heard:
    """Counters, and the echoes below a note and below what its author has added to it."""
    echoes: list[Echo] = []
    waiting, seen = [note.text("id")] if _has_replies(note.json) else [], set[str]()
    for _ in range(MOST_PAGES):
        if not waiting:
            break
        asked = waiting.pop(0)
        seen.add(asked)
        # The server tells the newest first.
        for one in reversed(await ask(asked)):
            note_id = as_text(dig(one, "id"))
            if not NOTE_ID.fullmatch(note_id) or note_id in seen:
                continue
            if dig(one, "userId") == account.remote_id:
                waiting.append(note_id)
            elif echo := _echo(one, account, origin):
                echoes.append(echo)
    return Heard(
        likes=_likes(note.json),
        boosts=counted(note.value("renoteCount")),
        echoes=tuple(echoes[-MOST:]),
    )


def _has_replies(note: Any) -> bool:
    """A server that does not count them is asked."""
    count = dig(note, "repliesCount")
    return not isinstance(count, int) or count > 0


def _likes(note: Any) -> int:
    """Newer servers tell the sum, older ones each emoji."""
    reactions = dig(note, "reactions")
    each = counted(*reactions.values()) if isinstance(reactions, dict) else 0
    return counted(dig(note, "reactionCount")) or each


def _echo(note: Any, account: Account, origin: str) -> Echo | None:
    name = as_text(dig(note, "user", "username"))
    host = as_text(dig(note, "user", "host")) or account.server
    if dig(note, "visibility") not in SEEN_BY_ALL or dig(note, "isHidden") is True:
        return None
    if not NAME.fullmatch(name) or not HOST.fullmatch(host):
        return None
    note_id = str(note["id"])
    warning = as_text(dig(note, "cw")).strip()
    return Echo(
        remote_id=note_id,
        author=f"@{name}@{host}",
        text=f"({warning})" if warning else without_names(as_text(dig(note, "text"))),
        url=f"{origin}/notes/{note_id}",
    )
