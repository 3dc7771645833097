"""Every table in one picture. People's data carries `person_id`, always."""

from datetime import date, datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import (
    JSON,
    Boolean,
    Column,
    ForeignKey,
    Index,
    Integer,
    String,
    UniqueConstraint,
    false,
)
from sqlmodel import Field, SQLModel

from bot.db.types import BigId, Moment, Sealed, SealedColumn
from bot.domain.delivery import DeliveryKind as DeliveryKind
from bot.domain.delivery import DeliveryState as DeliveryState

# Named constraints can be changed by a later migration, on SQLite too.
SQLModel.metadata.naming_convention = {
    "ix": "ix_%(column_0_label)s",
    "uq": "uq_%(table_name)s_%(column_0_N_name)s",
    "fk": "fk_%(table_name)s_%(column_0_name)s",
    "pk": "pk_%(table_name)s",
}


class NudgeState(StrEnum):
    WAITING = "waiting"
    CLAIMED = "claimed"
    ARMED = "armed"
    SENT = "sent"
    SKIPPED = "skipped"
    UNSURE = "unsure"


class NudgeOutcome(StrEnum):
    """What the person did with a question."""

    ANSWERED = "answered"
    PASSED = "passed"
    SWAPPED = "swapped"
    SNOOZED = "snoozed"


class InboxState(StrEnum):
    WAITING = "waiting"
    CLAIMED = "claimed"
    DONE = "done"
    SET_ASIDE = "set aside"


class AccountState(StrEnum):
    PENDING = "pending"
    WORKING = "working"
    SIGNED_OUT = "signed out"
    BLOCKED = "blocked"
    UNLINKED = "unlinked"


class PartKind(StrEnum):
    TEXT = "text"
    PHOTO = "photo"
    VOICE = "voice"
    VIDEO = "video"
    PLACE = "place"


class MediaState(StrEnum):
    WAITING = "waiting"
    STORED = "stored"
    REFUSED = "refused"


def _id() -> Any:
    return Field(default=None, sa_column=Column(BigId, primary_key=True, autoincrement=True))


def _person(*, index: bool = True, primary_key: bool = False) -> Any:
    return Field(
        sa_column=Column(
            BigId,
            ForeignKey("people.id", ondelete="CASCADE"),
            nullable=False,
            index=index and not primary_key,
            primary_key=primary_key,
            autoincrement=False,
        )
    )


def _moment(*, index: bool = False) -> Any:
    return Field(default=None, sa_column=Column(Moment, nullable=True, index=index))


def _now() -> Any:
    return Field(sa_column=Column(Moment, nullable=False))


def _json(default: type = dict) -> Any:
    return Field(default_factory=default, sa_column=Column(JSON, nullable=False))


def _ref(table: str, *, index: bool = True, nullable: bool = False) -> Any:
    column = Column(
        BigId, ForeignKey(f"{table}.id", ondelete="CASCADE"), nullable=nullable, index=index
    )
    return Field(default=None, sa_column=column) if nullable else Field(sa_column=column)


def _count() -> Any:
    """A number that rows of before the column begin with at nought."""
    return Field(default=0, sa_column=Column(Integer, nullable=False, server_default="0"))


def _text(length: int = 32) -> Any:
    return Field(sa_column=Column(String(length), nullable=False))


class Person(SQLModel, table=True):
    """Someone who shares. The id is Telegram's, in a private chat also the chat's."""

    __tablename__ = "people"

    id: int = Field(sa_column=Column(BigId, primary_key=True, autoincrement=False))
    language: str = "en"
    zone: str = "UTC"
    is_owner: bool = False
    diary_only: bool = False
    joined_at: datetime = _now()
    seen_at: datetime | None = _moment()
    blocked_at: datetime | None = _moment()
    has_customers: bool | None = None
    undo_seconds: int = 60
    warnings_off: list[str] = _json(list)
    own_details: list[str] = _json(list)
    """Normalised phone numbers and the like that the person called their shop's."""
    times_confirmed: dict[str, int] | None = Field(
        default=None, sa_column=Column(JSON(none_as_null=True), nullable=True)
    )
    """How often each special kind of detail was let pass; one more once that was asked about."""
    times_described: int = 0
    first_card_at: datetime | None = _moment()
    share_places: list[dict[str, str]] = _json(list)
    """The share buttons that were picked, in order: `place`, and `server` where it has one."""


