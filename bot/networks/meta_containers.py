"""Publishing in two steps, as Threads and Instagram do: make a container, then publish it once."""

import asyncio
import contextlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import timedelta
from typing import Any
from urllib.parse import quote

from bot.domain.compose import File, Limits, Picture
from bot.networks import meta
from bot.networks.answers import Answer
from bot.networks.base import Account, Attempt, Copy, NetworkError, Refused, TryLater, Unsure
from bot.networks.http import Http
from bot.networks.meta_search import Shelf, search, web_address

# How often a container is asked about before the post is tried again later.
LOOKS = 20
# A post that was published a moment ago may not be listed yet.
LISTED_AFTER = timedelta(minutes=15)
LISTING_WAIT = timedelta(minutes=1)

# https://developers.facebook.com/docs/threads/troubleshooting and
# https://developers.facebook.com/docs/instagram-platform/instagram-graph-api/reference/ig-container
# (as of 2026-11): a container lives for 24 hours and is published at most once.
IN_PROGRESS, FINISHED, PUBLISHED = "IN_PROGRESS", "FINISHED", "PUBLISHED"
ERROR = "ERROR"
DEAD = ("EXPIRED", ERROR)
# A video takes minutes, which are better waited for between two tries.
LOOKS_AT_A_VIDEO = 3
# By which rules a file is refused: that it cannot be used, or that it did not come.
Rules = tuple[str, str]
PICTURE: Rules = ("picture_rejected", "picture_not_fetched")
VIDEO: Rules = ("video_rejected", "video_not_fetched")


@dataclass(frozen=True, slots=True, kw_only=True)
class Dialect:
    """What one of the two calls its things. `state` is a container's field, `trouble` says why
    it failed; `replies` is the list of the account's own answers, empty where it answers nobody;
    `video` is what makes a container one of a video."""

    make: str
    publish: str
    posts: str
    replies: str
    words: str
    state: str
    trouble: str
    video: Mapping[str, str]
    limits: Limits


