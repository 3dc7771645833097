"""Answers that no honest server gives, and what becomes of them."""

import asyncio
import gzip
import tracemalloc
from collections.abc import AsyncIterator

import pytest
from aiohttp import web

from bot.networks.base import TryLater, Unsure
from bot.networks.http import Http
from tests.networks.stand_in import StandIn, echoes, hangs_up, says, says_nothing


@pytest.fixture
async def http() -> AsyncIterator[Http]:
    async with Http(loopback=True, first_byte=0.3, in_all=1.0) as way_out:
        yield way_out


async def test_a_redirect_is_not_followed(http: Http, stand_in: StandIn) -> None:
    stand_in.answer = says(302, "", Location="http://10.0.0.1/")

    answer = await http.get_json(f"{stand_in.origin}/")

    assert answer.status == 302
    assert isinstance(http.fault(answer), TryLater)
    assert isinstance(http.fault(answer, irreversible=True), Unsure)
    assert len(stand_in.seen) == 1


async def test_a_bomb_is_cut_while_it_unfolds(http: Http, stand_in: StandIn) -> None:
    bomb = gzip.compress(bytes(300_000_000), compresslevel=1)

    async def explode(_: web.Request) -> web.Response:
        return web.Response(body=bomb, headers={"Content-Encoding": "gzip"})

    stand_in.answer = explode
    tracemalloc.start()
    try:
        with pytest.raises(TryLater, match="answer_too_big"):
            await http.get_json(f"{stand_in.origin}/")
        peak = tracemalloc.get_traced_memory()[1]
    finally:
        tracemalloc.stop()

    assert peak < 20_000_000


async def endless(request: web.Request) -> web.StreamResponse:
    response = web.StreamResponse()
    await response.prepare(request)
    while True:
        await response.write(b" " * 100_000)


async def thirty_megabytes(_: web.Request) -> web.StreamResponse:
    return web.Response(body=b"[" + b"0," * 15_000_000 + b"0]")


@pytest.mark.parametrize("handler", [endless, thirty_megabytes])
async def test_a_body_without_end_is_cut(http: Http, stand_in: StandIn, handler: object) -> None:
    stand_in.answer = handler  # type: ignore[assignment]

    with pytest.raises(TryLater, match="answer_too_big"):
        await http.get_json(f"{stand_in.origin}/")
    with pytest.raises(Unsure, match="answer_too_big"):
        await http.send_json("POST", f"{stand_in.origin}/", {}, irreversible=True)


async def test_a_body_of_drops_is_given_up(http: Http, stand_in: StandIn) -> None:
    async def drip(request: web.Request) -> web.StreamResponse:
        response = web.StreamResponse()
        await response.prepare(request)
        while True:
            await response.write(b" ")
            await asyncio.sleep(0.05)

    stand_in.answer = drip

    with pytest.raises(TryLater, match="unreachable"):
        await http.get_json(f"{stand_in.origin}/")


@pytest.mark.parametrize("handler", [says_nothing, hangs_up])
async def test_an_answer_that_is_lost_counts_by_the_kind_of_call(
    http: Http, stand_in: StandIn, handler: object
) -> None:
    stand_in.answer = handler  # type: ignore[assignment]

    with pytest.raises(TryLater):
        await http.send_json("POST", f"{stand_in.origin}/", {})
    with pytest.raises(Unsure, match="answer_lost"):
        await http.send_json("POST", f"{stand_in.origin}/", {}, irreversible=True)
    with pytest.raises(Unsure, match="answer_lost"):
        await http.post_form(f"{stand_in.origin}/", {}, irreversible=True)


async def test_a_form_carries_its_header_and_shows_no_secret_of_it(
    http: Http, stand_in: StandIn
) -> None:
    stand_in.answer = echoes
    headers = {"Authorization": "Basic c4nary-proof"}

    url = f"{stand_in.origin}/"
    bare = await http.post_form(url, {"a": "b"}, headers=headers)
    hidden = await http.post_form(url, {"a": "b"}, headers=headers, secrets=("c4nary-proof",))

    assert "'Authorization': 'Basic c4nary-proof'" in bare.excerpt
    assert "c4nary" not in hidden.excerpt


