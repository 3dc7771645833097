"""Posts into people's channels, on the same pace and under the same halt as everything else."""

from collections.abc import Sequence
from datetime import timedelta
from io import BytesIO

from telegram import ChatMember, InputMediaPhoto, Message
from telegram.error import BadRequest, Forbidden, NetworkError, RetryAfter, TelegramError
from telegram.ext import ExtBot

from bot.chat.request import CannotConnect
from bot.chat.speaking import NO_PREVIEW
from bot.domain.compose import File, Recording
from bot.networks import base

POSTERS = {ChatMember.OWNER, ChatMember.ADMINISTRATOR}
KICKED = ("not enough rights", "need administrator rights", "chat not found", "have no rights")


class ChannelPosts:
    """The ChannelPoster over the Bot API; raises NetworkErrors only."""

    def __init__(self, bot: ExtBot[str]) -> None:
        self._bot = bot

    async def post(self, chat_id: int, text: str, files: Sequence[File]) -> Sequence[int]:
        try:
            if not files:
                sent = await self._bot.send_message(chat_id, text, link_preview_options=NO_PREVIEW)
                return [sent.message_id]
            if len(files) == 1:
                return [(await self._alone(chat_id, text, files[0])).message_id]
            media = [
                InputMediaPhoto(BytesIO(picture.data), caption=text if first == 0 else None)
                for first, picture in enumerate(files)
            ]
            return [each.message_id for each in await self._bot.send_media_group(chat_id, media)]
        except TelegramError as error:
            raise meant(error, irreversible=True) from None

    async def _alone(self, chat_id: int, text: str, file: File) -> Message:
        """A voice note is shown as one only in OGG, MP3 or M4A, which all of ours are."""
        if not isinstance(file, Recording):
            return await self._bot.send_photo(chat_id, file.data, caption=text or None)
        seconds = round(file.seconds)
        if file.mime.startswith("audio/"):
            return await self._bot.send_voice(
                chat_id, file.data, caption=text or None, duration=seconds
            )
        return await self._bot.send_video(
            chat_id,
            file.data,
            caption=text or None,
            duration=seconds,
            width=file.width,
            height=file.height,
            supports_streaming=True,
        )

    async def edit(self, chat_id: int, message_id: int, text: str, *, captioned: bool) -> None:
        try:
            if captioned:
                await self._bot.edit_message_caption(chat_id, message_id, caption=text)
            else:
                await self._bot.edit_message_text(
                    text, chat_id, message_id, link_preview_options=NO_PREVIEW
                )
        except BadRequest as error:
            if "not modified" not in error.message.lower():
                raise meant(error) from None
        except TelegramError as error:
            raise meant(error) from None

    async def delete(self, chat_id: int, message_ids: Sequence[int]) -> None:
        for message_id in message_ids:
            try:
                await self._bot.delete_message(chat_id, message_id)
            except BadRequest as error:
                if "not found" not in error.message.lower():
                    raise meant(error) from None
            except TelegramError as error:
                raise meant(error) from None

    async def may_post(self, chat_id: int, person_id: int) -> bool:
        try:
            member = await self._bot.get_chat_member(chat_id, person_id)
        except (BadRequest, Forbidden):
            return False
        except TelegramError as error:
            raise meant(error) from None
        if member.status == ChatMember.OWNER:
            return True
        return member.status in POSTERS and bool(getattr(member, "can_post_messages", False))

    async def describe(self, chat: str | int) -> tuple[int, str, str | None]:
        try:
            found = await self._bot.get_chat(chat)
        except (BadRequest, Forbidden):
            raise base.NotLinked("no_such_channel") from None
        except TelegramError as error:
            raise meant(error) from None
        return found.id, found.title or "", found.username


def meant(error: TelegramError, *, irreversible: bool = False) -> base.NetworkError:
    """Telegram's error by what a network's caller must do."""
    match error:
        case RetryAfter():
            wait = error.retry_after
            seconds = wait if isinstance(wait, timedelta) else timedelta(seconds=wait)
            return base.TryLater("rate_limited", wait=seconds)
        case Forbidden():
            return base.SignInAgain("may_not_post")
        case BadRequest():
            if any(sign in error.message.lower() for sign in KICKED):
                return base.SignInAgain("may_not_post")
            return base.Refused("rejected", raw=error.message)
        case CannotConnect():
            return base.TryLater("unreachable")
        case NetworkError():
            return base.Unsure("answer_lost") if irreversible else base.TryLater("answer_lost")
    return base.Refused("rejected", raw=type(error).__name__)
