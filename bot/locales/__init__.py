"""The reader's language: gettext catalogues compiled in memory, dates and numbers by Babel."""

import gettext
import io
import re
from collections.abc import Mapping
from datetime import date, datetime, time
from functools import cache
from importlib.resources import files
from string import Formatter
from typing import Any
from zoneinfo import ZoneInfo

from babel import Locale
from babel.dates import format_date, get_timezone_location
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po
from babel.numbers import format_decimal

LANGUAGES = ("en", "ja")
JAPANESE = re.compile(r"[ぁ-ゖァ-ヺー々一-鿿]")
SHORT_DAY = {"en": "EEE d MMM", "ja": "M月d日（E）"}
LONG_DAY = {"en": "EEEE d MMMM", "ja": "M月d日（EEEE）"}
FULL_DAY = {"en": "d MMMM y", "ja": "y年M月d日（E）"}


def mark(text: str) -> str:
    """Marks a sentence for the catalogue; it is looked up when it is spoken."""
    return text


def mark_plural(one: str, many: str) -> tuple[str, str]:
    """Marks a sentence that counts."""
    return one, many


def mark_for(context: str, text: str) -> str:
    """Marks a sentence whose translation depends on what it is about."""
    # gettext's own way of keeping the two together.
    return f"{context}\x04{text}"


class Words:
    """Speaks one language. `words(SENTENCE, name=…)` looks up and fills in."""

    def __init__(self, language: str) -> None:
        self.language = language if language in LANGUAGES else "en"
        self.locale = Locale(self.language)
        self.catalogue = catalogue(self.language)

    def __call__(self, sentence: str, /, **values: Any) -> str:
        context, _, text = sentence.rpartition("\x04")
        found = self.catalogue.pgettext(context, text) if context else self.catalogue.gettext(text)
        return self._filled(found, values)

    def plural(self, sentence: tuple[str, str], count: int, /, **values: Any) -> str:
        """Looks up the form for this count, which fills `{count}`."""
        found = self.catalogue.ngettext(*sentence, count)
        return self._filled(found, {"count": self.number(count), **values})

    def _filled(self, sentence: str, values: Mapping[str, Any]) -> str:
        return filled(sentence, values) if self.language == "ja" else sentence.format(**values)

    def number(self, value: float) -> str:
        return format_decimal(value, locale=self.locale)

    def day(self, on: date) -> str:
        """Fri 11 Dec · 12月11日（金）"""
        return format_date(on, SHORT_DAY[self.language], locale=self.locale)

    def long_day(self, on: date) -> str:
        """Friday 11 December · 12月11日（金曜日）"""
        return format_date(on, LONG_DAY[self.language], locale=self.locale)

    def full_day(self, on: date) -> str:
        """11 December 2026 · 2026年12月11日（金）"""
        return format_date(on, FULL_DAY[self.language], locale=self.locale)

    def clock(self, at: time | datetime) -> str:
        """07:30 · 7:30"""
        return f"{at.hour}:{at.minute:02}" if self.language == "ja" else f"{at:%H:%M}"

    def city(self, zone: str) -> str:
        """What people call a zone: its city."""
        return str(get_timezone_location(ZoneInfo(zone), locale=self.locale, return_city=True))

    def listed(self, items: list[str]) -> str:
        """a, b and c, without the and."""
        return ("、" if self.language == "ja" else ", ").join(items)


def filled(sentence: str, values: Mapping[str, Any]) -> str:
    """Fills in as `str.format` does. A space of the sentence beside a value parts Japanese from
    other letters: where both are Japanese it is left out. What the value holds stays as it is."""
    made, behind_value = "", False
    for literal, name, spec, _conversion in Formatter().parse(sentence):
        if behind_value and literal[:1] == " " and _are_japanese(made[-1:], literal[1:2]):
            literal = literal[1:]
        made += literal
        behind_value = name is not None
        if name is not None:
            value = format(values[name], spec or "")
            if literal[-1:] == " " and _are_japanese(literal[-2:-1], value[:1]):
                made = made[:-1]
            made += value
    return made


def _are_japanese(one: str, other: str) -> bool:
    return bool(JAPANESE.fullmatch(one) and JAPANESE.fullmatch(other))


@cache
def speak(language: str) -> Words:
    """The words of one language, built once."""
    return Words(language)


def language_for(code: str | None) -> str:
    """The language to begin with, from what a Telegram client says of itself."""
    return "ja" if (code or "").lower().startswith("ja") else "en"


@cache
def catalogue(language: str) -> gettext.NullTranslations:
    if language == "en":
        return gettext.NullTranslations()
    source = files(__package__).joinpath(language, "LC_MESSAGES", "bot.po").read_bytes()
    compiled = io.BytesIO()
    write_mo(compiled, read_po(io.BytesIO(source), locale=language))
    compiled.seek(0)
    return gettext.GNUTranslations(compiled)
