"""From a Bluesky handle to who it is and where its data lives.

https://atproto.com/specs/handle and https://atproto.com/specs/did (2026-11)
"""

import re
import unicodedata
from dataclasses import dataclass
from urllib.parse import unquote

from bot.networks.answers import Answer
from bot.networks.base import NetworkError, NotLinked, TryLater
from bot.networks.http import Http
from bot.networks.servers import is_host

ENTRYWAY = "https://bsky.social"
PLC_DIRECTORY = "https://plc.directory"

DID = re.compile(r"did:plc:[a-z2-7]{24}|did:web:[a-z0-9.-]{4,253}(?:%3A\d{1,5})?")
PROFILE = re.compile(r"(?:https?://)?bsky\.app/profile/([^/?#\s]+)")
BAD_HANDLE = "bad_handle"


@dataclass(frozen=True, slots=True)
class Home:
    """Who somebody is, and the address of the server that holds their data."""

    did: str
    pds: str


@dataclass(frozen=True, slots=True)
class Directory:
    """Asks who a handle is; both addresses are settings, for other networks and for tests."""

    http: Http
    entryway: str = ENTRYWAY
    plc: str = PLC_DIRECTORY

    async def home_of(self, handle: str) -> Home:
        """Raises NotLinked where the handle leads nowhere, TryLater where nobody could say."""
        did = await self._did_of(handle)
        document = await self._document(did)
        if handle not in names_in(document.json):
            raise NotLinked(BAD_HANDLE)  # a name that its bearer does not know of
        return Home(did, self._pds(document))

    async def told_of(self, did: str) -> tuple[Home, list[str]]:
        """What an identity says of itself: where its data lives, and the names it goes by.

        Raises NotLinked where it is none, TryLater where nobody could say.
        """
        if not DID.fullmatch(did):
            raise NotLinked("bad_server")
        document = await self._document(did)
        return Home(did, self._pds(document)), names_in(document.json)

    def _pds(self, document: Answer) -> str:
        pds = endpoint_in(document.json)
        if not pds or not self.http.guard.permits(pds):
            raise NotLinked("bad_server")
        return pds

    async def _did_of(self, handle: str) -> str:
        url = f"{self.entryway}/xrpc/com.atproto.identity.resolveHandle"
        try:
            did = (await self.http.get_json(url, params={"handle": handle})).text("did")
        except TryLater:
            did = ""
        did = did or await self._did_at_handle(handle)
        if not DID.fullmatch(did):
            raise NotLinked(BAD_HANDLE)
        return did

    async def _did_at_handle(self, handle: str) -> str:
        """What the handle's own site says, for networks that the entryway does not know."""
        try:
            answer = await self.http.get_json(f"https://{handle}/.well-known/atproto-did")
        except NetworkError:
            raise NotLinked(BAD_HANDLE) from None
        return answer.body[:300].decode("ascii", "replace").strip() if answer.ok else ""

    async def _document(self, did: str) -> Answer:
        url = f"{self.plc}/{did}"
        if did.startswith("did:web:"):
            host = unquote(did.removeprefix("did:web:"))
            url = f"https://{host}/.well-known/did.json"
        answer = await self.http.get_json(url)
        fault = self.http.fault(answer)
        if fault:
            raise fault
        if not answer.ok or answer.text("id") != did:
            raise NotLinked(BAD_HANDLE)
        return answer


def names_in(document: object) -> list[str]:
    """The handles that an identity's document claims; anybody can claim any."""
    known = document.get("alsoKnownAs") if isinstance(document, dict) else None
    claimed = [str(one) for one in known] if isinstance(known, list) else []
    return [one.removeprefix("at://") for one in claimed if one.startswith("at://")]


def endpoint_in(document: object) -> str:
    """The data server that an identity's document names, "" where it names none."""
    services = document.get("service") if isinstance(document, dict) else None
    for service in services if isinstance(services, list) else []:
        if isinstance(service, dict) and str(service.get("id", "")).endswith("#atproto_pds"):
            return str(service.get("serviceEndpoint", "")).rstrip("/")
    return ""


def handle_in(typed: str) -> str:
    """A handle out of what a person typed: `@me.bsky.social`, a profile's address, plain `me`.

    Raises NotLinked for nonsense. The app puts invisible signs of direction around handles.
    """
    text = unicodedata.normalize("NFKC", typed[:500]).strip().lower()
    text = "".join(letter for letter in text if unicodedata.category(letter) != "Cf")
    profile = PROFILE.match(text)
    handle = (profile[1] if profile else text).lstrip("@").rstrip(".")
    if re.fullmatch(r"[a-z0-9][a-z0-9-]*", handle):
        handle = f"{handle}.bsky.social"
    if not is_host(handle):
        raise NotLinked(BAD_HANDLE)
    return handle
