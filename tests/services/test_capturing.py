"""What people send is kept where it belongs, whole, and once."""

from datetime import UTC, date, datetime, timedelta

import pytest

from bot.db.tables import Media, MediaState, Nudge, NudgeOutcome, Snippet, SnippetPart
from bot.domain.snippets import LONGEST_TEXT, Incoming, Kind
from bot.services import cards
from bot.services.capturing import answer_by_tap, capture
from tests.builders import HANA, World, a_nudge, a_question
from tests.fakes import NOW
from tests.services.conftest import MALLORY
from tests.services.messages import ask, photo, say, show_due

MONDAY = date(2026, 11, 23)


async def test_words_answer_the_newest_open_question(world: World) -> None:
    await ask(world, 100, question_id="people-friend", on=MONDAY - timedelta(days=1))
    newest = await ask(world, 200, sent_at=NOW)

    captured = await say(world, 201, "カレー")

    kept = await world.one(Snippet)
    assert (captured.new, captured.answered, captured.complete) == (True, True, True)
    assert (kept.nudge_id, kept.question_id, kept.facet) == (newest.id, "day-lunch", "day")
    assert (kept.text, kept.on, kept.language) == ("カレー", MONDAY, "ja")
    assert (await world.fresh(newest)).outcome == NudgeOutcome.ANSWERED


async def test_a_question_closes_with_its_first_answer(world: World) -> None:
    await ask(world, 100)
    await say(world, 101, "カレー")

    second = await say(world, 102, "とお茶")

    note = (await world.all(Snippet))[1]
    assert (second.answered, note.nudge_id, note.facet) == (False, None, "day")


async def test_a_reply_to_an_older_question_files_under_its_day(world: World) -> None:
    older = await ask(world, 100, on=MONDAY - timedelta(days=3), sent_at=NOW - timedelta(days=3))
    newest = await ask(world, 200)

    await say(world, 201, "うどん", reply_to=100)

    kept = await world.one(Snippet)
    assert (kept.nudge_id, kept.on) == (older.id, MONDAY - timedelta(days=3))
    assert (await world.fresh(newest)).closed_at is None


async def test_a_question_of_last_week_takes_no_words_that_reply_to_nothing(world: World) -> None:
    await ask(world, 100, sent_at=NOW - timedelta(hours=49))

    await say(world, 101, "カレー")

    assert (await world.one(Snippet)).nudge_id is None


async def test_words_from_before_the_question_are_no_answer_to_it(world: World) -> None:
    """After downtime the question may be sent before what was written earlier is handled."""
    nudge = await ask(world, 100)

    await say(world, 99, "雨")

    assert (await world.one(Snippet)).nudge_id is None
    assert (await world.fresh(nudge)).closed_at is None


async def test_a_passed_question_still_takes_an_answer(world: World) -> None:
    nudge = await ask(world, 100, outcome=NudgeOutcome.PASSED, closed_at=NOW)

    await say(world, 101, "やっぱりカレー", reply_to=100)

    assert (await world.one(Snippet)).nudge_id == nudge.id
    assert (await world.fresh(nudge)).outcome == NudgeOutcome.ANSWERED


async def test_a_reply_to_ones_own_words_adds_to_them(world: World) -> None:
    await ask(world, 100)
    await say(world, 101, "カレー")

    added = await say(world, 102, "とお茶", reply_to=101)
    more = await say(world, 103, "とケーキ", reply_to=102)

    kept = await world.one(Snippet)
    assert (added.new, more.new, kept.text) == (False, False, "カレー\nとお茶\nとケーキ")


async def test_a_reply_to_the_card_or_the_answered_question_adds_too(world: World) -> None:
    await ask(world, 100)
    captured = await say(world, 101, "カレー")
    await cards.remember_message(world.ground, HANA, captured.snippet_id, 150)

    await say(world, 151, "とお茶", reply_to=150)
    await say(world, 152, "とケーキ", reply_to=100)

    assert (await world.one(Snippet)).text == "カレー\nとお茶\nとケーキ"


async def test_a_reply_to_something_else_of_ours_is_an_answer_as_any(world: World) -> None:
    nudge = await ask(world, 100)

    await say(world, 102, "カレー", reply_to=77)

    assert (await world.one(Snippet)).nudge_id == nudge.id


async def test_nobody_adds_to_or_answers_what_is_somebody_elses(world: World) -> None:
    nudge = await ask(world, 100)
    await say(world, 101, "カレー")

    for message_id, reply_to in ((201, 100), (202, 101)):
        await capture(
            world.ground,
            Incoming(
                person_id=MALLORY,
                message_id=message_id,
                sent_at=NOW,
                kind=Kind.TEXT,
                text="hm",
                reply_to=reply_to,
                reply_to_nudge=nudge.id,
            ),
        )

    assert [row.text for row in await world.all(Snippet, person_id=HANA)] == ["カレー"]
    assert [row.nudge_id for row in await world.all(Snippet, person_id=MALLORY)] == [None, None]


async def test_the_same_message_twice_is_kept_once_and_shows_no_second_card(
    world: World,
) -> None:
    await say(world, 101, "カレー")

    again = await say(world, 101, "カレー")

    assert (again.duplicate, again.complete, again.new) == (True, False, False)
    assert (await world.one(Snippet)).text == "カレー"


async def test_killed_before_its_card_the_snippet_gets_one_from_its_row(world: World) -> None:
    await say(world, 101, "カレー")
    # The worker dies here; the update is handled again, and the row's card comes due.
    await say(world, 101, "カレー")
    world.clock.passes(seconds=61)

    assert await show_due(world) == 1
    assert await show_due(world) == 0


