"""Sealed values open only where they belong; moments stay aware."""

from datetime import UTC, datetime, timedelta, timezone
from pathlib import Path

import pytest
from sqlalchemy.exc import StatementError

from bot.db.engine import Database
from bot.db.tables import Person
from bot.db.types import CannotOpen, Sealed, Vault, json_column, new_key
from bot.networks.base import SignInAgain
from bot.services.identity import opened
from tests.builders import build_world
from tests.rows import HANA, a_person, an_account

OLD, NEW = "the older of two random texts", "the newer of two random texts"
PLACE = "accounts.secret:mastodon:example.social:42"


def test_what_was_sealed_opens_in_its_own_place() -> None:
    vault = Vault([NEW])

    for value in ("a token", "", "with\0nul", "日本語 🎏", "\ud800 alone"):
        assert vault.open(vault.seal(value, PLACE), PLACE) == value


@pytest.mark.parametrize(
    "place",
    [
        "accounts.secret:mastodon:example.social:43",
        "network_apps.client_secret:mastodon:example.social:42",
        "",
        PLACE + "\0",
    ],
)
def test_a_value_copied_to_another_row_or_column_does_not_open(place: str) -> None:
    vault = Vault([NEW])

    with pytest.raises(CannotOpen):
        vault.open(vault.seal("a token", PLACE), place)


def test_keys_are_added_rotated_and_dropped() -> None:
    before = Vault([OLD]).seal("a token", PLACE)
    rotated = Vault([NEW, OLD])
    after = rotated.seal("a token", PLACE)

    assert rotated.open(before, PLACE) == "a token"
    assert Vault([NEW]).open(after, PLACE) == "a token"
    with pytest.raises(CannotOpen):
        Vault([NEW]).open(before, PLACE)
    with pytest.raises(CannotOpen):
        Vault([OLD]).open(after, PLACE)


A_KEY = b"kQ3vT0x5m2r8b7c1d9e4f6g0h2j5k8l1n3p6q9s2t5w="


@pytest.mark.parametrize("content", [b"", b"\xff\xfe", b"gAAAAA", A_KEY])
def test_what_was_never_sealed_does_not_open(content: bytes) -> None:
    with pytest.raises(CannotOpen):
        Vault([NEW]).open(Sealed(content), PLACE)


def test_the_same_value_is_never_sealed_alike() -> None:
    vault = Vault([NEW])

    assert vault.seal("a token", PLACE) != vault.seal("a token", PLACE)


def test_no_error_and_no_repr_tells_the_value_or_the_key() -> None:
    vault = Vault([NEW])
    value = vault.seal("a token", PLACE)
    with pytest.raises(CannotOpen) as error:
        vault.open(value, "accounts.secret:mastodon:example.social:43")

    words = repr(vault) + repr(value) + repr(error.value) + str(error.value)
    assert [secret for secret in (NEW, "a token", "social") if secret in words] == []


def test_what_is_derived_depends_on_the_newest_key_and_the_purpose() -> None:
    assert Vault([NEW, OLD]).derive("webhook") == Vault([NEW]).derive("webhook")
    assert Vault([NEW]).derive("webhook") != Vault([OLD]).derive("webhook")
    assert Vault([NEW]).derive("webhook") != Vault([NEW]).derive("media")
    assert len(Vault([NEW]).derive("webhook")) == 32


def test_without_a_key_there_is_no_vault_and_new_keys_differ() -> None:
    with pytest.raises(ValueError, match="at least one key"):
        Vault([])
    assert new_key() != new_key()
    assert len(new_key()) >= 40


async def test_a_secret_copied_into_somebody_elses_row_is_useless(
    database: Database, tmp_path: Path
) -> None:
    world = build_world(database, tmp_path)
    await world.add(a_person(), a_person(666))
    mine = await world.add(an_account())
    theirs = await world.add(an_account(person_id=666))
    await world.sign_in(mine, token="a token")
    theirs.secret = (await world.fresh(mine)).secret
    await world.add(theirs)

    stolen = await world.fresh(theirs)
    with pytest.raises(SignInAgain):
        opened(world.ground, stolen)
    assert opened(world.ground, await world.fresh(mine)).secret.values == {"token": "a token"}


async def test_a_moment_comes_back_aware_and_in_utc(database: Database) -> None:
    tokyo = timezone(timedelta(hours=9))
    async with database.writing() as session:
        session.add(a_person(joined_at=datetime(2026, 11, 23, 21, 0, 0, 123456, tokyo)))

    async with database.reading() as session:
        found = (await session.get_one(Person, HANA)).joined_at
    assert (found, found.utcoffset()) == (
        datetime(2026, 11, 23, 12, 0, 0, 123456, UTC),
        timedelta(0),
    )


async def test_a_naive_moment_is_refused_at_the_door(database: Database) -> None:
    naive = datetime(2026, 11, 23, 21, 0)  # noqa: DTZ001 - the point of it

    with pytest.raises(StatementError, match="time zone"):
        async with database.writing() as session:
            session.add(a_person(joined_at=naive))


def test_json_columns_take_moments_and_tuples() -> None:
    at = datetime(2026, 11, 23, tzinfo=UTC)

    assert json_column({"at": at, "all": (1, [at])}) == {
        "at": "2026-11-23T00:00:00+00:00",
        "all": [1, ["2026-11-23T00:00:00+00:00"]],
    }
