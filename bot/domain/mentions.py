"""Names behind an @: they belong to people nearby, not to accounts that share the spelling."""

import regex

NAME = regex.compile(r"(?<![\w/.])[@＠]\w[\w.-]*")
CALL = regex.compile(r"(?<![\w/.])([@＠])(?=\w)")
INVISIBLE = "\u200b"


def uncalled(text: str) -> str:
    """The same words, in which no server reads a mention: an invisible space stands behind
    each @. It takes a place more each."""
    return str(CALL.sub(rf"\1{INVISIBLE}", text))
