"""Pictures and videos on their way to LinkedIn: announced, sent where it says, and named in a post.

https://learn.microsoft.com/en-us/linkedin/marketing/community-management/shares/images-api and
…/videos-api (as of 2026-11).
"""

import asyncio
from collections.abc import Iterator, Mapping
from typing import Any
from urllib.parse import quote, urlsplit

from bot.domain.compose import Picture, Recording
from bot.networks import linkedin_api
from bot.networks.answers import Answer, dig
from bot.networks.base import NetworkError, Refused, TryLater
from bot.networks.http import Http

LOOKS = 3
READY, FAILED = "AVAILABLE", "PROCESSING_FAILED"


class Uploads:
    """The calls of one member, by their token; `pause` is in seconds."""

    def __init__(self, http: Http, api: str, token: str, member: str, *, pause: float) -> None:
        self._http = http
        self._api = api
        self._token = token
        self._member = member
        self._pause = pause

    async def picture(self, picture: Picture) -> str:
        """Sends it; its name."""
        answer = await self._call("images?action=initializeUpload", _begun(self._member))
        image, place = answer.text("value", "image"), answer.text("value", "uploadUrl")
        if not image or not is_theirs(place, self._api):
            raise self._fault(answer)
        put = await self._http.send_bytes(
            "PUT", place, picture.data, mime=picture.mime, token=self._token
        )
        if not put.ok:
            raise self._fault(put)
        return image

    async def video(self, video: Recording) -> str:
        """Sends it in the pieces that LinkedIn asks for; its name. Where it is worked on for
        longer than our patience, `check` says so."""
        size = len(video.data)
        wanted = {"fileSizeBytes": size, "uploadCaptions": False, "uploadThumbnail": False}
        answer = await self._call("videos?action=initializeUpload", _begun(self._member, **wanted))
        name, pieces = answer.text("value", "video"), list(_pieces(answer, size))
        if not name or not pieces or not all(is_theirs(place, self._api) for place, _, _ in pieces):
            raise self._fault(answer)
        parts = [await self._put(place, video.data[at:end]) for place, at, end in pieces]
        ended = {
            "video": name,
            "uploadToken": answer.text("value", "uploadToken"),
            "uploadedPartIds": parts,
        }
        await self._call("videos?action=finalizeUpload", {"finalizeUploadRequest": ended})
        for look in range(LOOKS):
            if look:
                await asyncio.sleep(self._pause)
            if await self._state(name) in (READY, FAILED, ""):
                break
        return name

    async def check(self, name: str) -> None:
        """Raises TryLater while it is worked on, Refused where LinkedIn could not play it."""
        state = await self._state(name)
        if state == FAILED:
            raise Refused("video_rejected")
        if state not in (READY, ""):
            raise TryLater("media_processing", wait=linkedin_api.NOT_READY_WAIT)

    async def _state(self, name: str) -> str:
        """What became of it; "" where a member may not ask or it is not known everywhere yet, and
        the post itself will tell."""
        answer = await self._http.get_json(
            f"{self._api}/rest/videos/{quote(name, safe='')}",
            token=self._token,
            headers=linkedin_api.HEADERS,
        )
        if answer.status in (403, 404) and isinstance(answer.json, dict):
            return ""
        if not answer.ok or not answer.text("status"):
            raise self._fault(answer)
        return answer.text("status")

    async def _put(self, place: str, piece: bytes) -> str:
        """Where it is sent stands for itself: no token goes along, and no refusal is one of the
        account or of the post. The next try asks for new addresses."""
        mime = "application/octet-stream"
        answer = await self._http.send_bytes("PUT", place, piece, mime=mime, token="")
        part = answer.headers.get("etag", "")
        if answer.ok and part:
            return part
        if 400 <= answer.status < 500 and answer.status != 429:
            raise TryLater("media_lost", raw=answer.excerpt)
        raise self._fault(answer)

    async def _call(self, place: str, body: Mapping[str, Any]) -> Answer:
        answer = await self._http.send_json(
            "POST",
            f"{self._api}/rest/{place}",
            body,
            token=self._token,
            headers=linkedin_api.HEADERS,
        )
        if not answer.ok:
            raise self._fault(answer)
        return answer

    def _fault(self, answer: Answer) -> NetworkError:
        return linkedin_api.fault(self._http, answer)


def is_theirs(place: str, api: str) -> bool:
    """Whether an address may see a token or a file: LinkedIn's own, over https."""
    try:
        there, ours = urlsplit(place), urlsplit(api)
        host = there.hostname or ""
    except ValueError:
        return False
    if (there.scheme, there.netloc) == (ours.scheme, ours.netloc):
        return True
    return there.scheme == "https" and f".{host}".endswith(".linkedin.com")


def _begun(member: str, **wanted: Any) -> Mapping[str, Any]:
    return {"initializeUploadRequest": {"owner": member, **wanted}}


def _pieces(answer: Answer, size: int) -> Iterator[tuple[str, int, int]]:
    """Where each piece goes, from its first byte to behind its last one: nothing unless they are
    the whole, in order."""
    told = answer.value("value", "uploadInstructions")
    found = [_piece(one) for one in told] if isinstance(told, list) else []
    ends = [0, *(end for _, _, end in found)]
    if found and [at for _, at, _ in found] == ends[:-1] and ends[-1] == size:
        yield from found


def _piece(told: Any) -> tuple[str, int, int]:
    place, first, last = dig(told, "uploadUrl"), dig(told, "firstByte"), dig(told, "lastByte")
    if isinstance(place, str) and isinstance(first, int) and isinstance(last, int):
        return place, first, last + 1
    return "", -1, -1
