"""The first look is made while nobody else is kept waiting for it."""

import asyncio
import threading
from concurrent.futures import Future, ThreadPoolExecutor
from typing import Any

from bot.db.tables import Account
from bot.domain.compose import Limits
from bot.domain.forms import LongForm
from bot.services import forming, own_words
from bot.services.sharing import FirstTime
from tests.builders import HANA, World
from tests.fakes import FakeNetwork
from tests.services.long_answers import LONG
from tests.services.taps import choose


class OneHand(ThreadPoolExecutor):
    """One thread, which says when somebody wants it."""

    def __init__(self) -> None:
        super().__init__(max_workers=1)
        self.wanted = asyncio.Event()

    def submit(self, *given: Any, **named: Any) -> Future[Any]:
        self.wanted.set()
        return super().submit(*given, **named)


async def test_a_card_that_is_slow_to_measure_holds_no_other_tap_up(
    world: World, account: Account, network: FakeNetwork
) -> None:
    network.limits = Limits(characters=16)
    account.shown_first_at = None
    await world.add(account)
    await forming.set_form(world.ground, HANA, account.id, LongForm.CARD)
    snippet = await world.a_kept_answer(LONG, with_lead=False)
    busy, hand = threading.Event(), OneHand()
    asyncio.get_running_loop().set_default_executor(hand)
    asyncio.get_running_loop().run_in_executor(None, busy.wait)
    hand.wanted.clear()

    looking = asyncio.create_task(choose(world, snippet, account.id))
    await hand.wanted.wait()
    try:
        async with asyncio.timeout(3):
            written = await own_words.set_words(world.ground, HANA, snippet.id, account.id, "海")
        waited = not looking.done()
    finally:
        busy.set()

    look = await looking
    assert written
    assert waited
    assert isinstance(look, FirstTime)
    assert look.drawn
