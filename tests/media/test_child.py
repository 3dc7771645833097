"""What a child may do to its parent: nothing."""

import asyncio
import sys
import time
from datetime import timedelta
from pathlib import Path

import pytest
from PIL import Image

from bot.media.decoding import CHILD, Allowance, BadPicture, CleanPicture, Decoder, Rule
from bot.media.parent import Answer, Conversation
from tests.media.samples import encoded, scene

FRAGILE = (sys.executable, "-I", str(Path(__file__).with_name("fragile_child.py")), str(CHILD))
on_linux = pytest.mark.skipif(not Path("/proc/self/task").exists(), reason="reads Linux's /proc")


async def rule_of(data: bytes, decoder: Decoder) -> Rule:
    with pytest.raises(BadPicture) as told:
        await decoder.clean(data)
    return told.value.rule


def fragile(wall_s: float = 20) -> Decoder:
    return Decoder(command=FRAGILE, allowance=Allowance(wall=timedelta(seconds=wall_s)))


async def test_a_child_that_dies_costs_its_own_picture_only() -> None:
    decoder = fragile()
    photo = encoded(scene(), "JPEG")

    answers = await asyncio.gather(
        decoder.clean(photo),
        decoder.clean(b"KILL"),
        decoder.clean(photo),
        return_exceptions=True,
    )

    assert isinstance(answers[0], CleanPicture)
    assert isinstance(answers[1], BadPicture)
    assert (answers[1].rule, answers[1].detail) == (Rule.CRASHED, "signal 9")
    assert isinstance(answers[2], CleanPicture)


async def test_a_child_that_hangs_is_ended() -> None:
    decoder = fragile(wall_s=1)
    begun = time.monotonic()

    assert await rule_of(b"HANG", decoder) == Rule.TOO_SLOW

    assert time.monotonic() - begun < 5
    assert (await fragile().clean(encoded(scene(), "JPEG"))).width == 320


async def test_a_child_that_burns_its_seconds_is_ended_by_the_kernel() -> None:
    assert await rule_of(b"BURN", fragile()) == Rule.TOO_SLOW


@pytest.mark.parametrize("word", [b"SPEW", b"LIES"])
async def test_a_child_is_not_believed_blindly(word: bytes) -> None:
    assert await rule_of(word, fragile()) == Rule.CRASHED


async def test_a_child_knows_no_secret(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("HIBI_TELEGRAM_TOKEN", "1:canary")

    with pytest.raises(BadPicture) as told:
        await fragile().clean(b"ENV?")

    assert told.value.detail == "exit code 3"


@on_linux
async def test_giving_up_ends_the_child() -> None:
    waiting = asyncio.create_task(fragile().clean(b"HANG"))
    while not children():  # noqa: ASYNC110 - another process tells no event
        await asyncio.sleep(0.01)

    waiting.cancel()
    with pytest.raises(asyncio.CancelledError):
        await waiting

    async with asyncio.timeout(5):
        while children():  # noqa: ASYNC110
            await asyncio.sleep(0.01)


@pytest.mark.parametrize("passes", range(6))
async def test_giving_up_at_any_moment_leaves_the_place_to_the_next(passes: int) -> None:
    decoder = Decoder(at_once=1)
    photo = encoded(scene(), "JPEG")
    waiting = asyncio.create_task(decoder.clean(photo))
    for _ in range(passes):
        await asyncio.sleep(0.002 * passes)

    waiting.cancel()
    await asyncio.gather(waiting, return_exceptions=True)

    async with asyncio.timeout(10):
        assert (await decoder.clean(photo)).width == 320


def test_a_conversation_stopped_before_its_start_ends_at_once() -> None:
    conversation = Conversation((*FRAGILE, "{}"), b"HANG", wall_s=20)

    conversation.stop()

    assert conversation.run() == Answer(b"", -9, late=False, endless=False)


async def test_no_child_at_all_is_no_fault_of_the_picture() -> None:
    with pytest.raises(OSError, match="nonexistent"):
        await Decoder(command=("/nonexistent",)).clean(encoded(scene(), "JPEG"))


def children() -> set[str]:
    """The pids of our fragile children, whichever thread started them."""
    lists = Path("/proc/self/task").glob("*/children")
    pids = {pid for told in lists for pid in told.read_text().split()}
    return {pid for pid in pids if "fragile_child" in words_of(pid)}


def words_of(pid: str) -> str:
    try:
        return Path(f"/proc/{pid}/cmdline").read_text()
    except OSError:
        return ""


@on_linux
async def test_no_more_than_two_children_at_once() -> None:
    decoder = fragile(wall_s=1)
    waiting = [asyncio.create_task(decoder.clean(b"HANG")) for _ in range(4)]
    most = 0
    while not all(task.done() for task in waiting):
        most = max(most, len(children()))
        await asyncio.sleep(0.02)
    await asyncio.gather(*waiting, return_exceptions=True)

    assert most == 2


async def test_the_loop_goes_on_while_pictures_are_decoded() -> None:
    decoder = Decoder()
    large = encoded(scene(4000, 3000), "JPEG", quality=97)
    bomb = encoded(Image.new("1", (13_000, 13_000)), "PNG")
    heavy = encoded(scene(64, 64), "JPEG") + bytes(19_000_000)

    stalls: list[float] = []
    # Again while it was too long: other programs on the machine are no fault of ours.
    while len(stalls) < 8 and min(stalls, default=1) >= 0.05:
        stalls.append(await longest_stall(decoder, [large, bomb, heavy]))

    assert min(stalls) < 0.05


async def longest_stall(decoder: Decoder, pictures: list[bytes]) -> float:
    work = [asyncio.create_task(decoder.clean(data)) for data in pictures]
    longest = 0.0
    while not all(task.done() for task in work):
        before = time.perf_counter()
        await asyncio.sleep(0.002)
        longest = max(longest, time.perf_counter() - before)
    await asyncio.gather(*work, return_exceptions=True)
    return longest
