"""How a LinkedIn account is linked and kept: the operator's keys, sixty days, no renewal for most.

https://learn.microsoft.com/en-us/linkedin/shared/authentication/authorization-code-flow and
…/programmatic-refresh-tokens (as of 2026-11)
"""

import re
from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta

from yarl import URL

from bot.networks import linkedin_api
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

LIFE = timedelta(days=60)
REFRESHED_LIFE = timedelta(days=365)
REFRESH_BEFORE = timedelta(days=7)
PERSON = re.compile(r"[\w-]{1,64}", re.ASCII)


def app_keys(keys: OperatorKeys | None, redirect_uri: str) -> AppKeys:
    """The operator's keys with our address; raises NotLinked where either is missing."""
    if keys is None:
        raise NotLinked("no_operator_keys")
    if redirect_uri == OUT_OF_BAND:
        raise NotLinked("needs_public_address")
    return AppKeys(
        client_id=keys.client_id, client_secret=keys.client_secret, redirect_uri=redirect_uri
    )


def authorization_url(site: str, keys: AppKeys, *, state: str, scopes: Sequence[str]) -> str:
    """Where the person says yes. A code challenge is for native apps only: here the app's secret
    proves who redeems the code, and the state is bound to the browser."""
    return str(
        URL(f"{site}/oauth/v2/authorization").with_query(
            response_type="code",
            client_id=keys.client_id,
            redirect_uri=keys.redirect_uri,
            state=state,
            scope=" ".join(scopes),
        )
    )


async def redeem(http: Http, site: str, keys: AppKeys, code: str, needed: str) -> Secret:
    """Turns a code into a token with the right to `needed`; raises NotLinked without it."""
    answer = await _ask(
        http,
        site,
        {
            "grant_type": "authorization_code",
            "code": code,
            "client_id": keys.client_id,
            "client_secret": keys.client_secret,
            "redirect_uri": keys.redirect_uri,
        },
        (code, keys.client_secret),
    )
    given = re.split(r"[\s,]+", answer.text("scope"))
    if any(given) and needed not in given:
        raise NotLinked("scope")
    return Secret(_kept(answer, http.clock()))


async def refreshed(
    http: Http, site: str, keys: OperatorKeys | None, secret: Secret
) -> Secret | None:
    """A fresh token in the last week of the old one, where LinkedIn gave us a refresh token; most
    operators get none, so that people sign in anew every sixty days."""
    now, ends = http.clock(), secret.moment("expires_at")
    if ends is None or ends - now >= REFRESH_BEFORE:
        return None
    refresh = secret.get("refresh_token")
    try:
        if refresh and keys is not None:
            return Secret(await _fresh(http, site, keys, refresh, secret))
    except NetworkError as error:
        if ends <= now and not isinstance(error, NotLinked):
            raise
    if ends <= now:
        raise SignInAgain("signed_out")
    return None


async def whose(http: Http, api: str, network: str, secret: Secret) -> Account:
    """The account of a token; raises TryLater where LinkedIn does not say whose it is."""
    me = await http.get_json(f"{api}/v2/userinfo", token=secret["access_token"])
    if not me.ok:
        raise linkedin_api.fault(http, me)
    number, name = me.text("sub"), me.text("name").strip()[:80]
    if not PERSON.fullmatch(number):
        raise TryLater("odd_answer")
    return Account(
        network=network, server="", remote_id=number, handle=name or "LinkedIn", secret=secret
    )


async def _fresh(
    http: Http, site: str, keys: OperatorKeys, refresh: str, old: Secret
) -> dict[str, str]:
    answer = await _ask(
        http,
        site,
        {
            "grant_type": "refresh_token",
            "refresh_token": refresh,
            "client_id": keys.client_id,
            "client_secret": keys.client_secret,
        },
        (refresh, keys.client_secret),
    )
    kept = _kept(answer, http.clock())
    # A refresh token's life does not begin anew, whatever is left of it.
    return {**kept, SIGN_IN_ENDS: old.get(SIGN_IN_ENDS) or kept[SIGN_IN_ENDS]}


async def _ask(http: Http, site: str, fields: Mapping[str, str], secrets: Sequence[str]) -> Answer:
    answer = await http.post_form(f"{site}/oauth/v2/accessToken", fields, secrets=secrets)
    if answer.ok and answer.text("access_token"):
        return answer
    common = http.fault(answer)
    if common:
        raise common
    if answer.ok:
        # The excerpt stays away: an odd shape may hold a token all the same.
        raise TryLater("odd_answer")
    wrong_keys = answer.text("error") in ("invalid_client", "unauthorized_client")
    raise NotLinked("operator_keys_refused" if wrong_keys else "code_refused", raw=answer.excerpt)


def _kept(answer: Answer, now: datetime) -> dict[str, str]:
    ends = now + _life(answer.value("expires_in"), LIFE)
    kept = {"access_token": answer.text("access_token"), "expires_at": ends.isoformat()}
    refresh = answer.text("refresh_token")
    if refresh:
        kept["refresh_token"] = refresh
        ends = now + _life(answer.value("refresh_token_expires_in"), REFRESHED_LIFE)
    return {**kept, SIGN_IN_ENDS: ends.isoformat()}


def _life(seconds: object, usual: timedelta) -> timedelta:
    if isinstance(seconds, int) and 0 < seconds < 2 * 366 * 86400:
        return timedelta(seconds=seconds)
    return usual
