"""Share buttons: how a network's own form is opened with the words in it, or what is copied there.

For networks without a way in for programs, or not linked. The person posts; we only fill in.
"""

from dataclasses import dataclass, replace
from enum import StrEnum

from bot.domain.compose import CUT_MARK, Limits, Unit, fit, fits, in_address, length

LONGEST_LINK = 2000
"""In characters, all of them ASCII. Browsers, apps and Telegram take so much for sure."""

LONGEST_COPIED = 256
"""In UTF-16 units; what one button may hold: https://core.telegram.org/bots/api#copytextbutton
(read 2026-11-26)."""

ONE_MESSAGE = Limits(characters=4096, unit=Unit.UTF16)
"""As much as one message of Telegram's holds, for networks that take at least that."""


class Way(StrEnum):
    """What a share button can hand over."""

    WORDS = "words"
    PAGE = "page"  # only the address of a public page; the network makes a card of it
    COPY = "copy"  # no form to fill in: the words are copied and pasted


@dataclass(frozen=True, slots=True, kw_only=True)
class Place:
    """One place to share by hand; `id` is stored, never changed.

    `form` is the address of its form, `{server}` in it where each server has its own. `words`
    and `link` are the names of the two values that it takes; without `link` the permalink stands
    below the words. `lone` takes the words where there is no permalink. `hosts` are where its
    posts are read, all of them names of the network itself. `query_counts`: a post's address is
    not complete without what follows the question mark.
    """

    id: str
    title: str
    way: Way = Way.WORDS
    limits: Limits = ONE_MESSAGE
    form: str = ""
    words: str = "text"
    link: str | None = None
    lone: str | None = None
    carries_link: bool = True
    hosts: frozenset[str] = frozenset()
    query_counts: bool = False
    network: str | None = None
    """The network which, when it is linked, makes this button superfluous."""

    @property
    def needs_server(self) -> bool:
        return "{server}" in self.form


def _hosts(names: str) -> frozenset[str]:
    return frozenset(names.split())


ALL = (
    # https://docs.x.com/x-for-websites/post-button/guides/web-intent (read 2026-11-26)
    Place(
        id="x",
        title="X",
        limits=Limits(characters=280, unit=Unit.WEIGHTED, url_length=23),
        form="https://x.com/intent/tweet",
        link="url",
        hosts=_hosts("x.com www.x.com mobile.x.com twitter.com www.twitter.com mobile.twitter.com"),
        network="x",
    ),
    # Words that are handed over beside the address are ignored: the page's own card is shown.
    # https://developers.facebook.com/docs/sharing (as of 2026-11)
    Place(
        id="facebook",
        title="Facebook",
        way=Way.PAGE,
        form="https://www.facebook.com/sharer/sharer.php",
        link="u",
        hosts=_hosts("facebook.com www.facebook.com m.facebook.com web.facebook.com fb.watch"),
        query_counts=True,
    ),
    # https://developers.line.biz/en/docs/messaging-api/using-line-url-scheme/ (as of 2026-11)
    Place(
        id="line",
        title="LINE",
        form="https://line.me/R/share",
        hosts=_hosts("line.me linevoom.line.me"),
    ),
    # https://developers.facebook.com/docs/threads/threads-web-intents (read 2026-11-26)
    Place(
        id="threads",
        title="Threads",
        limits=Limits(characters=500, unit=Unit.EMOJI_BYTES),
        form="https://www.threads.com/intent/post",
        link="url",
        hosts=_hosts("threads.com www.threads.com threads.net www.threads.net"),
        network="threads",
    ),
    # https://docs.bsky.app/docs/advanced-guides/intent-links (as of 2026-11)
    Place(
        id="bluesky",
        title="Bluesky",
        limits=Limits(characters=300, unit=Unit.GRAPHEMES, text_bytes=3000),
        form="https://bsky.app/intent/compose",
        hosts=_hosts("bsky.app"),
        network="bluesky",
    ),
    # https://misskey-hub.net/en/docs/for-users/features/share-form/ (as of 2026-11)
    Place(
        id="misskey",
        title="Misskey",
        limits=Limits(characters=3000),
        form="https://{server}/share",
        link="url",
        network="misskey",
    ),
    # https://github.com/mastodon/mastodon, config/routes.rb: /share (as of 2026-11)
    Place(
        id="mastodon",
        title="Mastodon",
        limits=Limits(characters=500, url_length=23),
        form="https://{server}/share",
        network="mastodon",
    ),
    Place(
        id="linkedin",
        title="LinkedIn",
        way=Way.PAGE,
        form="https://www.linkedin.com/sharing/share-offsite/",
        link="url",
        hosts=_hosts("linkedin.com www.linkedin.com jp.linkedin.com m.linkedin.com lnkd.in"),
        network="linkedin",
    ),
    # It must have an address; words alone may stand in its place.
    # https://core.telegram.org/api/links#share-links (as of 2026-11)
    Place(
        id="telegram",
        title="Telegram",
        form="https://t.me/share/url",
        link="url",
        lone="url",
        hosts=_hosts("t.me telegram.me"),
    ),
    Place(id="note", title="note", way=Way.COPY, hosts=_hosts("note.com")),
    Place(id="mixi2", title="mixi2", way=Way.COPY, hosts=_hosts("mixi.social")),
    Place(id="ameba", title="Ameba Blog", way=Way.COPY, hosts=_hosts("ameblo.jp s.ameblo.jp")),
    # Addresses in a caption cannot be followed, so none is put there.
    Place(
        id="instagram_personal",
        title="Instagram",
        way=Way.COPY,
        limits=Limits(characters=2200),
        carries_link=False,
        hosts=_hosts("instagram.com www.instagram.com"),
    ),
    # https://developers.google.com/my-business/content/posts-data (as of 2026-11)
    Place(
        id="google_business",
        title="Google Business Profile",
        way=Way.COPY,
        limits=Limits(characters=1500),
        carries_link=False,
        hosts=_hosts("posts.gle share.google maps.app.goo.gl"),
        network="google_business",
    ),
    Place(
        id="line_official",
        title="LINE Official Account",
        way=Way.COPY,
        hosts=_hosts("lin.ee page.line.me linevoom.line.me"),
        network="line_official",
    ),
)
PLACES = {place.id: place for place in ALL}


