"""Seasons: days of the year, and the regions where they mean something."""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum


class Region(StrEnum):
    JAPAN = "JP"
    NORTH = "north"  # of the tropics
    SOUTH = "south"


@dataclass(frozen=True, slots=True)
class Season:
    """Days of the year, (month, day) each, both included; the first may be the later one."""

    first: tuple[int, int]
    last: tuple[int, int]
    region: Region | None = None

    def holds(self, on: date, country: str | None) -> bool:
        day = (on.month, on.day)
        if self.first <= self.last:
            in_season = self.first <= day <= self.last
        else:
            in_season = day >= self.first or day <= self.last
        return in_season and (self.region is None or self.region in regions_of(country))


# Countries, ISO 3166-1, without the four seasons, and those with them the other way round.
_TROPICAL = """
    SG MY ID PH TH VN KH LA BN TL LK MV EC CO VE GY SR PA CR NI HN SV GT BZ KE UG TZ RW BI CD CG
    GA GQ CM NG GH CI LR SL GN SN ML BF NE TD SO DJ ET PG SB KI NR TV MH FM PW GU CU JM HT DO
"""
_SOUTHERN = """
    AU NZ AR CL UY PY BO PE BR ZA NA BW ZW ZM MZ MG AO MW LS SZ MU RE FJ WS TO VU NC PF CK NU FK
"""
_TROPICS = frozenset(_TROPICAL.split())
_SOUTH = frozenset(_SOUTHERN.split())


def regions_of(country: str | None) -> frozenset[Region]:
    """The regions whose seasons a country has; none while the country is not known."""
    if country is None or country in _TROPICS:
        return frozenset()
    if country in _SOUTH:
        return frozenset({Region.SOUTH})
    return frozenset({Region.NORTH, Region.JAPAN} if country == "JP" else {Region.NORTH})
