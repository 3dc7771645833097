"""One process of Hibi: opens its parts, runs until it is told to stop, closes them in order."""

import asyncio
import logging
import signal
import time
from collections.abc import Callable, Coroutine
from contextlib import AsyncExitStack
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from aiohttp import web
from telegram.error import InvalidToken, TelegramError

from bot import logs, terminal
from bot.app import App, build
from bot.chat.application import Ptb, build_bot, furnish, set_menu
from bot.chat.channels import ChannelPosts
from bot.chat.context import GROUND
from bot.chat.intake import ALLOWED_UPDATES, Intake, Polling, SecondPoller, WrongToken
from bot.chat.messenger import TelegramMessenger
from bot.chat.pace import Pace
from bot.chat.telling import Teller
from bot.clock import Clock
from bot.config import Settings, Updates, WrongSetting
from bot.playground.core import PLAYGROUND_TOKEN, Playground
from bot.playground.guard import guarded
from bot.playground.server import add_routes as add_playground
from bot.process_setup import collect_rarely, network_addresses, secrets_of
from bot.services.health import Vitals
from bot.services.joining import owner_token
from bot.services.limits import Limiter
from bot.web.metrics import Metrics
from bot.web.server import Parts, add_routes
from bot.web.serving import LOOPBACK as LOOPBACKS
from bot.web.serving import Serving, serve
from bot.web.webhook import webhook_keys

logger = logging.getLogger(__name__)

KNOCK_AGAIN = 5.0
LOOPBACK = "127.0.0.1"
HEALTH_CACHED = 20.0


