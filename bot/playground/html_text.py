"""The HTML parse mode, as far as a bot that mostly sends entities needs it.

https://core.telegram.org/bots/api#html-style
"""

from html.parser import HTMLParser
from typing import Any

from bot.playground.errors import bad_request
from bot.playground.limits import units

Json = dict[str, Any]

_KINDS = {
    "b": "bold", "strong": "bold", "i": "italic", "em": "italic", "u": "underline",
    "ins": "underline", "s": "strikethrough", "strike": "strikethrough", "del": "strikethrough",
    "tg-spoiler": "spoiler", "code": "code", "pre": "pre", "a": "text_link",
    "blockquote": "blockquote", "tg-emoji": "custom_emoji",
}  # fmt: skip


def read_html(markup: str) -> tuple[str, list[Json]]:
    """Plain text and entities; 400 for tags that Telegram does not know or that stay open."""
    reader = _Reader()
    reader.feed(markup)
    reader.close()
    if reader.open_tags:
        raise _unreadable(
            f"can't find end tag corresponding to start tag {reader.open_tags[-1][0]}"
        )
    return reader.text, [entity for entity in reader.entities if entity["length"]]


def _unreadable(why: str) -> Exception:
    return bad_request(f"can't parse entities: {why}")


class _Reader(HTMLParser):
    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.text = ""
        self.entities: list[Json] = []
        self.open_tags: list[tuple[str, Json]] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        facts = {name: value or "" for name, value in attrs}
        entity = {"type": self._kind(tag, facts), "offset": units(self.text), "length": 0}
        if tag == "a":
            entity["url"] = facts.get("href", "")
        elif tag == "tg-emoji":
            entity["custom_emoji_id"] = facts.get("emoji-id", "")
        self.entities.append(entity)
        self.open_tags.append((tag, entity))

    def handle_endtag(self, tag: str) -> None:
        if not self.open_tags or self.open_tags[-1][0] != tag:
            raise _unreadable(f"unexpected end tag {tag}")
        entity = self.open_tags.pop()[1]
        entity["length"] = units(self.text) - entity["offset"]

    def handle_data(self, data: str) -> None:
        self.text += data

    def _kind(self, tag: str, facts: dict[str, str]) -> str:
        if tag == "span" and facts.get("class") == "tg-spoiler":
            return "spoiler"
        if tag == "blockquote" and "expandable" in facts:
            return "expandable_blockquote"
        if tag not in _KINDS:
            raise _unreadable(f'unsupported start tag "{tag}"')
        return _KINDS[tag]
