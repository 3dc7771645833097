import math
import time
from datetime import UTC, datetime
from datetime import time as clock_time
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.domain import places
from bot.domain.place_names import folded, romaji
from bot.domain.places import (
    City,
    country_of_zone,
    find_cities,
    nearest_city,
    zone_at,
    zones_by_clock,
)
from bot.domain.zones import guess_zone, zone_of

NAMES = [
    ("Osaka", "Osaka", "JP"),
    ("大阪", "Osaka", "JP"),
    ("大阪市", "Osaka", "JP"),
    ("おおさか", "Osaka", "JP"),
    ("オオサカ", "Osaka", "JP"),
    ("東京", "Tokyo", "JP"),
    ("東京都", "Tokyo", "JP"),
    ("とうきょう", "Tokyo", "JP"),
    ("Tokio", "Tokyo", "JP"),
    ("TOKYO, Japan", "Tokyo", "JP"),
    ("ｔｏｋｙｏ", "Tokyo", "JP"),
    ("きょうと", "Kyoto", "JP"),
    ("さっぽろ", "Sapporo", "JP"),
    ("ながの", "Nagano", "JP"),
    ("福岡県", "Fukuoka", "JP"),
    ("São Paulo", "São Paulo", "BR"),
    ("sao paulo", "São Paulo", "BR"),
    ("サンパウロ", "São Paulo", "BR"),
    ("ny", "New York City", "US"),
    ("NYC", "New York City", "US"),
    ("new york", "New York City", "US"),
    ("ニューヨーク", "New York City", "US"),
    ("ろんどん", "London", "GB"),
    ("london", "London", "GB"),
    ("Lond", "London", "GB"),
    ("paris", "Paris", "FR"),
    ("Roma", "Rome", "IT"),
    ("münchen", "Munich", "DE"),
    ("Muenchen", "Munich", "DE"),
    ("北京", "Beijing", "CN"),
    ("ソウル", "Seoul", "KR"),
    ("釜山", "Busan", "KR"),
    ("ワシントン", "Washington", "US"),
    ("Portland, OR", "Portland", "US"),
    ("st. louis", "St. Louis", "US"),
    ("奈良", "Nara", "JP"),
    ("ハワイ", "Honolulu", "US"),
]


@pytest.mark.parametrize(("query", "name", "country"), NAMES)
def test_a_city_is_found_by_what_people_call_it(query: str, name: str, country: str) -> None:
    found = find_cities(query)

    assert (found[0].name, found[0].country) == (name, country)


@pytest.mark.parametrize(
    "query", ["", " ", "|", "zzzzzz", "%", "\n", "\0", "12345", "🗼", "ー" * 9]
)
def test_what_is_no_city_gives_none(query: str) -> None:
    assert find_cities(query) == []


@settings(max_examples=50, deadline=None)
@given(st.text(max_size=200))
def test_any_query_gives_at_most_as_many_as_asked(query: str) -> None:
    assert len(find_cities(query, limit=3)) <= 3


def test_a_larger_city_of_the_same_name_comes_first() -> None:
    found = find_cities("London", limit=2)

    assert [city.country for city in found] == ["GB", "CA"]


def test_a_city_has_a_japanese_name_where_one_is_known() -> None:
    tokyo, berlin = find_cities("tokyo")[0], find_cities("Berlin")[0]

    assert [tokyo.title("ja"), berlin.title("ja"), tokyo.title("en")] == [
        "東京",
        "ベルリン",
        "Tokyo",
    ]
    assert find_cities("Nyala")[0].zone == "Africa/Khartoum"


def every_city() -> list[City]:
    table = places._table()
    starts = [0]
    while (end := table.find(b"\n", starts[-1])) >= 0:
        starts.append(end + 1)
    return [places._city_at(row) for row in starts[2:-1]]


def test_the_table_holds_the_worlds_cities_and_every_zone_is_known() -> None:
    cities = every_city()

    assert places._table().startswith(b"# Cities of 15,000 people and more: GeoNames")
    assert len(cities) > 30_000
    assert all(zone_of(zone) for zone in {city.zone for city in cities})
    assert sum(bool(city.name_ja) for city in cities if city.country == "JP") > 900
    assert sum(not city.name_ja for city in cities if city.population > 4_000_000) <= 2


@settings(max_examples=60, deadline=None)
@given(st.floats(-90, 90), st.floats(-180, 180))
def test_the_nearest_city_is_the_nearest(latitude: float, longitude: float) -> None:
    sphere = places._sphere()
    x, y, z = places._point(latitude, longitude)
    distances = [
        (a - x) ** 2 + (b - y) ** 2 + (c - z) ** 2
        for a, b, c in zip(sphere.x, sphere.y, sphere.z, strict=True)
    ]
    closest = min(distances)
    expected = {sphere.rows[index] for index, each in enumerate(distances) if each == closest}

    assert nearest_city(latitude, longitude) in [places._city_at(row) for row in expected]


