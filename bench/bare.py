"""A bare aiohttp loop that sends the same requests: as fast as it gets with this library."""

import asyncio
import sys
from typing import Any

import aiohttp

from bench.measuring import Stopwatch, each_of
from bench.messages import TOKEN, messages


async def send(api_url: str, count: int) -> None:
    url = f"{api_url}/bot{TOKEN}/sendMessage"
    bodies = [message.body() for message in messages(count)]
    async with aiohttp.ClientSession() as session:

        async def one(body: dict[str, Any]) -> None:
            async with session.post(url, json=body) as answer:
                if not (await answer.json())["ok"]:
                    raise RuntimeError("the stand-in refused a message")

        watch = Stopwatch()
        await each_of(bodies, one)
        watch.stop()
    watch.tell(count)


if __name__ == "__main__":
    asyncio.run(send(sys.argv[1], int(sys.argv[2])))
