"""A channel in Discord, through the secret address of a webhook."""

import json
from collections.abc import Mapping
from typing import Any
from urllib.parse import quote

import regex

from bot.domain.compose import File, Limits, Unit
from bot.networks.answers import Answer, dig
from bot.networks.base import (
    NEVER,
    Account,
    Attempt,
    Copy,
    Linking,
    NetworkError,
    NotLinked,
    Refused,
    Secret,
    SignInAgain,
    Unsure,
)
from bot.networks.discord_text import as_typed
from bot.networks.http import Http
from bot.networks.listening import Heard, counted

API = "https://discord.com/api/v10"
ADDRESS = regex.compile(
    r"https://(?:(?:ptb|canary)\.)?discord(?:app)?\.com/api/(?:v\d{1,2}/)?webhooks/"
    r"(\d{15,22})/([\w-]{20,100})/?(?:\?\S*)?"
)
# https://docs.discord.com/developers/resources/webhook#execute-webhook: 2,000 characters, ten
# files; 1,024 characters of description; 10 MiB a file (as of 2026-11). What is kept free is for
# the marks that are escaped.
MOST = 2000
LIMITS = Limits(
    characters=MOST - 200,
    unit=Unit.UTF16,
    pictures=10,
    picture_bytes=8_000_000,
    alt_text=1024,
    recordings=1,
    sound_bytes=10_000_000,
    video_bytes=10_000_000,
)
# https://docs.discord.com/developers/topics/opcodes-and-status-codes#json (as of 2026-11)
UNKNOWN_WEBHOOK, UNKNOWN_MESSAGE, INVALID_TOKEN = "10015", "10008", "50027"


