"""An account row as its network knows it, and its secret, sealed and opened."""

import json

from bot.db import tables
from bot.db.types import CannotOpen, Sealed
from bot.networks.base import SIGN_IN_ENDS, Account, Secret, SignInAgain
from bot.services.ground import Ground


def secret_place(row: tables.Account) -> str:
    """What is sealed in with an account's secret, so that it opens in no other row."""
    return f"accounts.secret:{row.person_id}:{row.network}:{row.server}:{row.remote_id}"


def sealed(ground: Ground, row: tables.Account, secret: Secret) -> Sealed:
    return ground.vault.seal(json.dumps(dict(secret.values)), secret_place(row))


def keep_secret(ground: Ground, row: tables.Account, secret: Secret) -> None:
    """Seals a secret into its row, and notes when the sign-in ends; a new end is told anew."""
    row.secret = sealed(ground, row, secret)
    ends_at = secret.moment(SIGN_IN_ENDS)
    if ends_at != row.sign_in_ends_at:
        row.sign_in_ends_at, row.told_end_days = ends_at, None


def opened(ground: Ground, row: tables.Account) -> Account:
    """The account with its secret. A lost key means that its owner must sign in again."""
    values: dict[str, str] = {}
    if row.secret is not None:
        try:
            values = json.loads(ground.vault.open(row.secret, secret_place(row)))
        except CannotOpen:
            raise SignInAgain("key_lost") from None
    return Account(
        network=row.network,
        server=row.server,
        remote_id=row.remote_id,
        handle=row.handle,
        secret=Secret(values),
        id=row.id,
        person_id=row.person_id,
    )
