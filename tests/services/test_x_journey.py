"""From a yes in the browser to a post at X: linked, kept signed in, posted once, paid for."""

from collections.abc import AsyncIterator
from dataclasses import dataclass
from pathlib import Path

import pytest
from yarl import URL

from bot.config import Settings
from bot.db.engine import Database
from bot.db.tables import Account, AccountState, Copy, Delivery, LinkRequest, Snippet
from bot.domain.delivery import DeliveryState
from bot.services import linked, linking
from bot.services.identity import opened
from bot.services.linking_browser import CameBack, Return, begin, come_back
from bot.services.linking_rules import CannotLink, Why
from tests.builders import HANA, World, a_delivery, build_world
from tests.networks.exes import XHouse, run_x
from tests.rows import a_person
from tests.services.conftest import MALLORY
from tests.standins.x import NO_CREDITS, Problem

COOKIE = "her browser"


@dataclass(slots=True)
class Journey:
    house: XHouse
    world: World

    async def asked(self, person_id: int = HANA, cookie: str = COOKIE) -> str:
        """Where X asks for a yes, in this browser."""
        begun = await linking.start(self.world.ground, person_id, "x", "", who="Hana")
        return await begin(self.world.ground, URL(begun.url).name, cookie)

    async def back(self, answer: dict[str, str], cookie: str = COOKIE, **odd: str) -> CameBack:
        known = {"network": "x", "server": "x.com", "cookie": cookie, **answer, **odd}
        return await come_back(self.world.ground, Return(**known))

    async def linked(self) -> Account:
        came = await self.back(self.house.server.say_yes(await self.asked()))
        await linking.confirm(self.world.ground, HANA, f"link-{came.keys.token}")
        row = await self.world.one(Account, network="x")
        row.shown_first_at = self.world.clock.now
        return await self.world.add(row)

    async def on_its_way(self, text: str = "カレー", *, alt: str | None = None) -> Delivery:
        account = await self.world.one(Account, network="x")
        snippet = await self.world.a_kept_answer(text)
        if alt is not None:
            await self.world.a_photo(snippet, alt=alt)
        now = self.world.clock.now
        return await self.world.add(a_delivery(snippet, account, queued_at=now, due_at=now))

    async def state(self, row: Delivery) -> tuple[str, str | None]:
        fresh = await self.world.fresh(row)
        return fresh.state, fresh.rule


@pytest.fixture
async def journey(database: Database, tmp_path: Path) -> AsyncIterator[Journey]:
    settings = Settings(_env_file=None, data_dir=tmp_path, x_posts_a_month=3)
    async with run_x() as house:
        world = build_world(database, tmp_path, house.x, clock=house.clock, settings=settings)
        await world.add(a_person(), a_person(MALLORY))
        yield Journey(house, world)


async def test_linked_by_a_browser_and_a_yes_in_the_chat(journey: Journey) -> None:
    row = await journey.linked()

    assert (row.state, row.handle, row.remote_id) == (AccountState.WORKING, "@hana", "2001")
    assert "c4nary" not in repr(row)
    assert opened(journey.world.ground, row).secret["access_token"] in journey.house.server.tokens


@pytest.mark.parametrize(
    ("odd", "cookie", "why"),
    [
        ({}, "another browser", Why.OTHER_BROWSER),
        ({"state": "forged"}, COOKIE, Why.NOT_ASKED),
        ({"network": "threads"}, COOKIE, Why.NOT_ALLOWED),
        ({"server": "evil.example"}, COOKIE, Why.NOT_ALLOWED),
        ({"issuer": "https://evil.example"}, COOKIE, Why.NOT_ALLOWED),
        ({"code": "", "error": "access_denied"}, COOKIE, Why.SAID_NO),
        ({"code": "forged"}, COOKIE, Why.CODE_REFUSED),
    ],
)
async def test_a_forged_callback_links_nothing(
    journey: Journey, odd: dict[str, str], cookie: str, why: Why
) -> None:
    answer = journey.house.server.say_yes(await journey.asked())

    with pytest.raises(CannotLink) as refused:
        await journey.back(answer, cookie, **odd)

    assert refused.value.why is why
    assert await journey.world.all(Account) == []
    assert journey.house.server.tokens == {}


async def test_a_replayed_callback_links_nothing_more(journey: Journey) -> None:
    answer = journey.house.server.say_yes(await journey.asked())
    await journey.back(answer)

    with pytest.raises(CannotLink):
        await journey.back(answer)

    assert journey.house.server.calls("POST", "/2/oauth2/token") == 1


async def test_a_code_of_another_try_is_refused_by_its_proof_key(journey: Journey) -> None:
    stolen = journey.house.server.say_yes(await journey.asked(MALLORY, "mallory's"))["code"]
    state = URL(await journey.asked()).query["state"]

    with pytest.raises(CannotLink) as refused:
        await journey.back({"code": stolen, "state": state})

    assert refused.value.why is Why.CODE_REFUSED
    assert await journey.world.all(LinkRequest, person_id=HANA) == []


