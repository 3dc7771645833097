"""A post and the parts that continue it: which stand already, and the call for the next one."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import Any

from bot.db import tables
from bot.networks.base import Attempt, Copy
from bot.services.composing import Shaped, remembered


@dataclass(slots=True, kw_only=True)
class Thread:
    """One delivery's posts in order; most have one. `made` is what the next part's `prepare`
    brought, `done` are the parts that stand."""

    key: str
    shaped: Shaped
    done: list[Copy]
    made: Mapping[str, Any]
    response: Mapping[str, Any] = field(default_factory=dict)
    """Whom its first part answers: `to`, `root` and `calls`; empty for a post of one's own."""

    @property
    def texts(self) -> list[str]:
        return [self.shaped.post.text, *self.shaped.rest]

    @property
    def complete(self) -> bool:
        return len(self.done) >= len(self.texts)

    def next_call(self, first_tried_at: datetime | None) -> Attempt:
        """The part behind those that stand; only the first carries the pictures and recordings."""
        part, post = len(self.done), self.shaped.post
        if part == 0:
            return Attempt(
                key=self.key,
                post=post,
                prepared=self.made,
                first_tried_at=first_tried_at,
                **self._answered(),
            )
        known = [copy for copy in self.done if copy.remote_id]
        return Attempt(
            key=f"{self.key}-{part}",
            post=replace(post, text=self.texts[part], pictures=(), recordings=(), permalink=None),
            prepared=self.made,
            first_tried_at=first_tried_at,
            reply_to=known[-1] if known else None,
            root=self._answered().get("root") or (known[0] if known else None),
        )

    def _answered(self) -> dict[str, Any]:
        if not self.response:
            return {}
        to, root = self.response["to"], self.response["root"]
        return {
            "reply_to": Copy(to["remote_id"], to["url"]),
            "root": Copy(root["remote_id"], root["url"]),
            "calls": self.response["calls"],
        }

    def goes_on(self, copy: Copy) -> None:
        """One more part stands."""
        self.done.append(copy)
        self.made = {}

    def remembered(self) -> dict[str, Any]:
        """What `thread_of` needs, as plain JSON."""
        done = [{"remote_id": copy.remote_id, "url": copy.url} for copy in self.done]
        answered = {"response": dict(self.response)} if self.response else {}
        post = remembered(self.shaped)
        return {"post": post, "made": dict(self.made), "done": done, **answered}


def standing(prepared: Mapping[str, Any]) -> list[Copy]:
    """The parts of an unfinished thread that stand already."""
    return [Copy(one["remote_id"], one["url"]) for one in prepared.get("done", ())]


def parts_of_copy(copy: tables.Copy) -> list[Copy]:
    """Everything that stands for one snippet at one account, in order."""
    rest = copy.parts or ()
    return [
        Copy(copy.remote_id, copy.url),
        *(Copy(one["remote_id"], one["url"]) for one in rest),
    ]


def rest_as_json(copies: Sequence[Copy], texts: Sequence[str]) -> list[dict[str, str]] | None:
    """The parts behind the first, as a copy keeps them; None where there are none."""
    rest = [
        {"remote_id": copy.remote_id, "url": copy.url, "text": text}
        for copy, text in zip(copies[1:], texts[1:], strict=False)
    ]
    return rest or None