class Invite(SQLModel, table=True):
    """One single-use way in. The owner's own has `for_owner`."""

    __tablename__ = "invites"

    id: int = _id()
    token_hash: str = Field(sa_column=Column(String(64), nullable=False, unique=True))
    made_by: int | None = Field(default=None, sa_column=Column(BigId, nullable=True))
    for_owner: bool = False
    diary_only: bool = False
    expires_at: datetime | None = _moment()
    used_by: int | None = Field(default=None, sa_column=Column(BigId, nullable=True))
    used_at: datetime | None = _moment()


class Slot(SQLModel, table=True):
    """A time of day with its weekdays (bit 0 is Monday), in the person's zone or its own."""

    __tablename__ = "slots"

    id: int = _id()
    person_id: int = _person()
    at: str = _text(5)
    weekdays: int = 127
    zone: str | None = None
    next_nudge_at: datetime | None = _moment(index=True)
    next_on: date | None = None
    last_delivery_at: datetime | None = _moment()
    moves_left: int = 0
    """Occurrences still planned by the rule for a changed zone."""


class Pause(SQLModel, table=True):
    """Quiet days, both ends included; without an end, until the person comes back."""

    __tablename__ = "pauses"

    id: int = _id()
    person_id: int = _person()
    first_on: date
    last_on: date | None = None
    holds_sharing: bool = False
    home_zone: str | None = None
    """The zone to go back to when the pause was spent in another."""
    made_at: datetime = _now()
    asked_at: datetime | None = _moment()
    """When we asked, after a month without an end, whether it shall go on."""


class Nudge(SQLModel, table=True):
    """Asking one person at one moment. Without a slot: asked inside /start or /today."""

    __tablename__ = "nudges"
    __table_args__ = (
        UniqueConstraint("slot_id", "on", "sequence"),
        Index("ix_nudges_due", "state", "due_at"),
        Index("ix_nudges_message", "person_id", "message_id"),
        Index("ix_nudges_person_on", "person_id", "on"),
    )

    id: int = _id()
    person_id: int = _person(index=False)
    slot_id: int | None = _ref("slots", nullable=True, index=False)
    on: date
    sequence: int = 0
    question_id: str = _text(64)
    state: str = _text()
    attempt: int = 0
    due_at: datetime = _now()
    lease_until: datetime | None = _moment()
    sent_at: datetime | None = _moment()
    message_id: int | None = Field(default=None, sa_column=Column(BigId, nullable=True))
    outcome: str | None = None
    closed_at: datetime | None = _moment()


class Snippet(SQLModel, table=True):
    """What we keep of an answer or a note. `text` is the parts' words, joined."""

    __tablename__ = "snippets"
    __table_args__ = (
        Index("ix_snippets_person_on", "person_id", "on"),
        Index("ix_snippets_card_due", "card_due_at"),
        Index("ix_snippets_card", "person_id", "card_message_id"),
    )

    id: int = _id()
    public_id: str = Field(sa_column=Column(String(16), nullable=False, unique=True))
    person_id: int = _person(index=False)
    on: date
    nudge_id: int | None = _ref("nudges", nullable=True)
    question_id: str | None = None
    facet: str = "day"
    text: str = ""
    language: str = "en"
    revision: int = 1
    forwarded: bool = False
    with_lead: bool = True
    cleared_details: list[str] = _json(list)
    """What the person let pass at the door, normalised; a new one asks again."""
    own_words: dict[str, str] | None = Field(
        default=None, sa_column=Column(JSON(none_as_null=True), nullable=True)
    )
    """Words by hand, by the id of the account where they stand instead of `text`."""
    kept_at: datetime = _now()
    edited_at: datetime | None = _moment()
    deleted_at: datetime | None = _moment()
    undone_at: datetime | None = _moment()
    erased: bool = False
    card_message_id: int | None = Field(default=None, sa_column=Column(BigId, nullable=True))
    card_due_at: datetime | None = _moment()


