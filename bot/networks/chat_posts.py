"""What a channel and a group in Telegram have in common: posts, their ids, their addresses."""

from collections.abc import Sequence
from typing import Protocol

from bot.domain.compose import File, Limits, Unit
from bot.networks.base import Copy, Refused

# https://core.telegram.org/bots/api#sendmessage, #sendphoto, #sendvoice and #sendvideo, by
# which a bot sends at most 50 MB (Bot API 10.1)
LIMITS = Limits(
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


class ChatPoster(Protocol):
    """Posts of the bot in a chat of many; it raises `NetworkError`s only.

    Texts go out as they are, with no parse mode. `edit` changes a text, or a caption where
    `captioned`.
    """

    async def post(self, chat_id: int, text: str, files: Sequence[File]) -> Sequence[int]: ...
    async def edit(self, chat_id: int, message_id: int, text: str, *, captioned: bool) -> None: ...
    async def delete(self, chat_id: int, message_ids: Sequence[int]) -> None: ...


def numbered(chat_id: int, message_ids: Sequence[int]) -> str:
    """How a copy is known: its chat, then the messages of an album in order."""
    return f"{chat_id}:{','.join(map(str, message_ids))}"


def place_of(copy: Copy) -> tuple[int, list[int]]:
    """The chat and the messages of a copy. Raises Refused where it names none."""
    chat_id, _, numbers = copy.remote_id.partition(":")
    try:
        return int(chat_id), [int(number) for number in numbers.split(",")]
    except ValueError:
        raise Refused("not_there") from None


def address_of(chat_id: int, username: str, message_id: int) -> str:
    """Where a message is read. A private chat's address opens for its members only; its id goes
    without -100. A small group, whose id begins otherwise, has no addresses at all:
    https://core.telegram.org/api/links#message-links (as of 2026-11).
    """
    if username:
        return f"https://t.me/{username}/{message_id}"
    number = str(chat_id)
    return f"https://t.me/c/{number[4:]}/{message_id}" if number.startswith("-100") else ""
