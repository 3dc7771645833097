"""Somebody with one linked account, for tests of what the chat says of it."""

from typing import Any

from bot.db.tables import Account
from tests.builders import an_account
from tests.chat.house import House, Person
from tests.fakes import FakeNetwork


def a_mastodon(house: House) -> FakeNetwork:
    """A Mastodon in memory, in the place of the real one."""
    fake = FakeNetwork(clock=house.clock)
    house.ground.networks["mastodon"] = fake
    return fake


async def with_account(house: House, **given: Any) -> tuple[Person, int]:
    aki = await house.person()
    await aki.says("/start")
    account = an_account(person_id=aki.id, **given)
    async with house.ground.database.writing() as session:
        session.add(account)
    return aki, account.id


async def stored(house: House, account_id: int) -> Account:
    async with house.ground.database.reading() as session:
        account = await session.get(Account, account_id)
    assert isinstance(account, Account)
    return account
