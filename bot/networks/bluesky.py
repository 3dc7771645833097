"""Bluesky, on the person's own data server."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any
from urllib.parse import quote

from bot.domain.compose import File, Limits, Unit
from bot.networks import bluesky_listening
from bot.networks.answers import Answer
from bot.networks.base import (
    FOR_EVER,
    Account,
    AppKeys,
    Attempt,
    Authorization,
    Copy,
    Linking,
    Refused,
    Secret,
    TryLater,
    Unsure,
)
from bot.networks.bluesky_calls import Calls, by_browser
from bot.networks.bluesky_cards import card_of
from bot.networks.bluesky_client import Client
from bot.networks.bluesky_identity import ENTRYWAY, PLC_DIRECTORY, Directory
from bot.networks.bluesky_linking import BlueskyLinking
from bot.networks.bluesky_oauth import Nonces, ends_soon
from bot.networks.bluesky_records import (
    COLLECTION,
    new_tid,
    page_of,
    record_of,
    repo_and_key,
    stamp,
    uri_of,
)
from bot.networks.bluesky_sessions import RENEW_BEFORE, expires_at, fault_in, refreshed
from bot.networks.http import Http
from bot.networks.listening import Heard


class Bluesky:
    """Puts each post under a key of our own, so that the same call twice is one post."""

    name = "bluesky"
    title = "Bluesky"
    # Older servers take a million bytes a picture, newer ones two. The app shows 2000
    # characters of a description.
    limits = Limits(
        characters=300,
        unit=Unit.GRAPHEMES,
        text_bytes=3000,
        pictures=4,
        picture_bytes=999_999,
        alt_text=2000,
        recordings=1,
        # What a server takes at once (https://github.com/bluesky-social/pds/pull/91); a voice alone
        # has no place there. The length as announced in March 2025
        # (https://github.com/marcomaroni-github/twitter-to-bluesky/issues/117, read 2026-11): the
        # server does not check it, but a longer one is never shown.
        video_bytes=50_000_000,
        longest_video=180,
    )
    repeatable_for = FOR_EVER
    # A record can be overwritten, but the app goes on showing the first one.
    can_edit = False
    can_delete = True
    can_find = True
    threads = True
    linkable = True
    keys_end = True
    own_keys = False
    fetches_pictures = False
    needs_picture = False
    answers = True

    def __init__(
        self,
        http: Http,
        *,
        described_at: str = "",
        secrets: Sequence[bytes] = (),
        entryway: str = ENTRYWAY,
        plc: str = PLC_DIRECTORY,
    ) -> None:
        nonces = Nonces()
        self._http = http
        self._client = Client(described_at, secrets)
        self._calls = Calls(http, nonces)
        directory = Directory(http, entryway, plc)
        self._linking = BlueskyLinking(http, self._client, nonces, directory)
        self.linking = Linking.EITHER if self._client.usable else Linking.SECRET

    async def sign_in(self, handle: str, secret: str) -> Account:
        return await self._linking.by_password(handle, secret)

    def server_of(self, typed: str) -> str:
        return self._linking.server_of(typed)

    def description(self, redirect_uri: str) -> dict[str, Any] | None:
        """This Hibi as servers read about it, None where none of them can."""
        return self._client.description(redirect_uri)

    async def register(self, server: str, redirect_uri: str) -> AppKeys:
        return self._linking.known_as(redirect_uri)

    async def begin(
        self, server: str, keys: AppKeys, *, state: str, challenge: str
    ) -> Authorization:
        return await self._linking.begin(server, keys, state=state, challenge=challenge)

    async def finish(self, server: str, keys: AppKeys, *, code: str, verifier: str) -> Account:
        return await self._linking.finish(server, keys, code=code, verifier=verifier)

    async def revoke(self, account: Account) -> None:
        """Ends the session; an app password itself only its owner can take back."""
        if by_browser(account):
            await self._linking.sign_in_there.revoke(account.secret)
            return
        url = self._url(account, "com.atproto.server.deleteSession")
        answer = await self._http.post_empty(url, token=account.secret["refresh_jwt"])
        fault = self._http.fault(answer)
        if fault:
            raise fault

    async def renew(self, account: Account) -> Secret | None:
        """Fresh tokens where the old ones end soon or a server called them expired, else None."""
        old, now = self._calls.found_old(account), self._http.clock()
        if by_browser(account):
            if not old and not ends_soon(account.secret, now):
                return None
            return await self._linking.sign_in_there.renewed(account.secret)
        ends = expires_at(account.secret["access_jwt"])
        if not old and ends is not None and ends - now > RENEW_BEFORE:
            return None
        return await refreshed(self._http, account)

    async def limits_of(self, account: Account) -> Limits:
        return self.limits

    async def prepare(self, account: Account, attempt: Attempt) -> dict[str, Any]:
        """The key and the moment of the record, and its uploaded files."""
        known, now = attempt.prepared, self._http.clock()
        blobs = known.get("blobs", [])
        if len(blobs) != len(attempt.post.files):
            blobs = [await self._upload(account, one) for one in attempt.post.files]
        return {
            "rkey": known.get("rkey") or new_tid(now),
            "created_at": known.get("created_at") or _created_at(attempt, now),
            "blobs": blobs,
            "card": known["card"] if "card" in known else await card_of(self._http, attempt.post),
            **await self._thread(account, attempt),
        }

    async def publish(self, account: Account, attempt: Attempt) -> Copy:
        """Puts the record, unless the key is taken: only an earlier try of ours can hold it."""
        answer = await self._put(account, attempt)
        if answer.text("error") == "BlobNotFound":
            # Servers sweep pictures that no post uses; the same bytes come back the same.
            for file in attempt.post.files:
                await self._upload(account, file)
            answer = await self._put(account, attempt)
        if answer.ok and answer.text("uri"):
            return _copy(account, attempt)
        if answer.text("error") == "InvalidSwap":
            earlier = await self.find(account, attempt)
            if earlier:
                return earlier
            raise TryLater("odd_answer", raw=answer.excerpt)
        if answer.ok:
            raise Unsure("odd_answer", raw=answer.excerpt)
        raise fault_in(self._http, answer, irreversible=True)

    async def find(self, account: Account, attempt: Attempt) -> Copy | None:
        """Asks for the record by its key; without a key nothing was ever sent."""
        if not attempt.prepared.get("rkey"):
            return None
        answer = await self._record(account, account.remote_id, attempt.prepared["rkey"])
        if answer.ok and answer.text("uri"):
            return _copy(account, attempt)
        if answer.text("error") == "RecordNotFound":
            return None
        raise fault_in(self._http, answer)

    async def edit(self, account: Account, copy: Copy, attempt: Attempt) -> Copy:
        raise Refused("cannot_edit")

    async def delete(self, account: Account, copy: Copy) -> None:
        """Deleting twice is fine: the server does not mind either."""
        rkey = copy.remote_id.rpartition("/")[2]
        body = {"repo": account.remote_id, "collection": COLLECTION, "rkey": rkey}
        await self._post(account, "com.atproto.repo.deleteRecord", body)

    async def _thread(self, account: Account, attempt: Attempt) -> dict[str, Any]:
        """The posts before this one, each by the hash of its record as the server has it.

        https://atproto.com/specs/record-key and app.bsky.feed.post#replyRef (2026-11)
        """
        if attempt.reply_to is None or attempt.root is None:
            return {}
        parent = await self._reference(account, attempt.reply_to)
        same = attempt.root == attempt.reply_to
        return {
            "reply": {
                "root": parent if same else await self._reference(account, attempt.root),
                "parent": parent,
            }
        }

    async def _reference(self, account: Account, copy: Copy) -> dict[str, str]:
        answer = await self._record(account, *repo_and_key(copy.remote_id))
        if answer.text("error") == "RecordNotFound":
            raise Refused("reply_gone", raw=answer.excerpt)
        if not answer.ok or not answer.text("cid"):
            raise fault_in(self._http, answer)
        return {"uri": answer.text("uri"), "cid": answer.text("cid")}

    async def _record(self, account: Account, repo: str, rkey: str) -> Answer:
        """Of somebody who lives elsewhere, the server asks the view of the whole network."""
        params = {"repo": repo, "collection": COLLECTION, "rkey": rkey}
        url = self._url(account, "com.atproto.repo.getRecord")
        return await self._http.get_json(url, params=params)

    async def listen(self, account: Account, copy: Copy) -> Heard:
        answer = await bluesky_listening.ask(self._calls, account, copy)
        if answer.ok:
            return bluesky_listening.heard_in(answer, account)
        raise bluesky_listening.deaf(self._http, answer)

    async def _upload(self, account: Account, file: File) -> Any:
        """A video goes the same way; it is shown once the network has seen its post and worked on
        it for some seconds: https://docs.bsky.app/docs/tutorials/video (as of 2026-11)."""
        url = self._url(account, "com.atproto.repo.uploadBlob")
        answer = await self._calls.upload(account, url, file.data, file.mime)
        blob = answer.value("blob")
        if answer.ok and isinstance(blob, dict):
            return blob
        raise fault_in(self._http, answer)

    async def _put(self, account: Account, attempt: Attempt) -> Answer:
        body = {
            "repo": account.remote_id,
            "collection": COLLECTION,
            "rkey": attempt.prepared["rkey"],
            "record": record_of(attempt.post, attempt.prepared),
            "swapRecord": None,
        }
        url = self._url(account, "com.atproto.repo.putRecord")
        return await self._calls.post(account, url, body, irreversible=True)

    async def _post(self, account: Account, method: str, body: dict[str, Any]) -> None:
        answer = await self._calls.post(account, self._url(account, method), body)
        if not answer.ok:
            raise fault_in(self._http, answer)

    def _url(self, account: Account, method: str) -> str:
        return f"{account.secret['pds']}/xrpc/{quote(method)}"


def _copy(account: Account, attempt: Attempt) -> Copy:
    rkey = attempt.prepared["rkey"]
    return Copy(uri_of(account.remote_id, rkey), page_of(account.remote_id, rkey))


def _created_at(attempt: Attempt, now: datetime) -> str:
    return stamp(min(attempt.post.created_at, now))
