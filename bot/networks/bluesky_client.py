"""This Hibi as Bluesky's servers know it: nobody registers, a server reads who asks.

A client's name is the address of its own description; one that runs on a person's own machine
needs none. https://atproto.com/specs/oauth#clients (read 2026-11)
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from joserfc.jwk import ECKey
from yarl import URL

from bot.networks.base import AppKeys, NotLinked
from bot.networks.bluesky_proofs import ASSERTION_TYPE, assertion, key_from, public_keys
from bot.networks.http import Http

APP_NAME = "Hibi"
# No more than what Hibi does: its posts, the pictures in them, and what people say under them.
# https://atproto.com/specs/permission (read 2026-11)
POSTS = "repo:app.bsky.feed.post"
SCOPE = f"atproto {POSTS} blob:*/* rpc:app.bsky.feed.getPostThread?aud=*"
# Servers that know no single permissions know this one instead of all of them.
WHOLE_SCOPE = "atproto transition:generic"
GRANTS = ("authorization_code", "refresh_token")
# https://atproto.com/specs/oauth#localhost-client-development (read 2026-11)
OWN_MACHINE = "http://localhost"
OWN_ADDRESSES = ("127.0.0.1", "::1")


@dataclass(frozen=True, slots=True)
class Client:
    """`described_at` is the address where servers read about this Hibi, `secrets` what its keys
    are made of, the newest first."""

    described_at: str = ""
    secrets: Sequence[bytes] = field(default=(), repr=False)

    @property
    def usable(self) -> bool:
        """Whether any server can know us: by a public address, or on one's own machine."""
        return bool(self.secrets) and bool(_kind(self.described_at))

    def keys(self) -> list[ECKey]:
        return [key_from(secret, "bluesky client") for secret in self.secrets]

    def known_as(self, redirect_uri: str) -> AppKeys:
        """Raises NotLinked where no server could know us."""
        if not self.usable or not _kind(redirect_uri):
            raise NotLinked("needs_public_address")
        client_id = self.described_at
        if _kind(self.described_at) == "own machine":
            known = {"redirect_uri": redirect_uri, "scope": f"{SCOPE} transition:generic"}
            client_id = str(URL(OWN_MACHINE).with_query(known))
        return AppKeys(client_id=client_id, client_secret="", redirect_uri=redirect_uri)

    def description(self, redirect_uri: str) -> dict[str, Any] | None:
        """What servers read at `described_at`; None where none can."""
        if _kind(self.described_at) != "public" or not self.secrets:
            return None
        return {
            "client_id": self.described_at,
            "client_name": APP_NAME,
            "client_uri": str(URL(self.described_at).origin()),
            "application_type": "web",
            "redirect_uris": [redirect_uri],
            "grant_types": list(GRANTS),
            "response_types": ["code"],
            "scope": f"{SCOPE} transition:generic",
            "dpop_bound_access_tokens": True,
            "token_endpoint_auth_method": "private_key_jwt",
            "token_endpoint_auth_signing_alg": "ES256",
            "jwks": public_keys(self.keys()),
        }

    def word(self, http: Http, client_id: str, issuer: str, key_id: str = "") -> Mapping[str, str]:
        """The fields by which a server knows that we ask. A session goes on with the key that it
        began with."""
        if _kind(client_id) != "public":
            return {"client_id": client_id}
        keys = self.keys()
        key = next((one for one in keys if one.thumbprint() == key_id), keys[0])
        return {
            "client_id": client_id,
            "client_assertion_type": ASSERTION_TYPE,
            "client_assertion": assertion(key, client_id, issuer, http.clock()),
        }

    def key_id(self) -> str:
        """The key that new sessions begin with."""
        return self.keys()[0].thumbprint()


def _kind(address: str) -> str:
    """`public`, `own machine`, or "" where no server takes it."""
    url = URL(address)
    if url.scheme == "https":
        return "public"
    return (
        "own machine" if url.scheme == "http" and url.host in (*OWN_ADDRESSES, "localhost") else ""
    )
