"""What X means by an answer that is none of the good ones."""

import re
from collections.abc import Mapping
from datetime import datetime, timedelta

from bot.networks.answers import LONG_WAIT, Answer, wait_of
from bot.networks.base import (
    AccountBlocked,
    NetworkError,
    QuotaSpent,
    Refused,
    SignInAgain,
    TryLater,
    Unsure,
)
from bot.networks.http import Http

# Where an error carries its words: https://docs.x.com/x-api/fundamentals/response-codes-and-errors
# (as of 2026-11). `errors` may repeat what was sent beside them, which is never looked at.
SPOKEN = ("title", "detail", "type", "reason", "error", "error_description")

# https://docs.x.com/x-api/getting-started/pricing (as of 2026-11): prepaid credits, and a limit
# of spending that the operator sets. The titles are those of answers seen in 2026.
SPENT = re.compile(r"CreditsDepleted|SpendCapReached|UsageCapExceeded|problems/(credits|usage-cap)")
SPENT_WAIT = timedelta(hours=6)
# The app itself is not allowed in: its project, its plan, its rights.
APP = re.compile(r"client-forbidden|client-not-enrolled|unsupported-authentication", re.I)
# By documented titles and by the words of refusals as people report them (as of 2026-11).
CLOSED = re.compile(r"suspended|temporarily locked|account is locked|deactivated", re.I)
SCOPE = re.compile(r"\bscopes?\b|oauth1-permissions|oauth2? app permissions", re.I)
DUPLICATE = re.compile(r"duplicate content|problems/duplicate", re.I)
REPLY = re.compile(r"only reply to|reply to this conversation|replying to", re.I)
CASHTAGS = re.compile(r"cashtag", re.I)
AUTOMATED = re.compile(r"might be automated|looks like an automated|spam", re.I)
TOO_LONG = re.compile(r"too long|length|characters", re.I)
MEDIA_LOST = re.compile(r"media[ _]ids? (are|is) invalid|invalid media id", re.I)

# https://docs.x.com/x-api/fundamentals/rate-limits (as of 2026-11): Unix seconds; the limits of a
# day stand in headers of their own.
OF_A_DAY = ("x-user-limit-24hour", "x-app-limit-24hour")
OF_A_WINDOW = "x-rate-limit-reset"


def fault(http: Http, answer: Answer, *, irreversible: bool = False) -> NetworkError:
    """The error for this answer, named for the deed."""
    raw = answer.excerpt
    if answer.ok:
        return Unsure("odd_answer", raw=raw) if irreversible else TryLater("odd_answer", raw=raw)
    if answer.status == 402 or (answer.status < 500 and SPENT.search(told(answer))):
        return QuotaSpent("credits_spent", wait=SPENT_WAIT, raw=raw)
    if answer.status == 429:
        return _throttled(answer, http.clock())
    common = http.fault(answer, irreversible=irreversible)
    if common:
        return common
    if not isinstance(answer.json, dict):  # a wall in front of X, which never saw the request
        return TryLater("walled_off", raw=raw)
    return _refusal(answer)


def told(answer: Answer) -> str:
    """What an error says, without the words that it repeats."""
    several = answer.value("errors")
    listed = range(len(several)) if isinstance(several, list) else ()
    spoken = [answer.text(name) for name in SPOKEN]
    return " ".join([*spoken, *(answer.text("errors", number, "message") for number in listed)])


def is_duplicate(answer: Answer) -> bool:
    """Whether X refuses the post because the same words stand there already."""
    return answer.status == 403 and bool(DUPLICATE.search(told(answer)))


def is_media_lost(answer: Answer) -> bool:
    """Whether X has forgotten our uploads, so that nothing was posted."""
    return answer.status == 400 and bool(MEDIA_LOST.search(told(answer)))


def _throttled(answer: Answer, now: datetime) -> NetworkError:
    for name in OF_A_DAY:
        if answer.headers.get(f"{name}-remaining") == "0":
            wait = _until(answer.headers, f"{name}-reset", now)
            return QuotaSpent("daily_limit", wait=wait or LONG_WAIT, raw=answer.excerpt)
    wait = _until(answer.headers, OF_A_WINDOW, now)
    if wait is None:
        wait = wait_of(answer.headers, now)
    kind = QuotaSpent if wait is not None and wait > LONG_WAIT else TryLater
    return kind("rate_limited", wait=wait, raw=answer.excerpt)


def _until(headers: Mapping[str, str], name: str, now: datetime) -> timedelta | None:
    return wait_of({"RateLimit-Reset": headers.get(name, "")}, now)


def _refusal(answer: Answer) -> NetworkError:
    words, raw = told(answer), answer.excerpt
    if answer.status == 401:
        return SignInAgain("signed_out", raw=raw)
    if answer.status == 403:
        return _forbidden(answer)
    if answer.status in (404, 410):
        return Refused("not_there", raw=raw)
    if answer.status == 413:
        return Refused("picture_too_big", raw=raw)
    if is_media_lost(answer):
        return TryLater("media_lost", raw=raw)
    if REPLY.search(words):
        return Refused("reply_refused", raw=raw)
    return Refused("too_long" if TOO_LONG.search(words) else "rejected", raw=raw)


def _forbidden(answer: Answer) -> NetworkError:
    words, raw = told(answer), answer.excerpt
    if APP.search(words):
        return QuotaSpent("app_refused", wait=SPENT_WAIT, raw=raw)
    if CLOSED.search(words):
        return AccountBlocked("closed", raw=raw)
    if SCOPE.search(words):
        return SignInAgain("scope", raw=raw)
    rules = {
        "duplicate": DUPLICATE,
        "reply_refused": REPLY,
        "too_many_cashtags": CASHTAGS,
        "looks_automated": AUTOMATED,
    }
    named = (rule for rule, pattern in rules.items() if pattern.search(words))
    return Refused(next(named, "forbidden"), raw=raw)
