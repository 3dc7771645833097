"""Odd updates and bad requests at a running process: kind answers or silence, nothing lost."""

import asyncio
import base64
import io
import unicodedata
from collections.abc import AsyncIterator
from dataclasses import dataclass
from typing import Any

import pytest
import pytest_asyncio
from yarl import URL

from bot.db.tables import InboxUpdate
from bot.db.types import Vault
from bot.web.webhook import SECRET_HEADER
from tests.day.crowds import KEY, Crowd, database_in
from tests.day.oddities import BROKEN, FORGED, odd_updates
from tests.day.phones import Phone, until
from tests.day.processes import Hibi, running, tracebacks
from tests.day.telegrams import Telegram, a_telegram
from tests.machine.children import free_port
from tests.rows import jpeg

Json = dict[str, Any]

HOOK = Vault([KEY])


# One process for all of them: that one test's oddities spoil no other's day is part of the claim.
pytestmark = pytest.mark.asyncio(loop_scope="module")


@dataclass(slots=True, kw_only=True)
class House:
    hibi: Hibi
    url: str
    telegram: Telegram
    crowd: Crowd
    expected_tracebacks: int = 0

    async def person(self, first_name: str) -> Phone:
        """Somebody who has just been asked their first question."""
        phone = await self.telegram.phone(first_name)
        await phone.says("/start")
        await phone.presses("07:30")
        await phone.presses("Yes, ")
        await phone.sees("e.g. ")
        return phone


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def house(tmp_path_factory: pytest.TempPathFactory) -> AsyncIterator[House]:
    """One process behind a webhook. It has nothing to complain of but what a test has said."""
    folder, port = tmp_path_factory.mktemp("bad-input"), free_port()
    url = f"http://127.0.0.1:{port}"
    async with a_telegram() as telegram, database_in(folder) as database:
        settings = telegram.settings | {
            "port": port,
            "public_url": url,
            "updates": "webhook",
            "secret_keys": KEY,
            "join": "open",
        }
        async with running(folder, "run", **settings) as hibi:
            house = House(hibi=hibi, url=url, telegram=telegram, crowd=Crowd(database, 0))
            yield house
            hibi.process.terminate()
            assert await hibi.ends() == 0
            assert len(tracebacks(hibi.log)) == house.expected_tracebacks, hibi.log[-5000:]


async def goes_on(house: House, phone: Phone, line: str) -> None:
    """The next line is kept like any other."""
    said = await phone.says(line)
    await phone.sees("Kept · day", after=said)
    assert line in await house.crowd.snippets(phone.id)


async def settled(house: House) -> None:
    """Waits until every update that came has been dealt with."""

    async def look() -> bool:
        if house.telegram.playground.bot.mailbox.pending:
            return False
        return set(await house.crowd.states(InboxUpdate)) <= {"done", "set aside"}

    await until(look, "all updates dealt with")


async def test_odd_words_are_kept_as_they_were_written(house: House) -> None:
    aki = await house.person("Aki")
    lines = {
        "🍣" * 2000,
        "👩‍👩‍👧‍👦" * 300,
        "\u202eשלום עולם\u202c ‏مرحبا",
        "Zal̷̡͉g̴o\u0301\u0301\u0301\u200b\u2060",
        "<b>not bold</b> &amp; _plain_ [x](http://x.example) {name} %s",
        "'; drop table people; --",
    }
    for line in lines:
        said = await aki.says(line)
        await aki.sees("Kept · day 1", after=said)

    kept = await house.crowd.snippets(aki.id)
    assert set(kept) == {unicodedata.normalize("NFC", line) for line in lines}


async def test_a_character_that_no_database_takes_does_not_lose_the_line(house: House) -> None:
    aki = await house.person("Aki")
    said = await aki.says("before\0after")
    await aki.sees("Kept · day 1", after=said)

    await goes_on(house, aki, "and the next line")
    kept = await house.crowd.snippets(aki.id)

    assert len(kept) == 2
    assert "\0" not in "".join(kept)
    assert "before" in "".join(kept)


async def test_an_album_of_ten_is_one_snippet(house: House) -> None:
    aki = await house.person("Aki")
    pictures = [jpeg(40 + n, 30) for n in range(10)]

    await aki.shows(*pictures, caption="ten of them")

    await aki.sees("Kept · day 1")
    assert await house.crowd.snippets(aki.id) == ["ten of them"]


async def test_an_edit_of_what_was_deleted_changes_nothing(house: House) -> None:
    aki = await house.person("Aki")
    said = await aki.says("gone soon")
    await aki.presses("Undo")
    await aki.sees("Taken back")
    await aki.edits(said, "back again?")
    await settled(house)

    card = await aki.sees("Taken back")
    assert "back again?" not in card["text"]
    await goes_on(house, aki, "another line")