async def test_a_call_that_never_left_may_be_repeated(http: Http) -> None:
    closed = "http://127.0.0.1:9/"

    with pytest.raises(TryLater, match="unreachable"):
        await http.send_json("POST", closed, {}, irreversible=True)


async def test_a_long_header_is_no_crash(http: Http, stand_in: StandIn) -> None:
    stand_in.answer = says(200, {}, X_Long="a" * 100_000)

    with pytest.raises(TryLater):
        await http.get_json(f"{stand_in.origin}/")


@pytest.mark.parametrize(
    "body",
    ["<html>", "[" * 100_000, '{"a":' * 5_000 + "1" + "}" * 5_000, "9" * 5000, "\x00", ""],
)
async def test_what_is_no_sane_json_is_none(http: Http, stand_in: StandIn, body: str) -> None:
    stand_in.answer = says(200, body)

    answer = await http.get_json(f"{stand_in.origin}/")

    assert answer.json is None
    assert answer.value("a", 0) is None


async def test_json_is_read_whatever_its_type_says(http: Http, stand_in: StandIn) -> None:
    stand_in.answer = says(200, '{"id": 7, "deep": [{"a": "b"}]}')

    answer = await http.get_json(f"{stand_in.origin}/")

    assert answer.text("id") == "7"
    assert answer.value("deep", 0, "a") == "b"
    assert answer.value("deep", "a", 5) is None


async def test_cookies_are_not_kept(http: Http, stand_in: StandIn) -> None:
    stand_in.answer = says(200, {}, Set_Cookie="session=1")
    await http.get_json(f"{stand_in.origin}/")

    async def cookies(request: web.Request) -> web.Response:
        return web.json_response({"cookies": len(request.cookies)})

    stand_in.answer = cookies
    assert (await http.get_json(f"{stand_in.origin}/")).value("cookies") == 0


async def test_a_secret_in_an_address_is_blanked_in_the_excerpt(
    http: Http, stand_in: StandIn
) -> None:
    async def mirror(request: web.Request) -> web.Response:
        return web.Response(status=400, text=str(request.query))

    stand_in.answer = mirror
    params = {"access_token": "c4nary-t0ken"}
    answer = await http.get_json(f"{stand_in.origin}/", params=params, secrets=("c4nary-t0ken",))

    assert "c4nary" not in answer.excerpt


async def test_a_file_goes_by_the_name_that_its_server_wants(http: Http, stand_in: StandIn) -> None:
    async def names(request: web.Request) -> web.Response:
        return web.json_response(sorted(await request.post()))

    stand_in.answer = names
    answer = await http.post_file(
        f"{stand_in.origin}/", b"x", mime="image/jpeg", token="t", fields={"a": "b"}, name="source"
    )

    assert answer.json == ["a", "source"]


async def test_a_secret_among_the_fields_beside_a_file_is_blanked(
    http: Http, stand_in: StandIn
) -> None:
    stand_in.answer = echoes

    answer = await http.post_file(
        f"{stand_in.origin}/",
        b"GIF89a",
        mime="image/gif",
        fields={"i": "s3cret-token"},
        secrets=("s3cret-token",),
    )

    assert 'name="i"' in answer.excerpt
    assert "s3cret-token" not in answer.excerpt
    assert "Authorization" not in answer.excerpt


async def test_bytes_are_put_and_a_deletion_carries_headers(http: Http, stand_in: StandIn) -> None:
    async def mirror(request: web.Request) -> web.Response:
        told = (request.method, request.content_type, request.headers.get("X-Method"))
        return web.json_response([*told, (await request.read()).decode()])

    stand_in.answer = mirror
    url = f"{stand_in.origin}/"
    put = await http.send_bytes("PUT", url, b"GIF89a", mime="image/gif", token="t")
    deleted = await http.delete(url, headers={"X-Method": "DELETE"})

    assert put.json == ["PUT", "image/gif", None, "GIF89a"]
    assert deleted.json[::2] == ["DELETE", "DELETE"]
