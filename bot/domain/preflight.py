"""What becomes of an answer on its way to one network: told before anything is sent."""

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

from bot.domain.compose import Limits
from bot.domain.mentions import NAME

AS_TYPED = frozenset({"page", "telegram", "webhook"})
"""Networks that get the words as they were typed: a name behind an @ stays as it is."""


class Rule(StrEnum):
    """What happens, in the order in which it is told; the ids are stable."""

    TEXT_SPLIT = "text.split"
    TEXT_SHORTENED = "text.shortened"
    TEXT_CARD = "text.card"
    PICTURES_DROPPED = "pictures.dropped"
    PICTURES_SHRUNK = "pictures.shrunk"
    PICTURES_PADDED = "pictures.padded"
    RECORDING_STAYS = "recording.stays"
    VIDEO_TOO_LONG = "video.too_long"
    NAMES_UNCALLED = "names.uncalled"
    ALT_CUT = "alt.cut"
    ALT_DROPPED = "alt.dropped"
    ALT_MISSING = "alt.missing"


class Repair(StrEnum):
    """What makes the answer fit: something that is done, or something its person is asked."""

    SPLIT = "split"
    SHORTEN = "shorten"
    SHRINK = "shrink"
    CONVERT = "convert"
    LEAVE_OUT = "leave out"
    ASK = "ask"


REPAIRS = {
    Rule.TEXT_SPLIT: Repair.SPLIT,
    Rule.TEXT_SHORTENED: Repair.SHORTEN,
    Rule.TEXT_CARD: Repair.CONVERT,
    Rule.PICTURES_DROPPED: Repair.LEAVE_OUT,
    Rule.PICTURES_SHRUNK: Repair.SHRINK,
    Rule.PICTURES_PADDED: Repair.CONVERT,
    Rule.RECORDING_STAYS: Repair.LEAVE_OUT,
    Rule.VIDEO_TOO_LONG: Repair.LEAVE_OUT,
    Rule.NAMES_UNCALLED: Repair.CONVERT,
    Rule.ALT_CUT: Repair.SHORTEN,
    Rule.ALT_DROPPED: Repair.LEAVE_OUT,
    Rule.ALT_MISSING: Repair.ASK,
}


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing that happens. `count` are the posts or photos it is about, `total` is of how
    many; `linked` says that shortened words lead to the whole."""

    rule: Rule
    count: int = 1
    total: int = 1
    linked: bool = False

    @property
    def repair(self) -> Repair:
        return REPAIRS[self.rule]


@dataclass(frozen=True, slots=True, kw_only=True)
class Photo:
    """A photo as it is kept; what is not known yet is 0."""

    size: int = 0
    width: int = 0
    height: int = 0
    alt: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Outgoing:
    """What one network gets: the words, the posts they became, and all photos there are.

    `carded`: a picture of the words goes along; `all_drawn`: every one of them stands on it.
    """

    network: str
    text: str
    posts: Sequence[str]
    carded: bool = False
    all_drawn: bool = False
    permalink: str | None = None
    photos: Sequence[Photo] = ()
    recordings: int = 0
    """How many stay behind; `too_long` of them for their length."""
    too_long: int = 0


def too_big(photo: Photo, *, most_bytes: int, most_pixels: int | None) -> bool:
    """Whether it goes out smaller, in bytes or in pixels."""
    if photo.size > most_bytes:
        return True
    return most_pixels is not None and photo.width * photo.height > most_pixels


def off_shape(photo: Photo, narrowest: float | None, widest: float | None) -> bool:
    """Whether it gets a margin, because its width by height is out of these bounds."""
    if not (photo.width and photo.height):
        return False
    shape = photo.width / photo.height
    return bool((narrowest and shape < narrowest) or (widest and shape > widest))


def findings(out: Outgoing, limits: Limits) -> tuple[Finding, ...]:
    """Only what really happens, each at most once."""
    return (*_words(out), *_pictures(out, limits), *_around(out), *_descriptions(out, limits))


def _words(out: Outgoing) -> list[Finding]:
    found = []
    if len(out.posts) > 1:
        found.append(Finding(Rule.TEXT_SPLIT, count=len(out.posts)))
    elif out.posts and out.posts[0] != out.text and not out.all_drawn:
        linked = bool(out.permalink) and out.posts[0].endswith(out.permalink or "")
        found.append(Finding(Rule.TEXT_SHORTENED, linked=linked))
    if out.carded:
        found.append(Finding(Rule.TEXT_CARD))
    return found


def _pictures(out: Outgoing, limits: Limits) -> list[Finding]:
    going, found = out.photos[: limits.pictures], []
    if len(going) < len(out.photos):
        found.append(Finding(Rule.PICTURES_DROPPED, len(going), len(out.photos)))
    most, area = limits.picture_bytes, limits.picture_pixels
    big = sum(too_big(photo, most_bytes=most, most_pixels=area) for photo in going)
    odd = sum(off_shape(photo, limits.narrowest, limits.widest) for photo in going)
    found += [Finding(Rule.PICTURES_SHRUNK, big, len(going))] if big else []
    found += [Finding(Rule.PICTURES_PADDED, odd, len(going))] if odd else []
    return found


def _around(out: Outgoing) -> list[Finding]:
    found = []
    stay = out.recordings - out.too_long
    if stay:
        found.append(Finding(Rule.RECORDING_STAYS, stay, stay))
    if out.too_long:
        found.append(Finding(Rule.VIDEO_TOO_LONG, out.too_long, out.too_long))
    if out.network not in AS_TYPED and NAME.search(out.text):
        found.append(Finding(Rule.NAMES_UNCALLED))
    return found


def _descriptions(out: Outgoing, limits: Limits) -> list[Finding]:
    going = out.photos[: limits.pictures]
    long = sum(len(photo.alt) > limits.alt_text for photo in going)
    missing = sum(not photo.alt for photo in going)
    rule = Rule.ALT_CUT if limits.alt_text else Rule.ALT_DROPPED
    found = [Finding(rule, long, len(going))] if long else []
    if missing and limits.alt_text:
        found.append(Finding(Rule.ALT_MISSING, missing, len(going)))
    return found
