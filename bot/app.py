"""App: what lives as long as the process. Builds it, starts it, closes it."""

import asyncio
import logging
import random
from collections.abc import Awaitable, Callable, Mapping, Sequence
from contextlib import nullcontext
from datetime import UTC, datetime
from functools import cache
from importlib.resources import files
from types import MappingProxyType
from typing import Any

from bot.config import Settings, WrongSetting
from bot.db import due, people
from bot.db.engine import CANNOT_OPEN, Database
from bot.db.migrating import migrate
from bot.db.types import Vault
from bot.db.writer import Writer
from bot.domain.questions import Facet, Question, parse_questions
from bot.media.decoding import Decoder
from bot.media.files import MediaFiles
from bot.media.remuxing import Remuxer
from bot.networks import Poster, Ways, build_networks
from bot.networks.http import Http
from bot.process_setup import operator_keys
from bot.sealing_keys import keys_of
from bot.services import (
    alarming,
    asking,
    cards,
    channels,
    delivering,
    echoing,
    ending,
    erasing,
    fetching,
    groups,
    linked,
    linking_requests,
    listening,
    nudging,
    pausing,
)
from bot.services.ground import Ground
from bot.services.limits import Limiter
from bot.services.ports import Messenger
from bot.services.working import Line

logger = logging.getLogger(__name__)

BOT_FACT = "bot_id"
DRAIN_SECONDS = 4.0
DELIVERIES_AT_ONCE = 96
"""They mostly wait for networks; the more of them, the more share each commit."""
LOOK_SECONDS = 10
WITH_MEDIA_AT_ONCE = 24
"""A picture is held in memory until the network has it."""


class OtherBot(WrongSetting):
    """This database has met another bot."""


class App:
    """The ground and the lines of work over it.

    `lines` are ticked by the clock. A process that only answers the web starts none of them.
    """

    def __init__(self, ground: Ground, http: Http) -> None:
        self.ground = ground
        self._http = http
        self._with_media = asyncio.Semaphore(WITH_MEDIA_AT_ONCE)
        self.sweeps: list[Callable[[], Awaitable[object]]] = [
            lambda: asking.sweep(ground),
            lambda: delivering.sweep(ground),
            lambda: linking_requests.sweep(ground),
            lambda: pausing.come_home(ground),
            lambda: pausing.ask_after_a_month(ground),
            lambda: alarming.tell(ground),
            lambda: groups.leave_unconfirmed(ground),
        ]
        self.lines: list[Line[Any]] = [
            Line(
                "nudges",
                lambda most: nudging.claim_due(ground, most),
                self._send,
                most=4,
                batches=True,
            ),
            Line(
                "deliveries",
                lambda most: delivering.claim_due(ground, most),
                self._deliver,
                most=DELIVERIES_AT_ONCE,
                queued=True,
            ),
            Line("files", lambda most: fetching.claim_due(ground, most), self._fetch, most=4),
            Line("cards", lambda most: cards.claim_due(ground, most), self._show, most=8),
            Line("looks", lambda most: listening.claim_due(ground, most), self._listen, most=4),
            Line("echoes", lambda most: echoing.claim_due(ground, most), self._echo, most=4),
        ]

    async def kick(self) -> None:
        """Has those lines tick for which something is due, without waiting for them. Raises
        TimeoutError where the database keeps silent."""
        async with asyncio.timeout(LOOK_SECONDS):
            lines = await self.lines_due()
        for line in lines:
            await line.kick()

    async def lines_due(self) -> Sequence[Line[Any]]:
        async with self.ground.database.reading() as session:
            names = await due.due_lines(session, self.ground.now())
        return [line for line in self.lines if line.name in names]

    async def sweep(self) -> None:
        """Gives back what dead workers held, and forgets what is past."""
        for sweep in self.sweeps:
            try:
                await sweep()
            except Exception:
                logger.exception("could not sweep")

    async def daily(self) -> None:
        """What one look a day is enough for."""
        await self.ground.files.sweep(self.ground.now())
        await linked.give_back_forgotten(self.ground)
        await echoing.forget(self.ground)

    async def hourly(self) -> None:
        """Asks whether people may still post into their channels and groups; looks after sign-ins
        that end; erases what was deleted."""
        await channels.check_channels(self.ground)
        await groups.check_groups(self.ground)
        await ending.look_ahead(self.ground)
        await alarming.drop_mended(self.ground)
        while await erasing.erase_gone(self.ground):
            continue

    async def drain(self) -> None:
        """Lets what runs end, for a few seconds; what does not is left to its lease."""
        await asyncio.gather(*(line.drain(DRAIN_SECONDS) for line in self.lines))

    async def close(self) -> None:
        """Closes everything; whoever works drains first, while Telegram can still be spoken to."""
        await self.drain()
        await self.ground.writer.close()
        await self._http.close()
        await self.ground.limiter.close()
        await self.ground.database.close()

    async def _send(self, batch: nudging.Batch) -> None:
        await asking.send_batch(self.ground, batch)

    async def _deliver(self, claimed: delivering.Claimed) -> None:
        async with self._with_media if claimed.whole.media else nullcontext():
            await delivering.deliver(self.ground, claimed)

    async def _fetch(self, media: Any) -> None:
        await fetching.fetch(self.ground, media)

    async def _show(self, who: tuple[int, int]) -> None:
        await cards.show(self.ground, *who)

    async def _listen(self, look: listening.Look) -> None:
        await listening.listen(self.ground, look)

    async def _echo(self, telling: echoing.Telling) -> None:
        await echoing.tell(self.ground, telling)


