"""/timezone: by city, by the clock on the wall, or by a location that nobody keeps."""

from pathlib import Path

import pytest

from bot.db.tables import Person
from tests.chat.acting import kept, press, rows, started, texts
from tests.chat.house import House

OSAKA = (34.693712, 135.502345)


async def zone(house: House) -> str:
    (person,) = await rows(house, Person)
    return person.zone


@pytest.mark.parametrize(
    ("language", "city", "expected"),
    [
        ("en", "大阪", "Asia/Tokyo"),
        ("ja", "ロンドン", "Europe/London"),
        ("en", "sao paulo", "America/Sao_Paulo"),
        ("en", "Osaka", "Asia/Tokyo"),
    ],
)
async def test_a_city_is_found_in_either_language(
    house_on_sqlite: House, language: str, city: str, expected: str
) -> None:
    house = house_on_sqlite
    aki = await house.person("Aki", language_code=language)
    await aki.says("/start")
    await aki.presses(aki.last.labels[0])
    await aki.presses(aki.last.labels[1])

    await aki.says(city)
    if await zone(house) != expected:
        await aki.presses(aki.last.labels[0])

    assert await zone(house) == expected
    assert len(aki.last.labels) >= 3  # the first question stands there
    assert await texts(house, aki) == []


async def test_the_only_city_of_that_name_is_taken_at_once(house: House) -> None:
    aki = await kept(house)

    await aki.says("/timezone Osaka")

    assert await zone(house) == "Asia/Tokyo"
    assert aki.last.text.endswith("Tokyo time.")


async def test_several_cities_are_offered_with_their_clocks(house_on_sqlite: House) -> None:
    aki = await kept(house_on_sqlite)

    await aki.says("/timezone London")
    assert aki.last.labels[:2] == [
        "London, United Kingdom · 12:00",
        "London, Canada · 07:00",
    ]
    await aki.presses("United Kingdom")

    assert await zone(house_on_sqlite) == "Europe/London"


async def test_the_clock_on_the_wall_is_enough(house_on_sqlite: House) -> None:
    aki = await kept(house_on_sqlite)
    await aki.says("/timezone")

    await aki.says("21:00")
    assert aki.last.text.startswith("It is 21:00 in these places.")
    await aki.presses("Tokyo")

    assert await zone(house_on_sqlite) == "Asia/Tokyo"


async def test_a_location_is_used_once_and_not_kept(house: House, tmp_path: Path) -> None:
    aki = await kept(house)
    await aki.says("/timezone")
    await aki.presses("Send my location")
    assert aki.last.text == "Press the button below. Your location is used once and not kept."

    await aki.sends_location(*OSAKA)

    assert await zone(house) == "Asia/Tokyo"
    assert [seen.text.split(".")[0] for seen in aki.bot_messages[-2:]] == [
        "Thank you",
        "Every day at 07:30",
    ]
    assert await texts(house, aki) == ["A cold cup of tea"]


async def test_an_unknown_city_can_still_become_a_line(house_on_sqlite: House) -> None:
    aki = await kept(house_on_sqlite, "Tea")
    await aki.says("/timezone")

    await aki.says("qqqxyz")
    assert aki.last.text == "I know no city of that name. Try a larger one nearby."
    await aki.presses("It was for my diary")

    assert await texts(house_on_sqlite, aki) == ["Tea", "qqqxyz"]


async def test_a_word_that_is_also_a_city_can_still_become_a_line(house_on_sqlite: House) -> None:
    hana = await house_on_sqlite.person("Hana", language_code="ja")
    await hana.says("/start")
    await hana.presses("7:30")

    await hana.says("カレー")
    assert any("フランス" in label for label in hana.last.labels)
    await hana.presses("日記")

    assert await texts(house_on_sqlite, hana) == ["カレー"]


@pytest.mark.parametrize("data", ["zone:set:Mars/Olympus:set", "zone:set:", "zone:set:../x:y"])
async def test_a_forged_zone_changes_nothing(house_on_sqlite: House, data: str) -> None:
    aki = await started(house_on_sqlite)

    await press(aki, data)

    assert await zone(house_on_sqlite) == "America/New_York"
