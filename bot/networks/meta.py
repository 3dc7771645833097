"""What Threads, Facebook and Instagram have in common: versions, errors, words."""

import hashlib
import json
import re
from collections.abc import Iterable, Mapping
from datetime import datetime, timedelta
from typing import Any

import regex

from bot.domain.compose import Limits, Post, fits
from bot.networks.answers import Answer, parse_json
from bot.networks.base import (
    AccountBlocked,
    NetworkError,
    QuotaSpent,
    Refused,
    SignInAgain,
    TryLater,
    Unsure,
    VersionRetired,
)
from bot.networks.http import Http

# https://developers.facebook.com/docs/graph-api/changelog/versions: v26.0 since 2026-07-29, each
# version lives for two years (as of 2026-11). Threads counts by itself and has v1.0 only.
VERSION = "v26.0"
THREADS_VERSION = "v1.0"

# https://developers.facebook.com/docs/graph-api/guides/error-handling and
# https://developers.facebook.com/docs/instagram-platform/instagram-graph-api/reference/error-codes
# (as of 2026-11); those of Threads that begin with 4279 by https://developers.facebook.com/docs/threads
SIGNED_OUT = (102, 190)
NO_RIGHTS = (3, 10, *range(200, 300))
THROTTLED = (4, 17, 32, 341, 613)
PASSING = (-2, -1, 1, 2)
POLICY = (368,)
DUPLICATE = (506,)
RETIRED = (12, 2635)
MISSING = (24, 803)
MISSING_SUBCODE = 33
NOT_READY = (2207027, 4279009)
LOST_CONTAINER = (2207006, 2207008, 2207020, 2207032)
RESTRICTED = (2207050, 2207051, 4279013)
DAY_IS_FULL = 2207042
REFUSALS = {
    352: "video_rejected",
    2207004: "picture_too_big",
    2207005: "picture_format",
    2207009: "picture_shape",
    2207010: "too_long",
    2207026: "video_rejected",
    2207028: "too_many_pictures",
    2207040: "too_many_tags",
    2207052: "picture_not_fetched",
    36000: "picture_too_big",
    36001: "picture_format",
    36003: "picture_shape",
    36004: "too_long",
}
TOO_LONG = re.compile(r"too long|at most \d+ char|\d+ characters|character limit", re.I)
TOO_MANY_LINKS = re.compile(
    r"link.{0,20}limit|too many (links|urls)|more than \d+ (links|urls)", re.I
)

NOT_READY_WAIT = timedelta(seconds=30)
FULL_DAY_WAIT = timedelta(hours=3)

# A name in a diary is a person nearby, not an account to be called.
MENTION = regex.compile(r"(?<![\w/.])@(?=[\w\[])")
# What survives whatever a network changes in a text.
UNSTABLE = regex.compile(r"[^\p{L}\p{N}\p{So}]+")


def unmentioned(text: str, limits: Limits) -> str:
    """The text with names that call nobody: an invisible space behind each @.

    Where that would make it too long, the full-width @ stands in, which is no longer than @.
    """
    spaced = MENTION.sub("@\u200b", text)
    return str(spaced if fits(spaced, limits) else MENTION.sub("＠", text))


def fingerprint(text: str) -> str:
    """A text without all that a network changes in it; texts of signs alone keep them."""
    return str(UNSTABLE.sub("", text)) or "".join(text.split())


def made_of(post: Post, *more: str) -> str:
    """What went into an upload, so that it is used again for the same post only.

    The address of a file is left out: it is another one at each try.
    """
    files = [[file.media_id, file.alt] for file in post.files]
    whole = json.dumps([post.text, files, more])
    return hashlib.sha256(whole.encode("utf-8", "surrogatepass")).hexdigest()[:32]


def code_of(answer: Answer) -> int:
    return _number(answer, "code")


def subcode_of(answer: Answer) -> int:
    return _number(answer, "error_subcode")


def is_gone(answer: Answer) -> bool:
    """Whether this answer says that there is no such thing, or none that we may see."""
    return not answer.ok and (
        code_of(answer) in MISSING
        or subcode_of(answer) == MISSING_SUBCODE
        or (answer.status == 404 and isinstance(answer.json, dict))
    )


