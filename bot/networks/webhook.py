"""The person's own software: each post as one signed message to an address of theirs.

The signature is that of Standard Webhooks, so that ready-made libraries check it:
https://github.com/standard-webhooks/standard-webhooks/blob/main/spec/standard-webhooks.md (2026-11)
"""

import base64
import hashlib
import hmac
import json
import secrets
from typing import Any

from yarl import URL

from bot.domain.compose import Limits
from bot.networks.answers import Answer
from bot.networks.base import (
    FOR_EVER,
    Account,
    Attempt,
    Copy,
    Linking,
    NetworkError,
    NotLinked,
    Refused,
    Secret,
    SignInAgain,
    TryLater,
    Unsure,
)
from bot.networks.http import Http

KEY_BYTES = 32
LIMITS = Limits(
    characters=100_000,
    pictures=10,
    picture_bytes=5_000_000,
    alt_text=5_000,
    recordings=1,
    sound_bytes=10_000_000,
    video_bytes=10_000_000,
)


class Webhook:
    """Whoever receives it tells repeats by `webhook-id`; so the same call twice is one post."""

    name = "webhook"
    title = "Webhook"
    linking = Linking.SECRET
    limits = LIMITS
    repeatable_for = FOR_EVER
    can_edit = True
    can_delete = True
    can_find = False
    threads = False
    linkable = True
    keys_end = False
    own_keys = False
    fetches_pictures = False
    needs_picture = False

    def __init__(self, http: Http) -> None:
        self._http = http

    async def sign_in(self, handle: str, secret: str) -> Account:
        """Links by an https address, makes the key that signs what goes there, and sends a first
        `ping`. Raises NotLinked for an address that is none, is not allowed, or refuses."""
        address = secret.strip()
        if not address.isascii() or len(address) > 2000 or not self._http.guard.permits(address):
            raise NotLinked("bad_webhook")
        key = base64.b64encode(secrets.token_bytes(KEY_BYTES)).decode()
        account = Account(
            network=self.name,
            server="",
            remote_id=hashlib.sha256(address.encode()).hexdigest()[:32],
            handle=URL(address).host or "",
            secret=Secret({"address": address, "key": f"whsec_{key}"}),
        )
        try:
            answer = await self._send(account, f"ping-{secrets.token_hex(8)}", {"type": "ping"})
        except Refused as refused:  # the name leads to an address that is not allowed
            raise NotLinked("bad_webhook", raw=refused.rule) from None
        if answer.status in (404, 410):
            raise NotLinked("webhook_gone")
        fault = self._http.fault(answer)
        if fault:
            raise fault
        if not answer.ok:
            raise NotLinked("bad_webhook", raw=answer.excerpt)
        return account

    async def limits_of(self, account: Account) -> Limits:
        return self.limits

    async def renew(self, account: Account) -> Secret | None:
        return None  # a key has no end

    async def prepare(self, account: Account, attempt: Attempt) -> dict[str, Any]:
        return {}

    async def publish(self, account: Account, attempt: Attempt) -> Copy:
        body = {"type": "publish", "data": _snippet(attempt)}
        answer = await self._send(account, attempt.key, body, irreversible=True)
        if not answer.ok:
            raise self._fault(answer, irreversible=True)
        named = answer.text("id")[:200] or attempt.key
        address = answer.text("url")
        known = address if address.startswith("https://") and len(address) < 2000 else ""
        return Copy(named, known or attempt.post.permalink or "")

    async def find(self, account: Account, attempt: Attempt) -> Copy | None:
        raise Unsure("cannot_find")

    async def edit(self, account: Account, copy: Copy, attempt: Attempt) -> Copy:
        body = {"type": "edit", "copy": copy.remote_id, "data": _snippet(attempt)}
        answer = await self._send(account, attempt.key, body)
        if not answer.ok:
            raise self._fault(answer)
        return copy

    async def delete(self, account: Account, copy: Copy) -> None:
        """A copy that is gone already is fine."""
        body = {"type": "delete", "copy": copy.remote_id}
        answer = await self._send(account, f"delete-{copy.remote_id}", body)
        if not answer.ok and answer.status != 404:
            raise self._fault(answer)

    async def revoke(self, account: Account) -> None:
        """Nothing to give back: the key is erased here, and nothing is signed with it again."""

    async def _send(
        self, account: Account, message: str, body: dict[str, Any], *, irreversible: bool = False
    ) -> Answer:
        moment = str(int(self._http.clock().timestamp()))
        text = json.dumps(body, ensure_ascii=False, separators=(",", ":")).encode()
        key = account.secret["key"]
        return await self._http.post_text(
            account.secret["address"],
            text,
            headers={
                "webhook-id": message,
                "webhook-timestamp": moment,
                "webhook-signature": signature(key, message, moment, text),
            },
            irreversible=irreversible,
            secrets=(key, account.secret["address"]),
        )

    def _fault(self, answer: Answer, *, irreversible: bool = False) -> NetworkError:
        if answer.status == 410:
            return SignInAgain("webhook_gone", raw=answer.excerpt)
        common = self._http.fault(answer, irreversible=irreversible)
        if common:
            return common
        if answer.status == 408:
            return Unsure("slow") if irreversible else TryLater("slow")
        return Refused("rejected", raw=answer.excerpt)


def signature(key: str, message: str, moment: str, body: bytes) -> str:
    """`v1,` and the HMAC-SHA256 over id, moment and body, by the key behind its `whsec_`."""
    secret = base64.b64decode(key.removeprefix("whsec_"))
    signed = f"{message}.{moment}.".encode() + body
    return "v1," + base64.b64encode(hmac.digest(secret, signed, "sha256")).decode()


def _snippet(attempt: Attempt) -> dict[str, Any]:
    post = attempt.post
    pictures = [
        {
            "mime": one.mime,
            "width": one.width,
            "height": one.height,
            "alt": one.alt,
            "data": base64.b64encode(one.data).decode(),
        }
        for one in post.pictures
    ]
    recordings = [
        {
            "mime": one.mime,
            "width": one.width,
            "height": one.height,
            "seconds": one.seconds,
            "alt": one.alt,
            "data": base64.b64encode(one.data).decode(),
        }
        for one in post.recordings
    ]
    return {
        "id": post.public_id,
        "text": post.text,
        "language": post.language,
        "created_at": post.created_at.isoformat(),
        "permalink": post.permalink,
        "pictures": pictures,
        "recordings": recordings,
    }
