"""The parts of OAuth 2 that are the same everywhere: proof keys, states, the code's exchange."""

import secrets
from collections.abc import Mapping, Sequence

from oauthlib.oauth2 import WebApplicationClient
from yarl import URL

from bot.networks.answers import Answer
from bot.networks.base import AppKeys, NotLinked, TryLater
from bot.networks.http import Http

# The place where a server shows the code instead of sending the browser on.
OUT_OF_BAND = "urn:ietf:wg:oauth:2.0:oob"
VERIFIER_LENGTH = 64


def new_state() -> str:
    """192 random bits that survive servers which do not encode them."""
    return secrets.token_urlsafe(24)


def new_verifier() -> str:
    """A code verifier by RFC 7636."""
    return str(WebApplicationClient("").create_code_verifier(VERIFIER_LENGTH))


def challenge_of(verifier: str) -> str:
    """The S256 challenge of a verifier."""
    return str(WebApplicationClient("").create_code_challenge(verifier, "S256"))


def authorization_url(
    endpoint: str, keys: AppKeys, *, state: str, challenge: str, scopes: Sequence[str]
) -> str:
    """Where the person's browser goes to say yes."""
    return str(
        URL(endpoint).with_query(
            response_type="code",
            client_id=keys.client_id,
            redirect_uri=keys.redirect_uri,
            scope=" ".join(scopes),
            state=state,
            code_challenge=challenge,
            code_challenge_method="S256",
        )
    )


async def exchange(
    http: Http, endpoint: str, keys: AppKeys, *, code: str, verifier: str
) -> Mapping[str, str]:
    """Turns a code into tokens: the texts of the server's answer, with an `access_token`.

    Raises NotLinked for a code that is wrong, late or used, TryLater where the server failed.
    """
    answer = await http.post_form(
        endpoint,
        {
            "grant_type": "authorization_code",
            "code": code,
            "client_id": keys.client_id,
            "client_secret": keys.client_secret,
            "redirect_uri": keys.redirect_uri,
            "code_verifier": verifier,
        },
        secrets=(code, verifier, keys.client_secret),
    )
    fault = http.fault(answer)
    if fault:
        raise fault
    if not answer.ok:
        raise NotLinked("code_refused", raw=answer.excerpt)
    return _tokens(answer)


def _tokens(answer: Answer) -> Mapping[str, str]:
    if not answer.text("access_token"):
        # The excerpt stays away: an odd shape may hold a token all the same.
        raise TryLater("odd_answer")
    return {name: answer.text(name) for name in answer.json}
