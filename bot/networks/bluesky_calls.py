"""Calls to a person's own data server, signed in the way in which they signed in.

An app password gives a token that opens by itself; a sign-in in the browser gives one that is
bound to a key, so each call brings a proof of its own: https://www.rfc-editor.org/rfc/rfc9449
(read 2026-11).
"""

import hashlib
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

from bot.networks.answers import Answer
from bot.networks.base import Account
from bot.networks.bluesky_oauth import Nonces, proven
from bot.networks.bluesky_proofs import proof, session_key
from bot.networks.bluesky_sessions import EXPIRED, UNBOUND
from bot.networks.http import Http

MARKS_KEPT = 1000
Send = Callable[[str, Mapping[str, str], tuple[str, ...]], Awaitable[Answer]]
"""With a token that opens by itself, or headers and the secrets in them."""


def by_browser(account: Account) -> bool:
    """Whether its token is bound to a key."""
    return bool(account.secret.get("dpop_key"))


@dataclass(slots=True)
class Calls:
    """Answers are returned whatever their status.

    A token that a server finds old while our clock finds it young is remembered, so that the next
    renewal fetches another. It is not fetched here: only the caller's caller can store it.
    """

    http: Http
    nonces: Nonces
    _expired: dict[str, None] = field(default_factory=dict)

    async def get(self, account: Account, url: str, params: Mapping[str, str]) -> Answer:
        async def send(token: str, headers: Mapping[str, str], hidden: tuple[str, ...]) -> Answer:
            return await self.http.get_json(
                url, token=token, params=params, headers=headers, secrets=hidden
            )

        return await self._signed(account, "GET", url, send)

    async def post(
        self, account: Account, url: str, body: Any, *, irreversible: bool = False
    ) -> Answer:
        async def send(token: str, headers: Mapping[str, str], hidden: tuple[str, ...]) -> Answer:
            return await self.http.send_json(
                "POST",
                url,
                body,
                token=token,
                headers=headers,
                irreversible=irreversible,
                secrets=hidden,
            )

        return await self._signed(account, "POST", url, send)

    async def upload(self, account: Account, url: str, data: bytes, mime: str) -> Answer:
        async def send(token: str, headers: Mapping[str, str], hidden: tuple[str, ...]) -> Answer:
            return await self.http.send_bytes(
                "POST", url, data, mime=mime, token=token, headers=headers, secrets=hidden
            )

        return await self._signed(account, "POST", url, send)

    def found_old(self, account: Account) -> bool:
        """Whether a server has refused this token for its age."""
        return _mark(account) in self._expired

    async def _signed(self, account: Account, verb: str, url: str, send: Send) -> Answer:
        if by_browser(account):
            answer = await proven(
                self.nonces, url, lambda nonce: self._bound(account, verb, url, nonce, send)
            )
        else:
            answer = await send(account.secret["access_jwt"], {}, ())
        if answer.text("error") in (EXPIRED, UNBOUND):
            self._expired[_mark(account)] = None
            while len(self._expired) > MARKS_KEPT:
                del self._expired[next(iter(self._expired))]
        return answer

    async def _bound(self, account: Account, verb: str, url: str, nonce: str, send: Send) -> Answer:
        token = account.secret["access_token"]
        key = session_key(account.secret["dpop_key"])
        shown = proof(key, verb, url, self.http.clock(), nonce=nonce, token=token)
        return await send("", {"Authorization": f"DPoP {token}", "DPoP": shown}, (token, shown))


def _mark(account: Account) -> str:
    """What stands for a token in memory."""
    token = account.secret.get("access_token") or account.secret.get("access_jwt")
    return hashlib.sha256(token.encode()).hexdigest()
