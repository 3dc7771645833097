"""Entities of a text: those that Telegram finds by itself, and those that a bot gives."""

import re
from typing import Any

from bot.playground.errors import bad_request
from bot.playground.limits import each, units

Json = dict[str, Any]

_TRAILING = ".,:;!?'\")]}、。，．！？」』）"
_FOUND = re.compile(
    r"(?P<email>(?<![\w.+-])[\w.+-]{1,64}@(?:[\w-]+\.)+[A-Za-z]{2,24}\b)"
    r"|(?P<url>\b(?:https?|tg)://[^\s<>\"]+"
    r"|(?<![\w@./-])(?:[A-Za-z0-9-]{1,63}\.)+(?:com|org|net|io|jp|dev|app|me|social|info|eu|de|uk)"
    r"\b(?:[/?#][^\s<>\"]*)?)"
    r"|(?P<bot_command>(?<![\w/<>])/[A-Za-z0-9_]{1,64}(?:@[A-Za-z0-9_]{3,32})?(?![\w/<>]))"
    r"|(?P<hashtag>(?<!\w)[#＃](?![\d_]+(?!\w))\w{1,256})"
    r"|(?P<mention>(?<!\w)@[A-Za-z][A-Za-z0-9_]{3,31}(?!\w))"
)

_SHAPES = frozenset({"bold", "italic", "underline", "strikethrough", "spoiler", "blockquote",
                     "expandable_blockquote"})  # fmt: skip
_NEEDS = {
    "text_link": "url",
    "text_mention": "user",
    "custom_emoji": "custom_emoji_id",
    "date_time": "unix_time",
}
_FACTS = ("url", "user", "language", "custom_emoji_id", "unix_time", "date_time_format")
KINDS = _SHAPES | _NEEDS.keys() | {"code", "pre"}
FOUND_BY_TELEGRAM = each(
    "mention hashtag cashtag bot_command url email phone_number"
)  # given by a bot they are accepted and dropped: Telegram finds them itself


def find_entities(text: str) -> list[Json]:
    """Commands, addresses, hashtags, mentions; offsets in UTF-16 units."""
    if not any(mark in text for mark in "/@#＃."):
        return []
    found = []
    for match in _FOUND.finditer(text):
        kind, words = str(match.lastgroup), match.group()
        if kind == "url":
            words = words.rstrip(_TRAILING)
        found.append({"type": kind, "offset": units(text[: match.start()]), "length": units(words)})
    return found


def given_entities(raw: list[Any] | None, text: str) -> list[Json]:
    """Checks what a bot passed as `entities`; anything out of bounds is a Bad Request."""
    length = units(text)
    given = [_checked(entity, text, length) for entity in raw or []]
    return [entity for entity in given if entity is not None]


def all_entities(text: str, given: list[Json]) -> list[Json]:
    """The bot's entities and, where no code or link of its own is, those that Telegram finds."""
    solid = [entity for entity in given if entity["type"] not in _SHAPES]
    found = [e for e in find_entities(text) if not any(_overlap(e, other) for other in solid)]
    return sorted(given + found, key=lambda e: (e["offset"], -e["length"]))


def trimmed(text: str, entities: list[Json]) -> tuple[str, list[Json]]:
    """Cuts white space at both ends, as Telegram does, and moves the entities along."""
    body = text.lstrip()
    cut = units(text) - units(body)
    body = body.rstrip()
    length = units(body)
    moved = []
    for entity in entities:
        start = max(entity["offset"] - cut, 0)
        end = min(entity["offset"] + entity["length"] - cut, length)
        if end > start:
            moved.append({**entity, "offset": start, "length": end - start})
    return body, moved


def _checked(entity: Any, text: str, length: int) -> Json | None:
    if not isinstance(entity, dict):
        raise bad_request("can't parse MessageEntity: expected an Object")
    kind, start, size = entity.get("type"), entity.get("offset"), entity.get("length")
    if not isinstance(start, int) or not isinstance(size, int):
        raise bad_request("can't parse MessageEntity: offset and length must be integers")
    if kind in FOUND_BY_TELEGRAM or size == 0:
        return None
    if kind not in KINDS:
        raise bad_request("can't parse MessageEntity: unsupported type specified")
    if start < 0 or size < 0 or start + size > length:
        raise bad_request(f"entity [{start}, {start + size}) is out of the text of {length} units")
    if _splits_a_letter(text, start) or _splits_a_letter(text, start + size):
        raise bad_request(f"entity beginning at UTF-16 offset {start} splits a UTF-16 symbol")
    if kind in _NEEDS and entity.get(_NEEDS[kind]) in (None, ""):
        raise bad_request(f"can't parse MessageEntity: {_NEEDS[kind]} is required for {kind}")
    facts = {name: entity[name] for name in _FACTS if entity.get(name) is not None}
    return {"type": kind, "offset": start, "length": size, **facts}


def _splits_a_letter(text: str, offset: int) -> bool:
    if text.isascii():
        return False
    encoded = text.encode("utf-16-le", "surrogatepass")
    unit = int.from_bytes(encoded[offset * 2 : offset * 2 + 2], "little")
    return 0xDC00 <= unit <= 0xDFFF


def _overlap(one: Json, other: Json) -> bool:
    return bool(
        one["offset"] < other["offset"] + other["length"]
        and other["offset"] < one["offset"] + one["length"]
    )
