"""Nobody reaches another person's things: every button, pressed with somebody else's ids."""

import re
from collections.abc import Iterator
from itertools import product
from typing import Any

import pytest
from sqlmodel import SQLModel
from telegram.ext import CallbackQueryHandler

from bot.chat.application import FEATURES
from bot.db.tables import (
    Account,
    Copy,
    Delivery,
    Dialogue,
    HandCopy,
    InboxState,
    InboxUpdate,
    LinkRequest,
    Media,
    Nudge,
    Page,
    Pause,
    Person,
    Slot,
    Snippet,
    SnippetPart,
)
from bot.services import assisting, picking
from tests.builders import a_copy, a_delivery, an_account, jpeg
from tests.chat.acting import keep, plug, press, press_all, rows, started
from tests.chat.house import House
from tests.chat.house import Person as Somebody

SECRET = "Nobody else may read this"
THINGS: tuple[type[SQLModel], ...] = (
    Account,
    Copy,
    Delivery,
    HandCopy,
    LinkRequest,
    Media,
    Nudge,
    Page,
    Pause,
    Person,
    Slot,
    Snippet,
    SnippetPart,
)


def prefixes() -> list[str]:
    """The fixed beginning of every button that a feature listens to."""
    handlers = [each for feature in FEATURES for each in feature.handlers()]
    patterns = [
        each.pattern.pattern
        for each in handlers
        if isinstance(each, CallbackQueryHandler) and isinstance(each.pattern, re.Pattern)
    ]
    return sorted({begin for pattern in patterns for begin in _begins(pattern)})


def _begins(pattern: str) -> Iterator[str]:
    """`^zone:(set|use):` begins with `zone:set:` and `zone:use:`."""
    parts = re.split(r"\(([^)]*)\)", pattern.lstrip("^").rstrip("$"))
    choices = [part.split("|") if number % 2 else [part] for number, part in enumerate(parts)]
    yield from ("".join(each) for each in product(*choices))


async def rich(house: House) -> Somebody:
    """Somebody who has one of everything, where nobody is too fast."""
    await house.restarts(messages_a_minute=1_000_000)
    aki = await started(house)
    await aki.sends_photo(jpeg(), caption=SECRET)
    await aki.presses("your page")
    await aki.presses("Share it")
    await aki.says("/pause 12/5-12/10")
    plug(house)
    await keep(house, an_account("mastodon", aki.id))
    (account,) = await rows(house, Account, network="mastodon")
    (snippet,) = await rows(house, Snippet)
    await keep(house, a_delivery(snippet, account, state="asked"))
    await keep(house, a_copy(snippet, account, text=SECRET))
    await picking.pick(house.ground, aki.id, "x")
    await assisting.posted(house.ground, aki.id, snippet.id, "x", "https://x.com/aki/status/1")
    return aki


async def everything_of(house: House, aki: Somebody) -> list[dict[str, Any]]:
    found = []
    for table in THINGS:
        name = "id" if table is Person else "person_id"
        found += [row.model_dump() for row in await rows(house, table, **{name: aki.id})]
    return found


async def ids_of(house: House, aki: Somebody) -> list[int]:
    """Every number that a forged button could carry."""
    ids = {aki.id}
    for table in THINGS[:-1]:
        if table is not Person:
            kept = await rows(house, table, person_id=aki.id)
            ids |= {int(getattr(row, "id", 0)) for row in kept}
    return sorted(ids)


async def test_another_persons_ids_find_and_change_nothing(house: House) -> None:
    aki = await rich(house)
    bo = await started(house, "Bo")
    await picking.pick(house.ground, bo.id, "x")
    before, ids = await everything_of(house, aki), await ids_of(house, aki)
    chat = len(aki.chat)

    for number in ids:
        await press_all(bo, [f"{prefix}{number}:{number}:{number}"[:64] for prefix in prefixes()])
        by_hand = [prefix for prefix in prefixes() if prefix.startswith("assist:")]
        await press_all(bo, [f"{prefix}{number}:x:1" for prefix in by_hand])

    assert await everything_of(house, aki) == before
    assert len(await aki.looks()) == chat
    assert not any(SECRET in seen.text for seen in bo.chat)
    for table in THINGS:
        if table not in (Person, Page, Nudge, Slot, Pause):
            assert await rows(house, table, person_id=bo.id) == []


async def test_what_another_person_was_asked_about_is_not_answered_by_words(
    house_on_sqlite: House,
) -> None:
    house = house_on_sqlite
    aki = await rich(house)
    bo = await started(house, "Bo")
    before = await everything_of(house, aki)
    (snippet,) = await rows(house, Snippet)
    now = house.clock()

    await picking.pick(house.ground, bo.id, "x")
    said = {"assist-address": "https://x.com/bo/status/2"}
    for kind in ("card-words", "card-day", "card-alt", "assist-address"):
        await keep(
            house,
            Dialogue(
                person_id=bo.id,
                kind=kind,
                about={"snippet": snippet.id, "place": "x", "asked_at": now.isoformat()},
                expires_at=now.replace(year=2027),
            ),
        )
        await bo.says(said.get(kind, "20 Nov"))

    assert await everything_of(house, aki) == before


FORGED = ["", "::::", "-1", "9" * 40, "１２", "null:é", "1:2:3:4:5:6:7"]


@pytest.mark.parametrize("feature", FEATURES, ids=lambda feature: feature.__name__.split(".")[-1])
async def test_forged_buttons_never_raise(house_on_sqlite: House, feature: Any) -> None:
    house = house_on_sqlite
    await house.restarts(messages_a_minute=1_000_000)
    aki = await started(house)
    await aki.says("Tea")
    name = feature.__name__.split(".")[-1]
    short = {"question": "q", "time_of_day": "time", "own_words": "own"}.get(name, name)

    own = [each for each in prefixes() if each.startswith(f"{short}:")]
    forged = [f"{prefix}{said}" for prefix in own for said in FORGED]
    await press_all(aki, [data.encode()[:64].decode(errors="ignore") for data in forged])
    await press_all(aki, [f"{prefix}1:1:1" for prefix in own], 4_000_000)

    states = {row.state for row in await rows(house, InboxUpdate)}
    assert states == {InboxState.DONE}
    assert not any("went wrong" in seen.text for seen in aki.chat)


async def test_buttons_of_no_feature_explain_themselves(house_on_sqlite: House) -> None:
    aki = await started(house_on_sqlite)

    for data in ("gone:with:the:wind", "q", "card", "share:", " "):
        said = await press(aki, data)
        assert said == "That button is from an earlier time. /help shows what there is."


def test_every_feature_with_buttons_is_walked() -> None:
    owners = {prefix.partition(":")[0] for prefix in prefixes()}

    assert len(prefixes()) > 50
    assert {"start", "q", "card", "share", "pause", "zone", "time", "networks"} <= owners
