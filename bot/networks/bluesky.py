"""Bluesky, by an app password, on the person's own data server."""

from datetime import datetime
from typing import Any
from urllib.parse import quote

from bot.domain.compose import Limits, Picture, Unit
from bot.networks import bluesky_listening
from bot.networks.answers import Answer
from bot.networks.base import (
    FOR_EVER,
    Account,
    Attempt,
    Copy,
    Linking,
    NotLinked,
    Refused,
    Secret,
    TryLater,
    Unsure,
)
from bot.networks.bluesky_cards import card_of
from bot.networks.bluesky_identity import ENTRYWAY, PLC_DIRECTORY, Directory, Home, handle_in
from bot.networks.bluesky_records import (
    COLLECTION,
    new_tid,
    page_of,
    record_of,
    repo_and_key,
    stamp,
    uri_of,
)
from bot.networks.bluesky_sessions import (
    APP_PASSWORD,
    EXPIRED,
    RENEW_BEFORE,
    expires_at,
    fault_in,
    mark_of,
    open_session,
    refreshed,
)
from bot.networks.http import Http
from bot.networks.listening import Heard
from bot.networks.servers import server_name

MARKS_KEPT = 1000


class Bluesky:
    """Puts each post under a key of our own, so that the same call twice is one post."""

    name = "bluesky"
    title = "Bluesky"
    linking = Linking.SECRET
    # Older servers take a million bytes a picture, newer ones two. The app shows 2000
    # characters of a description.
    limits = Limits(
        characters=300,
        unit=Unit.GRAPHEMES,
        text_bytes=3000,
        pictures=4,
        picture_bytes=999_999,
        alt_text=2000,
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

    def __init__(self, http: Http, *, entryway: str = ENTRYWAY, plc: str = PLC_DIRECTORY) -> None:
        self._http = http
        self._directory = Directory(http, entryway, plc)
        self._expired: dict[str, None] = {}

    async def sign_in(self, handle: str, secret: str) -> Account:
        """Links by handle and app password; a server's name may follow the handle after a space.

        Anything that does not look like an app password is refused unsent.
        """
        password = secret.strip()
        if not APP_PASSWORD.fullmatch(password):
            raise NotLinked("not_app_password")
        try:
            name, home = await self._home(handle)
            session = await open_session(self._http, home.pds, home.did or name, password.lower())
        except Refused as refused:
            raise NotLinked(refused.rule) from None
        did = session.text("did")
        if not did or home.did not in ("", did):
            raise NotLinked("bad_server")
        tokens = {
            "access_jwt": session.text("accessJwt"),
            "refresh_jwt": session.text("refreshJwt"),
            "pds": home.pds,
        }
        return Account(
            network=self.name, server="", remote_id=did, handle=f"@{name}", secret=Secret(tokens)
        )

    async def _home(self, typed: str) -> tuple[str, Home]:
        parts = typed.split()
        name = handle_in(parts[0] if len(parts) in (1, 2) else "")
        if len(parts) == 1:
            return name, await self._directory.home_of(name)
        guard = self._http.guard
        return name, Home("", guard.origin(server_name(parts[1], guard)))

    async def revoke(self, account: Account) -> None:
        """Ends the session; the app password itself only its owner can take back."""
        url = self._url(account, "com.atproto.server.deleteSession")
        answer = await self._http.post_empty(url, token=account.secret["refresh_jwt"])
        fault = self._http.fault(answer)
        if fault:
            raise fault

    async def renew(self, account: Account) -> Secret | None:
        """Fresh tokens where the old ones end soon or a server called them expired, else None."""
        token = account.secret["access_jwt"]
        ends = expires_at(token)
        fresh = ends is not None and ends - self._http.clock() > RENEW_BEFORE
        if fresh and mark_of(token) not in self._expired:
            return None
        return await refreshed(self._http, account)

    async def limits_of(self, account: Account) -> Limits:
        return self.limits

    async def prepare(self, account: Account, attempt: Attempt) -> dict[str, Any]:
        """The key and the moment of the record, and its uploaded pictures."""
        known, now = attempt.prepared, self._http.clock()
        blobs = known.get("blobs", [])
        if len(blobs) != len(attempt.post.pictures):
            blobs = [await self._upload(account, one) for one in attempt.post.pictures]
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
            for picture in attempt.post.pictures:
                await self._upload(account, picture)
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
        self._note_expiry(account, answer)
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
        answer = await bluesky_listening.ask(self._http, account, copy)
        if answer.ok:
            return bluesky_listening.heard_in(answer, account)
        self._note_expiry(account, answer)
        raise bluesky_listening.deaf(self._http, answer)

    async def _upload(self, account: Account, picture: Picture) -> Any:
        url = self._url(account, "com.atproto.repo.uploadBlob")
        answer = await self._http.post_bytes(
            url, picture.data, mime=picture.mime, token=account.secret["access_jwt"]
        )
        blob = answer.value("blob")
        if answer.ok and isinstance(blob, dict):
            return blob
        self._note_expiry(account, answer)
        raise fault_in(self._http, answer)

    async def _put(self, account: Account, attempt: Attempt) -> Answer:
        body = {
            "repo": account.remote_id,
            "collection": COLLECTION,
            "rkey": attempt.prepared["rkey"],
            "record": record_of(attempt.post, attempt.prepared),
            "swapRecord": None,
        }
        return await self._http.send_json(
            "POST",
            self._url(account, "com.atproto.repo.putRecord"),
            body,
            token=account.secret["access_jwt"],
            irreversible=True,
        )

    async def _post(self, account: Account, method: str, body: dict[str, Any]) -> None:
        answer = await self._http.send_json(
            "POST", self._url(account, method), body, token=account.secret["access_jwt"]
        )
        if not answer.ok:
            self._note_expiry(account, answer)
            raise fault_in(self._http, answer)

    def _note_expiry(self, account: Account, answer: Answer) -> None:
        """Remembers that the server found a token old which our clock finds young.

        The next `renew` then fetches another. It is not done here: a refresh token is used up by
        its first use, and only the caller can store the one that follows.
        """
        if answer.text("error") == EXPIRED:
            self._expired[mark_of(account.secret["access_jwt"])] = None
            while len(self._expired) > MARKS_KEPT:
                del self._expired[next(iter(self._expired))]

    def _url(self, account: Account, method: str) -> str:
        return f"{account.secret['pds']}/xrpc/{quote(method)}"


def _copy(account: Account, attempt: Attempt) -> Copy:
    rkey = attempt.prepared["rkey"]
    return Copy(uri_of(account.remote_id, rkey), page_of(account.remote_id, rkey))


def _created_at(attempt: Attempt, now: datetime) -> str:
    return stamp(min(attempt.post.created_at, now))
