"""A Telegram group that the person belongs to: family, friends. Each post names its author."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import Any, Protocol

import regex

from bot.domain.compose import URL, Limits, fits, length
from bot.networks.base import (
    NEVER,
    Account,
    Attempt,
    Copy,
    Linking,
    Moved,
    NotLinked,
    Refused,
    Secret,
    SignInAgain,
    Unsure,
)
from bot.networks.chat_posts import LIMITS, ChatPoster, address_of, numbered, place_of

LONGEST_NAME, LONGEST_TITLE = 40, 80
AUTHOR, USERNAME = "author", "username"
# Telegram reads a name wherever no letter stands before the @:
# https://github.com/tdlib/td/blob/master/td/telegram/MessageEntity.cpp (match_mentions, 2026-11)
CALL = regex.compile(r"(?<!\w)@(?=\w)")
# What ends a line, steers the direction of writing or cannot be seen; families in one emoji stay.
UNPRINTABLE = regex.compile(r"(?V1)[[\p{Cc}\p{Cf}\p{Cs}\p{Zl}\p{Zp}]--[\u200d]]+")


@dataclass(frozen=True, slots=True, kw_only=True)
class GroupSeen:
    """A group as Telegram shows it to the bot: how many are in it, and whether it may write."""

    chat_id: int
    title: str
    username: str
    members: int
    may_write: bool


class GroupPoster(ChatPoster, Protocol):
    """What the chat side does for groups.

    `group` raises NotLinked for what is no group. `is_member` tells of a person, and raises
    SignInAgain once the bot itself is out; `leave` is no trouble then.
    """

    async def group(self, chat_id: int) -> GroupSeen: ...
    async def is_member(self, chat_id: int, person_id: int) -> bool: ...
    async def leave(self, chat_id: int) -> None: ...


class Group:
    """Posts into groups, where there are topics into the general one. Telegram has no key against
    repeats and no way to look back.

    A post can be changed for as long as it stands, and deleted within 48 hours, or later where
    the bot is an administrator: https://core.telegram.org/bots/api#deletemessage (Bot API 10.0,
    read 2026-11-28).
    """

    name = "group"
    title = "Telegram group"
    linking = Linking.GROUP
    limits = LIMITS
    repeatable_for = NEVER
    can_edit = True
    can_delete = True
    can_find = False
    threads = False
    linkable = True
    keys_end = False
    own_keys = False
    fetches_pictures = False
    needs_picture = False

    def __init__(self, poster: GroupPoster) -> None:
        self._poster = poster

    async def look(self, chat_id: int, person_id: int) -> GroupSeen:
        """The group, if the person is in it and the bot may write there. Raises NotLinked."""
        try:
            seen = await self._poster.group(chat_id)
            member = await self._poster.is_member(seen.chat_id, person_id)
        except Moved as error:
            return await self.look(int(error.to), person_id)
        except SignInAgain:
            raise NotLinked("may_not_write") from None
        if not member:
            raise NotLinked("not_a_member")
        if not seen.may_write:
            raise NotLinked("may_not_write")
        return seen

    def account(self, seen: GroupSeen, author: str) -> Account:
        """The group as an account, in which `author` is how each post names its person."""
        secret = {AUTHOR: one_line(author, LONGEST_NAME), USERNAME: seen.username}
        return Account(
            network=self.name,
            server="",
            remote_id=str(seen.chat_id),
            handle=one_line(seen.title, LONGEST_TITLE),
            secret=Secret(secret),
        )

    async def still_member(self, account: Account, person_id: int) -> None:
        """Raises SignInAgain: `not_a_member` once this person has left, else where the bot has."""
        if not await self._poster.is_member(int(account.remote_id), person_id):
            raise SignInAgain("not_a_member")

    async def limits_of(self, account: Account) -> Limits:
        return self._limits(account)

    def signed(self, account: Account, text: str, language: str) -> str:
        """How these words will stand in the group, behind their author's name."""
        return signed(text, account.secret.get(AUTHOR), language)

    def _limits(self, account: Account) -> Limits:
        """What is left beside the author's name."""
        room = length(signed("", account.secret.get(AUTHOR), "en"), self.limits) + len(": ")
        assert self.limits.with_picture is not None
        return replace(
            self.limits,
            characters=self.limits.characters - room,
            with_picture=self.limits.with_picture - room,
        )

    async def renew(self, account: Account) -> Secret | None:
        return None

    async def prepare(self, account: Account, attempt: Attempt) -> dict[str, Any]:
        return {}

    async def publish(self, account: Account, attempt: Attempt) -> Copy:
        chat_id, files = int(account.remote_id), attempt.post.files
        message_ids = await self._poster.post(chat_id, self._text(account, attempt), files)
        url = address_of(chat_id, account.secret.get(USERNAME), message_ids[0])
        return Copy(numbered(chat_id, message_ids), url)

    async def find(self, account: Account, attempt: Attempt) -> Copy | None:
        raise Unsure("cannot_find")

    async def edit(self, account: Account, copy: Copy, attempt: Attempt) -> Copy:
        """Changes the words; in an album they stand under its first picture."""
        chat_id, message_ids = place_of(copy)
        text, captioned = self._text(account, attempt), bool(attempt.post.files)
        try:
            await self._poster.edit(chat_id, message_ids[0], text, captioned=captioned)
        except Moved:
            raise Refused("group_moved") from None
        return copy

    async def delete(self, account: Account, copy: Copy) -> None:
        chat_id, message_ids = place_of(copy)
        try:
            await self._poster.delete(chat_id, message_ids)
        except Moved:
            raise Refused("group_moved") from None

    async def revoke(self, account: Account) -> None:
        """Leaves the group."""
        await self._poster.leave(int(account.remote_id))

    def _text(self, account: Account, attempt: Attempt) -> str:
        post = attempt.post
        whole = signed(post.text, account.secret.get(AUTHOR), post.language)
        return _uncalled(whole, self.limits, pictured=bool(post.files))


def signed(text: str, author: str, language: str) -> str:
    """The words behind their author's name; the name alone where there are only pictures."""
    if not author or not text:
        return text or author
    return f"{author}：{text}" if language == "ja" else f"{author}: {text}"


def one_line(text: str, most: int) -> str:
    """A name or a title as one harmless line: nothing that breaks it, turns it or calls someone."""
    line = " ".join(UNPRINTABLE.sub(" ", text).split()).replace("@", "＠")
    return line if len(line) <= most else line[: most - 1].rstrip() + "…"


def _uncalled(text: str, limits: Limits, *, pictured: bool) -> str:
    """The text with names that call nobody: an invisible space behind each @, outside addresses.

    Where that would make it too long, the full-width @ stands in, which is no longer than @.
    """
    spaced = _outside_addresses(text, lambda words: CALL.sub("@\u200b", words))
    if fits(spaced, limits, pictured=pictured):
        return spaced
    return _outside_addresses(text, lambda words: CALL.sub("＠", words))


def _outside_addresses(text: str, change: Callable[[str], str]) -> str:
    made, behind = [], 0
    for found in URL.finditer(text):
        made += [change(text[behind : found.start()]), found[0]]
        behind = found.end()
    return "".join([*made, change(text[behind:])])
