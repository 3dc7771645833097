"""Buttons: what Telegram accepts, and how a person sees them."""

from dataclasses import dataclass
from typing import Any
from urllib.parse import urlsplit

from bot.playground.errors import bad_request
from bot.playground.limits import LONGEST_COPY_TEXT, MOST_CALLBACK_BYTES

Json = dict[str, Any]

_ACTIONS = [
    "url",
    "callback_data",
    "web_app",
    "login_url",
    "switch_inline_query",
    "switch_inline_query_current_chat",
    "switch_inline_query_chosen_chat",
    "copy_text",
    "callback_game",
    "pay",
    "disabled",
]


@dataclass(frozen=True, slots=True)
class Markup:
    """`inline` is echoed in the message; a reply keyboard exists on the person's screen only."""

    inline: Json | None = None
    keyboard: list[list[Json]] | None = None
    keyboard_once: bool = False
    force_reply: bool = False
    placeholder: str | None = None


NO_MARKUP = Markup()


def read_markup(raw: Json | None) -> Markup:
    """Checks a `reply_markup`; 400 for what Telegram would not show."""
    if not raw:
        return NO_MARKUP
    if "inline_keyboard" in raw:
        return _read_inline(raw)
    placeholder = raw.get("input_field_placeholder")
    if "keyboard" in raw:
        rows = _rows(raw["keyboard"])
        return Markup(
            keyboard=[[_reply_button(button) for button in row] for row in rows],
            keyboard_once=raw.get("one_time_keyboard") is True,
            force_reply=raw.get("force_reply") is True,
            placeholder=placeholder,
        )
    if raw.get("remove_keyboard"):
        return Markup(keyboard=[])
    return Markup(force_reply=raw.get("force_reply") is True, placeholder=placeholder)


def seen_buttons(markup: Json | None) -> list[list[Json]]:
    """The inline keyboard as the person's side shows it."""
    rows = (markup or {}).get("inline_keyboard", [])
    return [[_seen(button) for button in row] for row in rows]


def _read_inline(raw: Json) -> Markup:
    rows = [[_inline_button(button) for button in row] for row in _rows(raw["inline_keyboard"])]
    rows = [row for row in rows if row]
    inline = {"inline_keyboard": rows}
    return Markup(inline=inline if rows else None, force_reply=raw.get("force_reply") is True)


def _rows(raw: Any) -> list[list[Any]]:
    if not isinstance(raw, list) or not all(isinstance(row, list) for row in raw):
        raise bad_request("object expected as reply markup: keyboard must be an Array of Arrays")
    return raw


def _inline_button(button: Any) -> Json:
    if not isinstance(button, dict) or not str(button.get("text") or "").strip():
        raise bad_request("can't parse inline keyboard button: field text must be non-empty")
    actions = [name for name in _ACTIONS if button.get(name) is not None]
    if not actions:
        raise bad_request("Text buttons are unallowed in the inline keyboard")
    if len(actions) > 1:
        raise bad_request(f"inline keyboard button has two actions: {' and '.join(actions)}")
    _check_action(actions[0], button[actions[0]])
    return {name: value for name, value in button.items() if value is not None}


def _check_action(action: str, value: Any) -> None:
    if action == "callback_data":
        if not isinstance(value, str) or not 1 <= len(value.encode()) <= MOST_CALLBACK_BYTES:
            raise bad_request("BUTTON_DATA_INVALID")
    elif action == "url":
        _check_link(value)
    elif action == "copy_text":
        text = value.get("text") if isinstance(value, dict) else None
        if not isinstance(text, str) or not 1 <= len(text) <= LONGEST_COPY_TEXT:
            raise bad_request("BUTTON_COPY_TEXT_INVALID")


def _check_link(url: Any) -> None:
    # A host without a dot is no address for Telegram: td/telegram/LinkManager.cpp, check_link.
    try:
        parts = urlsplit(str(url))
        host = parts.hostname or ""
    except ValueError:
        raise _wrong_link(url) from None
    if parts.scheme == "tg":
        return
    if parts.scheme not in {"http", "https"} or not ("." in host or ":" in host):
        raise _wrong_link(url)


def _wrong_link(url: Any) -> Exception:
    return bad_request(f"inline keyboard button URL '{url}' is invalid: Wrong HTTP URL")


def _reply_button(button: Any) -> Json:
    label = button if isinstance(button, str) else (button or {}).get("text")
    if not isinstance(label, str) or not label.strip():
        raise bad_request("can't parse keyboard button: field text must be non-empty")
    wants_place = isinstance(button, dict) and button.get("request_location") is True
    return {"label": label, "request_location": wants_place}


def _seen(button: Json) -> Json:
    seen = {"label": button["text"]}
    if "callback_data" in button:
        seen["data"] = button["callback_data"]
    elif "url" in button:
        seen["url"] = button["url"]
    elif "copy_text" in button:
        seen["copy"] = button["copy_text"]["text"]
    elif "disabled" in button:
        seen["disabled"] = True
    if "style" in button:
        seen["style"] = button["style"]
    return seen
