"""Pictures and recordings on their way to a server of the Mastodon family."""

import asyncio
from urllib.parse import quote

from bot.domain.compose import File
from bot.networks.answers import Answer
from bot.networks.base import TryLater
from bot.networks.http import Http

# How often a server is asked whether it has finished with a file; after that the post is
# tried again later, since a server that takes longer is overloaded.
LOOKS = 20


async def upload(http: Http, origin: str, token: str, file: File, *, pause: float) -> Answer:
    """Sends one file with its description and waits, up to a limit, until it is ready.

    https://docs.joinmastodon.org/methods/media/#v2 : 200 when ready, 202 while processing;
    older servers know only v1, which answers when it has finished.
    """
    fields = {"description": file.alt} if file.alt else {}
    for version in ("v2", "v1"):
        url = f"{origin}/api/{version}/media"
        answer = await http.post_file(url, file.data, mime=file.mime, token=token, fields=fields)
        if answer.status not in (404, 405):
            break
    return await _settled(http, origin, token, answer, pause)


async def _settled(http: Http, origin: str, token: str, answer: Answer, pause: float) -> Answer:
    address = f"{origin}/api/v1/media/{quote(answer.text('id'), safe='')}"
    for _ in range(LOOKS):
        if answer.status not in (202, 206):
            return answer
        await asyncio.sleep(pause)
        answer = await http.get_json(address, token=token)
    raise TryLater("media_processing")
