"""LinkedIn from the first tap to the last: linked by a browser, posted to, told of, linked anew."""

from collections.abc import AsyncIterator
from dataclasses import dataclass, replace
from datetime import timedelta
from pathlib import Path

import pytest
from yarl import URL

from bot.db.engine import Database
from bot.db.tables import Account, AccountState, Alarm, Copy, LinkRequest
from bot.domain.delivery import DeliveryState
from bot.services import alarming, ending, linking
from bot.services.linking_browser import CameBack, Return, begin, come_back
from bot.services.linking_rules import CannotLink
from bot.services.notices import NetworkOutdated, SignedOut, SignInEnds
from tests.builders import HANA, World, a_delivery, a_person, build_world
from tests.networks.linkedins import Desk, run_desk
from tests.standins.linkedin import MEMBER

COOKIE = "her browser"
MALLORY = 666


@dataclass(slots=True)
class Office:
    desk: Desk
    world: World

    async def comes_back(self, cookie: str = COOKIE) -> Return:
        """Hana has said yes over there; her browser is about to tell us."""
        begun = await linking.start(self.world.ground, HANA, "linkedin", who="Hana")
        there = await begin(self.world.ground, URL(begun.url).name, COOKIE)
        answer = self.desk.server.say_yes(there)
        return Return(network="linkedin", server="linkedin.com", cookie=cookie, **answer)

    async def linked(self) -> Account:
        came = await come_back(self.world.ground, await self.comes_back())
        await linking.confirm(self.world.ground, HANA, came.keys.token)
        return await self.world.one(Account, network="linkedin")


@pytest.fixture
async def office(database: Database, tmp_path: Path) -> AsyncIterator[Office]:
    async with run_desk() as desk:
        world = build_world(database, tmp_path, desk.network, clock=desk.clock)
        await world.add(a_person(is_owner=True), a_person(MALLORY))
        yield Office(desk, world)


async def test_linking_keeps_when_the_sign_in_ends(office: Office) -> None:
    account = await office.linked()

    assert (account.remote_id, account.handle, account.server) == (MEMBER, "佐藤はな", "")
    assert account.sign_in_ends_at == office.desk.clock.now + timedelta(days=60)
    assert account.state == AccountState.WORKING


async def test_a_forged_return_links_nothing(office: Office) -> None:
    ground, honest = office.world.ground, await office.comes_back()
    forged = (
        replace(honest, cookie="another browser"),
        replace(honest, state="invented"),
        replace(honest, code="invented"),
    )

    for one in forged:
        with pytest.raises(CannotLink):
            await come_back(ground, one)
    assert await office.world.all(Account) == []


async def test_a_return_counts_once_and_only_its_own_person_confirms(office: Office) -> None:
    ground, honest = office.world.ground, await office.comes_back()
    came: CameBack = await come_back(ground, honest)

    with pytest.raises(CannotLink):
        await come_back(ground, honest)
    refused = await linking.confirm(ground, MALLORY, came.keys.token)

    assert refused is linking.NotConfirmed.WRONG_PERSON
    assert await office.world.all(Account) == []
    assert await office.world.all(LinkRequest) == []


@pytest.mark.parametrize("arrived", [True, False])
async def test_a_lost_answer_ends_with_one_post_and_nobody_is_asked(
    office: Office, arrived: bool
) -> None:
    account = await office.linked()
    snippet = await office.world.a_kept_answer("カレー #昼")
    await office.world.a_photo(snippet, alt="a plate")
    row = await office.world.add(a_delivery(snippet, account))
    server = office.desk.server
    server.drops, server.cuts = (1, 0) if arrived else (0, 1)

    await office.world.work()
    assert (await office.world.fresh(row)).state == DeliveryState.UNSURE
    office.desk.clock.passes(minutes=2)
    await office.world.work()

    (post,) = server.posts.values()
    assert (post.words, post.tags, post.alts) == ("「お昼ごはん」カレー #昼", ["昼"], ["a plate"])
    assert (await office.world.one(Copy)).remote_id == post.id
    assert (await office.world.fresh(row)).state == DeliveryState.PUBLISHED


async def test_after_sixty_days_what_waits_goes_out_with_the_next_link(office: Office) -> None:
    account = await office.linked()
    for _ in range(60):
        office.desk.clock.passes(days=1)
        await ending.look_ahead(office.world.ground)
    told = office.world.messenger.heard(SignInEnds)
    snippet = await office.world.a_kept_answer("カレー")
    now = office.desk.clock.now
    await office.world.add(a_delivery(snippet, account, queued_at=now, due_at=now))
    await office.world.work()

    assert [one.network for one in told] == ["linkedin", "linkedin"]
    assert office.desk.server.posts == {}
    again = await office.linked()
    await office.world.work()

    assert again.id == account.id
    assert [post.words for post in office.desk.server.posts.values()] == ["「お昼ごはん」カレー"]


async def test_a_retired_version_reaches_the_operator_and_no_post_is_lost(office: Office) -> None:
    account = await office.linked()
    snippet = await office.world.a_kept_answer("カレー")
    await office.world.add(a_delivery(snippet, account))
    office.desk.server.versions = ("202801",)

    for _ in range(3):
        await office.world.work()
        await alarming.tell(office.world.ground)
        office.desk.clock.passes(days=1)
    office.desk.server.versions = ("202609",)
    await office.world.work()

    assert len(office.world.messenger.heard(NetworkOutdated)) == 1
    assert office.world.messenger.heard(SignedOut) == []
    assert len(office.desk.server.posts) == 1
    assert (await office.world.one(Alarm)).network == "linkedin"