class Containers:
    """Makes and publishes them, and finds out what became of one."""

    def __init__(self, http: Http, api: str, dialect: Dialect, pause: float) -> None:
        self._http = http
        self._api = api
        self._dialect = dialect
        self._pause = pause

    async def ready(
        self, account: Account, attempt: Attempt, fields: Mapping[str, str]
    ) -> dict[str, Any]:
        """A container of this very post: {"container": its id, "of": what went in}. It is finished,
        unless it holds a video that takes longer than our patience.

        One of an earlier try is used again while it lives, so that the second `publish` of the
        same container cannot make a second post.
        """
        _check_addresses(attempt.post.files)
        content = meta.made_of(attempt.post, *sorted(fields.values()))
        known = str(attempt.prepared.get("container", ""))
        state = await self._state(account, known) if known else ""
        if state == PUBLISHED:
            return {**attempt.prepared, "published": True}
        same = attempt.prepared.get("of") == content
        if same and (state == IN_PROGRESS or (state == ERROR and attempt.post.recordings)):
            await self._await_end(account, known, VIDEO if attempt.post.recordings else PICTURE)
        if not same or state not in (IN_PROGRESS, FINISHED):
            known = await self._make(account, attempt, fields)
        return {"container": known, "of": content}

    async def publish(self, account: Account, attempt: Attempt) -> Copy:
        """Publishes the container of `ready` once; a second try looks first."""
        if attempt.first_tried_at or attempt.prepared.get("published"):
            earlier = await self.find(account, attempt)
            if earlier:
                return earlier
        container = str(attempt.prepared.get("container", ""))
        if attempt.post.recordings:
            await self._await_end(account, container, VIDEO, 1)
        return await self._copy_of(account, await self._published(account, container))

    async def _published(self, account: Account, container: str) -> str:
        """The one irreversible call: the id of what stands there now."""
        answer = await self._http.post_form(
            self._of(account, self._dialect.publish),
            {"creation_id": container},
            token=_token(account),
            irreversible=True,
        )
        if answer.ok and answer.text("id"):
            return answer.text("id")
        problem = meta.fault(self._http, answer, irreversible=True)
        if _may_be_taken(problem) and await self._state(account, container) == PUBLISHED:
            raise Unsure("already_published", raw=answer.excerpt)
        raise problem

    async def find(self, account: Account, attempt: Attempt) -> Copy | None:
        """The post of the attempt's container; None only where it surely was not published."""
        container = str(attempt.prepared.get("container", ""))
        state = await self._state(account, container) if container else ""
        if state in (FINISHED, IN_PROGRESS):
            return None
        found = await self._among_own(account, attempt)
        if found or state != PUBLISHED:
            return found
        tried_at = attempt.first_tried_at or attempt.post.created_at
        if self._http.clock() - tried_at < LISTED_AFTER:
            raise TryLater("not_listed_yet", wait=LISTING_WAIT)
        # It stands there for sure, although nobody can say where.
        return Copy("", "")

    async def _copy_of(self, account: Account, media_id: str) -> Copy:
        """Where it is read. Only the post itself counts: no address is no reason to worry."""
        try:
            answer = await self._get(account, media_id, "permalink")
        except TryLater:
            return Copy(media_id, "")
        return Copy(media_id, web_address(answer.value("permalink")))

    async def exists(self, account: Account, media_id: str) -> bool:
        answer = await self._get(account, media_id, "id")
        return not meta.is_gone(answer)

    async def _make(self, account: Account, attempt: Attempt, fields: Mapping[str, str]) -> str:
        pictures, recordings = attempt.post.pictures, attempt.post.recordings
        words = {self._dialect.words: meta.unmentioned(attempt.post.text, self._dialect.limits)}
        if recordings:
            shape = {**self._dialect.video, "video_url": recordings[0].url}
            return await self._of_video(account, {**shape, **words, **fields})
        if len(pictures) > 1:
            parts = [await self._part(account, picture) for picture in pictures]
            shape = {"media_type": "CAROUSEL", "children": ",".join(parts)}
        elif pictures:
            shape = picture_fields(pictures[0])
        else:
            shape = {"media_type": "TEXT"}
        return await self._finished(account, {**shape, **words, **fields})

    async def _part(self, account: Account, picture: Picture) -> str:
        return await self._finished(
            account, {**picture_fields(picture), "is_carousel_item": "true"}
        )

    async def _of_video(self, account: Account, fields: Mapping[str, str]) -> str:
        """A video may be worked on for minutes. The call to publish says so, and the next try
        goes on with the same container."""
        container = await self._container(account, fields)
        with contextlib.suppress(TryLater):
            await self._await_end(account, container, VIDEO, LOOKS_AT_A_VIDEO)
        return container

    async def _finished(self, account: Account, fields: Mapping[str, str]) -> str:
        container = await self._container(account, fields)
        await self._await_end(account, container, PICTURE)
        return container

    async def _container(self, account: Account, fields: Mapping[str, str]) -> str:
        answer = await self._http.post_form(
            self._of(account, self._dialect.make), fields, token=_token(account)
        )
        container = answer.text("id")
        if not answer.ok or not container:
            raise meta.fault(self._http, answer)
        return container

    async def _await_end(
        self, account: Account, container: str, rules: Rules, looks: int = LOOKS
    ) -> None:
        """Raises Refused by one of these rules where a file cannot be used."""
        for look in range(looks):
            if look:
                await asyncio.sleep(self._pause)
            answer = await self._get(account, container, self._state_fields())
            state = answer.text(self._dialect.state)
            if state == FINISHED:
                return
            if state in DEAD:
                raise self._failed(answer, rules)
            if not answer.ok and not _is_too_young(answer):
                raise meta.fault(self._http, answer)
        raise TryLater("media_processing", wait=meta.NOT_READY_WAIT)

    def _failed(self, answer: Answer, rules: Rules) -> Refused:
        words = answer.text(self._dialect.trouble)
        gone = "DOWNLOAD" in words.upper() or "2207052" in words
        return Refused(rules[gone], raw=answer.excerpt)

    async def _state(self, account: Account, container: str) -> str:
        """What became of a container; "" where nobody remembers it."""
        answer = await self._get(account, container, self._state_fields())
        if meta.is_gone(answer):
            return ""
        state = answer.text(self._dialect.state)
        if not answer.ok or state not in (IN_PROGRESS, FINISHED, PUBLISHED, *DEAD):
            raise meta.fault(self._http, answer)
        return state

    async def _among_own(self, account: Account, attempt: Attempt) -> Copy | None:
        dialect = self._dialect
        place = dialect.replies if attempt.reply_to and dialect.replies else dialect.posts
        shelf = Shelf(
            url=self._of(account, place),
            words=dialect.words,
            moment="timestamp",
            fields=f"id,permalink,timestamp,{dialect.words}",
        )
        text = meta.unmentioned(attempt.post.text, dialect.limits)
        post = await search(self._http, shelf, _token(account), attempt, text)
        return Copy(str(post["id"]), web_address(post.get("permalink"))) if post else None

    def _state_fields(self) -> str:
        return f"{self._dialect.state},{self._dialect.trouble}"

    async def _get(self, account: Account, thing: str, fields: str) -> Answer:
        url = f"{self._api}/{quote(thing, safe='')}"
        return await self._http.get_json(url, token=_token(account), params={"fields": fields})

    def _of(self, account: Account, place: str) -> str:
        return f"{self._api}/{quote(account.remote_id, safe='')}/{place}"


def picture_fields(picture: Picture) -> dict[str, str]:
    alt = {"alt_text": picture.alt} if picture.alt else {}
    return {"media_type": "IMAGE", "image_url": picture.url, **alt}


def _check_addresses(files: Sequence[File]) -> None:
    if not all(file.url for file in files):
        raise Refused("needs_public_address")


def _may_be_taken(problem: NetworkError) -> bool:
    """Whether a call may be refused because an earlier one went through."""
    return isinstance(problem, Refused) or problem.rule in ("media_processing", "media_lost")


def _is_too_young(answer: Answer) -> bool:
    """Whether a container was asked about before all of Meta had heard of it."""
    return meta.is_gone(answer) or meta.subcode_of(answer) in meta.NOT_READY


def _token(account: Account) -> str:
    return account.secret["access_token"]
