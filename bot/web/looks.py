"""Pages and snippets as the templates want them: dates in words, links, rows of pictures."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from urllib.parse import quote

from markupsafe import Markup

from bot.domain.compose import is_short
from bot.domain.share_links import PLACES
from bot.locales import Words
from bot.locales import mark as _
from bot.services.ground import Ground
from bot.services.pages import PageView, Picture, Recording, Shown
from bot.web.texts import linked, plain
from bot.web.wellknown import contact_address

ALSO_AT = _("Also on")
OLDER = _("Older")
NEWEST = _("Newest")
NOTHING_YET = _("Nothing here yet.")
ALL_OF_THEM = _("Read all of them")
MADE_WITH = _("Made with Hibi, one line a day.")
RUN_BY = _("Run by {name}")

LABELS = {
    "occupation": _("Work"),
    "shop": _("Shop"),
    "base": _("Based in"),
    "likes": _("Likes"),
    "thinks": _("Thinks about"),
    "contact": _("Contact"),
}
# How the line is called in an h-card: https://microformats.org/wiki/h-card (2 June 2023).
PROPERTIES = {"occupation": "p-job-title", "shop": "p-org", "base": "p-locality"}

SHAPES = (56, 67, 75, 100, 133, 150, 178)
"""Widths in hundredths of the height that the style sheet knows."""


@dataclass(frozen=True, slots=True)
class Link:
    title: str
    address: str


@dataclass(frozen=True, slots=True)
class Line:
    label: str
    text: Markup
    property: str


@dataclass(frozen=True, slots=True)
class ShownPicture:
    address: str
    width: int
    height: int
    alt: str
    shape: str


@dataclass(frozen=True, slots=True)
class ShownRecording:
    address: str
    video: bool
    width: int
    height: int


@dataclass(frozen=True, slots=True, kw_only=True)
class PageLook:
    """The head of a page."""

    handle: str
    href: str
    name: str
    reading: str
    bio: str
    lines: Sequence[Line]
    elsewhere: Sequence[Link]
    searchable: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class EntryLook:
    """One snippet, ready to be shown."""

    href: str
    day: str
    published_at: str
    updated_at: str
    question: str
    text: Markup
    brief: bool
    language: str
    rows: Sequence[Sequence[ShownPicture]]
    recordings: Sequence[ShownRecording]
    copies: Sequence[Link]


@dataclass(frozen=True, slots=True, kw_only=True)
class Said:
    """The sentences around people's own words."""

    also_at: str
    older: str
    newest: str
    nothing_yet: str
    all_of_them: str
    made_with: str
    run_by: str
    contact: str
    contact_address: str


def page_look(ground: Ground, words: Words, page: PageView) -> PageLook:
    lines = {**page.lines, **({"shop": page.shop} if page.shop else {})}
    return PageLook(
        handle=page.handle,
        href=page_href(page),
        name=plain(page.name),
        reading=plain(" ".join(part for part in (page.reading, page.latin) if part)),
        bio=plain(page.bio),
        lines=[
            Line(words(label), linked(lines[key]), PROPERTIES.get(key, ""))
            for key, label in LABELS.items()
            if key in lines
        ],
        elsewhere=[
            Link(title_of(ground, network), address)
            for network, server, handle in page.elsewhere
            if (address := profile_address(network, server, handle))
        ],
        searchable=page.searchable,
    )


def entry_look(ground: Ground, words: Words, page: PageView, shown: Shown) -> EntryLook:
    text = plain(shown.text)
    return EntryLook(
        href=snippet_href(page, shown),
        day=words.full_day(shown.on),
        published_at=stamp(shown.published_at),
        updated_at=stamp(shown.edited_at) if shown.edited_at else "",
        question=plain(shown.question),
        text=linked(text),
        brief=bool(text) and not shown.pictures and "\n" not in text and is_short(text),
        language=shown.language,
        rows=_rows([picture_look(shown, picture) for picture in shown.pictures]),
        recordings=[
            ShownRecording(file_href(shown, one), is_video(one), one.width, one.height)
            for one in shown.recordings
        ],
        copies=[
            Link(title_of(ground, network), address)
            for network, address in shown.copies
            if address.startswith(("https://", "http://"))
        ],
    )


def said(ground: Ground, words: Words) -> Said:
    name, contact = ground.settings.operator_name, ground.settings.operator_contact
    return Said(
        also_at=words(ALSO_AT),
        older=words(OLDER),
        newest=words(NEWEST),
        nothing_yet=words(NOTHING_YET),
        all_of_them=words(ALL_OF_THEM),
        made_with=words(MADE_WITH),
        run_by=words(RUN_BY, name=name) if name else "",
        contact=contact.removeprefix("mailto:"),
        contact_address=contact_address(contact),
    )


def picture_look(shown: Shown, picture: Picture) -> ShownPicture:
    return ShownPicture(
        address=file_href(shown, picture),
        width=picture.width,
        height=picture.height,
        alt=plain(picture.alt),
        shape=_shape(picture.width, picture.height),
    )


def file_href(shown: Shown, file: Picture | Recording) -> str:
    """Where a file is served: nobody can guess it who was not shown it."""
    suffix = file.name.rpartition(".")[2]
    return f"/media/{file.address}/{shown.public_id}.{suffix}"


def is_video(recording: Recording) -> bool:
    return recording.mime.startswith("video/")


def page_href(page: PageView) -> str:
    return f"/@{page.handle}"


def snippet_href(page: PageView, shown: Shown) -> str:
    return f"/@{page.handle}/{shown.public_id}"


def stamp(moment: datetime) -> str:
    """2026-11-27T09:00:00Z"""
    return moment.strftime("%Y-%m-%dT%H:%M:%SZ")


def title_of(ground: Ground, network: str) -> str:
    """What a network is called; also a place where only its person can post."""
    found = ground.networks.get(network) or PLACES.get(network)
    return found.title if found is not None else network


def profile_address(network: str, server: str, handle: str) -> str:
    """Where a person is found there; "" where nobody else can look."""
    name = quote(handle.removeprefix("@").partition("@")[0], safe="")
    match network:
        case "mastodon" | "misskey" if server:
            return f"https://{server}/@{name}"
        case "bluesky":
            return f"https://bsky.app/profile/{name}"
        case "telegram" if handle.startswith("@"):
            return f"https://t.me/{name}"
    return ""


def _shape(width: int, height: int) -> str:
    ratio = 100 * width / height if width and height else 100
    return f"w{min(SHAPES, key=lambda shape: abs(shape - ratio))}"


def _rows(pictures: Sequence[ShownPicture]) -> list[list[ShownPicture]]:
    """Two side by side; an odd one first, on its own."""
    odd = len(pictures) % 2
    rows = [list(pictures[:1])] if odd else []
    return rows + [list(pictures[at : at + 2]) for at in range(odd, len(pictures), 2)]