async def test_somebody_elses_yes_is_given_back(journey: Journey) -> None:
    came = await journey.back(journey.house.server.say_yes(await journey.asked(MALLORY)))

    await linking.confirm(journey.world.ground, HANA, f"link-{came.keys.token}")

    assert await journey.world.all(Account) == []
    assert (journey.house.server.tokens, journey.house.server.refreshes) == ({}, {})


async def test_an_answer_with_a_photo_arrives(journey: Journey) -> None:
    await journey.linked()
    await journey.on_its_way(alt="a plate")

    await journey.world.work()

    (post,) = journey.house.server.tweets.values()
    assert (post.words, post.alts) == ("「お昼ごはん」カレー", ["a plate"])
    copy = await journey.world.one(Copy)
    assert (copy.remote_id, copy.url.endswith(f"/hana/status/{post.id}")) == (post.id, True)


async def test_a_long_answer_becomes_a_thread(journey: Journey) -> None:
    await journey.linked()
    await journey.on_its_way("今日はいい天気だったので散歩をした。" * 12)

    await journey.world.work()

    posts = list(journey.house.server.tweets.values())
    assert len(posts) == 2
    assert [one.reply_to for one in posts] == ["", posts[0].id]


@pytest.mark.parametrize("arrived", [True, False])
@pytest.mark.parametrize("alt", [None, "a plate"])
async def test_a_lost_answer_ends_with_one_post(
    journey: Journey, arrived: bool, alt: str | None
) -> None:
    await journey.linked()
    row = await journey.on_its_way(alt=alt)
    lost = journey.house.server.loses if arrived else journey.house.server.cuts
    lost.append("POST /2/tweets")

    await journey.world.work()
    assert (await journey.state(row))[0] == DeliveryState.UNSURE
    for _ in range(4):
        journey.house.clock.passes(minutes=2)
        await journey.world.work()

    (post,) = journey.house.server.tweets.values()
    assert (await journey.world.one(Copy)).remote_id == post.id
    assert await journey.state(row) == (DeliveryState.PUBLISHED, None)


async def test_a_day_later_new_tokens_are_stored_before_they_are_used(journey: Journey) -> None:
    account = await journey.linked()
    before = opened(journey.world.ground, account).secret
    journey.house.clock.passes(days=1)
    row = await journey.on_its_way()
    journey.house.server.troubles.append(("/2/tweets", Problem(503, "busy")))

    await journey.world.work()

    after = opened(journey.world.ground, await journey.world.fresh(account)).secret
    assert after["refresh_token"] in journey.house.server.refreshes
    assert before["refresh_token"] not in journey.house.server.refreshes
    for _ in range(4):
        journey.house.clock.passes(minutes=3)
        await journey.world.work()
    assert (await journey.state(row))[0] == DeliveryState.PUBLISHED
    assert journey.house.server.calls("POST", "/2/oauth2/token") == 2


async def test_a_sign_in_that_ended_waits_for_its_person(journey: Journey) -> None:
    account = await journey.linked()
    journey.house.server.refreshes.clear()
    journey.house.clock.passes(days=1)
    row = await journey.on_its_way()

    await journey.world.work()

    assert (await journey.state(row))[0] == DeliveryState.PARKED
    assert (await journey.world.fresh(account)).state == AccountState.SIGNED_OUT
    await journey.linked()
    await journey.world.work()
    assert (await journey.state(row))[0] == DeliveryState.PUBLISHED


async def test_without_credits_it_waits_and_goes_out_when_there_are_some(journey: Journey) -> None:
    await journey.linked()
    row = await journey.on_its_way()
    journey.house.server.troubles.append(("/2/tweets", NO_CREDITS))

    await journey.world.work()

    assert await journey.state(row) == (DeliveryState.WAITING, "credits_spent")
    assert "CreditsDepleted" in ((await journey.world.fresh(row)).raw or "")
    journey.house.clock.passes(hours=6)
    await journey.world.work()
    assert (await journey.state(row))[0] == DeliveryState.PUBLISHED


async def test_after_three_posts_nothing_more_is_paid_for_this_month(journey: Journey) -> None:
    await journey.linked()
    rows = [await journey.on_its_way(text) for text in ("1", "2", "3", "4")]

    await journey.world.work()

    assert journey.house.server.spent == pytest.approx(0.045)
    assert await journey.state(rows[3]) == (DeliveryState.REFUSED, "allowance")
    assert journey.house.server.calls("POST", "/2/tweets") == 3


async def test_unlinking_gives_both_tokens_back(journey: Journey) -> None:
    account = await journey.linked()

    gone = await linked.unlink(journey.world.ground, HANA, account.id)

    assert gone is not None
    assert gone.revoked
    assert (journey.house.server.tokens, journey.house.server.refreshes) == ({}, {})
    assert (await journey.world.fresh(account)).secret is None
    assert await journey.world.all(Snippet) == []
