"""Share buttons: on the card, and what one shows before its person goes on by hand."""

from telegram import CopyTextButton, InlineKeyboardButton

from bot.chat.speaking import Line, button, in_rows, link
from bot.domain.share_links import PLACES, Way, fits_a_button
from bot.locales import Words, mark
from bot.services.assisting import Look, NeedsPage, ShareButton
from bot.services.cards import CardView
from bot.services.picking import Picked
from bot.services.sharing import PAGE_TARGET

_ = mark

TITLES = {
    "ameba": _("Ameba Blog"),
    "google_business": _("Google Business Profile"),
    "line_official": _("LINE Official Account"),
}
POSTED = _("Posted by you: ")
STAYS = _("What you posted yourself stays until you delete it there: ")
OLD_WORDS = _("{network} still shows the earlier words.")
WORDS_GO = _("{network} opens with this. You post it there yourself.")
ONLY_A_LINK = _("{network} takes only a link and makes a card of your page. You post it yourself.")
COPY_IT = _("{network} has no way in for me. Copy the words and paste them there.")
NO_PHOTOS = _("Photos do not travel along; please add them there.")
ALREADY = _("You have posted it on {network} yourself.")
PAGE_FIRST = _(
    "{network} takes only a link. So this answer goes on your page first, where anyone can read it."
)
OPEN, COPY, SEND_HERE = _("Open {network} ↗"), _("Copy the words"), _("Send it here to copy")
I_POSTED, ANOTHER_ADDRESS = _("I posted it"), _("Another address")
NOT_THERE = _("It is not there any more")
TO_PAGE = _("On my page")
BACK = _("Back")
WHICH = _(
    "A share button opens a network with your words filled in; you post them yourself. "
    "A card shows the first three that you pick."
)
LONGEST_SHOWN = 900

Rows = list[list[InlineKeyboardButton]]


def place_title(words: Words, place: str) -> str:
    """By its brand, as people write it in their language."""
    found = PLACES.get(place)
    return words(TITLES.get(place) or (found.title if found else place))


def posted(view: CardView) -> list[ShareButton]:
    """What the person has posted by hand."""
    return [one for one in view.share_buttons if one.url is not None]


def add_posted(words: Words, sentence: str, view: CardView, line: Line) -> None:
    """Where it was posted by hand, each a link where there is an address."""
    for position, one in enumerate(posted(view)):
        line.add(" " if position else "\n" + words(sentence))
        name = place_title(words, one.place)
        line.add(f"{name} ↗" if one.url else name, url=one.url or None)


def hints(words: Words, view: CardView) -> list[str]:
    """Nothing that we change reaches what was posted by hand."""
    stale = [one for one in posted(view) if one.stale]
    return [words(OLD_WORDS, network=place_title(words, one.place)) for one in stale]


def card_rows(words: Words, view: CardView) -> Rows:
    """One button a place; its mark says whether the person has posted it there."""
    return in_rows((_card_button(words, view.snippet_id, one) for one in view.share_buttons), 3)


def _card_button(words: Words, sid: int, one: ShareButton) -> InlineKeyboardButton:
    mark_ = "↗" if one.url is None else "●"
    return button(f"{mark_} {place_title(words, one.place)}", f"assist:look:{sid}:{one.place}")


def look_face(words: Words, look: Look) -> tuple[Line, Rows]:
    """What the place is handed, and the way there."""
    name, place = place_title(words, look.place.id), look.place
    line = Line()
    if look.posted.url is not None:
        line.add(words(ALREADY, network=name) + "\n")
        line.add(f"{look.posted.url}\n\n" if look.posted.url else "\n")
    sentence = {Way.WORDS: WORDS_GO, Way.PAGE: ONLY_A_LINK, Way.COPY: COPY_IT}[place.way]
    line.add(words(sentence, network=name))
    if look.text:
        line.add("\n\n").add(_shown(look.text), kind="blockquote")
    if look.permalink and look.permalink not in look.text and place.carries_link:
        line.add(f"\n\n{look.permalink}")
    if look.pictures and place.way is Way.WORDS:
        line.add("\n\n" + words(NO_PHOTOS))
    return line, _look_rows(words, look)


def _shown(text: str) -> str:
    return text if len(text) <= LONGEST_SHOWN else text[:LONGEST_SHOWN].rstrip() + "…"


def _look_rows(words: Words, look: Look) -> Rows:
    ids = f"{look.snippet_id}:{look.place.id}"
    told = look.posted.url is not None
    done = button(words(ANOTHER_ADDRESS if told else I_POSTED), f"assist:done:{ids}")
    return [
        [way] if (way := _way(words, look)) else [],
        [button(words(SEND_HERE), f"assist:take:{ids}")] if _is_sent_here(look) else [],
        [done],
        [button(words(NOT_THERE), f"assist:gone:{ids}")] if told else [],
        [button(words(BACK), f"card:show:{look.snippet_id}")],
    ]


def _way(words: Words, look: Look) -> InlineKeyboardButton | None:
    if look.link:
        return link(words(OPEN, network=place_title(words, look.place.id)), look.link)
    if fits_a_button(look.text):
        return InlineKeyboardButton(words(COPY), copy_text=CopyTextButton(look.text))
    return None


def _is_sent_here(look: Look) -> bool:
    """What no button holds comes as messages: long words, and pictures to add by hand."""
    if look.place.way is not Way.COPY:
        return False
    return bool(look.pictures) or bool(look.text and not fits_a_button(look.text))


def needs_page_face(words: Words, needs: NeedsPage) -> tuple[str, Rows]:
    """The page's own way out takes over from here: its first look, its door, its undo time."""
    sid = needs.snippet_id
    text = words(PAGE_FIRST, network=place_title(words, needs.place.id))
    page = button(words(TO_PAGE), f"share:to:{sid}:{PAGE_TARGET}")
    return text, [[page], [button(words(BACK), f"card:show:{sid}")]]


def places_face(words: Words, picked: tuple[Picked, ...]) -> tuple[str, Rows]:
    """Every place with its tick, in the order of the table."""
    chosen = {one.place for one in picked}
    ticks = [
        button(f"✓ {place_title(words, place)}", f"assist:unpick:{place}")
        if place in chosen
        else button(place_title(words, place), f"assist:pick:{place}")
        for place in PLACES
    ]
    return words(WHICH), [*in_rows(ticks, 2), [button("◀", "networks:list")]]
