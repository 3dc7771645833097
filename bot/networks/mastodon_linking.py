"""How an account on a server of the Mastodon family is linked, and let go again."""

from bot.networks.answers import Answer
from bot.networks.base import (
    Account,
    AppKeys,
    Authorization,
    NetworkError,
    NotLinked,
    Refused,
    Secret,
    TryLater,
)
from bot.networks.guard import NOT_ALLOWED
from bot.networks.http import Http
from bot.networks.mastodon_faults import refusal
from bot.networks.oauth import authorization_url, exchange

# https://docs.joinmastodon.org/api/oauth-scopes/
SCOPES = ("read:accounts", "read:statuses", "write:statuses", "write:media")
APP_NAME = "Hibi"


async def register(http: Http, server: str, redirect_uri: str, website: str) -> AppKeys:
    """Makes this Hibi known to a server; raises NotLinked where none of the family answers."""
    fields = {
        "client_name": APP_NAME,
        "redirect_uris": redirect_uri,
        "scopes": " ".join(SCOPES),
        **({"website": website} if website else {}),
    }
    try:
        answer = await http.post_form(f"{http.guard.origin(server)}/api/v1/apps", fields)
    except Refused as refused:
        raise NotLinked(refused.rule) from None
    client_id, client_secret = answer.text("client_id"), answer.text("client_secret")
    if answer.ok and client_id and client_secret:
        return AppKeys(client_id=client_id, client_secret=client_secret, redirect_uri=redirect_uri)
    raise _no_app(http, answer)


def _no_app(http: Http, answer: Answer) -> NetworkError:
    if answer.status == 429 or answer.status >= 500:
        return http.fault(answer) or TryLater()
    # The excerpt of an answer that was fine may hold keys in a shape that we do not know.
    return NotLinked("not_of_this_family", raw="" if answer.ok else answer.excerpt)


def begin(http: Http, server: str, keys: AppKeys, *, state: str, challenge: str) -> Authorization:
    """Where the person says yes; raises NotLinked for a server that the guard would not call."""
    origin = http.guard.origin(server)
    url = authorization_url(
        f"{origin}/oauth/authorize", keys, state=state, challenge=challenge, scopes=SCOPES
    )
    if not http.guard.permits(url):
        raise NotLinked(NOT_ALLOWED)
    return Authorization(url=url, server=server, issuer=origin)


async def finish(http: Http, server: str, keys: AppKeys, *, code: str, verifier: str) -> Account:
    """Turns the code into an account; a token that turns out useless is given back."""
    origin = http.guard.origin(server)
    tokens = await exchange(http, f"{origin}/oauth/token", keys, code=code, verifier=verifier)
    secret = Secret(
        {
            "access_token": tokens["access_token"],
            "client_id": keys.client_id,
            "client_secret": keys.client_secret,
        }
    )
    try:
        return await _named(http, server, secret, tokens.get("scope", ""))
    except NetworkError:
        await _give_back(http, server, secret)
        raise


async def _named(http: Http, server: str, secret: Secret, scope: str) -> Account:
    if scope and "write" not in scope:
        raise NotLinked("scope")
    answer = await whose(http, server, secret)
    name, remote_id = answer.text("username"), answer.text("id")
    if not answer.ok or not name or not remote_id:
        raise http.fault(answer) or NotLinked("not_of_this_family", raw=answer.excerpt)
    return Account(
        network="mastodon",
        server=server,
        remote_id=remote_id,
        handle=f"@{name}@{server}",
        secret=secret,
    )


async def whose(http: Http, server: str, secret: Secret) -> Answer:
    """Asks the server whose token this is."""
    url = f"{http.guard.origin(server)}/api/v1/accounts/verify_credentials"
    return await http.get_json(url, token=secret["access_token"])


async def revoke(http: Http, server: str, secret: Secret) -> None:
    """Makes the token worthless; one that is so already is fine."""
    token, client_secret = secret["access_token"], secret["client_secret"]
    answer = await http.post_form(
        f"{http.guard.origin(server)}/oauth/revoke",
        {"client_id": secret["client_id"], "client_secret": client_secret, "token": token},
        secrets=(token, client_secret),
    )
    fault = http.fault(answer)
    if fault:
        raise fault
    if not answer.ok and answer.status not in (400, 401, 403, 404):
        raise refusal(answer)


async def _give_back(http: Http, server: str, secret: Secret) -> None:
    try:
        await revoke(http, server, secret)
    except NetworkError:
        return  # nothing is kept of it here; the person's server lists the app for removal
