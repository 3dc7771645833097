"""What a server of the Mastodon family means by its refusals."""

import re
from datetime import timedelta

from bot.networks.answers import Answer
from bot.networks.base import (
    AccountBlocked,
    NetworkError,
    Refused,
    SignInAgain,
    TryLater,
    Unsure,
)

# The words of Mastodon (config/locales/en.yml), GoToSocial and Akkoma, as of 2026-11.
CLOSED = re.compile(r"disabled|suspend|pending approval|confirmed e-?mail|deactivated", re.I)
SCOPE = re.compile(r"scope|insufficient", re.I)
UNFINISHED = re.compile(r"not finished processing|still (being )?process|not ready", re.I)
TOO_LONG = re.compile(r"character limit|too long|exceed", re.I)
MEDIA = re.compile(r"media|attachment", re.I)
MISSING = re.compile(r"not found|no longer exist", re.I)
TAKEN = re.compile(r"already (been )?(attached|used)", re.I)

PROCESSING_WAIT = timedelta(seconds=15)


def refusal(answer: Answer) -> NetworkError:
    """The error for an answer of 4xx; the rest was judged before."""
    words, raw = answer.excerpt, answer.excerpt
    if answer.status == 401:
        return SignInAgain("signed_out", raw=raw)
    if answer.status == 403:
        return _forbidden(answer)
    if answer.status in (404, 405, 410):
        return Refused("not_there", raw=raw)
    if UNFINISHED.search(words):
        return TryLater("media_processing", wait=PROCESSING_WAIT, raw=raw)
    if is_media_taken(answer):
        return Unsure("media_taken", raw=raw)
    if TOO_LONG.search(words):
        return Refused("too_long", raw=raw)
    return Refused("rejected", raw=raw)


def _forbidden(answer: Answer) -> NetworkError:
    if answer.json is None:  # a wall in front of the server, which never saw the request
        return TryLater("walled_off", raw=answer.excerpt)
    if CLOSED.search(answer.excerpt):
        return AccountBlocked("closed", raw=answer.excerpt)
    if SCOPE.search(answer.excerpt):
        return SignInAgain("scope", raw=answer.excerpt)
    return Refused("forbidden", raw=answer.excerpt)


def is_media_lost(answer: Answer) -> bool:
    """Whether the server forgot our uploads: Mastodon sweeps unused ones after a day."""
    words = answer.excerpt
    refused = answer.status in (400, 404, 422)
    return refused and bool(MEDIA.search(words) and MISSING.search(words))


def is_media_taken(answer: Answer) -> bool:
    """Whether our uploads stand in a post already, so that an earlier call went through.

    GoToSocial 0.20 says so with a 400. Mastodon says "not found or already attached", which
    tells nothing and counts as lost.
    """
    return bool(TAKEN.search(answer.excerpt)) and not is_media_lost(answer)
