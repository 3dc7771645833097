"""/unlink: asks first, gives the key back, and says what it could not."""

from bot.db.tables import AccountState
from bot.networks.base import TryLater
from tests.chat.house import House
from tests.chat.linked_people import a_mastodon, stored, with_account
from tests.fakes import FakeNetwork


async def test_unlinking_asks_first_and_says_what_was_given_back(
    house: House,
) -> None:
    mastodon = a_mastodon(house)
    aki, account_id = await with_account(house)

    await aki.says("/unlink mastodon")
    assert aki.last.text.startswith("Unlink Mastodon @hana@mastodon.example?")
    assert (await stored(house, account_id)).state == AccountState.WORKING
    await aki.presses("Yes, unlink")

    assert aki.last.text == (
        "Mastodon @hana@mastodon.example is unlinked.\n"
        "My key to it has been given back and is erased here."
    )
    assert (await stored(house, account_id)).state == AccountState.UNLINKED
    assert mastodon.revoked == ["@hana@mastodon.example"]


class Silent(FakeNetwork):
    """Does not answer when a key is given back."""

    async def revoke(self, account: object) -> None:
        raise TryLater


async def test_a_key_that_was_not_taken_back_is_told(house: House) -> None:
    house.ground.networks["mastodon"] = Silent(clock=house.clock)
    aki, _ = await with_account(house)
    await aki.says("/unlink")
    await aki.presses("Mastodon @hana")

    await aki.presses("Yes, unlink")

    assert "but Mastodon did not answer" in aki.last.text
