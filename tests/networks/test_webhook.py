"""The signed webhook: what a receiver by the published rules makes of it."""

import base64
from collections.abc import AsyncIterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from bot.networks.base import (
    Account,
    NetworkError,
    NotLinked,
    Refused,
    SignInAgain,
    TryLater,
    Unsure,
)
from bot.networks.http import Http
from bot.networks.webhook import Webhook
from tests.networks.builders import a_picture, an_attempt
from tests.standins.webhook import Receiver, run_receiver


@pytest.fixture
async def receiver() -> AsyncIterator[Receiver]:
    async with run_receiver() as running:
        yield running


@pytest.fixture
def webhook(http: Http) -> Webhook:
    return Webhook(http)


@pytest.fixture
async def mine(webhook: Webhook, receiver: Receiver) -> Account:
    account = await webhook.sign_in("", receiver.address)
    receiver.key = account.secret["key"]
    receiver.got.clear()
    return account


async def test_linking_makes_a_key_and_says_hello(webhook: Webhook, receiver: Receiver) -> None:
    one = await webhook.sign_in("", receiver.address)
    other = await webhook.sign_in("", receiver.address)

    assert [body["type"] for body in receiver.got.values()] == ["ping", "ping"]
    assert one.secret["key"] != other.secret["key"]
    assert one.secret["key"] not in repr(one)
    assert receiver.address not in f"{one.handle} {one.remote_id}"


@pytest.mark.parametrize(
    "address",
    [
        "",
        "ftp://example.com/",
        "http://example.com/hook",
        "https://10.0.0.1/hook",
        "https://[::ffff:169.254.169.254]/",
        "https://user:word@example.com/hook",
        "https://example.com:8443/hook",
        "https://例え.jp/hook",
        "https://example.com/" + "x" * 2000,
    ],
)
async def test_an_address_that_is_not_allowed_is_never_called(
    webhook: Webhook, address: str
) -> None:
    with pytest.raises(NotLinked, match="bad_webhook"):
        await webhook.sign_in("", address)


@pytest.mark.parametrize(("status", "rule"), [(404, "webhook_gone"), (403, "bad_webhook")])
async def test_who_refuses_the_first_message_is_not_linked(
    webhook: Webhook, receiver: Receiver, status: int, rule: str
) -> None:
    receiver.status = status

    with pytest.raises(NotLinked, match=rule):
        await webhook.sign_in("", receiver.address)


async def test_a_post_brings_everything(
    webhook: Webhook, mine: Account, receiver: Receiver
) -> None:
    receiver.answer = {"id": "42", "url": "https://me.example/42"}
    attempt = an_attempt("今日は寿司", key="k-1", public_id="9f3c", pictures=(a_picture(),))

    copy = await webhook.publish(mine, attempt)

    body = receiver.got["k-1"]
    assert (body["type"], body["data"]["text"], body["data"]["id"]) == (
        "publish",
        "今日は寿司",
        "9f3c",
    )
    (picture,) = body["data"]["pictures"]
    assert base64.b64decode(picture["data"]) == attempt.post.pictures[0].data
    assert (copy.remote_id, copy.url) == ("42", "https://me.example/42")


async def test_the_same_call_twice_is_one_post(
    webhook: Webhook, mine: Account, receiver: Receiver
) -> None:
    receiver.drops = 1

    with pytest.raises(Unsure):
        await webhook.publish(mine, an_attempt(key="k-1"))
    copy = await webhook.publish(mine, an_attempt(key="k-1"))

    assert list(receiver.got) == ["k-1"]
    assert copy.remote_id == "k-1"


@pytest.mark.parametrize(
    "answer", [{"url": "javascript:alert(1)"}, {"url": 5, "id": None}, [1], "x"]
)
async def test_an_odd_answer_names_nothing(
    webhook: Webhook, mine: Account, receiver: Receiver, answer: object
) -> None:
    receiver.answer = answer

    copy = await webhook.publish(mine, an_attempt(key="k-1", permalink="https://h.example/@a/1"))

    assert (copy.remote_id, copy.url) == ("k-1", "https://h.example/@a/1")


async def test_edits_and_deletions_travel(
    webhook: Webhook, mine: Account, receiver: Receiver
) -> None:
    copy = await webhook.publish(mine, an_attempt(key="k-1"))

    await webhook.edit(mine, copy, an_attempt("うどん", key="k-2"))
    await webhook.delete(mine, copy)

    edit, deletion = list(receiver.got.values())[1:]
    assert (edit["type"], edit["copy"], edit["data"]["text"]) == ("edit", "k-1", "うどん")
    assert deletion == {"type": "delete", "copy": "k-1"}


async def test_a_forged_or_old_message_is_not_taken(
    webhook: Webhook, mine: Account, receiver: Receiver, http: Http
) -> None:
    forged = replace(
        mine, secret=mine.secret.evolve(key="whsec_" + base64.b64encode(b"x").decode())
    )
    late = Http(loopback=True, clock=lambda: datetime.now(UTC) - timedelta(hours=1))

    for sender, account in ((webhook, forged), (Webhook(late), mine)):
        with pytest.raises(Refused):
            await sender.publish(account, an_attempt())
    await late.close()

    assert receiver.got == {}
    assert len(receiver.refused) == 2


@pytest.mark.parametrize(
    ("status", "expected"),
    [(410, SignInAgain), (429, TryLater), (500, Unsure), (400, Refused), (302, Unsure)],
)
async def test_each_refusal_is_named_for_the_deed(
    webhook: Webhook, mine: Account, receiver: Receiver, status: int, expected: type[NetworkError]
) -> None:
    receiver.status = status

    with pytest.raises(NetworkError) as caught:
        await webhook.publish(mine, an_attempt())

    assert type(caught.value) is expected
    assert mine.secret["key"] not in f"{caught.value!r} {caught.value.raw}"
