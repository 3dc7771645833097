"""Sending: text, photos, albums, files, places."""

from typing import Any

from bot.playground import media
from bot.playground.bots import Bot
from bot.playground.errors import ApiError, bad_request
from bot.playground.limits import (
    LARGEST_ALBUM,
    LARGEST_PHOTO,
    LARGEST_UPLOAD,
    SMALLEST_ALBUM,
)
from bot.playground.messages import send
from bot.playground.parameters import Parameters, Upload
from bot.playground.wording import caption_of, text_of

Json = dict[str, Any]

TOO_LARGE = ApiError(413, "Request Entity Too Large")
_GROUPED = frozenset({"photo", "video", "document"})


def send_message(bot: Bot, p: Parameters) -> Json:
    return send(bot, p, text_of(p) | _preview(p))


def send_photo(bot: Bot, p: Parameters) -> Json:
    return _send_file(bot, p, "photo")


def send_voice(bot: Bot, p: Parameters) -> Json:
    return _send_file(bot, p, "voice")


def send_video(bot: Bot, p: Parameters) -> Json:
    return _send_file(bot, p, "video")


def send_document(bot: Bot, p: Parameters) -> Json:
    return _send_file(bot, p, "document")


def send_location(bot: Bot, p: Parameters) -> Json:
    place = {"latitude": p.decimal("latitude"), "longitude": p.decimal("longitude")}
    if abs(place["latitude"]) > 90 or abs(place["longitude"]) > 180:
        raise bad_request("wrong location specified")
    return send(bot, p, {"location": place})


def send_media_group(bot: Bot, p: Parameters) -> list[Json]:
    items = p.sequence("media") or []
    if not SMALLEST_ALBUM <= len(items) <= LARGEST_ALBUM:
        raise bad_request("media group must include 2-10 items")
    bot.chat_to_write(p.values.get("chat_id"))
    contents = [item_content(bot, p, item) for item in items]
    group_id = str(bot.world.ids.next())
    return [send(bot, p, content, group_id=group_id) for content in contents]


def item_content(bot: Bot, p: Parameters, item: Any) -> Json:
    """What an InputMedia becomes in a message."""
    kind = item.get("type") if isinstance(item, dict) else None
    if kind not in _GROUPED:
        raise bad_request("type of media must be photo, video or document")
    values = Parameters(item, p.files)
    return {kind: _file(bot, values, str(kind), "media"), **caption_of(values)}


def _send_file(bot: Bot, p: Parameters, kind: str) -> Json:
    bot.chat_to_write(p.values.get("chat_id"))
    caption = caption_of(p)
    return send(bot, p, {kind: _file(bot, p, kind, kind), **caption})


def _file(bot: Bot, p: Parameters, kind: str, name: str) -> Any:
    upload = _upload(p, name)
    if upload is None:
        return _known(bot, kind, p.text(name))
    size = (p.number("width") or 0, p.number("height") or 0)
    return _stored(bot, kind, upload, p.number("duration") or 0, size)


def _stored(bot: Bot, kind: str, upload: Upload, duration: int, size: tuple[int, int]) -> Any:
    if not upload.content:
        raise bad_request("file must be non-empty")
    if len(upload.content) > (LARGEST_PHOTO if kind == "photo" else LARGEST_UPLOAD):
        raise TOO_LARGE
    shelf = bot.world.shelf
    if kind == "photo":
        if not media.is_picture(upload.content):
            raise bad_request("IMAGE_PROCESS_FAILED")
        return media.photo(shelf, upload)
    if kind == "voice":
        return media.voice(shelf, upload, duration)
    if kind == "video":
        return media.video(shelf, upload, duration, size)
    return media.document(shelf, upload)


def _upload(p: Parameters, name: str) -> Upload | None:
    """The file in a field of its own, or the one that `attach://…` names."""
    given = p.text(name)
    if given is not None and given.startswith("attach://"):
        name = given.removeprefix("attach://")
        if name not in p.files:
            raise bad_request(f"file {name} to attach not found")
    return p.files.get(name)


def _known(bot: Bot, kind: str, file_id: str | None) -> Any:
    """Something sent before, by its file_id."""
    if not file_id:
        raise bad_request(f"there is no {kind} in the request")
    found = bot.world.shelf.by_id(file_id)
    if found is None:
        raise bad_request("wrong file identifier/HTTP URL specified")
    if found.kind != kind:
        raise bad_request(f"can't use file of type {found.kind.title()} as {kind.title()}")
    return found.shown


def _preview(p: Parameters) -> Json:
    options = p.mapping("link_preview_options")
    return {"link_preview_options": options} if options else {}


METHODS = {
    "sendMessage": send_message,
    "sendPhoto": send_photo,
    "sendVoice": send_voice,
    "sendVideo": send_video,
    "sendDocument": send_document,
    "sendLocation": send_location,
    "sendMediaGroup": send_media_group,
}
