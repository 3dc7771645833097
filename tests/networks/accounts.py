"""Accounts with planted secrets, attempts that are ready, and every verb of a network."""

from collections.abc import Awaitable, Callable
from typing import Any

from bot.networks.base import Account, AppKeys, Attempt, Copy, Linking, Network, Secret
from bot.networks.listening import hears
from tests.networks.builders import NOON, a_picture, an_attempt
from tests.networks.posters import CHANNEL

CANARIES = ("c4nary-access-t0ken", "c4nary-refresh-t0ken", "c4nary-client-s3cret")
SIGN_IN_CANARIES = ("aaaa-bbbb-cccc-dddd", "code-123", "verifier-123")


def an_account(name: str, server: str) -> Account:
    access, refresh, client = CANARIES
    secret = {
        "access_token": access,
        "client_id": "id",
        "client_secret": client,
        "access_jwt": access,
        "user_token": refresh,
        "refresh_jwt": refresh,
        "pds": f"http://{server}",
    }
    return Account(
        network=name,
        server=server if name in ("mastodon", "misskey") else "",
        remote_id=str(CHANNEL) if name in ("telegram", "group") else "did:plc:" + "a" * 24,
        handle="@me",
        secret=Secret(secret),
    )


def ready(**changes: Any) -> Attempt:
    prepared = {"media": [], "rkey": "3m6abcdefgh2a", "created_at": "2026-11-23T12:00:00.000Z"}
    prepared["container"] = "17001"
    return an_attempt(prepared=prepared, public_id="9f3c", **changes)


A_COPY = Copy("at://did/app.bsky.feed.post/3m6abcdefgh2a", "https://x.example/1")


def verbs(network: Network, account: Account) -> list[Callable[[], Awaitable[object]]]:
    attempt, pictured = ready(), an_attempt(pictures=(a_picture(),))
    asked = network if hears(network) else None
    return [
        *([lambda: asked.listen(account, A_COPY)] if asked else []),
        lambda: network.publish(account, attempt),
        lambda: network.prepare(account, pictured),
        lambda: network.find(account, ready(first_tried_at=NOON)),
        lambda: network.edit(account, A_COPY, ready(pictures=(a_picture(),))),
        lambda: network.delete(account, A_COPY),
        lambda: network.renew(account),
        lambda: network.limits_of(account),
        lambda: network.revoke(account),
    ]


def linking(network: Any, server: str) -> list[Callable[[], Awaitable[object]]]:
    keys = AppKeys(client_id="i", client_secret=CANARIES[2], redirect_uri="https://x.example/")
    if network.linking is Linking.SECRET:
        return [lambda: network.sign_in(f"me.test {server}", "aaaa-bbbb-cccc-dddd")]
    return [
        lambda: network.register(server, "https://x.example/"),
        lambda: network.finish(server, keys, code="code-123", verifier="verifier-123"),
    ]
