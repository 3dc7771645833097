"""/pause and /resume: quiet days by button and in words, in both languages."""

import pytest

from bot.db.tables import Nudge, Pause, Person, Snippet
from tests.builders import an_account
from tests.chat.acting import keep, kept, plug, press, rows, started, toast
from tests.chat.house import House


async def test_a_pause_in_words_says_the_last_quiet_day_and_the_next_question(
    house: House,
) -> None:
    aki = await kept(house)

    await aki.says("/pause 12/5-12/10")

    assert aki.last.text == (
        "Paused from Sat 5 Dec to Thu 10 Dec.\n"
        "Your next question comes on Fri 11 Dec at 07:30, New York time. "
        "Your streak waits for you, and anything you send meanwhile is kept."
    )
    assert aki.last.labels == [
        "One day earlier",
        "Use the time there",
        "Share when I'm back",
        "Don't pause",
    ]


async def test_the_same_in_japanese(house: House) -> None:
    hana = await kept(house, "お茶", language_code="ja")

    await hana.says("/pause 12/5-12/10")

    assert hana.last.text == (
        "12月5日（土）から12月10日（木）まで、お休みにしますね。\n"
        "次の質問は12月11日（金）7:30、東京の時刻です。"
        "記録は途切れません。お休み中に送ったひとことも、ちゃんと残ります。"
    )
    assert hana.last.labels == [
        "1日早く再開",
        "旅先の時刻にする",
        "公開は帰ってから",
        "やっぱり休まない",
    ]


@pytest.mark.parametrize(
    ("language", "said", "last"),
    [
        ("en", "3 days", "2026-11-25"),
        ("en", "until 5 Dec", "2026-12-05"),
        ("en", "until I come back", None),
        ("ja", "来週月曜まで", "2026-11-30"),
        ("ja", "3日間", "2026-11-25"),
        ("ja", "しばらく", None),
    ],
)
async def test_a_pause_is_understood_as_people_say_it(
    house_on_sqlite: House, language: str, said: str, last: str | None
) -> None:
    aki = await started(house_on_sqlite, language_code=language)

    await aki.says(f"/pause {said}")

    (row,) = await rows(house_on_sqlite, Pause)
    assert (row.first_on.isoformat(), row.last_on and row.last_on.isoformat()) == (
        "2026-11-23",
        last,
    )


@pytest.mark.parametrize(
    ("label", "last"),
    [
        ("3 days", "2026-11-25"),
        ("1 week", "2026-11-29"),
        ("2 weeks", "2026-12-06"),
        ("Until I come back", None),
    ],
)
async def test_a_pause_takes_one_tap(house_on_sqlite: House, label: str, last: str | None) -> None:
    aki = await started(house_on_sqlite)
    await aki.says("/pause")
    assert aki.last.labels == ["3 days", "1 week", "2 weeks", "Until …", "Until I come back"]

    await aki.presses(label)

    (row,) = await rows(house_on_sqlite, Pause)
    assert (row.last_on and row.last_on.isoformat()) == last


@pytest.mark.parametrize(
    ("language", "said", "last"),
    [
        ("en", "5 Dec", "2026-12-05"),
        ("en", "next week", "2026-12-06"),
        ("en", "30", "2026-11-30"),
        ("ja", "来週", "2026-12-06"),
        ("ja", "金曜", "2026-11-27"),
    ],
)
async def test_until_includes_the_day_that_is_written(
    house_on_sqlite: House, language: str, said: str, last: str
) -> None:
    aki = await started(house_on_sqlite, language_code=language)
    await aki.says("/pause")
    await aki.presses(aki.last.labels[3])

    await aki.says(said)

    (row,) = await rows(house_on_sqlite, Pause)
    assert row.last_on is not None
    assert row.last_on.isoformat() == last


async def test_until_can_be_left_by_its_button(house_on_sqlite: House) -> None:
    aki = await started(house_on_sqlite)
    await aki.says("/pause")
    await aki.presses("Until …")

    await aki.presses("Back")

    assert aki.last.labels[:3] == ["3 days", "1 week", "2 weeks"]


async def test_words_without_a_day_show_the_buttons(house_on_sqlite: House) -> None:
    aki = await started(house_on_sqlite)

    await aki.says("/pause some fine day")

    assert aki.last.text == "I could not read a date there. Try: until 5 Dec, or 3 days."
    assert "3 days" in aki.last.labels
    assert await rows(house_on_sqlite, Pause) == []


