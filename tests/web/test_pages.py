"""What everyone may read, and only that."""

from datetime import UTC, date, datetime

import pytest
from aiohttp.test_utils import TestClient

from bot.db.tables import HandCopy, Page
from bot.services import pages
from tests.builders import HANA, NOW, World
from tests.web.conftest import MALLORY
from tests.web.published import copy_at, keep, open_page, publish, take_back

HTML = "<script>alert('1')</script>"


async def text_of(client: TestClient, path: str, status: int = 200, **options: object) -> str:
    response = await client.get(path, **options)  # type: ignore[arg-type]
    assert response.status == status
    return await response.text()


async def test_a_page_shows_the_newest_first(client: TestClient, world: World) -> None:
    await open_page(world, HANA, "hana", "山田はな")
    for text in ("一つめ", "二つめ", "三つめ"):
        await publish(world, HANA, text)

    body = await text_of(client, "/@hana")

    places = [body.index(text) for text in ("三つめ", "二つめ", "一つめ")]
    assert places == sorted(places)
    assert '<html lang="ja">' in body


async def test_there_is_no_page_before_the_first_yes(client: TestClient, world: World) -> None:
    await pages.draft_page(world.ground, HANA, ("hana",), "Hana")

    nobody = await text_of(client, "/@nobody", 404)

    assert await text_of(client, "/@hana", 404) == nobody


async def test_private_unknown_and_others_snippets_look_the_same(
    client: TestClient, world: World
) -> None:
    await open_page(world, HANA, "hana", "Hana")
    await open_page(world, MALLORY, "mallory", "Mallory")
    private = await keep(world, HANA, "just for me")
    others = await publish(world, MALLORY, "public, but not hers")

    unknown = await text_of(client, "/@hana/0000000000000", 404)

    for snippet in (private, others):
        assert await text_of(client, f"/@hana/{snippet.public_id}", 404) == unknown


async def test_a_suspended_page_is_as_unknown(client: TestClient, world: World) -> None:
    await open_page(world, HANA, "hana", "Hana")
    snippet = await publish(world, HANA, "tea")
    async with world.ground.database.writing() as session:
        (await session.get_one(Page, HANA)).suspended_at = world.clock()

    unknown = await text_of(client, "/@nobody", 404)

    for path in ("/@hana", f"/@hana/{snippet.public_id}", "/@hana/feed.atom"):
        assert await text_of(client, path, 404) == unknown


async def test_what_was_public_and_is_deleted_is_gone(client: TestClient, world: World) -> None:
    await open_page(world, HANA, "hana", "Hana")
    snippet = await publish(world, HANA, "taken back later")
    await take_back(world, snippet)

    body = await text_of(client, f"/@hana/{snippet.public_id}", 410)

    assert "taken back later" not in body
    assert "taken back later" not in await text_of(client, "/@hana")


async def test_the_question_stands_above_its_answer(world: World, client: TestClient) -> None:
    await open_page(world, HANA, "hana", "Hana")
    snippet = await publish(world, HANA, "お茶", question_id="day-lunch")

    body = await text_of(client, f"/@hana/{snippet.public_id}")

    assert body.index("お昼は何でしたか") < body.index("お茶</div>")


async def test_people_cannot_write_html(client: TestClient, world: World) -> None:
    await open_page(world, HANA, "hana", HTML, bio=HTML, occupation=HTML)
    snippet = await publish(world, HANA, HTML, pictures=((40, 30, '" onerror="alert(1)'),))

    for path in ("/@hana", f"/@hana/{snippet.public_id}"):
        body = await text_of(client, path)
        assert "<script" not in body
        assert 'onerror="' not in body
        assert "&lt;script&gt;" in body


async def test_addresses_in_a_text_become_links_that_vouch_for_nothing(
    client: TestClient, world: World
) -> None:
    await open_page(world, HANA, "hana", "Hana")
    await publish(world, HANA, "書きました。https://example.org/a?b=1&c=2。")

    body = await text_of(client, "/@hana")

    assert (
        '<a href="https://example.org/a?b=1&amp;c=2" rel="ugc nofollow noopener">'
        "example.org/a?b=1&amp;c=2</a>。" in body
    )


async def test_script_addresses_are_no_links(client: TestClient, world: World) -> None:
    await open_page(world, HANA, "hana", "Hana", contact="javascript:alert(1)")
    await publish(world, HANA, "javascript:alert(1) data:text/html,x")

    body = await text_of(client, "/@hana")

    assert 'href="javascript' not in body
    assert 'href="data' not in body


async def test_odd_characters_are_harmless(client: TestClient, world: World) -> None:
    await open_page(world, HANA, "hana", "مرحبا \u202e Hana 👩‍👩‍👧")
    await publish(world, HANA, "עברית \u202e mixed 👋🏽 \ud7ff\ufffe\x01")

    body = await text_of(client, "/@hana")

    assert "👋🏽" in body
    assert 'dir="auto"' in body
    assert not {"\x01", "\ufffe"} & set(body)