async def test_old_foreign_and_forged_buttons_do_nothing(house: House) -> None:
    """Pressed by a second person, on messages of their own."""
    aki = await house.person("Aki")
    await goes_on(house, aki, "only mine")
    mallory = await house.telegram.phone("Mallory")
    await mallory.says("/start")
    hello = await mallory.sees("Hello, this is Hibi.")

    for data in FORGED:
        await mallory.sends_press(hello["message_id"], data)
    await mallory.sends_press(424_242, "card:gone:1")
    await settled(house)

    assert await house.crowd.snippets(aki.id) == ["only mine"]
    assert await house.crowd.snippets(mallory.id) == []
    seen = "".join(message["text"] for message in await mallory.messages())
    assert "only mine" not in seen


async def test_odd_updates_are_no_trouble(house: House) -> None:
    aki = await house.person("Aki")
    for update in odd_updates(aki.id):
        await house.telegram.brings(update, aki.id)
    await settled(house)

    await goes_on(house, aki, "after all of that")
    kept = await house.crowd.snippets(aki.id)
    assert {"from nobody", "from a bot", "in a group", "never asked for"} & set(kept) == set()
    assert "never seen before" in kept
    texts = [message["text"] for message in await aki.from_bot()]
    assert not any("Traceback" in text or "Error" in text for text in texts)


async def test_broken_updates_are_set_aside_and_told_once(house: House) -> None:
    aki = await house.person("Aki")
    ids = [await house.telegram.brings(update, aki.id) for update in BROKEN]
    await goes_on(house, aki, "meanwhile")
    await settled(house)

    log = house.hibi.log
    assert [log.count(f"update {update_id} is set aside") for update_id in ids] == [1] * len(ids)
    assert (await house.crowd.states(InboxUpdate))["set aside"] == len(ids)
    house.expected_tracebacks = len(ids)


async def test_bad_requests_get_the_status_that_fits(house: House) -> None:
    aki = await house.person("Aki")
    path = f"/telegram/{secret('webhook path')}"
    right = {SECRET_HEADER: secret("webhook secret")}
    large = b"x" * 10_000_000
    asked: list[tuple[int, str, str, Json]] = [
        (404, "GET", "/nothing/here", {}),
        (404, "GET", "/@nobody", {}),
        (404, "GET", "/@../../etc/passwd", {}),
        (405, "DELETE", "/@nobody", {}),
        (405, "POST", "/health", {}),
        (421, "GET", "/@nobody", {"headers": {"Host": "evil.example"}}),
        (413, "POST", "/link/x", {"data": io.BytesIO(large)}),
        (404, "POST", path, {"json": {"update_id": 1}}),
        (404, "POST", path, {"json": {"update_id": 1}, "headers": {SECRET_HEADER: "wrong"}}),
        (404, "POST", "/telegram/wrong", {"json": {"update_id": 1}, "headers": right}),
        (413, "POST", path, {"data": io.BytesIO(large), "headers": right}),
        (400, "POST", path, {"data": b"{", "headers": right}),
        (400, "POST", path, {"data": b"[]", "headers": right}),
        (400, "POST", path, {"data": b"[" * 100_000, "headers": right}),
        (400, "POST", path, {"data": b"\xff\xfe", "headers": right}),
        (400, "POST", path, {"json": {"update_id": "one"}, "headers": right}),
        (200, "GET", "/health", {}),
    ]
    for status, verb, where, options in asked:
        assert (await answered(house, verb, where, options), verb, where) == (status, verb, where)

    assert await raw(house, b"GET /\x00 HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\n") == b"400"
    assert await raw(house, b"NONSENSE\r\n\r\n") == b"400"
    await goes_on(house, aki, "and the chat goes on")


def secret(purpose: str) -> str:
    return base64.urlsafe_b64encode(HOOK.derive(purpose)).decode().rstrip("=")


async def answered(house: House, verb: str, where: str, options: Json) -> int:
    session = house.telegram.session
    async with session.request(verb, URL(house.url + where, encoded=True), **options) as answer:
        text = await answer.text()
        assert "Traceback" not in text
        return answer.status


async def raw(house: House, request: bytes) -> bytes:
    """The status of an answer to bytes that no client would send."""
    reader, writer = await asyncio.open_connection("127.0.0.1", int(house.url.rpartition(":")[2]))
    writer.write(request)
    line = await asyncio.wait_for(reader.readline(), 10)
    writer.close()
    await writer.wait_closed()
    return line.split()[1]
