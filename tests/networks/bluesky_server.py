"""A Bluesky server that does all that signing in needs, until a test changes that."""

from typing import Any

from bot.networks.base import Account, Secret
from bot.networks.bluesky import Bluesky
from bot.networks.http import Http
from bot.networks.oauth import challenge_of, new_verifier
from tests.networks.stand_in import StandIn, says

HERE = "http://127.0.0.1:8080"
BACK = f"{HERE}/link/back/bluesky/bluesky"
DID = "did:plc:abcdefghijklmnopqrstuvwx"
STATE = "a state that nobody else knows"
RESOURCE, SERVER = (
    "/.well-known/oauth-protected-resource",
    "/.well-known/oauth-authorization-server",
)
TOKENS = {
    "access_token": "canary-access",
    "refresh_token": "canary-refresh",
    "token_type": "DPoP",
    "expires_in": 3600,
    "sub": DID,
    "scope": "atproto transition:generic",
}


def metadata(at: str, **changes: Any) -> dict[str, Any]:
    return {
        "issuer": at,
        "authorization_endpoint": f"{at}/authorize",
        "pushed_authorization_request_endpoint": f"{at}/par",
        "token_endpoint": f"{at}/token",
        "revocation_endpoint": f"{at}/revoke",
        **changes,
    }


def document(at: str, **changes: Any) -> dict[str, Any]:
    service = {"id": "#atproto_pds", "serviceEndpoint": at}
    return {"id": DID, "alsoKnownAs": ["at://hana.test"], "service": [service], **changes}


async def begun(bluesky: Bluesky, typed: str = "") -> Any:
    keys = await bluesky.register("", BACK)
    server = bluesky.server_of(typed)
    return await bluesky.begin(server, keys, state=STATE, challenge=challenge_of("v" * 64))


async def finished(bluesky: Bluesky) -> Account:
    keys = await bluesky.register("", BACK)
    server = bluesky.server_of("")
    return await bluesky.finish(server, keys, code="canary-code", verifier=new_verifier())


def signed_in(at: str, **changes: str) -> Account:
    secret = {
        "access_token": "canary-access",
        "refresh_token": "canary-refresh",
        "dpop_key": "canary-key",
        "issuer": at,
        "client_id": "http://localhost",
        "expires_at": "2020-01-01T00:00:00+00:00",
        "pds": at,
        **changes,
    }
    return Account(
        network="bluesky", server="", remote_id=DID, handle="@hana.test", secret=Secret(secret)
    )


def at_a_good_server(http: Http, stand_in: StandIn) -> Bluesky:
    """What a test then makes worse, one route at a time."""
    at = stand_in.origin
    stand_in.answer = says(404, {"error": "NotFound"})
    stand_in.routes |= {
        RESOURCE: says(200, {"authorization_servers": [at]}),
        SERVER: says(200, metadata(at)),
        "/par": says(201, {"request_uri": "urn:one"}),
        "/token": says(200, TOKENS),
        f"/{DID}": says(200, document(at)),
        "/xrpc/com.atproto.identity.resolveHandle": says(200, {"did": DID}),
    }
    return Bluesky(
        http,
        described_at=f"{HERE}/who.json",
        secrets=[b"a key of tests alone"],
        entryway=at,
        plc=at,
    )
