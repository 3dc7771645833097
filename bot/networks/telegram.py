"""The person's own Telegram channel, through whoever holds the bot's line to Telegram."""

from collections.abc import Sequence
from typing import Any, Protocol

from bot.domain.compose import File, Limits, Unit
from bot.networks.base import (
    NEVER,
    Account,
    Attempt,
    Copy,
    Linking,
    NotLinked,
    Refused,
    Secret,
    SignInAgain,
    Unsure,
)


class ChannelPoster(Protocol):
    """What the chat side does for channels; it raises `NetworkError`s only.

    Texts go out as they are, with no parse mode. `edit` changes a text, or a caption where
    `captioned`. `describe` answers with id, title and public name.
    """

    async def post(self, chat_id: int, text: str, files: Sequence[File]) -> Sequence[int]: ...
    async def edit(self, chat_id: int, message_id: int, text: str, *, captioned: bool) -> None: ...
    async def delete(self, chat_id: int, message_ids: Sequence[int]) -> None: ...
    async def may_post(self, chat_id: int, person_id: int) -> bool: ...
    async def describe(self, chat: str | int) -> tuple[int, str, str | None]: ...


class Telegram:
    """Posts into channels. Telegram has no key against repeats and no way to look back."""

    name = "telegram"
    title = "Telegram"
    linking = Linking.CHANNEL
    # https://core.telegram.org/bots/api#sendmessage, #sendphoto, #sendvoice and #sendvideo, by
    # which a bot sends at most 50 MB (Bot API 10.1)
    limits = Limits(
        characters=4096,
        unit=Unit.UTF16,
        with_picture=1024,
        pictures=10,
        picture_bytes=10_000_000,
        alt_text=0,
        recordings=1,
        sound_bytes=50_000_000,
        video_bytes=50_000_000,
    )
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
        numbers = ",".join(map(str, message_ids))
        return Copy(f"{chat_id}:{numbers}", _url(account, message_ids[0]))

    async def find(self, account: Account, attempt: Attempt) -> Copy | None:
        raise Unsure("cannot_find")

    async def edit(self, account: Account, copy: Copy, attempt: Attempt) -> Copy:
        """Changes the words; in an album they stand under its first picture."""
        chat_id, message_ids = _place(copy)
        post = attempt.post
        await self._poster.edit(chat_id, message_ids[0], post.text, captioned=bool(post.files))
        return copy

    async def delete(self, account: Account, copy: Copy) -> None:
        chat_id, message_ids = _place(copy)
        await self._poster.delete(chat_id, message_ids)

    async def revoke(self, account: Account) -> None:
        """Nothing was handed out: the owner takes the bot out of the channel."""


def _place(copy: Copy) -> tuple[int, list[int]]:
    chat_id, _, numbers = copy.remote_id.partition(":")
    try:
        return int(chat_id), [int(number) for number in numbers.split(",")]
    except ValueError:
        raise Refused("not_there") from None


def _url(account: Account, message_id: int) -> str:
    """A private channel's address opens for its members only; its id goes without -100."""
    if account.handle.startswith("@"):
        return f"https://t.me/{account.handle[1:]}/{message_id}"
    return f"https://t.me/c/{account.remote_id.removeprefix('-100')}/{message_id}"
