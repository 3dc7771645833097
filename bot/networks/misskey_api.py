"""How a server of the Misskey family is asked, and what it means by its refusals."""

from collections.abc import Iterable, Mapping
from datetime import UTC, datetime, timedelta
from typing import Any

from bot.networks.answers import LONG_WAIT, MAX_WAIT, Answer
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

# Every code of `error.code` that our calls can meet, and the deed it asks for. A code says more
# than its status: the same one came with 400, 401 and 403 over the years, and refusals of the
# program itself (INTERNAL_ERROR) come with 400 in some branches.
# packages/backend/src/server/api/ApiCallService.ts and the files of each endpoint below it, in
# https://github.com/misskey-dev/misskey, https://github.com/MisskeyIO/misskey and Sharkey
# (as of 2026-11)
SIGNED_OUT = frozenset({"CREDENTIAL_REQUIRED", "AUTHENTICATION_FAILED"})
BLOCKED = {"YOUR_ACCOUNT_SUSPENDED": "closed", "YOUR_ACCOUNT_MOVED": "moved"}
BUSY = frozenset({"RATE_LIMIT_EXCEEDED", "BRIEF_REQUEST_INTERVAL"})
BROKEN = frozenset({"INTERNAL_ERROR", "FAILED_TO_CREATE_DRIVE_FILE"})
REFUSED = {
    "MAX_LENGTH": "too_long",
    "ACCESS_DENIED": "forbidden",
    "ROLE_PERMISSION_DENIED": "forbidden",
    "NO_SUCH_FILE": "media_lost",
    "NO_FREE_SPACE": "drive_full",
    "MAX_FILE_SIZE_EXCEEDED": "picture_too_big",
    "NO_SUCH_REPLY_TARGET": "reply_gone",
    "CANNOT_REPLY_TO_AN_INVISIBLE_NOTE": "reply_gone",
    "CONTAINS_PROHIBITED_WORDS": "prohibited_words",
    "UNKNOWN_API_ENDPOINT": "not_there",
    "NO_SUCH_NOTE": "not_there",
}

# Of `resetMs`, a number above this is a moment in Unix time, one below it a time to wait:
# Misskey hands on what its limiter says, Sharkey counts by itself.
# https://www.npmjs.com/package/ratelimiter (as of 2026-11)
A_MOMENT = 1_000_000_000_000


async def ask(
    http: Http,
    server: str,
    endpoint: str,
    body: Mapping[str, Any],
    *,
    token: str = "",
    irreversible: bool = False,
    secrets: Iterable[str] = (),
) -> Answer:
    """One call. The token goes in the body, where servers of every age look for it."""
    signed = {"i": token, **body} if token else dict(body)
    return await http.send_json(
        "POST",
        f"{http.guard.origin(server)}/api/{endpoint}",
        signed,
        irreversible=irreversible,
        secrets=(token, *secrets),
    )


def code_of(answer: Answer) -> str:
    """The stable word for a refusal; "" where the answer has none."""
    return answer.text("error", "code")


def fault(http: Http, answer: Answer, *, irreversible: bool = False) -> NetworkError:
    """The error for an answer that is not what was asked for."""
    code, raw = code_of(answer), answer.excerpt
    if code in BUSY or answer.status == 429:
        return _busy(http, answer)
    common = http.fault(answer, irreversible=irreversible)
    if common:
        return common
    if answer.ok or code in BROKEN:
        rule = "odd_answer" if answer.ok else "server_error"
        return Unsure(rule, raw=raw) if irreversible else TryLater(rule, raw=raw)
    return _refusal(answer, code)


def _refusal(answer: Answer, code: str) -> NetworkError:
    raw = answer.excerpt
    if code == "PERMISSION_DENIED":
        return SignInAgain("scope", raw=raw)
    if code in BLOCKED:
        return AccountBlocked(BLOCKED[code], raw=raw)
    if code in SIGNED_OUT or answer.status == 401:
        return SignInAgain("signed_out", raw=raw)
    if answer.status == 403 and answer.json is None:  # a wall in front, which saw no request
        return TryLater("walled_off", raw=raw)
    if code == "INVALID_PARAM" and "maxLength" in raw:
        return Refused("too_long", raw=raw)
    if not code and answer.status in (404, 405, 410):
        return Refused("not_there", raw=raw)
    return Refused(REFUSED.get(code, "rejected"), raw=raw)


def _busy(http: Http, answer: Answer) -> NetworkError:
    """Newer servers say in a header how long to wait, some in the body alone, older ones not."""
    told = http.fault(answer)
    wait = told.wait if isinstance(told, TryLater) and told.wait is not None else None
    if wait is None:
        wait = _wait_in(answer, http.clock())
    kind = QuotaSpent if wait is not None and wait > LONG_WAIT else TryLater
    return kind("rate_limited", wait=wait, raw=answer.excerpt)


def _wait_in(answer: Answer, now: datetime) -> timedelta | None:
    value = answer.value("error", "info", "resetMs")
    if isinstance(value, bool) or not isinstance(value, int) or not 0 <= value < 10 * A_MOMENT:
        return None
    moment = datetime.fromtimestamp(value / 1000, UTC)
    wait = moment - now if value > A_MOMENT else timedelta(milliseconds=value)
    return min(max(wait, timedelta(0)), MAX_WAIT)
