"""What every service stands on: memory, clock, chance, networks and the way to people."""

import random
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from bot.config import Settings
from bot.db.engine import Database
from bot.db.types import Vault
from bot.db.writer import Writer
from bot.domain.questions import Question
from bot.media.decoding import Decoder
from bot.media.files import MediaFiles
from bot.media.remuxing import Remuxer
from bot.networks.base import Network
from bot.services.limits import Limiter
from bot.services.ports import Messenger
from bot.services.slow_servers import SlowServers

LEASE = timedelta(seconds=60)
"""How long one worker may hold a row; a row of a dead worker is free again after it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Ground:
    """Built once by the App. Services take it first; tests build it with fakes at the edges."""

    settings: Settings
    database: Database
    writer: Writer
    vault: Vault
    clock: Callable[[], datetime]
    chance: random.Random
    questions: Mapping[str, Question]
    networks: Mapping[str, Network]
    messenger: Messenger
    limiter: Limiter
    files: MediaFiles
    decoder: Decoder
    remuxer: Remuxer
    bot_id: int
    base_url: str | None = None
    """Where a link that we send begins; None while no phone could open it."""
    counted: Callable[[str], None] = field(default=lambda _name: None)
    """Counts one event for the metrics, by name."""
    servers: SlowServers = field(default_factory=SlowServers)

    def now(self) -> datetime:
        return self.clock()
