"""Whether a post stands at X after its answer was lost: told from the account's newest posts."""

import html
import re
import unicodedata
from collections.abc import Mapping
from datetime import UTC, datetime, timedelta
from typing import Any

import regex

from bot.networks.answers import dig
from bot.networks.base import Attempt
from bot.networks.x_linking import moment

# Our clock and theirs may differ; what stood there before has other words or other pictures,
# because X refuses the same words twice.
SLACK = timedelta(minutes=5)
# The timeline is not promised to show a post at once, so an early look proves nothing.
SETTLES = timedelta(minutes=2)
# Each post that is read costs the operator half a cent (https://docs.x.com/x-api/getting-started/
# pricing, as of 2026-11). Asked for are those since the first try alone, mostly one or none.
AT_ONCE = 20
MOST_PAGES = 3

SCHEME = re.compile(r"https?://", re.I)
SHORTENED = re.compile(r"https://t\.co/\w+")
UNSTABLE = regex.compile(r"[^\p{L}\p{N}\p{So}]+")


def since(attempt: Attempt, now: datetime) -> datetime:
    """The moment before which nothing of this attempt can have been posted."""
    told = moment(str(attempt.prepared.get("since", "")))
    return told or attempt.first_tried_at or now


def query(begun: datetime, page: str) -> dict[str, str]:
    """For https://docs.x.com/x-api/users/get-posts (as of 2026-11)."""
    asked = {
        "max_results": str(AT_ONCE),
        "start_time": (begun - SLACK).astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ"),
        "exclude": "retweets",
        "tweet.fields": "attachments,entities,referenced_tweets",
    }
    return {**asked, "pagination_token": page} if page else asked


def is_this(post: Any, attempt: Attempt, text: str) -> bool:
    """Whether a post of the timeline is what `attempt` sent with these words."""
    answered = attempt.reply_to.remote_id if attempt.reply_to else ""
    if _answers(post) != answered:
        return False
    ours = {one.get("key") for one in attempt.prepared.get("media", ())} - {None, ""}
    theirs = dig(post, "attachments", "media_keys")
    if isinstance(theirs, list) and any(key in ours for key in theirs if isinstance(key, str)):
        return True
    words = _stable(text)
    return bool(words) and words == _stable(_as_written(post))


def _answers(post: Any) -> str:
    references = dig(post, "referenced_tweets")
    for one in references if isinstance(references, list) else ():
        if dig(one, "type") == "replied_to":
            return str(dig(one, "id"))
    return ""


def _as_written(post: Any) -> str:
    """The words as they were sent: X shortens links, adds those of pictures, escapes & < >."""
    text = dig(post, "text")
    if not isinstance(text, str):
        return ""
    links = dig(post, "entities", "urls")
    for link in links if isinstance(links, list) else ():
        short, whole = dig(link, "url"), dig(link, "expanded_url")
        if isinstance(short, str) and isinstance(whole, str) and short:
            text = text.replace(short, "" if _is_picture(link) else whole)
    return html.unescape(SHORTENED.sub("", text))


def _is_picture(link: Mapping[str, Any]) -> bool:
    return "media_key" in link


def _stable(text: str) -> str:
    """The words without all that a network changes in them; signs alone stay as they are."""
    bare = SCHEME.sub("", unicodedata.normalize("NFC", text))
    return str(UNSTABLE.sub("", bare)) or "".join(bare.split())
