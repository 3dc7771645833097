"""Many processes on PostgreSQL and Redis: a day for several people, a crash, and soft ends."""

import asyncio
import re
import signal
from collections import Counter
from collections.abc import AsyncIterator
from contextlib import AsyncExitStack
from dataclasses import dataclass
from pathlib import Path

import aiohttp
import pytest

from bot.db.engine import Database
from bot.db.tables import Delivery, InboxUpdate, Nudge
from tests.day.browsers import Browser, a_browser
from tests.day.crowds import KEY, Crowd
from tests.day.phones import Phone, until
from tests.day.processes import LONGEST_END, Hibi, begin
from tests.day.readers import statuses
from tests.day.telegrams import Telegram, a_telegram
from tests.machine.children import free_port
from tests.media.samples import talkative
from tests.peers.mastodon import MastodonPeer, run_mastodon

CROWD = 60
POSTING = 30
PATIENT = 60.0


@dataclass(slots=True, kw_only=True)
class House:
    """One web process, two workers, and what they share."""

    url: str
    web: Hibi
    workers: list[Hibi]
    telegram: Telegram
    mastodon: MastodonPeer
    database: Database


@pytest.fixture
async def house(tmp_path: Path, empty_postgres_url: str, redis_url: str) -> AsyncIterator[House]:
    port = free_port()
    url = f"http://127.0.0.1:{port}"
    async with AsyncExitStack() as stack:
        telegram = await stack.enter_async_context(a_telegram())
        mastodon = await stack.enter_async_context(run_mastodon())
        settings = telegram.settings | {
            "port": port,
            "public_url": url,
            "updates": "webhook",
            "join": "open",
            "database_url": empty_postgres_url,
            "redis_url": redis_url,
            "secret_keys": KEY,
            "loopback_networks": 1,
        }
        # All at once, as machines do after a power cut: one of them migrates.
        web, *workers = await asyncio.gather(
            begin(tmp_path, "web", **settings),
            begin(tmp_path, "worker", name="worker-1", **settings),
            begin(tmp_path, "worker", name="worker-2", **settings),
        )
        for one in (web, *workers):
            stack.callback(one.kill)
        await asyncio.gather(*(one.greets() for one in (web, *workers)))
        database = Database(empty_postgres_url)
        stack.push_async_callback(database.close)
        yield House(
            url=url,
            web=web,
            workers=workers,
            telegram=telegram,
            mastodon=mastodon,
            database=database,
        )


async def test_several_people_walk_through_their_day_in_many_processes(house: House) -> None:
    names = ("Aki", "Ben", "Chie", "Dai")
    people = [await house.telegram.phone(name, username=f"{name.lower()}_1") for name in names]

    await asyncio.gather(*(walk(house, *one) for one in zip(people, names, strict=True)))

    there = [status.content for status in await statuses(house.mastodon)]
    assert sorted(re.findall(r"The sky over (\w+)", " ".join(there))) == sorted(names)
    assert sum("in the evening" in content for content in there) == len(names)
    updates = await Crowd(house.database, 0).states(InboxUpdate)
    assert set(updates) == {"done"}
    await soft_ends(house)


async def walk(house: House, phone: Phone, name: str) -> None:
    """Hello, an answer with a photo, the page and Mastodon, the record, an edit, a break."""
    page = f"{house.url}/@{name.lower()}_1"
    await phone.says("/start")
    await phone.presses("21:00")
    await phone.presses("Yes, ")
    await phone.sees("e.g. ")
    said = await phone.shows(talkative("JPEG"), caption=f"The sky over {name}")
    card = (await phone.sees("Kept · day 1"))["message_id"]
    await phone.says(f"/link mastodon {house.mastodon.server}")
    async with a_browser() as browser:
        link = await phone.link("Go on to ")
        await phone.says(await browser.links_mastodon(link, house.mastodon, name))
        await phone.sees("Mastodon @alice", "is connected")
        await shares(phone, card, "your page", "Mastodon")
        status, text = await browser.reads(page)
        assert (status, text.count(f"The sky over {name}</div>")) == (200, 1)
        await phone.says("/settings")
        await phone.presses("Time to undo")
        await phone.presses("not at all")
        await phone.edits(said, f"The sky over {name} in the evening")
        await until(lambda: reads(browser, page, "in the evening"), "the new words on the page")
    await phone.says("/stats")
    await phone.sees("1 day kept in all.")
    await phone.says("/pause 3 days")
    await phone.sees("Paused from ")
    await until(lambda: changed(house, name), "the new words on Mastodon")


