"""A network in memory that tells what came back, and echoes as rows."""

from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any

from bot.db.echoes import mark_of
from bot.db.tables import Copy, Echo
from bot.networks import base
from bot.networks.listening import Echo as Said
from bot.networks.listening import Heard
from tests.fakes import NOW, FakeNetwork


@dataclass(slots=True, kw_only=True)
class FakeListening(FakeNetwork):
    """Tells `heard` of every post; `deaf` are raised one by one instead of telling."""

    answers: bool = True
    heard: Heard = field(default_factory=Heard)
    deaf: list[BaseException] = field(default_factory=list)

    async def listen(self, account: base.Account, copy: base.Copy) -> Heard:
        self.calls.append(("listen", copy.remote_id))
        if self.deaf:
            raise self.deaf.pop(0)
        return self.heard

    def says(self, *texts: str, likes: int = 0, boosts: int = 0) -> None:
        """From now on this is what stands below each post."""
        echoes = tuple(said(number, text) for number, text in enumerate(texts, 1))
        self.heard = Heard(likes=likes, boosts=boosts, echoes=echoes)


def said(number: int, text: str = "Nice", **given: Any) -> Said:
    plain: dict[str, Any] = {
        "remote_id": f"echo-{number}",
        "author": f"@bob{number}@far.example",
        "url": f"https://far.example/{number}",
    }
    return Said(text=text, **plain | given)


def an_echo(copy: Copy, number: int = 1, **given: Any) -> Echo:
    """An echo that is due to be told."""
    plain: dict[str, Any] = {
        "person_id": copy.person_id,
        "copy_id": copy.id,
        "mark": mark_of(f"echo-{number}"),
        "remote_id": f"echo-{number}",
        "author": f"@bob{number}@far.example",
        "url": f"https://far.example/{number}",
        "text": "Nice",
        "heard_at": NOW - timedelta(hours=1),
        "tell_at": NOW,
    }
    return Echo(**plain | given)
