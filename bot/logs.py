"""Logs in which no secret can be read, also in tracebacks and in other libraries' lines."""

import logging
import re
import sys
from collections.abc import Iterable
from types import TracebackType
from urllib.parse import unquote, urlsplit

HIDDEN = "•••"
PATTERNS = (
    # A bot's token, also inside a Bot API address.
    re.compile(r"(?<!\d)\d{1,20}:[A-Za-z0-9_-]{30,}"),
    re.compile(r"(?<=/bot)\d+:[^/\s'\"]+"),
    # Passwords inside addresses of databases and the like.
    re.compile(r"(?<=://)[^/@\s:]*:[^/@\s]+(?=@)"),
    re.compile(r"(?i)(?<=bearer )[^\s'\"]+"),
    re.compile(r"(?i)(authorization['\"]?\s*[:=]\s*['\"]?)[^\r\n'\"]+"),
    # Secrets by their name: in forms, in JSON, in a dictionary's repr, in an assignment.
    re.compile(
        r"(?i)(['\"]?(?:access|refresh|id|secret)_?(?:token|jwt)['\"]?\s*[:=]\s*['\"]?)[^\s'\"&,}]+"
    ),
    re.compile(
        r"(?i)(['\"]?(?:client_secret|code_verifier|password|passwd|app_password)['\"]?"
        r"\s*[:=]\s*['\"]?)[^\s'\"&,}]+"
    ),
    # Bluesky's app passwords, and JSON web tokens.
    re.compile(r"(?i)\b[a-z0-9]{4}(?:-[a-z0-9]{4}){3}\b"),
    re.compile(r"\beyJ[A-Za-z0-9_-]+\.[A-Za-z0-9_-]+\.[A-Za-z0-9_-]*"),
    # One-time values in our own addresses.
    re.compile(r"(?<=/link/)[A-Za-z0-9_-]{16,}"),
    re.compile(r"(?i)([?&](?:code|state|start|token)=)[^&\s'\"]+"),
    re.compile(r"(?<=/telegram/)[A-Za-z0-9_-]{16,}"),
)
QUIET = ("alembic", "apscheduler", "httpx", "aiosqlite", "asyncio", "PIL", "aiohttp.access")


class Redactor:
    """Blanks every secret that it was told, and whatever looks like one."""

    def __init__(self, secrets: Iterable[str] = ()) -> None:
        self._secrets: list[str] = []
        self.learn(*secrets)

    def learn(self, *secrets: str) -> None:
        """From now on these never appear; short ones would blank ordinary words.

        Of an address its password is learnt as well, because it may also come alone.
        """
        given = {*secrets, *(password for each in secrets for password in _passwords(each))}
        known = {*self._secrets, *(secret for secret in given if len(secret) >= 8)}
        self._secrets = sorted(known, key=len, reverse=True)

    def __call__(self, text: str) -> str:
        for secret in self._secrets:
            text = text.replace(secret, HIDDEN)
        for pattern in PATTERNS:
            text = pattern.sub(r"\1" + HIDDEN if pattern.groups else HIDDEN, text)
        return text


def _passwords(address: str) -> set[str]:
    if "://" not in address:
        return set()
    try:
        password = urlsplit(address).password or ""
    except ValueError:
        return set()
    return {password, unquote(password)}


class RedactingFormatter(logging.Formatter):
    """Formats as usual, traceback and all, then blanks."""

    def __init__(self, redact: Redactor) -> None:
        super().__init__("%(asctime)s %(levelname)s %(name)s: %(message)s")
        self._redact = redact

    def format(self, record: logging.LogRecord) -> str:
        return self._redact(super().format(record))


class RedactingHandler(logging.Handler):
    """Writes to stderr. What cannot be formatted is blanked, too; logging would print it as is."""

    def __init__(self, redact: Redactor) -> None:
        super().__init__()
        self.setFormatter(RedactingFormatter(redact))
        self._redact = redact

    def emit(self, record: logging.LogRecord) -> None:
        try:
            sys.stderr.write(f"{self.format(record)}\n")
        except Exception:  # noqa: BLE001 - a log must never end what it tells of
            self.handleError(record)

    def handleError(self, record: logging.LogRecord) -> None:  # noqa: N802 - logging's own name
        where = f"{record.pathname}:{record.lineno}"
        sys.stderr.write(self._redact(f"a line of the log could not be written: {where}\n"))


def set_up(level: str, secrets: Iterable[str]) -> Redactor:
    """Sends all logging through one handler that blanks secrets; returns what it blanks with."""
    redact = Redactor(secrets)
    root = logging.getLogger()
    root.handlers[:] = [RedactingHandler(redact)]
    root.setLevel(level)
    for name in QUIET:
        logging.getLogger(name).setLevel(max(logging.WARNING, logging.getLevelName(level)))
    # What nobody catches and what Python warns of goes the same way.
    logging.captureWarnings(capture=True)
    sys.excepthook = _log_uncaught
    return redact


def _log_uncaught(
    kind: type[BaseException], error: BaseException, trace: TracebackType | None
) -> None:
    if issubclass(kind, KeyboardInterrupt):
        return
    logging.getLogger("bot").critical("ended by an error", exc_info=(kind, error, trace))
