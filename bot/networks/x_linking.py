"""How an account at X is linked, kept signed in, and let go: OAuth 2 with a proof key.

https://docs.x.com/fundamentals/authentication/oauth-2-0/authorization-code (as of 2026-11).
"""

import base64
from collections.abc import Mapping
from datetime import UTC, datetime, timedelta

from bot.networks import x_faults
from bot.networks.answers import Answer
from bot.networks.base import (
    Account,
    AppKeys,
    NetworkError,
    NotLinked,
    OperatorKeys,
    Refused,
    Secret,
    SignInAgain,
    TryLater,
)
from bot.networks.http import Http
from bot.networks.oauth import OUT_OF_BAND

SCOPES = ("tweet.read", "tweet.write", "users.read", "media.write", "offline.access")
NEEDED = {"tweet.write", "offline.access"}
# An access token lasts two hours. Renewing seldom is safer than renewing early: each renewal
# uses its refresh token up, and an answer that is lost then costs a sign-in.
LIFE = timedelta(hours=2)
RENEW_BEFORE = timedelta(minutes=15)
LAST_MOMENT = timedelta(minutes=5)
OPERATORS_TURN = timedelta(hours=1)
BAD_CLIENT = ("invalid_client", "unauthorized_client")


def app_keys(keys: OperatorKeys | None, redirect_uri: str) -> AppKeys:
    """The operator's keys with our address; raises NotLinked where either is missing."""
    if keys is None:
        raise NotLinked("no_operator_keys")
    if redirect_uri == OUT_OF_BAND:
        raise NotLinked("needs_public_address")
    return AppKeys(
        client_id=keys.client_id, client_secret=keys.client_secret, redirect_uri=redirect_uri
    )


async def redeem(http: Http, api: str, keys: AppKeys, *, code: str, verifier: str) -> Secret:
    """The tokens for a code, which is good for half a minute and once."""
    fields = {
        "grant_type": "authorization_code",
        "code": code,
        "redirect_uri": keys.redirect_uri,
        "code_verifier": verifier,
    }
    app = OperatorKeys(client_id=keys.client_id, client_secret=keys.client_secret)
    answer = await _as_app(http, f"{api}/2/oauth2/token", app, fields, (code, verifier))
    if answer.ok and answer.text("access_token"):
        return Secret(_kept(answer, http.clock()))
    if answer.ok:
        # The excerpt stays away: an odd shape may hold a token all the same.
        raise TryLater("odd_answer")
    problem = http.fault(answer)
    if problem:
        raise problem
    bad_client = answer.text("error") in BAD_CLIENT
    raise NotLinked("operator_keys_refused" if bad_client else "code_refused", raw=answer.excerpt)


async def named(http: Http, api: str, secret: Secret) -> Account:
    """Whose tokens these are; raises NotLinked where they do not open all that is needed."""
    granted = set(secret.get("scope").split())
    if not secret.get("refresh_token") or (granted and not granted >= NEEDED):
        raise NotLinked("scope")
    me = await http.get_json(f"{api}/2/users/me", token=secret["access_token"])
    if not me.ok:
        raise x_faults.fault(http, me)
    remote_id, name = me.text("data", "id"), me.text("data", "username")
    if not remote_id or not name:
        raise TryLater("odd_answer", raw=me.excerpt)
    return Account(network="x", server="", remote_id=remote_id, handle=f"@{name}", secret=secret)


async def renewed(http: Http, api: str, keys: OperatorKeys | None, secret: Secret) -> Secret | None:
    """Fresh tokens where the old one ends soon, both of them new; None while it is good.

    The caller holds the account's turn and stores what comes back before it is used.
    """
    now, ends = http.clock(), moment(secret.get("expires_at"))
    left = ends - now if ends is not None else timedelta(0)
    if left > RENEW_BEFORE:
        return None
    try:
        return await _refreshed(http, api, keys, secret)
    except SignInAgain:
        raise
    except NetworkError:
        if left > LAST_MOMENT:
            return None
        raise


async def _refreshed(http: Http, api: str, keys: OperatorKeys | None, secret: Secret) -> Secret:
    if keys is None:
        raise TryLater("no_operator_keys", wait=OPERATORS_TURN)
    token = secret.get("refresh_token")
    if not token:
        raise SignInAgain("signed_out")
    fields = {"grant_type": "refresh_token", "refresh_token": token}
    answer = await _as_app(http, f"{api}/2/oauth2/token", keys, fields, (token,))
    if answer.ok and answer.text("access_token"):
        return Secret(_kept(answer, http.clock()))
    if answer.ok:
        raise TryLater("odd_answer")
    problem = http.fault(answer)
    if problem:
        raise problem
    if answer.text("error") in BAD_CLIENT:
        raise TryLater("operator_keys_refused", wait=OPERATORS_TURN, raw=answer.excerpt)
    if not answer.text("error"):
        raise TryLater("walled_off", raw=answer.excerpt)
    raise SignInAgain("signed_out", raw=answer.excerpt)


async def revoke(http: Http, api: str, keys: OperatorKeys | None, secret: Secret) -> None:
    """Makes both tokens worthless, the one that brings new ones first; twice is fine."""
    if keys is None:
        raise Refused("no_operator_keys")
    for hint in ("refresh_token", "access_token"):
        token = secret.get(hint)
        if not token:
            continue
        fields = {"token": token, "token_type_hint": hint}
        answer = await _as_app(http, f"{api}/2/oauth2/revoke", keys, fields, (token,))
        problem = http.fault(answer)
        if problem:
            raise problem
        if answer.text("error") in BAD_CLIENT:
            raise Refused("operator_keys_refused", raw=answer.excerpt)
        if not answer.ok and not answer.text("error"):
            raise TryLater("walled_off", raw=answer.excerpt)


def moment(text: str) -> datetime | None:
    """A moment as it is stored; None where it is none."""
    try:
        found = datetime.fromisoformat(text)
    except ValueError:
        return None
    return found if found.tzinfo else found.replace(tzinfo=UTC)


async def _as_app(
    http: Http,
    url: str,
    keys: OperatorKeys,
    fields: Mapping[str, str],
    secrets: tuple[str, ...],
) -> Answer:
    """A call with the operator's keys in its header, as X asks of apps that can keep a secret."""
    pair = f"{keys.client_id}:{keys.client_secret}".encode()
    proof = base64.b64encode(pair).decode()
    return await http.post_form(
        url,
        {**fields, "client_id": keys.client_id},
        headers={"Authorization": f"Basic {proof}"},
        secrets=(*secrets, keys.client_secret, proof),
    )


def _kept(answer: Answer, now: datetime) -> dict[str, str]:
    seconds = answer.value("expires_in")
    known = isinstance(seconds, int) and 0 < seconds < 366 * 86400
    ends = now + (timedelta(seconds=seconds) if known else LIFE)
    return {
        "access_token": answer.text("access_token"),
        "refresh_token": answer.text("refresh_token"),
        "scope": answer.text("scope"),
        "expires_at": ends.isoformat(),
    }
