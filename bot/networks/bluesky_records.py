"""A post as a record of the AT Protocol."""

import secrets
from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any

from bot.domain.compose import Post, Recording
from bot.domain.facets import Facet, FacetKind, facets_of

# https://github.com/bluesky-social/atproto/blob/main/lexicons/app/bsky/feed/post.json (2026-11)
COLLECTION = "app.bsky.feed.post"
TID_LETTERS = "234567abcdefghijklmnopqrstuvwxyz"
TID_LENGTH = 13


def new_tid(now: datetime) -> str:
    """A record key that sorts by time: 53 bits of microseconds, 10 random ones.

    https://atproto.com/specs/tid
    """
    number = int(now.timestamp() * 1_000_000) << 10 | secrets.randbits(10)
    letters = [TID_LETTERS[number >> 5 * place & 31] for place in range(TID_LENGTH)]
    return "".join(reversed(letters))


def stamp(moment: datetime) -> str:
    """A moment as records write it: UTC, milliseconds, Z."""
    return moment.astimezone(UTC).isoformat(timespec="milliseconds").replace("+00:00", "Z")


def record_of(post: Post, prepared: Mapping[str, Any]) -> dict[str, Any]:
    """The record, the same to the last byte each time it is made from the same things."""
    record: dict[str, Any] = {
        "$type": COLLECTION,
        "text": post.text,
        "createdAt": prepared["created_at"],
        "langs": [post.language],
    }
    if "reply" in prepared:
        record["reply"] = prepared["reply"]
    facets = [_facet(facet) for facet in facets_of(post.text)]
    if facets:
        record["facets"] = facets
    if post.pictures:
        record["embed"] = _images(post, prepared["blobs"])
    elif post.recordings:
        record["embed"] = _video(post.recordings[0], prepared["blobs"][0])
    elif prepared.get("card"):
        record["embed"] = prepared["card"]
    return record


def _facet(facet: Facet) -> dict[str, Any]:
    if facet.kind is FacetKind.LINK:
        feature = {"$type": "app.bsky.richtext.facet#link", "uri": facet.value}
    else:
        feature = {"$type": "app.bsky.richtext.facet#tag", "tag": facet.value}
    return {"index": {"byteStart": facet.start, "byteEnd": facet.end}, "features": [feature]}


def _images(post: Post, blobs: list[Any]) -> dict[str, Any]:
    images = [
        {
            "image": blob,
            "alt": picture.alt,
            "aspectRatio": {"width": picture.width, "height": picture.height},
        }
        for picture, blob in zip(post.pictures, blobs, strict=True)
    ]
    return {"$type": "app.bsky.embed.images", "images": images}


def _video(recording: Recording, blob: Any) -> dict[str, Any]:
    """https://github.com/bluesky-social/atproto/blob/main/lexicons/app/bsky/embed/video.json"""
    shape = {"aspectRatio": {"width": recording.width, "height": recording.height}}
    described = {"alt": recording.alt} if recording.alt else {}
    known = shape if recording.width and recording.height else {}
    return {"$type": "app.bsky.embed.video", "video": blob, **described, **known}


def uri_of(did: str, rkey: str) -> str:
    return f"at://{did}/{COLLECTION}/{rkey}"


def repo_and_key(uri: str) -> tuple[str, str]:
    """Whose record it is, and its key."""
    repo, _, rest = uri.removeprefix("at://").partition("/")
    return repo, rest.rpartition("/")[2]


def page_of(did: str, rkey: str) -> str:
    """Where people read a post; by the did, which stays when a handle changes."""
    return f"https://bsky.app/profile/{did}/post/{rkey}"
