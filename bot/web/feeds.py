"""A page as a feed: Atom and JSON Feed, with everything in them."""

import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from urllib.parse import urlsplit
from xml.etree import ElementTree as ET

from markupsafe import Markup

from bot.services.pages import PageView, Shown
from bot.web.looks import file_href, is_video, page_href, snippet_href, stamp
from bot.web.texts import linked, one_line, plain

ATOM = "http://www.w3.org/2005/Atom"
XML_LANG = "{http://www.w3.org/XML/1998/namespace}lang"
VERSION = "https://jsonfeed.org/version/1.1"
LONGEST_TITLE = 80
FIRST_YEAR = 2026

QUESTION = Markup("<p><em>{}</em></p>")
TEXT = Markup("<p>{}</p>")
PICTURE = Markup('<p><img src="{}" width="{}" height="{}" alt="{}"></p>')
SOUND = Markup('<p><audio src="{}" controls preload="none"></audio></p>')
VIDEO = Markup('<p><video src="{}" controls preload="none"></video></p>')
BREAK = Markup("<br>")


@dataclass(frozen=True, slots=True, kw_only=True)
class Feed:
    """What a feed is made of. `origin` is where every address in it begins."""

    page: PageView
    entries: Sequence[Shown]
    origin: str

    @property
    def address(self) -> str:
        return f"{self.origin}{page_href(self.page)}"

    @property
    def updated_at(self) -> datetime:
        return max([_changed(one) for one in self.entries], default=self.page.opened_at)


def atom(feed: Feed) -> bytes:
    """RFC 4287 (https://www.rfc-editor.org/rfc/rfc4287, December 2005)."""
    ET.register_namespace("", ATOM)
    root = ET.Element(f"{{{ATOM}}}feed")
    _add(root, "id", feed.address)
    _add(root, "title", plain(feed.page.name))
    if feed.page.bio:
        _add(root, "subtitle", plain(feed.page.bio))
    _add(root, "updated", stamp(feed.updated_at))
    _add(root, "link", rel="self", type="application/atom+xml", href=f"{feed.address}/feed.atom")
    _add(root, "link", rel="alternate", type="text/html", href=feed.address)
    author = _add(root, "author")
    _add(author, "name", plain(feed.page.name))
    _add(author, "uri", feed.address)
    _add(root, "generator", "Hibi")
    for shown in feed.entries:
        _add_entry(root, feed, shown)
    written: bytes = ET.tostring(root, encoding="utf-8", xml_declaration=True)
    return written


def json_feed(feed: Feed) -> bytes:
    """JSON Feed 1.1 (https://www.jsonfeed.org/version/1.1/, August 2020)."""
    known: dict[str, Any] = {
        "version": VERSION,
        "title": plain(feed.page.name),
        "home_page_url": feed.address,
        "feed_url": f"{feed.address}/feed.json",
        "description": plain(feed.page.bio),
        "authors": [{"name": plain(feed.page.name), "url": feed.address}],
        "items": [_item(feed, shown) for shown in feed.entries],
    }
    told = {name: value for name, value in known.items() if value != ""}
    return json.dumps(told, ensure_ascii=False).encode("utf-8", "replace")


def content(feed: Feed, shown: Shown) -> Markup:
    """The whole snippet as HTML with full addresses."""
    parts = [QUESTION.format(plain(shown.question))] if shown.question else []
    if shown.text:
        parts.append(TEXT.format(BREAK.join(linked(line) for line in shown.text.split("\n"))))
    for picture in shown.pictures:
        address = f"{feed.origin}{file_href(shown, picture)}"
        parts.append(PICTURE.format(address, picture.width, picture.height, plain(picture.alt)))
    for recording in shown.recordings:
        shape = VIDEO if is_video(recording) else SOUND
        parts.append(shape.format(f"{feed.origin}{file_href(shown, recording)}"))
    return Markup("\n").join(parts)


def _add_entry(root: ET.Element, feed: Feed, shown: Shown) -> None:
    entry = _add(root, "entry")
    entry.set(XML_LANG, shown.language)
    _add(entry, "id", _lasting_id(feed, shown))
    _add(entry, "title", _title(shown))
    _add(entry, "published", stamp(shown.published_at))
    _add(entry, "updated", stamp(_changed(shown)))
    address = f"{feed.origin}{snippet_href(feed.page, shown)}"
    _add(entry, "link", rel="alternate", type="text/html", href=address)
    for one in shown.recordings:
        told = {"type": one.mime, "length": str(one.size)}
        _add(entry, "link", rel="enclosure", href=f"{feed.origin}{file_href(shown, one)}", **told)
    _add(entry, "content", str(content(feed, shown)), type="html")


def _item(feed: Feed, shown: Shown) -> dict[str, Any]:
    item: dict[str, Any] = {
        "id": _lasting_id(feed, shown),
        "url": f"{feed.origin}{snippet_href(feed.page, shown)}",
        "content_html": str(content(feed, shown)),
        "content_text": plain("\n\n".join(filter(None, (shown.question, shown.text)))),
        "language": shown.language,
        "date_published": stamp(shown.published_at),
    }
    if shown.edited_at:
        item["date_modified"] = stamp(shown.edited_at)
    if shown.recordings:
        item["attachments"] = [
            {
                "url": f"{feed.origin}{file_href(shown, one)}",
                "mime_type": one.mime,
                "size_in_bytes": one.size,
                "duration_in_seconds": one.seconds,
            }
            for one in shown.recordings
        ]
    if shown.pictures:
        item["image"] = f"{feed.origin}{file_href(shown, shown.pictures[0])}"
    return item


def _add(parent: ET.Element, tag: str, text: str | None = None, **attributes: str) -> ET.Element:
    child = ET.SubElement(parent, f"{{{ATOM}}}{tag}", attributes)
    child.text = text
    return child


def _lasting_id(feed: Feed, shown: Shown) -> str:
    """The same after a change of handle: RFC 4151 (October 2005)."""
    return f"tag:{urlsplit(feed.origin).hostname},{FIRST_YEAR}:{shown.public_id}"


def _title(shown: Shown) -> str:
    return one_line(shown.text or shown.question, LONGEST_TITLE) or shown.on.isoformat()


def _changed(shown: Shown) -> datetime:
    return max(shown.published_at, shown.edited_at or shown.published_at)
