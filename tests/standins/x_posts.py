"""What X does with posts: creates, shows and deletes them, with their pictures."""

import html
import re
from datetime import datetime, timedelta
from typing import Any

from aiohttp import web

from bot.domain.compose import URL
from tests.standins.x import (
    Json,
    Problem,
    Token,
    Tweet,
    Upload,
    XServer,
    answering,
    as_app,
    playable,
)

# https://docs.x.com/x-api/media/quickstart/best-practices
LARGEST, FORMATS = 5_000_000, {"image/jpeg", "image/png", "image/webp"}
KEPT = timedelta(days=1)
# https://docs.x.com/x-api/posts/create-post: what a body may hold; anything else is refused.
FIELDS = {"text", "media", "reply"}
# A name that X would call; https://github.com/twitter/twitter-text
CALLED = re.compile(r"(?:^|[^A-Za-z0-9_!#$%&*@＠/])[@＠]([A-Za-z0-9_]{1,20})")


class Posts:
    """The calls by which Hibi posts, and whom its posts have called."""

    def __init__(self, server: XServer) -> None:
        self.server = server
        self.called: list[str] = []

    def routes(self) -> list[web.RouteDef]:
        def on(deed: Any) -> Any:
            return answering(self.server, deed)

        return [
            web.post("/2/oauth2/token", on(self.token)),
            web.post("/2/oauth2/revoke", on(self.revoke)),
            web.get("/2/users/me", on(self.me)),
            web.get("/2/users/{id}/tweets", on(self.timeline)),
            web.post("/2/media/upload", on(self.upload)),
            web.post("/2/media/metadata", on(self.describe)),
            web.post("/2/tweets", on(self.create)),
            web.delete("/2/tweets/{id}", on(self.delete)),
        ]

    async def token(self, request: web.Request) -> Json:
        as_app(request)
        form = {name: str(value) for name, value in (await request.post()).items()}
        return self.server.token_answer(form)

    async def revoke(self, request: web.Request) -> Json:
        as_app(request)
        form, server = await request.post(), self.server
        token = str(form["token"])
        found: Token | None = server.tokens.get(token) or server.refreshes.get(token)
        if found is not None:
            server.end(found.family)
        return {"revoked": True}

    async def me(self, request: web.Request) -> Json:
        who = self.server.whose(request, "users.read")
        return {"data": {"id": who, "name": "Hana", "username": self.server.people[who]}}

    async def upload(self, request: web.Request) -> Json:
        """https://docs.x.com/x-api/media/image-or-subtitle-media-upload"""
        who, form = self.server.whose(request, "media.write"), await request.post()
        file = form.get("media")
        if not isinstance(file, web.FileField) or form.get("media_category") != "tweet_image":
            raise Problem(400, "One or more parameters to your request was invalid.")
        data, mime = file.file.read(), str(form.get("media_type"))
        if len(data) > LARGEST:
            raise Problem(413, "File size exceeds 5242880 bytes.")
        if mime not in FORMATS:
            raise Problem(400, "The media type is not supported.")
        number = self.server.number()
        self.server.uploads[number] = Upload(who, data, mime, self.server.clock.now + KEPT)
        lasts = int(KEPT.total_seconds())
        told = {"id": number, "media_key": f"3_{number}", "expires_after_secs": lasts}
        return {"data": {**told, "size": len(data)}}

    async def describe(self, request: web.Request) -> Json:
        """https://docs.x.com/x-api/media/create-media-metadata"""
        who, body = self.server.whose(request, "media.write"), await request.json()
        known, alt = self.server.uploads.get(body["id"]), body["metadata"]["alt_text"]["text"]
        if known is None or known.owner != who or known.posted or not 0 < len(alt) <= 1000:
            raise Problem(400, "One or more parameters to your request was invalid.")
        known.alt = alt
        self.server.charge("alt")
        return {"data": {"id": body["id"], "associated_metadata": {"alt_text": {"text": alt}}}}

    async def create(self, request: web.Request) -> Json:
        """https://docs.x.com/x-api/posts/create-post"""
        server, who = self.server, self.server.whose(request, "tweet.write")
        body = await request.json()
        server.bodies.append(body)
        self._check_window(who)
        self._check(body, who)
        media = body.get("media", {}).get("media_ids", [])
        words, number = body.get("text", ""), server.number()
        for one in media:
            server.uploads[one].posted = True
        alts = [server.uploads[one].alt for one in media]
        reply = body.get("reply", {}).get("in_reply_to_tweet_id", "")
        keys = [server.uploads[one].key(one) for one in media]
        server.tweets[number] = Tweet(
            number, who, words, server.clock.now, media, alts, reply, keys
        )
        self.called += CALLED.findall(words)
        server.charge("post with a link" if URL.search(words) else "post")
        return {"data": {"id": number, "text": words, "edit_history_tweet_ids": [number]}}

    def _check_window(self, who: str) -> None:
        """https://docs.x.com/x-api/fundamentals/rate-limits: 100 posts in 15 minutes."""
        now, window = self.server.clock.now, timedelta(minutes=15)
        mine = [
            one.made_at
            for one in self.server.tweets.values()
            if one.owner == who and now - one.made_at < window
        ]
        if len(mine) >= self.server.posts_a_window:
            reset = str(int((min(mine) + window).timestamp()))
            headers = {"x-rate-limit-remaining": "0", "x-rate-limit-reset": reset}
            raise Problem(429, "Too Many Requests", title="Too Many Requests", headers=headers)

    def _check(self, body: Json, who: str) -> None:
        text, media = body.get("text", ""), body.get("media", {}).get("media_ids", [])
        videos = [one for one in media if getattr(self.server.uploads.get(one), "is_video", False)]
        if videos and len(media) > 1:
            raise Problem(400, "Posts can have up to four pictures or one video.")
        if not set(body) <= FIELDS or not (text or media) or len(media) > 4:
            raise Problem(400, "One or more parameters to your request was invalid.")
        if weight(text) > 280:
            raise Problem(400, "Your Tweet text is too long.")
        if not all(self._is_usable(one, who) for one in media):
            raise Problem(400, "Your media IDs are invalid.")
        if self._stands(text, who):
            raise Problem(403, "You are not allowed to create a Tweet with duplicate content.")
        reply = body.get("reply", {}).get("in_reply_to_tweet_id")
        if reply is not None and getattr(self.server.tweets.get(reply), "owner", None) != who:
            # Since February 2026; the words are those that apps report.
            words = (
                "You can only reply to or quote posts where you are mentioned or are the author."
            )
            raise Problem(403, words)

    def _is_usable(self, media_id: str, who: str) -> bool:
        known = self.server.uploads.get(media_id)
        return (
            known is not None
            and known.owner == who
            and known.ends_at > self.server.clock.now
            and (not known.is_video or (known.looks <= 0 and playable(known.data)))
        )

    def _stands(self, text: str, who: str) -> bool:
        mine = (one.words for one in self.server.tweets.values() if one.owner == who)
        return bool(text) and text in mine

    async def delete(self, request: web.Request) -> Json:
        """https://docs.x.com/x-api/posts/delete-post"""
        who, number = self.server.whose(request, "tweet.write"), request.match_info["id"]
        known = self.server.tweets.get(number)
        if known is None:
            raise Problem(404, f"Could not find tweet with id: [{number}].")
        if known.owner != who:
            raise Problem(403, "You are not permitted to perform this action.")
        del self.server.tweets[number]
        self.server.charge("delete")
        return {"data": {"deleted": True}}

    async def timeline(self, request: web.Request) -> Json:
        """https://docs.x.com/x-api/users/get-posts: newest first, five to a hundred at once."""
        who, asked = self.server.whose(request, "tweet.read", "users.read"), request.query
        if request.match_info["id"] != who or not 5 <= int(asked["max_results"]) <= 100:
            raise Problem(400, "One or more parameters to your request was invalid.")
        begun = datetime.fromisoformat(asked["start_time"])
        shown = self.server.clock.now - self.server.shows_after
        mine = [
            one
            for one in reversed(self.server.tweets.values())
            if one.owner == who and begun <= one.made_at <= shown
        ]
        first, most = int(asked.get("pagination_token", "0")), int(asked["max_results"])
        page = mine[first : first + most]
        self.server.charge("read", len(page))
        meta: Json = {"result_count": len(page)}
        if len(mine) > first + most:
            meta["next_token"] = str(first + most)
        return {"data": [as_shown(one) for one in page], "meta": meta} if page else {"meta": meta}


