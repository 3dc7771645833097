"""Posts into people's channels and groups, on the same pace and under the same halt as all else."""

from collections.abc import Sequence
from datetime import timedelta
from io import BytesIO

from telegram import Chat, ChatFullInfo, ChatMember, InputMediaPhoto, Message
from telegram.error import (
    BadRequest,
    ChatMigrated,
    Forbidden,
    NetworkError,
    RetryAfter,
    TelegramError,
)
from telegram.ext import ExtBot

from bot.chat.request import CannotConnect
from bot.chat.speaking import NO_PREVIEW
from bot.domain.compose import File, Recording
from bot.networks import base
from bot.networks.group import GroupSeen

POSTERS = {ChatMember.OWNER, ChatMember.ADMINISTRATOR}
MEMBERS = {ChatMember.OWNER, ChatMember.ADMINISTRATOR, ChatMember.MEMBER}
GROUPS = {Chat.GROUP, Chat.SUPERGROUP}
# In the words of https://github.com/tdlib/telegram-bot-api, Client.cpp (2026-11).
KICKED = (
    "not enough rights",
    "need administrator rights",
    "chat not found",
    "have no rights",
    "chat_write_forbidden",
    "topic_closed",
)
NOBODY = ("user not found", "member not found", "participant_id_invalid", "user_id_invalid")
RULES = {
    "can't be deleted": "too_late_to_delete",
    "message to edit not found": "not_there",
    "message_id_invalid": "not_there",
}


class ChannelPosts:
    """The poster for channels and groups over the Bot API; raises NetworkErrors only."""

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
        if found.type != Chat.CHANNEL:
            raise base.NotLinked("not_a_channel")
        return found.id, found.title or "", found.username

    async def group(self, chat_id: int) -> GroupSeen:
        try:
            found = await self._bot.get_chat(chat_id)
            if found.type not in GROUPS:
                raise base.NotLinked("not_a_group")
            return GroupSeen(
                chat_id=found.id,
                title=found.title or "",
                username=found.username or "",
                members=await self._bot.get_chat_member_count(chat_id),
                may_write=await self._may_write(found),
            )
        except TelegramError as error:
            raise meant(error) from None

    async def _may_write(self, group: ChatFullInfo) -> bool:
        """What holds for everybody there, unless the bot was made more or less than a member."""
        me = await self._bot.get_chat_member(group.id, self._bot.id)
        if me.status == ChatMember.MEMBER:
            return group.permissions is None or group.permissions.can_send_messages is not False
        return me.status in POSTERS or bool(getattr(me, "can_send_messages", False))

    async def is_member(self, chat_id: int, person_id: int) -> bool:
        try:
            member = await self._bot.get_chat_member(chat_id, person_id)
        except BadRequest as error:
            if any(sign in error.message.lower() for sign in NOBODY):
                return False
            raise meant(error) from None
        except TelegramError as error:
            raise meant(error) from None
        return member.status in MEMBERS or bool(getattr(member, "is_member", False))

    async def leave(self, chat_id: int) -> None:
        try:
            await self._bot.leave_chat(chat_id)
        except Forbidden:
            return
        except TelegramError as error:
            raise meant(error) from None


def meant(error: TelegramError, *, irreversible: bool = False) -> base.NetworkError:
    """Telegram's error by what a network's caller must do."""
    match error:
        case RetryAfter():
            wait = error.retry_after
            seconds = wait if isinstance(wait, timedelta) else timedelta(seconds=wait)
            return base.TryLater("rate_limited", wait=seconds)
        case Forbidden():
            return base.SignInAgain("may_not_post")
        case ChatMigrated():
            return base.Moved(str(error.new_chat_id))
        case BadRequest():
            said = error.message.lower()
            if any(sign in said for sign in KICKED):
                return base.SignInAgain("may_not_post")
            rule = next((rule for sign, rule in RULES.items() if sign in said), "rejected")
            return base.Refused(rule, raw=error.message)
        case CannotConnect():
            return base.TryLater("unreachable")
        case NetworkError():
            return base.Unsure("answer_lost") if irreversible else base.TryLater("answer_lost")
    return base.Refused("rejected", raw=type(error).__name__)