async def shares(phone: Phone, card: int, *networks: str) -> None:
    """Each for the first time, then all of them at once."""
    await phone.presses("Describe the photo")
    await phone.says("An evening sky")
    await phone.sees("The description goes with the photo")
    for network in networks:
        await phone.presses(f"○ {network}", under=card)
        await phone.presses("Share it", under=card)
    await phone.sees("Shared in ", *networks)
    await phone.presses("Send now", under=card)
    await phone.sees("Shared: ", *(f"{network} ↗" for network in networks), within=PATIENT)


async def reads(browser: Browser, address: str, words: str) -> bool:
    return words in (await browser.reads(address))[1]


async def changed(house: House, name: str) -> bool:
    there = await statuses(house.mastodon)
    return any(f"The sky over {name} in the evening" in status.content for status in there)


async def soft_ends(house: House) -> None:
    """Every process ends by itself when it is asked to, in good time."""
    everything = (house.web, *house.workers)
    assert max(await asyncio.gather(*(one.stops() for one in everything))) < LONGEST_END


async def test_nothing_is_lost_when_a_worker_is_killed_in_mid_batch(house: House) -> None:
    crowd = Crowd(house.database, CROWD)
    await crowd.has_telegram(house.telegram)
    await crowd.joins()
    victim, survivor = house.workers
    survivor.process.send_signal(signal.SIGSTOP)
    await house.telegram.fault(method="sendMessage", status=200, delay=3, count=0)
    house.mastodon.delay = 3.0
    words = await crowd.posts_to_mastodon(house.mastodon, POSTING)
    await crowd.is_due()
    lines = {person: f"a line of {person}" for person in crowd.ids[-5:]}
    for person, line in lines.items():
        await Phone(house.telegram.session, house.telegram.url, person).says(line)

    async def is_in_the_middle() -> bool:
        asked = len(await house.telegram.calls("sendMessage"))
        posted = sum(note.path == "/api/v1/statuses" for note in house.mastodon.notes)
        noted = len(await house.telegram.calls("setMessageReaction"))
        return asked >= CROWD // 3 and posted >= 5 and noted >= 1

    await until(is_in_the_middle, "a batch under way")
    victim.kill()
    await victim.process.wait()
    known = await crowd.sent()
    before = await asked_each(house)
    assert 0 < len(before) < CROWD
    async with aiohttp.ClientSession() as session:
        await session.delete(f"{house.telegram.url}/playground/faults")
    house.mastodon.delay = 0.0
    survivor.process.send_signal(signal.SIGCONT)
    await crowd.outlives_leases()

    async def is_done() -> bool:
        return (
            await crowd.states(Nudge) == Counter(sent=CROWD)
            and await crowd.states(Delivery) == Counter(published=POSTING)
            and await crowd.states(InboxUpdate) == Counter(done=len(lines))
        )

    await until(is_done, "every nudge, every copy and every line", PATIENT)
    times = await asked_each(house)
    assert set(times) == set(crowd.ids)
    assert max(times.values()) <= 2
    # Asked again is only who was being asked at that very moment.
    assert {person for person in times if times[person] > 1} <= set(before) - known
    assert sorted(await words_on(house.mastodon)) == sorted(words)
    assert [await crowd.snippets(person) for person in lines] == [[line] for line in lines.values()]


async def asked_each(house: House) -> Counter[int]:
    """How often each person was asked a question."""
    return Counter(
        call["parameters"]["chat_id"]
        for call in await house.telegram.calls("sendMessage")
        if "q:skip" in str(call["parameters"].get("reply_markup"))
    )


async def words_on(peer: MastodonPeer) -> list[str]:
    return [re.sub(r"<[^>]+>", "", status.content) for status in await statuses(peer)]
