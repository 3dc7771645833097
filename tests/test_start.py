"""How Hibi starts, refuses to start, goes on after a stop, and keeps its minute."""

import asyncio
import re
import sqlite3
from collections.abc import AsyncIterator
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import aiohttp
import pytest

from tests.day.phones import Phone, calls, until
from tests.day.processes import TOKEN, Hibi, begin, once, running
from tests.day.telegrams import Telegram, a_telegram
from tests.machine.children import free_port

TOKYO = ZoneInfo("Asia/Tokyo")
OWNER_LINK = re.compile(r"Open this once to become its owner: https://t\.me/\w+\?start=(\S+)")

INVITATION = re.compile(r"start=(\S+)")

WRONG = {
    "database_url": "mysql://hana:very-secret@localhost/hibi",
    "data_dir": "/dev/null/hibi",
    "host": "192.0.2.1",
}
NOBODY_ANSWERS = "postgresql://hana:very-secret@127.0.0.1:1/hibi"


@pytest.fixture
async def telegram() -> AsyncIterator[Telegram]:
    async with a_telegram() as opened:
        yield opened


async def refusal(folder: Path, *words: str, **settings: Any) -> str:
    """The one line with which a start ends."""
    given = {"port": free_port(), **settings}
    if given.get("host"):
        given["telegram_token"] = TOKEN
    code, lines = await once(folder, *words, **given)
    assert (code, len(lines)) == (2, 1), lines
    assert "very-secret" not in lines[0]
    assert TOKEN not in lines[0]
    return lines[0]


async def test_a_wrong_setting_ends_the_start_with_one_line(tmp_path: Path) -> None:
    lines = await asyncio.gather(
        *(refusal(tmp_path, "run", **{name: value}) for name, value in WRONG.items())
    )

    for name, line in zip(WRONG, lines, strict=True):
        assert line.startswith(f"HIBI_{name.upper()}: ")
        assert f"Example: HIBI_{name.upper()}=" in line


async def test_every_command_refuses_in_one_line(tmp_path: Path) -> None:
    commands = ("worker", "migrate", "doctor")

    lines = await asyncio.gather(
        *(refusal(tmp_path, command, log_level="whisper") for command in commands)
    )

    assert [line.partition(": ")[0] for line in lines] == ["HIBI_LOG_LEVEL"] * len(commands)


async def test_a_database_that_does_not_answer_ends_the_start(tmp_path: Path) -> None:
    line = await refusal(tmp_path, "worker", telegram_token=TOKEN, database_url=NOBODY_ANSWERS)

    assert line.startswith("HIBI_DATABASE_URL: ")


async def test_a_token_is_needed_in_the_image_and_for_many_processes(tmp_path: Path) -> None:
    lines = await asyncio.gather(refusal(tmp_path, "run", in_image=1), refusal(tmp_path, "web"))

    assert [line.partition(": ")[0] for line in lines] == ["HIBI_TELEGRAM_TOKEN"] * 2


async def test_a_token_that_telegram_does_not_know_ends_the_start(
    tmp_path: Path, telegram: Telegram
) -> None:
    await telegram.fault(method="getMe", status=401, count=0)

    line = await refusal(tmp_path, "run", **telegram.settings)

    assert line.startswith("HIBI_TELEGRAM_TOKEN: ")


async def test_a_taken_port_ends_the_second_start(tmp_path: Path) -> None:
    port = free_port()
    async with running(tmp_path / "one", "run", port=port):
        line = await refusal(tmp_path / "two", "run", port=port)

    assert line.startswith("HIBI_PORT: ")
    assert str(port) in line


async def test_a_second_poller_ends_with_one_line(tmp_path: Path, telegram: Telegram) -> None:
    known = telegram.settings | {"join": "open"}
    first = await begin(tmp_path / "one", "run", port=free_port(), **known)
    await first.greets()
    second = await begin(tmp_path / "two", "run", port=free_port(), **known)

    ended, _ = await asyncio.wait(
        {asyncio.create_task(each.ends()) for each in (first, second)},
        return_when=asyncio.FIRST_COMPLETED,
        timeout=30,
    )
    over, alive = (first, second) if first.process.returncode is not None else (second, first)

    assert [task.result() for task in ended] == [2]
    assert over.log.splitlines()[-1] == (
        "Another process already asks Telegram for this bot's updates."
    )
    aki = await telegram.phone()
    await aki.says("/start")
    await aki.sees("Hello, this is Hibi.")
    await alive.stops()


async def test_a_database_that_met_another_bot_is_refused(
    tmp_path: Path, telegram: Telegram
) -> None:
    async with running(tmp_path, "run", port=free_port(), **telegram.settings) as hibi:
        await hibi.stops()

    line = await refusal(tmp_path, "run", **telegram.settings | {"telegram_token": "55:another"})

    assert line.startswith("HIBI_TELEGRAM_TOKEN: ")