def fault(http: Http, answer: Answer, *, irreversible: bool = False) -> NetworkError:
    """The error for an answer that is not what was asked for, named by its codes."""
    code, subcode, raw = code_of(answer), subcode_of(answer), answer.excerpt
    if answer.ok and not code:
        return Unsure("odd_answer", raw=raw) if irreversible else TryLater("odd_answer", raw=raw)
    if subcode in RESTRICTED:
        return AccountBlocked("restricted", raw=raw)
    if subcode == DAY_IS_FULL or code == 9:
        return QuotaSpent("daily_limit", wait=FULL_DAY_WAIT, raw=raw)
    if code in THROTTLED:
        return TryLater("rate_limited", wait=_asked_wait(answer.headers), raw=raw)
    common = http.fault(answer, irreversible=irreversible)
    if common:
        return common
    if not code:
        return _wordless(answer)
    return _named(answer, irreversible=irreversible)


def doubted(http: Http, answer: Answer, first_tried_at: datetime | None) -> NetworkError:
    """The fault of a post. That the same stands there already is no refusal where an earlier try
    may have brought it."""
    problem = fault(http, answer, irreversible=True)
    if problem.rule == "duplicate" and first_tried_at:
        return Unsure("duplicate", raw=problem.raw)
    return problem


def _named(answer: Answer, *, irreversible: bool) -> NetworkError:
    code, subcode, raw = code_of(answer), subcode_of(answer), answer.excerpt
    if code in SIGNED_OUT:
        return SignInAgain("signed_out", raw=raw)
    if subcode in NOT_READY:
        return TryLater("media_processing", wait=NOT_READY_WAIT, raw=raw)
    if subcode in LOST_CONTAINER:
        return TryLater("media_lost", wait=NOT_READY_WAIT, raw=raw)
    rule = REFUSALS.get(subcode) or REFUSALS.get(code)
    if rule:
        return Refused(rule, raw=raw)
    if code in PASSING or answer.value("error", "is_transient") is True:
        return Unsure("passing", raw=raw) if irreversible else TryLater("passing", raw=raw)
    if code in NO_RIGHTS:
        return SignInAgain("scope", raw=raw)
    if code in RETIRED:
        return VersionRetired("version_retired", raw=raw)
    return Refused(_rule(answer), raw=raw)


def _rule(answer: Answer) -> str:
    code, words = code_of(answer), answer.excerpt
    if code in POLICY:
        return "policy"
    if code in DUPLICATE:
        return "duplicate"
    if is_gone(answer):
        return "not_there"
    if TOO_MANY_LINKS.search(words):
        return "too_many_links"
    return "too_long" if TOO_LONG.search(words) else "rejected"


def _wordless(answer: Answer) -> NetworkError:
    """An answer of 4xx without an error of theirs: something stands before the network."""
    if answer.status == 401:
        return SignInAgain("signed_out", raw=answer.excerpt)
    if answer.status in (404, 405, 410):
        return Refused("not_there", raw=answer.excerpt)
    if answer.status == 403:
        return TryLater("walled_off", raw=answer.excerpt)
    return Refused("rejected", raw=answer.excerpt)


def _number(answer: Answer, name: str) -> int:
    value = answer.value("error", name)
    return value if isinstance(value, int) and not isinstance(value, bool) else 0


def _asked_wait(headers: Mapping[str, str]) -> timedelta | None:
    """Minutes until an app may call again, at most a day; None where they do not say.

    https://developers.facebook.com/docs/graph-api/overview/rate-limiting#headers (as of 2026-11)
    """
    told = parse_json(headers.get("X-Business-Use-Case-Usage", "").encode())
    minutes = [minutes for minutes in _minutes(told) if 0 < minutes <= 24 * 60]
    return timedelta(minutes=max(minutes)) if minutes else None


def _minutes(told: Any) -> Iterable[int]:
    uses = told.values() if isinstance(told, dict) else ()
    for use in (use for group in uses if isinstance(group, list) for use in group):
        value = use.get("estimated_time_to_regain_access") if isinstance(use, dict) else None
        if isinstance(value, int):
            yield value
