"""PTB as it comes, with its own client and no rate limiter, sends the same requests."""

import asyncio
import sys

from telegram.ext import ApplicationBuilder

from bench.measuring import Stopwatch, each_of
from bench.messages import TOKEN, Message, messages
from bot.chat.speaking import NO_PREVIEW


async def send(api_url: str, count: int) -> None:
    application = ApplicationBuilder().token(TOKEN).base_url(f"{api_url}/bot").updater(None).build()
    all_ = messages(count)

    async def one(message: Message) -> None:
        await application.bot.send_message(
            message.chat_id,
            message.text,
            entities=message.entities,
            reply_markup=message.reply_markup,
            link_preview_options=NO_PREVIEW,
        )

    async with application:
        watch = Stopwatch()
        await each_of(all_, one)
        watch.stop()
    watch.tell(count)


if __name__ == "__main__":
    asyncio.run(send(sys.argv[1], int(sys.argv[2])))
