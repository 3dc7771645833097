"""A worker as `hibi worker` runs it, opened inside the process that measures itself."""

from collections.abc import AsyncIterator
from contextlib import AsyncExitStack, asynccontextmanager
from pathlib import Path

from bench.messages import TOKEN
from bot.config import read_settings
from bot.running import Duties, Process, collect_rarely


@asynccontextmanager
async def worker(
    api_url: str, database_url: str, folder: Path, *, loopback: bool = False, met: bool = True
) -> AsyncIterator[Process]:
    """Everything is open and Telegram is met; `begin` starts the clock. With `loopback`,
    networks may be servers on this machine; without `met`, Telegram is left alone."""
    settings = read_settings(
        _env_file=None,
        telegram_token=TOKEN,
        telegram_api_url=api_url,
        database_url=database_url,
        data_dir=folder,
        loopback_networks=loopback,
    )
    async with AsyncExitStack() as stack:
        one = Process(settings, Duties(web=False, poll=False), stack)
        await one.open()
        if met:
            await one.meet()
        collect_rarely()
        yield one
