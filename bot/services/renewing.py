"""Keeps an account's sign-in fresh: one refresh at a time, stored before its first use."""

import asyncio
from datetime import datetime, timedelta

from bot.db import accounts, tables
from bot.db.leases import moment_of
from bot.networks.base import Account, Linking, Network, Secret, SignInAgain, TryLater
from bot.services.ground import LEASE, Ground
from bot.services.identity import keep_secret, opened

TURN = timedelta(milliseconds=500)
TURNS = int(LEASE / TURN)
MARK = "renewing_until"
NEEDS_NO_SIGN_IN = (Linking.ALWAYS, Linking.CHANNEL, Linking.GROUP)


async def renewed(ground: Ground, network: Network, account_id: int) -> Account:
    """The account with a secret that works, renewed where the network says it must be.

    A refresh token is used up by its first use, so of two workers one refreshes and the other
    waits for what it brings; nobody holds a transaction while the network is asked.
    """
    if network.linking in NEEDS_NO_SIGN_IN:
        async with ground.database.reading() as session:
            return opened(ground, _working(await session.get(tables.Account, account_id)))
    account = await _take_turn(ground, account_id)
    fresh: Secret | None = None
    try:
        fresh = await network.renew(account)
    finally:
        account = await _store(ground, account_id, fresh)
    return account


async def _take_turn(ground: Ground, account_id: int) -> Account:
    for _ in range(TURNS):
        async with ground.database.writing() as session:
            row = _working(await accounts.lock_account(session, account_id))
            now = await moment_of(session, ground.now())
            if not _is_marked(row, now):
                account = opened(ground, row)
                row.limits = {**row.limits, MARK: (now + LEASE).isoformat()}
                session.add(row)
                return account
        await asyncio.sleep(TURN.total_seconds())
    raise TryLater("renewing", wait=LEASE)


async def _store(ground: Ground, account_id: int, fresh: Secret | None) -> Account:
    async with ground.database.writing() as session:
        row = _working(await accounts.lock_account(session, account_id))
        if fresh is not None:
            # An empty value never takes the place of a token that we have.
            keep_secret(ground, row, opened(ground, row).secret.evolve(**fresh.values))
        row.limits = {name: value for name, value in row.limits.items() if name != MARK}
        session.add(row)
        return opened(ground, row)


def _working(row: tables.Account | None) -> tables.Account:
    if row is None or row.state != tables.AccountState.WORKING:
        raise SignInAgain("unlinked")
    return row


def _is_marked(row: tables.Account, now: datetime) -> bool:
    mark = row.limits.get(MARK)
    return mark is not None and datetime.fromisoformat(mark) > now