async def test_only_invited_people_join(tmp_path: Path, telegram: Telegram) -> None:
    """The link opens the door once; a stranger hears one line and leaves no row."""
    port = free_port()
    async with running(tmp_path, "run", port=port, **telegram.settings) as hibi:
        token = await until(lambda: owner_link(hibi), "the owner's link")
        owner, stranger = await telegram.phone("Hana"), await telegram.phone("Mallory")
        await owner.says(f"/start {token}")
        await owner.sees("Hello, this is Hibi.")
        for words in (f"/start {token}", "hello?", "/stats"):
            await stranger.says(words)
        await stranger.sees("for invited people only")
        await owner.says("/invite")
        await owner.presses("With sharing")
        found = await owner.sees("start=")
        await stranger.says(f"/start {INVITATION.findall(found['text'])[0]}")
        await stranger.sees("Hello, this is Hibi.")
        assert len([m for m in await stranger.from_bot() if "invited" in m["text"]]) == 1
        await hibi.stops()
    async with running(tmp_path, "run", name="again", port=port, **telegram.settings) as hibi:
        assert "become its owner" not in hibi.said
        assert token not in hibi.log


async def test_a_stranger_leaves_no_row(tmp_path: Path, telegram: Telegram) -> None:
    async with running(tmp_path, "run", port=free_port(), **telegram.settings) as hibi:
        stranger = await telegram.phone("Mallory")
        await stranger.says("let me in")
        await stranger.sees("for invited people only")
        await hibi.stops()

    with sqlite3.connect(tmp_path / "data" / "hibi.db") as database:
        assert database.execute("select count(*) from people").fetchone() == (0,)
    database.close()


async def test_the_doctor_says_what_is_well_and_what_is_not(
    tmp_path: Path, telegram: Telegram
) -> None:
    code, lines = await once(tmp_path, "doctor", **telegram.settings)
    assert code == 0
    assert [line[0] for line in lines if line[0] == "✗"] == []
    assert any(line.startswith("✓  Telegram: ") for line in lines)
    assert any(line.startswith("✓  Database: SQLite") for line in lines)
    assert any("HIBI_PUBLIC_URL" in line for line in lines)

    code, lines = await once(
        tmp_path, "doctor", telegram_token=TOKEN, telegram_api_url="http://127.0.0.1:1"
    )
    assert code == 1
    assert any(line.startswith("✗  Telegram: ") for line in lines)
    assert TOKEN not in "\n".join(lines)


async def test_a_second_start_goes_on_where_the_first_stopped(tmp_path: Path) -> None:
    """Chat, diary and open question are there; an answer still finds its question."""
    port = free_port()
    url = f"http://127.0.0.1:{port}"
    async with aiohttp.ClientSession() as session:
        async with running(tmp_path, "run", port=port) as hibi:
            assert hibi.said.splitlines()[0] == f"Hibi runs with its playground: {url}/"
            assert len(hibi.said.splitlines()) == 2
            aki = await Phone.of(session, url, first_name="Aki", language_code="en")
            await joined(aki)
            await aki.says("A cup of tea gone cold")
            await aki.sees("Kept · day 1")
            await aki.says("/today")
            await aki.presses("One more")
            question = await aki.sees("e.g. ", after=await last_id(aki))
            await hibi.stops()
        async with running(tmp_path, "run", name="again", port=port) as hibi:
            assert "A cup of tea gone cold" in [m["text"] for m in await aki.messages()]
            await aki.says("The window is open")
            await aki.sees("Kept · day 1", after=question["message_id"])
            asked = await aki.says("/history")
            await aki.sees("A cup of tea gone cold", "The window is open", after=asked)
            await hibi.stops()


async def test_a_time_one_minute_ahead_brings_the_question_in_that_minute(tmp_path: Path) -> None:
    """The one honest wait of the suite: at most a minute, and two seconds."""
    port = free_port()
    url = f"http://127.0.0.1:{port}"
    async with running(tmp_path, "run", port=port), aiohttp.ClientSession() as session:
        people = [await Phone.of(session, url, first_name=n, language_code="ja") for n in "花咲夢"]
        for person in people:
            await joined(person, "7:30", "はい", "例：")
        due_at = soon()
        for person in people:
            asked = await person.says(f"/time {due_at:%H:%M}")
            await person.sees("分後", after=asked)
        before = {person: await last_id(person) for person in people}
        for person, after in before.items():
            await person.sees("例：", after=after, within=70)
        sent = await calls(session, url, "sendMessage")
    late = [call["at"] - due_at.timestamp() for call in sent[-len(people) :]]
    assert [0 <= seconds <= 2 for seconds in late] == [True] * len(people), late


def soon() -> datetime:
    """The next full minute that leaves a few seconds to ask for it."""
    return (datetime.now(TOKYO) + timedelta(seconds=66)).replace(second=0, microsecond=0)


async def owner_link(hibi: Hibi) -> str | None:
    found = OWNER_LINK.findall(hibi.said)
    return str(found[0]) if found else None


async def joined(
    phone: Phone, at: str = "07:30", yes: str = "Yes", question: str = "e.g. "
) -> None:
    """Through /start to the first question."""
    await phone.says("/start")
    await phone.presses(at)
    await phone.presses(yes)
    await phone.sees(question)


async def last_id(phone: Phone) -> int:
    return int((await phone.messages())[-1]["message_id"])
