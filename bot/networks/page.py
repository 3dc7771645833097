"""The person's own page: nothing is sent anywhere, because the row itself is the publication."""

from collections.abc import Callable
from typing import Any

from bot.domain.compose import Limits
from bot.networks.base import FOR_EVER, Account, Attempt, Copy, Linking, Refused, Secret


class Page:
    """Says under which address a snippet stands; `address` takes the handle and its public id."""

    name = "page"
    title = "Page"
    linking = Linking.ALWAYS
    limits = Limits(
        characters=1_000_000,
        pictures=100,
        picture_bytes=100_000_000,
        alt_text=10_000,
        recordings=100,
        sound_bytes=100_000_000,
        video_bytes=100_000_000,
    )
    repeatable_for = FOR_EVER
    can_edit = True
    can_delete = True
    can_find = True
    threads = False
    linkable = False
    keys_end = False
    own_keys = False
    fetches_pictures = False
    needs_picture = False

    def __init__(self, address: Callable[[str, str], str]) -> None:
        self._address = address

    async def limits_of(self, account: Account) -> Limits:
        return self.limits

    async def renew(self, account: Account) -> Secret | None:
        return None

    async def prepare(self, account: Account, attempt: Attempt) -> dict[str, Any]:
        return {}

    async def publish(self, account: Account, attempt: Attempt) -> Copy:
        public_id = attempt.post.public_id
        if not public_id:
            raise Refused("no_public_id")
        return Copy(public_id, self._address(account.handle, public_id))

    async def find(self, account: Account, attempt: Attempt) -> Copy | None:
        return await self.publish(account, attempt)

    async def edit(self, account: Account, copy: Copy, attempt: Attempt) -> Copy:
        return Copy(copy.remote_id, self._address(account.handle, copy.remote_id))

    async def delete(self, account: Account, copy: Copy) -> None:
        """Nothing to do: the page shows what the rows say."""

    async def revoke(self, account: Account) -> None:
        """Nothing was ever handed out."""