class Discord:
    """Posts by webhook. A webhook can neither list its messages nor knows a key for a repeat."""

    name = "discord"
    title = "Discord"
    linking = Linking.SECRET
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
    answers = False
    needs_picture = False

    def __init__(self, http: Http, *, api: str = API) -> None:
        self._http = http
        self._api = api

    async def sign_in(self, handle: str, secret: str) -> Account:
        """Links by a webhook's address. Only the id and the key in it are used, so that nothing
        but Discord is ever called. Raises NotLinked for anything else."""
        found = ADDRESS.fullmatch(secret.strip())
        if found is None:
            raise NotLinked("bad_webhook")
        number, key = found[1], found[2]
        answer = await self._http.get_json(self._address(number, key), secrets=(key,))
        if answer.status in (401, 404):
            raise NotLinked("webhook_gone")
        fault = self._http.fault(answer)
        if fault:
            raise fault
        if not answer.ok or answer.text("id") != number:
            raise NotLinked("bad_webhook")
        place = {name: answer.text(f"{name}_id") for name in ("guild", "channel")}
        return Account(
            network=self.name,
            server="",
            remote_id=number,
            handle=answer.text("name")[:80] or "Discord",
            secret=Secret({"webhook": key, **place}),
        )

    async def limits_of(self, account: Account) -> Limits:
        return self.limits

    async def renew(self, account: Account) -> Secret | None:
        return None  # an address has no end of its own

    async def prepare(self, account: Account, attempt: Attempt) -> dict[str, Any]:
        """Nothing goes ahead: files travel with the message. Too many marks are found now."""
        _message(attempt)
        return {}

    async def publish(self, account: Account, attempt: Attempt) -> Copy:
        answer = await self._post(account, attempt)
        number = answer.text("id")
        if answer.ok and number:
            return _copy(account, answer.text("channel_id"), number)
        if answer.ok:
            raise Unsure("odd_answer", raw=answer.excerpt)
        raise self._fault(answer, irreversible=True)

    async def _post(self, account: Account, attempt: Attempt) -> Answer:
        url, hidden = f"{self._at(account)}?wait=true", (account.secret.get("webhook"),)
        message = _message(attempt)
        if not attempt.post.files:
            return await self._http.send_json(
                "POST", url, message, irreversible=True, secrets=hidden
            )
        files = [
            (f"files[{place}]", one.data, _name(place, one), one.mime)
            for place, one in enumerate(attempt.post.files)
        ]
        fields = {"payload_json": json.dumps(message)}
        return await self._http.post_files(url, files, fields=fields, secrets=hidden)

    async def find(self, account: Account, attempt: Attempt) -> Copy | None:
        raise Unsure("cannot_find")

    async def edit(self, account: Account, copy: Copy, attempt: Attempt) -> Copy:
        """Changes the words; pictures stay as they are."""
        body = {key: _message(attempt)[key] for key in ("content", "allowed_mentions")}
        answer = await self._http.send_json(
            "PATCH", self._message_at(account, copy), body, secrets=(account.secret.get("webhook"),)
        )
        if answer.ok:
            return copy
        raise self._fault(answer)

    async def delete(self, account: Account, copy: Copy) -> None:
        """A copy that is gone already is fine."""
        answer = await self._http.delete(
            self._message_at(account, copy), secrets=(account.secret.get("webhook"),)
        )
        if not answer.ok and answer.text("code") != UNKNOWN_MESSAGE:
            raise self._fault(answer)

    async def listen(self, account: Account, copy: Copy) -> Heard:
        """The reactions; what others write stays between them and their channel.

        https://docs.discord.com/developers/resources/webhook#get-webhook-message (as of 2026-11)
        """
        answer = await self._http.get_json(
            self._message_at(account, copy), secrets=(account.secret.get("webhook"),)
        )
        if not answer.ok:
            raise self._fault(answer)
        reactions = answer.value("reactions")
        each = reactions if isinstance(reactions, list) else []
        return Heard(likes=counted(*(dig(one, "count") for one in each)))

    async def revoke(self, account: Account) -> None:
        """Deletes the webhook: its address then is worth nothing to anybody."""
        answer = await self._http.delete(
            self._at(account), secrets=(account.secret.get("webhook"),)
        )
        if not answer.ok and answer.status not in (401, 404):
            raise self._fault(answer)

    def _at(self, account: Account) -> str:
        return self._address(account.remote_id, account.secret.get("webhook"))

    def _address(self, number: str, key: str) -> str:
        return f"{self._api}/webhooks/{quote(number, safe='')}/{quote(key, safe='')}"

    def _message_at(self, account: Account, copy: Copy) -> str:
        return f"{self._at(account)}/messages/{quote(copy.remote_id, safe='')}"

    def _fault(self, answer: Answer, *, irreversible: bool = False) -> NetworkError:
        common = self._http.fault(answer, irreversible=irreversible)
        if common:
            return common
        gone = answer.text("code") in (UNKNOWN_WEBHOOK, INVALID_TOKEN) or answer.status == 401
        if gone:
            return SignInAgain("webhook_gone", raw=answer.excerpt)
        return Refused("rejected", raw=answer.excerpt)


def _message(attempt: Attempt) -> Mapping[str, Any]:
    text = as_typed(attempt.post.text)
    if len(text.encode("utf-16-le")) // 2 > MOST:
        raise Refused("too_long")
    described = [
        {"id": place, "filename": _name(place, one), "description": one.alt}
        for place, one in enumerate(attempt.post.files)
    ]
    return {"content": text, "allowed_mentions": {"parse": []}, "attachments": described}


def _name(place: int, file: File) -> str:
    """Sound in MP4 ends in m4a, or Discord would show it as a video."""
    return f"{place}.{'m4a' if file.mime == 'audio/mp4' else file.mime.rpartition('/')[2]}"


def _copy(account: Account, channel: str, number: str) -> Copy:
    where = (account.secret.get("guild", "@me"), channel or account.secret.get("channel"), number)
    return Copy(number, "https://discord.com/channels/" + "/".join(map(quote, where)))
