"""Cities and their zones, by name and by location.

The table ``cities.tsv.gz`` holds the cities of 15,000 people and more, from GeoNames
(https://www.geonames.org, CC BY 4.0), made by bench/make_cities.py. It is unpacked at the first
question and stays one piece of bytes that is searched as it is: no object per city is kept.
Its rows stand by population, the largest first, so the first hits are the best ones.
"""

import gzip
import math
from array import array
from bisect import bisect_left
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, time, timedelta
from functools import lru_cache
from importlib.resources import files
from itertools import chain, islice
from typing import NamedTuple

import tzfpy

from bot.domain.place_names import folded, romaji
from bot.domain.schedule import local

# A glance at a clock, rounded to the quarter.
_ABOUT = timedelta(minutes=15)
_CLOSE = timedelta(minutes=7)
_DAY = timedelta(days=1)
_SUFFIXES = "市区都府県シト"
_ENOUGH = 20


@dataclass(frozen=True, slots=True, kw_only=True)
class City:
    """``name_ja`` is empty where no Japanese name is known; ``country`` is ISO 3166-1."""

    name: str
    name_ja: str
    country: str
    zone: str
    population: int
    latitude: float
    longitude: float

    def title(self, language: str) -> str:
        return self.name_ja if language == "ja" and self.name_ja else self.name


@lru_cache(maxsize=1)
def _table() -> bytes:
    return gzip.decompress(files("bot.domain").joinpath("cities.tsv.gz").read_bytes())


@lru_cache(maxsize=1)
def _zones() -> dict[str, str]:
    """Every zone with the country of most of its people, the most populous zone first."""
    row = _table().split(b"\n", 2)[1].decode()
    return dict(pair.split(",") for pair in row.removeprefix("# ").split())


def _city_at(row: int) -> City:
    table = _table()
    text = table[row : table.index(b"\n", row)].decode()
    _keys, name, name_ja, country, zone, population, latitude, longitude, _whole = text.split("\t")
    zones = tuple(_zones())
    return City(
        name=name,
        name_ja=name_ja,
        country=country,
        zone=zones[int(zone)],
        population=int(population),
        latitude=float(latitude),
        longitude=float(longitude),
    )


def find_cities(query: str, limit: int = 5) -> list[City]:
    """The cities so called, then those whose name begins so, the most populous first.

    Case, accents and spaces do not count, nor what follows a comma; 東京, とうきょう, Tokio and
    NYC are names too.
    """
    key = folded(query.partition(",")[0]) or folded(query)
    found: dict[int, City] = {}
    for name in _spellings(key):
        exact = [_row_at(hit) for hit in islice(_hits(f"|{name}|"), _ENOUGH)]
        exact.sort(key=lambda row: -_weight(row, name))
        beginning = (_row_at(hit) for ask in ("\n|", "|") for hit in _hits(f"{ask}{name}"))
        for row in chain(exact, islice(beginning, _ENOUGH)):
            city = _city_at(row)
            if name.isascii() == key.isascii() or city.country == "JP":
                found.setdefault(row, city)
    return list(found.values())[:limit]


def _spellings(key: str) -> Iterator[str]:
    """As typed; 大阪市 also as 大阪, and kana also in the letters of a Japanese city's name."""
    if key:
        yield key
        if len(key) > 2 and key[-1] in _SUFFIXES:
            yield key[:-1]
        if letters := romaji(key):
            yield letters


def _weight(row: int, name: str) -> int:
    """A city's own name counts before another one's nickname (Paris in Texas, not Warsaw)."""
    is_own = _table().startswith(f"|{name}|".encode(), row)
    return _city_at(row).population * (100 if is_own else 1)


def _row_at(position: int) -> int:
    return _table().rfind(b"\n", 0, position + 1) + 1


def _hits(text: str) -> Iterator[int]:
    table, sought, position = _table(), text.encode(), -1
    while (position := table.find(sought, position + 1)) >= 0:
        yield position


