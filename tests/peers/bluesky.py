"""The reference Bluesky servers as a peer: see `pds.mjs` and `install.sh`."""

import base64
import contextlib
import hmac
import json
import os
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path

from tests.machine.children import missing

HERE = Path(__file__).parent
NODE = Path(sys.executable).with_name("node")
JWT_HEADER = {"typ": "at+jwt", "alg": "HS256"}


@dataclass(frozen=True, slots=True, kw_only=True)
class BlueskyPeer:
    """Where the servers listen, and an account with an app password on them."""

    plc: str
    pds: str
    handle: str
    did: str
    password: str
    app_password: str
    jwt_secret: str

    def access_token(self, *, ended: timedelta) -> str:
        """An access token by the server's own key that ran out this long ago."""
        now = datetime.now(UTC)
        claims = {
            "scope": "com.atproto.appPass",
            "aud": "did:web:localhost",
            "sub": self.did,
            "iat": int((now - ended - timedelta(hours=2)).timestamp()),
            "exp": int((now - ended).timestamp()),
        }
        parts = [_base64(json.dumps(one).encode()) for one in (JWT_HEADER, claims)]
        signed = ".".join(parts).encode()
        digest = hmac.digest(self.jwt_secret.encode(), signed, "sha256")
        return f"{signed.decode()}.{_base64(digest)}"


def _base64(data: bytes) -> str:
    return base64.urlsafe_b64encode(data).rstrip(b"=").decode()


def installed() -> bool:
    return NODE.exists() and (HERE / "node_modules" / "@atproto" / "pds").is_dir()


@contextlib.contextmanager
def run_bluesky() -> Iterator[BlueskyPeer]:
    """Starts both servers and stops them; skips, or fails in CI, where they are missing."""
    if not installed():
        missing("The Bluesky server (tests/peers/install.sh)")
    with tempfile.TemporaryDirectory(prefix="pds-") as folder:
        environment = {
            **os.environ,
            "LOG_ENABLED": "0",
            "NODE_ENV": "production",
            "NODE_TLS_REJECT_UNAUTHORIZED": "0",
            "NODE_NO_WARNINGS": "1",
        }
        command = [str(NODE), str(HERE / "pds.mjs"), folder]
        with subprocess.Popen(
            command,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            cwd=HERE,
            env=environment,
            text=True,
        ) as server:
            try:
                yield _started(server)
            finally:
                server.kill()


def _started(server: "subprocess.Popen[str]") -> BlueskyPeer:
    assert server.stdout is not None
    for line in server.stdout:
        if line.startswith('{"plc"'):
            return BlueskyPeer(**json.loads(line))
    raise RuntimeError("the Bluesky servers ended before they answered")
