"""A Facebook Page, by the Graph API: people's profiles have no way in since 2018."""

from typing import Any
from urllib.parse import quote

from bot.domain.compose import Limits, Picture
from bot.networks import facebook_linking, meta
from bot.networks.base import (
    NEVER,
    Account,
    AppKeys,
    Attempt,
    Authorization,
    Copy,
    Linking,
    OperatorKeys,
    Refused,
    Secret,
)
from bot.networks.facebook_search import PageSearch
from bot.networks.facebook_videos import PageVideos, is_video
from bot.networks.http import Http
from bot.networks.listening import Heard
from bot.networks.meta_linking import app_keys, authorization_url
from bot.networks.meta_listening import FACEBOOK_SCOPE, Listener
from bot.networks.meta_search import web_address

API = "https://graph.facebook.com"
SITE = "https://www.facebook.com"
# The length by common report; pictures by
# https://developers.facebook.com/docs/graph-api/reference/page/photos, a video's size by
# https://developers.facebook.com/documentation/video-api/reference/error-codes (as of 2026-11); by
# common report again, it takes twenty minutes of video in one call.
LIMITS = Limits(
    characters=63_206,
    pictures=10,
    picture_bytes=4_000_000,
    alt_text=1000,
    recordings=1,
    video_bytes=2_000_000_000,
    longest_video=1200,
)


class Facebook:
    """Posts on the one Page that its person chose."""

    name = "facebook"
    title = "Facebook"
    linking = Linking.OAUTH
    limits = LIMITS
    # There is no key: an earlier call is looked up among the Page's own posts.
    repeatable_for = NEVER
    can_edit = True
    can_delete = True
    can_find = True
    threads = False
    keys_end = True
    own_keys = True
    fetches_pictures = False
    answers = False
    needs_picture = False

    def __init__(
        self, http: Http, keys: OperatorKeys | None = None, *, api: str = API, site: str = SITE
    ) -> None:
        self._http = http
        self._keys = keys
        self.linkable = keys is not None
        self._api = f"{api}/{meta.VERSION}"
        self._site = f"{site}/{meta.VERSION}"
        needed = facebook_linking.SCOPES
        self._scopes = keys.scopes(needed, FACEBOOK_SCOPE) if keys else needed
        reads_replies = keys is not None and keys.reads_replies
        self._videos = PageVideos(http, self._api)
        self._listener = Listener(http, self._api, reads_replies=reads_replies)

    def server_of(self, typed: str) -> str:
        """There is one Facebook, whatever was typed."""
        return "facebook.com"

    async def register(self, server: str, redirect_uri: str) -> AppKeys:
        return app_keys(self._keys, redirect_uri)

    async def begin(
        self, server: str, keys: AppKeys, *, state: str, challenge: str
    ) -> Authorization:
        endpoint = f"{self._site}/dialog/oauth"
        url = authorization_url(endpoint, keys, state=state, scopes=self._scopes)
        return Authorization(url=url, server=server)

    async def finish(self, server: str, keys: AppKeys, *, code: str, verifier: str) -> Account:
        return await facebook_linking.finish(self._http, self._api, keys, code)

    async def renew(self, account: Account) -> Secret | None:
        return None  # a Page's token that came from a user's token of 60 days does not end

    async def limits_of(self, account: Account) -> Limits:
        return LIMITS

    async def prepare(self, account: Account, attempt: Attempt) -> dict[str, Any]:
        """Uploads the pictures, unpublished, unless an earlier try did: {"media": their ids}.

        What is not used within a day Facebook throws away.
        """
        content = meta.made_of(attempt.post)
        known = attempt.prepared
        if known.get("of") == content and "media" in known:
            return {"media": list(known["media"]), "of": content}
        media = [await self._upload(account, picture) for picture in attempt.post.pictures]
        return {"media": media, "of": content}

    async def publish(self, account: Account, attempt: Attempt) -> Copy:
        """Posts once: a second try looks first."""
        if attempt.first_tried_at:
            earlier = await self.find(account, attempt)
            if earlier:
                return earlier
        if attempt.post.recordings:
            return await self._videos.publish(account, attempt, _words(attempt)["message"])
        answer = await self._http.post_form(
            f"{self._page(account)}/feed",
            {**_words(attempt), **_attached(attempt.prepared.get("media", []))},
            token=_token(account),
            irreversible=True,
        )
        post_id = answer.text("id")
        if not answer.ok or not post_id:
            raise meta.doubted(self._http, answer, attempt.first_tried_at)
        return Copy(post_id, _read_at(post_id))

    async def find(self, account: Account, attempt: Attempt) -> Copy | None:
        """Looks through the Page's own posts since the first try: a picture of ours proves one,
        else its words do."""
        if attempt.post.recordings:
            return await self._videos.find(account, attempt, _words(attempt)["message"])
        search = PageSearch(self._http, f"{self._page(account)}/published_posts", _token(account))
        post = await search.run(attempt, _words(attempt)["message"])
        if post is None:
            return None
        return Copy(str(post["id"]), web_address(post.get("permalink_url")) or _read_at(post["id"]))

    async def edit(self, account: Account, copy: Copy, attempt: Attempt) -> Copy:
        """Changes the words; Facebook does not let pictures of a post be changed."""
        if attempt.prepared.get("media"):
            raise Refused("pictures_stay")
        words = _words(attempt)["message"]
        answer = await self._http.post_form(
            self._thing(copy),
            {"description" if is_video(copy) else "message": words},
            token=_token(account),
        )
        if answer.ok and answer.value("success") is not False:
            return copy
        raise meta.fault(self._http, answer)

    async def delete(self, account: Account, copy: Copy) -> None:
        """A post that is gone already is fine."""
        answer = await self._http.delete(self._thing(copy), token=_token(account))
        if answer.ok and answer.value("success") is not False:
            return
        if meta.is_gone(answer):
            # The same answer also means that we may not touch it.
            look = await self._http.get_json(
                self._thing(copy), token=_token(account), params={"fields": "id"}
            )
            if meta.is_gone(look):
                return
        raise meta.fault(self._http, answer)

    async def listen(self, account: Account, copy: Copy) -> Heard:
        return await self._listener.facebook(account, copy)

    async def revoke(self, account: Account) -> None:
        await facebook_linking.revoke(self._http, self._api, account.secret)

    async def _upload(self, account: Account, picture: Picture) -> str:
        alt = {"alt_text_custom": picture.alt} if picture.alt else {}
        answer = await self._http.post_file(
            f"{self._page(account)}/photos",
            picture.data,
            mime=picture.mime,
            token=_token(account),
            fields={"published": "false", **alt},
            name="source",
        )
        if not answer.ok or not answer.text("id"):
            raise meta.fault(self._http, answer)
        return answer.text("id")

    def _page(self, account: Account) -> str:
        return f"{self._api}/{quote(account.remote_id, safe='')}"

    def _thing(self, copy: Copy) -> str:
        return f"{self._api}/{quote(copy.remote_id, safe='')}"


def _words(attempt: Attempt) -> dict[str, str]:
    return {"message": meta.unmentioned(attempt.post.text, LIMITS)}


def _attached(media: list[str]) -> dict[str, str]:
    return {f"attached_media[{at}]": f'{{"media_fbid":"{one}"}}' for at, one in enumerate(media)}


def _read_at(post_id: str) -> str:
    return f"https://www.facebook.com/{quote(post_id)}"


def _token(account: Account) -> str:
    return account.secret["access_token"]
