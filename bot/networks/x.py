"""X, by its API v2: words, pictures, videos and threads, paid for by whoever runs this Hibi."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any
from urllib.parse import quote

from bot.domain.compose import File, Limits, Recording
from bot.networks import x_faults, x_linking, x_media, x_search
from bot.networks.answers import Answer
from bot.networks.base import (
    NEVER,
    Account,
    AppKeys,
    Attempt,
    Authorization,
    Copy,
    Linking,
    NetworkError,
    OperatorKeys,
    Refused,
    Secret,
    TryLater,
    Unsure,
)
from bot.networks.http import Http
from bot.networks.oauth import authorization_url
from bot.networks.x_videos import Videos
from bot.networks.x_words import LIMITS, body_of, uncalled

API = "https://api.x.com"
SITE = "https://x.com"


class X:
    """Posts for people who said yes to the operator's app."""

    name = "x"
    title = "X"
    linking = Linking.OAUTH
    limits = LIMITS
    # There is no key. X refuses the same words twice, for a time that it does not tell.
    repeatable_for = NEVER
    # https://docs.x.com/x-api/posts/create-post (as of 2026-11): a right of paying accounts.
    can_edit = False
    can_delete = True
    # The account's own posts since the first try are read; what is not among them after a while
    # may be sent again, because X itself refuses it if it stands there after all.
    can_find = True
    threads = True
    keys_end = True
    own_keys = True
    fetches_pictures = False
    needs_picture = False

    def __init__(
        self,
        http: Http,
        keys: OperatorKeys | None = None,
        *,
        api: str = API,
        site: str = SITE,
        pause: float = 3.0,
    ) -> None:
        self._http = http
        self._keys = keys
        self.linkable = keys is not None
        self._api = api
        self._site = site
        self._pause = pause

    def server_of(self, typed: str) -> str:
        """There is one X, whatever was typed."""
        return "x.com"

    async def register(self, server: str, redirect_uri: str) -> AppKeys:
        return x_linking.app_keys(self._keys, redirect_uri)

    async def begin(
        self, server: str, keys: AppKeys, *, state: str, challenge: str
    ) -> Authorization:
        url = authorization_url(
            f"{self._site}/i/oauth2/authorize",
            keys,
            state=state,
            challenge=challenge,
            scopes=x_linking.SCOPES,
        )
        return Authorization(url=url, server=server)

    async def finish(self, server: str, keys: AppKeys, *, code: str, verifier: str) -> Account:
        """Turns the code into an account; tokens that turn out useless are given back."""
        secret = await x_linking.redeem(self._http, self._api, keys, code=code, verifier=verifier)
        try:
            return await x_linking.named(self._http, self._api, secret)
        except NetworkError as error:
            problem = error
        await self._give_back(secret)
        raise problem

    async def renew(self, account: Account) -> Secret | None:
        return await x_linking.renewed(self._http, self._api, self._keys, account.secret)

    async def revoke(self, account: Account) -> None:
        await x_linking.revoke(self._http, self._api, self._keys, account.secret)

    async def limits_of(self, account: Account) -> Limits:
        return LIMITS

    async def prepare(self, account: Account, attempt: Attempt) -> dict[str, Any]:
        """Uploads the files, unless an earlier try did; notes since when a post can stand."""
        of, now, files = x_media.made_of(attempt.post), self._http.clock(), attempt.post.files
        known = attempt.prepared if attempt.prepared.get("of") == of else {}
        media: Any = known.get("media")
        if x_media.is_kept(media, len(files), now) and attempt.post.recordings:
            media = await self._still_there(account, media)
        if not x_media.is_kept(media, len(files), now):
            media = [await self._upload(account, file) for file in files]
        begun = known.get("since", now.isoformat())
        return {"of": of, "since": begun, "again": bool(known), "media": media}

    async def publish(self, account: Account, attempt: Attempt) -> Copy:
        """Posts once. A refusal as a duplicate may mean that an earlier try arrived after all."""
        for media in attempt.prepared.get("media", ()):
            await self._videos(account).check(media)
        answer = await self._post(account, attempt)
        if x_faults.is_media_lost(answer) and attempt.post.recordings:
            raise TryLater("media_lost", raw=answer.excerpt)
        if x_faults.is_media_lost(answer):  # so nothing was posted: send the files once more
            fresh = replace(attempt, prepared={})
            media = (await self.prepare(account, fresh))["media"]
            attempt = replace(attempt, prepared={**attempt.prepared, "media": media})
            answer = await self._post(account, attempt)
        if x_faults.is_duplicate(answer):
            return await self._earlier(account, attempt, answer)
        remote_id = answer.text("data", "id")
        if answer.ok and remote_id:
            return self._copy(account, remote_id)
        raise x_faults.fault(self._http, answer, irreversible=True)

    async def find(self, account: Account, attempt: Attempt) -> Copy | None:
        """Looks through the account's posts since the first try; says no only after a while."""
        found = await self._look(account, attempt)
        tried_at = attempt.first_tried_at
        if found is not None or tried_at is None:
            return found
        settled = tried_at + x_search.SETTLES - self._http.clock()
        if settled.total_seconds() > 0:
            raise TryLater("not_shown_yet", wait=settled)
        return None

    async def edit(self, account: Account, copy: Copy, attempt: Attempt) -> Copy:
        raise Refused("cannot_edit")

    async def delete(self, account: Account, copy: Copy) -> None:
        """A post that is gone already is fine."""
        url = f"{self._api}/2/tweets/{quote(copy.remote_id, safe='')}"
        answer = await self._http.delete(url, token=account.secret["access_token"])
        if answer.ok and answer.value("data", "deleted") is True:
            return
        if answer.status == 404 and isinstance(answer.json, dict):
            return
        raise x_faults.fault(self._http, answer)

    async def _still_there(
        self, account: Account, media: Sequence[Mapping[str, str]]
    ) -> list[Mapping[str, str]]:
        known = [await self._videos(account).again(one) for one in media]
        return [one for one in known if one is not None]

    async def _upload(self, account: Account, file: File) -> Mapping[str, str]:
        if isinstance(file, Recording):
            return await self._videos(account).upload(file)
        return await x_media.upload(self._http, self._api, account.secret["access_token"], file)

    def _videos(self, account: Account) -> Videos:
        return Videos(self._http, self._api, account.secret["access_token"], pause=self._pause)

    async def _post(self, account: Account, attempt: Attempt) -> Answer:
        return await self._http.send_json(
            "POST",
            f"{self._api}/2/tweets",
            body_of(attempt),
            token=account.secret["access_token"],
            irreversible=True,
        )

    async def _earlier(self, account: Account, attempt: Attempt, refusal: Answer) -> Copy:
        """What makes this one a duplicate, if an earlier try of it has brought that about."""
        known = None
        if attempt.prepared.get("again"):
            try:
                known = await self._look(account, attempt)
            except NetworkError:
                raise Unsure("duplicate", raw=refusal.excerpt) from None
        if known is None:
            raise Refused("duplicate", raw=refusal.excerpt)
        return known

    async def _look(self, account: Account, attempt: Attempt) -> Copy | None:
        text = uncalled(attempt.post.text)
        url = f"{self._api}/2/users/{quote(account.remote_id, safe='')}/tweets"
        begun, page = x_search.since(attempt, self._http.clock()), ""
        for _ in range(x_search.MOST_PAGES):
            answer = await self._http.get_json(
                url, token=account.secret["access_token"], params=x_search.query(begun, page)
            )
            for post in _posts(self._http, answer):
                if isinstance(post, dict) and x_search.is_this(post, attempt, text):
                    return self._copy(account, str(post.get("id", "")))
            page = answer.text("meta", "next_token")
            if not page:
                return None
        raise TryLater("too_many_posts")

    async def _give_back(self, secret: Secret) -> None:
        try:
            await x_linking.revoke(self._http, self._api, self._keys, secret)
        except NetworkError:
            return  # nothing is kept of it here; the person's settings list the app

    def _copy(self, account: Account, remote_id: str) -> Copy:
        who = quote(account.handle.removeprefix("@"), safe="") or "i"
        return Copy(remote_id, f"{self._site}/{who}/status/{quote(remote_id, safe='')}")


def _posts(http: Http, answer: Answer) -> list[Any]:
    """The posts of one page; none at all is said by a count of nothing."""
    found = answer.value("data")
    if answer.ok and isinstance(found, list):
        return found
    if answer.ok and answer.value("meta", "result_count") == 0:
        return []
    raise x_faults.fault(http, answer)
