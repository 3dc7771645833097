"""Mastodon and every server that speaks its API: GoToSocial, Takahē, Pixelfed, Akkoma, …"""

from collections.abc import Mapping
from dataclasses import replace
from datetime import timedelta
from typing import Any
from urllib.parse import quote

from bot.domain.compose import File, Limits
from bot.domain.mentions import uncalled
from bot.networks import mastodon_linking, mastodon_listening
from bot.networks.answers import Answer
from bot.networks.base import (
    Account,
    AppKeys,
    Attempt,
    Authorization,
    Copy,
    Linking,
    NetworkError,
    Refused,
    Secret,
    SignInAgain,
    TryLater,
    Unsure,
)
from bot.networks.http import Http
from bot.networks.listening import Heard
from bot.networks.mastodon_faults import is_media_lost, refusal
from bot.networks.mastodon_limits import DEFAULT_LIMITS, limits_from
from bot.networks.mastodon_media import upload
from bot.networks.mastodon_search import Search, attached_to, called
from bot.networks.servers import server_name


class Mastodon:
    """One adapter for the whole family; `account.server` says which server is meant."""

    name = "mastodon"
    title = "Mastodon"
    linking = Linking.OAUTH
    limits = DEFAULT_LIMITS
    # Mastodon forgets an Idempotency-Key after an hour; stay clear of the edge.
    # https://docs.joinmastodon.org/methods/statuses/#create
    # GoToSocial 0.20 and Takahē 0.11 ignore it: `publish` looks before it repeats.
    repeatable_for = timedelta(minutes=55)
    can_edit = True
    can_delete = True
    can_find = True
    threads = True
    linkable = True
    keys_end = False
    own_keys = False
    fetches_pictures = False
    needs_picture = False
    answers = True

    def __init__(self, http: Http, *, website: str = "", media_pause: float = 1.0) -> None:
        self._http = http
        self._website = website
        self._media_pause = media_pause

    def server_of(self, typed: str) -> str:
        """The server's name out of what a person typed; raises NotLinked for nonsense."""
        return server_name(typed, self._http.guard)

    async def register(self, server: str, redirect_uri: str) -> AppKeys:
        return await mastodon_linking.register(self._http, server, redirect_uri, self._website)

    async def begin(
        self, server: str, keys: AppKeys, *, state: str, challenge: str
    ) -> Authorization:
        return mastodon_linking.begin(self._http, server, keys, state=state, challenge=challenge)

    async def finish(self, server: str, keys: AppKeys, *, code: str, verifier: str) -> Account:
        return await mastodon_linking.finish(self._http, server, keys, code=code, verifier=verifier)

    async def revoke(self, account: Account) -> None:
        await mastodon_linking.revoke(self._http, account.server, account.secret)

    async def renew(self, account: Account) -> Secret | None:
        return None  # tokens of this family do not expire

    async def limits_of(self, account: Account) -> Limits:
        """Asks the server itself; one that says nothing has Mastodon's own limits."""
        for version in ("v2", "v1"):
            url = self._url(account, f"/api/{version}/instance")
            answer = await self._http.get_json(url, token=_token(account))
            if answer.ok and isinstance(answer.json, dict):
                return limits_from(answer)
            fault = self._http.fault(answer)
            if fault:
                raise fault
        return DEFAULT_LIMITS

    async def prepare(self, account: Account, attempt: Attempt) -> dict[str, Any]:
        """Uploads the files, unless an earlier try did: {"media": [their ids, in order]}."""
        files = attempt.post.files
        known = attempt.prepared.get("media", [])
        if len(known) == len(files):
            return {"media": list(known)}
        return {"media": [await self._upload(account, file) for file in files]}

    async def publish(self, account: Account, attempt: Attempt) -> Copy:
        """Posts once: the second try looks first, for servers that ignore the key."""
        if attempt.first_tried_at:
            earlier = await self.find(account, attempt)
            if earlier:
                return earlier
        answer = await self._post(account, attempt, attempt.prepared.get("media", []))
        if is_media_lost(answer):  # so nothing was posted: send the pictures once more
            fresh = await self.prepare(account, _unprepared(attempt))
            answer = await self._post(account, attempt, fresh["media"])
        return await self._copy_in(account, answer, irreversible=True)

    async def find(self, account: Account, attempt: Attempt) -> Copy | None:
        """Looks through the account's own posts since the first try."""
        search = Search(attempt)
        while not search.done:
            url = self._url(account, f"/api/v1/accounts/{quote(account.remote_id)}/statuses")
            page = await self._http.get_json(url, token=_token(account), params=search.query())
            if not isinstance(page.json, list) or not page.ok:
                raise await self._fault(account, page)
            status = search.match(page.json)
            if status is not None:
                return _copy(self._url(account, ""), status)
        return None

    async def edit(self, account: Account, copy: Copy, attempt: Attempt) -> Copy:
        """Changes words and descriptions and keeps pictures, language and place.

        Pictures are named again because a server removes those that an edit leaves out; the
        language because GoToSocial resets it.
        """
        media = await self._media_for_edit(account, copy, attempt)
        body = _status_body(attempt, media)
        del body["visibility"]
        if len(media) == len(attempt.post.files):
            body["media_attributes"] = _descriptions(media, attempt)
        answer = await self._http.send_json(
            "PUT", self._status_url(account, copy), body, token=_token(account)
        )
        return await self._copy_in(account, answer)

    async def delete(self, account: Account, copy: Copy) -> None:
        """A copy that is gone already is fine."""
        # Since 4.4 Mastodon throws the pictures away at once when asked to.
        url = f"{self._status_url(account, copy)}?delete_media=true"
        answer = await self._http.delete(url, token=_token(account))
        if not answer.ok and answer.status not in (404, 410):
            raise await self._fault(account, answer)

    async def listen(self, account: Account, copy: Copy) -> Heard:
        """The counters, and only where somebody answered what they said."""
        status = await mastodon_listening.ask(self._http, account, copy)
        if not status.ok or not status.text("id"):
            raise await self._fault(account, status)
        if not mastodon_listening.has_echoes(status):
            return mastodon_listening.heard_in(status, None, account)
        context = await mastodon_listening.ask(self._http, account, copy, "/context")
        if not context.ok or not isinstance(context.json, dict):
            raise await self._fault(account, context)
        return mastodon_listening.heard_in(status, context, account)

    async def _upload(self, account: Account, file: File) -> str:
        origin = self._http.guard.origin(account.server)
        answer = await upload(self._http, origin, _token(account), file, pause=self._media_pause)
        media_id = answer.text("id")
        if not answer.ok or not media_id:
            raise await self._fault(account, answer)
        return media_id

    async def _post(self, account: Account, attempt: Attempt, media: list[str]) -> Answer:
        return await self._http.send_json(
            "POST",
            self._url(account, "/api/v1/statuses"),
            _status_body(attempt, media),
            token=_token(account),
            headers={"Idempotency-Key": attempt.key},
            irreversible=True,
        )

    async def _media_for_edit(self, account: Account, copy: Copy, attempt: Attempt) -> list[str]:
        fresh = attempt.prepared.get("media", [])
        if fresh or not attempt.post.files:
            return list(fresh)
        url = self._status_url(account, copy)
        answer = await self._http.get_json(url, token=_token(account))
        if not answer.ok:
            raise await self._fault(account, answer)
        return attached_to(answer.json)

    async def _copy_in(
        self, account: Account, answer: Answer, *, irreversible: bool = False
    ) -> Copy:
        if answer.ok and answer.text("id"):
            return _copy(self._url(account, ""), answer.json)
        if answer.ok and irreversible:
            raise Unsure("odd_answer", raw=answer.excerpt)
        raise await self._fault(account, answer, irreversible=irreversible)

    async def _fault(
        self, account: Account, answer: Answer, *, irreversible: bool = False
    ) -> NetworkError:
        common = self._http.fault(answer, irreversible=irreversible)
        if common:
            return common
        if answer.ok:
            return TryLater("odd_answer", raw=answer.excerpt)
        if answer.status == 400 and answer.json is None:
            return await self._puzzling_refusal(account, answer)
        return refusal(answer)

    async def _puzzling_refusal(self, account: Account, answer: Answer) -> NetworkError:
        """Takahē answers a revoked token with 400 and a page: ask whether it still opens."""
        check = await mastodon_linking.whose(self._http, account.server, account.secret)
        if check.status in (400, 401, 403):
            return SignInAgain("signed_out", raw=check.excerpt)
        return Refused("rejected", raw=answer.excerpt)

    def _url(self, account: Account, path: str) -> str:
        return self._http.guard.origin(account.server) + path

    def _status_url(self, account: Account, copy: Copy) -> str:
        return self._url(account, f"/api/v1/statuses/{quote(copy.remote_id, safe='')}")


def _token(account: Account) -> str:
    return account.secret["access_token"]


def _unprepared(attempt: Attempt) -> Attempt:
    return replace(attempt, prepared={})


def _status_body(attempt: Attempt, media: list[str]) -> dict[str, Any]:
    return {
        "status": called(attempt) + uncalled(attempt.post.text),
        "language": attempt.post.language,
        "visibility": "public",
        "media_ids": media,
        **({"in_reply_to_id": attempt.reply_to.remote_id} if attempt.reply_to else {}),
    }


def _descriptions(media: list[str], attempt: Attempt) -> list[dict[str, str]]:
    return [
        {"id": media_id, "description": file.alt}
        for media_id, file in zip(media, attempt.post.files, strict=True)
    ]


def _copy(origin: str, status: Mapping[str, Any]) -> Copy:
    """`url` is for people; some servers leave it empty for a moment, then `uri` must do."""
    for name in ("url", "uri"):
        address = status.get(name)
        if isinstance(address, str) and address.startswith(("https://", "http://")):
            return Copy(str(status["id"]), address)
    return Copy(str(status["id"]), origin)
