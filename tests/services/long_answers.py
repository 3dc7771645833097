"""What the tests of long answers share: one of them, its parts, and the choices about it."""

from bot.db.tables import Account, Snippet
from bot.domain.forms import LongForm
from bot.services import forming
from tests.builders import HANA, World, a_delivery
from tests.services.journeys import reword

LONG = "一日目は海を見た。二日目は山に登った。三日目は家で寝ていた。四日目は雨だった。"
NUMBERED = [
    "一日目は海を見た。 1/4",
    "二日目は山に登った。 2/4",
    "三日目は家で寝ていた。 3/4",
    "四日目は雨だった。 4/4",
]


async def a_long_one(world: World, account: Account, text: str = LONG) -> Snippet:
    snippet = await world.a_kept_answer(text, with_lead=False)
    await world.add(a_delivery(snippet, account))
    return snippet


async def choose(world: World, account: Account, form: LongForm) -> None:
    assert await forming.set_form(world.ground, HANA, account.id, form)


async def number(world: World, account: Account, *, on: bool = True) -> None:
    assert await forming.set_numbered(world.ground, HANA, account.id, on=on)


async def edited(world: World, snippet: Snippet, text: str) -> None:
    await reword(world, snippet.id, text)
    world.clock.passes(minutes=2)
    await world.work()
