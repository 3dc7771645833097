"""Where people are told that names call nobody, the words that leave have no name to call."""

from collections.abc import Callable

import pytest

from bot.domain import mentions
from bot.domain.facets import FacetKind, facets_of
from bot.domain.preflight import AS_TYPED
from bot.networks import NETWORKS, discord_text, linkedin_text, meta, misskey_words, x_words
from bot.networks.threads import LIMITS as THREADS

TEXT = "Tea with @bob_chan at noon"
SENT: dict[str, Callable[[str], str]] = {
    "mastodon": mentions.uncalled,
    "misskey": misskey_words.as_plain,
    "threads": lambda text: meta.unmentioned(text, THREADS),
    "facebook": lambda text: meta.unmentioned(text, THREADS),
    "instagram": lambda text: meta.unmentioned(text, THREADS),
    "discord": discord_text.as_typed,
    "linkedin": linkedin_text.little,
    "x": x_words.uncalled,
}
BY_FACETS = {"bluesky"}
"""Where a name calls only if the record says so."""
SHOWN_THERE = {"group"}
"""Whose own tests show it, because it signs the words first."""


@pytest.mark.parametrize("name", SENT)
def test_the_name_is_broken_where_that_is_told(name: str) -> None:
    assert mentions.NAME.search(TEXT)
    assert " @bob" not in SENT[name](TEXT)


def test_a_record_of_bluesky_never_calls_a_name() -> None:
    assert facets_of(TEXT) == []
    assert set(FacetKind) == {FacetKind.LINK, FacetKind.TAG}


def test_every_network_is_told_of_or_gets_the_words_as_typed() -> None:
    assert set(NETWORKS) <= {*SENT, *BY_FACETS, *SHOWN_THERE, *AS_TYPED}
