"""Proof keys, states, addresses."""

import base64
import hashlib
from urllib.parse import parse_qs, urlsplit

from bot.networks.base import AppKeys
from bot.networks.oauth import authorization_url, challenge_of, new_state, new_verifier

KEYS = AppKeys(client_id="a b&c", client_secret="hush", redirect_uri="https://hibi.example/cb?x=1")


def test_the_challenge_is_the_verifiers_s256() -> None:
    # RFC 7636, appendix B
    verifier = "dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk"

    assert challenge_of(verifier) == "E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM"


def test_verifiers_and_states_are_new_each_time() -> None:
    verifier = new_verifier()
    digest = hashlib.sha256(verifier.encode()).digest()

    assert 43 <= len(verifier) <= 128
    assert challenge_of(verifier) == base64.urlsafe_b64encode(digest).rstrip(b"=").decode()
    assert len({new_verifier() for _ in range(50)} | {new_state() for _ in range(50)}) == 100
    assert len(new_state()) == 32


def test_the_address_carries_everything_but_the_secret() -> None:
    url = authorization_url(
        "https://example.social/oauth/authorize",
        KEYS,
        state="st",
        challenge="ch",
        scopes=("read", "write:media"),
    )

    assert {name: value for name, (value,) in parse_qs(urlsplit(url).query).items()} == {
        "response_type": "code",
        "client_id": "a b&c",
        "redirect_uri": "https://hibi.example/cb?x=1",
        "scope": "read write:media",
        "state": "st",
        "code_challenge": "ch",
        "code_challenge_method": "S256",
    }
    assert "hush" not in url
    assert "hush" not in repr(KEYS)