# Most are in a district: its city is as fine as a location may be kept.
SPOTS = [
    (35.0116, 135.7681, "Kyoto"),
    (35.6938, 139.7034, "Tokyo"),
    (40.6959, -73.9956, "New York City"),
    (48.8462, 2.3372, "Paris"),
    (-33.8568, 151.2153, "Sydney"),
    (-16.8, -179.95, "Labasa"),
]


@pytest.mark.parametrize(("latitude", "longitude", "name"), SPOTS)
def test_a_location_becomes_its_city(latitude: float, longitude: float, name: str) -> None:
    assert nearest_city(latitude, longitude).name == name


@pytest.mark.parametrize(
    ("latitude", "longitude"),
    [(91, 0), (0, 181), (math.nan, 0), (0, math.nan), (math.inf, 0), (0, -math.inf)],
)
def test_what_is_no_place_on_earth_is_refused(latitude: float, longitude: float) -> None:
    with pytest.raises(ValueError, match="latitude"):
        nearest_city(latitude, longitude)
    with pytest.raises(ValueError, match="latitude"):
        zone_at(latitude, longitude)


@pytest.mark.parametrize(
    ("latitude", "longitude", "zone"),
    [
        (35.68, 139.76, "Asia/Tokyo"),
        (51.5, -0.12, "Europe/London"),
        (-17.65, -149.45, "Pacific/Tahiti"),
    ],
)
def test_a_location_has_a_zone(latitude: float, longitude: float, zone: str) -> None:
    assert zone_at(latitude, longitude) == zone


@settings(max_examples=50, deadline=None)
@given(st.floats(-90, 90), st.floats(-180, 180))
def test_every_place_on_earth_has_a_zone(latitude: float, longitude: float) -> None:
    assert isinstance(zone_of(zone_at(latitude, longitude)), ZoneInfo)


NOON_IN_TOKYO = datetime(2026, 11, 25, 3, 2, tzinfo=UTC)


def test_zones_are_found_by_what_their_clocks_show() -> None:
    assert zones_by_clock(clock_time(12), NOON_IN_TOKYO)[:2] == ["Asia/Tokyo", "Asia/Seoul"]
    assert zones_by_clock(clock_time(8, 32), NOON_IN_TOKYO)[0] == "Asia/Kolkata"
    assert zones_by_clock(clock_time(8, 47), NOON_IN_TOKYO)[0] == "Asia/Kathmandu"
    assert "America/New_York" in zones_by_clock(clock_time(21, 55), NOON_IN_TOKYO)


def test_a_clock_near_midnight_is_near_on_both_sides() -> None:
    late = datetime(2026, 11, 25, 14, 58, tzinfo=UTC)

    assert zones_by_clock(clock_time(0, 1), late)[0] == "Asia/Tokyo"
    assert len(zones_by_clock(clock_time(0, 1), late, limit=2)) == 2


@pytest.mark.parametrize(
    ("zone", "country"), [("Asia/Tokyo", "JP"), ("Europe/London", "GB"), ("Etc/GMT+3", None)]
)
def test_a_zone_tells_its_country(zone: str, country: str | None) -> None:
    assert country_of_zone(zone) == country


@pytest.mark.parametrize(
    ("code", "zone"),
    [
        ("ja", "Asia/Tokyo"),
        ("ja-JP", "Asia/Tokyo"),
        ("en", "America/New_York"),
        ("en-US", "America/New_York"),
        ("en-GB", "Europe/London"),
        ("pt-br", "America/Sao_Paulo"),
        ("pt_BR", "America/Sao_Paulo"),
        ("zh-hant-tw", "Asia/Taipei"),
        ("ko", "Asia/Seoul"),
        ("xx", "UTC"),
        ("", "UTC"),
    ],
)
def test_a_language_gives_a_first_guess(code: str, zone: str) -> None:
    assert guess_zone(code) == zone


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("São Paulo", "saopaulo"),
        ("Ōsaka", "osaka"),
        ("ふくおか", "フクオカ"),
        ("St. John’s", "stjohns"),
    ],
)
def test_names_are_compared_without_accents_and_signs(name: str, expected: str) -> None:
    assert folded(name) == expected


@pytest.mark.parametrize(
    ("kana", "letters"),
    [
        ("トウキョウ", "tokyo"),
        ("サッポロ", "sapporo"),
        ("ジョウエツ", "joetsu"),
        ("マッチ", "matchi"),
    ],
)
def test_kana_are_spelled_as_on_a_station(kana: str, letters: str) -> None:
    assert romaji(kana) == letters


def test_looking_up_costs_milliseconds() -> None:
    nearest_city(0, 0)
    begun = time.process_time()
    for query in ("おおさか", "london", "zzzz", "ny"):
        find_cities(query)
    for latitude in range(-80, 80):
        nearest_city(latitude, 140)

    assert (time.process_time() - begun) / 164 < 0.005
