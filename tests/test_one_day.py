"""One day of one person, walked over real HTTP through a real process, from hello to pause."""

import io
import re
from collections.abc import AsyncIterator, Iterator
from pathlib import Path

import pytest
from PIL import Image

from tests.day import readers
from tests.day.judging import findings
from tests.day.one_person import (
    ALT,
    Day,
    a_day,
    links_bluesky,
    links_mastodon,
    reads_it_on_bluesky,
    reads_it_on_mastodon,
)
from tests.day.phones import calls, labels, until
from tests.day.processes import LONGEST_END, tracebacks
from tests.media.samples import SECRET, talkative
from tests.peers.bluesky import BlueskyPeer, run_bluesky

WORDS = "飲みかけのお茶と、読みかけの文庫本。 https://example.com/books?a=1 #日々 "
LINE = "きょうの夕焼けは、桃の色でした。"
NEW_WORDS = "飲みかけの紅茶と、読みおえた文庫本。 https://example.com/books?a=1 #日々"
PATIENT = 40.0


@pytest.fixture(scope="module")
def bluesky_peer() -> Iterator[BlueskyPeer]:
    with run_bluesky() as peer:
        yield peer


@pytest.fixture
async def day(tmp_path: Path, bluesky_peer: BlueskyPeer) -> AsyncIterator[Day]:
    async with a_day(tmp_path, bluesky_peer) as opened:
        yield opened


async def test_one_day(day: Day) -> None:
    await joins(day)
    await answers_with_a_photo(day)
    await says_yes_to_the_page(day)
    await the_page_is_public(day)
    await links_mastodon(day)
    await links_bluesky(day)
    await shares_everywhere(day)
    await reads_it_on_mastodon(day)
    await reads_it_on_bluesky(day)
    await shares_a_line_at_once(day)
    await looks_at_the_record(day)
    await edits(day)
    await deletes(day)
    await pauses_and_comes_back(day)
    assert findings(await calls(day.hana.session, day.url)) == []
    assert await day.hibi.stops() < LONGEST_END
    await no_secret_is_left(day)


async def joins(day: Day) -> None:
    """Hello, a time, a zone: three taps, and the first question is there."""
    hana = day.hana
    await hana.says("/start")
    hello = await hana.sees("はじめまして、日々（ひび）です。")
    assert labels(hello)[:4] == ["7:30", "12:30", "18:00", "21:00"]
    await hana.presses("7:30")
    await hana.sees("東京")
    await hana.presses("はい")
    question = await hana.sees("例：")
    assert "いま、手の届くところに何がありますか？" in question["text"]
    assert {"別の質問", "あとで", "今日はパス"} <= set(labels(question))


async def answers_with_a_photo(day: Day) -> None:
    """Words and a photo are one answer; its card says that nobody else sees it."""
    hana = day.hana
    day.said = await hana.shows(talkative("JPEG"), caption=WORDS)
    card = await hana.sees("残しました（通算1日目）")
    day.card = card["message_id"]
    assert "いまは自分だけの日記です。" in card["text"]
    assert card["silent"]
    assert "○ あなたのページ" in labels(card)
    mine = next(m for m in await hana.messages() if m["message_id"] == day.said)
    assert mine["reactions"] == ["✍"]
    await hana.presses("写真の説明を添える")
    await hana.sees("写真には何が写っていますか？")
    await hana.says(ALT)
    await hana.sees("説明は、公開するときに写真といっしょに出ます。")


async def says_yes_to_the_page(day: Day) -> None:
    """Nothing is there before the yes; the yes has seen words, name and address."""
    hana = day.hana
    await hana.presses("○ あなたのページ")
    look = await hana.sees("はじめての公開です。このように見えます。")
    (day.handle,) = re.findall(r"/@(\w+)", look["text"])
    assert WORDS.strip() in look["text"]
    assert (await day.browser.reads(f"{day.url}/@{day.handle}"))[0] == 404
    await hana.presses("公開する", under=look["message_id"])
    waiting = await hana.sees("秒後に公開します：あなたのページ")
    assert labels(waiting)[:3] == ["すぐ公開", "自分だけ", "取り消す"]
    assert "文庫本" not in (await day.browser.reads(f"{day.url}/@{day.handle}"))[1]
    await hana.presses("すぐ公開")
    card = await hana.sees("公開しました：あなたのページ ↗")
    (day.snippet,) = [link["url"] for link in card["entities"] if link["type"] == "text_link"]


async def the_page_is_public(day: Day) -> None:
    """Page, lasting address, feeds; the picture has its description and no secrets."""
    for address in (f"{day.url}/@{day.handle}", day.snippet):
        status, page = await day.browser.reads(address)
        assert status == 200
        assert "飲みかけのお茶と、読みかけの文庫本。" in page
        assert "いま、手の届くところに何がありますか？" in page
        assert f'alt="{ALT}"' in page
    src = re.findall(r'src="(/[^"]+)" width', page)[0]
    async with day.browser.session.get(day.url + src) as answer:
        picture = await answer.read()
    assert SECRET.encode() not in picture
    assert len(Image.open(io.BytesIO(picture)).getexif()) == 0
    for feed in ("feed.atom", "feed.json"):
        status, text = await day.browser.reads(f"{day.url}/@{day.handle}/{feed}")
        assert (status, "読みかけの文庫本" in text) == (200, True)
    assert (await day.browser.reads(f"{day.url}/@nobody"))[0] == 404


