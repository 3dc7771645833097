"""What was kept can be changed, joined and taken out, and its copies follow."""

from collections.abc import Awaitable
from dataclasses import replace
from datetime import date, timedelta

import pytest

from bot.db.tables import (
    Account,
    AccountState,
    Copy,
    Delivery,
    Media,
    NudgeState,
    Snippet,
    SnippetPart,
)
from bot.domain.delivery import DeliveryKind
from bot.domain.snippets import Kind
from bot.services import capturing, cards, sharing, today
from bot.services.notices import CardDue, DescribePhoto, Milestone, Notice
from bot.services.ports import CannotReach, PersonGone, TelegramBusy
from tests.builders import HANA, World, a_copy, a_snippet
from tests.fakes import NOW, FakeMessenger
from tests.services.conftest import MALLORY
from tests.services.messages import ask, photo, say, show_due

MONDAY = date(2026, 11, 23)


async def edit(world: World, message_id: int, text: str) -> Snippet | None:
    return await capturing.edit_part(world.ground, HANA, message_id, text)


async def test_an_edited_message_changes_its_own_part(world: World) -> None:
    await say(world, 101, "カレー")
    await say(world, 102, "とお茶", reply_to=101)

    await edit(world, 102, "とコーヒー")

    kept = await world.one(Snippet)
    assert (kept.text, kept.edited_at) == ("カレー\nとコーヒー", NOW)


async def test_an_edit_to_nothing_leaves_the_other_parts(world: World) -> None:
    await say(world, 101, "カレー")
    await say(world, 102, "とお茶", reply_to=101)

    await edit(world, 101, "")

    assert (await world.one(Snippet)).text == "とお茶"


async def test_an_edit_that_changes_nothing_sends_nothing(world: World, account: Account) -> None:
    await say(world, 101, "カレー")
    await world.add(a_copy(await world.one(Snippet), account))

    await edit(world, 101, "カレー\0 ")

    assert (await world.one(Snippet)).edited_at is None
    assert await world.all(Delivery) == []


async def test_an_edit_before_its_original_is_one_snippet_on_the_right_day(world: World) -> None:
    """The edit is handled as a message of its own; the original then is known."""
    yesterday = NOW - timedelta(days=1)
    await say(world, 101, "カレーうどん", sent_at=yesterday)
    await say(world, 101, "カレー", sent_at=yesterday)

    kept = await world.one(Snippet)
    assert (kept.text, kept.on) == ("カレーうどん", MONDAY - timedelta(days=1))


async def test_an_edit_after_the_deletion_brings_nothing_back(world: World) -> None:
    await say(world, 101, "カレー")
    await sharing.delete(world.ground, HANA, (await world.one(Snippet)).id)

    assert await edit(world, 101, "うどん") is None

    kept = await world.one(Snippet)
    assert (kept.text, kept.deleted_at) == ("カレー", NOW)


async def test_nobody_edits_or_moves_what_is_somebody_elses(world: World) -> None:
    await say(world, 101, "カレー")
    snippet = await world.one(Snippet)
    ground = world.ground

    assert await capturing.edit_part(ground, MALLORY, 101, "hm") is None
    assert await capturing.edit_text(ground, MALLORY, snippet.id, "hm") is None
    assert await capturing.move_day(ground, MALLORY, snippet.id, MONDAY) is None
    assert await capturing.toggle_lead(ground, MALLORY, snippet.id) is None
    assert await capturing.add_to_answer(ground, MALLORY, snippet.id) is None
    assert await cards.view(ground, MALLORY, snippet.id) is None
    assert await cards.describe(ground, MALLORY, snippet.id, "hm") == 0
    assert (await world.one(Snippet)).text == "カレー"


async def test_all_words_at_once_leave_the_pictures_where_they_are(world: World) -> None:
    for n in range(3):
        await photo(world, 101 + n, group="g1", caption=f"{n}")
    snippet = await world.one(Snippet)

    await capturing.edit_text(world.ground, HANA, snippet.id, "三枚")

    assert (await world.one(Snippet)).text == "三枚"
    assert [part.text for part in await world.all(SnippetPart)] == ["三枚", "", ""]
    assert len(await world.all(Media)) == 3


async def test_another_day_is_another_day(world: World) -> None:
    await say(world, 101, "カレー")
    snippet = await world.one(Snippet)

    await capturing.move_day(world.ground, HANA, snippet.id, MONDAY - timedelta(days=1))

    assert (await world.one(Snippet)).on == MONDAY - timedelta(days=1)


