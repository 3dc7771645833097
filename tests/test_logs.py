"""Twelve canaries, planted wherever a secret can come by, and none of them sings in the log."""

import logging
import sys
import warnings
from collections.abc import Callable, Iterator

import pytest
from sqlalchemy.exc import OperationalError
from telegram.ext import ExtBot

from bot import logs
from bot.config import Settings
from bot.logs import HIDDEN, Redactor
from bot.running import secrets_of

TOKEN = "110201543:AAHdqTcvCH1vGWJxfSeofSAs0K5PALDsaw"
SETTINGS = Settings(
    telegram_token=TOKEN,  # type: ignore[arg-type]
    database_url="postgresql+asyncpg://hibi:canary%2Fdatabase@db.example/hibi",
    redis_url="redis://:canary-redis-password@redis.example:6379/0",  # type: ignore[arg-type]
    metrics_token="canary-metrics-token",  # type: ignore[arg-type]
    secret_keys="canary-newest-key-text,canary-older-key-text",  # type: ignore[arg-type]
)
TOLD = {
    "bot token": TOKEN,
    "key": "canary-newest-key-text",
    "older key": "canary-older-key-text",
    "redis password": "canary-redis-password",
    "database password": "canary/database",
    "metrics token": "canary-metrics-token",
}
"""What is known from the settings, and so blanked wherever it stands."""

FOREIGN = "987654321:BBHdqTcvCH1vGWJxfSeofSAs0K5PALDsaw"
JWT = "eyJhbGciOiJFUzI1NiJ9.eyJzdWIiOiJjYW5hcnkifQ.c2lnbmF0dXJl"
LOOKS = {
    f"POST https://api.telegram.org/bot{FOREIGN}/getMe": FOREIGN,
    "GET http://127.0.0.1:8080/file/bot12:short-one/photos/1.jpg": "12:short-one",
    "cannot connect to postgresql+asyncpg://u:canary-db-pw@db/x": "canary-db-pw",
    "redis://:canary-redis-pw@redis:6379/0 is away": "canary-redis-pw",
    "createSession with abcd-efgh-ijkl-mn23": "abcd-efgh-ijkl-mn23",
    f"accessJwt is {JWT}, as they say": JWT,
    "Authorization: Bearer canary-bearer": "canary-bearer",
    "{'Authorization': 'Bearer canary-bearer', 'Accept': '*/*'}": "canary-bearer",
    '{"authorization": "DPoP canary-dpop"}': "canary-dpop",
    "GET /link/back/mastodon/a.example?code=canary-code&state=canary-state HTTP/1.1": "canary-",
    "GET /link/canary0123456789abcdef HTTP/1.1": "canary0123456789abcdef",
    "https://t.me/hibi_bot?start=canary-owner-token": "canary-owner-token",
    "POST /telegram/canary0123456789abcdef": "canary0123456789abcdef",
    '{"access_token": "canary-access", "scope": "read"}': "canary-access",
    "{'refresh_token': 'canary-refresh'}": "canary-refresh",
    "client_id=1&client_secret=canary-client&grant_type=x": "canary-client",
    "{'code_verifier': 'canary-verifier'}": "canary-verifier",
    '{"identifier": "hana", "password": "canary-password"}': "canary-password",
}


@pytest.fixture
def log(capsys: pytest.CaptureFixture[str]) -> Iterator[Callable[[], str]]:
    """Logging as the process sets it up; calling it gives what was written so far."""
    root, hook = logging.getLogger(), sys.excepthook
    kept, level = list(root.handlers), root.level
    logs.set_up("DEBUG", secrets_of(SETTINGS))
    yield lambda: capsys.readouterr().err
    root.handlers[:] = kept
    root.setLevel(level)
    sys.excepthook = hook
    logging.captureWarnings(capture=False)


def sings(text: str, secret: str) -> bool:
    return secret in text


