"""Linking: begun in the chat, and confirmed there by the person who began."""

from dataclasses import replace
from pathlib import Path

import pytest

from bot.db.engine import Database
from bot.db.tables import Account, AccountState, LinkRequest
from bot.db.types import Vault
from bot.networks import base
from bot.networks.base import Linking, NotLinked, TryLater
from bot.services import linking, linking_requests
from bot.services.identity import opened
from bot.services.linked import Linked
from bot.services.linking import CannotLink, NotConfirmed, Way, Why
from bot.services.linking_rules import cannot
from tests.builders import HANA, World, a_person
from tests.services.links import SERVER, gone_through, linking_world, started
from tests.web.conftest import HERE, MALLORY
from tests.web.villages import Village


class Keyhole(Village):
    """A network with a secret of its own instead of a browser."""

    def __init__(self) -> None:
        super().__init__(name="bluesky", title="Bluesky", linking=Linking.SECRET)

    async def sign_in(self, handle: str, secret: str) -> base.Account:
        if secret != "right":
            raise NotLinked("wrong_password")
        found = base.Secret({"access_jwt": "token"})
        return base.Account(
            network="bluesky", server="", remote_id="did", handle=f"@{handle}", secret=found
        )


@pytest.fixture
def village() -> Village:
    return Village()


@pytest.fixture
async def world(database: Database, tmp_path: Path, village: Village) -> World:
    return await linking_world(database, tmp_path, village)


async def test_the_person_who_began_confirms_by_the_pages_address(
    world: World, village: Village
) -> None:
    came = await gone_through(world, village)

    linked = await linking.confirm(world.ground, HANA, f"link-{came.keys.token}")

    assert isinstance(linked, Linked)
    (account,) = await world.all(Account)
    assert (account.person_id, account.handle, account.state) == (
        HANA,
        "@hana@sakura.village",
        AccountState.WORKING,
    )
    assert opened(world.ground, account).secret["access_token"] == "token of hana"
    assert await world.all(LinkRequest) == []


async def test_the_pages_code_confirms_however_it_is_typed(world: World, village: Village) -> None:
    came = await gone_through(world, village)
    wide = came.keys.code.translate({ord(str(n)): 0xFF10 + n for n in range(10)})

    linked = await linking.confirm(world.ground, HANA, f" {wide[:3]} {wide[3:]} ")

    assert isinstance(linked, Linked)


async def test_nothing_is_linked_before_the_person_confirms(world: World, village: Village) -> None:
    await gone_through(world, village)

    assert await world.all(Account) == []
    assert await linking.accounts(world.ground, HANA) == []


async def test_what_nobody_confirmed_is_given_back(world: World, village: Village) -> None:
    came = await gone_through(world, village)
    world.clock.passes(minutes=11)

    await linking_requests.sweep(world.ground)

    assert village.revoked == ["token of hana"]
    assert await world.all(LinkRequest) == []
    late = await linking.confirm(world.ground, HANA, came.keys.token)
    assert late is NotConfirmed.NOTHING_WAITS


async def test_five_wrong_codes_end_it(world: World, village: Village) -> None:
    came = await gone_through(world, village)
    wrong = f"{(int(came.keys.code) + 1) % 1_000_000:06}"

    outcomes = [await linking.confirm(world.ground, HANA, wrong) for _ in range(5)]

    assert outcomes == [NotConfirmed.WRONG_CODE] * 4 + [NotConfirmed.TOO_MANY_TRIES]
    assert village.revoked == ["token of hana"]
    right = await linking.confirm(world.ground, HANA, came.keys.code)
    assert right is NotConfirmed.NOTHING_WAITS


async def test_somebody_elses_wrong_codes_touch_nothing(world: World, village: Village) -> None:
    came = await gone_through(world, village)

    for _ in range(6):
        outcome = await linking.confirm(world.ground, MALLORY, "000000")
        assert outcome is NotConfirmed.NOTHING_WAITS
    assert isinstance(await linking.confirm(world.ground, HANA, came.keys.code), Linked)


async def test_it_was_not_me_ends_it_for_its_person_alone(world: World, village: Village) -> None:
    await gone_through(world, village)
    (request,) = await world.all(LinkRequest)

    assert await linking.refuse(world.ground, MALLORY, request.id) is False
    assert await linking.waits_for_code(world.ground, HANA) is True
    assert await linking.refuse(world.ground, HANA, request.id) is True
    assert village.revoked == ["token of hana"]


async def test_people_who_only_keep_a_diary_link_nothing(world: World, village: Village) -> None:
    await world.add(a_person(8, diary_only=True))

    with pytest.raises(CannotLink) as refused:
        await linking.start(world.ground, 8, "mastodon", SERVER)

    assert refused.value.why is Why.DIARY_ONLY
    assert village.registered == []


