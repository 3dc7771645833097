"""Whether a note of ours already stands among an account's newest ones."""

from collections.abc import Mapping
from datetime import UTC, datetime, timedelta
from typing import Any

from bot.networks.answers import dig
from bot.networks.base import Attempt, Unsure
from bot.networks.misskey_words import as_plain

# Servers' clocks and ours may differ by this much; asked only where ids cannot tell.
CLOCK_SLACK = timedelta(minutes=2)
PAGE_SIZE = 100
PAGES = 5


def newest(account_id: str) -> dict[str, Any]:
    """What to ask `users/notes` for the newest note of all."""
    return {"userId": account_id, "limit": 1, "withReplies": True}


def files_of(note: Any) -> list[str]:
    """The ids of a note's files, in order."""
    found = dig(note, "fileIds")
    return [str(one) for one in found] if isinstance(found, list) else []


def created_at(note: Any) -> datetime | None:
    """When a note was made; None where its server does not say."""
    try:
        moment = datetime.fromisoformat(dig(note, "createdAt"))
    except (TypeError, ValueError):
        return None
    return moment if moment.tzinfo else moment.replace(tzinfo=UTC)


class Search:
    """Goes through an account's notes, newest first, back to where it stood before our try.

    A note with pictures is known by its files, which were made for this try alone. Of words
    alone nobody can tell one note from another: they must be the very same, answer the same
    note, and stand there once only.
    """

    def __init__(self, attempt: Attempt, account_id: str) -> None:
        self._text = as_plain(attempt.post.text).strip()
        self._files = list(attempt.prepared.get("media", ()))
        self._answers = attempt.reply_to.remote_id if attempt.reply_to else None
        self._border = str(attempt.prepared.get("after", ""))
        self._since = (attempt.first_tried_at or attempt.post.created_at) - CLOCK_SLACK
        self._account_id = account_id
        self._pages = 0
        self._before = ""
        self._alike: list[Any] = []
        self._disguised = False
        self.done = False

    def query(self) -> dict[str, Any]:
        """What to ask the server for the next page; raises Unsure after too many."""
        if self._pages == PAGES:
            raise Unsure("too_many_posts")
        self._pages += 1
        query = {**newest(self._account_id), "limit": PAGE_SIZE}
        return {**query, "untilId": self._before} if self._before else query

    def read(self, page: list[Any]) -> None:
        """Looks at one page; `done` says whether older ones are worth a look."""
        fresh = [note for note in page if not self._is_older(note)]
        for note in fresh:
            if self._is_ours(note):
                self._alike.append(note)
            elif dig(note, "user", "isCat") is True and not self._files:
                self._disguised = True
        last = dig(page, -1, "id")
        self.done = len(fresh) < len(page) or not last or str(last) == self._before
        self._before = str(last)

    def found(self) -> Mapping[str, Any] | None:
        """Our note; None if it surely is not there. Raises Unsure where nobody can tell."""
        if len({str(note["id"]) for note in self._alike}) > 1:
            raise Unsure("two_alike")
        if self._alike:
            note: Mapping[str, Any] = self._alike[0]
            return note
        if self._disguised:
            # Older servers show the words of a cat in cat's language, so none can be compared.
            raise Unsure("cat_language")
        return None

    def _is_ours(self, note: Any) -> bool:
        if not dig(note, "id"):
            return False
        if self._files:
            return not set(self._files).isdisjoint(files_of(note))
        same_words = str(dig(note, "text") or "").strip() == self._text
        answers = dig(note, "replyId") or None
        return same_words and not files_of(note) and answers == self._answers

    def _is_older(self, note: Any) -> bool:
        """Ids of one make grow with time, so a clock is asked only where the make has changed.

        Misskey itself orders notes by their ids: packages/backend/src/server/api/endpoints/
        users/notes.ts in https://github.com/misskey-dev/misskey (as of 2026-11)
        """
        note_id = str(dig(note, "id") or "")
        if self._border and len(note_id) == len(self._border):
            return note_id <= self._border
        moment = created_at(note)
        return moment is not None and moment < self._since
