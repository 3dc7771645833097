"""How an account at Meta is linked and kept: fixed hosts, the operator's keys, two exchanges."""

from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta

from yarl import URL

from bot.networks import meta
from bot.networks.answers import Answer
from bot.networks.base import (
    SIGN_IN_ENDS,
    Account,
    AppKeys,
    NetworkError,
    NotLinked,
    OperatorKeys,
    Secret,
    SignInAgain,
    TryLater,
)
from bot.networks.http import Http
from bot.networks.oauth import OUT_OF_BAND

# https://developers.facebook.com/docs/threads/get-started/long-lived-tokens and
# https://developers.facebook.com/docs/instagram-platform/reference/refresh_access_token: a token
# of an hour becomes one of 60 days, which may be renewed once it is 24 hours old (as of 2026-11).
LONG_LIFE = timedelta(days=60)
RENEW_BEFORE = timedelta(days=30)
YOUNG = timedelta(days=1)


def app_keys(keys: OperatorKeys | None, redirect_uri: str) -> AppKeys:
    """The operator's keys with our address; raises NotLinked where either is missing."""
    if keys is None:
        raise NotLinked("no_operator_keys")
    if redirect_uri == OUT_OF_BAND:
        raise NotLinked("needs_public_address")
    return AppKeys(
        client_id=keys.client_id, client_secret=keys.client_secret, redirect_uri=redirect_uri
    )


def authorization_url(endpoint: str, keys: AppKeys, *, state: str, scopes: Sequence[str]) -> str:
    """Where the person says yes. None of the three documents a code challenge: the app's secret
    proves who redeems the code, and the state is bound to the browser."""
    return str(
        URL(endpoint).with_query(
            client_id=keys.client_id,
            redirect_uri=keys.redirect_uri,
            scope=",".join(scopes),
            response_type="code",
            state=state,
        )
    )


async def redeem(http: Http, endpoint: str, keys: AppKeys, code: str) -> Answer:
    """Turns a code into a token of an hour; raises NotLinked for one that is wrong or used."""
    code = code.removesuffix("#_")  # Meta's redirects end so
    answer = await http.post_form(
        endpoint,
        {
            "grant_type": "authorization_code",
            "client_id": keys.client_id,
            "client_secret": keys.client_secret,
            "redirect_uri": keys.redirect_uri,
            "code": code,
        },
        secrets=(code, keys.client_secret),
    )
    return _with_token(http, answer)


async def exchange(
    http: Http, endpoint: str, params: Mapping[str, str], secrets: Sequence[str]
) -> Answer:
    """Trades one token for a longer one; whatever its answer says, no secret is shown."""
    return _with_token(http, await http.get_json(endpoint, params=params, secrets=secrets))


async def renewed(http: Http, endpoint: str, grant: str, secret: Secret) -> Secret | None:
    """A fresh token where less than 30 of its 60 days are left; None while it is young enough.

    A token is renewed by itself and goes on working, so that a failed try costs nothing until
    it has run out.
    """
    now, token = http.clock(), secret["access_token"]
    expires_at = secret.moment("expires_at")
    if expires_at is None or expires_at - now >= RENEW_BEFORE:
        return None
    if expires_at <= now:
        raise SignInAgain("signed_out")
    renewed_at = secret.moment("renewed_at")
    if renewed_at is not None and now - renewed_at < YOUNG:
        return None
    params = {"grant_type": grant, "access_token": token}
    try:
        answer = await http.get_json(endpoint, params=params, secrets=(token,))
        if not token_in(answer):
            raise meta.fault(http, answer)
    except SignInAgain:
        raise
    except NetworkError:
        return None
    return Secret(lasting(answer, now))


def lasting(answer: Answer, now: datetime) -> dict[str, str]:
    """What is kept of a token of 60 days: itself, and when it ends."""
    seconds = answer.value("expires_in")
    known = isinstance(seconds, int) and 0 < seconds < 366 * 86400
    ends = now + (timedelta(seconds=seconds) if known else LONG_LIFE)
    return {
        "access_token": token_in(answer),
        "renewed_at": now.isoformat(),
        "expires_at": ends.isoformat(),
        SIGN_IN_ENDS: ends.isoformat(),
    }


def token_in(answer: Answer) -> str:
    """The token, from either of the two shapes in which Meta answers."""
    return answer.text("access_token") or answer.text("data", 0, "access_token")


def named(network: str, remote_id: str, handle: str, secret: Secret) -> Account:
    """The account; raises TryLater where the network did not say whose token it is."""
    if not remote_id or not handle:
        raise TryLater("odd_answer")
    return Account(network=network, server="", remote_id=remote_id, handle=handle, secret=secret)


def _with_token(http: Http, answer: Answer) -> Answer:
    if answer.ok and token_in(answer):
        return answer
    if answer.ok:
        # The excerpt stays away: an odd shape may hold a token all the same.
        raise TryLater("odd_answer")
    if "client secret" in answer.excerpt:  # told as a passing trouble, which it is not
        raise NotLinked("operator_keys_refused", raw=answer.excerpt)
    problem = meta.fault(http, answer)
    if isinstance(problem, TryLater):
        raise problem
    raise NotLinked("code_refused", raw=answer.excerpt)
