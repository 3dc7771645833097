"""What X makes a link of: addresses, and bare names such as example.com, by their endings.

The rules are those of twitter-text 3.1.0, read 2026-11-28
(https://github.com/twitter/twitter-text, Apache License 2.0), without its one slow expression:
here the places where a name can stand are found first, in one walk over the text.
"""

from bisect import bisect_left
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from importlib.resources import files

import regex

DIRECTIONS = r"\u202A-\u202E\u061C\u200E\u200F\u2066-\u2069"
BROKEN = r"\uFFFE\uFEFF\uFFFF"
SPACES = r"\t-\r \x85\xA0\u1680\u180E\u2000-\u200A\u2028\u2029\u202F\u205F\u3000"
LETTER = rf"[^!'#%&()*+,\\\-./:;<=>?@\[\]\^_{{|}}~${SPACES}{BROKEN}{DIRECTIONS}]"
# With what JavaScript takes for another case of one of these.
LATIN = (
    r"\xC0-\xD6\xD8-\xF6\xF8-\u024F\u0253\u0254\u0256\u0257\u0259\u025B\u0260\u0263\u0268\u0269"
    r"\u026F\u0272\u0275\u0280\u0283\u0288\u0289\u028A-\u028C\u0292\u02BB\u0300-\u036F\u0399"
    r"\u03B9\u1E00-\u1EFF\u1FBE\u2C65\u2C66\u2C7E\u2C7F\uA7DC"
)
CYRILLIC = r"\u0400-\u04FF\u1C80-\u1C87"
LABEL = rf"{LETTER}++(?:[_-]++{LETTER}++)*+"
# A word without a dot is skipped as a whole, so that no long one is read from each of its letters.
NAME = regex.compile(rf"{LABEL}(?:(?:\.{LABEL})++|(*SKIP)(*FAIL))")
LATIN_NAME = regex.compile(rf"(?:[-A-Za-z0-9{LATIN}]++\.)++")
SCHEME = regex.compile(r"https?://\Z", regex.IGNORECASE | regex.ASCII)
NOT_BEFORE = regex.compile(rf"[A-Za-z0-9@＠$#＃{BROKEN}]")
NOT_BEFORE_BARE = "-_./"
PATH_SIGN = rf"[A-Za-z{CYRILLIC}0-9!*';:=+,.$/%#\[\]\-\u2013_~@|&{LATIN}]"
IN_BRACKETS = rf"\((?:{PATH_SIGN}+|{PATH_SIGN}*\({PATH_SIGN}+\){PATH_SIGN}*)\)"
PATH_END = rf"[+\-A-Za-z{CYRILLIC}0-9=_#/{LATIN}]"
PATH = rf"/(?:{PATH_SIGN}*(?:{IN_BRACKETS}{PATH_SIGN}*)*{PATH_END}|{IN_BRACKETS}|@{PATH_SIGN}+/)*"
QUERY = r"\?[A-Za-z0-9!?*'@();:&=+$/%#\[\]\-_.,~|]*[A-Za-z0-9\-_&=#/]"
BEHIND = regex.compile(rf"(?::[0-9]+)?(?P<path>{PATH})?(?:{QUERY})?")
SHORT_LINK = regex.compile(
    rf"https?://t\.co/([a-z0-9]+)(?:{QUERY})?", regex.IGNORECASE | regex.ASCII
)
PUNYCODE = regex.compile(r"xn--[-0-9a-z]+", regex.IGNORECASE | regex.ASCII)
ENDING_RUN = regex.compile(r"[0-9A-Za-z@+-]*")
BEYOND_16_BITS = regex.compile(r"[\U00010000-\U0010FFFF]")
FULL_STOPS = regex.compile(r"[.\u3002\uFF0E\uFF61]")
LONGEST_SLUG, LONGEST_LABEL, LONGEST_LINK = 40, 63, 4096
DEFAULT_SCHEME = "https://"


@dataclass(frozen=True, slots=True)
class Link:
    """Where a link stands. Its fixed length is for the signs from `start` to `counted`, mostly
    all of them."""

    start: int
    end: int
    counted: int


def bare_links(text: str) -> list[Link]:
    """Every link that X would make, in order."""
    if "." not in text:
        return []
    pairs = [match.start() + nth for nth, match in enumerate(BEYOND_16_BITS.finditer(text))]
    if not pairs:
        return list(_found(text))
    # The rules are for UTF-16 units: each half of a pair is a sign that may stand before a link.
    units = BEYOND_16_BITS.sub(_halves, text)
    places = ((link.start, link.end, link.counted) for link in _found(units))
    return [Link(*(at - bisect_left(pairs, at) for at in link)) for link in places]


def _halves(match: "regex.Match[str]") -> str:
    pair = match[0].encode("utf-16-be")
    return chr(int.from_bytes(pair[:2], "big")) + chr(int.from_bytes(pair[2:], "big"))


def _found(text: str) -> Iterator[Link]:
    done = 0
    for name in NAME.finditer(text):
        dots = _dots_before_endings(text, name.start(), name.end())
        while dots and done < name.end():
            place = _first_place(text, name.start(), done, dots)
            if place is None:
                break
            start, domain_start, domain_end = place
            behind = BEHIND.match(text, domain_end)
            done = behind.end()
            has_path = bool(behind["path"])
            yield from _links(text, start, domain_start, domain_end, done, has_path)