class SnippetPart(SQLModel, table=True):
    """One chat message of a snippet; an edited message changes its part."""

    __tablename__ = "snippet_parts"
    __table_args__ = (
        UniqueConstraint("person_id", "message_id"),
        Index("ix_snippet_parts_group", "person_id", "media_group_id"),
    )

    id: int = _id()
    snippet_id: int = _ref("snippets")
    person_id: int = _person(index=False)
    position: int = 0
    message_id: int = Field(sa_column=Column(BigId, nullable=False))
    media_group_id: str | None = None
    kind: str = _text()
    text: str = ""
    place: str | None = None


class Media(SQLModel, table=True):
    """One picture, voice note or video of a snippet, and where its file lies."""

    __tablename__ = "media"
    __table_args__ = (Index("ix_media_due", "state", "due_at"),)

    id: int = _id()
    person_id: int = _person()
    snippet_id: int = _ref("snippets")
    part_id: int = _ref("snippet_parts")
    kind: str = _text()
    file_id: str = ""
    state: str = _text()
    attempt: int = 0
    due_at: datetime = _now()
    lease_until: datetime | None = _moment()
    rule: str | None = None
    name: str | None = Field(default=None, index=True)
    sha256: str | None = None
    mime: str | None = None
    size: int | None = None
    width: int | None = None
    height: int | None = None
    seconds: float | None = None
    """How long a recording is; only of one that was cleaned, so that it may leave."""
    kept_at: datetime | None = _moment()
    """When a recording came in: no yes of before covers it."""
    alt: str = ""


class Page(SQLModel, table=True):
    """A person's own public page; not there (404) before `opened_at`."""

    __tablename__ = "pages"

    person_id: int = _person(primary_key=True)
    handle: str | None = Field(default=None, sa_column=Column(String(30), unique=True))
    skeleton: str | None = Field(default=None, sa_column=Column(String(30), unique=True))
    name: str = ""
    bio: str = ""
    opened_at: datetime | None = _moment()
    suspended_at: datetime | None = _moment()
    searchable: bool | None = None
    asked_search_at: datetime | None = _moment()
    handle_changes: list[str] = _json(list)
    reading: str = ""
    latin: str = ""
    shop: str = ""
    occupation: str = ""
    base: str = ""
    likes: str = ""
    thinks: str = ""
    contact: str = ""


class RetiredHandle(SQLModel, table=True):
    """A handle that was somebody's; it is never given to someone else."""

    __tablename__ = "retired_handles"

    handle: str = Field(sa_column=Column(String(30), primary_key=True))
    skeleton: str = Field(sa_column=Column(String(30), nullable=False, index=True))
    person_id: int = Field(sa_column=Column(BigId, nullable=False))
    retired_at: datetime = _now()


class Account(SQLModel, table=True):
    """One identity at one network; the person's page is one too."""

    __tablename__ = "accounts"
    __table_args__ = (UniqueConstraint("person_id", "network", "server", "remote_id"),)

    id: int = _id()
    person_id: int = _person()
    network: str = _text()
    server: str = Field(default="", sa_column=Column(String(255), nullable=False))
    remote_id: str = Field(sa_column=Column(String(255), nullable=False))
    handle: str = ""
    secret: Sealed | None = Field(default=None, sa_column=Column(SealedColumn, nullable=True))
    state: str = _text()
    limits: dict[str, Any] = _json()
    by_itself: bool = False
    long_form: str | None = Field(default=None, sa_column=Column(String(16), nullable=True))
    """What its person chose for answers that are too long there, by `LongForm`."""
    numbers_parts: bool = Field(
        default=False, sa_column=Column(Boolean, nullable=False, server_default=false())
    )
    offered_by_itself_at: datetime | None = _moment()
    shown_first_at: datetime | None = _moment()
    """When the person saw how a post looks there and said yes for the first time."""
    linked_at: datetime | None = _moment()
    last_post_at: datetime | None = _moment()
    checked_at: datetime | None = _moment()
    told_signed_out_at: datetime | None = _moment()
    sign_in_ends_at: datetime | None = _moment(index=True)
    """From when on only its person can renew the sign-in; None where no end is known."""
    told_end_days: int | None = None
    """How many days ahead its person was told of that end last."""


