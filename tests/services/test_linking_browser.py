"""Linking through a browser: both attacks, mixed-up servers, second and late returns."""

from pathlib import Path

import pytest
from yarl import URL

from bot.db.engine import Database
from bot.db.tables import Account, LinkRequest
from bot.networks.base import TryLater
from bot.services import linking
from bot.services.linking import CannotLink, NotConfirmed, Why
from bot.services.linking_browser import begin, come_back, look
from bot.services.notices import ConfirmLink
from tests.builders import HANA, World
from tests.services.links import SERVER, gone_through, linking_world, returned, started
from tests.web.conftest import MALLORY
from tests.web.villages import Village


@pytest.fixture
def village() -> Village:
    return Village()


@pytest.fixture
async def world(database: Database, tmp_path: Path, village: Village) -> World:
    return await linking_world(database, tmp_path, village)


async def test_a_victim_who_opens_the_attackers_link_gives_nothing_away(
    world: World, village: Village
) -> None:
    # Mallory begins, the victim goes through to the end with an account of her own.
    there = await begin(world.ground, await started(world, MALLORY), "the victim's browser")
    came = await come_back(
        world.ground, returned(village.say_yes(there, "hana"), "the victim's browser")
    )

    # What Mallory's own chat was told is not enough to confirm with …
    (told,) = world.messenger.said
    assert isinstance(told, ConfirmLink)
    assert told.person_id == MALLORY
    assert came.keys.token not in repr(told)
    assert came.keys.code not in repr(told)
    # … and the victim's press, in her own chat, ends it.
    outcome = await linking.confirm(world.ground, HANA, f"link-{came.keys.token}")

    assert outcome is NotConfirmed.WRONG_PERSON
    assert await world.all(Account) == []
    assert village.revoked == ["token of hana"]
    again = await linking.confirm(world.ground, MALLORY, f"link-{came.keys.token}")
    assert again is NotConfirmed.NOTHING_WAITS


async def test_a_victim_who_opens_a_callback_with_the_attackers_code_links_nothing(
    world: World, village: Village
) -> None:
    # Mallory goes all the way with an account of his own, but keeps the last address for Hana.
    there = await begin(world.ground, await started(world, MALLORY), "mallory's browser")
    baited = village.say_yes(there, "mallory")

    # Hana is in the middle of a link herself, so her browser has a cookie.
    mine = await begin(world.ground, await started(world, HANA), "her browser")
    with pytest.raises(CannotLink) as refused:
        await come_back(world.ground, returned(baited, "her browser"))

    assert refused.value.why is Why.OTHER_BROWSER
    # Not even Mallory's own browser gets anywhere with it now; Hana's own link goes on.
    with pytest.raises(CannotLink):
        await come_back(world.ground, returned(baited, "mallory's browser"))
    came = await come_back(world.ground, returned(village.say_yes(mine, "hana"), "her browser"))
    assert came.handle == "@hana@sakura.village"
    assert await world.all(Account) == []


async def test_a_code_of_another_try_is_refused_by_its_proof_key(
    world: World, village: Village
) -> None:
    first = await begin(world.ground, await started(world, MALLORY), "mallory's browser")
    stolen = village.say_yes(first, "mallory")["code"]
    second = await begin(world.ground, await started(world, HANA), "her browser")
    state = URL(second).query["state"]

    with pytest.raises(CannotLink) as refused:
        await come_back(world.ground, returned({"code": stolen, "state": state}, "her browser"))

    assert refused.value.why is Why.CODE_REFUSED


async def test_of_two_callbacks_only_the_first_counts(world: World, village: Village) -> None:
    there = await begin(world.ground, await started(world, HANA), "her browser")
    answer = village.say_yes(there, "hana")
    await come_back(world.ground, returned(answer, "her browser"))

    with pytest.raises(CannotLink) as refused:
        await come_back(world.ground, returned(answer, "her browser"))

    assert refused.value.why is Why.NOT_ASKED


@pytest.mark.parametrize(
    "mixed_up",
    [
        {"server": "evil.village"},
        {"network": "pixelfed"},
        {"issuer": "https://evil.village"},
    ],
)
async def test_a_mixed_up_server_is_refused(
    world: World, village: Village, mixed_up: dict[str, str]
) -> None:
    there = await begin(world.ground, await started(world, HANA), "her browser")

    with pytest.raises(CannotLink) as refused:
        await come_back(
            world.ground, returned(village.say_yes(there, "hana"), "her browser", **mixed_up)
        )

    assert refused.value.why is Why.NOT_ALLOWED
    assert await world.all(LinkRequest) == []


async def test_a_link_goes_on_in_one_browser_only(world: World) -> None:
    token = await started(world, HANA)
    await begin(world.ground, token, "her browser")

    await begin(world.ground, token, "her browser")
    with pytest.raises(CannotLink):
        await begin(world.ground, token, "another browser")


async def test_looking_at_a_link_uses_nothing_up(world: World) -> None:
    token = await started(world, HANA)

    first, second = await look(world.ground, token), await look(world.ground, token)

    assert first == second
    assert first is not None
    assert (first.who, first.server, first.origin) == ("Hana", SERVER, f"https://{SERVER}")


async def test_a_link_is_over_after_ten_minutes(world: World, village: Village) -> None:
    token = await started(world, HANA)
    there = await begin(world.ground, token, "her browser")
    world.clock.passes(minutes=11)

    assert await look(world.ground, token) is None
    with pytest.raises(CannotLink):
        await come_back(world.ground, returned(village.say_yes(there, "hana"), "her browser"))


async def test_a_no_over_there_is_a_no(world: World) -> None:
    there = await begin(world.ground, await started(world, HANA), "her browser")
    answer = {"state": URL(there).query["state"], "code": "", "error": "access_denied"}

    with pytest.raises(CannotLink) as refused:
        await come_back(world.ground, returned(answer, "her browser"))

    assert refused.value.why is Why.SAID_NO


async def test_an_answer_lost_at_the_exchange_leaves_no_half_account(
    world: World, village: Village
) -> None:
    there = await begin(world.ground, await started(world, HANA), "her browser")
    answer = village.say_yes(there, "hana")
    village.fails = TryLater("answer_lost")

    with pytest.raises(CannotLink) as refused:
        await come_back(world.ground, returned(answer, "her browser"))

    assert refused.value.why is Why.UNREACHABLE
    assert (await world.all(Account), await world.all(LinkRequest)) == ([], [])


async def test_no_token_lies_in_the_database_as_it_is(world: World, village: Village) -> None:
    came = await gone_through(world, village)

    (row,) = await world.all(LinkRequest)
    stored = repr(row.model_dump()) + repr(row.verifier and row.verifier.content)
    for secret in (came.keys.token, came.keys.code, "token of hana"):
        assert secret not in stored