async def test_five_links_an_hour_are_enough(world: World) -> None:
    for _ in range(5):
        await started(world, HANA)

    with pytest.raises(CannotLink) as refused:
        await started(world, HANA)
    assert refused.value.why is Why.TOO_MANY
    await started(world, MALLORY)


async def test_a_server_is_made_known_to_only_once(world: World, village: Village) -> None:
    await started(world, HANA)
    await started(world, MALLORY)

    back = f"{HERE}/link/back/mastodon/{SERVER}"
    assert village.registered == [(SERVER, back)]


async def test_one_typed_server_gets_ten_calls_an_hour_from_all_people(
    world: World, village: Village
) -> None:
    village.fails = TryLater("unreachable")
    people = range(100, 111)
    await world.add(*[a_person(person_id) for person_id in people])
    outcomes = []
    for person_id in people:
        with pytest.raises(CannotLink) as refused:
            await started(world, person_id)
        outcomes.append(refused.value.why)

    assert outcomes == [Why.UNREACHABLE] * 10 + [Why.TOO_MANY]


async def test_nonsense_for_a_server_is_no_link(world: World) -> None:
    with pytest.raises(CannotLink) as refused:
        await started(world, HANA, "http://127.0.0.1/")

    assert refused.value.why is Why.BAD_SERVER


async def test_without_a_public_address_the_server_shows_a_code(
    world: World, village: Village
) -> None:
    at_home = replace(world.ground, base_url=None)

    begun = await linking.start(at_home, HANA, "mastodon", SERVER)
    assert begun.way is Way.CODE
    code = village.say_yes(begun.url, "hana")["code"]
    linked = await linking.finish_by_code(at_home, HANA, f" {code}\n")

    assert linked.handle == "@hana@sakura.village"
    with pytest.raises(CannotLink) as refused:
        await linking.finish_by_code(at_home, HANA, code)
    assert refused.value.why is Why.NOT_ASKED


async def test_a_pasted_code_of_somebody_elses_try_is_refused(
    world: World, village: Village
) -> None:
    at_home = replace(world.ground, base_url=None)
    theirs = await linking.start(at_home, MALLORY, "mastodon", SERVER)
    await linking.start(at_home, HANA, "mastodon", SERVER)
    code = village.say_yes(theirs.url, "mallory")["code"]

    with pytest.raises(CannotLink) as refused:
        await linking.finish_by_code(at_home, HANA, code)

    assert refused.value.why is Why.CODE_REFUSED


async def test_after_five_wrong_pasted_codes_it_must_begin_anew(world: World) -> None:
    at_home = replace(world.ground, base_url=None)
    await linking.start(at_home, HANA, "mastodon", SERVER)
    reasons = []
    for _ in range(6):
        with pytest.raises(CannotLink) as refused:
            await linking.finish_by_code(at_home, HANA, "wrong")
        reasons.append(refused.value.why)

    assert reasons == [Why.CODE_REFUSED] * 5 + [Why.NOT_ASKED]


async def test_keys_that_were_lost_ask_to_begin_again(world: World, village: Village) -> None:
    came = await gone_through(world, village)
    other = replace(world.ground, vault=Vault(["another key, not for tests"]))

    outcome = await linking.confirm(other, HANA, came.keys.token)

    assert outcome is NotConfirmed.NOTHING_WAITS


def test_every_reason_of_a_network_has_a_name() -> None:
    known = cannot(NotLinked("bad_handle"))
    unknown = cannot(NotLinked("something new"))

    assert (known.why, unknown.why) == (Why.BAD_HANDLE, Why.NOT_ALLOWED)


async def test_bluesky_is_linked_by_what_the_chat_asks_for(world: World) -> None:
    ground = replace(world.ground, networks={"bluesky": Keyhole()})

    begun = await linking.start(ground, HANA, "bluesky")
    linked = await linking.by_secret(ground, HANA, "bluesky", "hana.example", "right")

    assert (begun.way, linked.handle) == (Way.SECRET, "@hana.example")
    account = await world.one(Account)
    assert opened(ground, account).secret["access_jwt"] == "token"


async def test_a_wrong_password_links_nothing(world: World) -> None:
    ground = replace(world.ground, networks={"bluesky": Keyhole()})

    with pytest.raises(CannotLink) as refused:
        await linking.by_secret(ground, HANA, "bluesky", "hana.example", "wrong")

    assert refused.value.why is Why.WRONG_PASSWORD
    assert await world.all(Account) == []


async def test_a_network_that_asks_for_no_secret_takes_none(world: World) -> None:
    with pytest.raises(CannotLink) as refused:
        await linking.by_secret(world.ground, HANA, "mastodon", "hana", "right")

    assert refused.value.why is Why.UNKNOWN_NETWORK
