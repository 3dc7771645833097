"""The words of the door: what it seems to have seen, and what each kind is called."""

from collections.abc import Sequence

from bot.chat.speaking import Rows, button
from bot.domain.door import Detail, Kind
from bot.locales import Words, mark

_ = mark

CHECK = _("One check before this goes out: {seems}")
SEEMS = {
    Kind.PHONE: _("it seems to contain a phone number, {shown}."),
    Kind.EMAIL: _("it seems to contain an address, {shown}."),
    Kind.CARD: _("it seems to contain a card number, {shown}."),
    Kind.MY_NUMBER: _("it seems to contain a My Number, {shown}."),
    Kind.POSTAL: _("it seems to contain a postal code, {shown}."),
    Kind.ADDRESS: _("it seems to contain where somebody lives or works, {shown}."),
    Kind.MEETING: _("it seems to say where somebody will be and when, {shown}."),
    Kind.NAME: _("it seems to name somebody, {shown}: initials or a nickname?"),
    Kind.HEALTH: _("it seems to speak of somebody's health, {shown}."),
    Kind.BELIEF: _("it seems to speak of somebody's belief, {shown}."),
    Kind.POLITICS: _("it seems to speak of somebody's politics, {shown}."),
    Kind.SEX_LIFE: _("it seems to speak of somebody's love or sex life, {shown}."),
    Kind.UNION: _("it seems to speak of somebody's trade union, {shown}."),
    Kind.CRIME: _("it seems to speak of a crime or the police, {shown}."),
}
KINDS = {
    Kind.PHONE: _("phone numbers"),
    Kind.EMAIL: _("e-mail addresses"),
    Kind.CARD: _("card numbers"),
    Kind.MY_NUMBER: _("My Number"),
    Kind.POSTAL: _("postal codes"),
    Kind.ADDRESS: _("street addresses"),
    Kind.MEETING: _("a place and a time"),
    Kind.NAME: _("names of others"),
    Kind.HEALTH: _("health"),
    Kind.BELIEF: _("belief"),
    Kind.POLITICS: _("politics"),
    Kind.SEX_LIFE: _("love and sex life"),
    Kind.UNION: _("trade unions"),
    Kind.CRIME: _("crime and the police"),
}
MINE = {
    "number": _("It's my shop's number"),
    "mail": _("It's my shop's address"),
    "place": _("It's where my shop is"),
    "name": _("This name is always fine"),
}
OWN = {
    "number": {Kind.PHONE},
    "mail": {Kind.EMAIL},
    "place": {Kind.POSTAL, Kind.ADDRESS},
    "name": {Kind.NAME},
}
"""What each of these buttons speaks of."""
GO_ON = _("Three times now I have asked about {kind}, and you said yes. Shall I go on asking?")
KEEP_ASKING, STOP_ASKING = _("Yes, keep asking"), _("No need to ask")
ON_IT_GOES = _("I go on asking about {kind}.")
NO_MORE = _("I no longer ask about {kind}. /settings turns it on again.")
MOST_SHOWN = 3


def in_words(words: Words, details: Sequence[Detail]) -> str:
    """One sentence a kind, in the order in which they were found; at most three details each."""
    by_kind: dict[Kind, list[str]] = {}
    for detail in details:
        by_kind.setdefault(detail.kind, []).append(detail.shown)
    first, *others = (_seems(words, kind, shown) for kind, shown in by_kind.items())
    return "\n".join(
        [words(CHECK, seems=first), *(f"{one[:1].upper()}{one[1:]}" for one in others)]
    )


def _seems(words: Words, kind: Kind, shown: list[str]) -> str:
    more = ["…"] if len(shown) > MOST_SHOWN else []
    return words(SEEMS[kind], shown=words.listed(shown[:MOST_SHOWN] + more))


def go_on(words: Words, kind: Kind) -> tuple[str, Rows]:
    """After the third yes: whether the door shall go on asking about this kind."""
    yes = button(words(KEEP_ASKING), f"settings:asking:{kind}:on")
    no = button(words(STOP_ASKING), f"settings:asking:{kind}:off")
    return words(GO_ON, kind=words(KINDS[kind])), [[yes], [no]]


def own_in(details: Sequence[Detail]) -> list[str]:
    """Which of the buttons in `MINE` make sense for these details."""
    found = {detail.kind for detail in details}
    return [name for name, kinds in OWN.items() if kinds & found]
