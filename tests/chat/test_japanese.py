"""In a Japanese chat every sentence and every button is Japanese."""

import re

from bot.db.tables import Account, Snippet
from bot.domain.delivery import DeliveryState
from tests.builders import a_delivery, an_account, jpeg
from tests.chat.acting import forwards, keep, plug, press, rows, sends_file, toast
from tests.chat.house import House, Person

JAPANESE = re.compile(r"[\u3040-\u30ff\u4e00-\u9fff]")
ENGLISH = re.compile(r"[A-Za-z]{3,}")
# Names, addresses and commands are the same in every language.
SAME = re.compile(
    r"https?://\S+|/[a-z]+|\S*@\S+|Mastodon|Bluesky|Misskey|Discord|Telegram|English|Hana|MB"
)
BARE = re.compile(r"[\d:◀ ○●✓·]*")


def leaks(text: str) -> list[str]:
    """English words in what should be Japanese; the whole text where it has no Japanese at all."""
    bare = SAME.sub("", text)
    if not BARE.fullmatch(bare) and not JAPANESE.search(bare):
        return [text]
    return ENGLISH.findall(bare)


def english_in(hana: Person) -> dict[str, list[str]]:
    said = [seen.text for seen in hana.bot_messages]
    said += [label for seen in hana.bot_messages for label in seen.labels]
    return {text: found for text in said if text and (found := leaks(text))}


async def hana_of(house: House) -> Person:
    await house.restarts(messages_a_minute=10_000)
    hana = await house.person("Hana", language_code="ja")
    await hana.says("/start")
    return hana


async def begun(house: House) -> Person:
    hana = await hana_of(house)
    await hana.presses("7:30")
    await hana.presses(hana.last.labels[0])
    return hana


def test_a_leak_is_found() -> None:
    assert leaks("いまは自分だけの日記です。") == []
    assert leaks("○ Mastodon") == leaks("7:30") == leaks("/today 今日の質問") == []
    assert leaks("Thank you.") == ["Thank you."]
    assert leaks("残しました Kept") == ["Kept"]


async def test_the_beginning_is_japanese(house_on_sqlite: House) -> None:
    hana = await hana_of(house_on_sqlite)
    await hana.presses("ほかの時刻")
    await hana.says("8")
    await hana.presses("20:00")
    await hana.presses(hana.last.labels[1])
    await hana.says("qqqxyz")
    await hana.presses(hana.last.labels[0])
    await hana.says("/timezone")
    await hana.presses(hana.last.labels[0])
    await hana.sends_location(35.0, 139.0)
    for words in ("/timezone 21:00", "/timezone ロンドン", "/time 9999", "/start", "/dance"):
        await hana.says(words)

    assert english_in(hana) == {}


async def test_the_question_and_its_buttons(house_on_sqlite: House) -> None:
    hana = await begun(house_on_sqlite)
    asked = hana.last
    for words in ("あとで", "戻る", "今日はパス"):
        await hana.presses(words)
    await hana.presses(hana.last.labels[0])
    await hana.says("お茶")
    assert not leaks(await toast(hana, "別の質問", asked.id))
    for command in ("/today", "/help", "/privacy", "/history", "/cancel", "/settings", "/page"):
        await hana.says(command)
    for command in ("/networks", "/stats", "/invite", "/language", "/link"):
        await hana.says(command)

    assert english_in(hana) == {}


async def test_the_card_and_sharing(house_on_sqlite: House) -> None:
    house = house_on_sqlite
    plug(house)
    hana = await begun(house)
    await hana.says("お茶")
    await hana.presses("○ あなたのページ")
    assert english_in(hana) == {}
    await hana.presses("公開する")
    assert english_in(hana) == {}
    await hana.presses("すぐ公開")
    for label in ("公開範囲", "戻る", "日付", "ほかの日"):
        await hana.presses(label)
    await hana.says("来年")
    await hana.says("きのう")
    await hana.presses("直す")
    await hana.says("熱いお茶")
    await hana.presses("消す")
    await hana.says("電話は090-1234-5678、hana@example.com")
    await hana.presses("○ あなたのページ")

    assert english_in(hana) == {}


async def test_what_went_wrong(house_on_sqlite: House) -> None:
    house = house_on_sqlite
    plug(house)
    hana = await begun(house)
    await hana.says("お茶")
    await keep(house, an_account("mastodon", hana.id))
    (snippet,) = await rows(house, Snippet)
    (account,) = await rows(house, Account)
    for revision, state in enumerate(("refused", "parked", "asked", "waiting", "held"), 1):
        row = a_delivery(snippet, account, state=DeliveryState(state), revision=revision)
        await keep(house, row)
        await press(hana, f"card:show:{snippet.id}")
        assert english_in(hana) == {}


async def test_whatever_is_sent_is_answered_in_japanese(house_on_sqlite: House) -> None:
    house = house_on_sqlite
    hana = await begun(house)
    await hana.sends_photo(jpeg(), jpeg(20, 20))
    await house.passes(seconds=1)
    await hana.looks()
    await hana.presses("写真の説明を添える")
    await hana.says("湯のみ")
    await hana.says("机")
    await sends_file(hana, "voice")
    await sends_file(hana, "document")
    await sends_file(hana, "document", "作文")
    await forwards(hana, "人のことば")
    await hana.sends_location(48.8566, 2.3522)
    await hana.presses(hana.last.labels[0])
    await hana.says("やめて")
    await hana.presses("お休みする")

    assert english_in(hana) == {}


async def test_breaks_are_japanese(house_on_sqlite: House) -> None:
    hana = await begun(house_on_sqlite)
    for words in ("/pause", "/pause いつか", "/pause 3日間", "/pause しばらく", "/pause"):
        await hana.says(words)
    for label in ("公開は帰ってから", "旅先の時刻にする"):
        await hana.presses(label)
    await hana.says("ソウル")
    await hana.says("/resume")
    await hana.says("/resume")

    assert english_in(hana) == {}
