"""The parameters of one Bot API call, decoded the same way however they were sent."""

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from bot.playground.errors import bad_request
from bot.playground.limits import each

Json = dict[str, Any]

_WHOLE = each(
    "offset limit timeout message_id reply_to_message_id message_thread_id user_id duration width"
    " height max_connections cache_time live_period heading proximity_alert_radius"
    " direct_messages_topic_id start_timestamp"
)
_DECIMAL = frozenset({"latitude", "longitude", "horizontal_accuracy"})
_YES_OR_NO = each(
    "disable_notification protect_content allow_paid_broadcast show_alert is_big"
    " drop_pending_updates disable_content_type_detection has_spoiler supports_streaming"
    " show_caption_above_media allow_sending_without_reply disable_web_page_preview"
)
_STRUCTURED = each(
    "reply_markup entities caption_entities reply_parameters link_preview_options media"
    " allowed_updates reaction message_ids commands scope menu_button"
    " suggested_post_parameters"
)


@dataclass(frozen=True, slots=True)
class Upload:
    """A file as it came in a multipart body."""

    name: str
    content_type: str
    content: bytes


def decoded(values: Mapping[str, Any]) -> Json:
    """Turns strings into the numbers, booleans and structures that they stand for.

    Telegram accepts every parameter as text, in forms and inside JSON bodies alike.
    """
    return {
        name: _decoded_text(name, value) if isinstance(value, str) else value
        for name, value in values.items()
        if value is not None
    }


def _decoded_text(name: str, value: str) -> Any:
    if name in _STRUCTURED:
        return _structure(name, value)
    if name in _WHOLE or name.endswith("chat_id"):
        return int(value) if value.lstrip("-").isdecimal() else value
    if name in _YES_OR_NO:
        # Anything but these words is False to Telegram's server.
        return value.strip().lower() in {"true", "1", "yes"}
    return _decimal(value) if name in _DECIMAL else value


def _structure(name: str, value: str) -> Any:
    if not value.strip():
        return None
    try:
        return json.loads(value)
    except (ValueError, RecursionError):
        raise bad_request(f"can't parse {name.replace('_', ' ')} JSON object") from None


def _decimal(value: str) -> float | str:
    try:
        return float(value)
    except ValueError:
        return value


@dataclass(frozen=True, slots=True)
class Parameters:
    """Typed looks at decoded parameters; whatever does not fit is a Bad Request."""

    values: Json
    files: Mapping[str, Upload] = field(default_factory=dict)

    def __contains__(self, name: str) -> bool:
        return self.values.get(name) is not None

    def text(self, name: str) -> str | None:
        value = self.values.get(name)
        return value if value is None or isinstance(value, str) else str(value)

    def needed_text(self, name: str) -> str:
        value = self.text(name)
        if value is None:
            raise bad_request(f"parameter {name} is required")
        return value

    def number(self, name: str) -> int | None:
        value = self.values.get(name)
        if value is None or (isinstance(value, int) and not isinstance(value, bool)):
            return value
        raise bad_request(f"{name} must be an integer")

    def needed_number(self, name: str) -> int:
        value = self.number(name)
        if value is None:
            raise bad_request(f"parameter {name} is required")
        return value

    def decimal(self, name: str) -> float:
        value = self.values.get(name)
        if isinstance(value, int | float) and not isinstance(value, bool):
            return float(value)
        raise bad_request(f"{name} must be a number")

    def yes(self, name: str) -> bool:
        return self.values.get(name) is True

    def mapping(self, name: str) -> Json | None:
        value = self.values.get(name)
        if value is None or isinstance(value, dict):
            return value
        raise bad_request(f"object expected as {name}")

    def sequence(self, name: str) -> list[Any] | None:
        value = self.values.get(name)
        if value is None or isinstance(value, list):
            return value
        raise bad_request(f"array expected as {name}")

    def logged(self) -> Json:
        """What the call log shows: decoded values, and of each file its name and size."""
        files = {
            name: {"file": upload.name, "size": len(upload.content)}
            for name, upload in self.files.items()
        }
        return {**self.values, **files} if files else self.values
