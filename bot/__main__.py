"""The command line: run, web, worker, playground, migrate, doctor."""

import asyncio
import sys
import zoneinfo
from collections.abc import Coroutine
from typing import Any

import typer

from bot.app import prepare
from bot.config import Settings, WrongSetting, read_settings
from bot.db.migrating import NewerDatabase
from bot.doctor import examine
from bot.playground.server import start as start_playground
from bot.running import Duties, run
from bot.terminal import say

# The pinned zone database wins over the machine's own, which may be years old.
zoneinfo.reset_tzpath(to=())

cli = typer.Typer(
    help="One small question a day.",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
)


@cli.command("run")
def run_all() -> None:
    """Everything in one process: web, updates, and all that is due."""
    _run(_process(Duties()))


@cli.command()
def web() -> None:
    """The web alone: webhook, pages, callbacks. Any number of these."""
    _run(_process(Duties(work=False, poll=False)))


@cli.command()
def worker() -> None:
    """Works off what is due: inbox, questions, copies. Any number of these."""
    _run(_process(Duties(web=False, poll=False)))


@cli.command()
def playground(port: int = 8081, flood: bool = False) -> None:
    """The stand-in for Telegram alone, for any bot library."""
    _run(_playground(port, flood))


@cli.command("migrate")
def migrate_tables() -> None:
    """Brings the database's tables up to date."""
    _run(_migrate())


@cli.command()
def doctor() -> None:
    """Looks at settings, token, database and disk, and says what is missing."""
    _run(_doctor())


async def _process(duties: Duties) -> None:
    settings = _settings()
    if settings.playground and (settings.in_image or not (duties.poll and duties.web)):
        raise WrongSetting(
            "HIBI_TELEGRAM_TOKEN: is needed here. "
            "Example: HIBI_TELEGRAM_TOKEN=110201543:AAHdqTcvCH1vGWJxfSeofSAs0K5PALDsaw"
        )
    await run(settings, duties)


async def _migrate() -> None:
    await prepare(_settings())


async def _doctor() -> None:
    healthy = await examine(_settings(), say)
    raise typer.Exit(0 if healthy else 1)


async def _playground(port: int, flood: bool) -> None:
    running = await start_playground(port=port, flood=flood, token=None)
    say(f"The playground is at {running.url}/ and takes any bot at {running.url}")
    try:
        await asyncio.Event().wait()
    finally:
        await running.close()


def _settings() -> Settings:
    return read_settings()


def _run(work: Coroutine[Any, Any, None]) -> None:
    """Runs to the end; what people can mend ends with one line, never with a traceback."""
    try:
        asyncio.run(work)
    except (WrongSetting, NewerDatabase) as error:
        sys.stderr.write(f"{error}\n")
        raise typer.Exit(2) from None
    except KeyboardInterrupt:
        raise typer.Exit(0) from None


def main() -> None:
    cli()


if __name__ == "__main__":
    main()
