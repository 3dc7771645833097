"""The words of a post as X counts and reads them, and the body that carries them."""

from collections.abc import Callable
from typing import Any

import regex

from bot.domain.bare_links import bare_links
from bot.domain.compose import X_LINK, Limits, Unit, fit, fits
from bot.domain.weights import takeable
from bot.networks.base import Attempt

# https://docs.x.com/resources/fundamentals/counting-characters and
# https://docs.x.com/x-api/media/quickstart/best-practices (as of 2026-11). Longer posts are a
# right of paying accounts that no call tells of.
LIMITS = Limits(
    characters=280,
    unit=Unit.WEIGHTED,
    url_length=X_LINK,
    pictures=4,
    picture_bytes=5_000_000,
    alt_text=1000,
    recordings=1,
    video_bytes=512_000_000,
    shortest_video=0.5,
    longest_video=140,
)
# What X reads as a name that is called: behind Japanese, too, where there is no space.
# https://github.com/twitter/twitter-text (as of 2026-11)
CALL = regex.compile(r"(?<![A-Za-z0-9_!#$%&*@＠])[@＠](?P<name>[A-Za-z0-9_][\w.-]*)")
INVISIBLE = "\u200b"


def uncalled(text: str) -> str:
    """The text with names that call nobody: an invisible space behind each @, or no @ at all
    where that would make it too long. Links stay as they are, and none is made."""
    text = takeable(text)
    spaced = _outside_links(text, _with_space)
    if fits(spaced, LIMITS):
        return spaced
    # Where names are part of something longer that was no link before, even this may not fit.
    return fit(_outside_links(text, _without_sign), LIMITS)


def _outside_links(text: str, said: Callable[[str, str, str], str]) -> str:
    made, end = [], 0
    links = [(link.start, link.end) for link in bare_links(text)]
    for start, stop in [*links, (len(text), len(text))]:
        # Searched in the whole text, so that what stands before a piece still counts.
        for call in CALL.finditer(text, end, start):
            made.append(text[end : call.start()])
            made.append(said(text[: call.start()][-1:], call[0][0], call["name"]))
            end = call.end()
        made.append(text[end:stop])
        end = stop
    return "".join(made)


def _with_space(before: str, sign: str, name: str) -> str:
    """A name with a dot, such as @tea.com, would be a link behind a space."""
    return sign + INVISIBLE + (name.replace(".", INVISIBLE + ".") if bare_links(name) else name)


def _without_sign(before: str, sign: str, name: str) -> str:
    """Never longer than with it, and apart from the word before it."""
    apart = "" if not before or before.isspace() else " "
    return apart + (name.replace(".", "·") if bare_links(name) else name)


def body_of(attempt: Attempt) -> dict[str, Any]:
    """For https://docs.x.com/x-api/posts/create-post (as of 2026-11)."""
    text, media = uncalled(attempt.post.text), attempt.prepared.get("media", [])
    body: dict[str, Any] = {"text": text} if text else {}
    if media:
        body["media"] = {"media_ids": [one["id"] for one in media]}
    if attempt.reply_to:
        body["reply"] = {"in_reply_to_tweet_id": attempt.reply_to.remote_id}
    return body
