"""Time zones by their IANA names."""

import re
from zoneinfo import ZoneInfo


class UnknownZone(ValueError):
    """No time zone has this name."""


def zone_of(name: str) -> ZoneInfo:
    """The zone of that IANA name; ``UnknownZone`` where there is none."""
    try:
        return ZoneInfo(name)
    except (KeyError, ValueError, OSError) as error:  # a folder's name is an OSError
        raise UnknownZone(f"no time zone is called {name[:40]!r}") from error


# The largest or the most usual home of a language's readers; only ever a first guess.
_GUESSES_TEXT = """
    ja Asia/Tokyo   ko Asia/Seoul   zh Asia/Shanghai   zh-tw Asia/Taipei   zh-hant Asia/Taipei
    zh-hk Asia/Hong_Kong   zh-sg Asia/Singapore   en America/New_York   en-gb Europe/London
    en-ie Europe/Dublin   en-au Australia/Sydney   en-nz Pacific/Auckland
    en-ca America/Toronto   en-in Asia/Kolkata   en-sg Asia/Singapore
    en-za Africa/Johannesburg   en-ph Asia/Manila   en-hk Asia/Hong_Kong   en-ng Africa/Lagos
    de Europe/Berlin   de-at Europe/Vienna   de-ch Europe/Zurich   fr Europe/Paris
    fr-ca America/Toronto   fr-be Europe/Brussels   fr-ch Europe/Zurich   it Europe/Rome
    nl Europe/Amsterdam   nl-be Europe/Brussels   es Europe/Madrid   es-mx America/Mexico_City
    es-ar America/Argentina/Buenos_Aires   es-co America/Bogota   es-cl America/Santiago
    es-pe America/Lima   es-us America/New_York   pt Europe/Lisbon   pt-br America/Sao_Paulo
    ca Europe/Madrid   eu Europe/Madrid   gl Europe/Madrid   pl Europe/Warsaw   cs Europe/Prague
    sk Europe/Bratislava   hu Europe/Budapest   ro Europe/Bucharest   bg Europe/Sofia
    el Europe/Athens   sr Europe/Belgrade   hr Europe/Zagreb   sl Europe/Ljubljana
    sv Europe/Stockholm   nb Europe/Oslo   no Europe/Oslo   nn Europe/Oslo
    da Europe/Copenhagen   fi Europe/Helsinki   et Europe/Tallinn   lv Europe/Riga
    lt Europe/Vilnius   is Atlantic/Reykjavik   ru Europe/Moscow   uk Europe/Kyiv
    be Europe/Minsk   kk Asia/Almaty   uz Asia/Tashkent   tr Europe/Istanbul   az Asia/Baku
    hy Asia/Yerevan   ka Asia/Tbilisi   he Asia/Jerusalem   ar Africa/Cairo   fa Asia/Tehran
    ur Asia/Karachi   hi Asia/Kolkata   ta Asia/Kolkata   te Asia/Kolkata   bn Asia/Dhaka
    ne Asia/Kathmandu   si Asia/Colombo   th Asia/Bangkok   vi Asia/Ho_Chi_Minh
    km Asia/Phnom_Penh   lo Asia/Vientiane   my Asia/Yangon   ms Asia/Kuala_Lumpur
    id Asia/Jakarta   fil Asia/Manila   tl Asia/Manila   mn Asia/Ulaanbaatar   sw Africa/Nairobi
    am Africa/Addis_Ababa   af Africa/Johannesburg
"""
_GUESSES = dict(pair.split() for pair in re.split(r"\s{2,}", _GUESSES_TEXT.strip()))


def guess_zone(language_code: str) -> str:
    """A first guess from a language code such as ``ja`` or ``pt-BR``; UTC where none is better."""
    code = language_code.casefold().replace("_", "-")
    while code not in _GUESSES and "-" in code:
        code = code.rpartition("-")[0]
    return _GUESSES.get(code, "UTC")
