"""A make-believe OAuth network that checks what a careful server checks."""

import secrets
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any
from urllib.parse import parse_qs, urlsplit

from bot.domain.compose import Limits
from bot.networks.base import (
    Account,
    AppKeys,
    Attempt,
    Authorization,
    Copy,
    Linking,
    NetworkError,
    NotLinked,
    Secret,
)
from bot.networks.oauth import OUT_OF_BAND, authorization_url, challenge_of


@dataclass
class _Grant:
    who: str
    challenge: str
    redirect_uri: str


@dataclass
class Village:
    """A network of many servers under *.village; people there are called by name."""

    name: str = "mastodon"
    title: str = "Mastodon"
    linking: Linking = Linking.OAUTH
    limits: Limits = field(default_factory=lambda: Limits(characters=500))
    repeatable_for: timedelta = timedelta(hours=1)
    can_edit: bool = True
    can_delete: bool = True
    can_find: bool = True
    threads: bool = False
    linkable: bool = True
    own_keys: bool = False
    keys_end: bool = True
    fetches_pictures: bool = False
    needs_picture: bool = False
    registered: list[tuple[str, str]] = field(default_factory=list)
    revoked: list[str] = field(default_factory=list)
    fails: NetworkError | None = None
    _grants: dict[str, _Grant] = field(default_factory=dict)

    def server_of(self, typed: str) -> str:
        server = typed.strip().rpartition("@")[2]
        if not server.endswith(".village"):
            raise NotLinked("bad_server")
        return server

    async def register(self, server: str, redirect_uri: str) -> AppKeys:
        self._fail()
        self.registered.append((server, redirect_uri))
        return AppKeys(
            client_id=f"client of {server}", client_secret="s3cret", redirect_uri=redirect_uri
        )

    async def begin(
        self, server: str, keys: AppKeys, *, state: str, challenge: str
    ) -> Authorization:
        url = authorization_url(
            f"https://{server}/oauth/authorize",
            keys,
            state=state,
            challenge=challenge,
            scopes=("write",),
        )
        return Authorization(url=url, server=server, issuer=f"https://{server}")

    def say_yes(self, url: str, who: str) -> Mapping[str, str]:
        """Somebody at this address says yes: what the server sends back, or shows."""
        asked = {name: values[0] for name, values in parse_qs(urlsplit(url).query).items()}
        code = secrets.token_urlsafe(8)
        self._grants[code] = _Grant(who, asked["code_challenge"], asked["redirect_uri"])
        if asked["redirect_uri"] == OUT_OF_BAND:
            return {"code": code}
        return {"code": code, "state": asked["state"]}

    async def finish(self, server: str, keys: AppKeys, *, code: str, verifier: str) -> Account:
        self._fail()
        grant = self._grants.pop(code, None)
        if grant is None or grant.challenge != challenge_of(verifier):
            raise NotLinked("code_refused")
        if grant.redirect_uri != keys.redirect_uri:
            raise NotLinked("code_refused")
        return Account(
            network=self.name,
            server=server,
            remote_id=f"id of {grant.who}",
            handle=f"@{grant.who}@{server}",
            secret=Secret({"access_token": f"token of {grant.who}"}),
        )

    async def revoke(self, account: Account) -> None:
        self._fail()
        self.revoked.append(account.secret["access_token"])

    async def limits_of(self, account: Account) -> Limits:
        return self.limits

    async def renew(self, account: Account) -> Secret | None:
        return None

    async def prepare(self, account: Account, attempt: Attempt) -> dict[str, Any]:
        return {}

    async def publish(self, account: Account, attempt: Attempt) -> Copy:
        raise NotImplementedError

    async def find(self, account: Account, attempt: Attempt) -> Copy | None:
        raise NotImplementedError

    async def edit(self, account: Account, copy: Copy, attempt: Attempt) -> Copy:
        raise NotImplementedError

    async def delete(self, account: Account, copy: Copy) -> None:
        raise NotImplementedError

    def _fail(self) -> None:
        if self.fails is not None:
            raise self.fails