@pytest.mark.parametrize(
    ("at", "on"),
    [
        (datetime(2026, 11, 23, 18, 59, 59, tzinfo=UTC), date(2026, 11, 23)),
        (datetime(2026, 11, 23, 19, 0, tzinfo=UTC), date(2026, 11, 24)),
    ],
    ids=["03:59 in Tokyo", "04:00 in Tokyo"],
)
async def test_a_note_of_the_night_belongs_to_the_day_before(
    world: World, at: datetime, on: date
) -> None:
    world.clock.now = datetime(2026, 11, 25, tzinfo=UTC)

    await say(world, 101, "眠れない", sent_at=at)

    assert (await world.one(Snippet)).on == on


async def test_an_album_of_ten_is_one_snippet_with_one_card_a_second_after(world: World) -> None:
    await ask(world, 100)
    for n in range(10):
        captured = await photo(world, 101 + n, group="g1", caption="夕焼け" if n == 3 else "")
        assert not captured.complete
        world.clock.passes(seconds=0.3)

    kept = await world.one(Snippet)
    assert kept.text == "夕焼け"
    assert [part.position for part in await world.all(SnippetPart)] == list(range(10))
    assert {row.snippet_id for row in await world.all(Media)} == {kept.id}
    assert await show_due(world) == 0
    world.clock.passes(seconds=0.71)
    assert await show_due(world) == 1
    assert await show_due(world) == 0


async def test_a_late_part_of_an_album_brings_the_card_up_to_date(world: World) -> None:
    await photo(world, 101, group="g1")
    world.clock.passes(seconds=2)
    assert await show_due(world) == 1

    await photo(world, 102, group="g1", caption="夕焼け")
    world.clock.passes(seconds=2)

    assert await show_due(world) == 1
    assert (await world.one(Snippet)).text == "夕焼け"


async def test_two_albums_are_two_snippets(world: World) -> None:
    await photo(world, 101, group="g1")
    await photo(world, 102, group="g2")

    assert len(await world.all(Snippet)) == 2


async def test_a_photo_alone_is_a_full_answer(world: World) -> None:
    await ask(world, 100)

    captured = await photo(world, 101)

    media = await world.one(Media)
    assert (captured.answered, (await world.one(Snippet)).text) == (True, "")
    assert (media.state, media.file_id, media.kind) == (MediaState.WAITING, "file-101", "photo")


async def test_of_what_telegram_does_not_hand_over_the_words_are_kept(world: World) -> None:
    await photo(world, 101, caption="長い動画", kind=Kind.VIDEO, file_size=20_000_001)

    media = await world.one(Media)
    assert (media.state, media.rule) == (MediaState.REFUSED, "too large")
    assert (await world.one(Snippet)).text == "長い動画"


@pytest.mark.parametrize(
    ("sent", "kept"),
    [
        ("a\0b\x07c", "abc"),
        ("\ud83c alone \udf5b", "alone"),
        ("\u202bשלום\u202c", "\u202bשלום\u202c"),
        ("🍛" * 4096, "🍛" * 4096),
        ("👩‍👩‍👧‍👦", "👩‍👩‍👧‍👦"),
        ("か\u3099", "が"),
        ("x" * (LONGEST_TEXT + 5), "x" * LONGEST_TEXT),
        ("'; DROP TABLE snippets; --", "'; DROP TABLE snippets; --"),
        ("\0", ""),
    ],
    ids=["nul", "surrogates", "rtl", "4096 emoji", "family", "nfc", "long", "sql", "nothing"],
)
async def test_odd_words_are_kept_as_every_database_can(world: World, sent: str, kept: str) -> None:
    await say(world, 101, sent)

    assert (await world.one(Snippet)).text == kept
    assert (await world.one(SnippetPart)).text == kept


async def test_a_tap_is_a_full_answer_once(world: World) -> None:
    nudge = await ask_with_taps(world)

    captured = await answer_by_tap(world.ground, HANA, nudge.id, 1, 100)

    assert captured is not None
    assert captured.answered
    assert (await world.one(Snippet)).text == "雨"
    assert await answer_by_tap(world.ground, HANA, nudge.id, 0, 100) is None


@pytest.mark.parametrize(("who", "choice"), [(HANA, 2), (HANA, -1), (MALLORY, 0)])
async def test_a_forged_tap_answers_nothing(world: World, who: int, choice: int) -> None:
    nudge = await ask_with_taps(world)

    assert await answer_by_tap(world.ground, who, nudge.id, choice, 100) is None
    assert await world.all(Snippet) == []


async def test_a_tap_on_the_lost_copy_answers_its_own_question(world: World) -> None:
    nudge = await ask_with_taps(world)
    await ask(world, 200, question_id="people-friend")

    await answer_by_tap(world.ground, HANA, nudge.id, 0, 99)

    assert (await world.one(Snippet)).nudge_id == nudge.id


async def ask_with_taps(world: World) -> Nudge:
    question = a_question("day-weather")
    words = {
        code: type(text)(text.ask, text.example, text.lead, ("晴れ", "雨"))
        for code, text in question.texts.items()
    }
    questions = {**world.ground.questions, question.id: a_question(question.id, texts=words)}
    object.__setattr__(world.ground, "questions", questions)
    return await world.add(a_nudge(question_id=question.id, message_id=100))