class NotYet(Exception):
    """Telegram has not been spoken to yet, so nothing can be handled."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Duties:
    """What one process does: answers the web, works off what is due, asks for updates."""

    web: bool = True
    work: bool = True
    poll: bool = True


class Process:
    """Built by `opened`; everything that it opened is closed by the stack, in reverse."""

    def __init__(self, settings: Settings, duties: Duties, stack: AsyncExitStack) -> None:
        self.settings = settings
        self.duties = duties
        self.stack = stack
        self.metrics = Metrics()
        self.stopping = asyncio.Event()
        self.problem: str | None = None
        self.met = False
        self._telegram_at = (0.0, False)
        self.clock: Clock | None = None
        self.app: App
        self.ptb: Ptb
        self.intake: Intake
        self.serving: Serving | None = None

    async def open(self) -> None:
        """Everything but the talk with Telegram: a web server answers from now on."""
        settings, shared = self.settings, self.settings.redis_url
        limiter = Limiter(shared.get_secret_value() if shared else None)
        pace = Pace(limiter, settings.send_rate)
        self.ptb = build_bot(self.token, self.api_url, pace)
        messenger = TelegramMessenger(self.ptb.bot, Teller(lambda: self.ptb.bot_data[GROUND]))
        self.app = await build(
            settings,
            messenger=messenger,
            poster=ChannelPosts(self.ptb.bot),
            limiter=limiter,
            base_url=self.base_url,
            counted=self.metrics.count,
            loopback=settings.loopback_networks,
            network_addresses=network_addresses(settings),
        )
        self.stack.push_async_callback(self.app.close)
        self.intake = furnish(self.ptb, self.app.ground)
        self.app.lines.append(self.intake.line)
        self.app.sweeps.append(self.intake.sweep)
        if not self.duties.work:
            # Only stores what the webhook brings; a worker takes it from there.
            self.intake.line.stop()
        if self.duties.web:
            await self._serve()

    @property
    def token(self) -> str:
        token = self.settings.telegram_token
        return token.get_secret_value() if token else PLAYGROUND_TOKEN

    @property
    def api_url(self) -> str:
        if self.settings.playground:
            return f"http://{LOOPBACK}:{self.settings.port}"
        return self.settings.telegram_api_url

    @property
    def base_url(self) -> str | None:
        """The playground's people sit at this very machine; a phone needs a public address."""
        if self.settings.public_url:
            return self.settings.public_url
        return f"http://{LOOPBACK}:{self.settings.port}" if self.settings.playground else None

    async def _serve(self) -> None:
        settings = self.settings
        server = web.Application(client_max_size=2**20)
        elsewhere: Callable[[str], bool] = lambda _path: False  # noqa: E731
        if settings.playground:
            state = settings.data_dir / "playground.json"
            add_playground(server, Playground(token=PLAYGROUND_TOKEN, state_path=state))
            elsewhere = guarded
        hooked = settings.mode is Updates.WEBHOOK
        parts = Parts(
            vitals=Vitals(self._telegram_answers, self._lag),
            metrics=self.metrics,
            bot_name=lambda: "" if settings.playground else self.ptb.bot.username,
            store=self._store if hooked else None,
            elsewhere=elsewhere,
        )
        add_routes(server, self.app.ground, parts)
        host = LOOPBACK if settings.playground else settings.host
        try:
            own = (*LOOPBACKS, *settings.trusted_proxies)
            self.serving = await serve(server, host, settings.port, unlimited=own)
        except OSError as error:
            raise WrongSetting(terminal.cannot_listen(error, host, settings.port)) from None
        self.stack.push_async_callback(self.serving.close)

    async def _store(self, update: dict[str, Any]) -> None:
        """An update from the webhook; what comes too early is refused and comes again."""
        if not self.met:
            raise NotYet
        await self.intake.store([update])

    async def meet(self) -> None:
        """Introduces itself to Telegram, and waits for it as long as it takes."""
        self.stack.push_async_callback(self.ptb.bot.shutdown)
        while not self.met:
            try:
                await self.ptb.initialize()
                self.met = True
            except InvalidToken:
                raise WrongSetting(
                    "HIBI_TELEGRAM_TOKEN: Telegram does not know it. "
                    "Example: the line that @BotFather shows after /newbot"
                ) from None
            except TelegramError as error:
                logger.warning("Telegram does not answer (%s); again soon", type(error).__name__)
                await asyncio.sleep(KNOCK_AGAIN)
        self.stack.push_async_callback(self.ptb.shutdown)

    async def begin(self) -> None:
        """Starts what ticks and what listens."""
        if self.duties.web or self.duties.poll:
            await set_menu(self.ptb.bot)
        if self.duties.work:
            self.clock = Clock(self.app)
            self.clock.start()
            # Closed in reverse: no new ticks, then what runs ends, then Telegram's line goes.
            self.stack.push_async_callback(self.app.drain)
            self.stack.push_async_callback(self.clock.stop)
        if self.settings.mode is Updates.WEBHOOK:
            if self.duties.web:
                await self._set_webhook()
        elif self.duties.poll:
            await self.ptb.bot.delete_webhook()
            self._poll()

    def _poll(self) -> None:
        polling = Polling(self.intake, f"{self.api_url}/bot{self.token}", self.app.ground)
        task = asyncio.get_running_loop().create_task(self._keep_polling(polling))

        async def stop() -> None:
            polling.stop()
            await asyncio.wait({task}, timeout=1)

        self.stack.push_async_callback(stop)

    async def _keep_polling(self, polling: Polling) -> None:
        try:
            await polling.run()
        except SecondPoller:
            self.problem = "Another process already asks Telegram for this bot's updates."
        except WrongToken:
            self.problem = "HIBI_TELEGRAM_TOKEN: Telegram does not know it any more."
        self.stopping.set()

    async def _set_webhook(self) -> None:
        keys = webhook_keys(self.app.ground)
        await self.ptb.bot.set_webhook(
            f"{self.settings.public_url}{keys.path}",
            secret_token=keys.secret,
            allowed_updates=ALLOWED_UPDATES,
            max_connections=20,
        )

    async def _telegram_answers(self) -> bool:
        asked_at, answered = self._telegram_at
        if time.monotonic() - asked_at > HEALTH_CACHED:
            try:
                answered = bool(await self.ptb.bot.get_me())
            except TelegramError:
                answered = False
            self._telegram_at = (time.monotonic(), answered)
        return answered

    def _lag(self) -> timedelta:
        return self.clock.lag if self.clock else timedelta()

    async def until_stopped(self, work: Coroutine[Any, Any, None]) -> None:
        """Does it, unless it is time to end before it is done."""
        task, stop = asyncio.ensure_future(work), asyncio.ensure_future(self.stopping.wait())
        await asyncio.wait({task, stop}, return_when=asyncio.FIRST_COMPLETED)
        stop.cancel()
        if task.done():
            task.result()
            return
        task.cancel()
        await asyncio.wait({task})


async def run(settings: Settings, duties: Duties) -> None:
    """Runs until SIGTERM or SIGINT. Raises WrongSetting where it cannot start or go on."""
    logs.set_up(settings.log_level, secrets_of(settings))
    async with AsyncExitStack() as stack:
        one = Process(settings, duties, stack)
        loop = asyncio.get_running_loop()
        for name in (signal.SIGTERM, signal.SIGINT):
            loop.add_signal_handler(name, one.stopping.set)
        await one.open()
        await one.until_stopped(start(one))
        await one.stopping.wait()
    if one.problem:
        raise WrongSetting(one.problem)


async def start(one: Process) -> None:
    await one.meet()
    await one.begin()
    collect_rarely()
    await greet(one)


async def greet(one: Process) -> None:
    """Says in a line or two where people find it; the owner's link only once."""
    if one.settings.playground and one.serving is not None:
        terminal.say(terminal.PLAYGROUND.format(url=one.serving.url))
        return
    bot_name = one.ptb.bot.username
    terminal.say(terminal.RUNS.format(bot_name=bot_name))
    # Each link ends the one before it, so workers beside a web process say none.
    token = await owner_token(one.app.ground) if one.duties.web else None
    if token is not None:
        terminal.say(terminal.OWNER.format(bot_name=bot_name, token=token))