@pytest.mark.parametrize("secret", TOLD.values(), ids=TOLD.keys())
def test_what_the_settings_hold_is_in_no_line(log: Callable[[], str], secret: str) -> None:
    logger = logging.getLogger("anything")
    logger.warning("in the message %s and the next word", secret)
    logger.debug("as an argument: %r", {"a": [secret]})
    logger.info("inside=%s;", f"x{secret}y")
    try:
        raise ValueError(f"in an error: {secret}") from OSError(secret)
    except ValueError:
        logger.exception("in a traceback")

    written = log()
    assert not sings(written, secret)
    assert written.count(HIDDEN) >= 5
    assert "and the next word" in written
    assert "Traceback" in written


@pytest.mark.parametrize("line", LOOKS, ids=lambda line: line[:40])
def test_what_looks_like_a_secret_is_in_no_line(log: Callable[[], str], line: str) -> None:
    logging.getLogger("anything").error("%s", line)

    written = log()
    assert not sings(written, LOOKS[line])
    assert HIDDEN in written


def test_a_bot_and_a_database_error_can_be_logged(log: Callable[[], str]) -> None:
    logger = logging.getLogger("anything")
    bot = ExtBot(TOKEN)
    logger.info("this is %r", bot)
    logger.info("this is %s", bot.base_url)
    error = OperationalError("SELECT 1", {"token": TOKEN}, OSError(TOKEN))
    logger.error("failed", exc_info=error)

    assert not sings(log(), TOKEN.partition(":")[2])


def test_what_cannot_be_formatted_is_not_printed_as_it_is(log: Callable[[], str]) -> None:
    record = logging.LogRecord("a", logging.ERROR, "here.py", 7, "%d of %s", (TOKEN,), None)
    (own,) = [each for each in logging.root.handlers if isinstance(each, logs.RedactingHandler)]

    own.handle(record)

    assert log() == "a line of the log could not be written: here.py:7\n"


def test_what_nobody_catches_is_blanked_as_well(log: Callable[[], str]) -> None:
    error = ValueError(f"with {TOKEN}")
    sys.excepthook(ValueError, error, None)

    written = log()
    assert not sings(written, TOKEN)
    assert "ended by an error" in written


def test_warnings_go_the_same_way(log: Callable[[], str]) -> None:
    with warnings.catch_warnings():
        warnings.simplefilter("always")
        logging.captureWarnings(capture=True)
        warnings.warn(f"with {TOKEN}", stacklevel=1)
        logging.captureWarnings(capture=False)

    written = log()
    assert not sings(written, TOKEN)
    assert HIDDEN in written


def test_a_secret_learnt_later_is_blanked_from_then_on() -> None:
    redact = Redactor()
    assert redact("a word learnt late") == "a word learnt late"

    redact.learn("learnt late", "a")

    assert redact("a word learnt late") == f"a word {HIDDEN}"


@pytest.mark.parametrize(
    "line",
    [
        "update 4711 is set aside",
        "2026-11-23 12:00:00 INFO bot: 25:30 left",
        "GET /@hana/3k9f?page=2",
        "https://mastodon.example/@hana/115",
        "person 7: unknown zone 'Mars/Olympus', nothing is asked for a day",
        "the state is waiting, the code is 200",
    ],
)
def test_ordinary_lines_stay_as_they_are(line: str) -> None:
    assert Redactor(secrets_of(SETTINGS))(line) == line


def test_chatty_libraries_are_quiet_even_at_debug(log: Callable[[], str]) -> None:
    logging.getLogger("aiohttp.access").info("GET /link/secret")
    logging.getLogger("apscheduler").debug("tick")

    assert log() == ""


def test_settings_show_no_secret_in_their_repr() -> None:
    shown = repr(SETTINGS) + str(SETTINGS) + repr(secrets_of)

    assert [name for name, secret in TOLD.items() if sings(shown, secret)] == []
    assert "canary" not in shown
