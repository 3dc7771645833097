"""Linking through the chat: what is asked, what is believed, and what is never kept."""

from dataclasses import replace
from typing import Any

import pytest
from sqlmodel import select

from bot.chat.context import GROUND
from bot.db.tables import Account, InboxUpdate, Snippet
from bot.networks.base import Account as NetworkAccount
from bot.networks.base import Linking, NetworkError, NotLinked, Secret
from bot.services.linking_browser import Return, begin, come_back
from tests.chat.house import House, Person
from tests.fakes import FakeNetwork
from tests.web.villages import Village

PASSWORD = "abcd-efgh-2345-mnop"


class SkyInMemory(FakeNetwork):
    """Takes one app password; remembers each that it was shown."""

    seen: list[str]
    problem: NetworkError | None

    async def sign_in(self, handle: str, secret: str) -> NetworkAccount:
        self.seen.append(secret)
        if self.problem is not None:
            raise self.problem
        return NetworkAccount(
            network="bluesky",
            server="",
            remote_id="did:plc:hana",
            handle=f"@{handle}",
            secret=Secret({"access_jwt": "sealed"}),
        )


@pytest.fixture
def sky(house: House) -> SkyInMemory:
    fake = SkyInMemory(clock=house.clock, name="bluesky", title="Bluesky", linking=Linking.SECRET)
    fake.seen, fake.problem = [], None
    house.ground.networks["bluesky"] = fake
    return fake


@pytest.fixture
def village(house: House) -> Village:
    found = Village()
    house.ground.networks["mastodon"] = found
    return found


async def joined(house: House, name: str = "Aki") -> Person:
    person = await house.person(name)
    await person.says("/start")
    return person


async def tries(house: House, aki: Person, text: str) -> int:
    """Says something a moment after what was asked, as people do."""
    house.clock.passes(seconds=1)
    return await aki.says(text)


async def rows(house: House, table: Any) -> Any:
    async with house.ground.database.reading() as session:
        return (await session.exec(select(table))).all()


async def nothing_remembers(house: House, aki: Person, message_id: int) -> None:
    """The message is gone from the chat, from the diary and from the inbox."""
    assert message_id not in [seen.id for seen in aki.chat]
    assert await rows(house, Snippet) == []
    newest = max(await rows(house, InboxUpdate), key=lambda row: row.update_id)
    assert newest.payload is None


async def asks_for_the_password(house: House) -> Person:
    aki = await joined(house)
    await aki.says("/link bluesky")
    await aki.says("hana.bsky.social")
    assert "Please never send your main password." in aki.last.text
    return aki


# Bluesky: an app password, and nothing else.


async def test_an_app_password_links_and_is_forgotten_at_once(
    house: House, sky: SkyInMemory
) -> None:
    aki = await asks_for_the_password(house)

    sent = await aki.says(PASSWORD)

    assert aki.last.text.startswith("Bluesky @hana.bsky.social is connected.")
    assert [row.handle for row in await rows(house, Account)] == ["@hana.bsky.social"]
    await nothing_remembers(house, aki, sent)


async def test_an_app_password_among_words_is_found(house: House, sky: SkyInMemory) -> None:
    aki = await asks_for_the_password(house)

    sent = await aki.says(f"here it is: {PASSWORD}")

    assert sky.seen == [PASSWORD]
    await nothing_remembers(house, aki, sent)


async def test_a_main_password_goes_nowhere_and_is_deleted(house: House, sky: SkyInMemory) -> None:
    aki = await asks_for_the_password(house)

    sent = await tries(house, aki, "Tr0ub4dor&3")

    assert aki.last.text.startswith("That is not an app password")
    assert sky.seen == []
    await nothing_remembers(house, aki, sent)
    await aki.says(PASSWORD)
    assert aki.last.text.startswith("Bluesky @hana.bsky.social is connected.")


async def test_a_password_that_nobody_asked_for_is_kept_nowhere(
    house: House, sky: SkyInMemory
) -> None:
    aki = await joined(house)

    sent = await aki.says(PASSWORD)

    assert aki.last.text.startswith("That looked like an app password, so I kept it nowhere.")
    assert sky.seen == []
    await nothing_remembers(house, aki, sent)


async def test_a_question_in_between_does_not_make_a_diary_line_of_a_password(
    house: House, sky: SkyInMemory
) -> None:
    aki = await asks_for_the_password(house)
    await house.passes(minutes=1)
    await aki.says("/today")
    await aki.says("/link bluesky")
    await aki.says("hana.bsky.social")
    await house.passes(minutes=1)
    await aki.presses("Another question")

    sent = await aki.says(PASSWORD)

    await nothing_remembers(house, aki, sent)