def as_shown(one: Tweet) -> Json:
    """As X tells of a post: links are shortened, pictures are links, & < > are escaped."""
    text, links = html.escape(one.words, quote=False), []
    for number, link in enumerate(URL.findall(one.words)):
        short = f"https://t.co/{one.id[-4:]}x{number}"
        text = text.replace(html.escape(link, quote=False), short)
        links.append({"url": short, "expanded_url": link, "display_url": link[8:]})
    shown: Json = {"id": one.id, "edit_history_tweet_ids": [one.id]}
    if one.media:
        short, key = f"https://t.co/{one.id[-4:]}p", one.keys[0]
        text = f"{text} {short}".strip()
        links.append({"url": short, "expanded_url": "https://x.com/photo/1", "media_key": key})
        shown["attachments"] = {"media_keys": one.keys}
    if one.reply_to:
        shown["referenced_tweets"] = [{"type": "replied_to", "id": one.reply_to}]
    return {**shown, "text": text, **({"entities": {"urls": links}} if links else {})}


def weight(text: str) -> int:
    """https://docs.x.com/resources/fundamentals/counting-characters, for what these tests write:
    links 23, Latin one, everything else two."""
    bare = URL.sub("x" * 23, text)
    return sum(1 if ord(sign) <= 0x10FF or 0x2000 <= ord(sign) <= 0x200D else 2 for sign in bare)
