"""A link's card: what a page says of itself, and nothing of what it should not."""

from typing import Any

import pytest

from bot.networks.answers import answer_of
from bot.networks.base import Account
from bot.networks.bluesky import Bluesky
from bot.networks.bluesky_cards import card_of, words_of
from bot.networks.http import Http
from tests.networks.builders import a_picture, a_post, an_attempt
from tests.networks.stand_in import StandIn, hangs_up, says
from tests.networks.test_bluesky import ready, record

PAGE = """<html><head><title>Plain</title>
<meta property="og:title" content="Ramen &amp; I">
<meta content='Of one shop
 in Kyoto' property='og:description'></head></html>"""


def words(body: str | bytes, kind: str = "text/html") -> tuple[str, str]:
    data = body.encode() if isinstance(body, str) else body
    return words_of(answer_of(200, {"Content-Type": kind}, data))


@pytest.mark.parametrize(
    ("page", "said"),
    [
        (PAGE, ("Ramen & I", "Of one shop in Kyoto")),
        ("<title>\n Only  this </title>", ("Only this", "")),
        ('<title>T</title><meta name="description" content="D">', ("T", "D")),
        ('<meta property="og:title" content="">', ("", "")),
        ("<title>" + "長" * 900 + "</title>", ("長" * 299 + "…", "")),
        ("<meta " * 20_000, ("", "")),
        ("<title" * 20_000, ("", "")),
        ("not html", ("", "")),
    ],
)
def test_a_page_says_what_it_is(page: str, said: tuple[str, str]) -> None:
    assert words(page) == said


def test_an_old_japanese_page_is_read_by_its_own_letters() -> None:
    page = '<meta charset="Shift_JIS"><title>日々のこと</title>'.encode("shift_jis")

    assert words(page)[0] == "日々のこと"
    assert words(page.replace(b"Shift_JIS", b"no-such-set"))[0] != ""


async def test_a_post_with_a_link_carries_its_card(
    bluesky: Bluesky, skyler: Account, stand_in: StandIn
) -> None:
    stand_in.answer = says(200, PAGE)
    link = f"{stand_in.origin}/ramen"
    attempt = await ready(bluesky, skyler, an_attempt(f"よかった {link}"))
    again = await ready(bluesky, skyler, attempt)

    await bluesky.publish(skyler, again)

    kept: Any = await record(bluesky, skyler, attempt)
    assert kept["embed"]["external"] == {
        "uri": link,
        "title": "Ramen & I",
        "description": "Of one shop in Kyoto",
    }
    assert stand_in.seen == [("GET", "/ramen")]


async def test_redirects_are_followed_a_few_times(http: Http, stand_in: StandIn) -> None:
    stand_in.answer = says(200, PAGE)
    stand_in.routes["/short"] = says(301, Location="/long")
    stand_in.routes["/loop"] = says(302, Location="/loop")

    assert await card_of(http, a_post(f"{stand_in.origin}/short")) is not None
    assert await card_of(http, a_post(f"{stand_in.origin}/loop")) is None
    assert stand_in.seen.count(("GET", "/loop")) == 4


@pytest.mark.parametrize(
    "answer",
    [
        says(404, PAGE),
        says(200, {"title": "json"}),
        hangs_up,
        says(302, Location="http://10.0.0.1/"),
        says(302, Location="file:///etc/passwd"),
        says(302, Location="http://[bad"),
    ],
)
async def test_what_is_no_page_makes_no_card(http: Http, stand_in: StandIn, answer: Any) -> None:
    stand_in.answer = answer

    assert await card_of(http, a_post(f"see {stand_in.origin}/x")) is None


@pytest.mark.parametrize("link", ["http://10.0.0.1/admin", "http://169.254.169.254/latest"])
async def test_an_address_that_is_not_public_is_not_asked(http: Http, link: str) -> None:
    assert await card_of(http, a_post(f"see {link}")) is None


async def test_pictures_leave_no_room_for_a_card(http: Http, stand_in: StandIn) -> None:
    assert await card_of(http, a_post(f"{stand_in.origin}/x", pictures=(a_picture(),))) is None
    assert await card_of(http, a_post("no link")) is None
    assert stand_in.seen == []