class NetworkApp(SQLModel, table=True):
    """This Hibi, as one server of a network knows it; nobody's personal data."""

    __tablename__ = "network_apps"
    __table_args__ = (UniqueConstraint("network", "server", "redirect_uri"),)

    id: int = _id()
    network: str = _text()
    server: str = Field(sa_column=Column(String(255), nullable=False))
    redirect_uri: str = Field(sa_column=Column(String(512), nullable=False))
    client_id: str = ""
    client_secret: Sealed | None = Field(default=None, sa_column=Column(SealedColumn))
    made_at: datetime = _now()


class LinkRequest(SQLModel, table=True):
    """One try at linking one account: bound to one person, one browser, one server."""

    __tablename__ = "link_requests"

    id: int = _id()
    person_id: int = _person()
    network: str = _text()
    server: str = Field(default="", sa_column=Column(String(255), nullable=False))
    start_hash: str = Field(sa_column=Column(String(64), nullable=False, unique=True))
    state_hash: str | None = Field(default=None, sa_column=Column(String(64), unique=True))
    cookie_hash: str | None = None
    confirm_hash: str | None = Field(default=None, sa_column=Column(String(64), unique=True))
    code_hash: str | None = None
    tries: int = 0
    redirect_uri: str = ""
    issuer: str = ""
    verifier: Sealed | None = Field(default=None, sa_column=Column(SealedColumn))
    account_id: int | None = _ref("accounts", nullable=True)
    made_at: datetime = _now()
    expires_at: datetime = _now()
    used_at: datetime | None = _moment()


class Delivery(SQLModel, table=True):
    """One snippet on its way to one account."""

    __tablename__ = "deliveries"
    __table_args__ = (
        UniqueConstraint("snippet_id", "account_id", "kind", "revision", "part"),
        Index("ix_deliveries_due", "state", "due_at"),
        Index("ix_deliveries_queue", "account_id", "state", "queued_at"),
    )

    id: int = _id()
    person_id: int = _person()
    snippet_id: int = _ref("snippets", index=False)
    account_id: int = _ref("accounts", index=False)
    kind: str = _text()
    revision: int = 1
    part: int = 0
    state: str = _text()
    attempt: int = 0
    queued_at: datetime = _now()
    """Its place in the account's queue; a retry moves `due_at` only."""
    due_at: datetime = _now()
    lease_until: datetime | None = _moment()
    first_armed_at: datetime | None = _moment()
    prepared: dict[str, Any] = _json()
    begun_parts: int = Field(
        default=0, sa_column=Column(Integer, nullable=False, server_default="0")
    )
    """How many parts of a thread stand already; while there are some, nothing is taken back."""
    tries: int = 0
    rule: str | None = None
    raw: str | None = None
    made_at: datetime = _now()
    ended_at: datetime | None = _moment()


