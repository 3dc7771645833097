"""How an account on a server of the Misskey family is linked, and let go again: by MiAuth.

The person opens an address with a session in it, which we choose, and says yes there; then the
session can be exchanged once for a token. Servers know no apps, so there is nothing to register.
https://misskey-hub.net/en/docs/for-developers/api/token/miauth/ (as of 2026-11)
"""

import hashlib
import hmac
from uuid import UUID

from yarl import URL

from bot.networks.answers import Answer
from bot.networks.base import (
    Account,
    AppKeys,
    Authorization,
    NotLinked,
    Refused,
    Secret,
)
from bot.networks.guard import NOT_ALLOWED
from bot.networks.http import Http
from bot.networks.misskey_api import SIGNED_OUT, ask, code_of, fault
from bot.networks.misskey_limits import is_family
from bot.networks.oauth import OUT_OF_BAND, challenge_of

# Reading one's own notes needs no permission, and the session's exchange says who it is.
# https://misskey-hub.net/en/docs/for-developers/api/permission/ (as of 2026-11)
PERMISSIONS = ("write:notes", "write:drive")
APP_NAME = "Hibi"


async def register(http: Http, server: str, redirect_uri: str) -> AppKeys:
    """Only makes sure that one of the family answers there; raises NotLinked for others."""
    try:
        meta = await ask_meta(http, server)
    except Refused as refused:
        raise NotLinked(refused.rule) from None
    if is_family(meta):
        return AppKeys(client_id=APP_NAME, client_secret="", redirect_uri=redirect_uri)
    if meta.status == 429 or meta.status >= 500:
        raise fault(http, meta)
    raise NotLinked("not_of_this_family", raw=meta.excerpt)


async def ask_meta(http: Http, server: str) -> Answer:
    """What a server says of itself; in short, since old ones add thousands of emoji."""
    return await ask(http, server, "meta", {"detail": False})


def session_of(challenge: str) -> str:
    """The session that belongs to a proof key: only we can know it before the browser does.

    Whoever knows it may fetch the token, so it has no less chance in it than any UUID.
    """
    digest = hashlib.sha256(challenge.encode()).digest()
    return str(UUID(bytes=digest[:16], version=4))


def begin(http: Http, server: str, keys: AppKeys, *, state: str, challenge: str) -> Authorization:
    """Where the person says yes. Without a public address of ours the browser stays there."""
    query = {"name": APP_NAME, "permission": ",".join(PERMISSIONS)}
    if keys.redirect_uri != OUT_OF_BAND:
        query["callback"] = str(URL(keys.redirect_uri).update_query(state=state))
    origin = http.guard.origin(server)
    url = f"{origin}/miauth/{session_of(challenge)}"
    if not http.guard.permits(url):
        raise NotLinked(NOT_ALLOWED)
    return Authorization(url=str(URL(url).with_query(query)), server=server, issuer="")


async def finish(http: Http, server: str, keys: AppKeys, *, code: str, verifier: str) -> Account:
    """Fetches the token. `code` is the session that the browser brought back.

    Out of band no server shows a code: whatever the person sends after saying yes will do, for
    the session is ours all the time.
    """
    session = session_of(challenge_of(verifier))
    expected = keys.redirect_uri == OUT_OF_BAND or _same(code, session)
    if not expected:
        raise NotLinked("code_refused")
    answer = await ask(http, server, f"miauth/{session}/check", {}, secrets=(session, code))
    if answer.status == 429 or answer.status >= 500:
        raise fault(http, answer)
    token = answer.text("token")
    if not answer.ok or answer.value("ok") is not True or not token:
        # An odd shape may hold a token all the same, so nothing of an "ok" is quoted.
        raise NotLinked("code_refused", raw="" if answer.ok else answer.excerpt)
    return _account(server, answer, token)


def _account(server: str, answer: Answer, token: str) -> Account:
    remote_id, name = answer.text("user", "id"), answer.text("user", "username")
    if not remote_id or not name:
        raise NotLinked("not_of_this_family")
    return Account(
        network="misskey",
        server=server,
        remote_id=remote_id,
        handle=f"@{name}@{server}",
        secret=Secret({"access_token": token}),
    )


async def revoke(http: Http, account: Account) -> None:
    """Asks for the token to be forgotten; one that is worthless already is fine.

    Misskey lets no app do this (`secure: true` in .../api/endpoints/i/revoke-token.ts, as of
    2026-11), so nearly every server refuses: then the token stays until its owner removes it in
    the server's settings, and nobody is told that it was given back.
    """
    token = account.secret["access_token"]
    answer = await ask(http, account.server, "i/revoke-token", {"token": token}, token=token)
    if answer.ok or code_of(answer) in SIGNED_OUT:
        return
    if answer.status == 429 or answer.status >= 500:
        raise fault(http, answer)
    raise Refused("token_stays", raw=answer.excerpt)


def _same(one: str, other: str) -> bool:
    return hmac.compare_digest(one.encode("utf-8", "replace"), other.encode())
