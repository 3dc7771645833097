"""The documented pace, by a clock that stands still unless told."""

import pytest

from bot.playground.core import PLAYGROUND_TOKEN, Playground
from bot.playground.errors import ApiError
from bot.playground.flood import Flood


class Clock:
    def __init__(self) -> None:
        self.now = 50.0

    def __call__(self) -> float:
        return self.now


def refused_after(flood: Flood, chat_ids: list[int]) -> tuple[int, int]:
    """How many went, and the seconds that the next was told to wait."""
    for sent, chat_id in enumerate(chat_ids):
        try:
            flood.admit(chat_id, 1)
        except ApiError as error:
            return sent, error.retry_after or 0
    return len(chat_ids), 0


@pytest.mark.parametrize(
    ("chat_ids", "expected"),
    [
        ([501] * 10, (5, 1)),  # a short burst to one chat, then one a second
        (list(range(1, 100)), (30, 1)),  # thirty a second in all
        ([-7] * 30, (20, 3)),  # twenty a minute to a group: one every three seconds
    ],
)
def test_too_fast_is_told_to_wait(chat_ids: list[int], expected: tuple[int, int]) -> None:
    assert refused_after(Flood(Clock()), chat_ids) == expected


def test_a_steady_pace_is_never_refused() -> None:
    clock = Clock()
    flood = Flood(clock)
    for _ in range(100):
        flood.admit(501, 1)
        clock.now += 1


def test_waiting_as_told_is_enough() -> None:
    clock = Clock()
    flood = Flood(clock)
    sent, seconds = refused_after(flood, [-7] * 30)
    clock.now += seconds
    flood.admit(-7, 1)
    assert sent == 20


async def test_an_album_counts_for_each_of_its_pictures() -> None:
    clock = Clock()
    playground = Playground(flood=True, monotonic=clock)
    playground.bot.chat_with(playground.world.join("Aki", person_id=501))
    media = [{"type": "photo", "media": "x"}] * 4
    for _ in range(2):
        status, _ = await playground.call("sendMediaGroup", {"chat_id": 501, "media": media})
    assert status == 429


async def test_without_flood_nothing_is_refused() -> None:
    playground = Playground(token=PLAYGROUND_TOKEN)
    playground.bot.chat_with(playground.world.join("Aki", person_id=501))
    wish = {"chat_id": 501, "text": "a"}
    assert {(await playground.call("sendMessage", wish))[0] for _ in range(50)} == {200}
