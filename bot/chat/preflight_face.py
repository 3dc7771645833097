"""What becomes of an answer at a network, in plain words: each for itself, or on one line."""

from collections.abc import Iterable

from telegram import InlineKeyboardButton

from bot.chat.cost_words import link_hint
from bot.chat.names import network_title
from bot.chat.speaking import button
from bot.domain.preflight import Finding, Rule
from bot.locales import Words, mark, mark_plural
from bot.services.cards import CardView
from bot.services.sharing import FirstTime

_ = mark

Sentence = str | tuple[str, str]

NOT_DESCRIBED = mark_plural(
    "{count} photo has no description yet.", "{count} photos have no description yet."
)
SAID: dict[Rule, Sentence] = {
    Rule.TEXT_SPLIT: mark_plural("It goes as {count} post.", "It goes as {count} posts."),
    Rule.TEXT_SHORTENED: _("It is shortened there, and ends with (…)."),
    Rule.TEXT_CARD: _("The words go as a picture."),
    Rule.PICTURES_DROPPED: _("The first {count} of {total} photos go there."),
    Rule.PICTURES_SHRUNK: mark_plural(
        "{count} photo is made smaller.", "{count} photos are made smaller."
    ),
    Rule.PICTURES_PADDED: mark_plural(
        "{count} photo gets a white margin.", "{count} photos get a white margin."
    ),
    Rule.RECORDING_STAYS: _("The recording stays in your diary."),
    Rule.VIDEO_TOO_LONG: _("The video is too long for there, and stays in your diary."),
    Rule.NAMES_UNCALLED: _("Names with an @ call nobody there."),
    Rule.ALT_CUT: _("The description of the photo is shortened there."),
    Rule.ALT_DROPPED: _("Descriptions of photos do not go there."),
    Rule.ALT_MISSING: NOT_DESCRIBED,
}
SHORTENED_LINKED = _("It is shortened there, and ends with (…) and a link to the whole.")
NO_PHOTOS = _("Photos do not go there.")
DESCRIBE = _("Describe the photo")

# The same on the card, as parts of one line.
BRIEF: dict[Rule, Sentence] = {
    Rule.TEXT_SPLIT: mark_plural("{count} post", "{count} posts"),
    Rule.TEXT_SHORTENED: _("shortened"),
    Rule.TEXT_CARD: _("words as a picture"),
    Rule.PICTURES_DROPPED: _("{count} of {total} photos"),
    Rule.PICTURES_SHRUNK: _("photos made smaller"),
    Rule.PICTURES_PADDED: _("photos with a margin"),
    Rule.RECORDING_STAYS: _("without the recording"),
    Rule.VIDEO_TOO_LONG: _("video too long"),
    Rule.NAMES_UNCALLED: _("@names call nobody"),
    Rule.ALT_CUT: _("description shortened"),
    Rule.ALT_DROPPED: _("no descriptions"),
}
WITHOUT_PHOTOS = _("without photos")
MOST_PLACES, MOST_THINGS = 3, 2


def sentences(words: Words, first: FirstTime) -> list[str]:
    """For the first look: one sentence for each finding, and what a link costs."""
    costs = link_hint(words, first.network, first.words)
    return [*(_said(words, one) for one in first.findings), *([costs] if costs else [])]


def _said(words: Words, one: Finding) -> str:
    said = SAID[one.rule]
    if one.rule is Rule.TEXT_SHORTENED and one.linked:
        said = SHORTENED_LINKED
    if one.rule is Rule.PICTURES_DROPPED and not one.count:
        said = NO_PHOTOS
    return _spoken(words, said, one)


def hints(words: Words, view: CardView) -> list[str]:
    """For the card: at most one line, in which places with the same findings stand together."""
    by_things: dict[str, list[str]] = {}
    for target in view.targets:
        things = _brief(words, view.findings.get(target.account_id, ()))
        if things:
            by_things.setdefault(things, []).append(network_title(words, target.network))
    groups = [f"{words.listed(names)}: {things}" for things, names in by_things.items()]
    if groups:
        more = ["…"] if len(groups) > MOST_PLACES else []
        return [" · ".join([*groups[:MOST_PLACES], *more])]
    missing = [one.count for one in _all(view) if one.rule is Rule.ALT_MISSING]
    return [words.plural(NOT_DESCRIBED, max(missing))] if missing else []


def describe_rows(words: Words, view: CardView) -> list[list[InlineKeyboardButton]]:
    """The way to describe a photo, while one has no description."""
    if not (view.photos and view.undescribed):
        return []
    return [[button(words(DESCRIBE), f"card:alt:{view.snippet_id}")]]


def _all(view: CardView) -> Iterable[Finding]:
    return (one for found in view.findings.values() for one in found)


def _brief(words: Words, found: Iterable[Finding]) -> str:
    """The first of what is told on the card; what a link costs stands there already."""
    told = [_part(words, one) for one in found if one.rule in BRIEF]
    return words.listed(told[:MOST_THINGS])


def _part(words: Words, one: Finding) -> str:
    said = BRIEF[one.rule]
    if one.rule is Rule.PICTURES_DROPPED and not one.count:
        said = WITHOUT_PHOTOS
    return _spoken(words, said, one)


def _spoken(words: Words, said: Sentence, one: Finding) -> str:
    if isinstance(said, tuple):
        return words.plural(said, one.count)
    return words(said, count=words.number(one.count), total=words.number(one.total))
