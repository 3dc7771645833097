"""What a Bot API call comes back with."""

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from bot.playground.errors import ApiError

Json = dict[str, Any]

_ENCODER = json.JSONEncoder(separators=(",", ":"))


@dataclass(frozen=True, slots=True)
class Answer:
    status: int
    body: bytes
    headers: Mapping[str, str] = field(default_factory=dict)


def success(result: Any) -> Answer:
    return Answer(200, _encoded({"ok": True, "result": result}))


def refused(error: ApiError) -> Answer:
    body: Json = {"ok": False, "error_code": error.status, "description": error.description}
    headers = {}
    if error.retry_after is not None:
        body["parameters"] = {"retry_after": error.retry_after}
        headers["Retry-After"] = str(error.retry_after)
    if error.moved_to is not None:
        body["parameters"] = {"migrate_to_chat_id": error.moved_to}
    return Answer(error.status, _encoded(body), headers)


def _encoded(value: Any) -> bytes:
    return _ENCODER.encode(value).encode()
