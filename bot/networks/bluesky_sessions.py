"""Signing in to Bluesky with an app password, staying signed in, and what its errors mean.

The error names are those of the reference server, @atproto/pds 0.5.35 (2026-11). A token that
ran out is answered with 400, so the status says little and `error` says all.
"""

import base64
import binascii
import re
from datetime import UTC, datetime, timedelta

from bot.networks.answers import Answer, parse_json
from bot.networks.base import (
    Account,
    AccountBlocked,
    NetworkError,
    NotLinked,
    Refused,
    Secret,
    SignInAgain,
    TryLater,
)
from bot.networks.bluesky_identity import endpoint_in
from bot.networks.http import Http

# Renewed this long before the end, so that no upload outlives its token.
RENEW_BEFORE = timedelta(minutes=10)
# The main password opens everything; it is refused before it leaves this machine.
APP_PASSWORD = re.compile(r"[a-z0-9]{4}(?:-[a-z0-9]{4}){3}", re.IGNORECASE)

EXPIRED = "ExpiredToken"
UNBOUND = "invalid_token"
"""How a token of a sign-in in the browser is refused, whether it ran out or was taken back; which
of both it was, its renewal shows."""
SIGNED_OUT = {"InvalidToken", "AuthMissing", "AuthenticationRequired", "AccountNotFound"}
CLOSED = {
    "AccountTakedown": "taken_down",
    "RepoTakendown": "taken_down",
    "AccountSuspended": "suspended",
    "RepoSuspended": "suspended",
    "AccountDeactivated": "deactivated",
    "RepoDeactivated": "deactivated",
}
TOO_BIG = {"PayloadTooLarge", "BlobTooLarge", "InvalidBlob"}


def fault_in(http: Http, answer: Answer, *, irreversible: bool = False) -> NetworkError:
    """The error for an answer that is none of the good ones."""
    name, raw = answer.text("error"), answer.excerpt
    common = http.fault(answer, irreversible=irreversible)
    if common:
        return common
    if answer.ok:  # without its excerpt: an odd shape may hold a token all the same
        return TryLater("odd_answer")
    if name == EXPIRED:
        return TryLater("token_expired", wait=timedelta(0), raw=raw)
    if name == UNBOUND:
        return TryLater("token_expired", raw=raw)
    if name in CLOSED:
        return AccountBlocked(CLOSED[name], raw=raw)
    if name in SIGNED_OUT or answer.status == 401:
        return SignInAgain("signed_out", raw=raw)
    if name in TOO_BIG or answer.status == 413:
        return Refused("picture_too_big", raw=raw)
    if name == "InvalidRequest" or answer.json is not None:
        return Refused("rejected", raw=raw)
    return TryLater("odd_answer", raw=raw)


async def open_session(http: Http, pds: str, identifier: str, password: str) -> Answer:
    """Raises NotLinked for a wrong password or a server that is none."""
    answer = await http.send_json(
        "POST",
        f"{pds}/xrpc/com.atproto.server.createSession",
        {"identifier": identifier, "password": password},
        secrets=(password,),
    )
    if answer.ok and answer.text("accessJwt") and answer.text("refreshJwt"):
        return answer
    if answer.text("error") == "AuthenticationRequired":
        raise NotLinked("wrong_password")
    if answer.ok:
        raise NotLinked("bad_server")
    fault = fault_in(http, answer)
    raise NotLinked("bad_server", raw=fault.raw) if isinstance(fault, Refused) else fault


async def refreshed(http: Http, account: Account) -> Secret:
    """The account's secret with fresh tokens; the caller holds the account's lock and stores it.

    The old refresh token is good for two more hours at the reference server, so a lost answer
    may be asked for again.
    """
    url = f"{account.secret['pds']}/xrpc/com.atproto.server.refreshSession"
    answer = await http.post_empty(url, token=account.secret["refresh_jwt"])
    if answer.ok and answer.text("accessJwt") and answer.text("refreshJwt"):
        return account.secret.evolve(
            access_jwt=answer.text("accessJwt"),
            refresh_jwt=answer.text("refreshJwt"),
            pds=_moved_to(http, answer),
        )
    if answer.text("error") == EXPIRED:
        raise SignInAgain("signed_out", raw=answer.excerpt)
    raise fault_in(http, answer)


def _moved_to(http: Http, answer: Answer) -> str:
    pds = endpoint_in(answer.value("didDoc"))
    return pds if pds and http.guard.permits(pds) else ""


def expires_at(token: str) -> datetime | None:
    """When a token ends by its own word; None where it does not say."""
    body = token.split(".")[1] if token.count(".") == 2 else ""
    try:
        claims = parse_json(base64.urlsafe_b64decode(body + "=" * (-len(body) % 4)))
        return datetime.fromtimestamp(claims["exp"], UTC)
    except (binascii.Error, ValueError, TypeError, KeyError, OverflowError, OSError):
        return None
