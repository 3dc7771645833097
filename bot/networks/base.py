"""What every network is: facts and a few verbs, and errors named for the deed."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from enum import StrEnum
from typing import Any, Protocol

from bot.domain.compose import Limits, Post

FOR_EVER = timedelta.max
NEVER = timedelta(0)
SIGN_IN_ENDS = "sign_in_ends_at"
"""The value of a secret that says, in ISO form, from when on only its person can renew it."""


class NetworkError(Exception):
    """Something a network did; each kind says what to do next.

    `rule` is a stable id of the cause (shown to people as plain words of ours), `raw` is a
    shortened answer for the operator. Neither ever holds a secret.
    """

    def __init__(self, rule: str = "unknown", *, raw: str = "") -> None:
        super().__init__(rule)
        self.rule = rule
        self.raw = raw[:500]


class TryLater(NetworkError):
    """Nothing was posted; the same call may succeed after `wait` (None: our own back-off)."""

    def __init__(self, rule: str = "busy", *, wait: timedelta | None = None, raw: str = "") -> None:
        super().__init__(rule, raw=raw)
        self.wait = wait


class Moved(TryLater):
    """Nothing was posted: the account's place has another id now, `to`; the next try goes there."""

    def __init__(self, to: str) -> None:
        super().__init__("moved", wait=timedelta(0))
        self.to = to


class SignInAgain(NetworkError):
    """The account must be linked again by its owner."""


class Refused(NetworkError):
    """This post will never be taken as it is."""


class AccountBlocked(NetworkError):
    """The network has suspended or closed this account."""


class QuotaSpent(TryLater):
    """A daily or app-wide allowance is used up; it comes back after `wait`."""


class VersionRetired(NetworkError):
    """The network no longer speaks this version of its API: the operator must update."""


class Unsure(NetworkError):
    """The request left and its answer was lost: it may or may not have been carried out."""


class NotLinked(NetworkError):
    """Linking did not work out; nothing is kept of it."""


class Linking(StrEnum):
    """How an account comes to be linked."""

    ALWAYS = "always"
    OAUTH = "oauth"
    SECRET = "secret"  # noqa: S105 - the way of linking, not a secret
    EITHER = "either"
    """By a secret, or in the browser at servers that read at our address who we are."""
    CHANNEL = "channel"
    GROUP = "group"


@dataclass(frozen=True, slots=True)
class Secret:
    """Tokens and passwords of one account; never shown by `repr`, compared by value."""

    values: Mapping[str, str] = field(repr=False)

    def __getitem__(self, name: str) -> str:
        return self.values[name]

    def get(self, name: str, default: str = "") -> str:
        return self.values.get(name, default)

    def evolve(self, **changes: str) -> "Secret":
        """A copy with these values set; an empty value never replaces a stored one."""
        return Secret({**self.values, **{k: v for k, v in changes.items() if v}})

    def moment(self, name: str) -> datetime | None:
        """The moment that is kept by that name; None where there is none."""
        try:
            found = datetime.fromisoformat(self.get(name))
        except ValueError:
            return None
        return found if found.tzinfo else found.replace(tzinfo=UTC)


@dataclass(frozen=True, slots=True, kw_only=True)
class Account:
    """One identity at one network. `server` is a host name, empty where there is only one."""

    network: str
    server: str
    remote_id: str
    handle: str
    secret: Secret = field(default_factory=lambda: Secret({}))
    id: int = 0
    person_id: int = 0


@dataclass(frozen=True, slots=True)
class Copy:
    """What stands on the network afterwards. `url` is where people read it."""

    remote_id: str
    url: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Attempt:
    """One revision of one post on its way: everything that makes the call the same call.

    `key` is unique per snippet, account, kind, revision and part. `prepared` is what `prepare`
    returned (plain JSON, stored before the call), e.g. uploaded media ids, a record key, a
    stored createdAt. `first_tried_at` is None on the first try.
    """

    key: str
    post: Post
    prepared: Mapping[str, Any] = field(default_factory=dict)
    first_tried_at: datetime | None = None
    reply_to: Copy | None = None
    """The part before this one, where a long answer becomes a thread."""
    root: Copy | None = None
    """The first part of that thread."""
    calls: str = ""
    """The handle of the one whom it answers, where that is somebody else: the only name that a
    post may call."""


@dataclass(frozen=True, slots=True, kw_only=True)
class AppKeys:
    """This Hibi as one OAuth server knows it."""

    client_id: str
    client_secret: str = field(repr=False)
    redirect_uri: str


@dataclass(frozen=True, slots=True, kw_only=True)
class OperatorKeys:
    """What whoever runs this Hibi got from a network that knows apps, not servers."""

    client_id: str
    client_secret: str = field(repr=False)
    reads_replies: bool = False
    """Whether the network has granted this app to read what others say under a post."""

    def scopes(self, needed: Sequence[str], to_read: str) -> tuple[str, ...]:
        """The rights that people are asked for: one that was not granted breaks the sign-in."""
        return (*needed, to_read) if self.reads_replies else tuple(needed)


@dataclass(frozen=True, slots=True, kw_only=True)
class Authorization:
    """Where a person must go to say yes, and what must be remembered until they come back."""

    url: str
    server: str
    issuer: str = ""
    names_issuer: bool = False
    """Whether this server always says who it is when it sends the browser back (RFC 9207)."""


class Network(Protocol):
    """Facts and verbs of one network.

    Verbs raise only `NetworkError`s; anything else counts as `Unsure`. `prepare` may be
    repeated; `publish` is the one irreversible call; `find` answers "did my earlier call
    arrive?" and returns None only if it surely did not.
    """

    name: str
    title: str
    linking: Linking
    limits: Limits
    repeatable_for: timedelta
    can_edit: bool
    can_delete: bool
    can_find: bool
    threads: bool
    """Whether a post may answer the one before it, so that a long answer becomes a thread."""
    linkable: bool
    """False where the operator's keys are missing: people are not offered it."""
    keys_end: bool
    """Whether its keys end by themselves, so that `renew` is asked before each attempt."""
    own_keys: bool
    """Whether it knows this Hibi by its operator's keys, instead of registering at each server."""
    fetches_pictures: bool
    """Whether it takes a picture's public address instead of its bytes."""
    needs_picture: bool
    """Whether words alone are no post there, so that they are drawn on a card."""

    async def limits_of(self, account: Account) -> Limits: ...
    async def renew(self, account: Account) -> Secret | None: ...
    async def prepare(self, account: Account, attempt: Attempt) -> dict[str, Any]: ...
    async def publish(self, account: Account, attempt: Attempt) -> Copy: ...
    async def find(self, account: Account, attempt: Attempt) -> Copy | None: ...
    async def edit(self, account: Account, copy: Copy, attempt: Attempt) -> Copy: ...
    async def delete(self, account: Account, copy: Copy) -> None: ...
    async def revoke(self, account: Account) -> None: ...


class OAuthNetwork(Network, Protocol):
    """A network that people link in their browser."""

    def server_of(self, typed: str) -> str:
        """A server's name out of whatever a person typed; raises NotLinked for nonsense."""
        ...

    async def register(self, server: str, redirect_uri: str) -> AppKeys: ...
    async def begin(
        self, server: str, keys: AppKeys, *, state: str, challenge: str
    ) -> Authorization: ...
    async def finish(self, server: str, keys: AppKeys, *, code: str, verifier: str) -> Account: ...


class SecretNetwork(Network, Protocol):
    """A network that is linked by a handle and a secret which the chat asks for."""

    async def sign_in(self, handle: str, secret: str) -> Account: ...