class Copy(SQLModel, table=True):
    """What stands at one account: the words as they went out, and where."""

    __tablename__ = "copies"
    __table_args__ = (
        UniqueConstraint("snippet_id", "account_id"),
        Index("ix_copies_shown", "account_id", "removed_at", "snippet_id"),
        Index("ix_copies_listen", "listen_at"),
    )

    id: int = _id()
    person_id: int = _person()
    snippet_id: int = _ref("snippets", index=False)
    account_id: int = _ref("accounts", index=False)
    remote_id: str = Field(default="", sa_column=Column(String(1024), nullable=False))
    url: str = Field(default="", sa_column=Column(String(2048), nullable=False))
    text: str = ""
    media_ids: list[int] = _json(list)
    parts: list[dict[str, str]] | None = Field(
        default=None, sa_column=Column(JSON(none_as_null=True), nullable=True)
    )
    """A thread's further parts in order, each with `remote_id`, `url` and `text`."""
    revision: int = 1
    published_at: datetime = _now()
    edited_at: datetime | None = _moment()
    removed_at: datetime | None = _moment()
    listen_at: datetime | None = _moment()
    """When we look next what came back; None where nobody tells, and after half a year."""
    listen_tries: int = _count()
    """Looks in a row that came to nothing."""
    likes: int = _count()
    boosts: int = _count()


class Echo(SQLModel, table=True):
    """What somebody else said under a copy.

    The words go as soon as they are told, who said them and where after a month; then a mark
    alone is left, so that nothing is told twice, until the copy is looked at no more.
    """

    __tablename__ = "echoes"
    __table_args__ = (
        UniqueConstraint("copy_id", "mark"),
        Index("ix_echoes_due", "tell_at"),
    )

    id: int = _id()
    person_id: int = _person()
    copy_id: int = _ref("copies", index=False)
    mark: str = _text(64)
    remote_id: str = _text(1024)
    author: str = _text(512)
    url: str = _text(2048)
    text: str = ""
    heard_at: datetime = _now()
    tell_at: datetime | None = _moment()
    told_at: datetime | None = _moment()


class HandCopy(SQLModel, table=True):
    """A post that the person made by hand, and said so. `url` is empty where it has no address.

    Not a `Copy`: there is no account behind it, and nothing that is queued, edited, withdrawn or
    revoked may ever take it for ours.
    """

    __tablename__ = "hand_copies"
    __table_args__ = (UniqueConstraint("snippet_id", "place"),)

    id: int = _id()
    person_id: int = _person()
    snippet_id: int = _ref("snippets", index=False)
    place: str = _text()
    url: str = Field(default="", sa_column=Column(String(2048), nullable=False))
    shared_at: datetime = _now()


class InboxUpdate(SQLModel, table=True):
    """One update as Telegram sent it, kept sealed until it is handled and a day beyond."""

    __tablename__ = "inbox"
    __table_args__ = (
        UniqueConstraint("bot_id", "update_id"),
        Index("ix_inbox_due", "state", "due_at"),
        Index("ix_inbox_queue", "chat_id", "state", "id"),
    )

    id: int = _id()
    bot_id: int = Field(sa_column=Column(BigId, nullable=False))
    update_id: int = Field(sa_column=Column(BigId, nullable=False))
    chat_id: int = Field(sa_column=Column(BigId, nullable=False))
    payload: Sealed | None = Field(default=None, sa_column=Column(SealedColumn))
    state: str = _text()
    attempt: int = 0
    due_at: datetime = _now()
    lease_until: datetime | None = _moment()
    received_at: datetime = _now()
    handled_at: datetime | None = _moment()


class Dialogue(SQLModel, table=True):
    """What the chat has just asked a person for; any command ends it, and so does time."""

    __tablename__ = "dialogues"

    person_id: int = _person(primary_key=True)
    kind: str = _text()
    about: dict[str, Any] = _json()
    message_id: int | None = Field(default=None, sa_column=Column(BigId, nullable=True))
    expires_at: datetime = _now()


class Alarm(SQLModel, table=True):
    """What only whoever runs this Hibi can mend: told once, forgotten when it works again."""

    __tablename__ = "alarms"

    network: str = Field(sa_column=Column(String(32), primary_key=True))
    rule: str = Field(sa_column=Column(String(64), primary_key=True))
    raised_at: datetime = _now()
    told_at: datetime | None = _moment()


class Fact(SQLModel, table=True):
    """One remembered fact about this installation, e.g. which bot it belongs to."""

    __tablename__ = "facts"

    name: str = Field(sa_column=Column(String(64), primary_key=True))
    value: str = ""
