"""What others say under a post on Bluesky.

A data server holds its own people's posts; who answered them only a view of the whole network
knows. A data server hands such questions on to the view that its operator chose, where it has one:
https://atproto.com/specs/xrpc#service-proxying and
https://docs.bsky.app/docs/api/app-bsky-feed-get-post-thread (as of 2026-11)
"""

import re
from collections.abc import Iterator
from typing import Any

from bot.networks.answers import Answer, dig
from bot.networks.base import Account, Copy, NetworkError, Refused
from bot.networks.bluesky_calls import Calls
from bot.networks.bluesky_records import page_of
from bot.networks.bluesky_sessions import fault_in
from bot.networks.http import Http
from bot.networks.listening import MOST, Echo, Heard, as_text, counted

METHOD = "app.bsky.feed.getPostThread"
DEEPEST = 6
AT_URI = re.compile(
    r"at://(did:[a-z]+:[A-Za-z0-9._:%-]{1,200})/app\.bsky\.feed\.post/([A-Za-z0-9._~:-]{1,512})"
)
HANDLE = re.compile(r"[A-Za-z0-9.-]{1,253}")
# A server that knows no view says so in one of these ways (@atproto/pds 0.5.35, 2026-11).
NOBODY_TELLS = {400, 404, 501}
SIGNED_OUT = {"ExpiredToken", "InvalidToken", "AuthMissing", "AuthenticationRequired"}


async def ask(calls: Calls, account: Account, copy: Copy) -> Answer:
    params = {"uri": copy.remote_id, "depth": str(DEEPEST), "parentHeight": "0"}
    return await calls.get(account, f"{account.secret['pds']}/xrpc/{METHOD}", params)


def heard_in(answer: Answer, account: Account) -> Heard:
    """Counters of the first post, and the echoes in its whole thread."""
    post = answer.value("thread", "post")
    if not isinstance(post, dict):
        raise Refused("nothing_to_hear", raw=answer.excerpt)
    echoes = [echo for one in _below(answer.value("thread")) if (echo := _echo(one, account))]
    return Heard(
        likes=counted(post.get("likeCount")),
        boosts=counted(post.get("repostCount"), post.get("quoteCount")),
        echoes=tuple([each for _, each in sorted(echoes, key=lambda one: one[0])][-MOST:]),
    )


def deaf(http: Http, answer: Answer) -> NetworkError:
    """What it means that nothing was told."""
    if answer.status in NOBODY_TELLS and answer.text("error") not in SIGNED_OUT:
        return Refused("nothing_to_hear", raw=answer.excerpt)
    return fault_in(http, answer)


def _below(thread: Any, depth: int = DEEPEST) -> Iterator[Any]:
    replies = dig(thread, "replies")
    for one in replies if isinstance(replies, list) else ():
        yield dig(one, "post")
        if depth > 1:
            yield from _below(one, depth - 1)


def _echo(post: Any, account: Account) -> tuple[str, Echo] | None:
    """With the moment of its record, by which they are put in order."""
    found = AT_URI.fullmatch(as_text(dig(post, "uri")))
    author = dig(post, "author")
    if found is None or found[1] != dig(author, "did") or found[1] == account.remote_id:
        return None
    if _is_unwanted(dig(author, "viewer")):
        return None
    handle = as_text(dig(author, "handle"))
    return as_text(dig(post, "record", "createdAt")), Echo(
        remote_id=found[0],
        author=f"@{handle}" if HANDLE.fullmatch(handle) else found[1],
        text=as_text(dig(post, "record", "text")),
        url=page_of(found[1], found[2]),
    )


def _is_unwanted(viewer: Any) -> bool:
    """Muted or blocked, by the owner or the other way round."""
    return any(bool(dig(viewer, name)) for name in ("muted", "blocking", "blockedBy"))
