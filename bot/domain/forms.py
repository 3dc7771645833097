"""What becomes of an answer that is too long for a network: which forms there are to choose from,
and how a copy tells which one it has."""

from collections.abc import Sequence
from dataclasses import replace
from enum import StrEnum

import regex

from bot.domain.compose import Limits, fit

MOST_ON_CARD = 1_000
"""Characters: what is too long for a network that takes more has no room on a card either."""
OPENING = 120
"""How much of the words stands beside their picture, in the network's own unit."""
NUMBER = regex.compile(r" (\d+)/(\d+)\Z", regex.ASCII)


class LongForm(StrEnum):
    """The form of what does not fit into one post."""

    THREAD = "thread"
    CARD = "card"
    SHORTENED = "shortened"


def forms_for(limits: Limits, *, threads: bool, needs_picture: bool) -> tuple[LongForm, ...]:
    """The forms that one account can have; where there is one only, there is nothing to choose."""
    room = limits.pictures > 0 and limits.characters <= MOST_ON_CARD
    return tuple(
        form
        for form, possible in (
            (LongForm.THREAD, threads),
            (LongForm.CARD, room and not needs_picture),
            (LongForm.SHORTENED, True),
        )
        if possible
    )


def form_in(stored: str | None, forms: Sequence[LongForm]) -> LongForm:
    """What was chosen, where it is possible; else a thread or, without threads, the beginning."""
    if stored in forms:
        return LongForm(stored or "")
    return LongForm.THREAD if LongForm.THREAD in forms else LongForm.SHORTENED


def opening(text: str, limits: Limits, *, permalink: str | None) -> str:
    """The beginning that stands beside a picture of all the words."""
    most = min(OPENING, limits.with_picture or limits.characters)
    return fit(text, replace(limits, characters=most, with_picture=None), permalink=permalink)


def are_numbered(texts: Sequence[str]) -> bool:
    """Whether each part of a standing thread ends with its place in it."""
    ends = [match.groups() if (match := NUMBER.search(text)) else () for text in texts]
    whole = str(len(texts))
    return len(texts) > 1 and ends == [(str(place), whole) for place, _ in enumerate(texts, 1)]
