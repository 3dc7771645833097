"""One try at linking, between its beginning and its end: what is remembered of it, sealed."""

import json
import secrets
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any

from bot.db import link_requests
from bot.db.tables import LinkRequest
from bot.db.types import CannotOpen
from bot.networks.base import Account, Secret
from bot.services.ground import Ground
from bot.services.linked import revoke
from bot.services.linking_rules import code_hash, hashed

OPEN_FOR = timedelta(minutes=10)
CONFIRM = "link-"
"""How the payload of a /start begins that confirms a link."""
AT_ONCE = 100


@dataclass(frozen=True, slots=True)
class Keys:
    """What only the browser that came back is shown: either proves that it is the same person."""

    token: str = field(repr=False)
    code: str = field(repr=False)


def new_token() -> str:
    """192 random bits that Telegram takes as a payload."""
    return secrets.token_urlsafe(24)


def new_request(
    ground: Ground, person_id: int, network: str, server: str, **known: Any
) -> tuple[LinkRequest, str]:
    """A request that is open for ten minutes, not stored yet, and its one-time start token."""
    token = new_token()
    request = LinkRequest(
        person_id=person_id,
        network=network,
        server=server,
        start_hash=hashed(token),
        made_at=ground.now(),
        expires_at=ground.now() + OPEN_FOR,
        **known,
    )
    return request, token


def note(ground: Ground, row: LinkRequest, **notes: Any) -> None:
    """Seals what must be remembered into the request."""
    row.verifier = ground.vault.seal(json.dumps(notes), _place(row))


def notes_of(ground: Ground, row: LinkRequest) -> Mapping[str, Any]:
    """What was remembered; nothing where the key is lost."""
    if row.verifier is None:
        return {}
    try:
        notes: Mapping[str, Any] = json.loads(ground.vault.open(row.verifier, _place(row)))
    except CannotOpen:
        return {}
    return notes


async def make_pending(ground: Ground, row: LinkRequest, account: Account, who: str) -> Keys:
    """Keeps what the network gave, sealed and unused, until its person confirms it."""
    keys = Keys(new_token(), f"{secrets.randbelow(1_000_000):06}")
    identity = {"server": account.server, "remote_id": account.remote_id, "handle": account.handle}
    async with ground.database.writing() as session:
        kept = await session.merge(row)
        kept.confirm_hash = hashed(keys.token)
        kept.code_hash = code_hash(ground, row.id, keys.code)
        kept.state_hash = None
        kept.tries = 0
        kept.expires_at = ground.now() + OPEN_FOR
        note(ground, kept, who=who, account=identity, secret=dict(account.secret.values))
    return keys


def pending_account(ground: Ground, row: LinkRequest) -> Account | None:
    """The account that waits in a request; None before it came back, or with a lost key."""
    notes = notes_of(ground, row)
    if "account" not in notes:
        return None
    return Account(
        network=row.network,
        secret=Secret(notes["secret"]),
        person_id=row.person_id,
        **notes["account"],
    )


async def end(ground: Ground, row: LinkRequest) -> None:
    """Ends a request for good; a token in it is given back."""
    async with ground.database.writing() as session:
        ended = await link_requests.drop_request(session, row.id)
    account = pending_account(ground, row)
    if ended and account is not None:
        await revoke(ground, account)


async def sweep(ground: Ground) -> None:
    """Ends every request that nobody finished in time."""
    async with ground.database.reading() as session:
        expired = await link_requests.expired_requests(session, ground.now(), AT_ONCE)
    for row in expired:
        await end(ground, row)


def _place(row: LinkRequest) -> str:
    return f"link_requests.verifier:{row.person_id}:{row.start_hash}"
