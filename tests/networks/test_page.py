"""The person's own page."""

import pytest

from bot.networks.base import Account, Refused
from bot.networks.page import Page
from tests.networks.builders import an_attempt

PAGE = Page(lambda handle, public_id: f"https://hibi.example/@{handle}/{public_id}")
ACCOUNT = Account(network="page", server="", remote_id="1", handle="mika")


async def test_publishing_gives_the_address_and_nothing_else() -> None:
    attempt = an_attempt(public_id="9f3c")

    copy = await PAGE.publish(ACCOUNT, attempt)

    assert (copy.remote_id, copy.url) == ("9f3c", "https://hibi.example/@mika/9f3c")
    assert await PAGE.find(ACCOUNT, attempt) == copy
    assert await PAGE.edit(ACCOUNT, copy, attempt) == copy
    await PAGE.delete(ACCOUNT, copy)


async def test_a_snippet_without_a_public_id_has_no_page() -> None:
    with pytest.raises(Refused):
        await PAGE.publish(ACCOUNT, an_attempt())
