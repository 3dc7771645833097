"""What a person says to an echo: a delivery of its own kind, with all that keeps posts single.

Its words are kept until they stand there, were taken back or were refused, and not longer.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Any

from sqlmodel.ext.asyncio.session import AsyncSession

from bot.db import echoes, pages, people, wishes
from bot.db.deliveries import TAKEN_BACK
from bot.db.echoes import Overheard
from bot.db.tables import AccountState, Copy, Delivery, Person
from bot.domain.delivery import DeliveryKind, DeliveryState
from bot.domain.door import Detail
from bot.domain.echoes import plain
from bot.domain.snippets import clean
from bot.networks.listening import hears
from bot.services.confirming import ask_whether_to_go_on, count_yes
from bot.services.door import warned_about
from bot.services.ground import Ground

LONGEST_SHOWN = 40
EDITABLE = timedelta(days=2)
"""How long Telegram lets people change a message (https://core.telegram.org/bots/api, 2026-11)."""


class Why(StrEnum):
    """Why nothing goes out."""

    GONE = "gone"
    CANNOT = "cannot"
    SIGNED_OUT = "signed out"
    NO_WORDS = "no words"


@dataclass(frozen=True, slots=True, kw_only=True)
class OnItsWay:
    """A response that leaves after `wait`; until then it can be taken back."""

    delivery_id: int
    author: str
    network: str
    text: str
    wait: timedelta


@dataclass(frozen=True, slots=True, kw_only=True)
class OneWarning:
    """What its author may not have noticed; a second tap lets it go."""

    details: tuple[Detail, ...]


@dataclass(frozen=True, slots=True)
class NotNow:
    why: Why
    account_id: int = 0
    network: str = ""


Responded = OnItsWay | OneWarning | NotNow


async def who_says(ground: Ground, person_id: int, ids: list[int]) -> dict[int, str]:
    """The authors of those of these echoes that can be answered, in order."""
    async with ground.database.reading() as session:
        found = await echoes.overheard(session, person_id, ids)
    return {
        one.echo.id: plain(one.echo.author, LONGEST_SHOWN)
        for one in found
        if _why_not(ground, one) in (None, Why.SIGNED_OUT)
    }


async def respond(
    ground: Ground,
    person_id: int,
    echo_id: int,
    text: str,
    message_id: int,
    *,
    passed: bool = False,
) -> Responded:
    """Queues these words as an answer to that echo; the same message answers it once."""
    came = await _respond(ground, person_id, echo_id, clean(text), message_id, passed=passed)
    if passed:
        await ask_whether_to_go_on(ground, person_id)
    return came


async def _respond(
    ground: Ground, person_id: int, echo_id: int, words: str, message_id: int, *, passed: bool
) -> Responded:
    async with ground.database.writing() as session:
        person = await people.person_by_id(session, person_id)
        found = await echoes.overheard(session, person_id, [echo_id])
        if person is None or not found:
            return NotNow(Why.GONE)
        (one,) = found
        why = _why_not(ground, one) or (None if words else Why.NO_WORDS)
        if why is not None:
            return NotNow(why, one.account.id, one.account.network)
        page = await pages.page_of(session, person_id)
        doubtful = warned_about(words, person, page)
        if doubtful and not passed:
            return OneWarning(details=doubtful)
        await wishes.lock_snippet(session, one.snippet.id)
        row = await _known(session, one, message_id)
        if row is None:
            count_yes(person, doubtful)
            session.add(person)
            row = await _wish(session, person, one, words, message_id, ground.now())
        return _on_its_way(row, one, words, ground.now())


async def take_back(ground: Ground, person_id: int, delivery_id: int) -> bool:
    """Stops a response whose call has surely not begun; False where it is too late."""
    async with ground.database.writing() as session:
        row = await wishes.delivery_of(session, person_id, delivery_id)
        if row is None or row.kind != DeliveryKind.RESPONSE:
            return False
        if not await wishes.cancel(session, [row.id], TAKEN_BACK, ground.now()):
            return False
        await forget_words(session, delivery_id)
        return True


async def remember_message(
    ground: Ground, person_id: int, delivery_id: int, message_id: int
) -> None:
    """Which message says that it is on its way, so that the same one says that it is there."""
    async with ground.database.writing() as session:
        row = await wishes.delivery_of(session, person_id, delivery_id)
        if row is None or row.state != DeliveryState.WAITING or "response" not in row.prepared:
            return
        response = {**row.prepared["response"], "said_in": message_id}
        row.prepared = {**row.prepared, "response": response}
        session.add(row)


async def is_response(ground: Ground, person_id: int, message_id: int) -> bool:
    """Whether this message was sent as an answer to an echo."""
    async with ground.database.reading() as session:
        rows = await wishes.responses_of(session, person_id, ground.now() - EDITABLE)
    return any(_said(row.prepared)[1] == message_id for row in rows)


async def forget_words(session: AsyncSession, delivery_id: int) -> None:
    """What came to its end has no words any more."""
    row = await session.get(Delivery, delivery_id, populate_existing=True)
    if row is not None:
        row.prepared = without_words(row.prepared)
        session.add(row)


def without_words(prepared: Mapping[str, Any]) -> dict[str, Any]:
    """Only the message stays known, so that it is not read twice."""
    return {"answers": _said(prepared)}


def _said(prepared: Mapping[str, Any]) -> list[int | None]:
    """The echo that a delivery answers, and the message which did."""
    response = prepared.get("response", {})
    return (
        [response.get("echo"), response.get("message")]
        if response
        else prepared.get("answers", [None, None])
    )


def _why_not(ground: Ground, one: Overheard) -> Why | None:
    network = ground.networks.get(one.account.network)
    if not hears(network) or not network.answers:
        return Why.CANNOT
    if not one.echo.remote_id or not one.copy.remote_id:
        return Why.GONE
    working = one.account.state == AccountState.WORKING
    return None if working else Why.SIGNED_OUT


async def _known(session: AsyncSession, one: Overheard, message_id: int) -> Delivery | None:
    """The row that this message has made before: an update may come in twice."""
    said = [one.echo.id, message_id]
    rows = await wishes.deliveries_of(session, one.snippet.id)
    known = (row for row in rows if row.kind == DeliveryKind.RESPONSE)
    return next((row for row in known if _said(row.prepared) == said), None)


async def _wish(
    session: AsyncSession,
    person: Person,
    one: Overheard,
    words: str,
    message_id: int,
    now: datetime,
) -> Delivery:
    due_at = now + timedelta(seconds=person.undo_seconds)
    row = Delivery(
        person_id=person.id,
        snippet_id=one.snippet.id,
        account_id=one.account.id,
        kind=DeliveryKind.RESPONSE,
        revision=await wishes.next_revision(session, one.snippet.id, one.account.id),
        state=DeliveryState.WAITING,
        queued_at=due_at,
        due_at=due_at,
        made_at=now,
        prepared={"response": _response(person, one, words, message_id)},
    )
    session.add(row)
    await session.flush()
    return row


def _response(person: Person, one: Overheard, words: str, message_id: int) -> dict[str, Any]:
    return {
        "echo": one.echo.id,
        "message": message_id,
        "text": words,
        "language": person.language,
        "author": plain(one.echo.author, LONGEST_SHOWN),
        "calls": one.echo.author,
        "to": {"remote_id": one.echo.remote_id, "url": ""},
        "root": _root(one.copy),
    }


def _root(copy: Copy) -> dict[str, str]:
    return {"remote_id": copy.remote_id, "url": copy.url}


def _on_its_way(row: Delivery, one: Overheard, words: str, now: datetime) -> OnItsWay:
    return OnItsWay(
        delivery_id=row.id,
        author=plain(one.echo.author, LONGEST_SHOWN),
        network=one.account.network,
        text=words,
        wait=max(row.due_at - now, timedelta(0)),
    )
