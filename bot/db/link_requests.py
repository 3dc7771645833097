"""Tries at linking an account, and this Hibi as each server knows it."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import delete, or_, update
from sqlalchemy.dialects import postgresql, sqlite
from sqlmodel import col, select
from sqlmodel.ext.asyncio.session import AsyncSession

from bot.db.tables import LinkRequest, NetworkApp


async def request_by_start(
    session: AsyncSession, start_hash: str, now: datetime
) -> LinkRequest | None:
    """A request whose page may still be opened."""
    query = select(LinkRequest).where(
        LinkRequest.start_hash == start_hash,
        col(LinkRequest.used_at).is_(None),
        col(LinkRequest.expires_at) > now,
    )
    return (await session.exec(query)).first()


async def bind_browser(
    session: AsyncSession, start_hash: str, cookie_hash: str, now: datetime
) -> LinkRequest | None:
    """Ties a request to the first browser that goes on with it; that one may do so again."""
    return await _changed(
        session,
        update(LinkRequest)
        .where(
            col(LinkRequest.start_hash) == start_hash,
            or_(
                col(LinkRequest.cookie_hash).is_(None),
                col(LinkRequest.cookie_hash) == cookie_hash,
            ),
            col(LinkRequest.used_at).is_(None),
            col(LinkRequest.expires_at) > now,
        )
        .values(cookie_hash=cookie_hash),
    )


async def take_by_state(
    session: AsyncSession, state_hash: str, now: datetime
) -> LinkRequest | None:
    """Uses a request up: of two callbacks, only the first gets it, whoever made it."""
    return await _changed(
        session,
        update(LinkRequest)
        .where(col(LinkRequest.state_hash) == state_hash, col(LinkRequest.used_at).is_(None))
        .values(used_at=now),
    )


async def take_by_id(session: AsyncSession, request_id: int, now: datetime) -> LinkRequest | None:
    """Uses up one request that nobody has used."""
    return await _changed(
        session,
        update(LinkRequest)
        .where(col(LinkRequest.id) == request_id, col(LinkRequest.used_at).is_(None))
        .values(used_at=now),
    )


async def request_of_code(
    session: AsyncSession, person_id: int, redirect_uri: str, now: datetime
) -> LinkRequest | None:
    """The newest request of a person that waits for a code out of another page."""
    query = (
        select(LinkRequest)
        .where(
            LinkRequest.person_id == person_id,
            LinkRequest.redirect_uri == redirect_uri,
            col(LinkRequest.used_at).is_(None),
            col(LinkRequest.expires_at) > now,
        )
        .order_by(col(LinkRequest.id).desc())
    )
    return (await session.exec(query)).first()


async def request_by_confirmation(session: AsyncSession, confirm_hash: str) -> LinkRequest | None:
    query = select(LinkRequest).where(LinkRequest.confirm_hash == confirm_hash)
    return (await session.exec(query)).first()


async def pending_requests(session: AsyncSession, person_id: int) -> Sequence[LinkRequest]:
    """What came back from a network and waits for this person's yes."""
    query = (
        select(LinkRequest)
        .where(LinkRequest.person_id == person_id, col(LinkRequest.confirm_hash).is_not(None))
        .order_by(col(LinkRequest.id))
    )
    return (await session.exec(query)).all()


async def count_try(session: AsyncSession, request_id: int) -> int:
    """Counts one wrong code and says how many there were."""
    counted = await session.exec(
        update(LinkRequest)
        .where(col(LinkRequest.id) == request_id)
        .values(tries=col(LinkRequest.tries) + 1)
        .returning(col(LinkRequest.tries))
    )
    return int(counted.scalar_one_or_none() or 0)


async def drop_request(session: AsyncSession, request_id: int) -> bool:
    """Removes a request; False when somebody else already has."""
    done = await session.exec(delete(LinkRequest).where(col(LinkRequest.id) == request_id))
    return bool(getattr(done, "rowcount", 0))


async def expired_requests(
    session: AsyncSession, now: datetime, most: int
) -> Sequence[LinkRequest]:
    query = (
        select(LinkRequest)
        .where(col(LinkRequest.expires_at) <= now)
        .order_by(col(LinkRequest.expires_at))
        .limit(most)
    )
    return (await session.exec(query)).all()


async def app_of(
    session: AsyncSession, network: str, server: str, redirect_uri: str
) -> NetworkApp | None:
    query = select(NetworkApp).where(
        NetworkApp.network == network,
        NetworkApp.server == server,
        NetworkApp.redirect_uri == redirect_uri,
    )
    return (await session.exec(query)).first()


async def keep_app(
    session: AsyncSession, app: NetworkApp, *, instead_of: NetworkApp | None
) -> NetworkApp:
    """Keeps how a server knows us, in the place of one of no use; returns what is known now.

    Of two that come at once the first stays: somebody may be on their way with it already.
    """
    if instead_of is not None:
        await session.exec(delete(NetworkApp).where(col(NetworkApp.id) == instead_of.id))
    postgres = session.get_bind().dialect.name == "postgresql"
    make: Any = postgresql.insert if postgres else sqlite.insert
    values = {
        column.name: getattr(app, column.name)
        for column in NetworkApp.__table__.columns  # type: ignore[attr-defined]
        if not column.primary_key
    }
    await session.exec(make(NetworkApp).values(**values).on_conflict_do_nothing())
    kept = await app_of(session, app.network, app.server, app.redirect_uri)
    return kept or app


async def forget_app(session: AsyncSession, network: str, server: str, redirect_uri: str) -> None:
    """The server does not know us any more: the next one who links makes us known again."""
    await session.exec(
        delete(NetworkApp).where(
            col(NetworkApp.network) == network,
            col(NetworkApp.server) == server,
            col(NetworkApp.redirect_uri) == redirect_uri,
        )
    )


async def _changed(session: AsyncSession, statement: Any) -> LinkRequest | None:
    done = await session.exec(
        statement.returning(LinkRequest).execution_options(
            synchronize_session=False, populate_existing=True
        )
    )
    found: LinkRequest | None = done.scalar_one_or_none()
    return found
