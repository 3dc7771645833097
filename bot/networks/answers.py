"""What a server answered: read with distrust, kept without secrets."""

import json
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from email.utils import parsedate_to_datetime
from typing import Any

from bot.networks.base import NetworkError, QuotaSpent, TryLater, Unsure

MAX_DEPTH = 64
MAX_WAIT = timedelta(days=1)
LONG_WAIT = timedelta(hours=1)
EXCERPT = 500
HIDDEN = "…"

STRINGS = re.compile(rb'"(?:[^"\\]|\\.)*"', re.DOTALL)
NOT_BRACKETS = bytes(sorted(set(range(256)) - set(b"[]{}")))


@dataclass(frozen=True, slots=True)
class Answer:
    """One answer; `json` is None where the body is no JSON, or JSON nested too deep.

    `excerpt` is its beginning for the operator, with every secret of the request blanked.
    """

    status: int
    headers: Mapping[str, str] = field(repr=False)
    body: bytes = field(repr=False)
    json: Any = field(repr=False)
    excerpt: str = field(repr=False)

    @property
    def ok(self) -> bool:
        return 200 <= self.status < 300

    def value(self, *path: str | int) -> Any:
        """The value at this path, or None where the answer has another shape."""
        return dig(self.json, *path)

    def text(self, *path: str | int) -> str:
        """The text at this path, "" where there is none; a number becomes its digits."""
        value = self.value(*path)
        if isinstance(value, bool) or not isinstance(value, str | int):
            return ""
        return str(value)


def answer_of(
    status: int, headers: Mapping[str, str], body: bytes, *, secrets: Iterable[str] = ()
) -> Answer:
    """Reads a body whatever its content type says; `secrets` never reach the excerpt."""
    excerpt = blanked(body.decode("utf-8", "replace"), secrets)[:EXCERPT]
    return Answer(status, headers, body, parse_json(body), excerpt)


def blanked(text: str, secrets: Iterable[str]) -> str:
    """The text with every secret replaced; very short ones would blank innocent words."""
    for secret in secrets:
        if len(secret) > 3:
            text = text.replace(secret, HIDDEN)
    return text


def dig(data: Any, *path: str | int) -> Any:
    """Follows keys and indexes; None as soon as one leads nowhere."""
    for step in path:
        if isinstance(step, str) and isinstance(data, dict):
            data = data.get(step)
        elif isinstance(step, int) and isinstance(data, list) and -len(data) <= step < len(data):
            data = data[step]
        else:
            return None
    return data


def parse_json(body: bytes) -> Any:
    """The value, or None: not JSON, not UTF-8, an absurd number, or nested too deep."""
    if is_deep(body):
        return None
    try:
        return json.loads(body)
    except (ValueError, RecursionError):
        return None


def is_deep(body: bytes) -> bool:
    """Whether brackets are nested deeper than any API does, or do not close.

    Asked before parsing: the parser, and whatever walks the value later, recurse. Each round
    takes away at least the innermost pairs.
    """
    brackets = STRINGS.sub(b"", body).translate(None, NOT_BRACKETS)
    for _ in range(MAX_DEPTH):
        if not brackets:
            return False
        brackets = brackets.replace(b"[]", b"").replace(b"{}", b"")
    return bool(brackets)


def wait_of(headers: Mapping[str, str], now: datetime) -> timedelta | None:
    """How long the server asks to wait: at least nothing, at most a day.

    `Retry-After` (RFC 9110: seconds or a date) goes before `RateLimit-Reset` and
    `X-RateLimit-Reset`, which are seconds, Unix time or ISO time, depending on the server.
    """
    for name in ("Retry-After", "RateLimit-Reset", "X-RateLimit-Reset"):
        wait = _read_wait(headers.get(name, "").strip(), now)
        if wait is not None:
            return min(max(wait, timedelta(0)), MAX_WAIT)
    return None


def _read_wait(value: str, now: datetime) -> timedelta | None:
    if value.isascii() and value.isdigit() and len(value) < 12:
        seconds = int(value)
        # A number of more than a year is a moment in Unix time.
        return timedelta(seconds=seconds - now.timestamp() if seconds > 31_536_000 else seconds)
    for read in (datetime.fromisoformat, parsedate_to_datetime):
        try:
            moment = read(value)
        except ValueError:
            continue
        return (moment if moment.tzinfo else moment.replace(tzinfo=UTC)) - now
    return None


def common_fault(
    answer: Answer, now: datetime, *, irreversible: bool = False
) -> NetworkError | None:
    """What every network means by 429, 5xx and a redirect; None for all else.

    A server error after the irreversible call tells nothing: a gateway may have lost the answer
    of a server that acted.
    """
    if answer.status == 429:
        wait = wait_of(answer.headers, now)
        kind = QuotaSpent if wait and wait > LONG_WAIT else TryLater
        return kind("rate_limited", wait=wait, raw=answer.excerpt)
    if answer.status >= 500 and irreversible:
        return Unsure("server_error", raw=answer.excerpt)
    if answer.status >= 500:
        return TryLater("server_error", wait=wait_of(answer.headers, now), raw=answer.excerpt)
    if 300 <= answer.status < 400:
        return Unsure("redirected") if irreversible else TryLater("redirected")
    return None
