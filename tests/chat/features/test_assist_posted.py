"""What was posted by hand: told in the chat, shown on the card, never taken for ours."""

import pytest

from bot.db.tables import HandCopy, Snippet
from bot.services import picking
from tests.chat.acting import press, rows, started, texts, toast
from tests.chat.by_hand import POST, card, has_posted, picked, published, seen
from tests.chat.house import House


async def test_the_address_of_the_post_is_on_the_card(house: House) -> None:
    aki = await picked(house, "x")

    await has_posted(aki, f"{POST}?s=20")

    assert aki.last.text == "Noted. Your card shows it."
    assert card(aki).text == "Kept · day 1\nPosted by you: X ↗"
    assert "● X" in card(aki).labels
    assert [one["url"] for one in card(aki).raw["entities"]] == [POST]
    assert await texts(house, aki) == ["Tea"]


async def test_what_has_no_address_is_told_by_a_button(house: House) -> None:
    aki = await picked(house, "line")
    await aki.presses("↗ LINE")
    await aki.presses("I posted it")
    assert aki.last.labels == ["It has none"]

    await aki.presses("It has none")
    assert card(aki).text == "Kept · day 1\nPosted by you: LINE"
    await aki.says("Cake")

    assert await texts(house, aki) == ["Tea", "Cake"]


@pytest.mark.parametrize(
    ("pasted", "said"),
    [
        ("javascript:alert(1)", "I could not read an address there."),
        ("https://example.com/aki/status/12", "That leads somewhere else."),
        ("https://x.com.example.com/aki/status/12", "That leads somewhere else."),
        ("https://aki:secret@x.com/aki/status/12", "That leads somewhere else."),
        ("http://x.com/aki/status/12", "I can only take an address that begins with https://"),
        ("https://x.com/", "That is the front page."),
        ("https://x.com/" + "a" * 3000, "That address is too long for me."),
    ],
)
async def test_any_other_address_is_explained(
    house_on_sqlite: House, pasted: str, said: str
) -> None:
    house = house_on_sqlite
    aki = await picked(house, "x")

    await has_posted(aki, pasted)

    assert aki.last.text.startswith(said)
    assert await rows(house, HandCopy) == []
    assert await texts(house, aki) == ["Tea"]
    await aki.says(POST)
    assert aki.last.text == "Noted. Your card shows it."


async def test_a_line_for_the_diary_is_not_swallowed(house_on_sqlite: House) -> None:
    aki = await picked(house_on_sqlite, "x")

    await has_posted(aki, "Then I went to bed.")

    assert await texts(house_on_sqlite, aki) == ["Tea", "Then I went to bed."]
    assert await rows(house_on_sqlite, HandCopy) == []


async def test_what_is_gone_there_is_taken_off_the_card(house: House) -> None:
    aki = await picked(house, "x")
    await has_posted(aki, POST)

    await aki.presses("● X")
    looked = seen(aki, "You have posted it on X yourself.")
    assert POST in looked.text
    assert looked.labels == ["Open X ↗", "Another address", "It is not there any more", "Back"]
    await aki.presses("It is not there any more")

    assert card(aki).text == "Kept · day 1\nOnly you can see it in your diary."
    assert "↗ X" in card(aki).labels


async def test_an_edit_says_that_it_does_not_travel(house_on_sqlite: House) -> None:
    house = house_on_sqlite
    aki = await started(house)
    await picking.pick(house.ground, aki.id, "x")
    message_id = await aki.says("Tae")
    await has_posted(aki, POST)
    await house.passes(minutes=1)

    await aki.edits(message_id, "Tea")

    assert card(aki).text.endswith("Posted by you: X ↗\nX still shows the earlier words.")


async def test_deleting_says_what_stays(house_on_sqlite: House) -> None:
    aki = await picked(house_on_sqlite, "x")
    await has_posted(aki, POST)

    await aki.presses("Delete")
    await aki.presses("Delete")

    assert seen(aki, "Deleted").text == (
        "Deleted from your diary.\nWhat you posted yourself stays until you delete it there: X ↗"
    )


async def test_the_page_leads_to_what_was_posted_by_hand(house_on_sqlite: House) -> None:
    aki = await published(house_on_sqlite, "x")

    await has_posted(aki, POST)

    assert "Shared: your page ↗\nPosted by you: X ↗" in card(aki).text


async def test_in_japanese(house_on_sqlite: House) -> None:
    house = house_on_sqlite
    hana = await started(house, "Hana", language_code="ja")
    await picking.pick(house.ground, hana.id, "ameba")
    await hana.says("湯のみと、読みかけの本")

    await hana.presses("↗ アメブロ")
    assert hana.last.text.startswith("アメブロには直接お届けできません。")
    assert hana.last.labels == ["文をコピー", "投稿しました", "戻る"]
    await hana.presses("投稿しました")
    await hana.says("https://ameblo.jp/hana/entry-1.html")

    assert hana.last.text == "覚えておきます。カードにも表示します。"
    assert seen(hana, "残しました").text.endswith("ご自身で投稿：アメブロ ↗")


async def test_a_button_of_another_time_explains_itself(house_on_sqlite: House) -> None:
    aki = await picked(house_on_sqlite, "x")
    (snippet,) = await rows(house_on_sqlite, Snippet)
    await picking.unpick(house_on_sqlite.ground, aki.id, "x")

    assert await toast(aki, "↗ X") == "That one is not linked any more. /networks shows what is."
    assert await press(aki, f"assist:pass:{snippet.id}:orkut:1") == "I don't know that place."
    assert await press(aki, "assist:pick:orkut") == "I don't know that place."
