"""Pictures on their way to X: uploaded, described, and remembered for as long as X keeps them."""

import hashlib
import json
from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any

from bot.domain.compose import Picture, Post
from bot.networks import x_faults
from bot.networks.answers import Answer
from bot.networks.base import Refused, TryLater
from bot.networks.http import Http
from bot.networks.x_linking import moment

# https://docs.x.com/x-api/media/quickstart/best-practices (as of 2026-11): an upload is kept for
# a day where the answer does not say how long.
KEPT = timedelta(days=1)
# Used again only if there is time left to post it.
SPARE = timedelta(minutes=10)
NOT_READY = timedelta(seconds=5)


def made_of(post: Post) -> str:
    """What goes into a post, so that what was prepared serves the same one only."""
    files = [[file.media_id, file.alt] for file in post.files]
    whole = json.dumps([post.text, files])
    return hashlib.sha256(whole.encode("utf-8", "surrogatepass")).hexdigest()[:32]


def is_kept(media: Any, count: int, now: datetime) -> bool:
    """Whether these uploads of an earlier try can still be posted."""
    if not isinstance(media, list) or len(media) != count:
        return False
    ends = [moment(one["until"]) for one in media]
    return all(end is not None and end - now > SPARE for end in ends)


async def upload(http: Http, api: str, token: str, picture: Picture) -> Mapping[str, str]:
    """Sends one picture and its description: {"id", "key", "until"}."""
    # https://docs.x.com/x-api/media/image-or-subtitle-media-upload (as of 2026-11)
    answer = await http.post_file(
        f"{api}/2/media/upload",
        picture.data,
        mime=picture.mime,
        fields={"media_category": "tweet_image", "media_type": picture.mime},
        token=token,
        name="media",
    )
    media_id = answer.text("data", "id")
    if not answer.ok or not media_id:
        raise x_faults.fault(http, answer)
    _check_processing(answer)
    if picture.alt:
        await _describe(http, api, token, media_id, picture.alt)
    return kept(http, answer)


def kept(http: Http, answer: Answer) -> Mapping[str, str]:
    """What is remembered of an upload: how it is called, and how long X keeps it."""
    return {
        "id": answer.text("data", "id"),
        "key": answer.text("data", "media_key"),
        "until": (http.clock() + _lasts(answer)).isoformat(),
    }


async def _describe(http: Http, api: str, token: str, media_id: str, alt: str) -> None:
    """Before it is posted: afterwards X takes no description any more."""
    # https://docs.x.com/x-api/media/create-media-metadata (as of 2026-11)
    body = {"id": media_id, "metadata": {"alt_text": {"text": alt[:1000]}}}
    answer = await http.send_json("POST", f"{api}/2/media/metadata", body, token=token)
    if not answer.ok or not isinstance(answer.json, dict):
        raise x_faults.fault(http, answer)


def _check_processing(answer: Answer) -> None:
    """Pictures are ready at once; where X says otherwise, it is believed."""
    state = answer.text("data", "processing_info", "state")
    if state == "failed":
        raise Refused("picture_format", raw=answer.excerpt)
    if state in ("pending", "in_progress"):
        raise TryLater("media_processing", wait=NOT_READY, raw=answer.excerpt)


def _lasts(answer: Answer) -> timedelta:
    seconds = answer.value("data", "expires_after_secs")
    known = isinstance(seconds, int) and 0 < seconds < 30 * 86400
    return timedelta(seconds=seconds) if known else KEPT
