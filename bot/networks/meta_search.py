"""Whether a post of ours already stands among an account's newest ones at Meta."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any

from bot.networks import meta
from bot.networks.answers import dig
from bot.networks.base import Attempt, Unsure
from bot.networks.http import Http

# Their clocks and ours may differ by this much.
CLOCK_SLACK = timedelta(minutes=1)
PAGE_SIZE = 50
PAGES = 5


@dataclass(frozen=True, slots=True, kw_only=True)
class Shelf:
    """Where an account's own posts stand, newest first, and what their fields are called."""

    url: str
    words: str
    moment: str
    fields: str


async def search(
    http: Http, shelf: Shelf, token: str, attempt: Attempt, text: str
) -> Mapping[str, Any] | None:
    """Our post by its words, among those since the first try; raises Unsure after five pages."""
    since = (attempt.first_tried_at or attempt.post.created_at) - CLOCK_SLACK
    params = {"fields": shelf.fields, "limit": str(PAGE_SIZE)}
    for _ in range(PAGES):
        answer = await http.get_json(shelf.url, token=token, params=params)
        posts = answer.value("data")
        if not answer.ok or not isinstance(posts, list):
            raise meta.fault(http, answer)
        recent = [post for post in posts if _is_recent(dig(post, shelf.moment), since)]
        for post in recent:
            if _id_of(post) and _says(dig(post, shelf.words), text):
                return dict(post)
        after = answer.text("paging", "cursors", "after")
        if len(recent) < len(posts) or not posts or not after or after == params.get("after"):
            return None
        params = {**params, "after": after}
    raise Unsure("too_many_posts")


def moment_of(written: Any) -> datetime | None:
    """A moment as Meta writes it (2026-11-23T12:00:00+0000); None for anything else."""
    try:
        found = datetime.fromisoformat(written)
    except (TypeError, ValueError):
        return None
    return found if found.tzinfo else found.replace(tzinfo=UTC)


def web_address(value: Any) -> str:
    """An address for people, or "" for whatever else an answer held."""
    return value if isinstance(value, str) and value.startswith(("https://", "http://")) else ""


def _is_recent(written: Any, since: datetime) -> bool:
    moment = moment_of(written)
    return moment is None or moment >= since


def _id_of(post: Any) -> str:
    found = dig(post, "id")
    return found if isinstance(found, str) else ""


def _says(words: Any, text: str) -> bool:
    """A picture without words comes back without the field."""
    return meta.fingerprint(words if isinstance(words, str) else "") == meta.fingerprint(text)
