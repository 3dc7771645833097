"""Names in Latin letters: behind a title, in full, before -san."""

import unicodedata
from collections.abc import Iterator

import regex

from bot.domain.door_latin_names import BEFORE_PLACES, GIVEN, NOBODY, NOT_SURNAMES, SURNAMES
from bot.domain.door_names_japanese import ROMAN

PART = r"\p{Latin}{1,24}+(?:['’-]\p{Latin}{1,24}+){0,2}+"
WORD = r"\p{Lu}(?:['’]\p{Lu})?+\p{Latin}{0,24}+(?:['’-]\p{Latin}{1,24}+){0,2}+"
PARTICLES = r"(?:(?:van|von|de|da|del|di|la|der|den|ter|bin|al|el|dos) ){1,3}+"
INITIAL = r"(?:(?<=(?<!\p{L})\p{Lu})\.)?"
RUN = regex.compile(rf"(?<![\p{{L}}\p{{N}}'’-]){WORD}(?:{INITIAL} (?:{PARTICLES})?{WORD}){{1,11}}+")
TITLED = regex.compile(
    r"(?<![\p{L}\p{N}])(?P<title>(?i:mr|mrs|prof)|Ms|Mx|Miss|Dr|Professor|Doctor|Sir|Mme|Madame"
    r"|Monsieur|Herr|Frau|Señora|Señor|Signora|Rev|Reverend)\.? "
    rf"(?!and |or )(?P<first>{PART})(?: (?:\p{{Lu}}\. )?(?P<last>{WORD}))?"
)
LOWER_CASE = frozenset({"mr", "mrs"})
POLITE = regex.compile(
    r"(?<![\p{L}\p{N}-])(?P<name>\p{Latin}{2,16})(?:-| )(?:san|sensei|senpai|sama|kun|chan)"
    r"(?![\p{L}\p{N}-])",
    regex.IGNORECASE,
)
MAKERS = frozenset({"suzuki", "honda", "kawasaki"})
FAMILY = regex.compile(r"\bthe (?P<name>\p{Lu}\p{Latin}{2,20}?)s\b")
CALLED = regex.compile(
    r"\b(?i:my|our) (?:new |old |best )?(?i:friend|colleague|neighbou?r|boss|teacher|landlord"
    r"|landlady|flatmate|roommate|classmate|cousin|uncle|aunt|boyfriend|girlfriend|doctor|dentist"
    r"|hairdresser),? "
    rf"(?P<first>{WORD}) (?P<last>{WORD})"
)
MADE = regex.compile(
    r"\b(?:books?|novels?|stor(?:y|ies)|songs?|films?|movies?|albums?|poems?|paintings?|essays?"
    r"|series|plays?|concert|biography|exhibition|recipes?)"
    r" (?:\w{1,12} ){0,3}(?:by|of|about|from) $"
    r"|\b(?:read|reading|reread|listened to|listening to|watched|watching) (?:some )?$",
    regex.IGNORECASE,
)
MET = regex.compile(
    r"(?:^|[\s,(])(?:with|met|saw|and|called|phoned|rang|thanked|visited|helped|asked|told) $",
    regex.IGNORECASE,
)
LONG_VOWEL = regex.compile(r"(?<=o)(?:o|u|h(?![aiueo]))|(?<=u)u")
LONGEST_BEFORE = 60


def _short(word: str) -> str:
    return str(LONG_VOWEL.sub("", word))


SHORT_ROMAN = frozenset(map(_short, ROMAN))


def english_names(text: str) -> Iterator[tuple[str, ...]]:
    """The words of each name in plain lower case."""
    for match in TITLED.finditer(text):
        yield from _titled(match)
    for match in POLITE.finditer(text):
        if _is_roman(_plain(match["name"])):
            yield (_plain(match["name"]),)
    for match in FAMILY.finditer(text):
        name = _plain(match["name"])
        if (name in SURNAMES or _is_roman(name)) and name not in MAKERS:
            yield (name,)
    for match in CALLED.finditer(text):
        words = _plain(match["first"]), _plain(match["last"])
        if not NOT_SURNAMES.intersection(words):
            yield words
    for match in RUN.finditer(text):
        before = text[max(0, match.start() - LONGEST_BEFORE) : match.start()]
        yield from _in_run(match.group(), before)


def _titled(match: regex.Match[str]) -> Iterator[tuple[str, ...]]:
    title, first = match["title"], match["first"]
    if not first[0].isupper() and title.casefold() not in LOWER_CASE:
        return
    words = [_plain(word) for word in (first, match["last"]) if word]
    if f"{title.casefold()} {words[0]}" in NOBODY or words[0] in NOT_SURNAMES:
        return
    # "Miss" is a verb at the beginning of a sentence.
    if title != "Miss" or words[0] in GIVEN | SURNAMES or _is_roman(words[0]):
        yield tuple(word for word in words if word not in NOT_SURNAMES)


def _in_run(run: str, before: str) -> Iterator[tuple[str, ...]]:
    """Full names among words that begin with capitals, told by what stands around them."""
    raw = [word for word in regex.split(r"\.? ", run) if word[0].isupper()]
    words = [_plain(word) for word in raw]
    for place in range(len(words) - 1):
        first, last, behind = words[place], words[place + 1], words[place + 2 :]
        if len(last) == 1 and behind:
            last, behind = behind[0], behind[1:]
        said = f"{before}{' '.join(raw[:place])}{' ' if place else ''}"
        named = _is_full(first, last) or (last in SURNAMES and MET.search(said))
        a_place = place > 0 and words[place - 1] in BEFORE_PLACES
        if not named or a_place or NOT_SURNAMES.intersection(behind[:1]):
            continue
        if _may_be(first, last) and not _is_whose(raw[place]) and not MADE.search(said):
            yield (first, last)


def _is_full(first: str, last: str) -> bool:
    if not GIVEN.isdisjoint(first.split("-")):
        return last not in GIVEN or last in SURNAMES or _is_roman(last)
    return _is_roman(first) and last in GIVEN


def _may_be(first: str, last: str) -> bool:
    if min(len(first), len(last)) < 2 or first == last or f"{first} {last}" in NOBODY:
        return False
    return not NOT_SURNAMES.intersection((first, last))


def _is_whose(word: str) -> bool:
    return word.replace("’", "'").endswith("'s")


def _is_roman(word: str) -> bool:
    """Whether it is a Japanese surname; Sato is also written Satou, Satoh and Satō."""
    return _short(word) in SHORT_ROMAN


def _plain(word: str) -> str:
    """Without accents and the 's of what is somebody's."""
    apart = unicodedata.normalize("NFKD", word.replace("’", "'"))
    bare = "".join(each for each in apart if not unicodedata.combining(each)).casefold()
    return bare.removesuffix("'s").replace("ł", "l").replace("ø", "o")
