"""How the tests of the door read a text, and how long it may take."""

import time

import pytest

from bot.domain.door import Kind, details

LONG = 100_000
LONGEST_SECONDS = 10
"""Of one core, for a text ten times as long as any that Hibi keeps: a pattern that looks back
over what it has read would need hours."""


def noticed(text: str, kind: Kind) -> list[str]:
    """What is shown of the details of this kind."""
    return [detail.shown for detail in details(text) if detail.kind is kind]


def normals(text: str, kind: Kind) -> set[str]:
    return {detail.normal for detail in details(text) if detail.kind is kind}


def seconds(text: str) -> float:
    began = time.process_time()
    details(text, country="US", named=True)
    return time.process_time() - began


def hostile(*pieces: str) -> pytest.MarkDecorator:
    """Each piece again and again: near-misses that a careless pattern would never leave."""
    return pytest.mark.parametrize("piece", pieces)