class _Sphere(NamedTuple):
    """Every place as a point on the unit sphere, from south to north, and its city's row."""

    latitudes: "array[float]"
    x: "array[float]"
    y: "array[float]"
    z: "array[float]"
    rows: "array[int]"


@lru_cache(maxsize=1)
def _sphere() -> _Sphere:
    sphere = _Sphere(array("f"), array("f"), array("f"), array("f"), array("I"))
    for latitude, longitude, row in sorted(_locations()):
        x, y, z = _point(latitude, longitude)
        sphere.latitudes.append(latitude)
        sphere.x.append(x)
        sphere.y.append(y)
        sphere.z.append(z)
        sphere.rows.append(row)
    return sphere


def _locations() -> Iterator[tuple[float, float, int]]:
    rows, begin = array("I"), 0
    for line in _table().splitlines(keepends=True):
        if not line.startswith(b"#"):
            rows.append(begin)
            _, latitude, longitude, whole = line.rsplit(b"\t", 3)
            yield float(latitude), float(longitude), rows[int(whole)] if whole.strip() else begin
        begin += len(line)


def _point(latitude: float, longitude: float) -> tuple[float, float, float]:
    north, east = math.radians(latitude), math.radians(longitude)
    return math.cos(north) * math.cos(east), math.cos(north) * math.sin(east), math.sin(north)


def nearest_city(latitude: float, longitude: float) -> City:
    """The closest city, however far; ``ValueError`` for what is no place on Earth.

    A district gives the city that it is part of. Looks north, then south, and no further than
    the best one by latitude alone. The first call sorts the table, 0.1 s.
    """
    _require_a_place(latitude, longitude)
    latitudes, xs, ys, zs, rows = _sphere()
    x, y, z = _point(latitude, longitude)
    middle = bisect_left(latitudes, latitude)
    best, chord_squared, reach = 0, 5.0, 180.0
    for indexes in (range(middle, len(latitudes)), range(middle - 1, -1, -1)):
        for index in indexes:
            if abs(latitudes[index] - latitude) > reach:
                break
            squared = (xs[index] - x) ** 2
            if squared < chord_squared:
                squared += (ys[index] - y) ** 2 + (zs[index] - z) ** 2
            if squared < chord_squared:
                best, chord_squared = index, squared
                reach = math.degrees(2 * math.asin(min(1.0, math.sqrt(squared) / 2)))
    return _city_at(rows[best])


def zone_at(latitude: float, longitude: float) -> str:
    """The zone of a location, at sea too; ``ValueError`` for what is no place on Earth."""
    _require_a_place(latitude, longitude)
    return tzfpy.get_tz(longitude, latitude) or "UTC"


def _require_a_place(latitude: float, longitude: float) -> None:
    if not (abs(latitude) <= 90 and abs(longitude) <= 180):  # not for NaN either
        raise ValueError("a latitude is -90 to 90, a longitude -180 to 180")


def country_of_zone(zone: str) -> str | None:
    """The country in which most people of that zone live, ISO 3166-1."""
    return _zones().get(zone)


def zones_by_clock(clock: time, now: datetime, limit: int = 6) -> list[str]:
    """The zones whose clocks show about that time now, the most populous first.

    Off by a quarter of an hour is the most that counts, for people round; zones that fit to
    a few minutes come first (Nepal is a quarter of an hour from India).
    """
    distances = {zone: _distance(clock, local(now, zone)) for zone in _zones()}
    near = [zone for zone, distance in distances.items() if distance <= _ABOUT]
    return sorted(near, key=lambda zone: distances[zone] > _CLOSE)[:limit]


def _distance(clock: time, here: datetime) -> timedelta:
    there = datetime.combine(here.date(), clock)
    apart = abs(there - here.replace(tzinfo=None)) % _DAY
    return min(apart, _DAY - apart)
