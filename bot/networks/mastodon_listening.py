"""What others say under a status, on a server of the Mastodon family."""

import re
from collections.abc import Mapping
from html.parser import HTMLParser
from typing import Any
from urllib.parse import quote

from bot.networks.answers import Answer, dig
from bot.networks.base import Account, Copy
from bot.networks.http import Http
from bot.networks.listening import MOST, Echo, Heard, as_text, counted, without_names

# https://docs.joinmastodon.org/entities/Status/#visibility (as of 2026-11): the other two are
# for followers, or for those alone who are named.
SEEN_BY_ALL = ("public", "unlisted")
STATUS_ID = re.compile(r"[A-Za-z0-9_-]{1,128}")
ACCT = re.compile(r"[\w.-]{1,64}(?:@[A-Za-z0-9.:-]{1,255})?", re.ASCII)
LINES = frozenset({"p", "br", "li", "div", "blockquote", "pre"})


class _Lines(HTMLParser):
    """Gathers the words of a status and keeps its lines apart."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.pieces: list[str] = []

    def handle_starttag(self, tag: str, attrs: object) -> None:
        if tag in LINES and self.pieces:
            self.pieces.append("\n")

    def handle_data(self, data: str) -> None:
        self.pieces.append(data)


def words_of(content: str) -> str:
    """The words of a status's HTML, without the names that an answer begins with."""
    reader = _Lines()
    reader.feed(content)
    reader.close()
    return without_names("".join(reader.pieces))


async def ask(http: Http, account: Account, copy: Copy, more: str = "") -> Answer:
    """The status as its owner sees it; blocks and mutes are applied by the server.

    https://docs.joinmastodon.org/methods/statuses/#context (as of 2026-11)
    """
    path = f"/api/v1/statuses/{quote(copy.remote_id, safe='')}{more}"
    token = account.secret["access_token"]
    return await http.get_json(http.guard.origin(account.server) + path, token=token)


def has_echoes(status: Answer) -> bool:
    """Whether it is worth asking for more; a server that does not count them is asked."""
    count = status.value("replies_count")
    return not isinstance(count, int) or count > 0


def heard_in(status: Answer, context: Answer | None, account: Account) -> Heard:
    """What both answers together say."""
    below = context.value("descendants") if context is not None else None
    found = below if isinstance(below, list) else []
    echoes = [echo for one in found if (echo := _echo(one, account))]
    return Heard(
        likes=counted(status.value("favourites_count")),
        boosts=counted(status.value("reblogs_count")),
        echoes=tuple(echoes[-MOST:]),
    )


def _echo(status: Any, account: Account) -> Echo | None:
    author, remote_id = dig(status, "account"), as_text(dig(status, "id"))
    acct = as_text(dig(author, "acct"))
    if not STATUS_ID.fullmatch(remote_id) or not ACCT.fullmatch(acct):
        return None
    if str(dig(author, "id")) == account.remote_id:
        return None
    if dig(status, "visibility") not in SEEN_BY_ALL or _is_unwanted(status):
        return None
    return Echo(
        remote_id=remote_id,
        author=f"@{acct}" if "@" in acct else f"@{acct}@{account.server}",
        text=_shown(status),
        url=as_text(dig(status, "url")),
    )


def _shown(status: Mapping[str, Any]) -> str:
    """Words behind a warning stay behind it."""
    warning = as_text(dig(status, "spoiler_text")).strip()
    return f"({warning})" if warning else words_of(as_text(dig(status, "content")))


def _is_unwanted(status: Any) -> bool:
    """Muted, or caught by a filter of its reader."""
    return dig(status, "muted") is True or bool(dig(status, "filtered"))
