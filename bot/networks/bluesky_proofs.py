"""Signatures for Bluesky's OAuth: a proof that a token is used by whom it was given to (DPoP,
https://www.rfc-editor.org/rfc/rfc9449), and a word of this Hibi for itself
(https://www.rfc-editor.org/rfc/rfc7523#section-2.2). Both read 2026-11.
"""

import base64
import hashlib
import secrets
from collections.abc import Sequence
from datetime import datetime
from typing import Any

from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat
from joserfc import jwt
from joserfc.jwk import ECKey
from yarl import URL

ALGORITHM = "ES256"
ASSERTION_TYPE = "urn:ietf:params:oauth:client-assertion-type:jwt-bearer"
ASSERTION_LIFE = 60
"""Seconds."""
SEED = 48
"""Bytes: enough over the curve's 32 that no remainder is likelier than another."""
CURVE_ORDER = 0xFFFFFFFF00000000FFFFFFFFFFFFFFFFBCE6FAADA7179E84F3B9CAC2FC632551
"""https://csrc.nist.gov/pubs/sp/800/186/final, P-256 (read 2026-11)"""


def key_from(secret: bytes, purpose: str) -> ECKey:
    """A signing key, the same whenever it is made of the same secret for the same purpose."""
    seed = HKDF(SHA256(), SEED, salt=None, info=purpose.encode()).derive(secret)
    number = int.from_bytes(seed, "big") % (CURVE_ORDER - 1) + 1
    private = ec.derive_private_key(number, ec.SECP256R1())
    pem = private.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption())
    return ECKey.import_key(pem)


def session_secret(secrets_of_ours: Sequence[bytes], challenge: str) -> str:
    """What a session's own key is made of: between a sign-in's two halves only the challenge is
    known, and nobody but us can tell this from it."""
    made = HKDF(SHA256(), 32, salt=None, info=f"bluesky session {challenge}".encode())
    return _base64(made.derive(secrets_of_ours[0]))


def session_key(secret: str) -> ECKey:
    return key_from(secret.encode(), "bluesky dpop")


def public_keys(keys: Sequence[ECKey]) -> dict[str, Any]:
    """The set that servers check our word by."""
    return {"keys": [_public(key) | {"kid": key.thumbprint(), "use": "sig"} for key in keys]}


def proof(
    key: ECKey, verb: str, url: str, now: datetime, *, nonce: str = "", token: str = ""
) -> str:
    """Good for one call: this verb, this address, this moment, this token."""
    claims: dict[str, Any] = {
        "jti": secrets.token_urlsafe(16),
        "htm": verb,
        "htu": str(URL(url).with_query(None).with_fragment(None)),
        "iat": int(now.timestamp()),
    }
    if nonce:
        claims["nonce"] = nonce
    if token:
        claims["ath"] = _base64(hashlib.sha256(token.encode()).digest())
    header = {"typ": "dpop+jwt", "alg": ALGORITHM, "jwk": _public(key)}
    return jwt.encode(header, claims, key, algorithms=[ALGORITHM])


def assertion(key: ECKey, client_id: str, issuer: str, now: datetime) -> str:
    """That it is this Hibi which asks; for one call to one server."""
    moment = int(now.timestamp())
    claims = {
        "iss": client_id,
        "sub": client_id,
        "aud": issuer,
        "jti": secrets.token_urlsafe(16),
        "iat": moment,
        "exp": moment + ASSERTION_LIFE,
    }
    header = {"alg": ALGORITHM, "kid": key.thumbprint()}
    return jwt.encode(header, claims, key, algorithms=[ALGORITHM])


def _public(key: ECKey) -> dict[str, Any]:
    return dict(key.as_dict(private=False)) | {"alg": ALGORITHM}


def _base64(data: bytes) -> str:
    return base64.urlsafe_b64encode(data).rstrip(b"=").decode()
