"""The words of a message as Telegram would keep them: cleaned, counted, marked up."""

from typing import Any

from bot.playground.entities import all_entities, given_entities, trimmed
from bot.playground.errors import bad_request
from bot.playground.html_text import read_html
from bot.playground.limits import LONGEST_CAPTION, LONGEST_TEXT, units
from bot.playground.parameters import Parameters

Json = dict[str, Any]

_CONTROLS = {code: " " for code in range(32) if code not in (10, 13)}


def text_of(p: Parameters) -> Json:
    """`text` and `entities` of a message that a bot sends; 1 to 4,096 units."""
    text, entities = _worded(p.text("text") or "", p.text("parse_mode"), p.sequence("entities"))
    if not text:
        raise bad_request("message text is empty")
    if units(text) > LONGEST_TEXT:
        raise bad_request("message is too long")
    return {"text": text, **({"entities": entities} if entities else {})}


def caption_of(values: Parameters) -> Json:
    """`caption` and `caption_entities`; none at all for an empty caption."""
    text, entities = _worded(
        values.text("caption") or "",
        values.text("parse_mode"),
        values.sequence("caption_entities"),
    )
    if units(text) > LONGEST_CAPTION:
        raise bad_request("message caption is too long")
    if not text:
        return {}
    return {"caption": text, **({"caption_entities": entities} if entities else {})}


def _worded(text: str, mode: str | None, raw: list[Any] | None) -> tuple[str, list[Json]]:
    _check_encoding(text)
    text = text.translate(_CONTROLS)
    if mode:
        text, given = _parsed(text, mode)
    else:
        given = given_entities(raw, text)
    text, given = trimmed(text, given)
    return text, all_entities(text, given)


def _parsed(text: str, mode: str) -> tuple[str, list[Json]]:
    if mode.lower() != "html":
        raise bad_request(f"can't parse entities: the playground reads HTML only, not {mode}")
    return read_html(text)


def _check_encoding(text: str) -> None:
    try:
        text.encode()
    except UnicodeEncodeError:
        raise bad_request("strings must be encoded in UTF-8") from None
