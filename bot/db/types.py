"""Column types: moments that stay aware, sealed values that open only where they belong."""

import base64
import os
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any

from cryptography.fernet import Fernet, InvalidToken, MultiFernet
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from sqlalchemy import BigInteger, DateTime, Dialect, Integer, LargeBinary, TypeDecorator

SURROGATES = "surrogatepass"
"""What people type may hold half a character; it must neither fail here nor change."""

# SQLite counts up only in a column that is declared INTEGER.
BigId = BigInteger().with_variant(Integer, "sqlite")


class Moment(TypeDecorator[datetime]):
    """An aware UTC datetime; a naive one is refused at the door."""

    impl = DateTime(timezone=True)
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        if value is None:
            return None
        if value.tzinfo is None:
            raise ValueError("a moment needs a time zone")
        return value.astimezone(UTC)

    def process_result_value(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        if value is None or value.tzinfo is not None:
            return value
        return value.replace(tzinfo=UTC)


@dataclass(frozen=True, slots=True)
class Sealed:
    """Bytes that only a `Vault` with the right key opens, and only for their own place."""

    content: bytes = field(repr=False)


class SealedColumn(TypeDecorator[Sealed]):
    """Stores a `Sealed` as its bytes."""

    impl = LargeBinary
    cache_ok = True

    def process_bind_param(self, value: Sealed | None, dialect: Dialect) -> bytes | None:
        return None if value is None else value.content

    def process_result_value(self, value: bytes | None, dialect: Dialect) -> Sealed | None:
        return None if value is None else Sealed(bytes(value))


class CannotOpen(Exception):
    """The key is lost, or the value was sealed for another place."""


class Vault:
    """Seals and opens values. The newest key seals, every key opens.

    A place ("accounts.secret:mastodon:example.social:42") is sealed in with the value, because
    Fernet alone would open a value that was copied into somebody else's row.
    """

    def __init__(self, keys: Sequence[str]) -> None:
        if not keys:
            raise ValueError("at least one key")
        self._keys = [key.encode() for key in keys]
        self._fernet = MultiFernet([Fernet(_fernet_key(key)) for key in keys])

    def __repr__(self) -> str:
        return "Vault()"

    def seal(self, value: str, place: str) -> Sealed:
        return Sealed(self._fernet.encrypt(f"{place}\0{value}".encode(errors=SURROGATES)))

    def open(self, sealed: Sealed, place: str) -> str:
        """Raises CannotOpen when the key is gone or the place is another."""
        try:
            text = self._fernet.decrypt(sealed.content).decode(errors=SURROGATES)
        except InvalidToken as error:
            raise CannotOpen(place.partition(":")[0]) from error
        found, _, value = text.partition("\0")
        if found != place:
            raise CannotOpen(place.partition(":")[0])
        return value

    def derive(self, purpose: str, length: int = 32) -> bytes:
        """A key of its own for one purpose, the same on every machine with the same keys."""
        return self.derive_each(purpose, length)[0]

    def derive_each(self, purpose: str, length: int = 32) -> list[bytes]:
        """The same of every key, the newest first: what began with an old one goes on with it."""
        info = purpose.encode()
        return [HKDF(SHA256(), length, salt=None, info=info).derive(key) for key in self._keys]


def new_key() -> str:
    """A fresh key for HIBI_SECRET_KEYS."""
    return base64.urlsafe_b64encode(os.urandom(32)).decode()


def _fernet_key(key: str) -> bytes:
    material = HKDF(SHA256(), 32, salt=None, info=b"hibi seal").derive(key.encode())
    return base64.urlsafe_b64encode(material)


def json_column(value: Any) -> Any:
    """A value as a JSON column wants it: tuples as lists, moments as ISO strings."""
    match value:
        case datetime():
            return value.isoformat()
        case dict():
            return {name: json_column(item) for name, item in value.items()}
        case list() | tuple():
            return [json_column(item) for item in value]
    return value