async def test_a_note_becomes_part_of_the_answer_before_it(world: World) -> None:
    await ask(world, 100)
    await say(world, 101, "カレー")
    await photo(world, 102, caption="おいしい")
    answer, note = await world.all(Snippet)

    joined = await capturing.add_to_answer(world.ground, HANA, note.id)

    assert joined is not None
    answer, note = await world.all(Snippet)
    assert (answer.text, note.deleted_at) == ("カレー\nおいしい", NOW)
    assert [part.snippet_id for part in await world.all(SnippetPart)] == [answer.id] * 2
    assert (await world.one(Media)).snippet_id == answer.id
    await edit(world, 102, "とてもおいしい")
    assert (await world.fresh(answer)).text == "カレー\nとてもおいしい"


async def test_the_copies_of_a_note_that_was_joined_are_withdrawn(
    world: World, account: Account
) -> None:
    await ask(world, 100)
    await say(world, 101, "カレー")
    await say(world, 102, "おいしい")
    note = (await world.all(Snippet))[1]
    await world.add(a_copy(note, account))

    await capturing.add_to_answer(world.ground, HANA, note.id)

    wished = await world.one(Delivery)
    assert (wished.snippet_id, wished.kind) == (note.id, DeliveryKind.DELETE)
    assert (await world.one(Copy)).snippet_id == note.id
    assert (await world.fresh(account)).state == AccountState.WORKING


async def test_an_answer_and_a_note_of_a_day_without_one_join_nothing(world: World) -> None:
    await say(world, 100, "雨")
    await ask(world, 150, on=MONDAY - timedelta(days=1))
    await say(world, 151, "カレー", reply_to=150)
    note, answer = await world.all(Snippet)

    assert await capturing.add_to_answer(world.ground, HANA, note.id) is None
    assert await capturing.add_to_answer(world.ground, HANA, answer.id) is None


async def test_an_answer_to_a_snoozed_question_keeps_it_from_coming_again(world: World) -> None:
    nudge = await ask(world, 100)
    later = (await today.later(world.ground, HANA))[0]
    await today.snooze(world.ground, HANA, nudge.id, later.kind)

    await say(world, 101, "カレー", reply_to=100)

    states = [row.state for row in await world.all(type(nudge))]
    assert states == [NudgeState.SENT, NudgeState.SKIPPED]


async def test_a_card_is_shown_once_and_comes_again_where_telegram_is_busy(world: World) -> None:
    captured = await say(world, 101, "カレー")
    world.messenger.unreachable = TelegramBusy(timedelta(seconds=9))
    await cards.show(world.ground, HANA, captured.snippet_id)
    world.messenger.unreachable = None
    world.clock.passes(seconds=61)

    assert await show_due(world) == 1
    assert await show_due(world) == 0
    assert world.messenger.heard(CardDue) == [
        CardDue(person_id=HANA, snippet_id=captured.snippet_id, first=True)
    ]


@pytest.mark.parametrize("error", [PersonGone(), CannotReach("refused")], ids=repr)
async def test_a_card_that_nobody_takes_is_not_tried_for_ever(
    world: World, error: CannotReach
) -> None:
    captured = await say(world, 101, "カレー")
    world.messenger.unreachable = error
    await cards.show(world.ground, HANA, captured.snippet_id)
    world.clock.passes(hours=1)

    assert await show_due(world) == 0


async def test_a_part_that_comes_while_the_card_is_shown_is_shown_as_well(world: World) -> None:
    await photo(world, 101, group="g1")
    world.clock.passes(seconds=1)
    await cards.claim_due(world.ground, 9)
    await _show_while(world, photo(world, 102, group="g1", caption="夕焼け"))
    world.clock.passes(seconds=1)

    assert await show_due(world) == 1


async def _show_while(world: World, comes: Awaitable[object]) -> None:
    class Slow(FakeMessenger):
        async def tell(self, notice: Notice) -> None:
            if isinstance(notice, CardDue):
                await comes

    ground = replace(world.ground, messenger=Slow())
    await cards.show(ground, HANA, (await world.one(Snippet)).id)


async def test_a_milestone_is_celebrated_once(world: World) -> None:
    for n in (1, 2):
        await world.add(a_snippet(on=MONDAY - timedelta(days=n), text=f"{n}"))
    captured = await say(world, 101, "カレー")
    await cards.show(world.ground, HANA, captured.snippet_id)
    await cards.remember_message(world.ground, HANA, captured.snippet_id, 102)
    await say(world, 103, "とお茶", reply_to=101)
    await cards.show(world.ground, HANA, captured.snippet_id)
    second = await say(world, 104, "と雨")
    await cards.show(world.ground, HANA, second.snippet_id)

    assert world.messenger.heard(Milestone) == [Milestone(person_id=HANA, days=3, first_words="2")]


async def test_the_first_three_photos_are_asked_about(world: World) -> None:
    for n in range(5):
        captured = await photo(world, 101 + n)
        await cards.show(world.ground, HANA, captured.snippet_id)
    voice = await photo(world, 201, kind=Kind.VOICE)
    await cards.show(world.ground, HANA, voice.snippet_id)

    assert len(world.messenger.heard(DescribePhoto)) == 3