def _dots_before_endings(text: str, start: int, stop: int) -> list[tuple[int, int]]:
    """The dots of a name behind which a known ending stands, the last one first, each with the
    end of that ending."""
    dots = (place for place in range(stop - 1, start, -1) if text[place] == ".")
    return [(dot, end) for dot in dots if (end := _end_of_ending(text, dot + 1))]


def _first_place(
    text: str, start: int, done: int, dots: list[tuple[int, int]]
) -> tuple[int, int, int] | None:
    """The first place from `done` on at which a link can begin, where its name begins there, and
    where that ends."""
    scheme = SCHEME.search(text, max(done, start - len(DEFAULT_SCHEME)), start)
    if scheme and _may_stand_behind(text, scheme.start(), done):
        end = _end_of_domain(text, start, dots)
        if end:
            return scheme.start(), start, end
    for place in range(max(start, done), dots[0][0]):
        if text[place] in "-_.":
            continue
        if _may_stand_behind(text, place, done) and not _stands_better_later(text, place, dots):
            end = _end_of_domain(text, place, dots)
            if end:
                return place, place, end
    return None


def _may_stand_behind(text: str, place: int, done: int) -> bool:
    """Whether a link may begin here: behind a sign that is no letter and in no link itself."""
    if place == 0:
        return True
    return place > done and not NOT_BEFORE.match(text, place - 1)


def _stands_better_later(text: str, place: int, dots: list[tuple[int, int]]) -> bool:
    """At the very start of a text, X looks behind the first sign before it looks at it."""
    if place != 0 or NOT_BEFORE.match(text, 0) or text[1] in "-_.":
        return False
    return bool(_end_of_domain(text, 1, dots))


def _end_of_domain(text: str, start: int, dots: list[tuple[int, int]]) -> int:
    """Where the longest name ends that begins here; 0 where there is none. The part before its
    ending has no underscore."""
    for dot, end in dots:
        if dot <= start:
            return 0
        label = text[max(start, text.rfind(".", start, dot) + 1) : dot]
        if "_" not in label:
            return end
    return 0


def _links(
    text: str, start: int, domain_start: int, domain_end: int, end: int, has_path: bool
) -> Iterator[Link]:
    """What is a link of one find: with its scheme all of it, bare its Latin names alone."""
    domain = text[domain_start:domain_end]
    bare = start == domain_start
    length = end - start + (len(DEFAULT_SCHEME) if bare else 0)
    if not _is_domain(domain) or length > LONGEST_LINK:
        return
    if not bare:
        yield from _with_scheme(text, start, end)
        return
    if start and text[start - 1] in NOT_BEFORE_BARE:
        return
    names = list(_latin_names(domain))
    for at, stop in names[:-1]:
        yield Link(start + at, start + stop, start + stop)
    if names:
        at, stop = names[-1]
        if has_path:
            yield Link(start + at, end, start + stop + end - domain_end)
        else:
            yield Link(start + at, start + stop, start + stop)


def _with_scheme(text: str, start: int, end: int) -> Iterator[Link]:
    short = SHORT_LINK.match(text, start, end)
    if short is None:
        yield Link(start, end, end)
    elif len(short[1]) <= LONGEST_SLUG:
        yield Link(start, short.end(), short.end())


def _latin_names(domain: str) -> Iterator[tuple[int, int]]:
    place = told = 0
    while labels := LATIN_NAME.search(domain, place):
        dots = _dots_before_endings(domain, labels.start(), labels.end())
        place = dots[0][1] if dots else labels.end()
        if dots:
            # Where the same letters stood before without being a name, X takes those.
            name = domain[labels.start() : place]
            start = domain.find(name, told)
            told = start + len(name)
            yield start, told


def _is_domain(domain: str) -> bool:
    """Whether each label is short enough once it is written in ASCII."""
    if domain.startswith("xn--") and not any(_latin_names(domain)):
        return False
    return all(0 < _length_in_ascii(label) <= LONGEST_LABEL for label in domain.split("."))


def _length_in_ascii(label: str) -> int:
    if len(label) > LONGEST_LABEL:
        return len(label)
    parts = FULL_STOPS.split(label)
    return sum(map(_encoded_length, parts)) + len(parts) - 1


def _encoded_length(part: str) -> int:
    if all(sign <= "~" for sign in part):
        return len(part)
    joined = part.encode("utf-16-be", "surrogatepass").decode("utf-16-be", "surrogatepass")
    return len("xn--") + len(joined.encode("punycode"))


def _end_of_ending(text: str, start: int) -> int:
    """Where the known ending ends that begins here; 0 where none does."""
    ascii_run = ENDING_RUN.match(text, start)
    endings, lengths = _endings()
    if ascii_run[0].lower() in endings:
        return int(ascii_run.end())
    for size in lengths:
        end = start + size
        known = text[start:end].lower() in endings and len(text) >= end
        if known and not ENDING_RUN.match(text, end)[0]:
            return end
    punycode = PUNYCODE.match(text, start)
    return int(punycode.end()) if punycode else 0


@lru_cache(maxsize=1)
def _endings() -> tuple[frozenset[str], tuple[int, ...]]:
    """The known endings, and the lengths of those that are not ASCII, the longest first."""
    lines = files("bot.domain").joinpath("link_endings.txt").read_text("utf-8").splitlines()
    endings = [one for line in lines if not line.startswith("#") for one in line.split()]
    foreign = {len(one) for one in endings if not one.isascii()}
    return frozenset(endings), tuple(sorted(foreign, reverse=True))
