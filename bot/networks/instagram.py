"""Instagram, for professional accounts: a picture that it fetches, with words under it."""

from typing import Any
from urllib.parse import quote

from bot.domain.compose import Limits
from bot.networks import meta, meta_linking
from bot.networks.answers import Answer
from bot.networks.base import (
    NEVER,
    Account,
    AppKeys,
    Attempt,
    Authorization,
    Copy,
    Linking,
    NotLinked,
    OperatorKeys,
    Refused,
    Secret,
)
from bot.networks.http import Http
from bot.networks.listening import Heard
from bot.networks.meta_containers import Containers, Dialect
from bot.networks.meta_listening import INSTAGRAM_SCOPE, Listener

API = "https://graph.instagram.com"
SITE = "https://www.instagram.com"
LOGIN = "https://api.instagram.com"
# https://developers.facebook.com/docs/instagram-platform/content-publishing and
# https://developers.facebook.com/docs/instagram-platform/instagram-graph-api/reference/error-codes
# (as of 2026-11): JPEG only, from 4:5 to 1.91:1. A single video is a reel since 2023-07: by
# https://developers.facebook.com/docs/instagram-platform/instagram-graph-api/reference/ig-user/media
# of 3 seconds to 15 minutes.
LIMITS = Limits(
    characters=2200,
    pictures=10,
    picture_bytes=8_000_000,
    alt_text=1000,
    narrowest=4 / 5,
    widest=1.91,
    recordings=1,
    video_bytes=300_000_000,
    shortest_video=3,
    longest_video=900,
)
# https://developers.facebook.com/docs/instagram-platform/instagram-api-with-instagram-login
SCOPES = ("instagram_business_basic", "instagram_business_content_publish")
PROFESSIONAL = ("BUSINESS", "MEDIA_CREATOR")


class Instagram:
    """Posts for people with a professional account who said yes to the operator's app."""

    name = "instagram"
    title = "Instagram"
    linking = Linking.OAUTH
    limits = LIMITS
    # There is no key: a container, made before the call, is published at most once.
    repeatable_for = NEVER
    can_edit = False
    can_delete = False
    can_find = True
    threads = False
    keys_end = True
    own_keys = True
    fetches_pictures = True
    answers = False
    needs_picture = True

    def __init__(
        self,
        http: Http,
        keys: OperatorKeys | None = None,
        *,
        api: str = API,
        site: str = SITE,
        login: str = LOGIN,
        pause: float = 3.0,
    ) -> None:
        """`login` is the third host of Instagram's, where codes are redeemed."""
        self._http = http
        self._keys = keys
        self.linkable = keys is not None
        self._root = api
        self._api = f"{api}/{meta.VERSION}"
        self._site = site
        self._login = login
        dialect = Dialect(
            make="media",
            publish="media_publish",
            posts="media",
            replies="",
            words="caption",
            state="status_code",
            trouble="status",
            video={"media_type": "REELS", "share_to_feed": "true"},
            limits=LIMITS,
        )
        self._containers = Containers(http, self._api, dialect, pause)
        self._scopes = keys.scopes(SCOPES, INSTAGRAM_SCOPE) if keys else SCOPES
        reads_replies = keys is not None and keys.reads_replies
        self._listener = Listener(http, self._api, reads_replies=reads_replies)

    def server_of(self, typed: str) -> str:
        """There is one Instagram, whatever was typed."""
        return "instagram.com"

    async def register(self, server: str, redirect_uri: str) -> AppKeys:
        return meta_linking.app_keys(self._keys, redirect_uri)

    async def begin(
        self, server: str, keys: AppKeys, *, state: str, challenge: str
    ) -> Authorization:
        url = meta_linking.authorization_url(
            f"{self._site}/oauth/authorize", keys, state=state, scopes=self._scopes
        )
        return Authorization(url=url, server=server)

    async def finish(self, server: str, keys: AppKeys, *, code: str, verifier: str) -> Account:
        """Redeems the code, trades the token of an hour for one of 60 days, asks whose it is."""
        endpoint = f"{self._login}/oauth/access_token"
        token = meta_linking.token_in(await meta_linking.redeem(self._http, endpoint, keys, code))
        long = await meta_linking.exchange(
            self._http,
            f"{self._root}/access_token",
            {
                "grant_type": "ig_exchange_token",
                "client_secret": keys.client_secret,
                "access_token": token,
            },
            (token, keys.client_secret),
        )
        return await self._named(Secret(meta_linking.lasting(long, self._http.clock())))

    async def renew(self, account: Account) -> Secret | None:
        endpoint = f"{self._root}/refresh_access_token"
        return await meta_linking.renewed(self._http, endpoint, "ig_refresh_token", account.secret)

    async def limits_of(self, account: Account) -> Limits:
        return LIMITS

    async def prepare(self, account: Account, attempt: Attempt) -> dict[str, Any]:
        """Makes the container and waits until Instagram has fetched its pictures or its video."""
        if not attempt.post.files:
            raise Refused("needs_picture")
        if any(picture.mime != "image/jpeg" for picture in attempt.post.pictures):
            raise Refused("picture_format")
        return await self._containers.ready(account, attempt, {})

    async def publish(self, account: Account, attempt: Attempt) -> Copy:
        """Publishes the container of `prepare` once; a second try looks first."""
        return _read_at(account, await self._containers.publish(account, attempt))

    async def find(self, account: Account, attempt: Attempt) -> Copy | None:
        """Asks what became of the container, then which post it is."""
        found = await self._containers.find(account, attempt)
        return _read_at(account, found) if found else None

    async def edit(self, account: Account, copy: Copy, attempt: Attempt) -> Copy:
        raise Refused("cannot_edit")

    async def delete(self, account: Account, copy: Copy) -> None:
        """The API documents no way to delete: people do it in the app."""
        raise Refused("cannot_delete")

    async def listen(self, account: Account, copy: Copy) -> Heard:
        return await self._listener.instagram(account, copy)

    async def revoke(self, account: Account) -> None:
        """Instagram has no call for this: people remove the app in their settings, and the token
        ends by itself after 60 days."""
        raise Refused("cannot_revoke")

    async def _named(self, secret: Secret) -> Account:
        me = await self._http.get_json(
            f"{self._api}/me",
            token=secret["access_token"],
            params={"fields": "user_id,username,account_type"},
        )
        if not me.ok:
            raise meta.fault(self._http, me)
        kind, name = _told(me, "account_type"), _told(me, "username")
        if kind and kind.upper() not in PROFESSIONAL:
            raise NotLinked("needs_professional")
        handle = f"@{name}" if name else ""
        return meta_linking.named(self.name, _told(me, "user_id"), handle, secret)


def _told(me: Answer, name: str) -> str:
    """From either of the two shapes in which Instagram answers."""
    return me.text(name) or me.text("data", 0, name)


def _read_at(account: Account, copy: Copy) -> Copy:
    """The profile where the post's own address is not known."""
    profile = f"https://www.instagram.com/{quote(account.handle.removeprefix('@'))}/"
    return copy if copy.url else Copy(copy.remote_id, profile)
