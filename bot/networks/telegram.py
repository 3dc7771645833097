"""The person's own Telegram channel, through whoever holds the bot's line to Telegram."""

from typing import Any, Protocol

from bot.domain.compose import Limits
from bot.networks.base import (
    NEVER,
    Account,
    Attempt,
    Copy,
    Linking,
    NotLinked,
    Secret,
    SignInAgain,
    Unsure,
)
from bot.networks.chat_posts import LIMITS, ChatPoster, address_of, numbered, place_of


class ChannelPoster(ChatPoster, Protocol):
    """What the chat side does for channels. `describe` answers with id, title and public name,
    and raises NotLinked for what is no channel."""

    async def may_post(self, chat_id: int, person_id: int) -> bool: ...
    async def describe(self, chat: str | int) -> tuple[int, str, str | None]: ...


class Telegram:
    """Posts into channels. Telegram has no key against repeats and no way to look back."""

    name = "telegram"
    title = "Telegram"
    linking = Linking.CHANNEL
    limits = LIMITS
    repeatable_for = NEVER
    can_edit = True
    can_delete = True
    can_find = False
    threads = False
    linkable = True
    keys_end = False
    own_keys = False
    fetches_pictures = False
    needs_picture = False

    def __init__(self, poster: ChannelPoster) -> None:
        self._poster = poster

    async def link(self, chat: str | int, person_id: int) -> Account:
        """Links a channel for the Telegram person `person_id`, who must be allowed to post there.

        A public name is kept as the handle, else the title. Raises NotLinked.
        """
        chat_id, title, username = await self._poster.describe(chat)
        if not await self._poster.may_post(chat_id, person_id):
            raise NotLinked("may_not_post")
        return Account(
            network=self.name,
            server="",
            remote_id=str(chat_id),
            handle=f"@{username}" if username else title.lstrip("@"),
            secret=Secret({}),
        )

    async def still_may_post(self, account: Account, person_id: int) -> None:
        """Raises SignInAgain once this person may no longer post there."""
        if not await self._poster.may_post(int(account.remote_id), person_id):
            raise SignInAgain("may_not_post")

    async def limits_of(self, account: Account) -> Limits:
        return self.limits

    async def renew(self, account: Account) -> Secret | None:
        return None

    async def prepare(self, account: Account, attempt: Attempt) -> dict[str, Any]:
        return {}

    async def publish(self, account: Account, attempt: Attempt) -> Copy:
        chat_id = int(account.remote_id)
        post = attempt.post
        message_ids = await self._poster.post(chat_id, post.text, post.files)
        username = account.handle[1:] if account.handle.startswith("@") else ""
        url = address_of(chat_id, username, message_ids[0])
        return Copy(numbered(chat_id, message_ids), url)

    async def find(self, account: Account, attempt: Attempt) -> Copy | None:
        raise Unsure("cannot_find")

    async def edit(self, account: Account, copy: Copy, attempt: Attempt) -> Copy:
        """Changes the words; in an album they stand under its first picture."""
        chat_id, message_ids = place_of(copy)
        post = attempt.post
        await self._poster.edit(chat_id, message_ids[0], post.text, captioned=bool(post.files))
        return copy

    async def delete(self, account: Account, copy: Copy) -> None:
        chat_id, message_ids = place_of(copy)
        await self._poster.delete(chat_id, message_ids)

    async def revoke(self, account: Account) -> None:
        """Nothing was handed out: the owner takes the bot out of the channel."""
