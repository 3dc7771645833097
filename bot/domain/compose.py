"""Words shaped for one network: how it counts, what fits, and what stands before a lone answer."""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from urllib.parse import quote

import regex

from bot.domain.bare_links import bare_links
from bot.domain.weights import takeable, weighted

# An address as people paste it: ASCII, since Japanese goes on behind it without a space; brackets
# only in pairs; no sign of the sentence around it at its end.
URL = regex.compile(
    r"(?<![A-Za-z0-9@＠$#＃])(?i:https?)://(?=[A-Za-z0-9])"
    r"(?:[\w\-.~:/?#@!$&*+,;=%]|\([\w\-.~:/?#@!$&*+,;=%]*\))+(?<![.,:;!?*@#&~])",
    regex.ASCII,
)
# Addresses that a server surely knows as one.
SURE_URL = regex.compile(r"https?://[a-z0-9.-]*[a-z0-9]\.[a-z]{2,}(?=[:/?#]|\Z)", regex.IGNORECASE)
GRAPHEME = regex.compile(r"\X")
EMOJI = regex.compile(r"\p{Emoji_Presentation}|\p{Extended_Pictographic}\uFE0F|\p{RI}|\u20E3")
SENTENCE_END = regex.compile(r"[。！？]+[」』）)\"'”’]*|[.!?]+[)\"'”’]*(?=\s|\Z)|(?=\n)")
WORD_END = regex.compile(r"(?=\s)|[、,，]")
WIDE = regex.compile(r"[\p{Han}\p{Hiragana}\p{Katakana}]")
CUT_MARK = " (…)"
X_LINK = 23

# A post shorter than this starts with its question's lead, so that it never stands alone.
SHORT_JAPANESE = 25
SHORT_ENGLISH = 60


class Unit(StrEnum):
    """How a network counts a text."""

    CODE_POINTS = "code points"
    GRAPHEMES = "graphemes"
    UTF16 = "UTF-16 units"
    UTF8 = "UTF-8 bytes"
    WEIGHTED = "weighted"
    """As X counts: https://docs.x.com/resources/fundamentals/counting-characters"""
    EMOJI_BYTES = "emoji as bytes"
    """As Threads counts: code points, but each emoji by its UTF-8 bytes."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Limits:
    """What one network takes in one post; sizes in bytes, `alt_text` in code points."""

    characters: int
    unit: Unit = Unit.CODE_POINTS
    text_bytes: int | None = None
    url_length: int | None = None
    pictures: int = 4
    picture_bytes: int = 8_000_000
    picture_pixels: int | None = None
    alt_text: int = 1500
    with_picture: int | None = None
    """The limit of a text that stands under a picture, where it is another."""
    narrowest: float | None = None
    widest: float | None = None
    """The shapes of picture that are taken, as width by height; others get a margin."""
    recordings: int = 0
    """How many voice notes and videos it takes; a single one stands without pictures."""
    sound_bytes: int = 0
    video_bytes: int = 0
    """How large; nought takes none of that kind."""
    shortest_video: float = 0
    longest_video: float | None = None
    """In seconds."""
    in_address: int | None = None
    """Where the text travels inside an address: how many characters it may take there."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Picture:
    """One cleaned picture on its way out; `data` is already fitted to the network."""

    media_id: int
    data: bytes
    mime: str
    width: int
    height: int
    alt: str = ""
    url: str = field(default="", repr=False)
    """Where a network that does not take uploads may fetch it for a day; else empty."""

    def __repr__(self) -> str:
        return f"Picture({self.media_id}, {self.mime}, {self.width}×{self.height})"


@dataclass(frozen=True, slots=True, kw_only=True)
class Recording:
    """One cleaned voice note or video on its way out; no size where there is no video."""

    media_id: int
    data: bytes
    mime: str
    width: int
    height: int
    seconds: float
    alt: str = ""
    url: str = field(default="", repr=False)
    """As of a picture."""

    def __repr__(self) -> str:
        return f"Recording({self.media_id}, {self.mime}, {self.seconds:.0f} s)"


File = Picture | Recording


@dataclass(frozen=True, slots=True, kw_only=True)
class Post:
    """One snippet as one network will show it."""

    text: str
    language: str
    created_at: datetime
    pictures: tuple[Picture, ...] = ()
    recordings: tuple[Recording, ...] = ()
    permalink: str | None = None
    public_id: str = ""
    """The snippet's public id, by which the person's own page shows it."""

    @property
    def files(self) -> tuple[File, ...]:
        """All that goes with the words, in order."""
        return (*self.pictures, *self.recordings)