async def test_pages_turn(client: TestClient, world: World) -> None:
    await open_page(world, HANA, "hana", "Hana")
    made = [await publish(world, HANA, f"number {n}.") for n in range(25)]

    first = await text_of(client, "/@hana")
    assert f"before={made[5].public_id}" in first
    second = await text_of(client, f"/@hana?before={made[5].public_id}")

    assert [f"number {n}." in first for n in (24, 5, 4)] == [True, True, False]
    assert [f"number {n}." in second for n in (5, 4, 0)] == [False, True, True]
    assert "before=" not in second


@pytest.mark.parametrize("before", ["s999999999999", "' OR 1=1 --", "x" * 300, "%00"])
async def test_a_made_up_place_is_not_there(client: TestClient, world: World, before: str) -> None:
    await open_page(world, HANA, "hana", "Hana")
    await publish(world, HANA, "tea")

    await text_of(client, "/@hana", 404, params={"before": before})


async def test_nothing_is_to_be_indexed_until_the_person_says_yes(
    client: TestClient, world: World
) -> None:
    await open_page(world, HANA, "hana", "Hana")
    snippet = await publish(world, HANA, "tea")
    paths = ("/@hana", f"/@hana/{snippet.public_id}", "/@hana/feed.atom", "/@hana/feed.json")

    before = [await client.get(path) for path in paths]
    await pages.set_searchable(world.ground, HANA, True)
    after = [await client.get(path) for path in paths]

    assert [answer.headers.get("X-Robots-Tag") for answer in before] == ["noindex"] * 4
    assert [answer.headers.get("X-Robots-Tag") for answer in after] == [None] * 4
    assert ["noindex" in await answer.text() for answer in before[:2]] == [True, True]
    assert ["noindex" in await answer.text() for answer in after[:2]] == [False, False]


async def test_an_unchanged_page_is_not_sent_again(client: TestClient, world: World) -> None:
    await open_page(world, HANA, "hana", "Hana")
    await publish(world, HANA, "tea")
    tag = (await client.get("/@hana")).headers["ETag"]

    again = await client.get("/@hana", headers={"If-None-Match": tag})
    assert (again.status, await again.read()) == (304, b"")
    await publish(world, HANA, "more tea")
    changed = await client.get("/@hana", headers={"If-None-Match": tag})

    assert changed.status == 200
    assert changed.headers["ETag"] != tag


async def test_copies_and_profiles_elsewhere_are_linked(client: TestClient, world: World) -> None:
    await open_page(world, HANA, "hana", "Hana")
    snippet = await publish(world, HANA, "tea")
    await copy_at(world, snippet, "sakura.village", "https://sakura.village/@hana/1")

    body = await text_of(client, "/@hana")

    assert 'class="u-syndication" href="https://sakura.village/@hana/1"' in body
    assert '<link rel="me" href="https://sakura.village/@hana">' in body
    assert ">Mastodon</a>" in body


async def test_what_was_posted_by_hand_is_led_to(client: TestClient, world: World) -> None:
    await open_page(world, HANA, "hana", "Hana")
    snippet = await publish(world, HANA, "tea")
    url = "https://ameblo.jp/hana/entry-1.html"
    for place, address in (("ameba", url), ("line", "")):
        row = HandCopy(
            person_id=HANA, snippet_id=snippet.id, place=place, url=address, shared_at=NOW
        )
        await world.add(row)

    body = await text_of(client, f"/@hana/{snippet.public_id}")

    assert f'<a class="u-syndication" href="{url}" rel="nofollow noopener">Ameba Blog</a>' in body
    assert "LINE" not in body


async def test_who_you_are_stands_at_the_top(client: TestClient, world: World) -> None:
    await open_page(
        world,
        HANA,
        "hana",
        "山田はな",
        bio="喫茶店をしています。",
        base="谷中",
        reading="やまだ はな",
    )
    await publish(world, HANA, "お茶")

    body = await text_of(client, "/@hana")

    for words in ("喫茶店をしています。", "谷中", "やまだ はな"):
        assert words in body


async def test_an_older_name_leads_to_the_newer(client: TestClient, world: World) -> None:
    await open_page(world, HANA, "hana", "Hana")
    snippet = await publish(world, HANA, "tea")
    await pages.rename(world.ground, HANA, "hana_yamada")

    response = await client.get(f"/@hana/{snippet.public_id}?x=1", allow_redirects=False)

    assert response.status == 301
    assert response.headers["Location"] == f"/@hana_yamada/{snippet.public_id}?x=1"


async def test_a_name_is_found_in_any_case(client: TestClient, world: World) -> None:
    await open_page(world, HANA, "hana", "Hana")

    response = await client.get("/@HANA", allow_redirects=False)

    assert (response.status, response.headers["Location"]) == (301, "/@hana")


async def test_days_are_the_days_of_the_diary(client: TestClient, world: World) -> None:
    await open_page(world, HANA, "hana", "Hana")
    await publish(
        world,
        HANA,
        "tea",
        language="en",
        on=date(2026, 3, 1),
        at=datetime(2026, 3, 2, 1, 0, tzinfo=UTC),
    )

    body = await text_of(client, "/@hana")

    assert '<time class="dt-published" datetime="2026-03-02T01:00:00Z">1 March 2026</time>' in body
    assert '<html lang="en">' in body