async def build(
    settings: Settings,
    *,
    messenger: Messenger,
    poster: Poster,
    limiter: Limiter,
    clock: Callable[[], datetime] = lambda: datetime.now(UTC),
    chance: random.Random | None = None,
    base_url: str | None = None,
    counted: Callable[[str], None] = lambda _name: None,
    loopback: bool = False,
    migrated: bool = False,
    network_addresses: Mapping[str, Mapping[str, str]] | None = None,
) -> App:
    """Opens everything. Raises WrongSetting with one line where something does not fit.

    `migrated`: the tables are known to be those of this release. `loopback` lets networks be
    servers on this machine; it is for tests, and never together with a public https address.
    """
    if loopback and (settings.public_url or "").startswith("https://"):
        raise WrongSetting("servers on loopback are for tests, never with an https address")
    database = await _opened(settings, migrated=migrated)
    http = Http(private_servers=frozenset(settings.private_servers), loopback=loopback, clock=clock)
    base = base_url or settings.public_url
    vault = Vault(keys_of(settings))
    ways = _ways(settings, vault, http, poster, base, network_addresses or {})
    ground = Ground(
        settings=settings,
        database=database,
        writer=Writer(database),
        vault=vault,
        clock=clock,
        chance=chance or random.Random(),
        questions=load_questions(),
        networks=build_networks(ways),
        messenger=messenger,
        limiter=limiter,
        files=MediaFiles(settings.data_dir / "media"),
        decoder=Decoder(),
        remuxer=Remuxer(),
        bot_id=bot_id_of(settings),
        base_url=base,
        counted=counted,
    )
    return App(ground, http)


def _ways(
    settings: Settings,
    vault: Vault,
    http: Http,
    poster: Poster,
    base: str | None,
    addresses: Mapping[str, Mapping[str, str]],
) -> Ways:
    return Ways(
        http=http,
        poster=poster,
        page_address=under(base),
        website=settings.source_url,
        apps=operator_keys(settings),
        addresses=addresses,
        described_at=described_under(base),
        secrets=vault.derive_each("networks"),
    )


async def _opened(settings: Settings, *, migrated: bool) -> Database:
    if not migrated:
        await prepare(settings)
    database = Database(settings.database)
    await remember_bot(database, bot_id_of(settings))
    return database


def under(base: str | None) -> Callable[[str, str], str]:
    """Where a snippet stands on a page; nowhere while no phone could open the address."""
    return lambda handle, public_id: f"{base}/@{handle}/{public_id}" if base else ""


def described_under(base: str | None) -> Callable[[str], str]:
    """Where servers of a network read who this Hibi is."""
    return lambda network: f"{base}/link/clients/{network}.json" if base else ""


async def prepare(settings: Settings) -> None:
    """Brings the tables up to date. Raises WrongSetting where the database cannot be opened."""
    try:
        await migrate(settings.database)
    except CANNOT_OPEN as error:
        name = "database_url" if settings.database_url else "data_dir"
        example = (Settings.model_fields[name].examples or [""])[0]
        raise WrongSetting(
            f"HIBI_{name.upper()}: the database cannot be opened ({type(error).__name__}). "
            f"Example: HIBI_{name.upper()}={example}"
        ) from None


@cache
def load_questions() -> Mapping[str, Question]:
    """The questions that ship, by id."""
    folder = files("bot.questions")
    found = {
        question.id: question
        for facet in Facet
        for question in parse_questions(folder.joinpath(f"{facet}.toml").read_text("utf-8"), facet)
    }
    return MappingProxyType(found)


def bot_id_of(settings: Settings) -> int:
    """The bot's id: what stands before the colon in its token. The playground's bot is 1."""
    if settings.telegram_token is None:
        return 1
    return int(settings.telegram_token.get_secret_value().partition(":")[0])


async def remember_bot(database: Database, bot_id: int) -> None:
    """A database belongs to one bot for ever: its update ids mean nothing to another."""
    async with database.writing() as session:
        known = await people.settle_fact(session, BOT_FACT, str(bot_id))
    if known != str(bot_id):
        await database.close()
        raise OtherBot(
            "HIBI_TELEGRAM_TOKEN: this database belongs to another bot. "
            "Example: HIBI_DATA_DIR=data-of-the-new-bot"
        )