async def test_nothing_comes_in_a_pause_and_one_question_after_it(house: House) -> None:
    aki = await kept(house)
    asked = len(await rows(house, Nudge))
    await aki.says("/pause 3 days")

    for _ in range(3):
        await house.passes(days=1)
    assert len(await rows(house, Nudge)) == asked
    await house.passes(hours=1)

    assert len(await rows(house, Nudge)) == asked + 1


async def test_one_day_earlier_can_be_said_again_and_again(house: House) -> None:
    aki = await kept(house)
    await aki.says("/pause 3 days")
    message = aki.last.id

    await aki.presses("One day earlier")
    assert aki.last.text.startswith("Paused from Mon 23 Nov to Tue 24 Nov.\n")
    await aki.presses("One day earlier")

    assert aki.last.text.startswith("Paused on Mon 23 Nov.\n")
    assert "One day earlier" not in aki.last.labels
    assert aki.last.id == message


async def test_sharing_can_wait_for_the_return(house: House) -> None:
    network = plug(house)
    aki = await kept(house)
    await keep(house, an_account("mastodon", aki.id))
    await aki.says("/pause 3 days")
    await aki.presses("Share when I'm back")
    assert "✓ Share when I'm back" in aki.last.labels
    await aki.says("From the train")
    snippet = (await rows(house, Snippet))[-1]

    await aki.presses("Mastodon")
    assert "Shared when you are back: Mastodon" in aki.last.text
    await house.passes(hours=1)

    assert network.texts == []
    assert snippet.text == "From the train"


async def test_resuming_welcomes_back_and_names_the_next_question(house: House) -> None:
    aki = await kept(house)
    await aki.says("/pause 2 weeks")
    await house.passes(days=4)

    await aki.says("/resume")

    assert aki.last.text == (
        "Welcome back.\nYour next question comes on Fri 27 Nov at 07:30, New York time."
    )


async def test_who_has_not_been_away_is_not_welcomed_back(house_on_sqlite: House) -> None:
    aki = await kept(house_on_sqlite)
    await aki.says("/pause 12/5-12/10")

    await aki.presses("Don't pause")

    assert aki.last.text.startswith("All right, no break.\nYour next question comes on Mon 23 Nov")
    assert await rows(house_on_sqlite, Pause) == []


async def test_there_is_nothing_to_resume_without_a_pause(house_on_sqlite: House) -> None:
    aki = await kept(house_on_sqlite)

    await aki.says("/resume")

    assert aki.last.text == "You are not on a break."


@pytest.mark.parametrize("data", ["pause:earlier", "pause:hold", "pause:end"])
async def test_the_buttons_of_a_pause_that_is_over_say_so(
    house_on_sqlite: House, data: str
) -> None:
    aki = await kept(house_on_sqlite)

    await press(aki, data)

    assert aki.last.text == "You are not on a break."


async def test_the_time_there_is_kept_for_the_break_and_no_longer(house: House) -> None:
    hana = await kept(house, "お茶", language_code="ja")
    await hana.says("/pause 3日間")
    before = hana.last.text
    await hana.presses("旅先の時刻にする")

    await hana.says("パリ")
    assert "パリ" in hana.last.text
    assert "東京" in hana.last.text
    (person,) = await rows(house, Person, id=hana.id)
    assert person.zone == "Europe/Paris"
    await hana.says("/pause")
    assert hana.last.text == before

    await house.passes(days=3)
    (person,) = await rows(house, Person, id=hana.id)
    assert person.zone == "Asia/Tokyo"


async def test_the_time_there_waits_until_one_is_there(house_on_sqlite: House) -> None:
    aki = await kept(house_on_sqlite)
    await aki.says("/pause 12/5-12/10")
    before = len(aki.chat)

    said = await toast(aki, "Use the time there")

    assert said == "Press this once your break has begun. /pause brings it back then."
    assert len(aki.chat) == before


async def test_a_pause_changed_on_the_way_keeps_what_was_chosen_for_it(
    house_on_sqlite: House,
) -> None:
    aki = await kept(house_on_sqlite)
    await aki.says("/pause 3 days")
    await aki.presses("Share when I'm back")

    await aki.says("/pause 1 week")

    assert "✓ Share when I'm back" in aki.last.labels
