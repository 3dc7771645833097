"""`hibi doctor`: looks at everything that can be wrong before anybody notices."""

import shutil
import sqlite3
from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta

from sqlmodel import select
from telegram.error import InvalidToken, TelegramError

from bot.chat.application import build_bot
from bot.chat.pace import Pace
from bot.config import Settings
from bot.db.alarms import standing_alarms
from bot.db.engine import Database
from bot.db.migrating import is_current
from bot.media.remuxing import Remuxer
from bot.network_settings import APPS
from bot.networks import NETWORKS, linkedin_api
from bot.sealing_keys import KEY_FILE
from bot.services.limits import Limiter

WAL_RESET_MENDED = (3, 51, 3)
"""Before it, SQLite could lose a WAL under two writers (https://sqlite.org/wal.html, 2026-11)."""
ROOM = 500_000_000
SOON = timedelta(days=60)

Say = Callable[[str], None]


async def examine(settings: Settings, say: Say) -> bool:
    """Says a line for each thing and returns whether nothing is wrong."""
    if not _folder(settings, say):
        return False
    found = [
        await _telegram(settings, say),
        await _database(settings, say),
        await _redis(settings, say),
        _disk(settings, say),
    ]
    _recordings(Remuxer(), say)
    _keys(settings, say)
    _address(settings, say)
    _networks(settings, say)
    say_versions(say, datetime.now(UTC).date())
    return all(found)


def _folder(settings: Settings, say: Say) -> bool:
    try:
        settings.data_dir.mkdir(mode=0o700, parents=True, exist_ok=True)
    except OSError as error:
        say(f"✗  Disk: HIBI_DATA_DIR cannot be used ({type(error).__name__}).")
        return False
    return True


async def _telegram(settings: Settings, say: Say) -> bool:
    if settings.telegram_token is None:
        say("·  Telegram: no HIBI_TELEGRAM_TOKEN, so `make run` starts the playground.")
        return True
    pace = Pace(Limiter(), settings.send_rate)
    token = settings.telegram_token.get_secret_value()
    bot = build_bot(token, settings.telegram_api_url, pace).bot
    try:
        async with bot:
            say(f"✓  Telegram: the token is that of @{bot.username}.")
            return True
    except InvalidToken:
        say("✗  Telegram: the token is not known. Ask @BotFather for it: /mybots → API Token.")
    except TelegramError as error:
        say(f"✗  Telegram: no answer from HIBI_TELEGRAM_API_URL ({type(error).__name__}).")
    return False


async def _database(settings: Settings, say: Say) -> bool:
    database = Database(settings.database)
    kind = "SQLite" if database.is_sqlite else "PostgreSQL"
    try:
        async with database.reading() as session:
            await session.exec(select(1))
        current = await is_current(settings.database)
        alarms = await _alarms(database) if current else ()
    except Exception as error:  # noqa: BLE001 - whatever it is, it is said by its kind
        say(f"✗  Database: {kind} does not answer ({type(error).__name__}).")
        return False
    finally:
        await database.close()
    tables = "up to date" if current else "brought up to date at the next start"
    say(f"✓  Database: {kind} answers; its tables are {tables}.")
    if database.is_sqlite and sqlite3.sqlite_version_info < WAL_RESET_MENDED:
        say(
            f"·  Database: SQLite {sqlite3.sqlite_version} is older than 3.51.3; run one process "
            "only, as is usual with SQLite, and keep backups."
        )
    for network in alarms:
        say(f"✗  {network}: no longer speaks the version that this Hibi knows. Update Hibi.")
    return not alarms


async def _alarms(database: Database) -> tuple[str, ...]:
    """The networks that have stopped speaking with us."""
    async with database.reading() as session:
        return tuple(alarm.network for alarm in await standing_alarms(session))


async def _redis(settings: Settings, say: Say) -> bool:
    if settings.redis_url is None:
        return True
    limiter = Limiter(settings.redis_url.get_secret_value())
    answers = await limiter.check()
    await limiter.close()
    say("✓  Redis answers." if answers else "✗  Redis does not answer: limits stay in memory.")
    return answers


def _disk(settings: Settings, say: Say) -> bool:
    free = shutil.disk_usage(settings.data_dir).free
    enough = free > ROOM
    mark = "✓" if enough else "✗"
    say(f"{mark}  Disk: {free // 1_000_000} MB free under HIBI_DATA_DIR.")
    return enough


def _recordings(remuxer: Remuxer, say: Say) -> None:
    if remuxer.works:
        say("✓  Recordings: ffmpeg is here, so voice notes and videos can be shared.")
        return
    say(
        "·  Recordings: no ffmpeg and ffprobe here, so voice notes and videos stay in the diary. "
        "On Debian: apt-get install ffmpeg."
    )


def _keys(settings: Settings, say: Say) -> None:
    if not settings.secret_keys:
        say(
            f"·  Keys: {settings.data_dir / KEY_FILE} lies beside the data that it seals; "
            "whoever copies one copies both. Set HIBI_SECRET_KEYS to keep them apart."
        )


def _address(settings: Settings, say: Say) -> None:
    if settings.public_url:
        say(f"✓  Address: {settings.public_url}")
        return
    say(
        "·  Address: no HIBI_PUBLIC_URL. With one, pages and feeds open on every phone, "
        "networks link with one tap, and updates arrive by webhook."
    )


def _networks(settings: Settings, say: Say) -> None:
    """Which networks people are not offered, and which settings would change that."""
    for name, (key, secret) in APPS.items():
        if name not in NETWORKS:
            continue
        if settings.app_keys(name) is None:
            needed = f"HIBI_{key.upper()} and HIBI_{secret.upper()}"
            say(f"·  {name}: not offered to people; it needs {needed}.")
        elif not settings.public_url:
            say(f"·  {name}: not offered to people; it needs HIBI_PUBLIC_URL.")
        else:
            say(f"✓  {name}: people can link it.")


def say_versions(say: Say, today: date) -> None:
    """Which networks may soon stop speaking the version that this Hibi knows."""
    until = linkedin_api.supported_until()
    if today >= until - SOON:
        say(f"·  linkedin: its version may end from {until} on. Update Hibi before.")
