"""Signing in to Bluesky in the browser: OAuth 2 with pushed requests, proof keys and bound tokens.

https://atproto.com/specs/oauth (read 2026-11); what servers answer is that of the reference
server, @atproto/pds 0.5.35 (2026-11).
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

from yarl import URL

from bot.networks.answers import Answer
from bot.networks.base import AppKeys, NotLinked, Secret, SignInAgain, TryLater
from bot.networks.bluesky_client import POSTS, SCOPE, WHOLE_SCOPE, Client
from bot.networks.bluesky_proofs import proof, session_key
from bot.networks.http import Http

RESOURCE = "/.well-known/oauth-protected-resource"
SERVER = "/.well-known/oauth-authorization-server"
# A renewal uses its refresh token up, so none is made before it must be.
RENEW_BEFORE = timedelta(minutes=5)
LIFE = timedelta(minutes=30)
"""Where a server does not say how long a token lasts."""
LONGEST_LIFE = 366 * 86400
NONCES_KEPT = 500
WANTS_NONCE = "use_dpop_nonce"
UNSEEN = ("invalid_client", "invalid_client_metadata", "invalid_redirect_uri")


@dataclass(frozen=True, slots=True)
class SignInServer:
    """Where the people of one data server say yes; every address in it passed the guard."""

    issuer: str
    page: str
    push: str
    token: str
    revoke: str = ""


@dataclass(slots=True)
class Nonces:
    """The newest word of each server, to be said back to it with the next proof."""

    _newest: dict[str, str] = field(default_factory=dict)

    def of(self, url: str) -> str:
        return self._newest.get(_origin(url), "")

    def heard(self, url: str, answer: Answer) -> bool:
        """Notes what an answer says; whether the same call should be made again with it."""
        told = answer.headers.get("DPoP-Nonce", "")[:300]
        if not told:
            return False
        changed = told != self.of(url)
        self._newest.pop(_origin(url), None)
        self._newest[_origin(url)] = told
        while len(self._newest) > NONCES_KEPT:
            del self._newest[next(iter(self._newest))]
        return changed and _wants_nonce(answer)


@dataclass(frozen=True, slots=True)
class SignIn:
    """The calls to servers where people say yes."""

    http: Http
    client: Client
    nonces: Nonces

    async def server_of(self, pds: str) -> SignInServer:
        """Whom a data server trusts with its people's yes. Raises NotLinked, TryLater."""
        answer = await self.http.get_json(f"{pds}{RESOURCE}")
        # An entryway is such a server itself.
        issuer = answer.text("authorization_servers", 0) or pds
        answer = await self.http.get_json(f"{issuer.rstrip('/')}{SERVER}")
        fault = self.http.fault(answer)
        if fault:
            raise fault
        found = SignInServer(
            answer.text("issuer"),
            answer.text("authorization_endpoint"),
            answer.text("pushed_authorization_request_endpoint"),
            answer.text("token_endpoint"),
            answer.text("revocation_endpoint"),
        )
        needed = (found.issuer, found.page, found.push, found.token)
        if found.issuer.rstrip("/") != issuer.rstrip("/") or not all(
            map(self.http.guard.permits, needed)
        ):
            raise NotLinked("bad_server")
        return found

    async def push(
        self, server: SignInServer, keys: AppKeys, session: str, asked: Mapping[str, str]
    ) -> str:
        """Tells a server what a browser will come for; returns where it must go."""
        for scope in (SCOPE, WHOLE_SCOPE):
            answer = await self._ask(
                server, server.push, keys.client_id, session, {**asked, "scope": scope}
            )
            if answer.text("error") != "invalid_scope":
                break
        waiting = answer.text("request_uri")
        if answer.ok and waiting:
            query = {"client_id": keys.client_id, "request_uri": waiting}
            return str(URL(server.page).update_query(query))
        raise self._not_linked(answer, "not_allowed")

    async def redeem(
        self, server: SignInServer, keys: AppKeys, session: str, *, code: str, verifier: str
    ) -> tuple[str, Secret]:
        """Whose yes a code is, and the tokens for it. Raises NotLinked, TryLater."""
        fields = {
            "grant_type": "authorization_code",
            "code": code,
            "code_verifier": verifier,
            "redirect_uri": keys.redirect_uri,
        }
        answer = await self._ask(server, server.token, keys.client_id, session, fields)
        if not answer.ok:
            raise self._not_linked(answer, "code_refused")
        granted = answer.text("scope").split()
        if not any(one == "transition:generic" or one.startswith(POSTS) for one in granted):
            raise NotLinked("scope")
        kept = self._kept(answer)
        if not kept.get("refresh_token") or answer.text("token_type").lower() != "dpop":
            raise NotLinked("bad_server")
        more = {"dpop_key": session, "issuer": server.issuer, "client_id": keys.client_id}
        return answer.text("sub"), Secret({**kept, **more, "client_key": self.client.key_id()})

    async def renewed(self, secret: Secret) -> Secret:
        """Both tokens new; the caller holds the account's turn and stores them before their use:
        a refresh token that is used twice ends the whole session."""
        server = await self._known(secret)
        fields = {"grant_type": "refresh_token", "refresh_token": secret["refresh_token"]}
        answer = await self._ask(
            server, server.token, secret["client_id"], secret["dpop_key"], fields, secret
        )
        fault = self.http.fault(answer)
        if fault:
            raise fault
        if answer.ok:
            return Secret(self._kept(answer))
        if not answer.text("error"):
            raise TryLater("walled_off", raw=answer.excerpt)
        if answer.text("error") in UNSEEN:
            raise TryLater("client_unseen", wait=timedelta(hours=1), raw=answer.excerpt)
        raise SignInAgain("signed_out", raw=answer.excerpt)

    async def revoke(self, secret: Secret) -> None:
        """Ends the session; twice is fine."""
        server = await self._known(secret)
        if not server.revoke or not self.http.guard.permits(server.revoke):
            raise TryLater("odd_answer")
        fields = {"token": secret["refresh_token"]}
        answer = await self._ask(
            server, server.revoke, secret["client_id"], secret["dpop_key"], fields, secret
        )
        fault = self.http.fault(answer)
        if fault or not answer.ok:
            raise fault or TryLater("odd_answer", raw=answer.excerpt)

    async def _known(self, secret: Secret) -> SignInServer:
        try:
            return await self.server_of(secret["issuer"])
        except NotLinked as error:
            raise TryLater("odd_answer", raw=error.raw) from None

    async def _ask(
        self,
        server: SignInServer,
        url: str,
        client_id: str,
        session: str,
        fields: Mapping[str, str],
        secret: Secret | None = None,
    ) -> Answer:
        """A form with our word and the session's proof; once more where the server wants its own
        newest word in it, for then it did nothing."""
        begun_with = secret.get("client_key") if secret else ""
        return await proven(
            self.nonces,
            url,
            lambda nonce: self._post(
                url,
                {**fields, **self.client.word(self.http, client_id, server.issuer, begun_with)},
                proof(session_key(session), "POST", url, self.http.clock(), nonce=nonce),
            ),
        )

    async def _post(self, url: str, fields: Mapping[str, str], shown: str) -> Answer:
        names = ("code", "code_verifier", "refresh_token", "token", "client_assertion")
        hidden = [fields[name] for name in names if name in fields]
        return await self.http.post_form(url, fields, headers={"DPoP": shown}, secrets=hidden)

    def _not_linked(self, answer: Answer, rule: str) -> Exception:
        """The excerpt of a good status stays away: an odd shape may hold a token all the same."""
        fault = self.http.fault(answer)
        if fault:
            return fault
        if answer.ok:
            return TryLater("odd_answer")
        unseen = answer.text("error") in UNSEEN
        return NotLinked("needs_public_address" if unseen else rule, raw=answer.excerpt)

    def _kept(self, answer: Answer) -> dict[str, str]:
        if not answer.text("access_token"):
            raise TryLater("odd_answer")
        seconds = answer.value("expires_in")
        known = isinstance(seconds, int) and 0 < seconds < LONGEST_LIFE
        ends = self.http.clock() + (timedelta(seconds=seconds) if known else LIFE)
        return {
            "access_token": answer.text("access_token"),
            "refresh_token": answer.text("refresh_token"),
            "expires_at": ends.isoformat(),
        }


async def proven(nonces: Nonces, url: str, call: Callable[[str], Any]) -> Answer:
    """An answer to a call that shows the server its own newest word; the call is repeated at most
    once, where the server refused it unread for want of that."""
    answer: Answer = await call(nonces.of(url))
    if nonces.heard(url, answer):
        answer = await call(nonces.of(url))
        nonces.heard(url, answer)
    return answer


def ends_soon(secret: Secret, now: datetime) -> bool:
    ends = secret.moment("expires_at")
    return ends is None or ends - now <= RENEW_BEFORE


def _wants_nonce(answer: Answer) -> bool:
    told = answer.headers.get("WWW-Authenticate", "")
    return answer.status in (400, 401) and (
        answer.text("error") == WANTS_NONCE or WANTS_NONCE in told
    )


def _origin(url: str) -> str:
    return str(URL(url).origin())