async def test_a_message_that_cannot_be_deleted_is_left_to_its_owner(
    house: House, sky: SkyInMemory
) -> None:
    aki = await asks_for_the_password(house)
    fault = {"method": "deleteMessage", "status": 400, "description": "Bad Request: no", "count": 1}
    await house.post("/faults", fault)

    await aki.says(PASSWORD)

    said = [seen.text for seen in aki.bot_messages[-2:]]
    assert said[0].startswith("I could not delete your message with the password.")
    assert said[1].startswith("Bluesky @hana.bsky.social is connected.")


async def test_a_refused_password_may_be_tried_again(house: House, sky: SkyInMemory) -> None:
    aki = await asks_for_the_password(house)
    sky.problem = NotLinked("wrong_password")

    sent = await tries(house, aki, PASSWORD)
    assert aki.last.text.startswith("Bluesky did not take it.")
    await nothing_remembers(house, aki, sent)
    sky.problem = None
    await aki.says(PASSWORD)

    assert aki.last.text.startswith("Bluesky @hana.bsky.social is connected.")


async def test_a_name_that_bluesky_does_not_know_is_asked_for_again(
    house: House, sky: SkyInMemory
) -> None:
    aki = await asks_for_the_password(house)
    sky.problem = NotLinked("bad_handle")

    await aki.says(PASSWORD)
    assert aki.last.text.startswith("Bluesky does not know that name.")
    await aki.says("hanako.bsky.social")

    assert "app password" in aki.last.text


async def test_a_diary_line_is_never_taken_for_a_name_or_a_password(
    house: House, sky: SkyInMemory
) -> None:
    aki = await joined(house)
    await aki.says("/link bluesky")
    line = "Walked along the river until it got dark, and then a little further"

    await aki.says(line)

    assert [row.text for row in await rows(house, Snippet)] == [line]
    assert sky.seen == []


# Mastodon: through the browser, or by a code where nothing can come back.


async def came_back(house: House, village: Village, aki: Person) -> Any:
    """The way through the browser, up to its last page."""
    await aki.says("/link mastodon sakura.village")
    url = aki.last.raw["buttons"][0][0]["url"]
    there = await begin(house.ground, url.rpartition("/")[2], "her browser")
    answer = village.say_yes(there, "hana")
    keep = Return(network="mastodon", server="sakura.village", cookie="her browser", **answer)
    came = await come_back(house.ground, keep)
    await aki.looks()
    return came


async def test_a_server_is_asked_for_and_the_browser_is_next(
    house: House, village: Village
) -> None:
    aki = await joined(house)

    await aki.says("/link mastodon")
    await tries(house, aki, "not here")
    assert aki.last.text.startswith("I could not read a server's name there.")
    await aki.says("＠aki@sakura.village")

    assert aki.last.text.startswith("Please go on in your browser.")
    assert aki.last.labels == ["Go on to sakura.village"]


async def test_the_digits_that_the_browser_shows_link_it(house: House, village: Village) -> None:
    aki = await joined(house)
    came = await came_back(house, village, aki)

    await tries(house, aki, "000000" if came.keys.code != "000000" else "111111")
    assert aki.last.text.startswith("That is not what your browser shows.")
    await aki.says(f"{came.keys.code[:3]} {came.keys.code[3:]}")

    assert aki.last.text.startswith("Mastodon @hana@sakura.village is connected.")


async def test_the_digits_of_one_person_are_of_no_use_to_another(
    house: House, village: Village
) -> None:
    aki, mallory = await joined(house), await joined(house, "Mallory")
    came = await came_back(house, village, aki)

    await mallory.says(came.keys.code)

    assert await rows(house, Account) == []


async def test_a_browser_alone_links_nothing(house: House, village: Village) -> None:
    aki = await joined(house)

    await came_back(house, village, aki)
    await aki.says("Yes")

    assert await rows(house, Account) == []
    assert [row.text for row in await rows(house, Snippet)] == ["Yes"]


async def test_that_was_not_me_ends_it(house: House, village: Village) -> None:
    aki = await joined(house)
    await came_back(house, village, aki)

    await aki.presses("That was not me")

    assert aki.last.text.startswith("I ended it.")
    assert village.revoked == ["token of hana"]
    assert await rows(house, Account) == []


async def test_without_a_public_address_a_code_is_pasted(house: House, village: Village) -> None:
    house.ptb.bot_data[GROUND] = replace(house.ground, base_url=None)
    aki = await joined(house)
    await aki.says("/link mastodon sakura.village")
    assert "It then shows you a code" in aki.last.text
    code = village.say_yes(aki.last.raw["buttons"][0][0]["url"], "hana")["code"]

    await tries(house, aki, "wrong-code")
    assert aki.last.text.startswith("That code was not taken.")
    await aki.says(code)

    assert aki.last.text.startswith("Mastodon @hana@sakura.village is connected.")
    assert await rows(house, Snippet) == []
