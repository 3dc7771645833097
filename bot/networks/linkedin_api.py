"""What LinkedIn's calls have in common: versions, names of things, errors, repeats."""

import re
from datetime import UTC, date, datetime, time, timedelta

from bot.networks.answers import Answer
from bot.networks.base import (
    Attempt,
    Copy,
    NetworkError,
    QuotaSpent,
    Refused,
    SignInAgain,
    TryLater,
    Unsure,
    VersionRetired,
)
from bot.networks.http import Http

# https://learn.microsoft.com/en-us/linkedin/marketing/versioning (as of 2026-11): a version a
# month, each supported for at least a year.
VERSION = "202609"
HEADERS = {"LinkedIn-Version": VERSION, "X-Restli-Protocol-Version": "2.0.0"}
FEED = "https://www.linkedin.com/feed/update"

# https://learn.microsoft.com/en-us/linkedin/shared/api-guide/concepts/error-handling and
# …/marketing/community-management/shares/posts-api (as of 2026-11)
RETIRED = ("NONEXISTENT_VERSION", "VERSION_MISSING")
DUPLICATE = re.compile(r"DUPLICATE_POST|duplicate of urn:li:", re.I)
TOO_LONG = re.compile(r"FIELD_LENGTH_TOO_LONG|too long|maximum length|length exceeds", re.I)
NOT_READY = "MEDIA_ASSET_WAITING_UPLOAD"
BROKEN_MEDIA = "MEDIA_ASSET_PROCESSING_FAILED"
NOT_READY_WAIT = timedelta(seconds=30)
AN_HOUR = timedelta(hours=1)

POST = re.compile(r"urn:li:(?:share|ugcPost):\d{1,20}")
MADE_AT_SHIFT = 22
CLOCK_SLACK = timedelta(minutes=1)


def supported_until(version: str = VERSION) -> date:
    """The day until which LinkedIn has promised to speak a version."""
    return date(int(version[:4]) + 1, int(version[4:]), 1)


def address_of(post: str) -> str:
    return f"{FEED}/{post}"


def repeated(answer: Answer, attempt: Attempt, now: datetime) -> Copy | NetworkError | None:
    """What it means that LinkedIn refuses a post as the same once more; None: it does not.

    Its answer is 422 with DUPLICATE_POST and "Content is a duplicate of urn:li:share:…", as
    people report it (https://github.com/Arisamiga/Linkedin-RSS/issues/5, read 2026-11); the
    documentation knows the code, but says neither for how long words are remembered nor that the
    post is named. So a named post is ours only where an earlier call of ours is in doubt, and
    where it was made since then: that the first 41 bits of its number are milliseconds is seen,
    not promised. An older one is another post with the same words.
    """
    if answer.status not in (400, 409, 422) or not DUPLICATE.search(answer.excerpt):
        return None
    since, found = attempt.first_tried_at, POST.search(answer.text("message"))
    if since is None:
        return Refused("duplicate", raw=answer.excerpt)
    made_at = _made_at(found[0]) if found else None
    if found is None or made_at is None or made_at > now + CLOCK_SLACK:
        return Unsure("duplicate", raw=answer.excerpt)
    if made_at < since - CLOCK_SLACK:
        return Refused("duplicate", raw=answer.excerpt)
    return Copy(found[0], address_of(found[0]))


def fault(http: Http, answer: Answer, *, irreversible: bool = False) -> NetworkError:
    """The error for an answer that is not what was asked for."""
    code, raw = answer.text("code"), answer.excerpt
    if answer.ok:
        return Unsure("odd_answer", raw=raw) if irreversible else TryLater("odd_answer", raw=raw)
    if answer.status == 426 or code in RETIRED:
        return VersionRetired("version_retired", raw=raw)
    common = http.fault(answer, irreversible=irreversible)
    if isinstance(common, TryLater) and answer.status == 429 and common.wait is None:
        return QuotaSpent("rate_limited", wait=until_tomorrow(http.clock()), raw=raw)
    if common:
        return common
    if answer.status in (408, 409):
        return Unsure("passing", raw=raw) if irreversible else TryLater("passing", raw=raw)
    return _refused(answer)


def until_tomorrow(now: datetime) -> timedelta:
    """Until allowances are new, at midnight UTC; at most an hour, for some 429s end sooner.

    https://learn.microsoft.com/en-us/linkedin/shared/api-guide/concepts/rate-limits (as of 2026-11)
    """
    tomorrow = datetime.combine(now.astimezone(UTC).date() + timedelta(days=1), time(), UTC)
    return min(tomorrow - now, AN_HOUR)


def _refused(answer: Answer) -> NetworkError:
    status, raw = answer.status, answer.excerpt
    if status == 401:
        return SignInAgain("signed_out", raw=raw)
    if status == 403 and isinstance(answer.json, dict):
        return SignInAgain("scope", raw=raw)
    if status == 403:
        return TryLater("walled_off", raw=raw)
    if status in (404, 410):
        return Refused("not_there", raw=raw)
    if NOT_READY in raw:
        return TryLater("media_processing", wait=NOT_READY_WAIT, raw=raw)
    if BROKEN_MEDIA in raw:
        return Refused("picture_rejected", raw=raw)
    return Refused("too_long" if TOO_LONG.search(raw) else "rejected", raw=raw)


def _made_at(post: str) -> datetime | None:
    """When a post was made, out of its number; None where that cannot be."""
    try:
        return datetime.fromtimestamp((int(post.rpartition(":")[2]) >> MADE_AT_SHIFT) / 1000, UTC)
    except (ValueError, OverflowError, OSError):
        return None
