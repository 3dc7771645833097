"""What came back, in the chat: likes on the card, one message in the evening, and answers."""

from typing import Any

from bot.db.tables import Account, Echo, Snippet
from bot.db.tables import Person as Row
from bot.domain.schedule import local
from bot.networks.listening import Heard
from tests.builders import an_account
from tests.chat.acting import keep, kept, press, rows
from tests.chat.features.test_card import card_of
from tests.chat.house import House, Person, Seen
from tests.listeners import FakeListening, said

TOLD = "What came back to your posts:"
TOLD_IN_JAPANESE = "投稿に届いたことばです。"


async def shared(house: House, text: str = "Tea", **wish: Any) -> tuple[Person, FakeListening]:
    """Somebody whose answer stands on a network that tells what comes back."""
    aki = await kept(house, text, **wish)
    network = FakeListening(clock=house.clock)
    house.ground.networks["mastodon"] = network
    await keep(house, an_account("mastodon", aki.id))
    (account,) = await rows(house, Account, person_id=aki.id, network="mastodon")
    (snippet,) = await rows(house, Snippet)
    await press(aki, f"share:to:{snippet.id}:{account.id}")
    await house.passes(minutes=2)
    return aki, network


async def evening(house: House, aki: Person, hour: int = 20) -> None:
    """Time goes on, look by look, until the next evening where Aki lives."""
    (who,) = await rows(house, Row, id=aki.id)
    await house.passes(hours=1)
    while local(house.clock.now, who.zone).hour != hour:
        await house.passes(hours=1)
    await aki.looks()


def told(aki: Person) -> list[Seen]:
    return [seen for seen in aki.bot_messages if seen.text.startswith((TOLD, TOLD_IN_JAPANESE))]


async def with_echoes(house: House, *words: str, **wish: Any) -> tuple[Person, FakeListening]:
    aki, network = await shared(house, **wish)
    network.says(*words)
    await evening(house, aki)
    return aki, network


async def test_likes_stand_on_the_card_and_nothing_is_said(house: House) -> None:
    aki, network = await shared(house)
    before = len(aki.chat)
    network.says(likes=3, boosts=1)

    await house.passes(minutes=10)
    await aki.looks()

    assert card_of(aki).text.endswith("Shared: Mastodon ↗\n♥ 3 · ↻ 1")
    assert len(aki.chat) == before
    network.says(likes=1234)
    await house.passes(hours=1)
    await aki.looks()
    assert card_of(aki).text.endswith("Shared: Mastodon ↗\n♥ 1,234")


async def test_a_reply_is_told_in_the_evening_silently(house: House) -> None:
    aki, network = await shared(house)
    network.says("Nice!")
    await house.passes(minutes=10)
    await aki.looks()
    assert told(aki) == []

    await evening(house, aki)

    (message,) = told(aki)
    assert message.text == (
        f"{TOLD}\n\n@\u2060bob1@\u2060far.\u2060example · Mastodon\nNice!\n↳ under “Tea”\n\n"
        "To answer, reply to this message."
    )
    assert message.labels == ["Open ↗", "Answer"]
    sent = [call for call in await house.calls("sendMessage") if TOLD in str(call)]
    assert "disable_notification" in str(sent[-1])
    assert "parse_mode" not in str(sent[-1])
    assert [row.text for row in await rows(house, Echo)] == [""]


async def test_several_are_one_message_in_the_persons_language(house: House) -> None:
    aki, _ = await with_echoes(house, "いいね", "おいしそう", language_code="ja", text="お茶")

    (message,) = told(aki)

    assert "1. @\u2060bob1@\u2060far.\u2060example · Mastodon\nいいね" in message.text
    assert "2. @\u2060bob2@\u2060far.\u2060example · Mastodon\nおいしそう" in message.text
    assert message.text.endswith("「2 …」のように番号から始めてください。")
    assert message.labels == ["開く 1 ↗", "返事する 1", "開く 2 ↗", "返事する 2"]


async def test_what_strangers_write_stays_dead(house: House) -> None:
    aki, network = await shared(house)
    network.heard = Heard(
        echoes=(
            said(1, "<b>hi</b> @durov /forget \u202etxt.exe &amp; [x](tg://user?id=1)"),
            said(2, "", url="javascript:alert(1)"),
            said(3, "い" * 5000, author="@" + "x" * 300 + "@far.example"),
        )
    )
    await evening(house, aki)

    (message,) = told(aki)
    assert (
        "<b>hi</\u2060b> @\u2060durov /\u2060forget txt.\u2060exe &amp; [x](tg:\u2060//user?id=1)"
        in message.text
    )
    assert "(without words)" in message.text
    assert message.labels == ["Open 1 ↗", "Answer 1", "Answer 2", "Open 3 ↗", "Answer 3"]
    assert len(message.text) < 1200
    assert message.raw.get("entities") in (None, [])


async def test_a_crowd_fits_into_one_message(house_on_sqlite: House) -> None:
    house = house_on_sqlite
    aki, network = await shared(house)
    network.says(*["👨\u200d👩\u200d👧" * 900] * 30)
    await evening(house, aki)

    (message,) = told(aki)
    assert "12. " in message.text
    assert "And 18 more, where they were said." in message.text
    assert len(message.text.encode("utf-16-le")) // 2 <= 4096


async def test_a_message_that_telegram_refuses_comes_without_links(house: House) -> None:
    aki, network = await shared(house)
    network.says("Nice!")
    fault = {
        "method": "sendMessage",
        "status": 400,
        "description": "Bad Request: inline keyboard button URL is invalid",
    }
    await evening(house, aki, hour=19)
    await house.post("/faults", fault)

    await evening(house, aki)

    (message,) = told(aki)
    assert message.labels == ["Answer"]


async def test_in_a_pause_nothing_comes_until_it_is_over(house: House) -> None:
    aki, network = await shared(house)
    network.says("Nice!", likes=1)
    await aki.says("/pause 1 day")
    await evening(house, aki)
    assert told(aki) == []

    for _ in range(48):
        await house.passes(hours=1)
    await aki.looks()

    assert len(told(aki)) == 1


async def test_one_message_a_day(house_on_sqlite: House) -> None:
    house = house_on_sqlite
    aki, network = await shared(house)
    network.says("One")
    await evening(house, aki)
    network.says("One", "Two")
    for _ in range(20):
        await house.passes(hours=1)
    await aki.looks()
    assert len(told(aki)) == 1

    await evening(house, aki)

    _, second = told(aki)
    assert "Two" in second.text
    assert "One" not in second.text
