"""/history: what was kept, newest first, as a plain list."""

from tests.builders import a_snippet, jpeg
from tests.chat.acting import keep, kept, press, sends_file, started
from tests.chat.house import House


async def test_an_empty_diary_says_so(house: House) -> None:
    aki = await started(house)

    await aki.says("/history")

    assert aki.last.text == "Nothing yet. Your first line starts it."


async def test_newest_comes_first_and_pictures_are_named(house: House) -> None:
    aki = await kept(house, "Tea")
    await aki.sends_photo(jpeg())
    await sends_file(aki, "voice")

    await aki.says("/history")

    assert aki.last.text == ("Mon 23 Nov  (recording)\nMon 23 Nov  (photo)\nMon 23 Nov  Tea")


async def test_what_was_taken_back_is_not_listed(house_on_sqlite: House) -> None:
    aki = await kept(house_on_sqlite, "Tea")
    await aki.presses("Undo")

    await aki.says("/history")

    assert aki.last.text == "Nothing yet. Your first line starts it."


async def test_pages_turn_in_place(house: House) -> None:
    aki = await started(house)
    await keep(house, *(a_snippet(f"Line {number}", aki.id) for number in range(12)))
    await aki.says("/history")
    message = aki.last.id
    assert aki.last.labels == ["Older"]

    await aki.presses("Older")
    assert aki.last.text == "Mon 23 Nov  Line 1\nMon 23 Nov  Line 0"
    await aki.presses("Newest")

    assert aki.last.id == message
    assert aki.last.text.startswith("Mon 23 Nov  Line 11\n")


async def test_a_forged_page_is_the_first_one(house_on_sqlite: House) -> None:
    aki = await kept(house_on_sqlite, "Tea")
    await aki.says("/history")

    await press(aki, "history:before:x")

    assert aki.last.text == "Mon 23 Nov  Tea"
