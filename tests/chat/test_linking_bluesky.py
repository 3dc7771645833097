"""Linking Bluesky through the chat, where both ways are open: the browser, and an app password."""

from dataclasses import dataclass, replace

import pytest
from sqlmodel import select

from bot.chat.context import GROUND
from bot.db.tables import Account, AccountState
from bot.networks.base import Account as NetworkAccount
from bot.networks.base import Linking, NotLinked, Secret, TryLater
from bot.services.linking_browser import Return, begin, come_back
from tests.chat.house import House, Person
from tests.web.villages import Village

PASSWORD = "abcd-efgh-2345-mnop"


@dataclass
class Sky(Village):
    """Servers that read at our address who we are, and take app passwords as well."""

    name: str = "bluesky"
    title: str = "Bluesky"
    linking: Linking = Linking.EITHER

    def server_of(self, typed: str) -> str:
        if typed.startswith("nobody"):
            raise NotLinked("bad_handle")
        return typed or "bsky.village"

    async def sign_in(self, handle: str, secret: str) -> NetworkAccount:
        return NetworkAccount(
            network="bluesky",
            server="",
            remote_id=f"did of {handle}",
            handle=f"@{handle}",
            secret=Secret({"access_jwt": "sealed"}),
        )


@pytest.fixture
def sky(house: House) -> Sky:
    found = Sky()
    house.ground.networks["bluesky"] = found
    return found


@pytest.fixture
async def aki(house: House, sky: Sky) -> Person:
    person = await house.person("Aki")
    await person.says("/start")
    return person


async def accounts(house: House) -> list[Account]:
    async with house.ground.database.reading() as session:
        return list((await session.exec(select(Account))).all())


async def goes_through(house: House, sky: Sky, aki: Person, server: str) -> None:
    """From the button to the yes in the chat."""
    url = aki.last.raw["buttons"][0][0]["url"]
    there = await begin(house.ground, url.rpartition("/")[2], "her browser")
    brought = {**sky.say_yes(there, "aki"), "issuer": f"https://{server}"}
    keep = Return(network="bluesky", server="bluesky", cookie="her browser", **brought)
    came = await come_back(house.ground, keep)
    await aki.says(came.keys.code)


async def test_a_name_leads_to_the_browser(house: House, sky: Sky, aki: Person) -> None:
    await aki.says("/link bluesky")
    assert aki.last.labels == ["Straight on"]
    await aki.says("hana.bsky.village")

    assert aki.last.text.startswith("Please go on in your browser.")
    assert aki.last.labels == ["Go on to Bluesky", "With an app password"]
    await goes_through(house, sky, aki, "hana.bsky.village")
    assert "is connected" in aki.last.text
    assert [row.network for row in await accounts(house)] == ["bluesky"]


async def test_who_is_where_most_people_are_need_not_say_their_name(
    house: House, sky: Sky, aki: Person
) -> None:
    await aki.says("/link bluesky")

    await aki.presses("Straight on")

    assert aki.last.labels == ["Go on to Bluesky", "With an app password"]
    await goes_through(house, sky, aki, "bsky.village")
    assert "is connected" in aki.last.text


async def test_an_app_password_is_the_other_way(house: House, sky: Sky, aki: Person) -> None:
    await aki.says("/link bluesky")
    await aki.says("hana.bsky.village")

    await aki.presses("With an app password")
    assert "app password, made for Hibi alone" in aki.last.text
    await aki.says(PASSWORD)

    assert [row.handle for row in await accounts(house)] == ["@hana.bsky.village"]


async def test_the_other_way_asks_for_a_name_that_nobody_told(
    house: House, sky: Sky, aki: Person
) -> None:
    await aki.says("/link bluesky")
    await aki.presses("Straight on")

    await aki.presses("With an app password")
    assert aki.last.text.startswith("What is your name on Bluesky?")
    await aki.says("hana.bsky.village")
    assert "app password, made for Hibi alone" in aki.last.text
    await aki.says(PASSWORD)

    assert len(await accounts(house)) == 1


async def test_an_unknown_name_is_asked_for_again(house: House, aki: Person) -> None:
    await aki.says("/link bluesky")
    await aki.says("nobody.bsky.village")
    assert aki.last.text.startswith("Bluesky does not know that name.")
    assert aki.last.labels == ["With an app password"]

    house.clock.passes(seconds=1)
    await aki.says("hana.bsky.village")

    assert aki.last.text.startswith("Please go on in your browser.")


async def test_a_hibi_that_bluesky_cannot_see_offers_the_app_password(
    house: House, sky: Sky, aki: Person
) -> None:
    sky.fails = NotLinked("needs_public_address")
    await aki.says("/link bluesky")
    await aki.says("hana.bsky.village")
    assert "needs a public address" in aki.last.text

    await aki.presses("With an app password")
    await aki.says(PASSWORD)

    assert len(await accounts(house)) == 1


async def test_a_server_that_does_not_answer_leaves_both_ways_open(
    house: House, sky: Sky, aki: Person
) -> None:
    sky.fails = TryLater("unreachable")
    await aki.says("/link bluesky hana.bsky.village")
    assert aki.last.text.startswith("Nobody answers over there just now.")
    sky.fails = None

    await aki.says("hana.bsky.village")

    assert aki.last.text.startswith("Please go on in your browser.")


async def test_without_an_address_only_the_app_password_is_left(
    house: House, sky: Sky, aki: Person
) -> None:
    house.ptb.bot_data[GROUND] = replace(house.ground, base_url=None)

    await aki.says("/link bluesky")
    assert aki.last.labels == []
    await aki.says("hana.bsky.village")

    assert "app password, made for Hibi alone" in aki.last.text


async def test_signing_in_again_asks_for_no_name(house: House, sky: Sky, aki: Person) -> None:
    await aki.says("/link bluesky hana.bsky.village")
    await aki.presses("With an app password")
    await aki.says(PASSWORD)
    (row,) = await accounts(house)
    async with house.ground.database.writing() as session:
        row.state = AccountState.SIGNED_OUT
        session.add(row)

    await aki.says("/networks")
    await aki.presses("Bluesky @hana.bsky.village")
    await aki.presses("Sign in")

    assert aki.last.labels == ["Go on to Bluesky", "With an app password"]
