"""The words of a post as X counts and reads them, and the body that carries them."""

from typing import Any

import regex

from bot.domain.compose import URL as LINK
from bot.domain.compose import Limits, Unit, fits
from bot.networks.base import Attempt

# https://docs.x.com/resources/fundamentals/counting-characters and
# https://docs.x.com/x-api/media/quickstart/best-practices (as of 2026-11). Longer posts are a
# right of paying accounts that no call tells of.
LIMITS = Limits(
    characters=280,
    unit=Unit.WEIGHTED,
    url_length=23,
    pictures=4,
    picture_bytes=5_000_000,
    alt_text=1000,
)
# What X reads as a name that is called: behind Japanese, too, where there is no space.
# https://github.com/twitter/twitter-text (as of 2026-11)
CALL = regex.compile(r"(?<![A-Za-z0-9_!#$%&*@＠])[@＠](?=[A-Za-z0-9_])")


def uncalled(text: str) -> str:
    """The text with names that call nobody: an invisible space behind each @, or no @ at all
    where that would make it too long. Addresses stay as they are."""
    spaced = _outside_links(text, "\u200b")
    return spaced if fits(spaced, LIMITS) else _outside_links(text, None)


def _outside_links(text: str, behind: str | None) -> str:
    made, end = [], 0
    for link in [*LINK.finditer(text), None]:
        start = link.start() if link else len(text)
        # Searched in the whole text, so that what stands before a piece still counts.
        last = end
        for call in CALL.finditer(text, end, start):
            made += [text[last : call.start()], "" if behind is None else call[0] + behind]
            last = call.end()
        made.append(text[last:start])
        if link:
            made.append(link[0])
            end = link.end()
    return "".join(made)


def body_of(attempt: Attempt) -> dict[str, Any]:
    """For https://docs.x.com/x-api/posts/create-post (as of 2026-11)."""
    text, media = uncalled(attempt.post.text), attempt.prepared.get("media", [])
    body: dict[str, Any] = {"text": text} if text else {}
    if media:
        body["media"] = {"media_ids": [one["id"] for one in media]}
    if attempt.reply_to:
        body["reply"] = {"in_reply_to_tweet_id": attempt.reply_to.remote_id}
    return body
