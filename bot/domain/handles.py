"""Names of pages: which may be had, which look alike, which to propose."""

import random
import re
import unicodedata
from collections.abc import Iterable, Iterator
from datetime import datetime, timedelta
from enum import StrEnum

SHAPE = re.compile(r"(?=.*[a-z])[a-z0-9_]{3,30}")
LONGEST = 30
CHANGES_A_YEAR = 3
YEAR = timedelta(days=365)

_RESERVED_TEXT = """
    about abuse account accounts admin administrator all anonymous api app apple archive archives
    assets atom auth authorize blog bluesky bot callback card cards contact css dashboard delete
    discover docs download edit email embed error everyone explore export favicon feed feeds file
    files follow forget health help here hibi home host hostmaster html http https icon image
    images impressum inbox index info instance js json legal link links linking list live login
    logout mail manifest mastodon me media metrics mod moderator new nobody nodeinfo noindex null
    oauth official oembed outbox owner page pages picture pictures playground post posts privacy
    profile public ready register report robots root rss rules search secure security service
    settings share sharedinbox signin signout signup site sitemap snippet snippets source staff
    static stats status store sub support svg system tag tags team telegram terms test tos
    undefined unlink unsubscribe update user username users verify web webfinger webhook webmaster
    wellknown well_known widget www you
"""
RESERVED = frozenset(_RESERVED_TEXT.split())

# What the eye takes for the same in the typefaces that pages and chats use.
ALIKE = (("rn", "m"), ("vv", "w"), ("cl", "d"))
SAME = str.maketrans({"0": "o", "1": "l", "i": "l", "5": "s", "2": "z", "8": "b", "_": None})

CALM_WORDS = ("asa", "ame", "hana", "kaze", "kumo", "mizu", "sora", "tsuki", "yama", "yuki")


class Problem(StrEnum):
    """Why a handle cannot be had."""

    SHAPE = "shape"
    RESERVED = "reserved"
    TAKEN = "taken"
    TOO_OFTEN = "too often"


def normal(typed: str) -> str:
    """A handle as it is stored: no @, small letters, full-width letters made plain."""
    return unicodedata.normalize("NFKC", typed[:200]).strip().lstrip("@").casefold()


def skeleton(handle: str) -> str:
    """Equal for handles that look alike: han0 and hano, rnitsu and mitsu, a_b and ab."""
    bare = handle.translate(SAME)
    for pair, single in ALIKE:
        bare = bare.replace(pair, single)
    return bare or handle


_RESERVED_SKELETONS = frozenset(map(skeleton, RESERVED))


def problem(handle: str) -> Problem | None:
    """What is wrong with a handle in itself; None does not say that nobody has it."""
    if not SHAPE.fullmatch(handle):
        return Problem.SHAPE
    if handle in RESERVED or skeleton(handle) in _RESERVED_SKELETONS:
        return Problem.RESERVED
    return None


def may_change(changed_at: Iterable[datetime], now: datetime) -> bool:
    """Whether the handle may be changed once more: three times in any year."""
    return sum(1 for at in changed_at if now - at < YEAR) < CHANGES_A_YEAR


def proposals(hints: Iterable[str], chance: random.Random) -> Iterator[str]:
    """Endless handles to try, the ones nearest to the hints first."""
    bases = [base for base in map(_base, hints) if len(base) >= 3]
    yield from (base for base in bases if problem(base) is None)
    stem = bases[0] if bases else ""
    while True:
        word = stem or chance.choice(CALM_WORDS)
        handle = f"{word[: LONGEST - 6]}_{chance.randrange(10, 100_000)}"
        if problem(handle) is None:
            yield handle
        else:
            # A name of digits alone never becomes a handle, whatever number follows it.
            stem = ""


def _base(hint: str) -> str:
    """The Latin letters of a name: "Hána Sato" becomes hana_sato, 佐藤 nothing."""
    plain = unicodedata.normalize("NFKD", hint[:200]).casefold()
    bare = "".join(character for character in plain if not unicodedata.combining(character))
    return re.sub(r"[^a-z0-9]+", "_", bare).strip("_")[:LONGEST].strip("_")
