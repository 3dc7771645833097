"""A channel poster that remembers."""

from collections.abc import Sequence
from dataclasses import dataclass, field

from bot.domain.compose import File
from bot.networks.base import NetworkError, NotLinked
from bot.networks.group import GroupSeen

CHANNEL = -1001234567890
GROUP = -1009876543210


@dataclass(slots=True)
class FakePoster:
    """Knows a channel and a group with the same people; `fails` are raised first, one a call."""

    username: str | None = "hibi_news"
    allowed: set[int] = field(default_factory=lambda: {7})
    fails: list[NetworkError] = field(default_factory=list)
    title: str = "Family"
    group_name: str = ""
    may_write: bool = True
    left: list[int] = field(default_factory=list)
    posts: dict[int, str] = field(default_factory=dict)
    captions: dict[int, str] = field(default_factory=dict)

    async def post(self, chat_id: int, text: str, files: Sequence[File]) -> Sequence[int]:
        self._fail()
        first = len(self.posts) + len(self.captions) + 1
        if not files:
            self.posts[first] = text
            return [first]
        numbers = list(range(first, first + len(files)))
        self.captions |= {n: text if n == first else "" for n in numbers}
        return numbers

    async def edit(self, chat_id: int, message_id: int, text: str, *, captioned: bool) -> None:
        self._fail()
        (self.captions if captioned else self.posts)[message_id] = text

    async def delete(self, chat_id: int, message_ids: Sequence[int]) -> None:
        self._fail()
        for number in message_ids:
            self.posts.pop(number, None)
            self.captions.pop(number, None)

    async def may_post(self, chat_id: int, person_id: int) -> bool:
        return person_id in self.allowed

    async def describe(self, chat: str | int) -> tuple[int, str, str | None]:
        if chat not in (CHANNEL, f"@{self.username}"):
            raise NotLinked("no_such_channel")
        return CHANNEL, "Hibi News", self.username

    async def group(self, chat_id: int) -> GroupSeen:
        if chat_id != GROUP:
            raise NotLinked("not_a_group")
        return GroupSeen(
            chat_id=GROUP,
            title=self.title,
            username=self.group_name,
            members=len(self.allowed) + 1,
            may_write=self.may_write,
        )

    async def is_member(self, chat_id: int, person_id: int) -> bool:
        self._fail()
        return person_id in self.allowed

    async def leave(self, chat_id: int) -> None:
        self.left.append(chat_id)

    def _fail(self) -> None:
        if self.fails:
            raise self.fails.pop(0)
