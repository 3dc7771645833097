"""Words by hand for one place, in the chat: asked for, taken, given back."""

from bot.db.tables import Snippet
from tests.builders import an_account
from tests.chat.acting import forwards, keep, kept, plug, rows, texts, toast
from tests.chat.house import House
from tests.chat.house import Person as Somebody
from tests.fakes import NOW, FakeNetwork


async def with_a_wait(house: House, **wish: str) -> tuple[Somebody, FakeNetwork]:
    """Somebody whose answer is on its way to a Mastodon where they have shared before."""
    network = plug(house)
    aki = await kept(house, **wish)
    await keep(house, an_account(person_id=aki.id, shown_first_at=NOW))
    await aki.says("/today")
    await aki.says("The park was quiet in the rain today, and the tea afterwards was hot")
    await aki.presses("Mastodon")
    return aki, network


async def test_the_words_for_one_place_are_asked_for_and_go_there(house: House) -> None:
    aki, network = await with_a_wait(house)
    card = aki.last
    await aki.presses("Other words for Mastodon")
    asked = aki.last
    assert asked.text.startswith("Send the words for Mastodon. They stand only there")
    assert asked.text.endswith(
        "The park was quiet in the rain today, and the tea afterwards was hot"
    )

    await aki.says("Rain, park, tea")

    assert aki.last.text == "Mastodon gets these words."
    shown = next(seen for seen in aki.chat if seen.id == card.id)
    assert "Mastodon: words of their own." in shown.text
    assert "As in the diary: Mastodon" in shown.labels
    await house.passes(seconds=60)
    assert network.texts == ["Rain, park, tea"]
    assert "Rain, park, tea" not in await texts(house, aki)


async def test_they_are_given_back_before_and_after_they_left(house_on_sqlite: House) -> None:
    aki, network = await with_a_wait(house_on_sqlite)
    await aki.presses("Other words for Mastodon")
    await aki.says("Rain, park, tea")
    await house_on_sqlite.passes(seconds=60)
    await aki.presses("Who sees it")

    said = await toast(aki, "As in the diary: Mastodon")
    await house_on_sqlite.passes(seconds=60)

    assert said == "Mastodon gets the words of your diary again."
    assert network.texts[0].startswith("The park was quiet")


async def test_in_japanese(house_on_sqlite: House) -> None:
    plug(house_on_sqlite)
    aki = await kept(
        house_on_sqlite, "きょうは雨の公園を歩いて、あとで熱いお茶を飲みました", language_code="ja"
    )
    await keep(house_on_sqlite, an_account(person_id=aki.id, shown_first_at=NOW))
    await aki.says("もうひとつ。雨の公園はとても静かで、しずくの音だけが聞こえていました")
    await aki.presses("Mastodon")

    await aki.presses("Mastodon 用に書きかえる")
    assert aki.last.text.startswith("Mastodon に出す文を送ってください。")
    await aki.says("雨の公園")

    assert aki.last.text == "Mastodon にはこの文が出ます。"


async def test_a_command_ends_it_and_what_is_forwarded_is_no_words(house_on_sqlite: House) -> None:
    aki, _ = await with_a_wait(house_on_sqlite)
    await aki.presses("Other words for Mastodon")

    await forwards(aki, "Somebody else's words")
    await aki.says("/cancel")
    await aki.says("A line for my diary")

    assert {row.own_words for row in await rows(house_on_sqlite, Snippet)} == {None}
    assert "A line for my diary" in await texts(house_on_sqlite, aki)


async def test_a_place_that_was_let_go_takes_no_words(house_on_sqlite: House) -> None:
    aki, _ = await with_a_wait(house_on_sqlite)
    await aki.presses("Other words for Mastodon")
    asked = aki.last
    await aki.says("/unlink mastodon")
    await aki.presses("Yes, unlink")

    await aki.says("Rain, park, tea", reply_to=asked.id)

    assert {row.own_words for row in await rows(house_on_sqlite, Snippet)} == {None}
