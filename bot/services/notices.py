"""What the bot says unasked, as values; the chat finds the words."""

from dataclasses import dataclass
from datetime import date

from bot.domain.door import Kind


@dataclass(frozen=True, slots=True, kw_only=True)
class CardDue:
    """A snippet is complete: show its card (`first`), or bring the shown one up to date."""

    person_id: int
    snippet_id: int
    first: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class SignedOut:
    """An account wants its owner to sign in again; so many answers wait for it."""

    person_id: int
    account_id: int
    network: str
    handle: str
    waiting: int


@dataclass(frozen=True, slots=True, kw_only=True)
class SignInEnds:
    """A sign-in works until that day, in its owner's zone, and only they can renew it."""

    person_id: int
    account_id: int
    network: str
    handle: str
    on: date


@dataclass(frozen=True, slots=True, kw_only=True)
class NetworkOutdated:
    """For whoever runs this: a network no longer speaks the version that this Hibi knows."""

    person_id: int
    network: str


@dataclass(frozen=True, slots=True, kw_only=True)
class WasItPosted:
    """Nobody can tell whether a post went out: the person is asked."""

    person_id: int
    delivery_id: int
    snippet_id: int
    network: str
    handle: str
    excerpt: str


@dataclass(frozen=True, slots=True, kw_only=True)
class OfferByItself:
    """The third shared snippet of a target: offer to share there by itself from now on."""

    person_id: int
    account_id: int
    network: str
    handle: str


@dataclass(frozen=True, slots=True, kw_only=True)
class AskSearch:
    """The third public snippet: may search engines find the page?"""

    person_id: int


@dataclass(frozen=True, slots=True, kw_only=True)
class AskedEnough:
    """The third yes to a special kind of detail: shall the door go on asking about it?"""

    person_id: int
    kind: Kind


@dataclass(frozen=True, slots=True, kw_only=True)
class Unlinked:
    """A link has ended from the other side (e.g. the bot was removed from the channel)."""

    person_id: int
    network: str
    handle: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ConfirmLink:
    """A browser came back from a network: the same person must confirm in the chat."""

    person_id: int
    request_id: int
    network: str
    handle: str


@dataclass(frozen=True, slots=True, kw_only=True)
class MediaTrouble:
    """A file could not be kept; the words beside it were. `rule` says why."""

    person_id: int
    snippet_id: int
    rule: str


@dataclass(frozen=True, slots=True, kw_only=True)
class DescribePhoto:
    """One of the first three photos: ask for a line for people who cannot see it."""

    person_id: int
    snippet_id: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Milestone:
    """So many days in a row; `first_words` is what the person wrote on the first of them."""

    person_id: int
    days: int
    first_words: str


@dataclass(frozen=True, slots=True, kw_only=True)
class WelcomeBack:
    """A streak ended; the total stands."""

    person_id: int
    total: int


@dataclass(frozen=True, slots=True, kw_only=True)
class PausedBecauseLong:
    """An open-ended pause has lasted a month: ask gently, once."""

    person_id: int
    since: date


@dataclass(frozen=True, slots=True, kw_only=True)
class ToldEcho:
    """What somebody else said under a post: a stranger's words, cut short. `below` are the
    person's own, `url` is where it stands, or "".
    """

    echo_id: int
    author: str
    network: str
    text: str
    url: str
    below: str
    can_answer: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Echoes:
    """What others said under the person's posts today, and how much more than is shown."""

    person_id: int
    echoes: tuple[ToldEcho, ...]
    more: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Responded:
    """What the person answered stands there now (`url`), or was not taken (`rule`).

    `said_in` is the message which said that it is on its way.
    """

    person_id: int
    author: str
    network: str
    url: str = ""
    rule: str | None = None
    said_in: int | None = None


Notice = (
    CardDue
    | SignedOut
    | SignInEnds
    | NetworkOutdated
    | WasItPosted
    | OfferByItself
    | AskSearch
    | AskedEnough
    | Unlinked
    | ConfirmLink
    | MediaTrouble
    | DescribePhoto
    | Milestone
    | WelcomeBack
    | PausedBecauseLong
    | Echoes
    | Responded
)
