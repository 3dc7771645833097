"""Whether a post of ours already stands among an account's newest ones."""

from collections.abc import Iterable
from datetime import UTC, datetime, timedelta
from html.parser import HTMLParser
from typing import Any

import regex

from bot.networks.answers import dig
from bot.networks.base import Attempt, Unsure

# Servers' clocks and ours may differ by this much.
CLOCK_SLACK = timedelta(minutes=2)
PAGE_SIZE = 40
PAGES = 5

# What survives every server's mark-up and link shortening: letters, digits, emoji.
UNSTABLE = regex.compile(r"[^\p{L}\p{N}\p{So}]+")
# Servers show `@name@host` as `@name`.
MENTION_HOST = regex.compile(r"(@\u200b?[\w.-]+)@[\w.-]+")


WHOLE_NAME = regex.compile(r"@[\w.-]{1,64}@[A-Za-z0-9.:-]{1,255}", regex.ASCII)


class _Text(HTMLParser):
    """Gathers the words of a status, hidden parts of shortened links too."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.pieces: list[str] = []

    def handle_data(self, data: str) -> None:
        self.pieces.append(data)


def fingerprint(text: str) -> str:
    """A text without all that servers change in it; texts of signs alone keep them."""
    text = MENTION_HOST.sub(r"\1", text)
    return UNSTABLE.sub("", text) or "".join(text.split())


def plain_text(content: str) -> str:
    """The words of a status's HTML."""
    reader = _Text()
    reader.feed(content)
    reader.close()
    return "".join(reader.pieces)


def called(attempt: Attempt) -> str:
    """What stands before the words: who answers somebody names them, or they would not hear."""
    return f"{attempt.calls} " if WHOLE_NAME.fullmatch(attempt.calls) else ""


def created_at(status: Any) -> datetime | None:
    """When a status was made; None where its server does not say."""
    try:
        moment = datetime.fromisoformat(dig(status, "created_at"))
    except (TypeError, ValueError):
        return None
    return moment if moment.tzinfo else moment.replace(tzinfo=UTC)


def attached_to(status: Any) -> list[str]:
    """The ids of a status's pictures, in order."""
    attached = dig(status, "media_attachments")
    return [str(dig(one, "id")) for one in attached] if isinstance(attached, list) else []


def is_same(status: Any, text: str, media_ids: Iterable[str], pictures: int) -> bool:
    """Whether a status is our post: by its uploads, else by its words and number of pictures."""
    found = attached_to(status)
    if set(found) & set(media_ids):
        return True
    content = dig(status, "content")
    same_words = isinstance(content, str) and fingerprint(plain_text(content)) == fingerprint(text)
    return same_words and len(found) == pictures


class Search:
    """Goes through an account's posts, newest first, until our first try or our post."""

    def __init__(self, attempt: Attempt) -> None:
        self._attempt = attempt
        self._since = (attempt.first_tried_at or attempt.post.created_at) - CLOCK_SLACK
        self._pages = 0
        self._before = ""
        self.done = False

    def query(self) -> dict[str, str]:
        """What to ask the server for the next page; raises Unsure after too many."""
        if self._pages == PAGES:
            raise Unsure("too_many_posts")
        self._pages += 1
        query = {"limit": str(PAGE_SIZE), "exclude_reblogs": "true"}
        return {**query, "max_id": self._before} if self._before else query

    def match(self, page: list[Any]) -> Any:
        """Our post on this page, or None; `done` says whether older pages are worth a look."""
        recent = [status for status in page if self._is_recent(status)]
        post = self._attempt.post
        words = called(self._attempt) + post.text
        media_ids = self._attempt.prepared.get("media", ())
        before = self._attempt.reply_to.remote_id if self._attempt.reply_to else ""
        for status in recent:
            if str(dig(status, "in_reply_to_id") or "") != before:
                continue  # somewhere else, with the same words
            if dig(status, "id") and is_same(status, words, media_ids, len(post.files)):
                return status
        oldest = dig(page, -1, "id")
        self.done = len(recent) < len(page) or not oldest or str(oldest) == self._before
        self._before = str(oldest)
        return None

    def _is_recent(self, status: Any) -> bool:
        moment = created_at(status)
        return moment is None or moment >= self._since
