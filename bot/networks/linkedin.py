"""LinkedIn, by its Posts API: words, pictures and videos in the feed of one member."""

from collections.abc import Mapping
from datetime import timedelta
from typing import Any
from urllib.parse import quote

from bot.domain.compose import Limits, Unit
from bot.networks import linkedin_api, linkedin_linking
from bot.networks.answers import Answer
from bot.networks.base import (
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
from bot.networks.linkedin_media import Uploads
from bot.networks.linkedin_text import little

API = "https://api.linkedin.com"
SITE = "https://www.linkedin.com"
# https://learn.microsoft.com/en-us/linkedin/marketing/community-management/shares/posts-api,
# …/multiimage-post-api, …/images-api and …/videos-api (as of 2026-11): 3,000 characters; up to 20
# pictures, each of up to 36,152,320 pixels, with descriptions of up to 4,086 characters; a video of
# 3 seconds to 30 minutes and up to 500 MB. What is kept free is for
# the signs that are escaped: nobody says whether their backslashes count, and a text that is too
# long is cut without a word.
MOST = 3000
LIMITS = Limits(
    characters=MOST - 200,
    unit=Unit.UTF16,
    pictures=20,
    picture_bytes=8_000_000,
    picture_pixels=36_000_000,
    alt_text=1500,
    recordings=1,
    video_bytes=500_000_000,
    shortest_video=3,
    longest_video=1800,
)
POSTING = "w_member_social"
SCOPES = ("openid", "profile", POSTING)


class LinkedIn:
    """Posts for members who said yes to the operator's app."""

    name = "linkedin"
    title = "LinkedIn"
    linking = Linking.OAUTH
    limits = LIMITS
    # The same post once more is refused, and the earlier one named: see `linkedin_api.repeated`.
    # For how long is not documented; people report a day and more.
    repeatable_for = timedelta(hours=1)
    can_edit = True
    can_delete = True
    # Reading one's own posts needs r_member_social, which LinkedIn gives to approved apps alone.
    can_find = False
    threads = False
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
        """There is one LinkedIn, whatever was typed."""
        return "linkedin.com"

    async def register(self, server: str, redirect_uri: str) -> AppKeys:
        return linkedin_linking.app_keys(self._keys, redirect_uri)

    async def begin(
        self, server: str, keys: AppKeys, *, state: str, challenge: str
    ) -> Authorization:
        url = linkedin_linking.authorization_url(self._site, keys, state=state, scopes=SCOPES)
        return Authorization(url=url, server=server)

    async def finish(self, server: str, keys: AppKeys, *, code: str, verifier: str) -> Account:
        secret = await linkedin_linking.redeem(self._http, self._site, keys, code, POSTING)
        return await linkedin_linking.whose(self._http, self._api, self.name, secret)

    async def renew(self, account: Account) -> Secret | None:
        return await linkedin_linking.refreshed(self._http, self._site, self._keys, account.secret)

    async def limits_of(self, account: Account) -> Limits:
        return LIMITS

    async def prepare(self, account: Account, attempt: Attempt) -> dict[str, Any]:
        """Uploads the pictures: {"images": their names}; or the video, unless an earlier try did:
        {"video": its name, "of": which one}. Too many signs are found now."""
        _commentary(attempt)
        uploads, pictures = self._uploads(account), attempt.post.pictures
        if not attempt.post.recordings:
            return {"images": [await uploads.picture(picture) for picture in pictures]}
        (video,), known = attempt.post.recordings, attempt.prepared
        if known.get("video") and known.get("of") == video.media_id:
            return {"video": known["video"], "of": video.media_id}
        return {"video": await uploads.video(video), "of": video.media_id}

    async def publish(self, account: Account, attempt: Attempt) -> Copy:
        if attempt.post.recordings and not attempt.first_tried_at:
            await self._uploads(account).check(_video(attempt))
        answer = await self._http.send_json(
            "POST",
            f"{self._api}/rest/posts",
            _post(account, attempt),
            token=_token(account),
            headers=linkedin_api.HEADERS,
            irreversible=True,
        )
        post = answer.headers.get("x-restli-id", "")
        if answer.ok and linkedin_api.POST.fullmatch(post):
            return Copy(post, linkedin_api.address_of(post))
        earlier = linkedin_api.repeated(answer, attempt, self._http.clock())
        if isinstance(earlier, Copy):
            return earlier
        problem = earlier or self._fault(answer, irreversible=True)
        if problem.rule == "picture_rejected" and attempt.post.recordings:
            raise Refused("video_rejected", raw=problem.raw)
        raise problem

    async def find(self, account: Account, attempt: Attempt) -> Copy | None:
        raise Unsure("cannot_find")

    async def edit(self, account: Account, copy: Copy, attempt: Attempt) -> Copy:
        """Changes the words; LinkedIn lets nobody change what stands with them."""
        answer = await self._http.send_json(
            "POST",
            self._post_at(copy),
            {"patch": {"$set": {"commentary": _commentary(attempt)}}},
            token=_token(account),
            headers={**linkedin_api.HEADERS, "X-RestLi-Method": "PARTIAL_UPDATE"},
        )
        if answer.ok:
            return copy
        raise self._fault(answer)

    async def delete(self, account: Account, copy: Copy) -> None:
        """A post that is gone already is fine."""
        headers = {**linkedin_api.HEADERS, "X-RestLi-Method": "DELETE"}
        answer = await self._http.delete(
            self._post_at(copy), token=_token(account), headers=headers
        )
        problem = None if answer.ok else self._fault(answer)
        if problem and problem.rule != "not_there":
            raise problem

    async def revoke(self, account: Account) -> None:
        """LinkedIn documents no call for this: people remove the app in their settings, and the
        token ends by itself after sixty days."""
        raise Refused("cannot_revoke")

    def _uploads(self, account: Account) -> Uploads:
        token, member = _token(account), _member(account)
        return Uploads(self._http, self._api, token, member, pause=self._pause)

    def _post_at(self, copy: Copy) -> str:
        return f"{self._api}/rest/posts/{quote(copy.remote_id, safe='')}"

    def _fault(self, answer: Answer, *, irreversible: bool = False) -> NetworkError:
        return linkedin_api.fault(self._http, answer, irreversible=irreversible)


def _commentary(attempt: Attempt) -> str:
    text = little(attempt.post.text)
    if len(text.encode("utf-16-le", "surrogatepass")) // 2 > MOST:
        raise Refused("too_long")
    return text


def _post(account: Account, attempt: Attempt) -> Mapping[str, Any]:
    return {
        "author": _member(account),
        "commentary": _commentary(attempt),
        "visibility": "PUBLIC",
        "distribution": {
            "feedDistribution": "MAIN_FEED",
            "targetEntities": [],
            "thirdPartyDistributionChannels": [],
        },
        **_content(attempt),
        "lifecycleState": "PUBLISHED",
        "isReshareDisabledByAuthor": False,
    }


def _content(attempt: Attempt) -> Mapping[str, Any]:
    """One file is media, more are a multiImage; words alone have no content."""
    if attempt.post.recordings:
        return {"content": {"media": {"id": _video(attempt)}}}
    names = attempt.prepared.get("images", ())
    if len(names) != len(attempt.post.pictures):
        # Nothing has left yet: what was prepared is not this post's.
        raise TryLater("media_lost")
    images = [
        {"id": name, "altText": picture.alt}
        for name, picture in zip(names, attempt.post.pictures, strict=True)
    ]
    if not images:
        return {}
    return {
        "content": {"media": images[0]} if len(images) == 1 else {"multiImage": {"images": images}}
    }


def _video(attempt: Attempt) -> str:
    name = attempt.prepared.get("video")
    if not isinstance(name, str):
        raise TryLater("media_lost")
    return name


def _member(account: Account) -> str:
    return f"urn:li:person:{account.remote_id}"


def _token(account: Account) -> str:
    return account.secret["access_token"]