async def shares_everywhere(day: Day) -> None:
    """The photo follows to both networks; one copy each, whole, and described."""
    hana = day.hana
    card = day.card
    await hana.presses("公開範囲", under=card)
    for network in ("Mastodon", "Bluesky"):
        await hana.presses(f"○ {network}", under=card)
        await hana.sees(f"{network} でははじめてですね。")
        await hana.presses("公開する", under=card)
    await hana.sees("秒後に公開します：Mastodon、Bluesky")
    await hana.presses("すぐ公開", under=card)
    await hana.sees("公開しました：", "Mastodon ↗", "Bluesky ↗", within=PATIENT)


async def shares_a_line_at_once(day: Day) -> None:
    """A line without a question goes to all three with one tap; one copy each, never two."""
    hana = day.hana
    await hana.says(LINE)
    card = (await hana.sees("残しました（通算1日目）", after=day.card))["message_id"]
    for network in ("あなたのページ", "Mastodon", "Bluesky"):
        await hana.presses(f"○ {network}", under=card)
    await hana.sees("公開します：あなたのページ、Mastodon、Bluesky", after=day.card)
    await hana.presses("すぐ公開", under=card)
    await hana.sees("公開しました：あなたのページ ↗ Mastodon ↗ Bluesky ↗", after=day.card)
    assert len([s for s in await readers.statuses(day.mastodon) if LINE in s.content]) == 1
    assert [p.value.text for p in await day.reader.posts()].count(LINE) == 1
    status, page = await day.browser.reads(f"{day.url}/@{day.handle}")
    assert (status, page.count(f">{LINE}<")) == (200, 1)


async def looks_at_the_record(day: Day) -> None:
    """A picture, and the same numbers as words under it."""
    hana = day.hana
    asked = await hana.says("/stats")
    record = await hana.sees("通算1日", after=asked)
    async with hana.session.get(f"{day.url}{record['photo']}") as answer:
        picture = Image.open(io.BytesIO(await answer.read()))
    assert min(picture.size) > 300
    assert {"あなたのページ 2", "Mastodon 2", "Bluesky 2"} <= set(
        re.split("[・、：\n]", record["text"])
    )


async def edits(day: Day) -> None:
    """An edited message changes page and Mastodon; Bluesky offers to post it anew."""
    hana = day.hana
    await hana.says("/settings")
    await hana.presses("取り消せる時間")
    await hana.presses("待たない")
    await hana.sees("設定")
    await hana.edits(day.said, NEW_WORDS)
    await hana.presses("Bluesky：消して出し直す", under=day.card)
    await until(lambda: _bluesky_says(day, "読みおえた"), "the new words on Bluesky", PATIENT)
    statuses = [s for s in await readers.statuses(day.mastodon) if "文庫本" in s.content]
    assert [("読みおえた" in s.content, s.edited_at is not None) for s in statuses] == [
        (True, True)
    ]
    assert [each.description for each in statuses[0].media_attachments] == [ALT]
    page = (await day.browser.reads(day.snippet))[1]
    assert "読みおえた" in page
    assert "読みかけ" not in page


async def _bluesky_says(day: Day, words: str) -> bool:
    """Whether these words stand there, and the photo's post only once."""
    posts = [post.value for post in await day.reader.posts() if "文庫本" in post.value.text]
    return len(posts) == 1 and words in posts[0].text


async def deletes(day: Day) -> None:
    """From the card: gone everywhere, and said so to whoever asks."""
    hana = day.hana
    await hana.sees("公開しました：", "Bluesky ↗", "Mastodon ↗", within=PATIENT)
    await hana.presses("消す", under=day.card)
    await hana.sees("公開先からも消します。")
    await hana.presses("消す", under=day.card)
    await hana.sees("日記から消しました。")

    async def gone() -> bool:
        statuses = await readers.statuses(day.mastodon)
        posts = await day.reader.posts()
        return len(statuses) == len(posts) == 1

    await until(gone, "only the line is left on the networks", PATIENT)
    assert (await day.browser.reads(day.snippet))[0] == 410
    status, page = await day.browser.reads(f"{day.url}/@{day.handle}")
    assert (status, "文庫本" in page, LINE in page) == (200, False, True)


async def pauses_and_comes_back(day: Day) -> None:
    hana = day.hana
    await hana.says("/pause 3日")
    pause = await hana.sees("お休みにしますね。")
    assert "次の質問は" in pause["text"]
    assert "7:30" in pause["text"]
    asked = await hana.says("/resume")
    await hana.sees("7:30", "東京", after=asked)


async def no_secret_is_left(day: Day) -> None:
    """Neither in what is stored nor in the most talkative log."""
    secrets = [day.bluesky.app_password, "alice_token", SECRET]
    stored = [path for path in day.hibi.folder.rglob("*") if path.is_file()]
    # What Telegram itself keeps is the original.
    stored = [path for path in stored if path.parent.name != "playground-files"]
    assert any(path.name == "playground.db" for path in stored)
    leaks = {
        (path.name, secret)
        for path in stored
        for secret in secrets
        if secret.encode() in path.read_bytes()
    }
    assert leaks == set()
    assert tracebacks(day.hibi.log) == []
