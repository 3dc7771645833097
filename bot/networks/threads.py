"""Threads, by its own API: words, pictures that it fetches, and chains of answers."""

from typing import Any
from urllib.parse import quote

from bot.domain.compose import URL as LINK
from bot.domain.compose import Limits, Unit
from bot.networks import meta, meta_linking
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
from bot.networks.http import Http
from bot.networks.listening import Heard
from bot.networks.meta_containers import Containers, Dialect
from bot.networks.meta_listening import THREADS_SCOPE, Listener

API = "https://graph.threads.net"
SITE = "https://threads.net"
READ_AT = "https://www.threads.net"
# https://developers.facebook.com/docs/threads/posts and /overview#limitations (as of 2026-11)
LIMITS = Limits(
    characters=500,
    unit=Unit.EMOJI_BYTES,
    pictures=20,
    picture_bytes=8_000_000,
    alt_text=1000,
    recordings=1,
    video_bytes=1_000_000_000,
    longest_video=300,
)
MOST_LINKS = 5
# https://developers.facebook.com/docs/threads/get-started (as of 2026-11). Reading answers is
# needed to find a lost part of a chain again.
SCOPES = (
    "threads_basic",
    "threads_content_publish",
    "threads_manage_replies",
    "threads_read_replies",
    "threads_delete",
)


class Threads:
    """Posts for people who said yes to the operator's app."""

    name = "threads"
    title = "Threads"
    linking = Linking.OAUTH
    limits = LIMITS
    # There is no key: a container, made before the call, is published at most once.
    repeatable_for = NEVER
    can_edit = False
    can_delete = True
    can_find = True
    threads = True
    keys_end = True
    own_keys = True
    fetches_pictures = True
    answers = False
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
        self._root = api
        self._api = f"{api}/{meta.THREADS_VERSION}"
        self._site = site
        dialect = Dialect(
            make="threads",
            publish="threads_publish",
            posts="threads",
            replies="replies",
            words="text",
            state="status",
            trouble="error_message",
            video={"media_type": "VIDEO"},
            limits=LIMITS,
        )
        self._containers = Containers(http, self._api, dialect, pause)
        self._scopes = keys.scopes(SCOPES, THREADS_SCOPE) if keys else SCOPES
        reads_replies = keys is not None and keys.reads_replies
        self._listener = Listener(http, self._api, reads_replies=reads_replies)

    def server_of(self, typed: str) -> str:
        """There is one Threads, whatever was typed."""
        return "threads.net"

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
        short = await meta_linking.redeem(
            self._http, f"{self._root}/oauth/access_token", keys, code
        )
        token = meta_linking.token_in(short)
        long = await meta_linking.exchange(
            self._http,
            f"{self._root}/access_token",
            {
                "grant_type": "th_exchange_token",
                "client_secret": keys.client_secret,
                "access_token": token,
            },
            (token, keys.client_secret),
        )
        secret = Secret(meta_linking.lasting(long, self._http.clock()))
        me = await self._http.get_json(
            f"{self._api}/me", token=secret["access_token"], params={"fields": "id,username"}
        )
        if not me.ok:
            raise meta.fault(self._http, me)
        name = me.text("username")
        handle = f"@{name}" if name else ""
        return meta_linking.named(self.name, me.text("id"), handle, secret)

    async def renew(self, account: Account) -> Secret | None:
        endpoint = f"{self._root}/refresh_access_token"
        return await meta_linking.renewed(self._http, endpoint, "th_refresh_token", account.secret)

    async def limits_of(self, account: Account) -> Limits:
        return LIMITS

    async def prepare(self, account: Account, attempt: Attempt) -> dict[str, Any]:
        """Makes the container, with its pictures or its video, and waits until Threads has fetched
        them."""
        # https://developers.facebook.com/docs/threads/posts#links (as of 2026-11): up to five
        # different links.
        if len(set(LINK.findall(attempt.post.text))) > MOST_LINKS:
            raise Refused("too_many_links")
        answers = {"reply_to_id": attempt.reply_to.remote_id} if attempt.reply_to else {}
        return await self._containers.ready(account, attempt, answers)

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
        """A post that is gone already is fine. At most a hundred a day."""
        url = f"{self._api}/{quote(copy.remote_id, safe='')}"
        answer = await self._http.delete(url, token=account.secret["access_token"])
        if answer.ok and answer.value("success") is not False:
            return
        if meta.is_gone(answer) and not await self._containers.exists(account, copy.remote_id):
            return
        raise meta.fault(self._http, answer)

    async def listen(self, account: Account, copy: Copy) -> Heard:
        return await self._listener.threads(account, copy)

    async def revoke(self, account: Account) -> None:
        """Threads has no call for this: people remove the app in their settings, and the token
        ends by itself after 60 days."""
        raise Refused("cannot_revoke")


def _read_at(account: Account, copy: Copy) -> Copy:
    """The profile where the post's own address is not known."""
    return (
        copy if copy.url else Copy(copy.remote_id, f"{READ_AT}/{quote(account.handle, safe='@')}")
    )
