"""The Messenger and the ChannelPoster over the Bot API: the only way inward code speaks."""

import logging
from collections.abc import Awaitable, Callable
from datetime import timedelta
from typing import Any

from telegram.error import BadRequest, Forbidden, NetworkError, RetryAfter, TelegramError
from telegram.ext import ExtBot

from bot.chat.features.question import as_fields
from bot.chat.pace import BULK
from bot.chat.request import CannotConnect
from bot.chat.speaking import NO_PREVIEW
from bot.services.notices import Notice
from bot.services.ports import (
    AnswerLost,
    CannotReach,
    PersonGone,
    Prompt,
    TelegramBusy,
    TooLarge,
)

logger = logging.getLogger(__name__)

CONNECT_AGAIN = timedelta(seconds=5)
GONE = ("chat not found", "user is deactivated", "bot can't initiate conversation")

# PTB would make a whole Message of the answer, which costs twice the sending; of a question only
# the id counts. By its name in small letters, which Telegram takes alike
# (https://core.telegram.org/bots/api#making-requests, 2026-11-23), PTB hands the answer over as
# it came.
SEND_MESSAGE = "sendmessage"
QUIET = NO_PREVIEW.to_dict()

Teller = Callable[[ExtBot[str], Notice], Awaitable[None]]


class TelegramMessenger:
    """Speaks to people; `teller` finds the words for what happened."""

    def __init__(self, bot: ExtBot[str], teller: Teller) -> None:
        self._bot = bot
        self._teller = teller

    async def ask(self, prompt: Prompt, *, awaited: bool = False) -> int:
        fields = {"chat_id": prompt.person_id, **as_fields(prompt), "link_preview_options": QUIET}
        lane = None if awaited else BULK
        try:
            sent = await self._bot.do_api_request(SEND_MESSAGE, fields, rate_limit_args=lane)
        except TelegramError as error:
            raise told(error) from error
        return int(sent["message_id"])

    async def tell(self, notice: Notice) -> None:
        try:
            await self._teller(self._bot, notice)
        except TelegramError as error:
            raise told(error) from error

    async def fetch(self, file_id: str) -> bytes:
        try:
            file = await self._bot.get_file(file_id)
            return bytes(await file.download_as_bytearray())
        except BadRequest as error:
            if "too big" in error.message.lower():
                raise TooLarge from error
            raise CannotReach(error.message) from error
        except TelegramError as error:
            raise told(error) from error


def told(error: TelegramError) -> CannotReach:
    """Telegram's error by what it means for us."""
    match error:
        case RetryAfter():
            wait: Any = error.retry_after
            seconds = wait if isinstance(wait, timedelta) else timedelta(seconds=wait)
            return TelegramBusy(seconds)
        case Forbidden():
            return PersonGone()
        case BadRequest():
            if any(sign in error.message.lower() for sign in GONE):
                return PersonGone()
            return CannotReach(error.message)
        case CannotConnect():
            return TelegramBusy(CONNECT_AGAIN)
        case NetworkError():
            # Also a 502: it may have been carried out before the gateway gave up.
            return AnswerLost()
    return CannotReach(type(error).__name__)
