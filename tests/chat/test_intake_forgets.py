"""What updates said is sealed, forgotten a day after, and at once where it tells too much."""

import pytest

from bot.db.tables import InboxState
from bot.db.types import Vault
from bot.services.forgetting import forget_update
from tests.chat.inboxes import Inbox, Json, a_message, a_place


async def test_a_payload_is_sealed_and_forgotten_a_day_after(inbox: Inbox) -> None:
    await inbox.store(a_message(1, "a very private line"))
    row = await inbox.row()
    assert row.payload is not None
    assert b"private" not in row.payload.content

    inbox.world.clock.passes(hours=23, minutes=59)
    await inbox.intake.sweep()
    assert (await inbox.row()).payload is not None
    inbox.world.clock.passes(minutes=2)
    await inbox.intake.sweep()
    assert (await inbox.row()).payload is None
    inbox.world.clock.passes(hours=24)
    await inbox.intake.sweep()
    assert await inbox.rows() == []


async def test_what_was_set_aside_waits_a_month(inbox: Inbox) -> None:
    async def act(_said: str) -> None:
        raise ValueError("a bug")

    inbox.handlers.acts = act
    await inbox.store(a_message(1))
    for _ in range(3):
        await inbox.passes(seconds=5)
    inbox.world.clock.passes(days=29)
    await inbox.intake.sweep()
    assert (await inbox.row()).payload is not None

    inbox.world.clock.passes(days=2)
    await inbox.intake.sweep()

    assert await inbox.rows() == []


PRIVATE = [
    a_place(1),
    a_message(1, "here", reply_to_message=a_place(9)["message"]),
    a_message(1, "password: abcd-efgh-ijkl-mnop"),
    a_message(1, "that one", reply_to_message=a_message(9, "abcd-efgh-ijkl-mnop")["message"]),
]


@pytest.mark.parametrize("update", PRIVATE)
async def test_exact_places_and_passwords_are_forgotten_at_once(inbox: Inbox, update: Json) -> None:
    await inbox.store(update)

    row = await inbox.row()
    assert (row.state, row.payload) == (InboxState.DONE, None)


@pytest.mark.parametrize("update", PRIVATE)
async def test_they_are_forgotten_also_when_they_are_set_aside(inbox: Inbox, update: Json) -> None:
    async def act(_said: str) -> None:
        raise ValueError("a bug")

    inbox.handlers.acts = act
    await inbox.store(update)
    for _ in range(3):
        await inbox.passes(seconds=5)

    row = await inbox.row()
    assert (row.state, row.payload) == (InboxState.SET_ASIDE, None)


async def test_they_are_forgotten_also_when_their_worker_dies(inbox: Inbox) -> None:
    inbox.intake.line.stop()
    await inbox.intake.store([a_place(1)])
    for _ in range(3):
        await inbox.intake._claim(16)
        await inbox.leases_end()

    row = await inbox.row()
    assert (row.state, row.payload) == (InboxState.SET_ASIDE, None)


async def test_a_secret_is_forgotten_while_it_is_still_being_handled(inbox: Inbox) -> None:
    async def act(_said: str) -> None:
        await forget_update(inbox.world.ground, 1)
        raise ValueError("the network is away")

    inbox.handlers.acts = act
    await inbox.store(a_message(1, "a secret"))

    assert (await inbox.row()).payload is None


async def test_with_a_lost_key_an_update_is_set_aside_and_the_chat_goes_on(
    inbox: Inbox,
) -> None:
    inbox.intake.line.stop()
    await inbox.intake.store([a_message(1)])
    object.__setattr__(inbox.world.ground, "vault", Vault(["quite another key"]))
    after = Inbox(inbox.world, inbox.handlers)

    await after.store(a_message(2, "after"))

    assert inbox.handlers.handled == [(7, "after")]
    assert [row.state for row in await inbox.rows()] == [InboxState.SET_ASIDE, InboxState.DONE]
