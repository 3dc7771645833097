"""Channels: linked by who may post there, and asked again every day."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path

import pytest

from bot.db.engine import Database
from bot.db.tables import Account, AccountState
from bot.domain.compose import File
from bot.domain.delivery import DeliveryState
from bot.networks.base import TryLater
from bot.networks.telegram import Telegram
from bot.services import linking
from bot.services.channels import check_channels
from bot.services.linking import CannotLink, Way, Why
from bot.services.notices import Unlinked
from tests.builders import HANA, World, a_delivery, a_person, a_snippet
from tests.web.conftest import MALLORY, a_world

CHANNEL = -100123


@dataclass
class Channels:
    """Telegram, as far as channels go: who may post in the one that there is."""

    may: set[int] = field(default_factory=lambda: {HANA})
    fails: bool = False
    asked: list[int] = field(default_factory=list)

    async def describe(self, chat: str | int) -> tuple[int, str, str | None]:
        return CHANNEL, "Tea", "hanas_tea"

    async def may_post(self, chat_id: int, person_id: int) -> bool:
        self.asked.append(person_id)
        if self.fails:
            raise TryLater("busy")
        return person_id in self.may

    async def post(self, chat_id: int, text: str, files: Sequence[File]) -> Sequence[int]:
        raise NotImplementedError

    async def edit(self, chat_id: int, message_id: int, text: str, *, captioned: bool) -> None:
        raise NotImplementedError

    async def delete(self, chat_id: int, message_ids: Sequence[int]) -> None:
        raise NotImplementedError


@pytest.fixture
def channels() -> Channels:
    return Channels()


@pytest.fixture
async def world(database: Database, tmp_path: Path, channels: Channels) -> World:
    made = a_world(database, tmp_path, Telegram(channels))
    await made.add(a_person(HANA), a_person(MALLORY))
    return made


async def linked(world: World) -> Account:
    await linking.link_channel(world.ground, HANA, "@hanas_tea")
    return await world.one(Account)


async def test_a_channel_is_linked_by_who_may_post_there(world: World) -> None:
    assert (await linking.start(world.ground, HANA, "telegram")).way is Way.CHANNEL

    done = await linking.link_channel(world.ground, HANA, "@hanas_tea")

    assert (done.handle, done.title) == ("@hanas_tea", "Telegram")
    assert (await world.one(Account)).remote_id == str(CHANNEL)


async def test_nobody_links_a_channel_of_somebody_else(world: World) -> None:
    with pytest.raises(CannotLink) as refused:
        await linking.link_channel(world.ground, MALLORY, "@hanas_tea")

    assert refused.value.why is Why.MAY_NOT_POST
    assert await world.all(Account) == []


async def test_it_is_asked_again_once_a_day(world: World, channels: Channels) -> None:
    await linked(world)
    channels.asked.clear()

    await check_channels(world.ground)
    world.clock.passes(hours=25)
    await check_channels(world.ground)
    await check_channels(world.ground)

    assert channels.asked == [HANA]


async def test_who_may_post_there_no_more_is_unlinked_and_told(
    world: World, channels: Channels
) -> None:
    account = await linked(world)
    snippet = await world.add(a_snippet())
    delivery = await world.add(a_delivery(snippet, account))
    channels.may.clear()
    world.clock.passes(hours=25)

    await check_channels(world.ground)

    assert (await world.fresh(account)).state == AccountState.UNLINKED
    assert (await world.fresh(delivery)).state == DeliveryState.CANCELLED
    assert world.messenger.said == [
        Unlinked(person_id=HANA, network="telegram", handle="@hanas_tea")
    ]


async def test_an_answer_that_does_not_come_changes_nothing(
    world: World, channels: Channels
) -> None:
    account = await linked(world)
    channels.fails = True
    world.clock.passes(hours=25)

    await check_channels(world.ground)
    await check_channels(world.ground)

    assert (await world.fresh(account)).state == AccountState.WORKING
    assert len(channels.asked) == 2, "once when it was linked, once today"
    world.clock.passes(hours=2)
    await check_channels(world.ground)
    assert len(channels.asked) == 3