@dataclass(frozen=True, slots=True)
class Prefilled:
    """What one place is handed: the words as they were cut, and the link, "" where they are
    copied."""

    text: str
    link: str


def prefilled(
    place: Place, text: str, *, permalink: str | None = None, server: str = ""
) -> Prefilled:
    """The words as this place takes them. A `Way.PAGE` place needs a permalink.

    The link is never longer than `LONGEST_LINK`. A permalink that leaves no room for words is
    left out.
    """
    permalink = permalink if place.carries_link else None
    if place.way is Way.PAGE:
        return Prefilled("", _link(place, "", permalink, server))
    room = _room(place, permalink, server)
    if permalink and not fits(CUT_MARK, room):
        return prefilled(place, text, server=server)
    words = fit(text, room)
    if permalink and not place.link:
        words = f"{words}\n{permalink}" if words else permalink
    if place.way is Way.COPY:
        return Prefilled(words, "")
    return Prefilled(words, _link(place, words, permalink, server))


def _room(place: Place, permalink: str | None, server: str) -> Limits:
    """What is left for the words beside the permalink, which the network counts, too."""
    below = f"\n{permalink}" if permalink else ""
    left = replace(
        place.limits,
        characters=place.limits.characters - length(below, place.limits),
        text_bytes=place.limits.text_bytes and place.limits.text_bytes - len(below.encode()),
    )
    if place.way is Way.COPY:
        return left
    around = _link(place, "" if place.link else below, permalink, server)
    return replace(left, in_address=LONGEST_LINK - len(around))


def _link(place: Place, words: str, permalink: str | None, server: str) -> str:
    if place.way is Way.PAGE:
        values = {place.link or place.words: permalink or ""}
    elif permalink and place.link:
        values = {place.words: words, place.link: permalink}
    else:
        values = {place.lone or place.words: words}
    query = "&".join(f"{name}={in_address(value)}" for name, value in values.items())
    return f"{place.form.format(server=server)}?{query}"


def fits_a_button(text: str) -> bool:
    """Whether a button can hold these words for copying."""
    return 0 < length(text, ONE_MESSAGE) <= LONGEST_COPIED
