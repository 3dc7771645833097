"""The same posts by Apprise, with its asynchronous call."""

import asyncio
import logging
import sys

from apprise import Apprise

from bench.measuring import Stopwatch, each_of
from bench.posts import TOKEN, text_of


async def send(url: str, count: int) -> None:
    where = url.removeprefix("http://")
    logging.disable(logging.CRITICAL)

    async def one(number: int) -> None:
        # Each post is another person's, as with us: so each has a list of its own.
        target = Apprise()
        target.add(f"toot://{TOKEN}@{where}")
        if not await target.async_notify(body=text_of(number)):
            raise RuntimeError("the stand-in refused a post")

    watch = Stopwatch()
    await each_of(range(count), one)
    watch.stop()
    watch.tell(count)


if __name__ == "__main__":
    asyncio.run(send(sys.argv[1], int(sys.argv[2])))