def length(text: str, limits: Limits) -> int:
    """How long the network finds this text, in its own unit: exactly for X, elsewhere rather too
    long than too short."""
    room = limits.url_length
    if limits.unit is Unit.WEIGHTED:
        return weighted(takeable(text), X_LINK if room is None else room)
    if room is not None:
        text = URL.sub(lambda match: "x" * _counted_as(match[0], room), text)
    return UNITS[limits.unit](text)


def _counted_as(url: str, room: int) -> int:
    return room if SURE_URL.match(url) else max(room, len(url))


def _graphemes(text: str) -> int:
    return sum(1 for _ in GRAPHEME.finditer(text))


def utf8_length(text: str) -> int:
    """Bytes in UTF-8; a lone surrogate, which odd clients send, counts three."""
    return len(text.encode("utf-8", "surrogatepass"))


def _utf16(text: str) -> int:
    return len(text.encode("utf-16-le", "surrogatepass")) // 2


def _emoji_bytes(text: str) -> int:
    found = (match[0] for match in GRAPHEME.finditer(text))
    return sum(utf8_length(one) if EMOJI.search(one) else len(one) for one in found)


UNITS: dict[Unit, Callable[[str], int]] = {
    Unit.CODE_POINTS: len,
    Unit.GRAPHEMES: _graphemes,
    Unit.UTF16: _utf16,
    Unit.UTF8: utf8_length,
    Unit.EMOJI_BYTES: _emoji_bytes,
}


def fits(text: str, limits: Limits, *, pictured: bool = False) -> bool:
    """Whether the network takes this text as it stands."""
    room = limits.with_picture if pictured and limits.with_picture else limits.characters
    if length(text, limits) > room:
        return False
    if limits.in_address is not None and len(in_address(text)) > limits.in_address:
        return False
    return limits.text_bytes is None or utf8_length(text) <= limits.text_bytes


def in_address(text: str) -> str:
    """The text as one value inside an address; half a character, which cannot stand there, is
    a question mark."""
    return quote(text, safe="", errors="replace")


def fit(text: str, limits: Limits, *, permalink: str | None = None, pictured: bool = False) -> str:
    """Returns the text, or its beginning with a visible cut and the permalink where there is one.

    The cut falls after a sentence if that keeps half of the room, else after a word, else
    between two graphemes; never inside a grapheme or an address. A permalink too long for the
    network is left out.
    """
    if fits(text, limits, pictured=pictured):
        return text
    tail = f"{CUT_MARK}\n{permalink}" if permalink else CUT_MARK
    if not fits(tail, limits, pictured=pictured):
        tail = CUT_MARK
    ends = cut_points(text, link_spans(text, limits))
    low, high = 0, len(ends)
    while low < high:
        middle = (low + high) // 2
        if fits(text[: ends[middle]].rstrip() + tail, limits, pictured=pictured):
            low = middle + 1
        else:
            high = middle
    ends = ends[:low]
    while ends:
        cut = _calmest_cut(text, ends)
        shortened = text[:cut].rstrip() + tail
        # What looked like one long word may be a link, once nothing stands behind it.
        if fits(shortened, limits, pictured=pictured):
            return shortened
        ends = [end for end in ends if end < cut]
    return tail


def link_spans(text: str, limits: Limits) -> list[tuple[int, int]]:
    """Where links stand that may not be cut: what X links, for all that counts as X does, else
    addresses with their scheme. (Facets on Bluesky and our own page know the latter only, too.)"""
    if limits.unit is Unit.WEIGHTED:
        return [(link.start, link.end) for link in bare_links(takeable(text))]
    return [match.span() for match in URL.finditer(text)]


def cut_points(text: str, whole: list[tuple[int, int]]) -> list[int]:
    """Every place behind a grapheme that is not inside one of the spans."""
    inside = {place for start, stop in whole for place in range(start + 1, stop)}
    return [end for match in GRAPHEME.finditer(text) if (end := int(match.end())) not in inside]


def _calmest_cut(text: str, ends: list[int]) -> int:
    longest, possible = ends[-1] if ends else 0, set(ends)
    for pattern in (SENTENCE_END, WORD_END):
        calm = [match.end() for match in pattern.finditer(text) if match.end() in possible]
        if calm and calm[-1] * 2 >= longest:
            return int(calm[-1])
    return longest


def is_short(text: str) -> bool:
    """Whether a text is too short to stand alone: under 25 Japanese or 60 English characters."""
    count = _graphemes(text)
    return count < (SHORT_JAPANESE if WIDE.search(text) else SHORT_ENGLISH)


def with_lead(text: str, lead: str, language: str) -> str:
    """A short answer, or none beside a picture, behind its question's lead; else as it is."""
    if not lead or not is_short(text):
        return text
    if language == "ja":
        return f"「{lead}」{text}"
    return f"{lead}: {text}" if text else lead
